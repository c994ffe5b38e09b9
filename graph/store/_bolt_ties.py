"""Ties and who has most of them, counted by the server: what `graph.store.select` says of records, in Cypher."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from graph.model import Tie
from graph.ontology import relations
from graph.property_graph import Row
from graph.store._bolt_read import native, selecting
from graph.store._bolt_write import run
from graph.store.base import Selection

if TYPE_CHECKING:
    from neo4j import Transaction


def _once(ids: str) -> str:
    """Each of a list once."""
    fold = f"reduce(once = [], x IN {ids} | CASE WHEN x IN once THEN once ELSE once + x END)"
    return f"CASE WHEN size({ids}) = 1 THEN {ids} ELSE {fold} END"


# As `graph.pairs`: everyone with everyone in a symmetric act, the smaller id first, else each source with each target;
# each pair once. A list that is empty may be absent.
_PAIRS = f"""
WITH c, c.relation IN $symmetric AS both, coalesce(c.source_ids, []) AS ones, coalesce(c.target_ids, []) AS others
WITH c, both, CASE WHEN both THEN ones + others ELSE ones END AS ones,
     CASE WHEN both THEN ones + others ELSE others END AS others
UNWIND {_once("ones")} AS source
UNWIND {_once("others")} AS target
WITH c, source, target WHERE CASE WHEN both THEN source < target ELSE source <> target END
"""
# Counted first; what else is said of them is read of the strongest only.
_TIES = """
WITH source, target, c.relation AS relation, count(*) AS claims, count(DISTINCT c.article) AS articles, collect(c) AS found
ORDER BY articles DESC, claims DESC, source, target, relation
"""
_TOLD = """
UNWIND found AS c
RETURN source, target, relation, claims, articles, min(c.when) AS first, max(coalesce(c.date_end, c.when)) AS last,
       collect(c.id) AS ids, collect(c.modality) AS modalities
ORDER BY articles DESC, claims DESC, source, target, relation
"""
_COUNT = "WITH DISTINCT source, target, c.relation AS relation RETURN count(*) AS ties"
_PROMINENT = """
UNWIND [[source, target], [target, source]] AS ends
RETURN ends[0] AS actor, count(DISTINCT ends[1]) AS partners, count(DISTINCT c) AS claims
ORDER BY partners DESC, claims DESC, actor
"""


def ties(tx: "Transaction", selection: Selection, most: int | None) -> list[Tie]:
    """The claims of a selection, aggregated per pair and relation; the strongest first."""
    return [_tie(native(row)) for row in _counted(tx, selection, _TIES, most, _TOLD)]


def tie_count(tx: "Transaction", selection: Selection) -> int:
    """How many there are."""
    return int(_counted(tx, selection, _COUNT, None)[0]["ties"])


def prominent(tx: "Transaction", selection: Selection, most: int | None) -> list[tuple[str, int, int]]:
    """Actors with the number of others that the claims tie them to, and of these claims; most partners first."""
    rows = _counted(tx, selection, _PROMINENT, most)
    return [(row["actor"], row["partners"], row["claims"]) for row in rows]


def _counted(
    tx: "Transaction", selection: Selection, counting: str, most: int | None, rest: str = ""
) -> Sequence[Row]:
    begin, values = selecting(selection)
    end = "" if most is None else "LIMIT $most"
    return run(tx, f"{begin}{_PAIRS}{counting}{end}{rest}", symmetric=_symmetric(), most=most, **values)


@cache
def _symmetric() -> list[str]:
    return sorted(name for name, each in relations().items() if each.symmetric)


def _tie(row: Row) -> Tie:
    return Tie(
        source=row["source"],
        target=row["target"],
        relation=row["relation"],
        claims=row["claims"],
        articles=row["articles"],
        first=row["first"],
        last=row["last"],
        modalities=dict(sorted(Counter(row["modalities"]).items())),
        claim_ids=tuple(sorted(row["ids"])),
    )
