"""Helpers for tests of the frames: read a text, show its claims in short."""

from datetime import date
from functools import cache

from graph.model import Article, Claim, Party, Reading
from loaders.pipeline import Reader


@cache
def read(text: str, published: date | None = date(2021, 3, 5)) -> Reading:
    """What the frames read in a text (2021-03-05 is a Friday)."""
    return Reader(learned=False).read(Article(id="t", text=text, published=published))


def claims(text: str, relation: str | None = None, published: date | None = date(2021, 3, 5)) -> list[Claim]:
    """The claims of a text, of one relation if named."""
    return [c for c in read(text, published).claims if relation in (None, c.relation)]


def only(text: str, relation: str, published: date | None = date(2021, 3, 5)) -> Claim:
    """The one claim of that relation; fails where there is none or another."""
    found = claims(text, relation, published)
    assert len(found) == 1, [short(c) for c in claims(text, None, published)]
    return found[0]


def names(parties: tuple[Party, ...]) -> list[str]:
    """The parties' names."""
    return [p.name for p in parties]


def short(claim: Claim) -> str:
    """A claim in one line, for messages."""
    return (
        f"{claim.relation}({'+'.join(names(claim.sources))} -> {'+'.join(names(claim.targets))}"
        f" | {claim.issue.text if claim.issue else None} | {claim.modality})"
    )
