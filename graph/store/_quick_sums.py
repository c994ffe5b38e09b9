"""Questions that count an actor's ties: by partner, by month, by outlet."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from heapq import nsmallest
from typing import Any

from graph import vocabulary as v
from graph.model import MODALITIES
from graph.ontology import relation
from graph.store._index_sql import Condition
from graph.store._quick import Asked
from graph.store._quick_told import (
    ASSERTED,
    KEY,
    SOURCE,
    TARGET,
    Told,
    claims,
    distinct,
    evidence,
    grouped,
    how,
    number,
    text,
    verb,
)
from graph.store.base import Row

HOSTILE = ("ACCUSE", "REJECT", "THREATEN", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT")
FRIENDLY = ("SUPPORT", "AID", "COOPERATE", "ALLY_OF")
COOPERATION = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
CONFLICT = ("REQUEST", *HOSTILE)
_RIVALS = 5


def among(column: str, names: Iterable[str]) -> Condition:
    """That a column is one of some texts."""
    values = tuple(names)
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", values)


def acts(actor: int, *conditions: Condition) -> Condition:
    """All pairs of an actor's ties that meet conditions on `tie` and `pair`, with the other one, and which way they go."""
    test = " AND ".join(each.text for each in conditions) or "1"
    values = tuple(value for each in conditions for value in each.values)
    ways = (("source", "target", 1), ("target", "source", -1))
    parts = [
        f"SELECT tie.{there} AS other, tie.relation AS relation, {way} AS way, pair.* FROM tie CROSS JOIN pair USING (t)"
        f" WHERE tie.{here} = ? AND tie.{there} <> tie.{here} AND {test}"
        for here, there, way in ways
    ]
    return Condition(" UNION ALL ".join(parts), (actor, *values) * 2)


def asserted(*names: str) -> Condition:
    """That something is told as fact, of some relations (none named: of any)."""
    told = f"pair.modality = {ASSERTED}"
    if not names:
        return Condition(told, ())
    kinds = among("tie.relation", names)
    return Condition(f"{told} AND {kinds.text}", kinds.values)


def _by_name(actor: int, column: str) -> Callable[[Told], Iterator[Row]]:
    """The names by which an actor takes part in a claim, as rows."""
    return lambda told: ({column: text(name)} for name in told.names(actor, SOURCE, TARGET))


def ego_network(asked: Asked) -> list[Row]:
    """Everybody whom a claim ties to the actor, with relation, direction and modality."""
    found = acts(asked.number("actor"), asked.period("pair.first"))
    rows = asked.rows(
        "SELECT sums.*, actor.id FROM (SELECT other, relation, way, modality, count(DISTINCT c), count(DISTINCT a),"
        f" max({KEY.format('act')}), c FROM ({found.text}) AS act GROUP BY other, relation, way, modality) AS sums"
        " JOIN actor ON actor.n = other",
        *found.values,
    )

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        _, name, way, modality, told, articles, _, _, actor = row
        return -articles, -told, actor, relation(name).term, _arrow(name, way), MODALITIES[modality]

    return grouped(
        asked,
        [
            (
                {
                    "verb": verb(name),
                    "direction": text(_arrow(name, way)),
                    "told": how(modality),
                    "claims": number(told),
                    "articles": number(articles),
                },
                c,
                _by_name(other, "who"),
            )
            for other, name, way, modality, told, articles, _, c, _ in nsmallest(asked.most, rows, key=key)
        ],
    )


def _arrow(name: str, way: int) -> str:
    return "--" if relation(name).symmetric else "->" if way > 0 else "<-"


def _good(names: Sequence[str]) -> str:
    return f"relation IN ({', '.join(repr(name) for name in names)})"


def friends_and_foes(asked: Asked) -> list[Row]:
    """The actor's partners with their cooperative and conflictual acts."""
    found = acts(asked.number("actor"), asserted(*COOPERATION, *CONFLICT), asked.period("pair.first"))
    rows = asked.rows(
        f"SELECT sums.*, actor.id FROM (SELECT other, count(DISTINCT CASE WHEN {_good(COOPERATION)} THEN c END) AS good,"
        f" count(DISTINCT CASE WHEN {_good(CONFLICT)} THEN c END) AS bad, max({KEY.format('act')}), c"
        f" FROM ({found.text}) AS act GROUP BY other) AS sums JOIN actor ON actor.n = other",
        *found.values,
    )
    best = nsmallest(asked.most, rows, key=lambda row: (-row[1] - row[2], row[5]))
    return grouped(
        asked, [(_balance(good, bad), c, _by_name(other, "who")) for other, good, bad, _, c, _ in best]
    )


