"""Who tells what: claims that say the same, in the same words or not, and claims that contradict one another."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from graph.model import Article, Claim, Party, Tie
from graph.ontology import relation
from graph.wording import sentence

_NEAR = timedelta(days=7)  # an act without a date was, most likely, within a week of the report


def wording(claim: Claim) -> str:
    """The evidence as it compares: articles that print the same agency text have the same."""
    return " ".join(" ".join(passage.text for passage in claim.evidence).casefold().split())


def retold(claims: Iterable[Claim], names: Mapping[str, str] | None = None) -> list[tuple[Claim, ...]]:
    """Claims that say the same put together, in the order of the first of each.

    The same means: the same words for it and, unless it is a standing relation, the same date. Acts without a date
    stay apart unless the articles themselves have the same wording: nothing else says that they are one act.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        when: object = (claim.date.start, claim.date.end) if claim.date else wording(claim)
        if relation(claim.relation).family == "standing":
            when = "standing"
        groups.setdefault((sentence(claim, names), when), []).append(claim)
    return [tuple(group) for group in groups.values()]


def copies(claims: Sequence[Claim]) -> int:
    """How many articles have a sentence of these claims in the same wording as another article; 0 if none."""
    told: dict[str, set[str]] = {}
    for claim in claims:
        told.setdefault(wording(claim), set()).add(claim.article)
    return len({article for articles in told.values() if len(articles) > 1 for article in articles})


def outlets(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[str | None]:
    """The publishers of these claims, each once, sorted; None, last, where one is not known."""
    found = {articles[c.article].publisher if c.article in articles else None for c in claims}
    known = sorted(name for name in found if name)
    return [*known, None] if None in found or "" in found else [*known]


def basis(tie: Tie, claims: Sequence[Claim], articles: Mapping[str, Article]) -> str:
    """What a tie rests on in one line: how many claims and articles, whose, how told, and whether words are shared.

    `claims` are those of the tie, the newest ones where there are too many to be read.
    """
    part = 0 < len(claims) < tie.claims
    many = tie.articles if part else len({claim.article for claim in claims}) or tie.articles
    words = (
        f"{_number(tie.claims if part else len(claims) or tie.claims, 'claim')} in {_number(many, 'article')}"
    )
    if part:
        return f"{words}; shown are the newest {len(claims):,}"
    publishers = outlets(claims, articles)
    if len(publishers) == 1 and publishers[0]:
        words += f", all by {publishers[0]}" if many > 1 else f", by {publishers[0]} only"
    elif len(publishers) > 1 and None not in publishers:
        words += f" of {len(publishers)} publishers"
    if same := copies(claims):
        words += f"; {same} articles have the same wording"
    counts = {modality: sum(c.modality == modality for c in claims) for modality in ("asserted", "denied")}
    if all(counts.values()):
        words += f"; told as fact {_times(counts['asserted'])}, denied {_times(counts['denied'])}"
    return words


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def rivals(claim: Claim, others: Iterable[Claim], published: Mapping[str, date]) -> list[Claim]:
    """Those of the others that contradict a claim: the same act of the same actors, denied here and asserted there.

    The same act means: the same relation and actors (with only one actor, the same words or rule for the act too) and about
    the same time. One article does not contradict itself, and claims without any date contradict nothing.
    """
    if claim.modality not in ("asserted", "denied"):
        return []
    wanted = "denied" if claim.modality == "asserted" else "asserted"
    return [
        other
        for other in others
        if other.modality == wanted
        and other.article != claim.article
        and other.relation == claim.relation
        and _same_actors(claim, other)
        and _same_time(claim, other, published)
    ]


def _same_actors(one: Claim, other: Claim) -> bool:
    if relation(one.relation).symmetric:
        ours, theirs = ({p.actor for p in (*claim.sources, *claim.targets)} for claim in (one, other))
        # A third at the table makes another meeting: A may have met B and C although B did not meet C.
        return ours == theirs and (len(ours) > 1 or _same_words(one, other))
    if not one.targets or not other.targets:
        return _meet(one.sources, other.sources) and _same_words(one, other)
    return _meet(one.sources, other.sources) and _meet(one.targets, other.targets)


def _same_words(one: Claim, other: Claim) -> bool:
    """Whether two acts are told in the same words, or read by the same rule ("took part", "take part") of one matter."""
    if one.predicate == other.predicate:
        return True
    matters = [
        set(re.findall(r"\w{4,}", c.issue.text.casefold())) if c.issue else set[str]() for c in (one, other)
    ]
    return one.method == other.method and not matters[0].isdisjoint(matters[1])


def _meet(some: Sequence[Party], others: Sequence[Party]) -> bool:
    return bool({party.actor for party in some} & {party.actor for party in others})


def _same_time(one: Claim, other: Claim, published: Mapping[str, date]) -> bool:
    spans = [_span(claim, published) for claim in (one, other)]
    if spans[0] is None or spans[1] is None:
        return False
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def rival_days(claim: Claim, published: Mapping[str, date]) -> tuple[date, date] | None:
    """The first and last day of claims that may contradict one (by date, else publication); None if none can."""
    span = _span(claim, published)
    return (span[0], span[1] + _NEAR) if span else None


def _span(claim: Claim, published: Mapping[str, date]) -> tuple[date, date] | None:
    if claim.date:
        return claim.date.start, claim.date.end
    day = published.get(claim.article)
    return (day - _NEAR, day) if day else None


def opposing(claim: Claim, articles: Mapping[str, Article]) -> str:
    """Who says the opposite, as a heading: "Denied in the Strait Times" or "Told as fact in the Island Gazette"."""
    article = articles.get(claim.article)
    where = article.publisher if article and article.publisher else "another article"
    return f"{'Denied' if claim.modality == 'denied' else 'Told as fact'} in {where}"
