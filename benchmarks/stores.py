"""What stores can do, measured on generated articles (benchmarks/generate.py).

    python -m benchmarks.stores load 2000           # articles a second, beside Oxigraph doing the same inserts bare
    python -m benchmarks.stores load 100000 DIR 80000   # ours alone, of the articles from the 80,001st on, into DIR
    python -m benchmarks.stores bare 100000         # only the latter: side by side with `load 100000 DIR`
    python -m benchmarks.stores make 10000 DIR      # a store of so many articles, made in one go
    python -m benchmarks.stores ask DIR [DRAWS]     # an opened store: ties, names, claims, every named question
    python -m benchmarks.stores growth 1000         # what loading again leaves, and what compacting takes away

DIR may be an address (bolt://localhost:7687); `load` takes one too, as a third word, and then loads only ours. Loading is compared by CPU time,
since machines are shared; answers are told in milliseconds of wall time. Parameters of questions are drawn as actors
act: the few often, the many seldom.
"""

import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.generate import DAYS, FIRST, pick, reading, readings, renamed
from graph import vocabulary as v
from graph.errors import QueryError
from graph.questions import Question, ask, questions
from graph.store import open_store
from graph.store.base import Selection, View

BATCH = 50  # articles between flushes, as in `legation load`
DRAWS = 20