def _balance(good: int, bad: int) -> Row:
    return {"cooperation": number(good), "conflict": number(bad), "balance": number(good - bad)}


def balance_by_month(asked: Asked) -> list[Row]:
    """Cooperative and conflictual acts by month, newest months first."""
    found = acts(
        asked.number("actor"),
        asserted(*COOPERATION, *CONFLICT),
        asked.period("pair.first"),
        Condition("pair.first IS NOT NULL", ()),
    )
    with_other = "WHERE other = ?" if "other" in asked.given else ""
    rows = asked.rows(
        f"SELECT first, count(DISTINCT CASE WHEN {_good(COOPERATION)} THEN c END),"
        f" count(DISTINCT CASE WHEN {_good(CONFLICT)} THEN c END), max({KEY.format('act')}), c"
        f" FROM ({found.text}) AS act {with_other} GROUP BY first ORDER BY first",
        *(*found.values, *asked.numbers("other")),
    )
    good, bad, newest = Counter[str](), Counter[str](), dict[str, int]()
    for first, one, other, _, c in rows:
        month = date.fromordinal(first).isoformat()[:7]
        good[month] += one
        bad[month] += other
        newest[month] = c
    return grouped(
        asked,
        [
            ({"month_of": text(month), **_balance(good[month], bad[month])}, newest[month], lambda _: [{}])
            for month in sorted(newest, reverse=True)[: asked.most]
        ],
    )


def what_changed(asked: Asked) -> list[Row]:
    """The actor's ties of a first and a second period, where their numbers differ."""
    one, two = asked.period("first"), asked.period("first", "2")
    found = acts(asked.number("actor"), asserted())
    rows = asked.rows(
        "SELECT sums.*, actor.id FROM (SELECT other, relation,"
        f" count(DISTINCT CASE WHEN {one.text} THEN c END) AS one, count(DISTINCT CASE WHEN {two.text} THEN c END) AS two,"
        f" max({KEY.format('act')}), c FROM ({found.text}) AS act WHERE ({one.text}) OR ({two.text})"
        " GROUP BY other, relation) AS sums JOIN actor ON actor.n = other WHERE one <> two",
        *(*one.values, *two.values, *found.values, *one.values, *two.values),
    )
    best = nsmallest(asked.most, rows, key=lambda row: (-abs(row[3] - row[2]), row[6], relation(row[1]).term))
    return grouped(
        asked,
        [
            (
                {
                    "verb": verb(name),
                    "first": number(before),
                    "second": number(after),
                    "change": number(after - before),
                },
                c,
                _by_name(other, "who"),
            )
            for other, name, before, after, _, c, _ in best
        ],
    )


def common_partners(asked: Asked) -> list[Row]:
    """Actors tied to both actors."""
    return _common(asked, asserted(), ("claims", "claims_other"))


def mediators(asked: Asked) -> list[Row]:
    """Actors that met both actors."""
    return _common(asked, asserted("CONSULT"), ("meetings", "meetings_other"))


def _common(asked: Asked, told: Condition, names: tuple[str, str]) -> list[Row]:
    period = asked.period("pair.first")
    one, other = (acts(asked.number(key), told, period) for key in ("actor", "other"))
    rows = asked.rows(
        f"SELECT one.*, two.many, actor.id FROM (SELECT other, count(DISTINCT c) AS many, max({KEY.format('act')}), c"
        f" FROM ({one.text}) AS act GROUP BY other) AS one"
        f" JOIN (SELECT other, count(DISTINCT c) AS many FROM ({other.text}) AS act GROUP BY other) AS two USING (other)"
        " JOIN actor ON actor.n = other WHERE actor.id NOT IN (?, ?)",
        *(*one.values, *other.values, asked.given["actor"], asked.given["other"]),
    )
    best = nsmallest(asked.most, rows, key=lambda row: (-row[1], -row[4], row[5]))
    return grouped(
        asked,
        [
            (
                {names[0]: number(many), names[1]: number(many_other)},
                c,
                _by_name(partner, "who"),
            )
            for partner, many, _, c, many_other, _ in best
        ],
    )


