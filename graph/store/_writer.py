"""The one writer of the embedded store: the live database, its index, and when readers see what was written."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self, TypeVar

import pyoxigraph as ox

from graph import merges as judged
from graph import rdf_merges, rdf_read
from graph import vocabulary as v
from graph.errors import StoreError
from graph.merges import Canonical
from graph.model import Article, Claim, Merge, Reading
from graph.ontology_rdf import ontology
from graph.store._folder import SCHEMA, Folder
from graph.store._index_live import LiveIndex
from graph.store._judging import Judging
from graph.store._lock import Hold
from graph.store._migrate import migrate
from graph.store._update import MARK, marked, replacing
from graph.store.base import Change

_T = TypeVar("_T")
# Showing a large store to readers takes as long as copying its index. A writer that is asked to do so all the time
# spends at most a fifth of its time on it; below this many seconds it does so whenever it is asked.
_AT_ONCE, _REST = 0.2, 4.0
_AT_ANY_TIME = float("-inf")


def attempt(path: Path, what: Callable[[], _T]) -> _T:
    """Run something on a store's files; its errors become a StoreError that says what to do."""
    try:
        return what()
    except (OSError, RuntimeError, ValueError, sqlite3.Error) as wrong:
        said = str(wrong)
        if (
            "No space left" in said
            or "disk is full" in said
            or "File too large" in said
            or "quota" in said.lower()
        ):
            raise StoreError(
                f"there is no room left for the store {path} ({said}): make room and go on; what was stored is safe"
            ) from wrong
        if "Permission denied" in said or "Read-only" in said:
            raise StoreError(
                f"the store {path} cannot be written ({said}): ask its owner, or name another"
            ) from wrong
        raise StoreError(
            f"the store {path} is damaged or out of reach ({said}): 'legation store check' says more, "
            "'legation store restore' brings back a backup"
        ) from wrong


class Database:
    """An Oxigraph database of articles, each with its fingerprint."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def close(self) -> None:
        """Let go of the files, which others may then open; nothing can be asked afterwards."""
        del self.store

    def marks(self) -> dict[str, str]:
        """The fingerprint of each article, by id."""
        quads = self.store.quads_for_pattern(None, MARK, None, None)
        return {v.id_of(graph): mark for graph, mark in _literals(quads)}

    def mark(self, article_id: str) -> str | None:
        """That of one article; None where there is none."""
        graph = v.graph_iri(article_id)
        return next(
            (mark for _, mark in _literals(self.store.quads_for_pattern(graph, MARK, None, graph))), None
        )

    def reading(self, article_id: str) -> Reading:
        """What is stored of an article. Raises StoreError where it cannot be understood."""
        quads = self.store.quads_for_pattern(None, None, None, v.graph_iri(article_id))
        return rdf_read.reading(quads, article_id)

    def claim(self, claim_id: str, article_id: str) -> Claim:
        """One claim, without a look at the rest of its article. Raises StoreError."""
        graph = v.graph_iri(article_id)

        def fetch(subject: str) -> Iterable[ox.Quad]:
            return self.store.quads_for_pattern(ox.NamedNode(subject), None, None, graph)

        return rdf_read.claim(rdf_read.LookedUp(fetch), claim_id, article_id)

    def article(self, article_id: str) -> Article:
        """An article with its text."""
        graph = v.graph_iri(article_id)
        quads = self.store.quads_for_pattern(v.article_iri(article_id), None, None, graph)
        return rdf_read.article(rdf_read.Page(quads), article_id)

    def merges(self) -> list[Merge]:
        """What people decided on actors, sorted by id."""
        return rdf_merges.merges(self.store.quads_for_pattern(None, None, None, v.MERGES))

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted."""
        return sorted((g for g in self.store.named_graphs() if isinstance(g, ox.NamedNode)), key=str)


