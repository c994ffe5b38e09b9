"""Stores in a Neo4j server, over Bolt: `neo4j://host`, `bolt://host:7687`, `neo4j+s://host/database`.

The property graph is that of `graph.property_graph`. Records come back exactly as they were put. A view is no frozen
snapshot, since the server has none to give: each call shows what is stored when it is made, every article whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from graph.model import Actor, Article, Claim, Merge, Reading, Tie
from graph.store import _bolt_read, _bolt_ties, select
from graph.store._bolt_link import Link
from graph.store._bolt_query import answer
from graph.store._bolt_schema import SCHEMA
from graph.store._bolt_writer import BoltWriter
from graph.store._quads import graph_key, quads
from graph.store._schema import check_readable
from graph.store.base import Answer, Row, Selection, Stats, Values

if TYPE_CHECKING:
    from neo4j import Transaction

_T = TypeVar("_T")
# Articles with their texts of one transaction: enough to be quick, few enough to be held.
_PAGE = 200
# So often a call is made again because somebody wrote meanwhile; after that writers are made to wait.
_TRIES = 3


class BoltStore:
    """A store in one database of a Neo4j server."""

    def __init__(self, address: str) -> None:
        self._link = Link(address)
        self._writers: list[BoltWriter] = []

    def view(self) -> "BoltView":
        """What is stored, as it is at each call."""
        return BoltView(self._link)

    def writer(self) -> "BoltWriter":
        """The writer. Raises StoreError if somebody else is writing, or the database holds something else."""
        writer = BoltWriter(self._link)
        self._writers.append(writer)
        return writer

    def close(self) -> None:
        """Let others write, and close all connections."""
        for writer in self._writers:
            writer.close()
        self._link.close()


class BoltView:
    """What the server holds at each call: every article whole, but the next call may find another one."""

    def __init__(self, link: Link) -> None:
        self._link = link
        found = link.read(_bolt_read.revision)
        if found:
            check_readable(link.address, found["schema"], SCHEMA)

    def articles(self) -> Iterator[Article]:
        """All articles, sorted by id, some at a time."""
        after = ""
        while page := self._untorn(partial(_bolt_read.page, after=after, most=_PAGE)):
            yield from page
            after = page[-1].id

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        return self._untorn(lambda tx: _bolt_read.article(tx, article_id))

    def reading(self, article_id: str) -> Reading | None:
        """Everything stored about one article, or None."""
        return next(iter(self._some([article_id])), None)

    def readings(self) -> Iterator[Reading]:
        """Everything, one article at a time, sorted by the article's id."""
        return self._in_order(sorted(self._link.read(_bolt_read.ids)))

    def actor(self, actor_id: str) -> Actor | None:
        """One of `actors`, or None."""
        return self._whole(lambda tx: _bolt_read.actor(tx, actor_id))

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id."""
        return iter(self._whole(_bolt_read.actors))

    def find(self, text: str, *, most: int = 20) -> Sequence[Actor]:
        """The actors that a name may mean, best first."""
        return self._whole(lambda tx: _bolt_read.find(tx, text, most))

    def claims(self, selection: Selection = select.EVERYTHING) -> Iterator[Claim]:
        """The claims selected, newest first, then by id."""
        found = self._whole(lambda tx: _bolt_read.claims(tx, selection))
        return (dated.claim for dated in found)

    def ties(self, selection: Selection = select.EVERYTHING, *, most: int | None = None) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first."""
        return self._whole(lambda tx: _bolt_ties.ties(tx, selection, most))

    def tie_count(self, selection: Selection = select.EVERYTHING) -> int:
        """How many ties there are in all."""
        return self._whole(lambda tx: _bolt_ties.tie_count(tx, selection))

    def prominent(
        self, selection: Selection = select.EVERYTHING, *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims; most partners first."""
        return self._whole(lambda tx: _bolt_ties.prominent(tx, selection, most))

    def merges(self) -> Sequence[Merge]:
        """What people decided on actors, sorted by id."""
        return self._whole(_bolt_read.merges)

    def stats(self) -> Stats:
        """How much there is."""
        found, actors = self._whole(lambda tx: (_bolt_read.counts(tx), len(_bolt_read.actors(tx))))
        ranked = sorted(found["by_relation"].items(), key=lambda item: (-item[1], item[0]))
        return Stats(
            articles=found["articles"],
            claims=sum(found["by_relation"].values()),
            actors=actors,
            problems=found["problems"],
            by_relation=dict(ranked),
            first=found["first"],
            last=found["last"],
            first_published=found["first_published"],
            last_published=found["last_published"],
        )

    @property
    def language(self) -> Literal["cypher"]:
        """What `query` speaks."""
        return "cypher"

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Values | None = None,
    ) -> Answer:
        """A read-only Cypher query; each value is the parameter `$name` of it, those without one are null."""
        return answer(self._link, text, seconds=seconds, max_rows=max_rows, values=values or {})

    def quick(
        self, question: str, given: Mapping[str, Any], *, most: int, seconds: float
    ) -> Sequence[Row] | None:
        """None: every named question is asked by its query."""
        return None

    def revision(self) -> str:
        """Changes with every change, and from store to store."""
        found = self._link.read(_bolt_read.revision)
        return f"{found['made']}-{found['revision']}" if found else "empty"

    def quads(self) -> Iterator[str]:
        """The whole store as N-Quads lines, the same as from every store, graph after graph."""
        if self._link.read(_bolt_read.revision) is None:
            return iter(())
        readings = self._in_order(sorted(self._link.read(_bolt_read.ids), key=graph_key))
        return quads(readings, self.merges())

    def _in_order(self, ids: Sequence[str]) -> Iterator[Reading]:
        for start in range(0, len(ids), _PAGE):
            yield from self._some(ids[start : start + _PAGE])

    def _some(self, ids: Sequence[str]) -> list[Reading]:
        return self._untorn(lambda tx: _bolt_read.readings(tx, ids))

    def _whole(self, work: Callable[["Transaction"], _T]) -> _T:
        """What a function reads while nobody writes: tried again if somebody did, at last with writers held off."""

        def watched(tx: "Transaction") -> tuple[bool, _T]:
            before = _bolt_read.revision(tx)
            found = work(tx)
            return _bolt_read.revision(tx) == before, found

        for _ in range(_TRIES):
            with suppress(_bolt_read.Torn):
                undisturbed, found = self._link.read(watched)
                if undisturbed:
                    return found
        return self._alone(work)

    def _untorn(self, work: Callable[["Transaction"], _T]) -> _T:
        """What a function reads that finds out itself whether it fits together."""
        for _ in range(_TRIES):
            with suppress(_bolt_read.Torn):
                return self._link.read(work)
        return self._alone(work)

    def _alone(self, work: Callable[["Transaction"], _T]) -> _T:
        def held(tx: "Transaction") -> _T:
            _bolt_read.hold(tx)
            return work(tx)

        return self._link.write(held)
