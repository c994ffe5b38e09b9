"""Read articles into JSON Lines, without a store: claims, mentions, actors, cuts and problems, each with its place."""

import argparse
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graph.errors import InputError
from graph.lines import dump
from graph.model import Article, Problem, Reading
from loaders.commands import _batch
from loaders.files import replacing
from loaders.progress import Progress, bar
from loaders.run import Reads, Stop, Summary, articles, guarded
from loaders.sources import find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `legation extract`."""
    _batch.configure(parser)
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="OUT.jsonl",
        help="file to write (default: - for standard output)",
    )


def run(args: argparse.Namespace, reader: Reads | None = None) -> int:
    """Read and write. Raises InputError if the output cannot be written, ModelError."""
    _refuse_own_input(args)
    if not _batch.anything(args.paths):
        return 2
    reader = reader or _batch.reader(args)
    summary = Summary()

    def whole() -> bool:
        return summary.read > 0 and not summary.stopped

    with _output(args.output, whole) as out, bar(args.paths, shown=_batch.on_terminal(args)) as move:
        extract(args, reader, out, summary, move)
    _batch.tell(summary.failures, most=None)
    if args.output != "-" and not whole():
        print(f"legation extract: {args.output} was not written", file=sys.stderr)
    if not args.quiet:
        print(f"{_batch.articles_read(summary)}, {summary.claims.total():,} claims", file=sys.stderr)
    return summary.exit_code


def extract(args: argparse.Namespace, reader: Reads, out: TextIO, summary: Summary, move: Progress) -> None:
    """Write the lines of every article; what could not be read is a line of kind problem."""
    with Stop() as stop:
        for item in articles(args.paths, _batch.defaults(args)):
            done = guarded(item, lambda article: _lines(reader, article))
            if isinstance(done, Problem):
                summary.problems.append(done)
                out.write(dump(Reading(Article(done.article, ""), problems=(done,))))
            else:
                summary.add(done[0])
                out.write(done[1])
            move()
            if stop.asked:
                summary.stopped = True
                return


def _lines(reader: Reads, article: Article) -> tuple[Reading, str]:
    reading = reader.read(article)
    return reading, dump(reading)


def _refuse_own_input(args: argparse.Namespace) -> None:
    if args.output == "-":
        return
    output = Path(args.output)
    for path in find(args.paths):
        if isinstance(path, Path) and output.exists() and output.samefile(path):
            raise InputError(f"{output} is one of the files to read: name another file after -o")


@contextmanager
def _output(name: str, keep: Callable[[], bool]) -> Iterator[TextIO]:
    if name != "-":
        with replacing(Path(name), keep) as file:
            yield file
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The format is UTF-8 with line feeds, whatever the terminal speaks.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    yield sys.stdout
    sys.stdout.flush()
