"""Write a store, or some of its claims, as a file in the format that its ending tells: see docs/formats.md."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.errors import InputError
from graph.export import EXPORTERS, About, Scope, check_target, export, format_of
from graph.model import MODALITIES
from graph.ontology import relation
from graph.settings import default_store
from graph.store import open_store
from graph.store.base import Selection


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation export`."""
    parser.add_argument("path", type=Path, help=f"the file to write, ending in {', '.join(EXPORTERS)}")
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")
    parser.add_argument(
        "--ties", action="store_true", help="networks: one edge a pair and relation, not one a claim"
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
    parser.add_argument(
        "--modality",
        nargs="+",
        action="extend",
        default=[],
        choices=MODALITIES,
        metavar="M",
        help=f"only claims told so: {', '.join(MODALITIES)} (event formats: asserted unless you say)",
    )
    package = parser.add_argument_group("data package (.zip)")
    package.add_argument("--title", help="its title")
    package.add_argument("--as-version", metavar="VERSION", help="its version (default: made from the data)")
    package.add_argument(
        "--licence", help="the licence you give the data, e.g. CC-BY-4.0 (default: none is stated)"
    )
    package.add_argument("--author", action="append", default=[], help="who made it; once for each")
    package.add_argument("--made", type=_day, metavar="DATE", help="the day it is dated (default: today)")
    package.add_argument(
        "--texts", action="store_true", help="with the articles' texts (mind their owners' rights)"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def run(args: argparse.Namespace) -> int:
    """Export, and print what was written. Raises LegationError."""
    check_target(args.path, force=args.force)
    if args.since and args.until and args.since > args.until:
        raise InputError(f"--since {args.since} is after --until {args.until}: swap them")
    relations = tuple(relation(name.upper()).name for name in args.relation)
    selection = Selection(
        relations=relations, modalities=tuple(args.modality), since=args.since, until=args.until
    )
    scope = Scope(selection, args.ties, _about(args))
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


def _about(args: argparse.Namespace) -> About:
    given = About(
        title=args.title,
        version=args.as_version,
        licence=args.licence,
        authors=tuple(args.author),
        made=args.made,
        texts=args.texts,
    )
    if format_of(args.path) == ".zip":
        return given if args.made else replace(given, made=date.today())
    if given != About():
        raise InputError(
            f"{args.path.name}: --title, --as-version, --licence, --author, --made and --texts are for a data package: "
            "leave them out, or name a .zip"
        )
    return given


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2021-03-02") from wrong
