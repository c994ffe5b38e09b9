"""The learning curve: what the reader would be worth, had it been trained on less.

    python -m loaders.training.curve --texts ARTICLES.jsonl ... [--sizes 500 1000 2000 4000] [--only own|news] [--epochs 6]

For each size a network is trained on so many sentences, passages and articles drawn at random together (`--only`: of one kind), and reads
the held-out news; the claims are weighed by the judge that comes with Legation, at its threshold.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from graph.errors import LegationError
from graph.resources import resource
from loaders.learned import model
from loaders.training import corpus, fit
from loaders.training.check import sentences
from loaders.training.marks import Marked
from loaders.training.train import EPOCHS, Job, run, start


def drawn(texts: Sequence[Marked], size: int, seed: int) -> tuple[Marked, ...]:
    """Texts in random order until they have `size` sentences."""
    order = list(texts)
    random.Random(seed).shuffle(order)  # noqa: S311
    out: list[Marked] = []
    left = size
    for text in order:
        if left <= 0:
            break
        out.append(text)
        left -= sentences(text.text)
    return tuple(out)


def main(argv: Sequence[str]) -> int:
    """Train and measure. 1 where something is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1000, 2000, 4000])
    parser.add_argument("--only", choices=("own", "news"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args(argv)
    try:
        weights, held = start(), resource("training/wikinews/held_out.jsonl")
        own = corpus.own(resource("training/own")) if args.only != "news" else []
        news = (
            corpus.news(resource("training/wikinews/train.jsonl"), args.texts) if args.only != "own" else []
        )
        unseen = tuple(corpus.news(held, args.texts))
        judge = model.load()
    except LegationError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    texts = [*own, *(each.marks for each in news)]
    jobs = [
        Job(drawn(texts, size, args.seed), weights, args.epochs, args.seed, unseen) for size in args.sizes
    ]
    with ProcessPoolExecutor(args.processes, mp_context=get_context("spawn")) as pool:
        for size, weighed in zip(args.sizes, pool.map(run, jobs), strict=True):
            at = fit.point(weighed, dict(judge.judge), judge.threshold)
            print(
                f"{size:6} sentences: precision {at.precision:.3f} recall {at.recall:.3f} F1 {at.f1:.3f} ({at.claims} claims)",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
