"""Questions that count over everybody: who is most connected, quoted most, speaks about whom, supports which body."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

import json
from collections import defaultdict
from collections.abc import Iterable

from graph.store._quick import Asked
from graph.store._quick_told import (
    ASSERTED,
    KEY,
    SOURCE,
    SPEAKER,
    TARGET,
    Told,
    grouped,
    number,
    text,
)
from graph.store.base import Row

_BODIES = {"organization", "igo", "armed group", "party", "media", "group"}
# What says whom a speaker (k) speaks about (m): parties of what is attributed to him, and targets of his statements.
_SPEAKS = (
    "k.actor <> m.actor AND (k.role = 2 AND m.role < 2"
    " OR k.role = 0 AND m.role = 1 AND claim.relation = 'STATEMENT')"
)


def _with_period(asked: Asked) -> bool:
    return "since" in asked.given or "until" in asked.given


def most_connected(asked: Asked) -> list[Row]:
    """Actors by the number of others that acts told as fact tie them to."""
    counted = _connected_in(asked) if _with_period(asked) else _connected(asked)
    return grouped(
        asked,
        [
            (
                {"others": number(others), "claims": number(told), "articles": number(articles)},
                c,
                lambda claim, n=n: [  # type: ignore[misc]
                    {"who": text(name)} for name in claim.names(n, SOURCE, TARGET)
                ],
            )
            for n, others, told, articles, c in counted
        ],
    )


_Counted = list[tuple[int, int, int, int, int]]


def _connected(asked: Asked) -> _Counted:
    """What the index has counted beforehand, each with the actor's newest claim."""
    rows = asked.rows(
        "SELECT n, others, acts, papers FROM actor WHERE others > 0 ORDER BY others DESC, acts DESC, id LIMIT ?",
        asked.most,
    )
    newest = (
        "SELECT c FROM party AS x INDEXED BY party_by_actor CROSS JOIN claim USING (c)"
        f" WHERE x.actor = ?1 AND x.role < 2 AND +claim.modality = {ASSERTED} AND EXISTS"
        " (SELECT 1 FROM pair JOIN tie USING (t) WHERE pair.c = x.c AND ?1 IN (tie.source, tie.target))"
        " ORDER BY x.first DESC, claim.id DESC LIMIT 1"
    )
    return [(n, *counts, next(asked.rows(newest, n))[0]) for n, *counts in list(rows)]


def _connected_in(asked: Asked) -> _Counted:
    period = asked.period("claim.first")
    ends = " UNION ALL ".join(
        f"SELECT tie.{one} AS n, tie.{other} AS other, told.* FROM told CROSS JOIN tie USING (t)"
        for one, other in (("source", "target"), ("target", "source"))
    )
    rows = asked.rows(
        "WITH told AS MATERIALIZED (SELECT pair.t, claim.c, claim.a, claim.id, claim.first FROM claim INDEXED BY claim_by_day"
        f" CROSS JOIN pair USING (c) WHERE claim.modality = {ASSERTED} AND {period.text})"
        f" SELECT sums.n, sums.others, told, articles, c FROM (SELECT n, count(DISTINCT other) AS others, count(DISTINCT c) AS told,"
        f" count(DISTINCT a) AS articles, max({KEY.format('act')}), c FROM ({ends}) AS act GROUP BY n) AS sums"
        " JOIN actor ON actor.n = sums.n ORDER BY sums.others DESC, told DESC, actor.id LIMIT ?",
        *(*period.values, asked.most),
    )
    return [(n, others, told, articles, c) for n, others, told, articles, c in rows]


def quoted_most(asked: Asked) -> list[Row]:
    """Actors by the number of claims that are attributed to them, or are their statements."""
    period = asked.period("claim.first")
    if _with_period(asked):
        said = (
            "SELECT k.actor AS n, claim.c, claim.a, claim.id, claim.first FROM claim INDEXED BY claim_by_day"
            " CROSS JOIN party AS k USING (c)"
            f" WHERE {period.text} AND (k.role = 2 OR k.role = 0 AND claim.relation = 'STATEMENT')"
        )
    else:
        said = (
            "SELECT k.actor AS n, claim.c, claim.a, claim.id, claim.first FROM party AS k INDEXED BY party_by_speaker"
            " CROSS JOIN claim USING (c) WHERE k.role = 2"
            " UNION ALL SELECT k.actor, claim.c, claim.a, claim.id, claim.first FROM claim CROSS JOIN party AS k USING (c)"
            " WHERE claim.relation = 'STATEMENT' AND k.role = 0"
        )
    rows = asked.rows(
        "SELECT sums.n, told, articles, c FROM (SELECT n, count(DISTINCT c) AS told, count(DISTINCT a) AS articles,"
        f" max({KEY.format('act')}), c FROM ({said}) AS act GROUP BY n) AS sums"
        " JOIN actor ON actor.n = sums.n ORDER BY told DESC, actor.id LIMIT ?",
        *(*period.values, asked.most),
    )
    return grouped(
        asked,
        [
            (
                {"claims": number(told), "articles": number(articles)},
                c,
                lambda claim, n=n: [  # type: ignore[misc]
                    {"who": text(name)} for name in claim.names(n, SOURCE, SPEAKER)
                ],
            )
            for n, told, articles, c in rows
        ],
    )


