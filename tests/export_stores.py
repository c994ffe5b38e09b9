"""Stores for the tests of exports: filled from readings, real, in a folder of the test's own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from graph.export import Scope, export
from graph.export.graphml import Form, write_network
from graph.ids import claim_id
from graph.model import Actor, Article, Claim, Party, Passage, Reading
from graph.network import CLAIM_TYPES, Tally, claim_edges
from graph.store import open_store
from graph.store.base import View


@contextmanager
def view_of(folder: Path, readings: Iterable[Reading]) -> Iterator[View]:
    """A view of a new store in the folder that holds the readings."""
    store = open_store(folder, create=True)
    try:
        with store.writer() as writer:
            for reading in readings:
                writer.put(reading)
        yield store.view()
    finally:
        store.close()


def exported(folder: Path, readings: Iterable[Reading], name: str, scope: Scope | None = None) -> Path:
    """The file of that name, exported from a store that holds the readings."""
    path = folder / name
    with view_of(folder / f"store-of-{name}", readings) as view:
        export(view, path, scope or Scope())
    return path


def network_of(readings: Iterable[Reading], form: Form | None = None) -> bytes:
    """The network of readings in a form, GraphML by itself, without a store between."""
    listed, tally, out = list(readings), Tally(), BytesIO()
    edges = (e for r in listed for c in r.claims for e in claim_edges(c, r.article, tally))
    write_network(edges, (actor for r in listed for actor in r.actors), tally, CLAIM_TYPES, out, form)
    return out.getvalue()


def simple_reading(
    relation: str, sources: Iterable[Actor], targets: Iterable[Actor] = (), *, text: str = "They did it."
) -> Reading:
    """One article with one claim, whose evidence is the whole text."""
    doers, done = tuple(sources), tuple(targets)
    article = Article(id=f"a-{relation.lower()}-{len(doers)}-{len(done)}", text=text)
    claim = Claim(
        id=claim_id(
            article.id, relation, None, "asserted", [a.id for a in doers], [a.id for a in done], 0, "did"
        ),
        article=article.id,
        relation=relation,
        sources=tuple(Party(a.id, a.name) for a in doers),
        targets=tuple(Party(a.id, a.name) for a in done),
        evidence=(Passage(0, len(text), text),),
        predicate="did",
    )
    unique = {actor.id: actor for actor in (*doers, *done)}
    return Reading(article, (claim,), tuple(unique.values()))
