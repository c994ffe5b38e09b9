"""Export for Neo4j's own importer, and what the importer makes of it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import Story, fill
from servers_neo4j import Server, identify

from graph.cli import main
from graph.errors import InputError
from graph.export import Scope, export
from graph.export.neo4j_csv import FILES, arguments
from graph.model import Merge
from graph.property_graph import direct_types
from graph.store import open_store
from graph.store._bolt_link import Link
from graph.store.base import Selection, Store

NASTY = 'a "quoted" \\" back\\slash; semicolon, comma\r\nnew line\ttab \x01 \U0001f1eb\U0001f1ee “x”'


@pytest.fixture
def source(tmp_path: Path, story: Story) -> Iterator[Store]:
    """A store with hostile text, an empty text, a merge, and an actor that two articles tell differently."""
    store = open_store(tmp_path / "store", create=True)
    nasty = replace(story[3], article=replace(story[3].article, title=NASTY, note=""))
    actor = replace(
        story[2].actors[3], name='Suomi; "S"', names=('Suomi; "S"', "Finland", NASTY), country=None
    )
    other = replace(story[2], actors=(*story[2].actors[:3], actor))
    fill(store, (story[0], story[1], other, nasty))
    with store.writer() as writer:
        writer.merge(Merge("person/kemal-oran", story[0].actors[3], by="me", note=NASTY))
    yield store
    store.close()


def tables(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as pack:
        return {
            name: list(csv.reader(io.StringIO(pack.read(name).decode(), newline="")))
            for name in pack.namelist()
            if name.endswith(".csv")
        }


def test_the_files_have_a_line_for_each_node_and_relationship(source: Store, tmp_path: Path) -> None:
    counts = export(source.view(), tmp_path / "s.neo4j.zip")
    assert counts == {"articles": 4, "claims": 11, "actors": 6}
    found = tables(tmp_path / "s.neo4j.zip")
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "actors.csv": 6, "articles.csv": 4, "claims.csv": 11, "judgements.csv": 1, "store.csv": 1,
        "in_article.csv": 11, "parties.csv": 24, "names.csv": 16, "direct.csv": 8,
    }  # fmt: skip
    assert all(len(row) == len(rows[0]) for rows in found.values() for row in rows)
    assert {row[2] for row in found["direct.csv"][1:]} <= set(direct_types().values())


def test_the_same_store_makes_the_same_file(source: Store, tmp_path: Path) -> None:
    for name in ("a.neo4j.zip", "b.neo4j.zip"):
        export(source.view(), tmp_path / name)
    assert (tmp_path / "a.neo4j.zip").read_bytes() == (tmp_path / "b.neo4j.zip").read_bytes()


def test_no_path_of_this_machine_is_in_it(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "store", create=True)
    fill(store, (replace(story[2], article=replace(story[2].article, source="file:///home/eve/secret.txt")),))
    export(store.view(), tmp_path / "s.neo4j.zip")
    store.close()
    with zipfile.ZipFile(tmp_path / "s.neo4j.zip") as pack:
        assert not any(b"secret" in pack.read(name) for name in pack.namelist())


def test_a_selection_is_a_store_of_its_claims(source: Store, tmp_path: Path) -> None:
    counts = export(source.view(), tmp_path / "s.neo4j.zip", Scope(Selection(relations=("CONSULT",))))
    assert counts["claims"] == 3
    assert {row[2] for row in tables(tmp_path / "s.neo4j.zip")["claims.csv"][1:]} == {"CONSULT"}


def test_ties_are_refused(source: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--ties"):
        export(source.view(), tmp_path / "s.neo4j.zip", Scope(ties=True))


def test_the_command_writes_it(source: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.close()
    assert main(["export", str(tmp_path / "s.neo4j.zip"), "--store", str(tmp_path / "store")]) == 0
    assert "articles 4, claims 11, actors 6" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "s.neo4j.zip") as pack:
        assert set(pack.namelist()) == {"README.txt", "schema.cypher", *FILES}
        assert all(argument in pack.read("README.txt").decode() for argument in arguments())


def test_types_of_direct_relationships_are_the_relations_terms() -> None:
    assert direct_types()["CONSULT"] == "MET"
    assert direct_types()["HOLDS_OFFICE"] == "HOLDS_OFFICE_AT"
    assert all(kind.replace("_", "").isalpha() and kind.isupper() for kind in direct_types().values())
    assert len(set(direct_types().values())) == len(direct_types())


@pytest.mark.server
def test_neo4js_importer_makes_the_same_store_of_it(
    source: Store, tmp_path: Path, neo4j_lib: Path, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    export(source.view(), tmp_path / "s.neo4j.zip")
    with zipfile.ZipFile(tmp_path / "s.neo4j.zip") as pack:
        pack.extractall(tmp_path / "files")
    server = Server(tmp_path / "home", neo4j_lib)
    server.tool(*arguments(), "--threads=2", "--max-off-heap-memory=256M", cwd=tmp_path / "files")
    server.set_password()
    identify(monkeypatch)
    server.start()
    try:
        _define(server.address, (tmp_path / "files" / "schema.cypher").read_text())
        imported = open_store(server.address)
        one, other = source.view(), imported.view()
        assert list(other.quads()) == list(one.quads())
        for what in ("articles", "actors", "claims", "ties", "merges", "prominent", "stats"):
            mine, theirs = getattr(one, what)(), getattr(other, what)()
            assert (theirs if what == "stats" else list(theirs)) == (mine if what == "stats" else list(mine))
        # It is a store like any other: what is put again is unchanged, and the merge can be undone.
        assert fill(imported, story[:2]) == ["unchanged"] * 2
        with imported.writer() as writer, source.writer() as twin:
            for each in (writer, twin):
                assert each.undo(one.merges()[0].id)
        assert list(imported.view().actors()) == list(source.view().actors())
        assert list(imported.view().quads()) == list(source.view().quads())
        imported.close()
    finally:
        server.stop()


def _define(address: str, text: str) -> None:
    """Run the statements of a script, as cypher-shell does."""
    lines = [line for line in text.split("\n") if line and not line.startswith("//")]
    link = Link(address)
    link.write(lambda tx: [tx.run(line.removesuffix(";")).consume() for line in lines])
    link.close()
