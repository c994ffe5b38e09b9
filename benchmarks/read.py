"""What whole reading costs beside the parse: words a second of `Reader()` and of bare `nlp.pipe`, memory, and each stage's share.

    python -m benchmarks.read [--articles FILE.jsonl] [--number 100] [--rounds 5]

Both take the same articles with the same spaCy components, in rounds that take turns, in one worker process and in two at once.
Without --articles these are the samples and the articles of the gate, told again with their paragraphs in another order.
Compare ratios; machines differ, and a machine that others use counts for less by wall time than by CPU time.
"""

import argparse
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from graph.model import Article, Problem
from loaders import models
from loaders.pipeline import Reader
from loaders.sources import Defaults
from loaders.sources.json_lines import read as read_lines
from loaders.sources.text_file import read as read_text

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "data" / "samples", ROOT / "tests" / "gold" / "articles")
# Functions and the stage that they are; what one calls of another is the other's alone.
STAGES = {
    "loaders.clean:furniture": "cut",
    "loaders.document:parse": "parse",
    "loaders.cast:cast": "cast",
    "loaders.extract:claims": "frames",
    "loaders.learned:judged": "learned: the rest",
    "loaders.learned.model:Model.words": "learned: encoding",
    "loaders.learned.network:Network.proposals": "learned: heads",
    "loaders.learned.judge:heard": "learned: judge",
    "loaders.learned.judge:judged": "learned: judge",
}


@dataclass(frozen=True)
class Spent:
    """Seconds that a worker took for its share, and the most memory that it has held, in MB."""

    cpu: float
    wall: float
    memory: float


def given(path: Path, number: int) -> list[Article]:
    """The first articles of a file of JSON Lines."""
    found = [item for item in read_lines(path, Defaults()) if not isinstance(item, Problem)]
    return found[:number]


def ours(number: int) -> list[Article]:
    """So many articles: those that come with the project, then the same with other paragraphs first."""
    paths = sorted(path for folder in FOLDERS for path in folder.glob("*.txt"))
    texts = [item for path in paths for item in read_text(path, Defaults()) if isinstance(item, Article)]
    return [_turned(texts[n % len(texts)], n // len(texts)) for n in range(number)]


def _turned(article: Article, turns: int) -> Article:
    parts = article.text.split("\n\n")
    at = turns % len(parts)
    return replace(article, id=f"{article.id}-{turns}", text="\n\n".join([*parts[at:], *parts[:at]]))


def bare(articles: Sequence[Article]) -> None:
    """The parser alone, as spaCy offers it."""
    for _ in models.load().pipe(article.text for article in articles):
        pass


def whole(articles: Sequence[Article]) -> None:
    """Frames and learned reader."""
    reader = Reader()
    for article in articles:
        reader.read(article)


WORKS: dict[str, Callable[[Sequence[Article]], None]] = {"nlp.pipe": bare, "Reader": whole}


def work(name: str, articles: Sequence[Article]) -> Spent:
    """One share of a round, in a worker."""
    cpu, wall = time.process_time(), time.perf_counter()
    WORKS[name](articles)
    # Linux counts kilobytes, macOS bytes.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Spent(time.process_time() - cpu, time.perf_counter() - wall, memory)


class Clock:
    """CPU seconds by stage: the innermost stage that runs is the one that counts."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.inside = ["everything else"]
        self.since = time.process_time()

    def turn(self) -> None:
        """What went by belongs to the stage that ran."""
        now = time.process_time()
        self.spent[self.inside[-1]] += now - self.since
        self.since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time told."""

        @wraps(function)
        def run(*given: Any, **named: Any) -> Any:
            self.turn()
            self.inside.append(stage)
            try:
                return function(*given, **named)
            finally:
                self.turn()
                self.inside.pop()

        return run


@contextmanager
def watched(clock: Clock, target: str, stage: str) -> Iterator[None]:
    """One function of STAGES with the clock around it."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner: Any = import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    with patch.object(owner, name, clock.timed(stage, getattr(owner, name))):
        yield


def stages(articles: Sequence[Article]) -> dict[str, float]:
    """The share of each stage in the CPU time of whole reading, in a worker."""
    from contextlib import ExitStack

    clock = Clock()
    with ExitStack() as stack:
        for target, stage in STAGES.items():
            stack.enter_context(watched(clock, target, stage))
        whole(articles)
    clock.turn()
    return {stage: spent / sum(clock.spent.values()) for stage, spent in clock.spent.items()}


def rounds(articles: Sequence[Article], processes: int, times: int) -> None:
    """Rounds in so many workers at once, each of which does one thing only; prints a line for each work."""
    shares = [articles[n::processes] for n in range(processes)]
    words = sum(len(article.text.split()) for article in articles)
    pools = {name: [_pool() for _ in shares] for name in WORKS}
    spent: dict[str, list[list[Spent]]] = {name: [] for name in WORKS}
    for turn in range(times + 1):
        for name, workers in pools.items():
            some = [share[:2] if turn == 0 else share for share in shares]  # the first round loads the models
            jobs = [pool.submit(work, name, share) for pool, share in zip(workers, some, strict=True)]
            told = [job.result() for job in jobs]
            if turn:
                spent[name].append(told)
    for pool in (each for workers in pools.values() for each in workers):
        pool.shutdown()
    _show(spent, words, processes)


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _show(spent: dict[str, list[list[Spent]]], words: int, processes: int) -> None:
    by_cpu = {name: words / median(sum(s.cpu for s in told) for told in each) for name, each in spent.items()}
    by_wall = {
        name: words / median(max(s.wall for s in told) for told in each) for name, each in spent.items()
    }
    for name, each in spent.items():
        memory = max(s.memory for told in each for s in told)
        print(
            f"{processes} x {name:9} {by_cpu[name]:7.0f} words/s CPU {by_cpu[name] / by_cpu['nlp.pipe']:5.0%}"
            f" {by_wall[name]:7.0f} words/s wall {by_wall[name] / by_wall['nlp.pipe']:5.0%} {memory:6.0f} MB a worker"
        )


def main() -> None:
    """Run the rounds and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--articles", type=Path, metavar="FILE.jsonl", help="articles to read instead of ours"
    )
    parser.add_argument("--number", type=int, default=100, help="how many articles (default: 100)")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds (default: 5)")
    asked = parser.parse_args()
    articles = given(asked.articles, asked.number) if asked.articles else ours(asked.number)
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words} words, {asked.rounds} rounds: medians", flush=True)
    for processes in (1, 2):
        rounds(articles, processes, asked.rounds)
    with _pool() as pool:
        pool.submit(work, "Reader", articles[:2]).result()
        shares = pool.submit(stages, articles).result()
    for stage in dict.fromkeys([*STAGES.values(), "everything else"]):
        print(f"{stage:20} {shares.get(stage, 0):6.1%}")


if __name__ == "__main__":
    main()
