"""Four readers and one writer on one store for some time: no error, no article half there, no view that disagrees with itself.

    python tests/soak.py --minutes 10 [--folder DIR]

The writer adds, changes and drops articles, merges and undoes, compacts now and then, and shows what it did all the time. Each
article says in its note which edition it is, so that a reader can tell the whole article that should be there from a
mixture. Each reader opens the newest view again and again, compares every article with its edition, the counts, ties and
actors of the index with those of the articles, and an answer in SPARQL with both.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from benchmarks.generate import actors, reading  # noqa: E402
from graph.merges import apply, canonical  # noqa: E402
from graph.model import Merge, Reading  # noqa: E402
from graph.store import open_store, select  # noqa: E402
from graph.store._upkeep import compact  # noqa: E402
from graph.store.base import View  # noqa: E402
from graph.store.oxigraph import OxigraphStore  # noqa: E402

ARTICLES, CAST, READERS = 40, 60, 4
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { GRAPH ?g { ?c a leg:Claim } }"


def edition(place: int, number: int) -> Reading:
    """An article that says which edition it is."""
    found = reading(place, cast=CAST, edition=number)
    return replace(found, article=replace(found.article, note=f"{place}/{number}"))


def write(folder: Path, until: float) -> None:
    """Change the store until the time is over."""
    chance, number, cast = random.Random(2), 0, actors(CAST)
    judged: list[str] = []
    while time.time() < until:
        with open_store(folder).writer() as writer:
            for _ in range(chance.randint(5, 60)):
                number += 1
                step = chance.random()
                one, other = chance.sample(range(0, CAST, 2), 2)
                if step < 0.8:
                    writer.put(edition(chance.randrange(ARTICLES), number))
                elif step < 0.9:
                    writer.drop(edition(chance.randrange(ARTICLES), 0).article.id)
                elif judged:
                    writer.undo(judged.pop())
                else:
                    merge = Merge(cast[one].id, cast[other + 1])
                    writer.merge(merge)
                    judged.append(merge.id)
                if chance.random() < 0.3:
                    writer.flush()
        if chance.random() < 0.05:
            store = open_store(folder)
            assert isinstance(store, OxigraphStore)
            compact(store)
            store.close()
    print(f"writer: {number} changes")


def faults(view: View) -> list[str]:
    """What a view says that cannot be."""
    final = canonical(view.merges())
    held = list(view.readings())
    found = []
    for each in held:
        place, number = map(int, str(each.article.note).split("/"))
        if each != apply(edition(place, number), final):
            found.append(f"article {each.article.id} is not edition {number}")
    told = list(select.dated(held))
    if list(view.ties()) != select.ties(told):
        found.append("the ties are not those of the articles")
    casts = ((each.actors, select.meant(each)) for each in held)
    if list(view.actors()) != list(select.named(casts, final)):
        found.append("the actors are not those of the articles")
    if view.stats().claims != len(told):
        found.append("the claims are not those of the articles")
    answer = view.query(COUNT).rows[0][0]
    if answer != str(len(told)):
        found.append(f"SPARQL counts {answer} claims of {len(told)}")
    return found


def read(folder: Path, until: float) -> int:
    """Look at the newest view until the time is over; print what cannot be."""
    store, looks, revisions, wrong = open_store(folder), 0, set(), 0
    while time.time() < until:
        view = store.view()
        for fault in faults(view):
            print(f"{view.revision()}: {fault}")
            wrong += 1
        looks += 1
        revisions.add(view.revision())
    print(f"reader: {looks} looks at {len(revisions)} revisions, {wrong} faults")
    return 1 if wrong else 0


def soak(folder: Path, seconds: float) -> tuple[bool, str]:
    """Run all; whether all went well, and what they said."""
    open_store(folder, create=True).close()
    until = str(time.time() + seconds)
    children = [
        subprocess.Popen(
            [sys.executable, __file__, "--role", role, "--folder", str(folder), "--until", until],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for role in ["writer", *["reader"] * READERS]
    ]
    said = [child.communicate()[0] for child in children]
    return all(child.returncode == 0 for child in children), "".join(said)


def main() -> int:
    """Run the soak, or one of its processes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--role", choices=["writer", "reader"], help=argparse.SUPPRESS)
    parser.add_argument("--until", type=float, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.role == "writer":
        write(args.folder, args.until)
        return 0
    if args.role == "reader":
        return read(args.folder, args.until)
    with tempfile.TemporaryDirectory() as scratch:
        well, said = soak(args.folder or Path(scratch) / "store", args.minutes * 60)
    print(said, end="")
    print("no error, nothing half" if well else "something is wrong")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
