"""Stores in a Neo4j server, over Bolt: `neo4j://host`, `bolt://host:7687`, `neo4j+s://host/database`.

The property graph is that of `graph.property_graph`. Records come back exactly as they were put. A view is no frozen
snapshot, since the server has none to give: each call shows what is stored when it is made, every article whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from graph import merges as judged
from graph import property_graph, rdf
from graph.errors import StoreError
from graph.model import Actor, Article, Claim, Merge, Reading, Tie
from graph.store import _bolt_read, _bolt_write, select
from graph.store._bolt_link import Link
from graph.store._bolt_lock import WriterLock
from graph.store._bolt_query import answer
from graph.store._bolt_schema import SCHEMA, statements
from graph.store._quads import graph_key, quads
from graph.store.base import Answer, Change, Row, Selection, Stats, Values

if TYPE_CHECKING:
    from neo4j import Transaction

_T = TypeVar("_T")
# Articles with their texts of one transaction: enough to be quick, few enough to be held.
_PAGE = 200
# So often a call is made again because somebody wrote meanwhile; after that writers are made to wait.
_TRIES = 3
_INDEX_SECONDS = 300
# Articles that are told again in one transaction: with ten claims each they need some 40 MB of the server's memory.
TOGETHER = 100


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


class BoltWriter:
    """The one writer; it holds the lock until it is closed. Every put is durable when it returns."""

    def __init__(self, link: Link) -> None:
        self._link = link
        _prepare(link)
        self._lock: WriterLock | None = WriterLock(link)
        try:
            self._merges = {merge.id: merge for merge in link.read(_bolt_read.merges)}
            self._final = judged.canonical(self._merges.values())
            self._finish()
        except StoreError:
            self._lock.abandon()
            raise

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article or file before, in one transaction."""
        lock = self._open()
        told = judged.apply(reading, self._final)
        sheet = _sheet(told, self._final)

        def work(tx: "Transaction") -> Change:
            before, stale = _bolt_write.held(tx, told.article.id, told.article.source)
            if before == sheet.article["fingerprint"] and not stale:
                return "unchanged"
            lock.changed(tx)
            _bolt_write.replace(tx, [*([told.article.id] if before else []), *stale], [sheet])
            return "replaced" if before or stale else "added"

        return self._link.write(work)

    def drop(self, article_id: str) -> bool:
        """Remove an article with all that was read from it."""
        lock = self._open()

        def work(tx: "Transaction") -> bool:
            before, _ = _bolt_write.held(tx, article_id, None)
            if before is not None:
                lock.changed(tx)
                _bolt_write.replace(tx, [article_id], [])
            return before is not None

        return self._link.write(work)

    def merge(self, merge: Merge) -> bool:
        """Judge that two actors are one, or are not, in one transaction with all the articles that name them."""
        self._open()
        judged.check(merge, self._merges.values())
        if self._merges.get(merge.id) == merge:
            return False
        self._judge({**self._merges, merge.id: merge})
        return True

    def undo(self, merge_id: str) -> bool:
        """Take a judgement back, in one transaction with all the articles that it changed."""
        self._open()
        if merge_id not in self._merges:
            return False
        self._judge({key: merge for key, merge in self._merges.items() if key != merge_id})
        return True

    def flush(self) -> None:
        """Let the nodes of actors say what all articles say of them; the articles themselves are durable already."""
        lock = self._open()

        def work(tx: "Transaction") -> bool:
            ids = _bolt_write.waiting(tx)
            if ids:
                lock.changed(tx)
                _bolt_write.retell(tx, ids)
            return bool(ids)

        while self._link.write(work):
            pass

    def close(self) -> None:
        """Flush, and let others write."""
        if self._lock is None:
            return
        lock = self._lock
        try:
            self.flush()
        except StoreError:
            lock.abandon()
            raise
        else:
            lock.release()
        finally:
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, StoreError):
            # The server may be gone: the failure that is under way says so, a second one would only hide it.
            with suppress(StoreError):
                self.close()
        else:
            self.close()

    def _open(self) -> WriterLock:
        if self._lock is None:
            raise StoreError("this writer is closed: take a new one from the store")
        return self._lock

    def _judge(self, merges: dict[str, Merge]) -> None:
        """Put these judgements in place of those there are, and tell the articles again that they change.

        Few articles are told again in the same transaction. Of more than the server has memory for, the store's node
        keeps whom they name until all are done; a writer that finds it there finishes what another one began.
        """
        lock, final = self._open(), judged.canonical(merges.values())
        changed = judged.changed(self._final, final)
        named = sorted({_standing(each, which) for each in changed for which in (self._final, final)})

        def work(tx: "Transaction") -> bool:
            lock.changed(tx)
            _bolt_write.judge(tx, list(merges.values()))
            ids = _bolt_read.naming(tx, named)
            if len(ids) > TOGETHER:
                _bolt_write.leave(tx, named)
                return False
            self._tell_again(tx, ids, final)
            return True

        done = self._link.write(work)
        self._merges, self._final = merges, final
        if not done:
            self._finish()

    def _finish(self) -> None:
        """Tell the articles again that a judgement left, some in each transaction."""
        lock, final = self._open(), self._final
        named = self._link.read(_bolt_read.left)
        ids = self._link.read(lambda tx: _bolt_read.naming(tx, named)) if named else []

        def work(tx: "Transaction", some: Sequence[str]) -> None:
            lock.changed(tx)
            self._tell_again(tx, some, final)

        for start in range(0, len(ids), TOGETHER):
            self._link.write(partial(work, some=ids[start : start + TOGETHER]))
        if named:
            self._link.write(lambda tx: _bolt_write.leave(tx, None))

    def _tell_again(self, tx: "Transaction", ids: Sequence[str], final: Mapping[str, Actor]) -> None:
        found = _bolt_read.readings(tx, ids)
        told = [judged.apply(reading, final) for reading in found]
        # What is told as before may still be said otherwise of actors: names stay with whom they were merged into.
        _bolt_write.replace(tx, ids, [_sheet(reading, final) for reading in told])


