"""One actor in the claims about it: what it did, to whom, and what others did to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.model import Article, Claim, Tie
from graph.ontology import relation

# Title of each group of claims, in the order of the page.
GROUPS = (
    "Offices and memberships",
    "Met or spoke with",
    "Called for",
    "Supports or works with",
    "Opposes",
    "Said",
    "What others did or said",
)
SIDES = {1: "cooperation", -1: "conflict", 0: "neither"}


@dataclass(frozen=True, slots=True)
class Profile:
    """The claims of one actor by group, the claims it is the speaker of included under "Said"."""

    actor: str
    groups: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    articles: int = 0
    partners: tuple[tuple[str, int], ...] = ()

    @property
    def claims(self) -> int:
        """How many claims name the actor."""
        return len({claim.id for claims in self.groups.values() for claim in claims})


def _group(actor: str, claim: Claim) -> str:
    kind = relation(claim.relation)
    doer = any(party.actor == actor for party in claim.sources)
    if kind.family == "standing":
        return "Offices and memberships"
    if claim.relation == "CONSULT" and (doer or any(p.actor == actor for p in claim.targets)):
        return "Met or spoke with"
    if not doer:
        speaks = any(party.actor == actor for party in claim.attributed_to)
        hit = any(party.actor == actor for party in claim.targets)
        return "Said" if speaks and not hit else "What others did or said"
    if claim.relation == "REQUEST":
        return "Called for"
    return {1: "Supports or works with", -1: "Opposes", 0: "Said"}[kind.sign]


def profile(actor: str, claims: Iterable[Claim]) -> Profile:
    """The profile of an actor from the claims that name it, in the order given."""
    groups: dict[str, list[Claim]] = {title: [] for title in GROUPS}
    partners: Counter[str] = Counter()
    articles: set[str] = set()
    for claim in claims:
        groups[_group(actor, claim)].append(claim)
        articles.add(claim.article)
        parties = {party.actor for party in (*claim.sources, *claim.targets)}
        if actor in parties:
            partners.update(parties - {actor})
    ranked = sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))
    return Profile(actor, {t: tuple(c) for t, c in groups.items() if c}, len(articles), tuple(ranked))


def months(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[dict[str, object]]:
    """Claims by month and side (cooperation, conflict, neither), rows for a chart: month, side, claims.

    A claim without a date counts in the month its article was published; with neither it is left out. Standing
    relations are no acts and are left out too.
    """
    tally: Counter[tuple[date, str]] = Counter()
    for claim in claims:
        kind = relation(claim.relation)
        article = articles.get(claim.article)
        day = claim.date.start if claim.date else article.published if article else None
        if day and kind.family != "standing":
            tally[day.replace(day=1), SIDES[kind.sign]] += 1
    return [{"month": m, "side": side, "claims": n} for (m, side), n in sorted(tally.items())]


def most_connected(ties: Iterable[Tie], most: int = 6) -> list[tuple[str, int, int]]:
    """The actors with the most partners: id, number of partners, number of claims; ties broken by claims, then id."""
    partners: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    for tie in ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            partners.setdefault(one, set()).add(other)
            told.setdefault(one, set()).update(tie.claim_ids)
    rows = [(actor, len(others), len(told[actor])) for actor, others in partners.items()]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))[:most]
