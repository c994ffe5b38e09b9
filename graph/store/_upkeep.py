"""Keeping an embedded store well: checking it, writing it anew so that it takes less room, dumping it and bringing it back."""

import gzip
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from graph import merges as judged
from graph import rdf
from graph import vocabulary as v
from graph.errors import InputError, StoreError
from graph.model import Reading
from graph.store import _folder
from graph.store._index_write import IndexWriter
from graph.store._update import MARK
from graph.store._writer import Database, attempt
from graph.store.base import View
from graph.store.oxigraph import OxigraphStore, OxigraphView

_T = TypeVar("_T")
# What is passed through it is counted on the way: a progress bar, or nothing.
Watch = Callable[[Iterable[_T]], Iterable[_T]]
DUMPS = (".nq", ".nq.gz")
_BATCH = 400
# What two indexes of the same articles have in common: all but the numbers that rows were given.
_SAME = (
    "SELECT id, mark, published, problems, wrong, title, publisher FROM article ORDER BY id",
    "SELECT id, record, kind, partners, claims, others, acts, papers, said, said_in FROM actor"
    " WHERE record IS NOT NULL OR partners > 0 OR said > 0 ORDER BY id",
    "SELECT word, id FROM word JOIN actor USING (n) ORDER BY word, id",
    "SELECT claim.id, article.id, relation, modality, first, last, own, fact FROM claim JOIN article USING (a)"
    " ORDER BY claim.id, article.id",
    "SELECT claim.id, role, position, actor.id, party.first, name FROM claim JOIN party USING (c)"
    " JOIN actor ON n = actor ORDER BY claim.id, role, position, actor.id",
    "SELECT one.id, other.id, voice.claims, voice.articles FROM voice"
    " JOIN actor AS one ON one.n = speaker JOIN actor AS other ON other.n = about ORDER BY one.id, other.id",
    "SELECT one.id, other.id, relation, tie.claims, articles, first, last, m0, m1, m2, m3, m4, facts FROM tie"
    " JOIN actor AS one ON one.n = source JOIN actor AS other ON other.n = target ORDER BY one.id, other.id, relation",
)


def _unwatched(things: Iterable[_T]) -> Iterable[_T]:
    return things


def check(store: OxigraphStore, watch: Watch[str] = _unwatched) -> Iterator[str]:
    """What is wrong with a store, one line each: nothing, where all is well. Raises StoreError if it does not open.

    Every article is read: its fingerprint must be that of its triples, it must decode, and the index must be the one
    that these readings make.
    """
    view = store.view()
    if not isinstance(view, OxigraphView) or view.snapshot is None:
        return
    with tempfile.TemporaryDirectory() as scratch:
        fresh = IndexWriter(Path(scratch) / "index")
        yield from _articles(view.database, fresh, watch)
        yield from _graphs(view.database)
        fresh.judge(judged.canonical(view.merges()))
        fresh.finish(view.revision())
        yield from _differences(view.snapshot.index, fresh.path)


def _articles(database: Database, fresh: IndexWriter, watch: Watch[str]) -> Iterator[str]:
    marks = database.marks()
    changes: dict[str, tuple[str, Reading | str] | None] = {}
    for article_id in watch(sorted(marks)):
        found: Reading | str
        try:
            found = database.reading(article_id)
        except (StoreError, ValueError, KeyError, IndexError) as wrong:
            found = str(wrong)
            yield f"article {article_id} cannot be read: {wrong}"
        if _print_of(database, v.graph_iri(article_id)) != marks[article_id]:
            yield f"article {article_id} is not what was stored: its triples have another fingerprint"
        changes[article_id] = (marks[article_id], found)
        if len(changes) >= _BATCH:
            fresh.update(changes)
            changes = {}
    fresh.update(changes)


def _print_of(database: Database, graph: ox.NamedNode) -> str:
    quads = database.store.quads_for_pattern(None, None, None, graph)
    triples = [quad.triple for quad in quads if quad.predicate != MARK]
    return rdf.fingerprint(sorted(triples, key=str))


def _graphs(database: Database) -> Iterator[str]:
    """Graphs that are no article's."""
    for graph in database.graphs():
        if graph not in (v.ONTOLOGY, v.MERGES) and database.mark(v.id_of(graph)) is None:
            yield f"{graph} is no article: it has no fingerprint"
    if next(database.store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
        yield "there are statements outside of all graphs"


def _differences(held: Path, fresh: Path) -> Iterator[str]:
    """Where an index differs from the one that was made anew."""
    one, other = (sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) for path in (held, fresh))
    try:
        for query in _SAME:
            rows, expected = one.execute(query), other.execute(query)
            differing = next((pair for pair in _paired(rows, expected) if pair[0] != pair[1]), None)
            if differing:
                yield f"the index has {differing[0]} where it should have {differing[1]}: any change to the store mends it"
    except sqlite3.Error as wrong:
        yield f"the index is damaged ({wrong})"
    finally:
        one.close()
        other.close()


