"""The one writer of a store in a Neo4j server."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Self

from graph import merges as judged
from graph import rdf
from graph.errors import StoreError
from graph.merges import Canonical
from graph.model import Actor, Merge, Reading
from graph.property_graph import Sheet, sheet
from graph.safe import one_line
from graph.store import _bolt_read, _bolt_write
from graph.store._alone import each_alone
from graph.store._bolt_change import change
from graph.store._bolt_link import Link, refused
from graph.store._bolt_lock import WriterLock
from graph.store._bolt_schema import SCHEMA, statements
from graph.store._judging import Judging
from graph.store._marks import Marks
from graph.store.base import Change

if TYPE_CHECKING:
    from neo4j import Transaction

_INDEX_SECONDS = 300
# Articles of one transaction, and characters of their texts and claims: one of fifty articles takes the server a third of
# the time of fifty of one, and some 20 MB of its memory.
BATCH = 50
BATCH_SIZE = 2**20
# Articles that a judgement may change in one transaction.
TOGETHER = 5_000
_JUDGE_SECONDS = 1800.0
# Articles that are read, or put in again whole, at once: with ten claims each they need some 40 MB of the server's memory.
CHUNK = 100


class BoltWriter(Judging):
    """The one writer; it holds the lock until it is closed. What was put is stored, and durable, when `flush` returns.

    A batch that the server fails waits, and is sent with the next flush.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        _prepare(link)
        self._lock: WriterLock | None = WriterLock(link)
        # What is to be put in place of each article, None where it goes.
        self._waiting: dict[str, Sheet | None] = {}
        self._size = 0
        try:
            self._marks = Marks(_bolt_read.BoltMarks(link))
            self._know(link.read(_bolt_read.merges))
            self._finish()
            self._bring_up()
        except StoreError:
            self._lock.abandon()
            raise

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article or file before, with its batch."""
        self._open()
        told = _sheet(judged.apply(reading, self._final), self._final)
        change, stale = self._marks.put(reading.article, told.article["fingerprint"])
        if change != "unchanged":
            self._waiting |= dict.fromkeys(stale)
            self._wait(reading.article.id, told)
        return change

    def drop(self, article_id: str) -> bool:
        """Remove an article with all that was read from it, with its batch."""
        self._open()
        there = self._marks.drop(article_id)
        if there:
            self._wait(article_id, None)
        return there

    def flush(self) -> None:
        """Send what is waiting, and let the nodes of actors say what all articles say of them."""
        lock = self._open()
        self._send()

        def work(tx: "Transaction") -> bool:
            ids = _bolt_write.waiting(tx)
            if ids:
                lock.changed(tx)
                _bolt_write.retell(tx, ids)
            return bool(ids)

        while self._link.write(work):
            pass

    def _wait(self, article_id: str, sheet: Sheet | None) -> None:
        self._waiting[article_id] = sheet
        self._size += (
            len(sheet.article["text"]) + sum(len(row["record"]) for row in sheet.claims) if sheet else 0
        )
        if len(self._waiting) >= BATCH or self._size >= BATCH_SIZE:
            self._send()

    def _send(self) -> None:
        """Store what is waiting in one transaction; where the server refuses it, each article in one of its own."""
        waiting, refusals = list(self._waiting.items()), []
        try:
            self._store(waiting)
        except StoreError as wrong:
            if not refused(wrong):
                raise
            # Those that are refused were noted as stored.
            self._marks.forget()
            refusals = each_alone(waiting, lambda each: self._store([each]), refused)
        # Only now: what an interrupt keeps from being stored is stored with the next flush; twice does no harm.
        self._waiting, self._size = {}, 0
        self._marks.sent()
        if refusals:
            raise refusals[0]

    def _store(self, some: Sequence[tuple[str, Sheet | None]]) -> None:
        """Put articles in place of what there is of them, in one transaction, which may be run again."""
        lock = self._open()

        def work(tx: "Transaction") -> None:
            there = _bolt_write.present(tx, (article_id for article_id, _ in some))
            changed = {
                article_id: sheet
                for article_id, sheet in some
                if there.get(article_id) != (sheet.article["fingerprint"] if sheet else None)
            }
            if changed:
                lock.changed(tx)
                _bolt_write.replace(
                    tx, sorted(there.keys() & changed.keys()), [sheet for sheet in changed.values() if sheet]
                )

        if some:
            try:
                self._link.write(work)
            except StoreError as wrong:
                if len(some) > 1 or not refused(wrong):
                    raise
                raise StoreError(
                    f"the article {one_line(some[0][0])} was not stored: {wrong}"
                ) from wrong.__cause__

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

        So many articles are told again in the same transaction. Of more than the server may have memory for, the store's
        node keeps whom they name until all are done; a writer that finds it there finishes what another one began.
        """
        self.flush()
        lock, before = self._open(), self._final
        changed = judged.changed(before, final)
        named = sorted({_standing(each, which) for each in changed for which in (before, final)})

        def work(tx: "Transaction") -> bool:
            lock.changed(tx)
            _bolt_write.judge(tx, merges)
            ids = _bolt_read.naming(tx, named)
            if len(ids) > TOGETHER:
                _bolt_write.leave(tx, named)
                return False
            for some in _chunks(ids):
                _rename(tx, some, before, final)
            # Once more: this may have taken longer than the right to write lasts.
            lock.changed(tx)
            return True

        done = self._link.write(work, _JUDGE_SECONDS)
        # Stored by now, whether or not all articles are told again in the end.
        self._know(merges)
        if not done:
            self._finish()

    def _finish(self) -> None:
        """Tell the articles again that a judgement left."""
        named = self._link.read(_bolt_read.left)
        if named:
            self._tell_all(self._link.read(lambda tx: _bolt_read.naming(tx, named)))
            self._link.write(lambda tx: _bolt_write.leave(tx, None))

    def _bring_up(self) -> None:
        """Tell all articles again as this version does, where an older one wrote them.

        Who is interrupted leaves a store of the older schema, and the next writer begins again.
        """
        about = self._link.read(_bolt_read.revision)
        if about and about["schema"] < SCHEMA:
            self._tell_all(self._link.read(_bolt_read.ids))
            self._link.write(lambda tx: _bolt_write.of_schema(tx, SCHEMA))

    def _tell_all(self, ids: Sequence[str]) -> None:
        """Tell articles again, some in each transaction."""
        lock, final = self._open(), self._final

        def work(tx: "Transaction", some: Sequence[str]) -> None:
            lock.changed(tx)
            self._tell_again(tx, some, final)

        for some in _chunks(ids):
            self._link.write(partial(work, some=some))

    def _tell_again(self, tx: "Transaction", ids: Sequence[str], final: Mapping[str, Actor]) -> None:
        found = _bolt_read.readings(tx, ids)
        told = [judged.apply(reading, final) for reading in found]
        # What is told as before may still be said otherwise of actors: names stay with whom they were merged into.
        _bolt_write.replace(tx, ids, [_sheet(reading, final) for reading in told])


def _rename(tx: "Transaction", ids: Sequence[str], before: Canonical, after: Canonical) -> None:
    """Let articles name the actors that others stand for by now."""
    held = _bolt_read.readings(tx, ids)
    told = ((reading, judged.apply(reading, after)) for reading in held)
    # What is told as before may still be said otherwise of actors: names stay with whom they were merged into.
    change(tx, [(_sheet(old, before), _sheet(new, after)) for old, new in told])


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _standing(actor_id: str, final: Mapping[str, Actor]) -> str:
    return final[actor_id].id if actor_id in final else actor_id


def _sheet(reading: Reading, final: Mapping[str, Actor]) -> Sheet:
    return sheet(reading, rdf.fingerprint(rdf.triples(reading)), final)


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
