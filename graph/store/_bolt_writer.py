"""The one writer of a store in a Neo4j server."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Self

from graph import merges as judged
from graph import property_graph, rdf
from graph.errors import StoreError
from graph.merges import Canonical
from graph.model import Actor, Merge, Reading
from graph.store import _bolt_read, _bolt_write
from graph.store._bolt_link import Link
from graph.store._bolt_lock import WriterLock
from graph.store._bolt_schema import statements
from graph.store._judging import Judging
from graph.store.base import Change

if TYPE_CHECKING:
    from neo4j import Transaction

_INDEX_SECONDS = 300
# Articles that are told again in one transaction: with ten claims each they need some 40 MB of the server's memory.
TOGETHER = 100


class BoltWriter(Judging):
    """The one writer; it holds the lock until it is closed. Every put is durable when it returns."""

    def __init__(self, link: Link) -> None:
        self._link = link
        _prepare(link)
        self._lock: WriterLock | None = WriterLock(link)
        try:
            self._know(link.read(_bolt_read.merges))
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

    def _judge(self, merges: list[Merge], final: Canonical) -> None:
        """Put these judgements in place of those there are, and tell the articles again that they change.

        Few articles are told again in the same transaction. Of more than the server has memory for, the store's node
        keeps whom they name until all are done; a writer that finds it there finishes what another one began.
        """
        lock = self._open()
        changed = judged.changed(self._final, final)
        named = sorted({_standing(each, which) for each in changed for which in (self._final, final)})

        def work(tx: "Transaction") -> bool:
            lock.changed(tx)
            _bolt_write.judge(tx, merges)
            ids = _bolt_read.naming(tx, named)
            if len(ids) > TOGETHER:
                _bolt_write.leave(tx, named)
                return False
            self._tell_again(tx, ids, final)
            return True

        done = self._link.write(work)
        # Stored by now, whether or not all articles are told again in the end.
        self._know(merges)
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