def _paired(one: Iterable[_T], other: Iterable[_T]) -> Iterator[tuple[_T | None, _T | None]]:
    return zip_longest(one, other)


def compact(store: OxigraphStore, watch: Watch[ox.Quad] = _unwatched) -> tuple[int, int]:
    """Write the database anew, without what changes left behind; bytes before and after.

    Readers go on with their snapshot, and who is interrupted still has the old database. Raises StoreError.
    """
    folder = store.folder
    with store.writer() as writer:
        before = size(folder.path)
        fresh = folder.spare()
        old = writer.database.store

        def copy() -> int:
            new = ox.Store(str(fresh))
            new.bulk_extend(watch(old.quads_for_pattern(None, None, None, None)))
            new.flush()
            return len(new)

        try:
            if attempt(folder.path, copy) != len(old):
                raise StoreError(f"the store {folder.path} could not be copied whole: nothing was changed")
            attempt(folder.path, lambda: writer.move(fresh))
            writer.publish()
        finally:
            folder.tidy()
        folder.prune(kept=1)  # older snapshots hold on to the files of the old database
        return before, size(folder.path)


def size(path: Path) -> int:
    """The bytes that a folder takes, files that stand in it twice counted once."""
    seen: dict[tuple[int, int], int] = {}
    for root, _, names in os.walk(path):
        for name in names:
            try:
                found = (Path(root) / name).lstat()
            except FileNotFoundError:
                continue  # a snapshot was removed meanwhile
            seen[found.st_dev, found.st_ino] = (
                found.st_blocks * 512 if hasattr(found, "st_blocks") else found.st_size
            )
    return sum(seen.values())


def backup(view: View, target: Path, watch: Watch[str] = _unwatched) -> tuple[Path, int]:
    """Write all statements as N-Quads, packed if the name ends in .gz, whole or not at all; the file and how many.

    In a folder the file is named after the revision. Raises InputError.
    """
    path = target / f"legation-{view.revision()}.nq.gz" if target.is_dir() else target
    if not path.name.endswith(DUMPS):
        raise InputError(f"{path.name}: a backup is a folder, or a file that ends in {' or '.join(DUMPS)}")
    if path.exists():
        raise InputError(f"{path} exists already: name another file")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as raw:
            number = _dump(view, raw, watch, packed=path.name.endswith(".gz"))
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(path)
    except OSError as wrong:
        raise InputError(f"{path} could not be written ({wrong.strerror or wrong})") from wrong
    finally:
        draft.unlink(missing_ok=True)
    return path, number


def _dump(view: View, raw: IO[bytes], watch: Watch[str], *, packed: bool) -> int:
    number = 0
    # No time and no name in it: the same store gives the same file.
    out = cast(IO[bytes], gzip.GzipFile("", "wb", 6, raw, mtime=0)) if packed else raw
    for number, line in enumerate(watch(view.quads()), 1):  # noqa: B007
        out.write(f"{line}\n".encode())
    if packed:
        out.close()
    return number


def restore(source: Path, path: Path, watch: Watch[ox.Quad] = _unwatched) -> OxigraphStore:
    """A store made of a dump in a folder that is new or empty. Raises InputError, StoreError; then there is no store."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path} is there already: a backup is restored into a new folder")
    fresh = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        _fill(source, path / "live", watch)
    except BaseException:
        shutil.rmtree(path / "live", ignore_errors=True)
        if fresh and path.is_dir():
            path.rmdir()
        raise
    # Only now is it a store: whoever interrupts this leaves none.
    _folder.create(path, "oxigraph")
    store = OxigraphStore(path)
    with store.writer() as writer:
        writer.publish()
    return store


def _fill(source: Path, live: Path, watch: Watch[ox.Quad]) -> None:
    try:
        with _unpacked(source) as lines:
            new = ox.Store(str(live))
            new.bulk_extend(watch(ox.parse(lines, ox.RdfFormat.N_QUADS)))
            new.flush()
    except SyntaxError as wrong:
        raise InputError(f"{source} is no dump of a store: {' '.join(str(wrong).split())[:200]}") from wrong
    except (OSError, EOFError) as wrong:
        raise InputError(f"{source} could not be restored ({wrong}): nothing was made") from wrong
    strange = next(_graphs(Database(new)), None)
    del new
    if strange:
        raise InputError(f"{source} is no dump of a store: {strange}")


def _unpacked(source: Path) -> IO[bytes]:
    if not source.name.endswith(DUMPS):
        raise InputError(f"{source.name} is no backup: its name ends in {' or '.join(DUMPS)}")
    packed = source.name.endswith(".gz")
    return cast(IO[bytes], gzip.open(source, "rb")) if packed else source.open("rb")
