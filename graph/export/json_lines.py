"""Export as the public JSON Lines (see `graph.lines`), article by article, with the store's actor ids."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from graph.errors import InputError
from graph.export import Counts, Scope
from graph.lines import encode, to_lines
from graph.model import Reading
from graph.store.base import View


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the lines of every article; of a selection, only articles with a claim in it, and only its claims."""
    if scope.ties:
        raise InputError("JSON Lines hold claims, not ties: leave out --ties, or export GraphML")
    counts: Counter[str] = Counter(articles=0, claims=0, mentions=0, actors=0, cuts=0, problems=0)
    for reading in _readings(view, scope):
        counts["articles"] += 1
        for line in to_lines(reading):
            counts[f"{line['kind']}s"] += 1
            out.write(encode(line).encode() + b"\n")
    return counts


def _readings(view: View, scope: Scope) -> Iterator[Reading]:
    chosen = None if scope.everything else {claim.id for claim in view.claims(scope.selection)}
    for article in view.articles():
        reading = view.reading(article.id)
        if reading is None:
            continue
        if chosen is not None:
            reading = replace(reading, claims=tuple(c for c in reading.claims if c.id in chosen))
        if chosen is None or reading.claims:
            yield reading
