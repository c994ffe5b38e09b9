"""Questions that compare what articles tell: told once only, promised and not done, refused, denied, turned round."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, product
from typing import Any

from graph.ontology import relation
from graph.store._quick import Asked, walk
from graph.store._quick_lists import Listing, ordered
from graph.store._quick_sums import CONFLICT, COOPERATION, among
from graph.store._quick_told import (
    ASSERTED,
    DENIED,
    PLANNED,
    SOURCE,
    TARGET,
    Named,
    Told,
    claims,
    distinct,
    evidence,
    ids,
    renamed,
    text,
    value,
    verb,
)
from graph.store.base import Row

_PARTIES = (SOURCE, TARGET)
# Claims looked at together.
_PAGE = 250
# Days between an act and its denial, every month counting 31: see contradicting-claims.rq.
_ABOUT = 10
# What a mode announces, where that is another act than the relation's own: see plans-not-done.rq.
_PROMISED = {
    "meet": "CONSULT",
    "visit": "CONSULT",
    "aid": "AID",
    "support": "SUPPORT",
    "cooperate": "COOPERATE",
    "sign": "COOPERATE",
    "withdraw": "RETREAT",
    "release": "RETREAT",
}
_Pairs = list[tuple[Named, Named]]


def single_source(asked: Asked) -> list[Row]:
    """Acts that one article alone tells."""
    elsewhere = "SELECT 1 FROM pair AS q WHERE q.t = p.t AND q.fact AND q.a <> p.a"
    return _told_once(asked, _alone(asked, elsewhere, "1"))


def told_by_one_outlet(asked: Asked) -> list[Row]:
    """Acts that one outlet alone tells."""
    elsewhere = (
        "SELECT 1 FROM pair AS q CROSS JOIN article ON article.a = q.a"
        " WHERE q.t = p.t AND q.fact AND article.publisher <> ?"
    )
    outlet = asked.given["outlet"]
    return _told_once(asked, _alone(asked, elsewhere, "publisher = ?", outlet, outlet))


def _alone(
    asked: Asked, elsewhere: str, where: str, *values: object
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Claims of acts, newest first, each with the ties of its own that nobody else tells, as source and target."""
    kinds = among("tie.relation", (*COOPERATION, *CONFLICT))
    way = walk(asked, "claim_by_day")
    first, last = values[:1], values[1:]
    rows = asked.rows(
        f"SELECT claim.c, tie.source, tie.target FROM {way.start} CROSS JOIN article USING (a)"
        " CROSS JOIN pair AS p ON p.c = claim.c CROSS JOIN tie ON tie.t = p.t"
        f" WHERE {way.where.text} AND claim.fact AND {where} AND {kinds.text}"
        f" AND NOT EXISTS ({elsewhere}) ORDER BY {way.day} DESC, claim.id, claim.c",
        *(*way.where.values, *first, *kinds.values, *last),
    )
    for c, group in groupby(rows, key=lambda row: row[0]):
        yield int(c), list(dict.fromkeys((source, target) for _, source, target in group))


def _told_once(asked: Asked, alone: Iterable[tuple[int, list[tuple[int, int]]]]) -> list[Row]:
    found: list[Row] = []
    parts = 0
    for page in _pages(alone, asked.most):
        told = claims(asked, (c for c, _ in page))
        for c, ties in page:
            if parts >= asked.most:
                return distinct(found)
            pairs = [pair for tie in ties for pair in _ends(told[c], *tie)]
            pairs = sorted(pairs, key=lambda pair: (pair[0].place, pair[1].place))[: asked.most - parts]
            parts += len(pairs)
            proof = {**evidence(asked, told[c]), "verb": verb(told[c].relation)} if pairs else {}
            found += [{"who": text(a.name), "whom": text(b.name), **proof} for a, b in pairs]
    return distinct(found)


def _pages(walked: Iterable[Any], most: int) -> Iterator[list[Any]]:
    page: list[Any] = []
    for each in walked:
        page.append(each)
        if len(page) >= min(_PAGE, most):
            yield page
            page = []
    if page:
        yield page


def _ends(told: Told, source: int, target: int) -> _Pairs:
    """The parties of a claim that stand at the ends of one of its ties."""
    other = _PARTIES if relation(told.relation).symmetric else (TARGET,)
    return [
        (a, b) for a, b in product(told.of(SOURCE), told.of(*other)) if (a.actor, b.actor) == (source, target)
    ]


def plans_not_done(asked: Asked) -> list[Row]:
    """Plans and promises towards somebody that no article tells as done between the two."""
    found: list[Row] = []
    parts = 0
    for page in _pages(ordered(asked, Listing(modality=PLANNED)), asked.most):
        told = claims(asked, page)
        for c in page:
            if parts >= asked.most:
                return distinct(found)
            claim = told[c]
            mode = value(asked, claim, "mode")
            act = _PROMISED.get(mode or "", claim.relation)
            pairs = [
                (a, b)
                for a, b in product(claim.of(SOURCE), claim.of(*_PARTIES))
                if a.actor != b.actor and not _done(asked, a.actor, b.actor, act)
            ]
            pairs = sorted(pairs, key=lambda pair: (pair[0].place, pair[1].place))[: asked.most - parts]
            parts += len(pairs)
            if pairs:
                proof = {
                    **evidence(asked, claim),
                    "verb": verb(claim.relation),
                    "mode": mode,
                    "issue": value(asked, claim, "issue"),
                }
                found += [{"who": text(a.name), "whom": text(b.name), **proof} for a, b in pairs]
    return distinct(found)


