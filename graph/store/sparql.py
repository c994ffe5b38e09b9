"""A store on a SPARQL 1.1 server (Fuseki, GraphDB, QLever, Virtuoso, Neptune ...): one named graph an article, the same
triples as in the embedded store.

Every pattern names its graph, since servers differ in what their default graph holds. Other graphs of the same server
are neither read nor touched. A view shows at each call what is stored then: never half an article, since the graph of
one comes whole in one answer, but no snapshot either.
"""

import typing
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from graph import vocabulary as v
from graph.merges import canonical
from graph.model import Actor, Article, Claim, Merge, Reading, Tie
from graph.store import _sparql_ask as ask
from graph.store import select
from graph.store._credentials import credentials
from graph.store._folder import SCHEMA
from graph.store._schema import check_readable
from graph.store._sparql_address import parse
from graph.store._sparql_endpoint import Endpoint, about
from graph.store._sparql_read import Reader
from graph.store._sparql_ties import Ties
from graph.store._sparql_write import SparqlWriter
from graph.store.base import Answer, Row, Selection, Stats, Values

_T = TypeVar("_T")


class SparqlStore:
    """A store behind an address `sparql+http://HOST:PORT/QUERY?update=/UPDATE`; nothing is asked until it is used."""

    def __init__(self, address: str) -> None:
        self._endpoint = Endpoint(parse(address), credentials())
        self._reader, self._ties = Reader(self._endpoint), Ties(self._endpoint)
        self._view: SparqlView | None = None
        self._writer: weakref.ref[SparqlWriter] | None = None
        self._default_graph: ask.DefaultGraph | None = None
        self._held: dict[str, tuple[object, object]] = {}

    def view(self) -> "SparqlView":
        """What is stored; the same view as before as long as nothing has changed. Raises StoreError."""
        found = about(self._endpoint)
        if found.schema is not None:
            check_readable(f"on {self._endpoint.host}", found.schema, SCHEMA)
        revision = found.revision
        if self._view is None or self._view.revision() != revision:
            self._view = SparqlView(self, revision)
        return self._view

    def writer(self) -> SparqlWriter:
        """The writer. Raises StoreError if somebody else is writing, or the server can only be read."""
        about(self._endpoint)
        writer = SparqlWriter(self._endpoint, self._reader)
        self._writer = weakref.ref(writer)
        return writer

    def close(self) -> None:
        """End the connections; a writer still open stores what it has."""
        writer = self._writer() if self._writer else None
        try:
            if writer is not None:
                writer.close()
        finally:
            self._endpoint.close()

    def remembered(self, what: str, on: object, work: Callable[[], _T]) -> _T:
        """What `work` gives, or gave the last time if it was on the same and nothing has changed since.

        The revision is asked for first: what is read after it may be newer, and is then read once more.
        """
        key = (about(self._endpoint).revision, on)
        held = self._held.get(what)
        if held is not None and held[0] == key:
            return cast(_T, held[1])
        value = work()
        self._held[what] = (key, value)
        return value

    @property
    def ties(self) -> Ties:
        """What counts ties."""
        return self._ties

    @property
    def reader(self) -> Reader:
        """What reads records."""
        return self._reader

    def query(self, text: str, *, seconds: float, max_rows: int, values: Values) -> Answer:
        """The answer to a user's query. Raises QueryError, QueryTimeout, StoreError."""
        if self._default_graph is None:
            self._default_graph = ask.default_graph(self._endpoint)
        return ask.run(
            self._endpoint, self._default_graph, text, seconds=seconds, max_rows=max_rows, values=values
        )


