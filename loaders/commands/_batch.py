"""What the commands that read articles share: options, the bar, and how failures are told."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.model import Problem
from graph.store.base import Change
from loaders.run import Summary
from loaders.sources import Defaults, find
from loaders.sources.metadata import check_day, day

if TYPE_CHECKING:
    from loaders.pipeline import Reader

# More failures than that scroll away; all of them go to --problems.
_MOST_LINES = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the paths and the options that say what the articles do not."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=".txt, .html or .jsonl file, or folder"
    )
    parser.add_argument(
        "--published",
        type=day_given,
        metavar="DATE",
        help="publication date of articles that give none (2021-03-02)",
    )
    parser.add_argument(
        "--publisher", type=_publisher, metavar="NAME", help="publisher of articles that give none"
    )
    reading_options(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress bar, no summary")


def reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how to read."""
    parser.add_argument(
        "--model", metavar="NAME", help="spaCy model to read with (default: the best one installed)"
    )
    parser.add_argument(
        "--sure",
        type=_chance,
        metavar="CHANCE",
        help="leave out claims that are less sure (0 to 1; default: the learned reader's own threshold)",
    )
    parser.add_argument(
        "--frames", action="store_true", help="read with the frames alone, without the learned reader"
    )


def _chance(text: str) -> float:
    try:
        chance = float(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 0 to 1") from wrong
    if not 0 <= chance <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return chance


def day_given(text: str) -> date:
    """The day that an option gives. Raises ArgumentTypeError where it is none, or none that an article can have."""
    try:
        given = day(text)
        check_day(given, "--published", today=date.today())
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2021-03-02") from wrong
    except InputError as wrong:
        raise argparse.ArgumentTypeError(str(wrong).removeprefix("--published: ")) from wrong
    return given


def _publisher(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as wrong:
        raise argparse.ArgumentTypeError("its bytes are no text of this terminal's encoding") from wrong
    return text


def defaults(args: argparse.Namespace) -> Defaults:
    """The metadata given on the command line."""
    return Defaults(args.published, args.publisher)


def reader(args: argparse.Namespace) -> "Reader":
    """The reader that the options ask for. Raises ModelError if the model is not installed."""
    from loaders import models
    from loaders.pipeline import Reader

    models.chosen(args.model)
    return Reader(model=args.model, learned=not args.frames, threshold=args.sure)


def anything(paths: Sequence[Path]) -> bool:
    """Whether there is a file to read at all; if not, says why."""
    found = list(find(paths))
    if any(isinstance(each, Path) for each in found):
        return True
    tell([each for each in found if isinstance(each, Problem)])
    return False


def on_terminal(args: argparse.Namespace) -> bool:
    """Whether to show a progress bar."""
    return not args.quiet and sys.stderr.isatty()


def tell(problems: Sequence[Problem], most: int | None = _MOST_LINES) -> None:
    """Print one line for each, on standard error."""
    for problem in problems[:most]:
        print(f"{problem.article}: {problem.what}", file=sys.stderr)
    if most is not None and len(problems) > most:
        print(f"... and {len(problems) - most} more; --problems FILE.jsonl lists all", file=sys.stderr)


def counted(counts: dict[str, int]) -> str:
    """Counts in words, the largest first: "teaser 3, byline 1"."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ranked)


def articles_read(summary: Summary) -> str:
    """How many articles were read, and what became of them."""
    changes: dict[str, Change] = {"new": "added", "changed": "replaced", "unchanged": "unchanged"}
    told = [
        f"{summary.changes[change]:,} {word}" for word, change in changes.items() if summary.changes[change]
    ]
    failed = [f"{len(summary.failures):,} failed"] if summary.failures else []
    noun = "article" if summary.read == 1 else "articles"
    return (
        f"{summary.read:,} {noun} read"
        + (f": {', '.join(told)}" if told else "")
        + "".join(f"; {f}" for f in failed)
    )