def allies_of_rivals(asked: Asked) -> list[Row]:
    """The friends of the five worst rivals."""
    return _around_rivals(asked, FRIENDLY, "ally")


def rivals_of_rivals(asked: Asked) -> list[Row]:
    """The enemies of the five worst rivals."""
    return _around_rivals(asked, HOSTILE, "enemy")


def _around_rivals(asked: Asked, names: Sequence[str], column: str) -> list[Row]:
    actor, period = asked.number("actor"), asked.period("pair.first")
    bad = acts(actor, asserted(*HOSTILE), period)
    rivals = asked.rows(
        f"SELECT other, id FROM (SELECT other, count(DISTINCT c) AS many FROM ({bad.text}) GROUP BY other)"
        f" JOIN actor ON actor.n = other ORDER BY many DESC, id LIMIT {_RIVALS:d}",
        *bad.values,
    )
    rows: list[tuple[Any, ...]] = []
    for rival, called in list(rivals):
        found = acts(rival, asserted(*names), period)
        around = asked.rows(
            f"SELECT sums.*, actor.id FROM (SELECT other, count(DISTINCT c), count(DISTINCT a), max({KEY.format('act')}), c"
            f" FROM ({found.text}) AS act WHERE other <> ? GROUP BY other) AS sums JOIN actor ON actor.n = other",
            *(*found.values, actor),
        )
        rows += [(rival, called, *row) for row in around]
    best = nsmallest(asked.most, rows, key=lambda row: (-row[4], -row[3], row[1], row[7]))
    return grouped(
        asked,
        [
            (
                {"claims": number(told), "articles": number(articles)},
                c,
                lambda claim, rival=rival, other=other: [  # type: ignore[misc]
                    {"rival": text(one), column: text(two)}
                    for one in claim.names(rival, SOURCE, TARGET)
                    for two in claim.names(other, SOURCE, TARGET)
                ],
            )
            for rival, _, other, told, articles, _, c, _ in best
        ],
    )


def outlets_on(asked: Asked) -> list[Row]:
    """Outlets by the number of articles in which they tell of the actor."""
    period = asked.period("x.first")
    rows = asked.rows(
        f"SELECT publisher, count(DISTINCT a) AS articles, count(DISTINCT c) AS told, max({KEY.format('claim')}), c"
        " FROM party AS x INDEXED BY party_by_actor CROSS JOIN claim USING (c) CROSS JOIN article USING (a)"
        f" WHERE x.actor = ? AND publisher IS NOT NULL AND {period.text} GROUP BY publisher"
        " ORDER BY articles DESC, told DESC, publisher LIMIT ?",
        *(asked.number("actor"), *period.values, asked.most),
    )
    return grouped(
        asked,
        [
            ({"articles": number(articles), "claims": number(told)}, c, lambda _: [{}])
            for _, articles, told, _, c in rows
        ],
    )


def first_contact(asked: Asked) -> list[Row]:
    """For each relation the first act of either of two actors to the other."""
    actor, other = asked.number("actor"), asked.number("other")
    rows = asked.rows(
        f"SELECT source, target, relation, min({KEY.format('pair')}), c FROM tie CROSS JOIN pair USING (t)"
        " WHERE (source = ?1 AND target = ?2 OR source = ?2 AND target = ?1) AND pair.fact AND pair.first IS NOT NULL"
        " GROUP BY tie.t",
        *(actor, other),
    )
    firsts = [
        (c, name, *((actor, other) if relation(name).symmetric else (source, target)))
        for source, target, name, _, c in rows
    ]
    firsts.sort(key=lambda row: (v.relation_iri(row[1]).value, row[2] != actor))
    told = claims(asked, (c for c, *_ in firsts))
    return distinct(
        {**evidence(asked, told[c]), "who": text(who), "verb": verb(name), "whom": text(whom)}
        for c, name, a, b in firsts[: asked.most]
        for who in told[c].names(a, SOURCE)
        for whom in told[c].names(b, SOURCE, TARGET)
    )
