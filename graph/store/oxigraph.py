"""The embedded store: Oxigraph on disk, one named graph an article, with an index in SQLite beside it.

The one writer works on the live database and publishes frozen snapshots of it; readers open the newest snapshot, so
they never wait for a writer and never see half of what it does.
"""

import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import pyoxigraph as ox

from graph.errors import StoreError
from graph.model import Actor, Article, Claim, Merge, Reading, Tie
from graph.store import _quick, select
from graph.store._folder import SCHEMA, Folder, Snapshot
from graph.store._query import Queries
from graph.store._writer import Database, OxigraphWriter, attempt
from graph.store.base import Answer, Row, Selection, Stats, Values
from graph.store.index import Index

# Readings kept decoded: what a page of the app shows, and its next page; about 20 MB.
_KEPT = 512


class Readings:
    """Decoded readings by fingerprint, those used last; shared by the views of a store, from any thread."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[str, Reading] = OrderedDict()

    def get(self, mark: str) -> Reading | None:
        """The reading with a fingerprint, if it is kept."""
        with self._lock:
            found = self._held.get(mark)
            if found is not None:
                self._held.move_to_end(mark)
            return found

    def put(self, mark: str, reading: Reading) -> None:
        """Keep a reading, in place of the one that was not used for the longest time."""
        with self._lock:
            self._held[mark] = reading
            if len(self._held) > self._most:
                self._held.popitem(last=False)


class OxigraphStore:
    """A store in a folder of its own."""

    def __init__(self, path: Path) -> None:
        self._folder = Folder(path)
        self._view: OxigraphView | None = None
        self._writer: weakref.ref[OxigraphWriter] | None = None
        self._known = Readings()

    def view(self) -> "OxigraphView":
        """The newest snapshot; the same view as before as long as there is none newer."""
        if self._folder.unpublished:
            self._catch_up()
        snapshot = self._folder.newest()
        if self._view is not None and self._view.revision() == (snapshot.name if snapshot else "empty"):
            if snapshot is not None:
                snapshot.held.close()
            return self._view
        self._view = self._opened(snapshot) if snapshot else OxigraphView(None, None, self._known)
        return self._view

    def writer(self) -> OxigraphWriter:
        """The writer. Raises StoreError if somebody else is writing."""
        writer = OxigraphWriter(self._folder, self._folder.lock())
        self._writer = weakref.ref(writer)
        return writer

    @property
    def folder(self) -> Folder:
        """Where it lies."""
        return self._folder

    def close(self) -> None:
        """Release the files; a writer still open publishes what it has."""
        self._view = None
        self._known = Readings()
        writer = self._writer() if self._writer else None
        if writer is not None:
            writer.close()

    def _opened(self, snapshot: Snapshot) -> "OxigraphView":
        """A view of a snapshot; where its index is missing or another's, of one that is made with a new index."""
        index = Index.open(snapshot.index, snapshot.name)
        if index is None or self._folder.marker.schema < SCHEMA:
            snapshot.held.close()
            self._renew()
            renewed = self._folder.newest()
            index = Index.open(renewed.index, renewed.name) if renewed else None
            if renewed is None or index is None:
                raise StoreError(
                    f"the store {self._folder.path} has no index: 'legation store check' says why"
                )
            snapshot = renewed
        return OxigraphView(snapshot, index, self._known)

    def _catch_up(self) -> None:
        """Publish what a writer left that was killed. Where one is alive, or we may not write, there is nothing to do."""
        try:
            lock = self._folder.lock(patience=0)
        except StoreError:
            return
        try:
            OxigraphWriter(self._folder, lock).close()
        except StoreError:
            # No room, or a damaged database, is the next writer's trouble: who reads has what was shown before.
            if self._folder.newest_index() is None:
                raise

    def _renew(self) -> None:
        """Publish once more, with a new index. Raises StoreError, saying what to do, where we may not write."""
        try:
            lock = self._folder.lock()
        except StoreError as refused:
            raise StoreError(
                f"the store {self._folder.path} was left by an older version, or its index is damaged, and it cannot "
                f"be mended from here ({refused}): who may write to it mends it by 'legation store check'"
            ) from refused
        writer = OxigraphWriter(self._folder, lock)
        try:
            writer.publish()
        finally:
            writer.close()


