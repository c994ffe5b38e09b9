"""Claims with the articles that tell them, and readings, in a stream: for exports, which may be of more than fits in
memory."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from graph.model import Article, Claim, Reading
from graph.store.base import Selection, View
from graph.store.select import EVERYTHING


def told(view: View, selection: Selection = EVERYTHING) -> Iterator[tuple[Claim, Article]]:
    """The claims selected, each with its article, whose text is left out; no more than a few articles are held.

    All claims of a store come article by article, sorted by the article's id: each is read once. The claims of a
    selection come newest first, as `View.claims` has them.
    """
    if selection == EVERYTHING:
        for reading in view.readings():
            header = replace(reading.article, text="")
            for claim in reading.claims:
                yield claim, header
        return

    @lru_cache(maxsize=2048)
    def header_of(article_id: str) -> Article:
        found = view.article(article_id)
        return replace(found, text="") if found else Article(article_id, "")

    for claim in view.claims(selection):
        yield claim, header_of(claim.article)


def readings(view: View, selection: Selection = EVERYTHING) -> Iterator[Reading]:
    """The readings with a claim that is selected, each with these claims alone, sorted by the article's id."""
    if selection == EVERYTHING:
        yield from view.readings()
        return
    chosen: defaultdict[str, set[str]] = defaultdict(set)
    for claim in view.claims(selection):
        chosen[claim.article].add(claim.id)
    for article_id, ids in sorted(chosen.items()):
        if reading := view.reading(article_id):
            yield replace(reading, claims=tuple(claim for claim in reading.claims if claim.id in ids))
