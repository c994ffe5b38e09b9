"""Write a store, or some of its claims, as a file: GraphML, JSON Lines, Turtle, N-Quads or JSON-LD, by its suffix."""

import argparse
from datetime import date
from pathlib import Path

from graph.errors import InputError
from graph.export import EXPORTERS, Scope, check_target, export
from graph.ontology import relation
from graph.settings import default_store
from graph.store import open_store
from graph.store.base import Selection


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation export`."""
    parser.add_argument("path", type=Path, help=f"the file to write, ending in {', '.join(EXPORTERS)}")
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")
    parser.add_argument(
        "--ties", action="store_true", help="GraphML: one edge a pair and relation, not one a claim"
    )
    parser.add_argument(
        "--relation",
        nargs="+",
        action="extend",
        default=[],
        metavar="R",
        help="only claims of these relations, e.g. CONSULT",
    )
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="only claims of this day (2021-03-02) or later"
    )
    parser.add_argument("--until", type=_day, metavar="DATE", help="only claims of this day or earlier")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def run(args: argparse.Namespace) -> int:
    """Export, and print what was written. Raises LegationError."""
    check_target(args.path, force=args.force)
    if args.since and args.until and args.since > args.until:
        raise InputError(f"--since {args.since} is after --until {args.until}: swap them")
    relations = tuple(relation(name.upper()).name for name in args.relation)
    scope = Scope(Selection(relations=relations, since=args.since, until=args.until), args.ties)
    store = open_store(args.store or default_store())
    try:
        counts = export(store.view(), args.path, scope, force=args.force)
    finally:
        store.close()
    written = ", ".join(
        f"{what} {number}" for what, number in counts.items() if number or "left out" not in what
    )
    print(f"{args.path}: {written}")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2021-03-02") from wrong
