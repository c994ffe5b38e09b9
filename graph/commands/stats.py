"""Say how much a store holds."""

import argparse
import sys

from graph.commands._output import write_table
from graph.ontology import relations
from graph.settings import default_store
from graph.store import open_store


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation stats`."""
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")


def run(args: argparse.Namespace) -> int:
    """Print counts, dates and claims by relation. Raises StoreError."""
    store = open_store(args.store or default_store())
    try:
        found = store.view().stats()
    finally:
        store.close()
    for name in ("articles", "claims", "actors", "problems"):
        print(f"{name:<10}{getattr(found, name):>8}")
    if found.first and found.last:
        print(f"{'dates':<10}{found.first} to {found.last}")
    if found.by_relation:
        print()
        rows = [
            (name, relations()[name].noun if name in relations() else "", str(number))
            for name, number in found.by_relation.items()
        ]
        write_table(("relation", "claims of a", "number"), rows, sys.stdout)
    return 0
