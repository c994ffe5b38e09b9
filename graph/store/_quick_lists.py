"""Questions that list claims, newest first: which, and what is shown of them."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, product

from graph import vocabulary as v
from graph.store._index_sql import Condition
from graph.store._quick import Asked, between
from graph.store._quick_told import (
    ASSERTED,
    DENIED,
    SOURCE,
    SPEAKER,
    TARGET,
    Named,
    Told,
    claims,
    distinct,
    evidence,
    how,
    ids,
    text,
    value,
    verb,
)
from graph.store.base import Row
from graph.store.term import Term

_PARTIES, _ALL = (SOURCE, TARGET), (SOURCE, TARGET, SPEAKER)
# Claims looked at together: more than an answer mostly holds, few enough to come at once.
_PAGE = 250


@dataclass(frozen=True, slots=True)
class Listing:
    """Which claims a question lists, and what it shows of them besides parties, verb and evidence.

    `roles` are those in which its actor may stand; `among` says more about that row of `party` (x) and its claim.
    `shown` maps columns to properties of claims, the first of which that a claim has is shown; `whom` is the column of
    the target, `speaker` that of who speaks, where there is one.
    """

    relations: tuple[str, ...] = ()
    modality: int | None = None
    roles: tuple[int, ...] = _PARTIES
    among: str = "1"
    shown: Mapping[str, str] = field(default_factory=dict)
    whom: str = "whom"
    speaker: str | None = None
    oldest_first: bool = False


_ACT = Listing(modality=ASSERTED, shown={"issue": "issue"})
_OFFICES = Listing(
    ("HOLDS_OFFICE",),
    ASSERTED,
    shown={"office": "issue", "former": "former", "since_day": "since", "until_day": "until"},
    whom="body",
)
_BODIES = ("HOLDS_OFFICE", "LEADS", "MEMBER_OF", "PART_OF")
_CAPACITY = {"capacity": "issue", "former": "former"}
_SAID = "(x.role = 2 OR x.role = 0 AND claim.relation = 'STATEMENT')"
_SAID_OF = (
    "(x.role = 1 AND claim.relation = 'STATEMENT' OR EXISTS"
    " (SELECT 1 FROM party AS voice WHERE voice.c = x.c AND voice.role = 2 AND voice.actor <> x.actor))"
)
LISTINGS = {
    "who-met-whom": Listing(("CONSULT",), ASSERTED),
    "who-called-for-what": replace(_ACT, relations=("REQUEST",)),
    "who-supports-whom": replace(_ACT, relations=("SUPPORT", "AID")),
    "who-accused-whom": replace(_ACT, relations=("ACCUSE",)),
    "who-rejected-what": replace(_ACT, relations=("REJECT",)),
    "who-threatened-whom": replace(_ACT, relations=("THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")),
    "acts-of-a-kind": Listing(shown={"issue": "issue"}),
    "offices": _OFFICES,
    "offices-on": replace(_OFFICES, among="claim.fact"),
    "members-and-parts": Listing(_BODIES, ASSERTED, roles=(TARGET,), shown=_CAPACITY),
    "belongs-to": Listing((*_BODIES, "ALLY_OF"), ASSERTED, roles=(SOURCE,), shown=_CAPACITY),
    "statements-of": Listing(roles=(SOURCE, SPEAKER), among=_SAID, shown={"about": "content issue"}),
    "statements-about": Listing(among=_SAID_OF, shown={"about": "content issue"}, speaker="speaker"),
    "timeline": Listing(shown={"issue": "issue"}, oldest_first=True),
    "latest-claims": Listing(roles=_ALL, shown={"issue": "issue"}),
    "denied-claims": Listing(modality=DENIED, roles=_ALL, shown={"issue": "issue"}, speaker="denied_by"),
}


def listed(asked: Asked) -> list[Row]:
    """The claims of a question, with a row for each source, target and speaker."""
    listing = LISTINGS[asked.name]
    if "relation" in asked.given:
        listing = replace(listing, relations=(asked.given["relation"],))
    return distinct(row for claim in _chosen(asked, listing) for row in _rows(asked, listing, claim))


def met(asked: Asked) -> list[Row]:
    """The meetings, with a row for each pair of those who met; the actor asked for on the left."""
    found: list[Row] = []
    chosen = list(_chosen(asked, LISTINGS[asked.name]))
    called = ids(asked, (party.actor for claim in chosen for party in claim.parties))
    actor, other = asked.given.get("actor"), asked.given.get("other")
    for claim in chosen:
        proof = {**evidence(asked, claim), "place": value(asked, claim, "place")}
        for left, right in product(claim.of(*_PARTIES), repeat=2):
            a, b = called[left.actor], called[right.actor]
            fits = a == actor != b if actor else before(a, b)
            if fits and other in (None, b):
                found.append({"who": text(left.name), "whom": text(right.name), **proof})
    return distinct(found)


def before(one: str, other: str) -> bool:
    """Whether an actor comes before another one in the order of their addresses, which queries sort by."""
    return v.actor_iri(one).value < v.actor_iri(other).value


def _rows(asked: Asked, listing: Listing, claim: Told) -> Iterator[Row]:
    common = {
        **evidence(asked, claim),
        "verb": verb(claim.relation),
        "told": how(claim.modality),
        **{column: _value(asked, claim, names) for column, names in listing.shown.items()},
    }
    speakers = claim.of(SPEAKER) if listing.speaker else []
    parties: tuple[list[Named | None], ...] = (
        [*claim.of(SOURCE)],
        [*claim.of(TARGET)] or [None],
        [*speakers] or [None],
    )
    for left, right, voice in product(*parties):
        row = {
            **common,
            "who": text(left.name) if left else None,
            listing.whom: text(right.name) if right else None,
        }
        yield {**row, listing.speaker: text(voice.name) if voice else None} if listing.speaker else row


def _value(asked: Asked, claim: Told, names: str) -> Term | None:
    """The first of some properties that a claim has."""
    return next((found for name in names.split() if (found := value(asked, claim, name)) is not None), None)


def _chosen(asked: Asked, listing: Listing) -> Iterator[Told]:
    """The claims of a listing, in its order, as many as are wanted."""
    numbers = ordered(asked, listing)
    if "on" in asked.given:
        return islice(_held_on(asked, numbers), asked.most)
    return islice(_told(asked, numbers), asked.most)


def _held_on(asked: Asked, numbers: Iterator[int]) -> Iterator[Told]:
    """The claims of offices that were held on the day asked for, as far as the articles say."""
    on = asked.given["on"].isoformat()
    for claim in _told(asked, numbers):
        begin, end = value(asked, claim, "since"), value(asked, claim, "until")
        if (begin is None or begin <= on) and (end is None or end >= on):
            yield claim


def _told(asked: Asked, numbers: Iterator[int]) -> Iterator[Told]:
    page = min(_PAGE, asked.most)
    while some := list(islice(numbers, page)):
        told = claims(asked, some)
        yield from (told[c] for c in some)


def ordered(asked: Asked, listing: Listing) -> Iterator[int]:
    """The numbers of the claims of a listing, in its order."""
    actors = asked.numbers("actor", "other")
    return _of_actor(asked, listing, actors) if actors else _of_all(asked, listing)


def _period(asked: Asked, column: str) -> Condition:
    if "on" not in asked.given:
        return asked.period(column)
    on: date = asked.given["on"]
    return between(column, date(max(1, on.year - 1), 1, 1), on)


def _on_claim(listing: Listing) -> tuple[str, tuple[object, ...]]:
    """What the row of `claim` must meet."""
    relations = ", ".join("?" * len(listing.relations))
    test = f"+claim.relation IN ({relations})" if relations else "1"
    if listing.modality is None:
        return test, listing.relations
    return f"{test} AND +claim.modality = ?", (*listing.relations, listing.modality)


def _of_actor(asked: Asked, listing: Listing, actors: list[int]) -> Iterator[int]:
    """By way of the actor's parties, which stand in the order of their days."""
    period, (test, values) = _period(asked, "x.first"), _on_claim(listing)
    actor, *others = _rarest_first(asked, actors)
    with_others = " AND EXISTS (SELECT 1 FROM party AS y WHERE y.c = x.c AND +y.actor = ? AND y.role < 2)"
    order = "x.first, claim.id" if listing.oldest_first else "x.first DESC, claim.id"
    rows = asked.rows(
        f"SELECT DISTINCT x.c, x.first, claim.id FROM party AS x INDEXED BY party_by_actor CROSS JOIN claim USING (c)"
        f" WHERE x.actor = ? AND x.role IN ({', '.join(map(str, listing.roles))}) AND {period.text} AND {test}"
        f" AND {listing.among}{with_others * len(others)} ORDER BY {order}",
        *(actor, *period.values, *values, *others),
    )
    return (c for c, *_ in rows)


