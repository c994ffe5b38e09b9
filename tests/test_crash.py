"""What is left of a store when its writer is killed, when there is no room, when nobody may write, when clocks go back."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import Story, fill
from crash import ROOT, trial

from graph.errors import StoreError
from graph.store import Store, open_store

HERE = Path(__file__).resolve().parent


@pytest.mark.slow
def test_killed_writers_lose_nothing_that_was_said_to_be_done_and_leave_nothing_half(tmp_path: Path) -> None:
    assert trial(tmp_path / "store", 20, seed=int(os.environ.get("LEGATION_CRASH_SEED", "7"))) == []


def test_the_trial_notices_what_is_lost_and_what_is_half(tmp_path: Path) -> None:
    """A trial that cannot fail proves nothing: articles behind its back are gone, changed or torn."""
    import crash

    path = tmp_path / "store"
    known = crash.Known()
    with open_store(path, create=True).writer() as writer:
        for n in range(3):
            known.hear(f'["put", {n}, 1]')
            writer.put(crash.version(n, 1))
    known.hear("durable")
    assert known.settle(path) == []
    with open_store(path).writer() as writer:
        writer.drop(crash.version(0, 1).article.id)
        writer.put(crash.version(1, 2))
        half = crash.version(2, 1)
        writer.put(replace(half, claims=half.claims[:1]))
    assert [line.split(" is ")[0] for line in known.settle(path)] == ["article 0", "article 1", "article 2"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of twelve megabytes, or skip where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(
            "no small disk can be mounted here (only root may): the test with a limit on files remains"
        )
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_named_and_loses_nothing(small_disk: Path, story: Story) -> None:
    path = small_disk / "store"
    fill(open_store(path, create=True), story[:1])
    code = f"""
import sys; sys.path[:0] = [{str(HERE)!r}, {str(ROOT)!r}]
from benchmarks.generate import reading
from graph.errors import StoreError
from graph.store import open_store
done = 0
try:
    with open_store({str(path)!r}).writer() as writer:
        for place in range(5000):
            writer.put(reading(place)); writer.flush(); done += 1
except StoreError as error:
    print(done, error)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    number, _, why = said.partition(" ")
    assert "no room left" in why
    assert "make room" in why
    assert int(number) > 0
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    store = open_store(path)
    assert fill(store, story) == ["unchanged", "added", "added", "added"]
    from benchmarks.generate import reading
    from graph.store._upkeep import check
    from graph.store.oxigraph import OxigraphStore

    view = store.view()
    assert [view.reading(reading(n).article.id) == reading(n) for n in range(int(number))] == [True] * int(
        number
    )
    assert isinstance(store, OxigraphStore)
    assert list(check(store)) == []


def test_a_limit_on_files_is_named_and_loses_nothing(tmp_path: Path, story: Story) -> None:
    path = tmp_path / "store"
    store = open_store(path, create=True)
    fill(store, story[:1])
    code = f"""
import resource, signal, sys; sys.path[:0] = [{str(HERE)!r}, {str(ROOT)!r}]
from benchmarks.generate import reading
from graph.errors import StoreError
from graph.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with open_store({str(path)!r}).writer() as writer:
        for place in range(2000):
            writer.put(reading(place)); writer.flush()
except StoreError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "no room left" in said
    assert store.view().reading(story[0].article.id) == story[0]
    assert fill(store, story) == ["unchanged", "added", "added", "added"]


def _as_nobody(what: Callable[[], str]) -> str:
    """What a function gives in a process that may read but not write; root may do anything, so it steps down first."""
    given, taken = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(taken, what().encode())
        finally:
            os._exit(0)
    os.close(taken)
    with os.fdopen(given) as said:
        text = said.read()
    os.waitpid(child, 0)
    return text


def test_a_folder_that_one_may_only_read_can_be_read_and_says_who_may_write(story: Story) -> None:
    # Not below tmp_path, whose parents are closed to others.
    home = Path(tempfile.mkdtemp())
    try:
        path = home / "store"
        expected = len(_filled(path, story).view().ties())
        before = sorted(str(each) for each in path.rglob("*"))
        for each in [home, path, *path.rglob("*")]:
            each.chmod(0o555 if each.is_dir() else 0o444)

        def told() -> str:
            store = open_store(path)
            words = f"{store.view().stats().articles} {len(store.view().ties())} "
            try:
                store.writer()
            except StoreError as error:
                words += str(error)
            return words

        said = _as_nobody(told)
        assert said.startswith(f"4 {expected} ")
        assert "cannot be written (Permission denied): ask its owner" in said
        assert sorted(str(each) for each in path.rglob("*")) == before
    finally:
        for each in [home, *home.rglob("*")]:
            each.chmod(0o755)
        shutil.rmtree(home)


def _filled(path: Path, story: Story) -> Store:
    store = open_store(path, create=True)
    fill(store, story)
    return store


def test_a_clock_that_goes_back_changes_nothing(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story[:2])
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.monotonic", lambda: -1e9)
    for each in (tmp_path / "snapshots").iterdir():
        os.utime(each, (4e9, 4e9))
    assert fill(store, story) == ["unchanged", "unchanged", "added", "added"]
    assert store.view().stats().articles == 4
    assert open_store(tmp_path).view().reading(story[3].article.id) == story[3]


def test_a_reader_is_not_troubled_when_the_index_cannot_be_written(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from graph.store._index_write import IndexWriter

    store = open_store(tmp_path, create=True)
    fill(store, story[:1])

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(IndexWriter, "update", full)
        with pytest.raises(StoreError, match="no room left"), store.writer() as writer:
            assert writer.put(story[1]) == "added"
        assert store.view().stats().articles == 1, "who reads has what was shown before"
    assert store.view().stats().articles == 2, "what was stored is shown once there is room"
    assert list(store.view().readings()) == sorted(story[:2], key=lambda reading: reading.article.id)