def _done(asked: Asked, actor: int, other: int, act: str) -> bool:
    ways = [(actor, other), (other, actor)] if relation(act).symmetric else [(actor, other)]
    told = "SELECT 1 FROM tie WHERE source = ? AND target = ? AND relation = ? AND facts > 0"
    return any(next(asked.rows(told, *way, act), None) for way in ways)


def requests_refused(asked: Asked) -> list[Row]:
    """Demands that the one they were put to rejected, until the end of the next year."""
    way = walk(asked, "claim_by_relation")
    rows = asked.rows(
        f"SELECT claim.c, q.c, tie.source, tie.target, claim.first, q.first, claim.id, q.id FROM {way.start}"
        " CROSS JOIN pair AS p ON p.c = claim.c CROSS JOIN tie ON tie.t = p.t"
        " CROSS JOIN tie AS back ON back.source = tie.target AND back.target = tie.source AND back.relation = 'REJECT'"
        " CROSS JOIN pair AS q ON q.t = back.t"
        f" WHERE {way.where.text} AND claim.relation = 'REQUEST' AND claim.fact"
        f" AND q.modality = {ASSERTED} AND q.first BETWEEN claim.first AND claim.first + 731"
        f" ORDER BY {way.day} DESC, claim.id, claim.c",
        *way.where.values,
    )
    chosen: list[tuple[int, int, int, int]] = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        # Within a claim: by the refusal, then by the actors.
        some = [row for row in dict.fromkeys(group) if _year(row[5]) <= _year(row[4]) + 1]
        called = ids(asked, (n for row in some for n in row[2:4])) if len(some) > 1 else {}
        some.sort(key=lambda row: (row[7], called.get(row[2], ""), called.get(row[3], "")))
        chosen += [row[:4] for row in some]
        if len(chosen) >= asked.most:
            break
    return _refused(asked, chosen[: asked.most])


def _year(ordinal: int) -> int:
    return date.fromordinal(ordinal).year


_LATER = {
    "date": "refused_on",
    "sentence": "refusal",
    "title": "refusal_title",
    "publisher": "refusal_publisher",
}


def _refused(asked: Asked, chosen: list[tuple[int, int, int, int]]) -> list[Row]:
    told = claims(asked, (c for row in chosen for c in row[:2]))
    proof = {c: evidence(asked, told[c]) for c in told}
    issue = {c: value(asked, told[c], "issue") for c, *_ in chosen}
    return distinct(
        {"who": text(who), "whom": text(whom), "issue": issue[c], **proof[c], **renamed(proof[no], _LATER)}
        for c, no, a, b in chosen
        for who in told[c].names(a, SOURCE)
        for whom in told[c].names(b, TARGET)
    )


def contradicting(asked: Asked) -> list[Row]:
    """The same relation between the same two, told as fact by one article and denied by another, about the same time."""
    rows = asked.rows(*_denials(asked))
    chosen: list[tuple[int, int, Named, Named, Told, Told]] = []
    for page in _pages(((c, list(group)) for c, group in groupby(rows, key=lambda row: row[0])), asked.most):
        told = claims(asked, (c for _, group in page for row in group for c in row[:2]))
        for no, group in page:
            found = [
                (no, c, a, b, told[no], told[c])
                for _, c, source, target in dict.fromkeys(group)
                if _near(told[no].day, told[c].day)
                for a, b in _sides(told[c], source, target)
            ]
            found.sort(key=lambda row: (row[5].id, row[2].place, row[3].place))
            chosen += found
            if len(chosen) >= asked.most:
                return _contradictions(asked, chosen[: asked.most])
    return _contradictions(asked, chosen)


def _denials(asked: Asked) -> tuple[Any, ...]:
    """The query for denials with the claims that tell the same as a fact, newest denials first."""
    way = walk(asked, "claim_by_modality")
    # The index of modalities holds those that are not the first one; SQLite has to be told so.
    return (
        f"SELECT claim.c, q.c, tie.source, tie.target FROM {way.start} CROSS JOIN pair AS p ON p.c = claim.c"
        " CROSS JOIN pair AS q ON q.t = p.t CROSS JOIN tie ON tie.t = p.t"
        f" WHERE {way.where.text} AND claim.modality = {DENIED} AND claim.modality > 0 AND q.fact AND q.a <> claim.a"
        f" AND q.first BETWEEN claim.first - {_ABOUT} AND claim.first + {_ABOUT}"
        f" ORDER BY {way.day} DESC, claim.id, claim.c",
        *way.where.values,
    )


def _near(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(_reckoned(one) - _reckoned(other)) <= _ABOUT


def _reckoned(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.year * 372 + day.month * 31 + day.day


def _sides(told: Told, source: int, target: int) -> _Pairs:
    """The parties at the ends of a tie; of an act done together the one whose address comes first is on the left."""
    if not relation(told.relation).symmetric:
        return _ends(told, source, target)
    return [
        (a, b) for a, b in product(told.of(*_PARTIES), repeat=2) if (a.actor, b.actor) == (source, target)
    ]


_DENIAL = {
    "date": "denied_on",
    "sentence": "denial",
    "title": "denial_title",
    "publisher": "denial_publisher",
}


def _contradictions(asked: Asked, chosen: list[tuple[int, int, Named, Named, Told, Told]]) -> list[Row]:
    return distinct(
        {
            "who": text(a.name),
            "verb": verb(told.relation),
            "whom": text(b.name),
            **evidence(asked, told),
            **renamed(evidence(asked, denied), _DENIAL),
        }
        for _, _, a, b, denied, told in chosen
    )
