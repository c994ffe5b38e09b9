"""Questions that count over everybody: who is most connected, quoted most, speaks about whom, supports which body."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

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
            for n, told, articles, c in (_quoted_in(asked) if _with_period(asked) else _quoted(asked))
        ],
    )


_SAYS = "(k.role = 2 OR k.role = 0 AND claim.relation = 'STATEMENT')"


def _quoted(asked: Asked) -> list[tuple[int, int, int, int]]:
    """What the index has counted beforehand, each with the newest claim that the actor made."""
    rows = asked.rows(
        "SELECT n, said, said_in FROM actor WHERE said > 0 ORDER BY said DESC, id LIMIT ?", asked.most
    )
    newest = (
        "SELECT c FROM party AS k INDEXED BY party_by_actor CROSS JOIN claim USING (c)"
        f" WHERE k.actor = ? AND {_SAYS} ORDER BY k.first DESC, claim.id DESC LIMIT 1"
    )
    return [(n, *counts, next(asked.rows(newest, n))[0]) for n, *counts in list(rows)]


def _quoted_in(asked: Asked) -> list[tuple[int, int, int, int]]:
    period = asked.period("claim.first")
    rows = asked.rows(
        "SELECT sums.n, told, articles, c FROM (SELECT k.actor AS n, count(DISTINCT claim.c) AS told,"
        f" count(DISTINCT claim.a) AS articles, max({KEY.format('claim')}), claim.c AS c"
        " FROM claim INDEXED BY claim_by_day CROSS JOIN party AS k USING (c)"
        f" WHERE {period.text} AND {_SAYS} GROUP BY k.actor) AS sums"
        " JOIN actor ON actor.n = sums.n ORDER BY told DESC, actor.id LIMIT ?",
        *(*period.values, asked.most),
    )
    return [(n, told, articles, c) for n, told, articles, c in rows]


def who_speaks_about_whom(asked: Asked) -> list[Row]:
    """Speakers and the actors they speak about."""

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
            for one, other, told, articles, c in (_heard_in(asked) if _with_period(asked) else _heard(asked))
        ],
    )


_Voices = list[tuple[int, int, int, int, int]]
_VOICES = "JOIN actor AS a ON a.n = sums.one JOIN actor AS b ON b.n = sums.other ORDER BY told DESC, a.id, b.id LIMIT ?"


def _heard(asked: Asked) -> _Voices:
    """What the index has counted beforehand, each with the newest claim."""
    counted = "SELECT speaker AS one, about AS other, claims AS told, articles FROM voice"
    actors = asked.numbers("actor")
    if actors:
        counted = " UNION ALL ".join(f"{counted} WHERE {role} = ?" for role in ("speaker", "about"))
    else:
        # All pairs with as many claims as the last one that is wanted: their ids decide.
        counted += (
            " WHERE claims >= coalesce((SELECT claims FROM voice ORDER BY claims DESC LIMIT 1 OFFSET"
            f" {asked.most - 1:d}), 0)"
        )
    rows = asked.rows(
        f"SELECT sums.one, sums.other, told, articles FROM ({counted}) AS sums {_VOICES}",
        *(*actors * 2, asked.most),
    )
    return [(one, other, *counts, _newest(asked, one, other)) for one, other, *counts in list(rows)]


def _newest(asked: Asked, one: int, other: int) -> int:
    """The newest claim in which one speaks about the other, by way of the one that stands in fewer claims."""
    ways = (("k", "m", one, other), ("m", "k", other, one))
    many = dict(asked.rows("SELECT n, claims + said FROM actor WHERE n IN (?, ?)", one, other))
    mine, theirs, *both = ways[0] if many[one] <= many[other] else ways[1]
    rows = asked.rows(
        f"SELECT claim.c FROM party AS {mine} INDEXED BY party_by_actor CROSS JOIN claim ON claim.c = {mine}.c"
        f" CROSS JOIN party AS {theirs} ON {theirs}.c = claim.c WHERE {mine}.actor = ? AND +{theirs}.actor = ?"
        f" AND {_SPEAKS} ORDER BY {mine}.first DESC, claim.id DESC LIMIT 1",
        *both,
    )
    return int(next(rows)[0])


def _heard_in(asked: Asked) -> _Voices:
    both = "SELECT k.actor AS one, m.actor AS other, claim.c, claim.a, claim.id, claim.first"
    actors, period = asked.numbers("actor"), asked.period("claim.first")
    if actors:
        said = " UNION ALL ".join(
            f"{both} FROM party AS {mine} INDEXED BY party_by_actor CROSS JOIN claim USING (c)"
            f" CROSS JOIN party AS {theirs} ON {theirs}.c = claim.c WHERE {mine}.actor = ? AND {_SPEAKS}"
            f" AND {asked.period(f'{mine}.first').text}"
            for mine, theirs in (("k", "m"), ("m", "k"))
        )
        values: tuple[object, ...] = (*actors, *period.values) * 2
    else:
        said = (
            f"{both} FROM claim INDEXED BY claim_by_day CROSS JOIN party AS k USING (c)"
            f" CROSS JOIN party AS m ON m.c = claim.c WHERE {period.text} AND {_SPEAKS}"
        )
        values = period.values
    rows = asked.rows(
        "SELECT sums.one, sums.other, told, articles, c FROM (SELECT one, other, count(DISTINCT c) AS told,"
        f" count(DISTINCT a) AS articles, max({KEY.format('act')}), c FROM ({said}) AS act GROUP BY one, other) AS sums"
        f" {_VOICES}",
        *(*values, asked.most),
    )
    return [(one, other, told, articles, c) for one, other, told, articles, c in rows]


def countries_and_bodies(asked: Asked) -> list[Row]:
    """Countries and the bodies that they support or aid, by the number of articles."""
    # A period is walked day by day, all the time tie by tie.
    period = asked.period("claim.first") if _with_period(asked) else asked.period("")
    walk = (
        "claim INDEXED BY claim_by_relation CROSS JOIN pair USING (c) CROSS JOIN tie USING (t)"
        if period.values
        else "tie CROSS JOIN pair USING (t)"
    )
    relation = "claim.relation" if period.values else "tie.relation"
    rows = asked.rows(
        f"SELECT tie.source, tie.target, count(DISTINCT pair.a) AS told, max({KEY.format('pair')}), pair.c FROM {walk}"
        " CROSS JOIN actor AS one ON one.n = tie.source CROSS JOIN actor AS other ON other.n = tie.target"
        f" WHERE {relation} IN ('SUPPORT', 'AID') AND pair.modality = {ASSERTED} AND {period.text}"
        f" AND {_of_kind('one', ('country',))} AND {_of_kind('other', _BODIES)}"
        " GROUP BY tie.source, tie.target ORDER BY told DESC, one.id, other.id LIMIT ?",
        *(*period.values, asked.most),
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
            for one, other, articles, _, c in rows
        ],
    )


def _of_kind(actor: str, kinds: Iterable[str]) -> str:
    """That an actor is of some kinds: mostly all articles agree on one; else the claim's own article is asked."""
    listed = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    return (
        f"({actor}.kind IN ({listed}) OR {actor}.kind IS NULL AND EXISTS (SELECT 1 FROM casting JOIN version USING (v)"
        f" WHERE casting.a = pair.a AND version.n = {actor}.n AND json_extract(version.record, '$[2]') IN ({listed})))"
    )
