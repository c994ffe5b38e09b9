"""What reading costs beside the parse: the sample articles through the parser alone and through the whole reader.

    python benchmarks/parse_and_read.py [ROUNDS]

Prints words per CPU second for both and their ratio; compare ratios, machines differ. Rounds are interleaved.
"""

import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from gold_files import sample, stems  # noqa: E402

from graph.model import Article  # noqa: E402
from loaders import models  # noqa: E402
from loaders.clean import furniture  # noqa: E402
from loaders.document import parse  # noqa: E402
from loaders.pipeline import Reader  # noqa: E402


def parse_all(articles: list[Article]) -> None:
    """Cut and parse, nothing else."""
    for article in articles:
        parse(article, furniture(article), models.load())


def read_all(articles: list[Article]) -> None:
    """The whole reading."""
    reader = Reader()
    for article in articles:
        reader.read(article)


def main() -> None:
    """Run the rounds and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    articles = [sample(stem) for stem in stems()]
    words = sum(len(article.text.split()) for article in articles)
    read_all(articles[:2])
    spent: dict[str, list[float]] = {"parse": [], "read": []}
    for _ in range(rounds):
        for name, work in (("parse", parse_all), ("read", read_all)):
            start = time.process_time()
            work(articles)
            spent[name].append(time.process_time() - start)
    parsed, read = median(spent["parse"]), median(spent["read"])
    print(f"{len(articles)} articles, {words} words, {rounds} rounds, medians of CPU time")
    print(f"parse  {words / parsed:8.0f} words/s")
    print(f"read   {words / read:8.0f} words/s   {read / parsed:.2f} times the parse")


if __name__ == "__main__":
    main()
