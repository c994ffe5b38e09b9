"""Who turned on whom: hostile acts from the newest on, each with what went before it between the two."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

from collections.abc import Iterator
from itertools import groupby

from graph.ontology import relation
from graph.store._index_sql import Condition
from graph.store._quick import Asked, walk
from graph.store._quick_sums import FRIENDLY, HOSTILE
from graph.store._quick_told import (
    ASSERTED,
    KEY,
    SOURCE,
    TARGET,
    claims,
    distinct,
    evidence,
    ids,
    text,
    verb,
)
from graph.store.base import Row


def _list(names: tuple[str, ...]) -> str:
    return f"({', '.join(repr(name) for name in names)})"


_HOSTILE = f"tie.relation IN {_list(HOSTILE)} AND pair.modality = {ASSERTED}"
# Friendly acts of one to the other; an act done together stands under the one whose id comes first.
_FRIENDLY = f"f.source = tie.source AND f.target = tie.target AND f.relation IN {_list(FRIENDLY)}"
_TAKES_PART = "EXISTS (SELECT 1 FROM party AS p WHERE p.c = pair.c AND +p.actor = ? AND p.role < 2)"
# A pair, the number of its first hostile act that followed a friendly one, and of its first friendly one.
_Turn = tuple[int, int, int, int]


def reversals(asked: Asked) -> list[Row]:
    """The first hostile act that followed a friendly one, and the first friendly one."""
    turns = _turns(asked)
    chosen = [turn for turn, _ in zip(turns, range(asked.most), strict=False)]
    told = claims(asked, (c for row in chosen for c in row[2:]))
    found: list[Row] = []
    for one, other, turn, start in chosen:
        hostile, friendly = told[turn], told[start]
        earlier = {f"{key}_before": cell for key, cell in evidence(asked, friendly).items()}
        proof = {
            **evidence(asked, hostile),
            "verb": verb(hostile.relation),
            **earlier,
            "verb_before": verb(friendly.relation),
        }
        found += [
            {"who": text(who), "whom": text(whom), **proof}
            for who in hostile.names(one, SOURCE)
            for whom in hostile.names(other, TARGET)
        ]
    return distinct(found)


def _turns(asked: Asked) -> Iterator[_Turn]:
    """The newest turns first: most hostile acts need not be looked at."""
    known: dict[tuple[int, int], tuple[int, int] | None] = {}
    for c, group in groupby(_hostile(asked), key=lambda row: row[0]):
        pairs = list(dict.fromkeys((one, other) for _, one, other in group))
        called = ids(asked, (n for pair in pairs for n in pair)) if len(pairs) > 1 else {}
        for pair in sorted(pairs, key=lambda pair: tuple(called.get(n, "") for n in pair)):
            if pair not in known:
                known[pair] = _turn(asked, *pair)
            turn = known[pair]
            if turn is not None and turn[0] == c:
                yield (*pair, *turn)


def _hostile(asked: Asked) -> Iterator[tuple[int, int, int]]:
    """Hostile acts before which something friendly was told of the same two, as claim, source and target."""
    way = walk(asked, "claim_by_day")
    friendly = (
        "EXISTS (SELECT 1 FROM tie AS f CROSS JOIN pair AS g ON g.t = f.t WHERE {} AND f.facts > 0"
        " AND f.first < claim.first AND g.fact AND g.first < claim.first)"
    )
    rows = asked.rows(
        f"SELECT claim.c, tie.source, tie.target FROM {way.start} CROSS JOIN pair ON pair.c = claim.c"
        " CROSS JOIN tie ON tie.t = pair.t"
        f" WHERE {way.where.text} AND claim.modality = {ASSERTED} AND {_HOSTILE} AND claim.first IS NOT NULL"
        f" AND ({friendly.format(_FRIENDLY)} OR {friendly.format(_joint())})"
        f" ORDER BY {way.day} DESC, claim.id DESC, claim.c",
        *way.where.values,
    )
    return ((c, one, other) for c, one, other in rows)


def _joint() -> str:
    joint = tuple(name for name in FRIENDLY if relation(name).symmetric)
    return f"f.source = tie.target AND f.target = tie.source AND f.relation IN {_list(joint)}"


def _turn(asked: Asked, one: int, other: int) -> tuple[int, int] | None:
    """The first hostile act of a pair that followed its first friendly one, and that."""
    joint = tuple(name for name in FRIENDLY if relation(name).symmetric)
    start = next(
        asked.rows(
            f"SELECT min({KEY.format('pair')}), pair.c, pair.first FROM tie CROSS JOIN pair USING (t)"
            f" WHERE (tie.source = ?1 AND tie.target = ?2 AND tie.relation IN {_list(FRIENDLY)}"
            f" OR tie.source = ?2 AND tie.target = ?1 AND tie.relation IN {_list(joint)})"
            " AND pair.fact AND pair.first IS NOT NULL",
            *(one, other),
        )
    )
    if start[0] is None:
        return None
    period: Condition = asked.period("pair.first")
    actors = asked.numbers("actor")
    turn = next(
        asked.rows(
            f"SELECT min({KEY.format('pair')}), pair.c FROM tie CROSS JOIN pair USING (t)"
            f" WHERE tie.source = ? AND tie.target = ? AND {_HOSTILE} AND pair.first > ? AND {period.text}"
            f" AND {_TAKES_PART if actors else '1'}",
            *(one, other, start[2], *period.values, *actors),
        )
    )
    return None if turn[0] is None else (turn[1], start[1])
