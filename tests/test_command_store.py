"""`legation store`: check, compact, backup, restore, stats; and stores of the version before."""

import gzip
import os
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from contract_store import ORAN_IS_TURKEY, Story, fill

from graph import vocabulary as v
from graph.cli import main
from graph.errors import StoreError
from graph.store import open_store
from graph.store._folder import MARKER


@pytest.fixture
def stored(tmp_path: Path, story: Story) -> Path:
    """A store of the four articles with one merge."""
    path = tmp_path / "store"
    store = open_store(path, create=True)
    fill(store, story)
    with store.writer() as writer:
        writer.merge(ORAN_IS_TURKEY)
    store.close()
    return path


def _quads(path: Path) -> list[str]:
    store = open_store(path)
    found = list(store.view().quads())
    store.close()
    return found


def _newest(path: Path) -> Path:
    return max((path / "snapshots").iterdir())


def test_a_sound_store_is_found_sound(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "check", "--store", str(stored)]) == 0
    assert capsys.readouterr().out == "4 articles checked: all is well\n"


def _change(stored: Path, what: str) -> None:
    store = ox.Store(str(_newest(stored) / "data"))
    store.update(what)
    store.flush()


@pytest.mark.parametrize(
    ("update", "said"),
    [
        ("DELETE WHERE { GRAPH ?g { ?c leg:method ?m } }", "another fingerprint"),
        ("DELETE WHERE { GRAPH ?g { ?c leg:confidence ?m } }", "cannot be read: the store is damaged"),
        ("INSERT DATA { GRAPH <x:stray> { <x:a> <x:b> <x:c> } }", "<x:stray> is no article"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "outside of all graphs"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(
    stored: Path, capsys: pytest.CaptureFixture[str], update: str, said: str
) -> None:
    _change(stored, f"PREFIX leg: <{v.LEG}> {update}")
    assert main(["store", "check", "--store", str(stored)]) == 1
    out = capsys.readouterr().out
    assert said in out
    assert "wrong" in out.splitlines()[-1]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tie SET claims = claims + 1 WHERE t = 1",
        "DELETE FROM word",
        "UPDATE article SET published = 1",
        "UPDATE actor SET partners = 0",
        "DELETE FROM party WHERE c = 2",
        "UPDATE claim SET last = last + 1 WHERE own",
    ],
)
def test_an_index_that_says_otherwise_is_found_and_mended(
    stored: Path, story: Story, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    db = sqlite3.connect(_newest(stored) / "index.sqlite", isolation_level=None)
    db.execute(damage)
    db.close()
    assert main(["store", "check", "--store", str(stored)]) == 1
    assert "the index has" in capsys.readouterr().out


def test_leftovers_of_the_dead_are_listed_and_removed_by_the_next_writer(
    stored: Path, story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    (stored / "live-7").mkdir()
    (stored / "index.draft").write_bytes(b"half")
    (stored / "snapshots" / ".00000009-dead").mkdir()
    assert main(["store", "check", "--store", str(stored)]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("live-7", "index.draft", ".00000009-dead"))
    fill(open_store(stored), story)
    assert not any(
        each.exists()
        for each in (stored / "live-7", stored / "index.draft", stored / "snapshots/.00000009-dead")
    )


def test_a_compacted_store_is_smaller_and_holds_the_same(
    stored: Path, story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(60):
        fill(open_store(stored), (replace(story[1], article=replace(story[1].article, note=str(number))),))
    before, view = _quads(stored), open_store(stored).view()
    assert main(["store", "compact", "--store", str(stored)]) == 0
    sizes = re.findall(r"([\d.]+) ([kM]?B)", capsys.readouterr().out)
    was, now = (float(n) * {"B": 1, "kB": 1e3, "MB": 1e6}[unit] for n, unit in sizes)
    assert now < was
    assert _quads(stored) == before
    assert view.stats().articles == 4, "who was reading reads on"
    assert not (stored / "live").exists()
    assert main(["store", "check", "--store", str(stored)]) == 0
    assert fill(open_store(stored), story[2:]) == ["unchanged", "unchanged"]
    del view
    assert main(["store", "compact", "--store", str(stored)]) == 0
    assert _quads(stored) == before
    assert len(list((stored / "snapshots").iterdir())) == 1, (
        "older ones hold on to the files of the old database"
    )


@pytest.mark.parametrize("name", ["dump.nq.gz", "dump.nq", ""])
def test_a_backup_restores_to_the_same_byte_for_byte(stored: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    assert main(["store", "backup", str(target / name), "--store", str(stored)]) == 0
    (written,) = target.iterdir()
    assert main(["store", "restore", str(written), "--store", str(tmp_path / "new")]) == 0
    assert main(["store", "backup", str(tmp_path / "again.nq"), "--store", str(tmp_path / "new")]) == 0
    raw = written.read_bytes()
    assert (tmp_path / "again.nq").read_bytes() == (gzip.decompress(raw) if name != "dump.nq" else raw)
    old, new = open_store(stored).view(), open_store(tmp_path / "new").view()
    assert list(new.readings()) == list(old.readings())
    assert list(new.merges()) == list(old.merges()) == [ORAN_IS_TURKEY]
    assert list(new.ties()) == list(old.ties())
    assert main(["store", "check", "--store", str(tmp_path / "new")]) == 0


def test_a_backup_never_writes_over_anything(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dump.nq").write_text("mine")
    assert main(["store", "backup", str(tmp_path / "dump.nq"), "--store", str(stored)]) == 2
    assert main(["store", "backup", str(tmp_path / "dump.zip"), "--store", str(stored)]) == 2
    assert main(["store", "backup", str(tmp_path / "none" / "dump.nq"), "--store", str(stored)]) == 2
    assert (tmp_path / "dump.nq").read_text() == "mine"
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.nq.gz", None),
        ("no.nq.gz", b"not packed"),
        ("broken.nq", b"<x:a> <x:b> .\n"),
        ("strange.nq", b"<x:a> <x:b> <x:c> <x:g> .\n"),
        ("bare.nq", b"<x:a> <x:b> <x:c> .\n"),
        ("none.nq", None),
        ("dump.ttl", b"<x:a> <x:b> <x:c> ."),
    ],
)
def test_what_is_no_backup_makes_no_store(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    source = tmp_path / name
    if name == "cut.nq.gz":
        main(["store", "backup", str(tmp_path / "whole.nq.gz"), "--store", str(stored)])
        content = (tmp_path / "whole.nq.gz").read_bytes()[:-200]
    if content is not None:
        source.write_bytes(content)
    assert main(["store", "restore", str(source), "--store", str(tmp_path / "new")]) == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_backup_is_not_restored_over_a_store(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["store", "backup", str(tmp_path / "dump.nq"), "--store", str(stored)])
    before = _quads(stored)
    assert main(["store", "restore", str(tmp_path / "dump.nq"), "--store", str(stored)]) == 2
    assert "new folder" in capsys.readouterr().err
    assert _quads(stored) == before


def test_stats_say_how_much_room_a_claim_takes(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "stats", "--store", str(stored)]) == 0
    said = dict(re.findall(r"^(\w+(?: \w+)?) +(\S.*)$", capsys.readouterr().out, re.MULTILINE))
    assert (said["articles"], said["claims"], said["schema"]) == ("4", "11", "3")
    assert said["per claim"].endswith("kB")


def _older(path: Path, stored: Path) -> list[str]:
    """A store as version 0.1 left it: without `leg:readAs` of those read as they stand, without an index."""
    lines = [line for line in _quads(stored) if "#readAs>" not in line and "#mentionAs>" not in line]
    path.mkdir()
    database = ox.Store(str(path / "live"))
    database.load("\n".join(lines).encode(), ox.RdfFormat.N_QUADS)
    database.flush()
    (path / "snapshots" / "00000001-aaaaaaaa").mkdir(parents=True)
    database.backup(str(path / "snapshots" / "00000001-aaaaaaaa" / "data"))
    (path / "snapshots" / "00000001-aaaaaaaa" / "held").touch()
    (path / MARKER).write_text('kind = "oxigraph"\nschema = 1\n')
    return lines


def test_a_store_of_the_version_before_becomes_one_of_this(tmp_path: Path, story: Story) -> None:
    plain = tmp_path / "plain"
    fill(open_store(plain, create=True), story)
    old = tmp_path / "old"
    assert _older(old, plain) != _quads(plain)
    assert _quads(old) == _quads(plain)
    assert 'schema = 3\nlive = "live-3"' in (old / MARKER).read_text()
    assert list(open_store(old).view().readings()) == list(open_store(plain).view().readings())
    assert main(["store", "check", "--store", str(old)]) == 0
    assert not (old / "live").exists()
    assert fill(open_store(old), story) == ["unchanged"] * 4


def test_who_may_not_write_to_an_older_store_is_told_what_to_do(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, old = tmp_path / "plain", tmp_path / "old"
    fill(open_store(plain, create=True), story)
    _older(old, plain)

    def refuse(path: object, *, shared: bool = False) -> None:
        if not shared:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("graph.store._folder.hold", refuse if os.name == "posix" else None)
    monkeypatch.setattr("graph.store._folder.Folder.newest", _first_snapshot)
    with pytest.raises(StoreError, match=r"older version.*'legation store check'"):
        open_store(old).view()


def _first_snapshot(folder: object) -> object:
    from graph.store._folder import Folder, Snapshot
    from graph.store._lock import Hold

    assert isinstance(folder, Folder)
    home = next(iter((folder.path / "snapshots").iterdir()))
    return Snapshot(
        home.name, home / "data", home / "index.sqlite", Hold(os.open(home / "held", os.O_RDONLY))
    )


def test_check_and_compact_are_for_folders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "check", "--store", "neo4j://localhost"]) == 2
    assert "in a folder" in capsys.readouterr().err