class OxigraphWriter(Judging):
    """The one writer; it holds the lock until it is closed."""

    def __init__(self, folder: Folder, lock: Hold) -> None:
        self._folder, self._lock = folder, lock
        self._database: Database | None = None
        self._rest_until = _AT_ANY_TIME
        try:
            attempt(folder.path, folder.tidy)
            if folder.marker.schema < SCHEMA:
                attempt(folder.path, lambda: migrate(folder))
            self._database = attempt(folder.path, lambda: Database(ox.Store(str(folder.live))))
            self._index = LiveIndex(folder.draft, folder.newest_index(), self._database)
            self._describe()
            self._know(self._database.merges())
        except BaseException:
            if self._database is not None:
                self._database.close()
            lock.close()
            raise

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article or file before, in one transaction."""
        database, graph = self._open(), v.graph_iri(reading.article.id)
        merged = judged.apply(reading, self._final)
        sheet, mark = marked(merged)
        before = database.mark(reading.article.id)
        stale = self._same_file(database, reading.article)
        if before == mark and not stale:
            return "unchanged"
        self._replace({graph: sheet}, stale)
        self._index.note(reading.article.id, merged)
        return "replaced" if before or stale else "added"

    def drop(self, article_id: str) -> bool:
        """Remove an article with all that was read from it."""
        if self._open().mark(article_id) is None:
            return False
        self._replace({}, {v.graph_iri(article_id)})
        return True

    def flush(self) -> None:
        """Make all that was put durable, and show it to readers; the latter not more often than is worth its while."""
        database = self._open()
        if self._folder.unpublished:
            attempt(self._folder.path, database.store.flush)
            if time.monotonic() >= self._rest_until:
                self.publish()

    def publish(self) -> None:
        """Show readers the database as it is."""
        database, begun = self._open(), time.monotonic()
        attempt(self._folder.path, self._index.open)

        def index(name: str, target: Path) -> None:
            self._index.publish(name, target, self._final)

        attempt(self._folder.path, lambda: self._folder.publish(database.store.backup, index))
        now = time.monotonic()
        self._rest_until = now + _REST * (now - begun) if now - begun > _AT_ONCE else _AT_ANY_TIME

    def close(self) -> None:
        """Flush, show it to readers, and let others write."""
        if self._database is None:
            return
        try:
            self._rest_until = _AT_ANY_TIME
            self.flush()
        finally:
            self._index.close()
            self._database.close()
            self._database = None
            self._lock.close()

    def move(self, fresh: Path) -> None:
        """Go on with another database that holds the same, and make it the store's own. Raises OSError."""
        self._folder.touch()
        self._folder.swap(fresh)
        self._open().close()
        self._database = None
        self._database = Database(ox.Store(str(fresh)))
        self._index.follow(self._database)

    @property
    def database(self) -> Database:
        """The live database. Raises StoreError once the writer is closed."""
        return self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> Database:
        if self._database is None:
            raise StoreError("this writer is closed: take a new one from the store")
        return self._database

    def _same_file(self, database: Database, article: Article) -> set[ox.NamedNode]:
        """The graphs of other articles that the same file held before."""
        if article.source is None:
            return set()
        address = ox.Literal(article.source, datatype=v.expand("xsd:anyURI"))
        quads = database.store.quads_for_pattern(None, v.leg("file"), address, None)
        return {q.graph_name for q in quads if isinstance(q.graph_name, ox.NamedNode)} - {
            v.graph_iri(article.id)
        }

    def _judge(self, merges: list[Merge], final: Canonical) -> None:
        """Put these judgements in place of those there are, and tell the articles again that they change."""
        database = self._open()
        sheets = {v.MERGES: rdf_merges.triples(merges)}
        for graph in _naming(database, judged.changed(self._final, final)):
            sheets[graph] = marked(judged.apply(database.reading(v.id_of(graph)), final))[0]
        self._replace(sheets, set())

    def _replace(self, sheets: dict[ox.NamedNode, list[ox.Triple]], gone: set[ox.NamedNode]) -> None:
        """Put triples in place of what graphs hold. One update is one transaction: all of it happens, or nothing."""
        database = self._open()
        attempt(self._folder.path, self._folder.touch)
        attempt(self._folder.path, lambda: database.store.update(replacing(sheets, gone)))
        for graph in {*sheets, *gone} - {v.MERGES, v.ONTOLOGY}:
            self._index.note(v.id_of(graph))

    def _describe(self) -> None:
        """Keep the ontology in a graph of its own, so that queries can use its labels."""
        sheet = ontology()
        held = {q.triple for q in self._open().store.quads_for_pattern(None, None, None, v.ONTOLOGY)}
        if held != set(sheet):
            self._replace({v.ONTOLOGY: sheet}, set())


def _naming(database: Database, actors: Iterable[str]) -> list[ox.NamedNode]:
    """The graphs of the articles that named any of these actors when they were read."""
    found = {
        quad.graph_name
        for actor in actors
        for name in ("leg:readAs", "leg:mentionAs", "itsrdf:taIdentRef")
        for quad in database.store.quads_for_pattern(None, v.expand(name), v.actor_iri(actor), None)
    }
    return sorted((graph for graph in found if isinstance(graph, ox.NamedNode)), key=str)


def _literals(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.NamedNode, str]]:
    """Subjects and literal values."""
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject, quad.object.value
