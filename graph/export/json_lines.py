"""Export as the public JSON Lines (see `graph.lines`), article by article, with the store's actor ids."""

from collections import Counter
from typing import BinaryIO

from graph.errors import InputError
from graph.export import Counts, Scope
from graph.lines import encode, to_lines
from graph.store.base import View
from graph.told import readings


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the lines of every article; of a selection, only articles with a claim in it, and only its claims."""
    if scope.ties:
        raise InputError("JSON Lines hold claims, not ties: leave out --ties, or export GraphML")
    counts: Counter[str] = Counter(articles=0, claims=0, mentions=0, actors=0, cuts=0, problems=0)
    for reading in readings(view, scope.selection):
        counts["articles"] += 1
        for line in to_lines(reading):
            counts[f"{line['kind']}s"] += 1
            out.write(encode(line).encode() + b"\n")
    return counts