class OxigraphView:
    """A snapshot with its index; without one, an empty store. `database` and `snapshot` are for the upkeep of stores."""

    def __init__(self, snapshot: Snapshot | None, index: Index | None, known: Readings) -> None:
        self.snapshot, self._index, self._known = snapshot, index, known
        if snapshot is None:
            self.database = Database(ox.Store())
        else:
            path = str(snapshot.data)
            self.database = attempt(snapshot.data, lambda: Database(ox.Store.read_only(path)))
        self._queries = Queries(snapshot.data if snapshot else None)

    def articles(self) -> Iterator[Article]:
        """All articles, sorted by id."""
        for article_id, _ in self._marks():
            yield self.database.article(article_id)

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        return self.database.article(article_id) if self._mark(article_id) else None

    def reading(self, article_id: str) -> Reading | None:
        """Everything stored about one article, or None."""
        mark = self._mark(article_id)
        if mark is None:
            return None
        found = self._known.get(mark)
        if found is None:
            found = self.database.reading(article_id)
            self._known.put(mark, found)
        return found

    def readings(self) -> Iterator[Reading]:
        """Everything, one article at a time, sorted by the article's id."""
        for article_id, _ in self._marks():
            yield self.database.reading(article_id)

    def actor(self, actor_id: str) -> Actor | None:
        """One of `actors`, or None."""
        return self._index.actor(actor_id) if self._index else None

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id."""
        return self._index.actors() if self._index else iter(())

    def claims(self, selection: Selection = select.EVERYTHING) -> Iterator[Claim]:
        """The claims selected, newest first, then by id; decoded as they are asked for."""
        for article_id, claim_id in self._index.claims(selection) if self._index else ():
            yield self.database.claim(claim_id, article_id)

    def ties(self, selection: Selection = select.EVERYTHING, *, most: int | None = None) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first."""
        return self._index.ties(selection, most) if self._index else []

    def tie_count(self, selection: Selection = select.EVERYTHING) -> int:
        """How many ties there are in all."""
        return self._index.tie_count(selection) if self._index else 0

    def prominent(
        self, selection: Selection = select.EVERYTHING, *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims; most partners first."""
        return self._index.prominent(selection, most) if self._index else []

    def find(self, text: str, *, most: int = 20) -> Sequence[Actor]:
        """The actors that a name may mean, best first."""
        return self._index.find(text, most) if self._index else []

    def merges(self) -> Sequence[Merge]:
        """What people decided on actors, sorted by id."""
        return self.database.merges()

    def stats(self) -> Stats:
        """How much there is."""
        return self._stats

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Values | None = None,
    ) -> Answer:
        """A read-only SPARQL query over all graphs together, in a process that is killed at the time limit."""
        return self._queries.run(text, seconds=seconds, max_rows=max_rows, values=values or {})

    @property
    def language(self) -> Literal["sparql"]:
        """What `query` speaks."""
        return "sparql"

    def quick(
        self, question: str, given: Mapping[str, Any], *, most: int, seconds: float
    ) -> Sequence[Row] | None:
        """The rows that answer a named question, from the index; None where it has no such way. Raises QueryTimeout."""
        if self._index is None:
            return None
        with self._index.connection() as db:
            return _quick.answer(_quick.Asked(question, given, most, db, self.database), seconds)

    def revision(self) -> str:
        """The name of the snapshot."""
        return self.snapshot.name if self.snapshot else "empty"

    def quads(self) -> Iterator[str]:
        """The whole store as N-Quads lines, graph after graph, sorted within each."""
        for graph in self.database.graphs():
            quads = self.database.store.quads_for_pattern(None, None, None, graph)
            text = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
            yield from sorted(line for line in text.split("\n") if line)

    @cached_property
    def _stats(self) -> Stats:
        return self._index.stats() if self._index else Stats(0, 0, 0, 0, {}, None, None)

    def _mark(self, article_id: str) -> str | None:
        return self._index.mark(article_id) if self._index else None

    def _marks(self) -> Iterator[tuple[str, str]]:
        return self._index.marks() if self._index else iter(())
