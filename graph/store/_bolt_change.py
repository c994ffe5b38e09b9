"""Telling articles again of which little changes: only what differs is written, so that one transaction holds thousands.

A merge moves some parties of some claims. To take such articles out and put them in again would need ten times the memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graph.property_graph import ROLES, Row, Sheet, direct_types
from graph.store._bolt_write import actors, batches, run

if TYPE_CHECKING:
    from neo4j import Transaction

_ARTICLE = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a += row.changed"
_CLAIM = "UNWIND $rows AS row MATCH (c:Claim {id: row.id}) SET c += row.changed"
_ROLE = """
UNWIND $rows AS row MATCH (c:Claim {{id: row.claim}})-[r:{role} {{position: row.party.position}}]->()
MATCH (x:Actor {{id: row.actor}}) DELETE r CREATE (c)-[n:{role}]->(x) SET n = row.party
"""
_UNNAMED = """
UNWIND $rows AS row MATCH (:Article {id: row.article})-[n:NAMES {read_as: row.read_as}]->(:Actor {id: row.actor}) DELETE n
"""
_NAMED = """
UNWIND $rows AS row MATCH (a:Article {id: row.article}) MATCH (x:Actor {id: row.actor})
CREATE (a)-[n:NAMES]->(x) SET n = row.said
"""
_UNTIED = """
UNWIND $rows AS row MATCH ()-[r:{kind}]->() WHERE r.article = row.article AND r.claim IN row.claims DELETE r
"""
_TIED = """
UNWIND $rows AS row MATCH (x:Actor {{id: row.source}}) MATCH (y:Actor {{id: row.target}})
CREATE (x)-[r:{kind}]->(y) SET r = row.act
"""


def change(tx: "Transaction", pairs: Sequence[tuple[Sheet, Sheet]]) -> None:
    """Let articles that are told as the first of each pair be told as the second: the same article, the same claims."""
    before, after = ([pair for each in pairs for pair in each[side].names] for side in (0, 1))
    actors(tx, before, after, {key: name for _, new in pairs for key, name in new.unknown.items()})
    _write(tx, _ARTICLE, (_changed(old.article, new.article) for old, new in pairs))
    _write(
        tx, _CLAIM,
        (_changed(*both) for old, new in pairs for both in zip(old.claims, new.claims, strict=True)),
    )  # fmt: skip
    for role in ROLES:
        moved = (
            {"claim": claim, "actor": actor, "party": party}
            for old, new in pairs
            for stood, (claim, actor, party) in zip(old.roles[role], new.roles[role], strict=True)
            if stood != (claim, actor, party)
        )
        _write(tx, _ROLE.format(role=role), moved)
    _name(tx, pairs)
    for kind in sorted(direct_types().values()):
        _tie(tx, kind, pairs)


def _write(tx: "Transaction", statement: str, rows: Iterable[Row]) -> None:
    for some in batches(rows):
        run(tx, statement, rows=some)


def _changed(old: Row, new: Row) -> Row:
    """What a node is to be given; what it has to lose is None there."""
    return {"id": new["id"], "changed": {key: new[key] for key in new if new[key] != old[key]}}


def _name(tx: "Transaction", pairs: Sequence[tuple[Sheet, Sheet]]) -> None:
    gone: list[Row] = []
    come: list[Row] = []
    for old, new in pairs:
        home, held, wanted = new.article["id"], _by_actor(old), _by_actor(new)
        for actor, read_as in sorted(held.keys() | wanted.keys()):
            key = actor, read_as
            if held.get(key) != wanted.get(key):
                gone.append({"article": home, "actor": actor, "read_as": read_as})
                come += [{"article": home, "actor": actor, "said": said} for said in wanted.get(key, ())]
    _write(tx, _UNNAMED, gone)
    _write(tx, _NAMED, come)


def _by_actor(sheet: Sheet) -> dict[tuple[str, str], list[Row]]:
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for actor, said in sheet.names:
        found[actor, said["read_as"]].append(said)
    return dict(found)


def _tie(tx: "Transaction", kind: str, pairs: Sequence[tuple[Sheet, Sheet]]) -> None:
    gone: list[Row] = []
    come: list[Row] = []
    for old, new in pairs:
        held, wanted = (dict(_by_claim(each.direct.get(kind, ()))) for each in (old, new))
        claims = sorted(
            claim for claim in held.keys() | wanted.keys() if held.get(claim) != wanted.get(claim)
        )
        if claims:
            gone.append({"article": new.article["id"], "claims": claims})
            come += [row for claim in claims for row in wanted.get(claim, ())]
    _write(tx, _UNTIED.format(kind=kind), gone)
    _write(tx, _TIED.format(kind=kind), come)


def _by_claim(acts: Iterable[tuple[str, str, Row]]) -> Iterator[tuple[Any, list[Row]]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for source, target, act in acts:
        found[act["claim"]].append({"source": source, "target": target, "act": act})
    yield from found.items()
