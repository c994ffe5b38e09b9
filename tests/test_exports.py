"""What every format of the table has to do: hostile words, nothing half-written, the same bytes, provenance, memory."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from export_stores import simple_reading, view_of
from story import FINLAND, TURKEY, readings

from graph.errors import StoreError
from graph.export import EXPORTERS, Scope, export, format_of
from graph.export.cyjs import Cyjs
from graph.export.events import CAMEO_TYPES
from graph.export.gexf import Gexf
from graph.export.graphml import Form, GraphML, write_network
from graph.export.lists import edge_types
from graph.export.table_files import write_csv, write_parquet
from graph.model import Actor, Article, Claim, Merge, Reading
from graph.network import CLAIM_TYPES, Edge, Tally
from graph.store import select
from graph.store.base import Selection, View

# A store as its own importer wants it: every character stays.
EXACT = ".neo4j.zip"
WILD = "=cmd|' /C calc'!A0 <b>&\"']]>\u202e\u2028\x85\x0b\x00é\U0001f1eb\U0001f1ee\t\r\nx"
TEXT = f"{WILD} accused Finland.\n@SUM(1)"


def hostile() -> Reading:
    """An article in which everything that comes from outside is hostile."""
    actor = Actor("organization/x", WILD, "organization", (WILD, "@x"), "FI", "Q1")
    reading = simple_reading("ACCUSE", [actor], [FINLAND], text=TEXT)
    article = replace(
        reading.article,
        title=WILD,
        publisher=WILD,
        url=f"javascript:{WILD}",
        published=date(2021, 3, 2),
        note=WILD,
    )
    claim = replace(reading.claims[0], predicate=WILD, method=WILD, version=WILD)
    return Reading(article, (claim,), reading.actors)


def text_of(path: Path) -> str:
    """All that a file says, unpacked."""
    data = path.read_bytes()
    if path.suffix == ".zip":
        with ZipFile(path) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return "\n".join((gzip.decompress(p) if p[:2] == b"\x1f\x8b" else p).decode() for p in parts)
    if path.suffix == ".parquet":
        return json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False)
    return data.decode()


class InMemory:
    """Readings as a view, without a store that would refuse some of them."""

    def __init__(self, *held: Reading, fail_at: int | None = None) -> None:
        self.held, self.fail_at = {reading.article.id: reading for reading in held}, fail_at

    def _watch(self, what: Iterator[Any]) -> Iterator[Any]:
        for number, each in enumerate(what):
            if number == self.fail_at:
                raise OSError(5, "Input/output error")
            yield each

    def articles(self) -> Iterator[Article]:
        return self._watch(reading.article for reading in self.held.values())

    def reading(self, article_id: str) -> Reading | None:
        return self.held.get(article_id)

    def actors(self) -> Iterator[Actor]:
        return self._watch(iter({a.id: a for r in self.held.values() for a in r.actors}.values()))

    def claims(self, selection: Selection = select.EVERYTHING) -> Iterator[Claim]:
        dated = select.select(selection, select.dated(self.held.values()))
        return self._watch(each.claim for each in dated)

    def ties(self, selection: Selection = select.EVERYTHING) -> list[Any]:
        return select.ties(select.select(selection, select.dated(self.held.values())))

    def readings(self) -> Iterator[Reading]:
        return self._watch(iter(self.held.values()))

    def merges(self) -> list[Merge]:
        return []

    def revision(self) -> str:
        return "in memory"

    def quads(self) -> Iterator[str]:
        from graph.rdf import n_triples, triples
        from graph.vocabulary import graph_iri

        lines = (
            f"{line[:-1]}{graph_iri(reading.article.id)} ."
            for reading in self.held.values()
            for line in n_triples(triples(reading)).split("\n")
            if line
        )
        return self._watch(lines)


def in_memory(*held: Reading, fail_at: int | None = None) -> View:
    return cast("View", InMemory(*held, fail_at=fail_at))


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_writes_a_hostile_store_as_clean_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    with view_of(tmp_path / "store", [hostile()]) as view:
        counts = export(view, path)
    assert sum(counts.values()) > 0
    said = text_of(path)
    assert "Finland" in said or "country/fi" in said
    if suffix != EXACT:
        assert "\x00" not in said
        assert "\x0b" not in said


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_half_a_character_is_left_out_or_refused_and_never_half_written(tmp_path: Path, suffix: str) -> None:
    half = replace(FINLAND, name="Fin\ud83dland", names=("Fin\ud83dland",))
    reading = simple_reading("ACCUSE", [half], [TURKEY], text="They \ud83d did.")
    path = tmp_path / f"x{suffix}"
    try:
        export(in_memory(reading), path)
    except StoreError as refused:
        assert "surrogate" in str(refused)
        assert list(tmp_path.iterdir()) == []
    else:
        assert "\ud83d" not in text_of(path)


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_a_failure_midway_leaves_nothing_behind(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(Exception, match=r"nothing was changed|Input/output"):
        export(in_memory(*readings(), fail_at=2), tmp_path / f"x{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_the_same_store_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    written = []
    for number, order in enumerate((readings(), readings()[::-1])):
        with view_of(tmp_path / f"store-{number}", [*order, hostile()]) as view:
            export(view, tmp_path / f"{number}{suffix}")
        written.append((tmp_path / f"{number}{suffix}").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("suffix", [suffix for suffix in EXPORTERS if ".nodes" not in suffix])
def test_every_format_says_where_each_claim_comes_from(tmp_path: Path, suffix: str) -> None:
    reading = readings()[1]
    article, claim = reading.article, next(c for c in reading.claims if c.relation == "ACCUSE")
    sure = replace(claim, method="patterns:accuse", version="9.8.7")
    with view_of(tmp_path / "store", [replace(reading, claims=(sure,))]) as view:
        export(view, tmp_path / f"x{suffix}")
    said = text_of(tmp_path / f"x{suffix}")
    if suffix == ".jsonl":
        # The lines name the article; its metadata stand in the lines that were read.
        expected = [article.id, claim.evidence[0].text, sure.method, sure.version]
    else:
        assert article.publisher and article.url and article.published
        expected = [
            *(article.id, article.publisher, article.url, str(article.published)),
            *(claim.evidence[0].text, sure.method, sure.version),
        ]
    assert [part for part in expected if part not in said] == []


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_is_explained(suffix: str) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "formats.md").read_text("utf-8")
    assert f"`{suffix}`" in page


def test_the_longest_ending_counts() -> None:
    assert format_of(Path("a.nodes.csv")) == ".nodes.csv"
    assert format_of(Path("nodes.csv")) == ".csv"
    assert format_of(Path("A.PLOVER.JSONL")) == ".plover.jsonl"
    assert format_of(Path("a.rdf12.ttl")) == ".rdf12.ttl"


class Sink(io.RawIOBase):
    """A file that only counts."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


