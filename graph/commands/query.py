"""Ask a store in SPARQL, a Neo4j store in Cypher: reads only, and is stopped at a time limit. In SPARQL the prefixes leg:, schema:, skos:, prov:, nif:, xsd: and others are declared."""

import argparse
import sys
from pathlib import Path

from graph.commands._output import FORMATS, write_answer
from graph.errors import InputError
from graph.hints import unknown
from graph.settings import default_store
from graph.store import open_store

ROWS = 10_000
SECONDS = 10.0


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation query`."""
    parser.add_argument("query", metavar="QUERY|FILE", help="a query, a file of one, or - for standard input")
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit (default: %(default)g)")
    parser.add_argument("--limit", type=int, default=ROWS, help="rows at most (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Run the query and print its answer. Raises LegationError."""
    text = _text(args.query)
    store = open_store(args.store or default_store())
    try:
        answer = store.view().query(text, seconds=args.seconds, max_rows=args.limit)
    finally:
        store.close()
    write_answer(answer, args.format, sys.stdout)
    if not answer.rows and not answer.turtle:
        for name, near in unknown(text).items():
            print(
                f"the vocabulary has no leg:{name}" + (f"; did you mean leg:{near}?" if near else ""),
                file=sys.stderr,
            )
    return 0


def _text(given: str) -> str:
    """The query itself: what was given, or what the file or standard input holds."""
    if given == "-":
        return sys.stdin.read()
    # A query has spaces or braces; whatever has neither must be the name of a file.
    if not given.endswith((".rq", ".sparql", ".cypher")) and any(c in given for c in " {\n"):
        return given
    try:
        return Path(given).read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise InputError(f"{given} is no query and cannot be read as a file: {wrong.strerror}") from wrong
    except UnicodeDecodeError as wrong:
        raise InputError(f"{given} is not in UTF-8: save it so") from wrong
