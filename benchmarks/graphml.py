"""How fast and how lean is our GraphML, against networkx? Run: python -m benchmarks.graphml [CLAIMS]

Each writer runs in a process of its own, so that its peak memory is its own. Compare ratios of CPU time on one
machine, never times of different machines. The claims are generated; both writers get the same ones as records.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from graph.export.graphml import write_network
from graph.model import Actor, Article, Claim, Party, Passage, When
from graph.network import CLAIM_TYPES, Tally, claim_edges, claim_network

ACTORS = 2000
SENTENCE = (
    "The delegation of {} received the envoy of {} & spoke of “the ceasefire” for <hours> before dinner. "
)
KINDS = ("ACCUSE", "SUPPORT", "REQUEST", "CONSULT", "AID", "REJECT")


def actors() -> list[Actor]:
    """Made-up actors."""
    return [Actor(f"organization/body-{n}", f"Body {n}", "organization") for n in range(ACTORS)]


def claims(number: int) -> Iterator[Claim]:
    """Made-up claims, each with one source and one target, a date and a sentence of about 200 characters."""
    chance = random.Random(7)  # noqa: S311
    for n in range(number):
        # The few do most: as in the news.
        a, b = (int(ACTORS * chance.random() ** 3) for _ in range(2))
        day = date(2011, 1, 1) + timedelta(days=chance.randrange(3650))
        sentence = SENTENCE.format(a, b) * 2
        yield Claim(
            id=f"c{n:020d}",
            article=f"a{n // 8}",
            relation=chance.choice(KINDS),
            sources=(Party(f"organization/body-{a}", f"Body {a}"),),
            targets=(Party(f"organization/body-{b if b != a else (a + 1) % ACTORS}", f"Body {b}"),),
            evidence=(Passage(0, len(sentence), sentence),),
            date=When(day, day, "day", "on that day"),
            confidence=round(0.5 + chance.random() / 2, 3),
        )


def ours(number: int, path: Path) -> None:
    """Write claims as they come."""
    tally, article = (
        Tally(),
        Article("a", "", "Title", date(2021, 3, 2), "Publisher", "https://outlet.example/1"),
    )
    edges = (edge for claim in claims(number) for edge in claim_edges(claim, article, tally))
    with path.open("wb") as out:
        write_network(edges, actors(), tally, CLAIM_TYPES, out)


def theirs(number: int, path: Path) -> None:
    """Build the network and let networkx write it."""
    import networkx as nx

    article = Article("a", "", "Title", date(2021, 3, 2), "Publisher", "https://outlet.example/1")
    listed = list(claims(number))
    network = claim_network(listed, actors(), dict.fromkeys({claim.article for claim in listed}, article))
    nx.write_graphml(network, path)


def nothing(number: int, path: Path) -> None:
    """Only make the claims: what both have in common."""
    for claim in claims(number):
        path.touch() if claim.id == "" else None


WRITERS = {"nothing": nothing, "ours": ours, "networkx": theirs}


def main() -> None:
    """Measure all writers, or (as a child process) run one and print its CPU seconds and peak memory."""
    if len(sys.argv) > 2:
        name, number, target = sys.argv[1:]
        start = time.process_time()
        WRITERS[name](int(number), Path(target))
        print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    number = sys.argv[1] if len(sys.argv) == 2 else "20000"
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in WRITERS:
            path = Path(folder) / f"{name}.graphml"
            command = [sys.executable, "-m", "benchmarks.graphml", name, number, str(path)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
            figures[name] = float(said[0])
            size = path.stat().st_size / 2**20 if path.exists() else 0
            print(f"{name:<10}{figures[name]:8.2f} s CPU{said[1]:>8} MiB peak{size:8.1f} MiB file")
    own = {name: seconds - figures["nothing"] for name, seconds in figures.items()}
    print(f"{number} claims: networkx takes {own['networkx'] / own['ours']:.1f} times as long as ours")


if __name__ == "__main__":
    main()