def memory() -> str:
    """The peak memory of this process."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB peak"


def load(number: int, where: str | None = None, first: int = 0) -> None:
    """Load so many articles, ours and bare, each into a store of its own; or ours alone, from article `first` on."""
    scratch = Path(tempfile.mkdtemp(prefix="legation-bench-"))
    try:
        ours, wall = _ours(first, number, where or str(scratch / "ours"))
        loaded = number - first
        print(f"ours  {loaded / ours:7.1f} articles/s CPU {loaded / wall:7.1f} articles/s wall  {memory()}")
        if where is None:
            print(f"ours loads at {bare(number) / ours:.0%} of the bare rate")
            _sizes(scratch / "ours")
    finally:
        shutil.rmtree(scratch)


def bare(number: int) -> float:
    """Load so many articles into Oxigraph without us; seconds of CPU."""
    scratch = Path(tempfile.mkdtemp(prefix="legation-bench-"))
    try:
        cpu, wall = _bare(number, scratch / "bare")
    finally:
        shutil.rmtree(scratch)
    print(f"bare  {number / cpu:7.1f} articles/s CPU {number / wall:7.1f} articles/s wall  {memory()}")
    return cpu


def _ours(first: int, number: int, where: str) -> tuple[float, float]:
    made = 0.0
    wall, cpu = time.perf_counter(), time.process_time()
    with open_store(where, create=True).writer() as writer:
        for place in range(first, number):
            start = time.process_time()
            given = reading(place)
            made += time.process_time() - start
            writer.put(given)
            if (place + 1) % BATCH == 0:
                writer.flush()
    return time.process_time() - cpu - made, time.perf_counter() - wall - made


def _bare(number: int, path: Path) -> tuple[float, float]:
    """The same statements, made beforehand, by the same kind of update, flushed as often; nothing else."""
    import pyoxigraph as ox

    from graph.store._update import marked, replacing

    store, cpu, wall = ox.Store(str(path)), 0.0, 0.0
    for begin in range(0, number, BATCH):
        texts = [
            replacing({v.graph_iri(each.article.id): marked(each)[0]})
            for each in map(reading, range(begin, min(begin + BATCH, number)))
        ]
        start = time.process_time(), time.perf_counter()
        for text in texts:
            store.update(text)
        store.flush()
        cpu, wall = cpu + time.process_time() - start[0], wall + time.perf_counter() - start[1]
    return cpu, wall


def make(number: int, path: Path) -> None:
    """A store of so many articles: the database in bulk, then the index from it."""
    import pyoxigraph as ox

    from graph.ontology_rdf import ontology
    from graph.store._folder import create
    from graph.store._update import marked

    def quads() -> Iterator[ox.Quad]:
        for triple in ontology():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, v.ONTOLOGY)
        for each in readings(number):
            graph = v.graph_iri(each.article.id)
            for triple in marked(each)[0]:
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    start = time.perf_counter()
    path.mkdir(parents=True)
    database = ox.Store(str(path / "live"))
    database.bulk_extend(quads())
    database.flush()
    del database
    print(f"database made in {time.perf_counter() - start:.0f} s")
    create(path, "oxigraph")
    start = time.perf_counter()
    with open_store(path).writer() as writer:
        writer.put(renamed(reading(0), "again"))
        writer.put(reading(0))
    print(f"index made in {time.perf_counter() - start:.0f} s, {memory()}")


def _sizes(path: Path) -> None:
    from graph.store._folder import Folder
    from graph.store._upkeep import size

    folder, claims = Folder(path), open_store(path).view().stats().claims
    newest = folder.newest_index()
    index = newest.stat().st_size if newest else 0
    rest = size(folder.live)
    print(
        f"{claims} claims: database {rest / claims:.0f}, index {index / claims:.0f}, folder {size(path) / claims:.0f} bytes a claim"
    )


def _timed(what: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        found.append((time.perf_counter() - start) * 1000)
    found.sort()
    return statistics.median(found), found[min(len(found) - 1, round(0.95 * (len(found) - 1)))]


def answers(where: str, draws: int) -> None:
    """Ask an opened store what the app asks, and every named question."""
    start = time.perf_counter()
    view = open_store(where).view()
    print(f"opened in {(time.perf_counter() - start) * 1000:.0f} ms")
    start = time.perf_counter()
    stats = view.stats()
    print(
        f"stats {(time.perf_counter() - start) * 1000:.0f} ms: {stats.articles} articles, {stats.claims} claims"
    )
    print(f"\n{'':44}{'median':>9}{'p95':>9}  ms")
    for name, what in _plain(view).items():
        print(f"{name:<44}{'{:9.1f}{:9.1f}'.format(*_timed(what, draws))}")
    print(f"memory: {memory()}\n")
    for question in questions().values():
        print(f"{question.name:<44}{_asked(view, question, draws)}", flush=True)


def _plain(view: View) -> dict[str, Callable[[], object]]:
    chance = random.Random(3)  # noqa: S311

    def someone() -> str:
        return pick(chance).id

    def year() -> Selection:
        day = FIRST + timedelta(days=chance.randrange(DAYS - 365))
        return Selection(since=day, until=day + timedelta(days=365))

    return {
        "80 strongest ties": lambda: view.ties(most=80),
        "1,500 strongest ties (the app's page)": lambda: view.ties(most=1500),
        "number of ties": view.tie_count,
        "80 ties of a relation": lambda: view.ties(Selection(relations=("ACCUSE",)), most=80),
        "80 ties of an actor": lambda: view.ties(Selection(actors=(someone(),)), most=80),
        "80 ties of a year": lambda: view.ties(year(), most=80),
        "80 ties of what is denied": lambda: view.ties(Selection(modalities=("denied",)), most=80),
        "80 ties of what is asserted": lambda: view.ties(Selection(modalities=("asserted",)), most=80),
        "6 most connected": lambda: view.prominent(most=6),
        "6 most connected of a year": lambda: view.prominent(year(), most=6),
        "400 newest claims": lambda: list(view.claims(Selection(limit=400))),
        "400 newest claims of an actor": lambda: list(view.claims(Selection(actors=(someone(),), limit=400))),
        "claims between two": lambda: list(view.claims(Selection(between=(someone(), someone()), limit=400))),
        "names that begin with three letters": lambda: view.find(pick(chance).name[:3]),
        "an actor by its id": lambda: view.actor(someone()),
        "a reading": lambda: view.reading(reading(chance.randrange(1000)).article.id),
    }


def _asked(view: View, question: Question, draws: int) -> str:
    chance = random.Random(5)  # noqa: S311
    taken: list[float] = []
    failed = ""
    for _ in range(draws):
        given = _drawn(chance, question)
        start = time.perf_counter()
        try:
            ask(view, question.name, **given)
        except QueryError as error:
            failed = f"  {type(error).__name__}"
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return f"{statistics.median(taken):9.1f}{taken[round(0.95 * (len(taken) - 1))]:9.1f}{failed}"


def _drawn(chance: random.Random, question: Question) -> dict[str, Any]:
    """A value for each parameter: those that may be left out are, every other time."""
    given: dict[str, Any] = {}
    begin = FIRST + timedelta(days=chance.randrange(DAYS - 365))
    for parameter in question.parameters:
        if not parameter.required and chance.random() < 0.5:
            continue
        if parameter.kind == "actor":
            given[parameter.name] = pick(chance).id
        elif parameter.kind == "date":
            given[parameter.name] = begin + timedelta(days=365 if parameter.name == "until" else 0)
    return given


def growth(number: int) -> None:
    """Load, load changed articles five times, compact."""
    from graph.store._upkeep import compact
    from graph.store.oxigraph import OxigraphStore

    scratch = Path(tempfile.mkdtemp(prefix="legation-bench-"))
    try:
        path = scratch / "store"
        for again in range(6):
            with open_store(path, create=True).writer() as writer:
                for place in range(number):
                    writer.put(reading(place, edition=again))
                    if (place + 1) % BATCH == 0:
                        writer.flush()
            print(f"loaded {again + 1} times:", end=" ")
            _sizes(path)
        store = open_store(path)
        assert isinstance(store, OxigraphStore)
        compact(store)
        print("compacted:", end=" ")
        _sizes(path)
    finally:
        shutil.rmtree(scratch)


def main() -> None:
    """Run one of the measurements."""
    words = sys.argv[1:]
    if words[:1] == ["load"] and len(words) in (2, 3):
        load(int(words[1]), words[2] if len(words) == 3 else None)
    elif words[:1] == ["load"] and len(words) == 4:
        load(int(words[1]), words[2], int(words[3]))
    elif words[:1] == ["bare"] and len(words) == 2:
        bare(int(words[1]))
    elif words[:1] == ["make"] and len(words) == 3:
        make(int(words[1]), Path(words[2]))
    elif words[:1] == ["ask"] and len(words) in (2, 3):
        answers(words[1], int(words[2]) if len(words) == 3 else DRAWS)
    elif words[:1] == ["growth"] and len(words) == 2:
        growth(int(words[1]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