MANY = 20_000
MIB = 2**20


def edges() -> Iterator[Edge]:
    """Many edges of few actors, a kilobyte and a half each."""
    claim = readings()[0].claims[0]
    from graph.network import claim_edges

    (edge,) = claim_edges(claim, readings()[0].article)
    for number in range(MANY):
        told = {**edge.attributes, "sentence": f"{number} " + "word " * 250}
        yield Edge(f"{edge.id}{number}", f"person/{number % 97}", f"person/{number % 89}", told)


def peak_of(write: Any) -> tuple[float, float]:
    """Peak memory and bytes written, in MiB."""
    out = Sink()
    tracemalloc.start()
    try:
        write(cast("Any", out))
        return tracemalloc.get_traced_memory()[1] / MIB, out.size / MIB
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("form", [GraphML, Gexf, Cyjs])
def test_a_network_is_written_in_a_stream(form: type[Form]) -> None:
    peak, size = peak_of(lambda out: write_network(edges(), (), Tally(), CLAIM_TYPES, out, form()))
    assert size > 30
    assert peak < 25


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_table_is_written_in_a_stream(write: Any) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        for edge in edges():
            yield {"id": edge.id, "sentence": edge.attributes["sentence"], "score": 1.0, "claim": edge.id}

    types = {"id": str, "sentence": str, "score": float, "claim": str}
    peak, _ = peak_of(lambda out: write(types, rows(), out))
    # Parquet holds a batch of rows; none holds them all (25 MiB).
    assert peak < 16


def test_the_types_of_every_table_are_known() -> None:
    for types in (edge_types(), edge_types(ties=True), CAMEO_TYPES):
        write_parquet(types, [], io.BytesIO())
    assert Scope().everything