class SparqlView:
    """What is stored, as it is at each call."""

    def __init__(self, store: SparqlStore, revision: str) -> None:
        self._store, self._revision = store, revision
        self._reader, self._ties = store.reader, store.ties

    def articles(self) -> Iterator[Article]:
        """All articles, sorted by id."""
        return self._reader.articles(sorted(self._reader.marks()))

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        return next(self._reader.articles([article_id]), None)

    def reading(self, article_id: str) -> Reading | None:
        """Everything stored about one article, or None."""
        return next(self._reader.fetched([article_id]), None)

    def readings(self) -> Iterator[Reading]:
        """Everything, one article at a time, sorted by the article's id."""
        return self._reader.fetched(sorted(self._reader.marks()))

    def actor(self, actor_id: str) -> Actor | None:
        """One of `actors`, or None."""
        return next((actor for actor in self.actors() if actor.id == actor_id), None)

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id."""
        return iter(self._store.remembered("actors", None, self._actors))

    def claims(self, selection: Selection = select.EVERYTHING) -> Iterator[Claim]:
        """The claims selected, newest first, then by id."""
        chosen = [(dated.claim.article, dated.claim.id) for dated in self._select(selection)]
        marks = self._reader.marks({article for article, _ in chosen})
        found = {
            (reading.article.id, claim.id): claim
            for reading in self._reader.readings(marks)
            for claim in reading.claims
        }
        # What was dropped since it was chosen is left out.
        return (found[each] for each in chosen if each in found)

    def ties(self, selection: Selection = select.EVERYTHING, *, most: int | None = None) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first."""
        if most is not None and self._counts(selection):
            return self._store.remembered(
                "ties", (selection, most), lambda: self._ties.strongest(selection, most)
            )
        return select.ties(self._select(selection))[:most]

    def tie_count(self, selection: Selection = select.EVERYTHING) -> int:
        """How many ties there are in all."""
        if self._counts(selection):
            return self._store.remembered("tie count", selection, lambda: self._ties.count(selection))
        return len(self.ties(selection))

    def prominent(
        self, selection: Selection = select.EVERYTHING, *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims; most partners first."""
        if self._counts(selection):
            asked = (selection, most)
            return self._store.remembered("prominent", asked, lambda: self._ties.prominent(selection, most))
        return select.prominent(self.ties(selection), most)

    def find(self, text: str, *, most: int = 20) -> Sequence[Actor]:
        """The actors that a name may mean, best first."""
        return select.find(self.actors(), text, most)

    def merges(self) -> Sequence[Merge]:
        """What people decided on actors, sorted by id."""
        return self._reader.merges()

    def stats(self) -> Stats:
        """How much there is."""
        return self._reader.stats()

    @property
    def language(self) -> typing.Literal["sparql"]:
        """What `query` speaks."""
        return "sparql"

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Values | None = None,
    ) -> Answer:
        """A read-only SPARQL query; at the time limit its connection is closed."""
        return self._store.query(text, seconds=seconds, max_rows=max_rows, values=values or {})

    def quick(
        self, question: str, given: Mapping[str, Any], *, most: int, seconds: float
    ) -> Sequence[Row] | None:
        """None: every named question is asked by its query."""
        return None

    def revision(self) -> str:
        """The revision that was stored when the view was taken: what is read later may be newer, never older."""
        return self._revision

    def quads(self) -> Iterator[str]:
        """All that is ours as N-Quads lines, graph after graph, sorted within each: the dump of an embedded store."""
        return self._reader.quads([*map(v.graph_iri, self._reader.marks()), v.ONTOLOGY, v.MERGES])

    def _counts(self, selection: Selection) -> bool:
        """Whether the server can count the ties of a selection as they are counted here."""
        return selection.limit is None and self._store.remembered("countable", None, self._ties.countable)

    def _select(self, selection: Selection) -> list[select.Dated]:
        """Outlines of the claims selected, in order."""

        def chosen() -> list[select.Dated]:
            # Outlines do not say who is cited: the server has looked at that.
            rest = replace(selection, speakers=())
            return select.select(rest, self._reader.outlines(selection))

        return self._store.remembered("claims", selection, chosen)

    def _actors(self) -> list[Actor]:
        casts = self._reader.casts(sorted(self._reader.marks()))
        return list(select.named(casts, canonical(self.merges())))
