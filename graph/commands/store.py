"""Keep a store well: check it, make it smaller, back it up, restore it, say how large it is."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from graph.errors import StoreError
from graph.settings import default_store
from graph.store import Store, open_store, scheme_of

_T = TypeVar("_T")


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation store`."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    for name, (_, about) in TASKS.items():
        task = tasks.add_parser(name, help=about, description=about)
        if name == "backup":
            task.add_argument(
                "file", type=Path, help="a file that ends in .nq.gz or .nq, or a folder to put it in"
            )
        if name == "restore":
            task.add_argument("file", type=Path, help="a backup")
        needed = name == "restore"
        about_store = "the new folder to restore into" if needed else "the store (default: your own)"
        task.add_argument("--store", metavar="DIR", required=needed, help=about_store)


def run(args: argparse.Namespace) -> int:
    """Do one of the tasks. Raises LegationError."""
    return TASKS[args.task][0](args)


def _watch(unit: str, total: int | None = None) -> Callable[[Iterable[_T]], Iterable[_T]]:
    """A progress bar on a terminal, else nothing."""

    def watched(things: Iterable[_T]) -> Iterable[_T]:
        if not sys.stderr.isatty():
            return things
        from tqdm import tqdm

        bar: Iterable[_T] = tqdm(things, total=total, unit=f" {unit}", file=sys.stderr, leave=False)
        return bar

    return watched


def _local(args: argparse.Namespace) -> "Store":
    where = args.store or default_store()
    if scheme_of(where):
        raise StoreError(f"{args.task} is for stores in a folder: what a server holds, the server keeps well")
    return open_store(where)


def _check(args: argparse.Namespace) -> int:
    from graph.store import _upkeep
    from graph.store.oxigraph import OxigraphStore

    store = _local(args)
    assert isinstance(store, OxigraphStore)
    try:
        number = store.view().stats().articles
        wrong = 0
        for line in _upkeep.check(store, _watch("articles", number)):
            print(line)
            wrong += 1
        for leftover in store.folder.leftovers():
            print(f"note: {leftover.name} was left by a process that died; the next one to write removes it")
    finally:
        store.close()
    print(f"{number:,} articles checked: {f'{wrong:,} things are wrong' if wrong else 'all is well'}")
    return 1 if wrong else 0


def _compact(args: argparse.Namespace) -> int:
    from graph.store import _upkeep
    from graph.store.oxigraph import OxigraphStore

    store = _local(args)
    assert isinstance(store, OxigraphStore)
    try:
        before, after = _upkeep.compact(store, _watch("statements"))
    finally:
        store.close()
    print(f"{_bytes(before)} before, {_bytes(after)} after")
    return 0


def _backup(args: argparse.Namespace) -> int:
    from graph.store import _upkeep

    store = open_store(args.store or default_store())
    try:
        path, number = _upkeep.backup(store.view(), args.file, _watch("statements"))
    finally:
        store.close()
    print(f"{path}: {number:,} statements, {_bytes(path.stat().st_size)}")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from graph.store import _upkeep

    if scheme_of(args.store):
        raise StoreError("a backup is restored into a folder: name a new one with --store")
    store = _upkeep.restore(args.file, Path(args.store).expanduser().absolute(), _watch("statements"))
    try:
        print(f"{store.view().stats().articles:,} articles restored into {args.store}")
    finally:
        store.close()
    return 0


def _stats(args: argparse.Namespace) -> int:
    from graph.store import _upkeep
    from graph.store.oxigraph import OxigraphStore

    store = open_store(args.store or default_store())
    try:
        found = store.view().stats()
        rows = {
            "articles": f"{found.articles:,}",
            "claims": f"{found.claims:,}",
            "actors": f"{found.actors:,}",
        }
        if isinstance(store, OxigraphStore):
            folder, total = store.folder, _upkeep.size(store.folder.path)
            rows["schema"] = str(folder.marker.schema)
            rows["size"] = _bytes(total)
            rows["per claim"] = _bytes(total // found.claims) if found.claims else "-"
            rows["database"] = _bytes(_upkeep.size(folder.live))
            newest = folder.newest_index()
            rows["index"] = _bytes(newest.stat().st_size) if newest and newest.exists() else "-"
            rows["snapshots"] = str(folder.snapshots())
            rows["leftovers"] = str(len(folder.leftovers()))
    finally:
        store.close()
    for name, value in rows.items():
        print(f"{name:<10}{value:>12}")
    return 0


def _bytes(number: int) -> str:
    size, units = float(number), ["B", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{size:.0f} {units[0]}" if units[0] == "B" else f"{size:.1f} {units[0]}"


TASKS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "check": (_check, "read every article and the index, and list what is wrong; exit code 1 if anything is"),
    "compact": (_compact, "write the database anew, so that it takes less room"),
    "backup": (_backup, "write the whole store as N-Quads, from which it can be restored byte for byte"),
    "restore": (_restore, "make a store of a backup, in a new folder"),
    "stats": (_stats, "say how much room the store takes, and for what"),
}