def _rarest_first(asked: Asked, actors: list[int]) -> list[int]:
    """Where both must be parties, it is quicker to go through the claims of the one that has fewer."""
    if len(actors) < 2:
        return actors
    marks = ", ".join("?" * len(actors))
    told = dict(asked.rows(f"SELECT n, claims FROM actor WHERE n IN ({marks})", *actors))
    return sorted(actors, key=lambda n: told.get(n, 0))


def _of_all(asked: Asked, listing: Listing) -> Iterator[int]:
    """By way of the days of each relation, or of a modality, or of all claims."""
    period = _period(asked, "claim.first")
    order = "ORDER BY claim.first DESC, claim.id"
    if not listing.relations:
        test, values = _on_claim(listing)
        # Few are denied or planned: they have a list of their own. What is asserted or anything has the list of all.
        test = test.replace("+", "") if listing.modality else test
        rows: Iterable[tuple[int, ...]] = asked.rows(
            f"SELECT c FROM claim WHERE {test} AND {period.text} {order}", *values, *period.values
        )
        return (c for c, *_ in rows)
    parts, bound = [], list[object]()
    for name in listing.relations:
        test, values = _on_claim(replace(listing, relations=()))
        parts.append(
            "SELECT * FROM (SELECT c, first, id FROM claim WHERE relation = ?"
            f" AND {test} AND {listing.among} AND {period.text} {order} LIMIT ?)"
        )
        # Offices are looked at more closely afterwards: all of them may be needed.
        bound += [name, *values, *period.values, -1 if "on" in asked.given else asked.most]
    rows = asked.rows(" UNION ALL ".join(parts) + " ORDER BY first DESC, id", *bound)
    return (c for c, *_ in rows)