def who_speaks_about_whom(asked: Asked) -> list[Row]:
    """Speakers and the actors they speak about."""
    period = asked.period("claim.first")
    both = "SELECT k.actor AS one, m.actor AS other, claim.c, claim.a, claim.id, claim.first"
    if "actor" in asked.given:
        actor = asked.number("actor")
        said = " UNION ALL ".join(
            f"{both} FROM party AS {mine} INDEXED BY party_by_actor CROSS JOIN claim USING (c)"
            f" CROSS JOIN party AS {theirs} ON {theirs}.c = claim.c WHERE {mine}.actor = ? AND {_SPEAKS}"
            f" AND {asked.period(f'{mine}.first').text}"
            for mine, theirs in (("k", "m"), ("m", "k"))
        )
        values: tuple[object, ...] = (actor, *period.values) * 2
    else:
        said = (
            f"{both} FROM claim {'INDEXED BY claim_by_day' if _with_period(asked) else ''} CROSS JOIN party AS k USING (c)"
            f" CROSS JOIN party AS m ON m.c = claim.c WHERE {period.text} AND {_SPEAKS}"
        )
        values = period.values
    rows = asked.rows(
        "SELECT sums.one, sums.other, told, articles, c FROM (SELECT one, other, count(DISTINCT c) AS told,"
        f" count(DISTINCT a) AS articles, max({KEY.format('act')}), c FROM ({said}) AS act GROUP BY one, other) AS sums"
        " JOIN actor AS a ON a.n = sums.one JOIN actor AS b ON b.n = sums.other ORDER BY told DESC, a.id, b.id LIMIT ?",
        *(*values, asked.most),
    )

    def names(claim: Told, one: int, other: int) -> Iterable[Row]:
        return [
            {"who": text(who), "whom": text(whom)}
            for who in claim.names(one, SOURCE, SPEAKER)
            for whom in claim.names(other, SOURCE, TARGET)
        ]

    return grouped(
        asked,
        [
            (
                {"claims": number(told), "articles": number(articles)},
                c,
                lambda claim, one=one, other=other: names(claim, one, other),  # type: ignore[misc]
            )
            for one, other, told, articles, c in rows
        ],
    )


def countries_and_bodies(asked: Asked) -> list[Row]:
    """Countries and the bodies that they support or aid, by the number of articles."""
    period = asked.period("pair.first")
    lands, bodies = _of_kinds(asked, {"country"}), _of_kinds(asked, _BODIES)
    rows = asked.rows(
        f"SELECT sums.one, sums.other, articles, c FROM (SELECT source AS one, target AS other,"
        f" count(DISTINCT a) AS articles, max({KEY.format('pair')}), c FROM tie CROSS JOIN pair USING (t)"
        f" WHERE tie.relation IN ('SUPPORT', 'AID') AND pair.modality = {ASSERTED} AND {period.text}"
        f" AND {lands.test('tie.source')} AND {bodies.test('tie.target')} GROUP BY source, target) AS sums"
        " JOIN actor AS a ON a.n = sums.one JOIN actor AS b ON b.n = sums.other ORDER BY articles DESC, a.id, b.id LIMIT ?",
        *(*period.values, *lands.values, *bodies.values, asked.most),
    )
    return grouped(
        asked,
        [
            (
                {"articles": number(articles)},
                c,
                lambda claim, one=one, other=other: [  # type: ignore[misc]
                    {"country": text(who), "body": text(whom)}
                    for who in claim.names(one, SOURCE)
                    for whom in claim.names(other, TARGET)
                ],
            )
            for one, other, articles, c in rows
        ],
    )


class _of_kinds:  # noqa: N801 -- reads as a condition where it is used
    """Actors of some kinds: mostly all articles agree on one; where they do not, each claim's own article is asked."""

    def __init__(self, asked: Asked, kinds: set[str]) -> None:
        told: defaultdict[int, set[bool]] = defaultdict(set)
        versions: defaultdict[int, list[int]] = defaultdict(list)
        for v, n, kind in asked.rows("SELECT v, n, json_extract(record, '$[2]') FROM version"):
            told[n].add(kind in kinds)
            if kind in kinds:
                versions[n].append(v)
        always = [n for n, found in told.items() if found == {True}]
        sometimes = [v for n, found in told.items() if len(found) == 2 for v in versions[n]]
        self.values: tuple[object, ...] = (json.dumps(always), json.dumps(sometimes))

    def test(self, column: str) -> str:
        """The condition on a column; it is bound to `values`."""
        return (
            f"({column} IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1 FROM casting JOIN version USING (v)"
            f" WHERE casting.a = pair.a AND version.n = {column} AND v IN (SELECT value FROM json_each(?))))"
        )
