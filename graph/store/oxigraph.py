"""The embedded store: Oxigraph on disk, one named graph an article.

The one writer works on the live database and publishes frozen snapshots of it; readers open the newest snapshot, so
they never wait for a writer and never see half of what it does.
"""

import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

import pyoxigraph as ox

from graph import merges as judged
from graph import rdf, rdf_merges, rdf_read
from graph import vocabulary as v
from graph.errors import StoreError
from graph.model import Actor, Article, Claim, Merge, Reading, Tie
from graph.ontology_rdf import ontology
from graph.store import select
from graph.store._folder import Folder, Snapshot
from graph.store._lock import Hold
from graph.store._query import run
from graph.store.base import Answer, Change, Selection, Stats

_T = TypeVar("_T")
_MARK = v.leg("fingerprint")


def _attempt(path: Path, what: Callable[[], _T]) -> _T:
    """Run something on the database; its errors become a StoreError."""
    try:
        return what()
    except (OSError, RuntimeError, ValueError) as wrong:
        raise StoreError(
            f"the store {path} is damaged or out of reach ({wrong}); load into a new one"
        ) from wrong


def _fingerprint(database: ox.Store, graph: ox.NamedNode) -> str | None:
    found = next(database.quads_for_pattern(graph, _MARK, None, graph), None)
    return found.object.value if found and isinstance(found.object, ox.Literal) else None


class OxigraphStore:
    """A store in a folder of its own."""

    def __init__(self, path: Path) -> None:
        self._folder = Folder(path)
        self._view: OxigraphView | None = None
        self._writer: weakref.ref[OxigraphWriter] | None = None
        self._known: dict[str, Reading] = {}

    def view(self) -> "OxigraphView":
        """The newest snapshot; the same view as before as long as there is none newer."""
        if self._folder.unpublished:
            self._catch_up()
        snapshot = self._folder.newest()
        if self._view is None or self._view.revision() != (snapshot.name if snapshot else "empty"):
            self._view = OxigraphView(snapshot, self._known)
            self._known = self._view.known
        elif snapshot is not None:
            snapshot.held.close()
        return self._view

    def writer(self) -> "OxigraphWriter":
        """The writer. Raises StoreError if somebody else is writing."""
        writer = OxigraphWriter(self._folder, self._folder.lock())
        self._writer = weakref.ref(writer)
        return writer

    def close(self) -> None:
        """Release the files; a writer still open publishes what it has."""
        self._view = None
        self._known = {}
        writer = self._writer() if self._writer else None
        if writer is not None:
            writer.close()

    def _catch_up(self) -> None:
        """Publish what a writer left that was killed. Where one is alive, or we may not write, there is nothing to do."""
        try:
            lock = self._folder.lock(patience=0)
        except StoreError:
            return
        OxigraphWriter(self._folder, lock).close()


