"""How two actors are connected: the shortest chains of acts told as fact, from both ends towards the middle."""

# ruff: noqa: S608 -- conditions are fixed texts; every value is bound

import json
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from itertools import pairwise, product

from graph.store._index_sql import Condition
from graph.store._quick import Asked
from graph.store._quick_sums import acts
from graph.store._quick_told import (
    KEY,
    SOURCE,
    TARGET,
    Told,
    claims,
    distinct,
    evidence,
    ids,
    number,
    text,
    verb,
)
from graph.store.base import Row

_FACT = Condition("pair.fact", ())
# A chain of actors, with the number of claims of each step.
_Chain = tuple[tuple[int, ...], tuple[int, ...]]


def paths(asked: Asked) -> list[Row]:
    """The shortest chains from one actor to the other, those first whose least told step is told most."""
    chains = list(_chains(asked, *asked.numbers("actor", "other")))
    called = ids(asked, (n for actors, _ in chains for n in actors))
    best = nsmallest(
        asked.most, chains, key=lambda chain: (-min(chain[1]), *(called[n] for n in chain[0][1:-1]))
    )
    steps = {step for actors, _ in best for step in pairwise(actors)}
    newest = {step: _newest(asked, *step) for step in sorted(steps)}
    told = claims(asked, newest.values())
    return distinct(
        row
        for actors, many in best
        for row in _rows(asked, actors, many, [told[newest[step]] for step in pairwise(actors)])
    )


def _chains(asked: Asked, one: int, other: int) -> Iterator[_Chain]:
    if one == other:
        return
    mine = _around(asked, one)
    if other in mine:
        yield (one, other), (mine[other],)
        return
    theirs = _around(asked, other)
    shared = mine.keys() & theirs.keys()
    for middle in shared:
        yield (one, middle, other), (mine[middle], theirs[middle])
    if not shared and mine and theirs:
        for near, far, many in _bridges(asked, mine, theirs):
            yield (one, near, far, other), (mine[near], many, theirs[far])


def _around(asked: Asked, actor: int) -> dict[int, int]:
    """Everybody whom a fact ties to an actor, with the number of claims."""
    found = acts(actor, _FACT, asked.period("pair.first"))
    return dict(
        asked.rows(f"SELECT other, count(DISTINCT c) FROM ({found.text}) GROUP BY other", *found.values)
    )


def _bridges(
    asked: Asked, mine: Mapping[int, int], theirs: Mapping[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Facts that tie one of the first to one of the others, from the side that has fewer."""
    turned = len(mine) > len(theirs)
    few, many = (theirs, mine) if turned else (mine, theirs)
    period = asked.period("pair.first")
    ways = " UNION ALL ".join(
        f"SELECT tie.{here} AS few, tie.{there} AS many, pair.c FROM json_each(?) AS wanted CROSS JOIN tie"
        f" ON tie.{here} = wanted.value CROSS JOIN pair USING (t) WHERE tie.facts > 0 AND pair.fact AND {period.text}"
        f" AND tie.{there} IN (SELECT value FROM json_each(?))"
        for here, there in (("source", "target"), ("target", "source"))
    )
    bound = (json.dumps(sorted(few)), *period.values, json.dumps(sorted(many)))
    for a, b, told in asked.rows(
        f"SELECT few, many, count(DISTINCT c) FROM ({ways}) GROUP BY few, many", *bound, *bound
    ):
        yield (b, a, told) if turned else (a, b, told)


def _newest(asked: Asked, one: int, other: int) -> int:
    """The newest fact that ties two actors."""
    period = asked.period("pair.first")
    rows = asked.rows(
        f"SELECT max({KEY.format('pair')}), c FROM tie CROSS JOIN pair USING (t)"
        " WHERE (tie.source = ? AND tie.target = ? OR tie.source = ? AND tie.target = ?)"
        f" AND pair.fact AND {period.text}",
        *(one, other, other, one, *period.values),
    )
    return int(next(rows)[1])


def _rows(asked: Asked, actors: tuple[int, ...], many: tuple[int, ...], told: list[Told]) -> Iterator[Row]:
    """A chain as a row for each way in which the newest claims name its actors."""
    common = {
        "steps": number(len(many)),
        "acts": text(" - ".join(verb(each.relation) for each in told)),
        "claims": text(" - ".join(map(str, many))),
        "weakest": number(min(many)),
        **evidence(asked, told[0]),
    }
    ends = zip(told, actors[1:], strict=True)
    names = [told[0].names(actors[0], SOURCE, TARGET)]
    names += [each.names(actor, SOURCE, TARGET) for each, actor in ends]
    for chain in product(*names):
        yield {**common, "path": text(" - ".join(chain))}
