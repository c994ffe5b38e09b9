"""The embedded store: its folder, its lock, its snapshots, and the contract of all stores."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import FrozenViews, StoreContract, Story, fill

from graph.errors import StoreError
from graph.store import STORES, open_store
from graph.store._folder import MARKER
from graph.store.base import Store

HERE = Path(__file__).resolve().parent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "store", create=True)
    yield store
    store.close()


class TestContract(StoreContract, FrozenViews):
    pass


def test_every_kind_of_store_can_be_loaded() -> None:
    from graph.registry import load

    for target in STORES.values():
        assert callable(load(target))


def test_reading_from_a_missing_store_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store at .*legation load"):
        open_store(tmp_path / "none" / "store")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_becomes_a_store_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is empty"):
        open_store(tmp_path)
    assert list(tmp_path.iterdir()) == []
    open_store(tmp_path, create=True)
    assert (tmp_path / MARKER).is_file()


@pytest.mark.parametrize("create", [True, False])
def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(StoreError, match="no store and not empty"):
        open_store(tmp_path, create=create)
    assert [each.name for each in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "file", create=True)


def test_a_store_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="no store can be made"):
        open_store(tmp_path / "file" / "store", create=True)


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    marker = tmp_path / MARKER
    marker.write_text(marker.read_text().replace("schema = 3", "schema = 99"))
    with pytest.raises(StoreError, match=r"newer version .*upgrade"):
        open_store(tmp_path)


@pytest.mark.parametrize("text", ["", "schema = ", "kind = 'oxigraph'\nschema = 'x'", "\x00"])
def test_a_damaged_marker_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_text(text)
    with pytest.raises(StoreError, match="is damaged"):
        open_store(tmp_path)


def test_a_damaged_database_is_named(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story[:1])
    store.close()
    for each in (tmp_path / "live").iterdir():
        each.write_bytes(b"no database")
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path).writer()


def test_a_second_process_that_writes_is_told_who_does(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    code = f"from graph.store import open_store; open_store({str(tmp_path / 'store')!r}).writer()"
    with store.writer():
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=HERE.parent, capture_output=True, text=True, check=False
        )
    assert f"process {os.getpid()} is writing" in done.stderr


def test_another_process_can_read_while_one_writes(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "store", create=True)
    fill(store, story[:1])
    code = f"from graph.store import open_store; print(open_store({str(tmp_path / 'store')!r}).view().stats().articles)"
    with store.writer() as writer:
        writer.put(story[1])
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=HERE.parent, capture_output=True, text=True, check=False
        )
    assert done.stdout == "1\n"


def test_old_snapshots_are_removed_but_not_under_a_reader(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story[:1])
    old = store.view()
    writer_side = open_store(tmp_path)
    for number in range(6):
        fill(writer_side, (replace(story[1], article=replace(story[1].article, note=str(number))),))
    assert 2 <= len(list((tmp_path / "snapshots").iterdir())) <= 3
    assert old.reading(story[0].article.id) == story[0]
    assert old.query("ASK {?a leg:met ?b}").rows[0][0] == "true"
    assert store.view().stats().articles == 2


def test_a_reader_never_sees_half_an_article(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "store", create=True)
    full, short = story[0], replace(story[0], claims=story[0].claims[:1], mentions=(), cuts=())
    fill(store, (full,))
    code = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from dataclasses import replace
from story import readings
from graph.store import open_store
full = readings()[0]
short = replace(full, claims=full.claims[:1], mentions=(), cuts=())
with open_store({str(tmp_path / "store")!r}).writer() as writer:
    for number in range(30):
        writer.put((short, full)[number % 2])
        writer.flush()
"""
    child = subprocess.Popen([sys.executable, "-c", code], cwd=HERE.parent)
    revisions = set()
    while child.poll() is None:
        view = open_store(tmp_path / "store").view()
        assert view.reading(full.article.id) in (full, short)
        revisions.add(view.revision())
    assert child.returncode == 0
    assert len(revisions) > 1


def _killed_after(path: Path, seconds: float) -> list[int]:
    """Load numbered versions of an article in a process, kill it; the numbers that it said were flushed."""
    code = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from dataclasses import replace
from story import readings
from graph.store import open_store
base = readings()[2]
with open_store({str(path)!r}).writer() as writer:
    print("ready", flush=True)
    for number in range(100_000):
        article = replace(base.article, id=f"n{{number}}", title=str(number))
        claims = tuple(replace(c, id=f"{{c.id}}{{number}}", article=article.id) for c in base.claims)
        writer.put(replace(base, article=article, claims=claims))
        if number % 5 == 0:
            writer.flush()
            print(number, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", code], cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate()
    return [int(line) for line in said.split() if line.isdigit()]


@pytest.mark.parametrize("kill", range(5))
def test_a_killed_load_leaves_whole_articles_and_all_that_were_flushed(
    tmp_path: Path, story: Story, kill: int
) -> None:
    open_store(tmp_path / "store", create=True).close()
    flushed = _killed_after(tmp_path / "store", 0.1 + random.Random(kill).random() * 0.5)
    store = open_store(tmp_path / "store")
    view = store.view()
    found = {article.id for article in view.articles()}
    assert found >= {f"n{number}" for number in flushed}
    for article_id in found:
        reading = view.reading(article_id)
        assert reading is not None
        assert len(reading.claims) == len(story[2].claims)
        assert len(reading.actors) == len(story[2].actors)
    assert fill(store, story[:1]) == ["added"]


def test_what_a_killed_load_had_stored_is_published_by_the_next_reader(tmp_path: Path) -> None:
    open_store(tmp_path / "store", create=True).close()
    _killed_after(tmp_path / "store", 0.3)
    assert open_store(tmp_path / "store").view().stats().articles > 0
    assert not (tmp_path / "store" / "unpublished").exists()


def test_a_writer_of_a_large_store_shows_what_it_did_less_often_than_it_makes_it_durable(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store._writer._AT_ONCE", -1.0)  # as if showing took long
    monkeypatch.setattr("graph.store._writer._REST", 1e9)
    store = open_store(tmp_path, create=True)
    with store.writer() as writer:
        writer.put(story[0])
        writer.flush()
        assert store.view().stats().articles == 1
        writer.put(story[1])
        writer.flush()
        assert store.view().stats().articles == 1
    assert store.view().stats().articles == 2


def test_a_marker_that_names_another_folder_as_live_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    marker = tmp_path / MARKER
    marker.write_text(marker.read_text().replace('"live"', '"../elsewhere"'))
    with pytest.raises(StoreError, match="no folder of a store"):
        open_store(tmp_path)