class BoltView:
    """What the server holds at each call: every article whole, but the next call may find another one."""

    def __init__(self, link: Link) -> None:
        self._link = link
        found = link.read(_bolt_read.revision)
        if found and found["schema"] > SCHEMA:
            raise StoreError(
                f"the store {link.address} was written by a newer version (schema {found['schema']}): upgrade legation"
            )

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
        return select.ties(self._whole(lambda tx: _bolt_read.light(tx, selection)))[:most]

    def tie_count(self, selection: Selection = select.EVERYTHING) -> int:
        """How many ties there are in all."""
        return len(self.ties(selection))

    def prominent(
        self, selection: Selection = select.EVERYTHING, *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims; most partners first."""
        return select.prominent(self.ties(selection), most)

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


def _standing(actor_id: str, final: Mapping[str, Actor]) -> str:
    return final[actor_id].id if actor_id in final else actor_id


def _sheet(reading: Reading, final: Mapping[str, Actor]) -> property_graph.Sheet:
    return property_graph.sheet(reading, rdf.fingerprint(rdf.triples(reading)), final)


def _prepare(link: Link) -> None:
    """Make the constraints and indexes that are missing, and wait for them. A database of something else is left alone."""
    if link.read(_bolt_read.foreign):
        raise StoreError(
            f"the database at {link.address} holds something that is no store, so it was left alone: "
            "name an empty database"
        )
    names = link.read(_bolt_read.index_names)
    missing = [statement for name, statement in statements() if name not in names]
    if missing:
        link.write(lambda tx: _bolt_write.define(tx, missing))
        link.write(lambda tx: _bolt_write.await_indexes(tx, _INDEX_SECONDS))
