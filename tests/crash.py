"""Kills a process that writes to a store, again and again, and looks at what is left.

    python tests/crash.py --kills 200 [--seed 1] [--folder DIR]

A child loads, loads again (changed articles), drops, merges, undoes and compacts, in an order drawn by chance, and says on
standard output what is done once that is durable. It is killed at a moment drawn by chance. Then the store must open; hold
all that was said to be done; hold nothing half; and its index must be that of its articles. The next child goes on with
that store, so that what one kill leaves is what the next one meets.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from benchmarks.generate import reading  # noqa: E402
from graph.merges import apply, canonical  # noqa: E402
from graph.model import Merge, Reading  # noqa: E402
from graph.store import open_store  # noqa: E402
from graph.store._upkeep import check, compact  # noqa: E402
from graph.store.oxigraph import OxigraphStore  # noqa: E402

ARTICLES = 40
CAST = 60
Step = tuple[str, int, int]


def merges() -> list[Merge]:
    """Ten judgements that do not contradict one another."""
    from benchmarks.generate import actors

    cast = actors(CAST)
    return [Merge(cast[2 * n].id, cast[2 * n + 1]) for n in range(10)]


def version(place: int, edition: int) -> Reading:
    """An article as it was at some time."""
    return reading(place, cast=CAST, edition=edition)


def steps(seed: str) -> Iterator[Step]:
    """What a child does: kind, which, edition. An edition is never given twice, so that each change tells itself."""
    chance = random.Random(seed)
    edition = int(seed.split("/")[1]) * 100_000
    while True:
        edition += 1
        kind = chance.choices(("put", "drop", "merge", "undo", "flush", "compact"), (60, 5, 4, 4, 20, 2))[0]
        yield kind, chance.randrange(10 if kind in ("merge", "undo") else ARTICLES), edition


def work(folder: Path, seed: str) -> None:
    """The child: writes for ever. A line before each step, and one after each flush, which makes all before it durable."""
    judgements = merges()
    while True:
        writer = open_store(folder).writer()
        for kind, which, edition in steps(f"{seed}/{time.monotonic_ns()}"):
            if kind in ("flush", "compact"):
                writer.flush() if kind == "flush" else writer.__exit__()
                print("durable", flush=True)
                if kind == "compact":
                    break
                continue
            print(json.dumps([kind, which, edition]), flush=True)
            if kind == "put":
                writer.put(version(which, edition))
            elif kind == "drop":
                writer.drop(version(which, 0).article.id)
            elif kind == "merge":
                writer.merge(judgements[which])
            else:
                writer.undo(judgements[which].id)
        store = open_store(folder)
        assert isinstance(store, OxigraphStore)
        compact(store)
        print("durable", flush=True)
        store.close()


@dataclass
class Known:
    """What must be in the store: for each article and judgement, the states it may be in, the certain one first."""

    articles: dict[int, list[int | None]] = field(
        default_factory=lambda: {n: [None] for n in range(ARTICLES)}
    )
    judged: dict[int, list[bool]] = field(default_factory=lambda: {n: [False] for n in range(10)})

    def hear(self, line: str) -> None:
        """Take note of what the child said."""
        if line == "durable":
            self.articles = {n: states[-1:] for n, states in self.articles.items()}
            self.judged = {n: states[-1:] for n, states in self.judged.items()}
            return
        kind, which, edition = json.loads(line)
        if kind in ("put", "drop"):
            self.articles[which].append(edition if kind == "put" else None)
        else:
            self.judged[which].append(kind == "merge")

    def settle(self, folder: Path) -> list[str]:
        """Compare with the store; what is wrong. Whatever it holds is certain from now on."""
        wrong = []
        view = open_store(folder).view()
        held = {merge.id for merge in view.merges()}
        final = canonical(view.merges())
        for n, merge in enumerate(merges()):
            if (merge.id in held) not in self.judged[n]:
                wrong.append(f"judgement {n}: {merge.id in held}, but {self.judged[n]} was said")
            self.judged[n] = [merge.id in held]
        for n, states in self.articles.items():
            found = view.reading(version(n, 0).article.id)
            state = next(
                (
                    each
                    for each in reversed(states)
                    if found == (None if each is None else apply(version(n, each), final))
                ),
                -1,
            )
            if state == -1:
                wrong.append(f"article {n} is none of {states}")
            self.articles[n] = [state]
        return wrong


def kill(folder: Path, known: Known, chance: random.Random, seed: str) -> list[str]:
    """Let a child work for a while, kill it, and say what is wrong with what it left."""
    child = subprocess.Popen(
        [sys.executable, __file__, "--work", str(folder), "--seed", seed], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    heard = [child.stdout.readline().strip()]
    # Most moments lie within the first seconds; some children live long enough to compact.
    time.sleep(chance.choice((0.05, 0.3, 0.8)) * chance.random() * 2)
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate()
    # The last line may be cut: what it would say was not said.
    heard += [line for line in said.split("\n")[:-1] if line]
    for line in heard:
        known.hear(line)
    wrong = known.settle(folder)
    store = open_store(folder)
    assert isinstance(store, OxigraphStore)
    wrong += check(store)
    store.close()
    return wrong


def trial(folder: Path, kills: int, seed: int, *, aloud: bool = False) -> list[str]:
    """So many kills one after another; all that was found wrong."""
    open_store(folder, create=True).close()
    chance, known, wrong = random.Random(seed), Known(), []
    for number in range(kills):
        found = kill(folder, known, chance, f"{seed}/{number + 1}")
        wrong += [f"kill {number + 1}: {each}" for each in found]
        if aloud and (found or (number + 1) % 10 == 0):
            held = sum(states != [None] for states in known.articles.values())
            print(f"{number + 1} kills, {held} articles held, {len(wrong)} things wrong", flush=True)
    return wrong


def main() -> int:
    """Run the trial, or (as its child) work until killed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        work(args.work, args.seed)
    with tempfile.TemporaryDirectory() as scratch:
        wrong = trial(args.folder or Path(scratch) / "store", args.kills, int(args.seed), aloud=True)
    print("\n".join(wrong) or "nothing lost, nothing half, every index right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