class OxigraphWriter:
    """The one writer; it holds the lock until it is closed."""

    def __init__(self, folder: Folder, lock: Hold) -> None:
        self._folder, self._lock = folder, lock
        try:
            self._database: ox.Store | None = _attempt(folder.path, lambda: ox.Store(str(folder.live)))
            self._describe()
            self._merges = {merge.id: merge for merge in _merges(self._database)}
            self._final = judged.canonical(self._merges.values())
        except StoreError:
            lock.close()
            raise

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article or file before, in one transaction."""
        database, graph = self._open(), v.graph_iri(reading.article.id)
        sheet, mark = _marked(judged.apply(reading, self._final))
        before = _fingerprint(database, graph)
        stale = self._same_file(database, reading.article)
        if before == mark and not stale:
            return "unchanged"
        self._replace({graph: sheet}, stale)
        return "replaced" if before or stale else "added"

    def drop(self, article_id: str) -> bool:
        """Remove an article with all that was read from it."""
        graph = v.graph_iri(article_id)
        if _fingerprint(self._open(), graph) is None:
            return False
        self._replace({}, {graph})
        return True

    def merge(self, merge: Merge) -> bool:
        """Judge that two actors are one, or are not, in one transaction with all the articles that name them."""
        judged.check(merge, self._merges.values())
        if self._merges.get(merge.id) == merge:
            return False
        self._judge({**self._merges, merge.id: merge})
        return True

    def undo(self, merge_id: str) -> bool:
        """Take a judgement back, in one transaction with all the articles that it changed."""
        if merge_id not in self._merges:
            return False
        self._judge({key: merge for key, merge in self._merges.items() if key != merge_id})
        return True

    def flush(self) -> None:
        """Make all that was put durable and show it to readers."""
        database = self._open()
        if self._folder.unpublished:
            _attempt(self._folder.path, database.flush)
            _attempt(self._folder.path, lambda: self._folder.publish(database.backup))

    def close(self) -> None:
        """Flush, and let others write."""
        if self._database is None:
            return
        try:
            self.flush()
        finally:
            self._database = None
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> ox.Store:
        if self._database is None:
            raise StoreError("this writer is closed: take a new one from the store")
        return self._database

    def _same_file(self, database: ox.Store, article: Article) -> set[ox.NamedNode]:
        """The graphs of other articles that the same file held before."""
        if article.source is None:
            return set()
        address = ox.Literal(article.source, datatype=v.expand("xsd:anyURI"))
        quads = database.quads_for_pattern(None, v.leg("file"), address, None)
        return {q.graph_name for q in quads if isinstance(q.graph_name, ox.NamedNode)} - {
            v.graph_iri(article.id)
        }

    def _judge(self, merges: dict[str, Merge]) -> None:
        """Put these judgements in place of those there are, and tell the articles again that they change."""
        database, final = self._open(), judged.canonical(merges.values())
        sheets = {v.MERGES: rdf_merges.triples(merges.values())}
        for graph in _naming(database, judged.changed(self._final, final)):
            quads = database.quads_for_pattern(None, None, None, graph)
            reading = rdf_read.reading(quads, v.id_of(graph))
            sheets[graph] = _marked(judged.apply(reading, final))[0]
        self._replace(sheets, set())
        self._merges, self._final = merges, final

    def _replace(self, sheets: dict[ox.NamedNode, list[ox.Triple]], gone: set[ox.NamedNode]) -> None:
        """Put triples in place of what graphs hold. One update is one transaction: all of it happens, or nothing."""
        database = self._open()
        drops = [f"DROP SILENT GRAPH {each}" for each in sorted({*sheets, *gone}, key=str)]
        inserts = [
            f"INSERT DATA {{ GRAPH {graph} {{\n{rdf.n_triples(sheet)}}} }}"
            for graph, sheet in sheets.items()
            if sheet
        ]
        self._folder.touch()
        _attempt(self._folder.path, lambda: database.update(" ;\n".join([*drops, *inserts])))

    def _describe(self) -> None:
        """Keep the ontology in a graph of its own, so that queries can use its labels."""
        sheet = ontology()
        held = {q.triple for q in self._open().quads_for_pattern(None, None, None, v.ONTOLOGY)}
        if held != set(sheet):
            self._replace({v.ONTOLOGY: sheet}, set())


class OxigraphView:
    """A snapshot. Readings are decoded once and kept by fingerprint, so that the next view need not do it again."""

    def __init__(self, snapshot: Snapshot | None, known: dict[str, Reading]) -> None:
        self._snapshot = snapshot
        path = snapshot.data if snapshot else None
        self._database = _attempt(path, lambda: ox.Store.read_only(str(path))) if path else ox.Store()
        quads = self._database.quads_for_pattern(None, _MARK, None, None)
        # Fingerprints by article id, sorted.
        self._graphs = dict(sorted((v.id_of(graph), mark) for graph, mark in _literals(quads)))
        self.known = {mark: known[mark] for mark in self._graphs.values() if mark in known}

    def articles(self) -> Iterator[Article]:
        """All articles, sorted by id."""
        for article_id in self._graphs:
            yield self._article(article_id)

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        return self._article(article_id) if article_id in self._graphs else None

    def reading(self, article_id: str) -> Reading | None:
        """Everything stored about one article, or None."""
        mark = self._graphs.get(article_id)
        if mark is None:
            return None
        if mark not in self.known:
            quads = self._database.quads_for_pattern(None, None, None, v.graph_iri(article_id))
            self.known[mark] = rdf_read.reading(quads, article_id)
        return self.known[mark]

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id."""
        return iter(self._actors)

    def claims(self, selection: Selection = select.EVERYTHING) -> Iterator[Claim]:
        """The claims selected, newest first, then by id."""
        return (dated.claim for dated in self._select(selection))

    def ties(self, selection: Selection = select.EVERYTHING, *, most: int | None = None) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first."""
        return select.ties(self._select(selection))[:most]

    def tie_count(self, selection: Selection = select.EVERYTHING) -> int:
        """How many ties there are in all."""
        return len(self.ties(selection))

    def prominent(
        self, selection: Selection = select.EVERYTHING, *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims; most partners first."""
        return select.prominent(self.ties(selection), most)

    def find(self, text: str, *, most: int = 20) -> Sequence[Actor]:
        """The actors that a name may mean, best first."""
        return select.find(self._actors, text, most)

    def merges(self) -> Sequence[Merge]:
        """What people decided on actors, sorted by id."""
        return _merges(self._database)

    def stats(self) -> Stats:
        """How much there is."""
        return self._stats

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Mapping[str, str] | None = None,
    ) -> Answer:
        """A read-only SPARQL query over all graphs together, in a process that is killed at the time limit."""
        path = self._snapshot.data if self._snapshot else None
        return run(path, text, seconds=seconds, max_rows=max_rows, values=values or {})

    def revision(self) -> str:
        """The name of the snapshot."""
        return self._snapshot.name if self._snapshot else "empty"

    def quads(self) -> Iterator[str]:
        """The whole store as N-Quads lines, graph after graph, sorted within each."""
        graphs = [g for g in self._database.named_graphs() if isinstance(g, ox.NamedNode)]
        for graph in sorted(graphs, key=str):
            quads = self._database.quads_for_pattern(None, None, None, graph)
            text = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
            yield from sorted(line for line in text.split("\n") if line)

    @cached_property
    def _actors(self) -> list[Actor]:
        return list(select.named(self._casts(), judged.canonical(self.merges())))

    @cached_property
    def _stats(self) -> Stats:
        names = v.relation_names()
        counted = Counter(
            names.get(each.value, each.value)
            for each in self._objects("leg:relation")
            if isinstance(each, ox.NamedNode)
        )
        days = {name: sorted(map(rdf_read.day, self._objects(name))) for name in ("leg:date", "leg:dateEnd")}
        return Stats(
            articles=len(self._graphs),
            claims=counted.total(),
            actors=len(self._actors),
            problems=sum(1 for _ in self._database.quads_for_pattern(None, v.TYPE, v.leg("Problem"), None)),
            by_relation=dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
            first=next(iter(days["leg:date"]), None),
            last=next(reversed(days["leg:dateEnd"]), None),
        )

    def _objects(self, name: str) -> Iterator[rdf_read.Term]:
        return (quad.object for quad in self._database.quads_for_pattern(None, v.expand(name), None, None))

    def _casts(self) -> Iterator[tuple[list[Actor], set[str]]]:
        """The actors of each article and the ids that it names, without decoding anything else of it."""
        pages: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        meant: defaultdict[str, set[str]] = defaultdict(set)
        for predicate, value in rdf_read.actor_patterns():
            for quad in self._database.quads_for_pattern(None, predicate, value, None):
                pages[str(quad.graph_name)].append(quad)
        for name in ("leg:actor", "itsrdf:taIdentRef"):
            for quad in self._database.quads_for_pattern(None, v.expand(name), None, None):
                if isinstance(quad.object, ox.NamedNode):
                    meant[str(quad.graph_name)].add(v.id_of(quad.object))
        return (
            (rdf_read.actors(rdf_read.Page(quads)), meant[graph]) for graph, quads in sorted(pages.items())
        )

    def _article(self, article_id: str) -> Article:
        quads = self._database.quads_for_pattern(
            v.article_iri(article_id), None, None, v.graph_iri(article_id)
        )
        return rdf_read.article(rdf_read.Page(quads), article_id)

    def _readings(self, article_ids: Iterable[str]) -> Iterator[Reading]:
        for article_id in article_ids:
            found = self.reading(article_id)
            if found is not None:
                yield found

    def _select(self, selection: Selection) -> list[select.Dated]:
        readings = self._readings(self._candidates(selection))
        return select.select(selection, select.dated(readings))

    def _candidates(self, selection: Selection) -> list[str]:
        """The articles that can hold a claim selected, so that the others need not be decoded."""
        wanted = set(self._graphs)
        if selection.articles:
            wanted &= set(selection.articles)
        if selection.actors:
            wanted &= set().union(*(self._naming(actor_id) for actor_id in selection.actors))
        for actor_id in selection.between or ():
            wanted &= self._naming(actor_id)
        if selection.ids:
            wanted &= set().union(
                *(self._where(v.claim_iri(each), "inArticle", None) for each in selection.ids)
            )
        return sorted(wanted)

    def _naming(self, actor_id: str) -> set[str]:
        """The articles with a claim that has this actor as a party."""
        actor = v.actor_iri(actor_id)
        return self._where(None, "source", actor) | self._where(None, "target", actor)

    def _where(self, subject: ox.NamedNode | None, name: str, value: ox.NamedNode | None) -> set[str]:
        """The articles that have a statement of this shape."""
        quads = self._database.quads_for_pattern(subject, v.leg(name), value, None)
        return {v.id_of(quad.graph_name) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}


def _marked(reading: Reading) -> tuple[list[ox.Triple], str]:
    """The triples of a reading with their fingerprint among them, and the fingerprint."""
    sheet, graph = rdf.triples(reading), v.graph_iri(reading.article.id)
    mark = rdf.fingerprint(sheet)
    return [*sheet, ox.Triple(graph, _MARK, ox.Literal(mark))], mark


def _merges(database: ox.Store) -> list[Merge]:
    return rdf_merges.merges(database.quads_for_pattern(None, None, None, v.MERGES))


def _naming(database: ox.Store, actors: Iterable[str]) -> list[ox.NamedNode]:
    """The graphs of the articles that named any of these actors when they were read."""
    found = {
        quad.graph_name
        for actor in actors
        for name in ("leg:readAs", "leg:mentionAs", "itsrdf:taIdentRef")
        for quad in database.quads_for_pattern(None, v.expand(name), v.actor_iri(actor), None)
    }
    return sorted((graph for graph in found if isinstance(graph, ox.NamedNode)), key=str)


def _literals(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.NamedNode, str]]:
    """Subjects and literal values."""
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject, quad.object.value
