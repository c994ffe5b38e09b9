"""Show why an article was read as it was: by sentence, what was found and how surely, what was left out and why.

ARTICLE is a file (.txt, .html, .jsonl), or with --store the id or web address of an article in a store; it is read anew.
"""

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.lines import encode
from graph.model import Article, Problem
from graph.safe import visible
from loaders.commands import _batch
from loaders.sources import Defaults


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `legation explain`."""
    parser.add_argument(
        "article", metavar="ARTICLE", help="a file, or an article's id or address in the store"
    )
    parser.add_argument("--store", metavar="STORE", help="the store that has it: its folder or address")
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line for each article")
    parser.add_argument(
        "--published",
        type=_batch.day_given,
        metavar="DATE",
        help="publication date of an article that gives none (2021-03-02)",
    )
    _batch.reading_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the explanations. Raises InputError, StoreError, ModelError."""
    from loaders.explanation import explain
    from loaders.explanation.show import as_json, as_text
    from loaders.run import guarded

    if isinstance(sys.stdout, io.TextIOWrapper) and args.json:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    reader, failures, told = _batch.reader(args), 0, 0
    for article in _stored(args) if args.store else _articles(args):
        explanation = guarded(article, lambda each: explain(each, reader))
        if isinstance(explanation, Problem):
            _batch.tell([explanation])
            failures += explanation.stage != "skipped"
            continue
        if args.json:
            print(encode(as_json(explanation)))
        else:
            print(("\n" if told else "") + visible(as_text(explanation)), end="")
        told += 1
    return 2 if not told else 1 if failures else 0


def _articles(args: argparse.Namespace) -> Iterator[Article | Problem]:
    from loaders.run import articles

    return articles([Path(args.article)], Defaults(args.published))


def _stored(args: argparse.Namespace) -> Iterable[Article]:
    from graph.store import open_store
    from loaders.explanation import stored

    store = open_store(args.store)
    try:
        return [stored(store.view(), args.article)]
    finally:
        store.close()
