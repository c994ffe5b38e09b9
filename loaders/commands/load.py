"""Read articles into a store: .txt and .html files, .jsonl files of articles, folders of these."""

import argparse
import shutil
import sys
from pathlib import Path

from graph.lines import encode
from graph.model import Problem
from graph.settings import default_store
from loaders.commands import _batch
from loaders.files import check_writable, replacing
from loaders.run import Reads, Summary, load

# How many kinds of problem the summary lists; --problems writes each one.
REASONS = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `legation load`."""
    _batch.configure(parser)
    parser.add_argument(
        "--store",
        metavar="STORE",
        help="the store: a folder, or an address such as bolt://host:7687 (default: LEGATION_STORE or a user folder)",
    )
    parser.add_argument("--problems", type=Path, metavar="FILE.jsonl", help="write every problem to a file")


def run(args: argparse.Namespace, reader: Reads | None = None) -> int:
    """Read, store, and say what was done. Raises StoreError, ModelError, InputError if the problems cannot be written."""
    from graph.store import open_store, scheme_of

    if not _batch.anything(args.paths):
        return 2
    reader = reader or _batch.reader(args)
    if args.problems:
        check_writable(args.problems)
    place = args.store or default_store()
    # A server's database is there before us, and stays.
    fresh = scheme_of(place) is None and not Path(place).expanduser().exists()
    store = open_store(place, create=True)
    try:
        summary = load(
            args.paths,
            store,
            reader,
            defaults=_batch.defaults(args),
            progress=_batch.on_terminal(args),
        )
    finally:
        unused = fresh and not store.view().stats().articles
        store.close()
        if unused:
            shutil.rmtree(Path(place).expanduser())  # made a moment ago, for nothing
    _batch.tell(summary.failures)
    if args.problems:
        write_problems(args.problems, summary.problems)
    if not args.quiet:
        print("\n".join(report(summary) if unused else [*report(summary), f"The store is in {place}"]))
    if summary.stopped:
        print("legation load: stopped as asked; what was read is in the store", file=sys.stderr)
    return summary.exit_code


def report(summary: Summary) -> list[str]:
    """The summary in lines of text, a table of claims by relation among them."""
    lines = [_batch.articles_read(summary), f"{summary.claims.total():,} claims"]
    ranked = sorted(summary.claims.items(), key=lambda pair: (-pair[1], pair[0]))
    lines += [f"  {relation:<14}{number:>6,}" for relation, number in ranked]
    if summary.cuts:
        lines.append(
            f"{summary.cuts.total():,} stretches of page furniture cut: {_batch.counted(summary.cuts)}"
        )
    if summary.problems:
        noun = "problem" if len(summary.problems) == 1 else "problems"
        lines.append(f"{len(summary.problems):,} {noun} by stage: {_batch.counted(summary.stages)}")
        if summary.reasons:
            lines.append("  what was left out, and why (one problem may stand for several acts):")
        lines += [f"  {number:>6,}  {why}" for why, number in summary.reasons.most_common(REASONS)]
    return lines


def write_problems(path: Path, problems: list[Problem]) -> None:
    """Write the problems as lines of the public format. Raises InputError if the file cannot be written."""
    with replacing(path) as file:
        for problem in problems:
            line = {
                "kind": "problem",
                "article": problem.article,
                "stage": problem.stage,
                "what": problem.what,
            }
            file.write(encode(line) + "\n")
