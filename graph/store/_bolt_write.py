"""What a writer does within a transaction: take an article out, put one in, and tell actors anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from graph.model import Merge
from graph.property_graph import (
    ROLES,
    Row,
    Sheet,
    actor_of,
    actor_row,
    actor_said,
    direct_types,
    judgement_row,
    told_of,
)

if TYPE_CHECKING:
    from neo4j import Transaction

_T = TypeVar("_T")
# Rows of one statement; more makes transactions that need much memory at once, fewer more messages.
BATCH = 1000

_PRESENT = "UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id AS id, a.fingerprint AS mark"
_SAID = "UNWIND $ids AS id MATCH (:Article {id: id})-[n:NAMES]->(x:Actor) RETURN x.id AS actor, properties(n) AS said"
_RELATIONS = "UNWIND $ids AS id MATCH (c:Claim {article: id}) RETURN DISTINCT c.relation AS relation"
_OUT = (
    # Actors that an article names without a record of them: nothing else would find them when it goes.
    """
UNWIND $ids AS id
MATCH (c:Claim {article: id})-[:SOURCE|TARGET|ATTRIBUTED_TO]->(x:Actor) WHERE x.kind IS NULL
SET x.stale = true""",
    "UNWIND $ids AS id MATCH (c:Claim {article: id}) DETACH DELETE c",
    "UNWIND $ids AS id MATCH (:Article {id: id})-[n:NAMES]->() DELETE n",
    "UNWIND $gone AS id MATCH (a:Article {id: id}) DETACH DELETE a",
)
_KNOWN = "UNWIND $ids AS id MATCH (x:Actor {id: id}) RETURN x {.*} AS actor"
_MADE = "UNWIND $rows AS row MERGE (x:Actor {id: row.id}) ON CREATE SET x = row"
_STALE = "UNWIND $ids AS id MATCH (x:Actor {id: id}) SET x.stale = true"
# MERGE finds the actors, which are there by then, since nothing else may stand in FOREACH.
_ARTICLES = """
UNWIND $rows AS row MERGE (a:Article {id: row.article.id}) SET a = row.article
FOREACH (name IN row.names | MERGE (x:Actor {id: name.actor}) CREATE (a)-[n:NAMES]->(x) SET n = name.said)
"""
_CLAIMS = """
UNWIND $rows AS row MATCH (a:Article {id: row.claim.article}) CREATE (c:Claim)-[:IN_ARTICLE]->(a) SET c = row.claim
"""
_ROLE = """
FOREACH (p IN row.{role} | MERGE (x:Actor {{id: p.actor}}) CREATE (c)-[r:{role}]->(x) SET r = p.party)
"""
# All types in one statement: most batches have most of them.
_DIRECT = """
FOREACH (row IN $direct.{kind} | MERGE (x:Actor {{id: row.source}}) MERGE (y:Actor {{id: row.target}})
  CREATE (x)-[r:{kind}]->(y) SET r = row.act)
"""
_WAITING = "MATCH (x:Actor) WHERE x.stale RETURN x.id AS id LIMIT $most"
VERSIONS = """
UNWIND $ids AS id
MATCH (x:Actor {id: id}) OPTIONAL MATCH (x)<-[n:NAMES]-(a:Article)
WITH id, properties(n) AS said, count(*) AS times, min(a.id) AS first ORDER BY id, first
RETURN id, collect([said, times]) AS versions
"""
_TOLD = "UNWIND $rows AS row MATCH (x:Actor {id: row.id}) SET x = row"
_UNTOLD = """
UNWIND $ids AS id MATCH (x:Actor {id: id})
FOREACH (_ IN CASE WHEN EXISTS { (x)--() } THEN [] ELSE [1] END | DETACH DELETE x)
"""
_UNKNOWN = "UNWIND $ids AS id MATCH (x:Actor {id: id}) SET x = {id: id, name: x.name}"


def run(tx: "Transaction", query: str, **values: Any) -> list[Row]:
    """The rows of a statement of ours."""
    return [dict(record) for record in tx.run(query, values)]


def batches(rows: Iterable[_T]) -> Iterator[list[_T]]:
    """The rows, BATCH at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def present(tx: "Transaction", ids: Iterable[str]) -> dict[str, str]:
    """The fingerprints of those of these articles that are there."""
    return {row["id"]: row["mark"] for some in batches(ids) for row in run(tx, _PRESENT, ids=some)}


def replace(tx: "Transaction", gone: Sequence[str], new: Iterable[Sheet]) -> None:
    """Take articles out and put others in. Actors whose record this may change are marked: `retell` mends them."""
    sheets = list(new)
    before = [(row["actor"], row["said"]) for row in run(tx, _SAID, ids=gone)] if gone else []
    _take_out(tx, gone, sorted(set(gone) - {sheet.article["id"] for sheet in sheets}))
    after = [pair for sheet in sheets for pair in sheet.names]
    actors(tx, before, after, {key: name for sheet in sheets for key, name in sheet.unknown.items()})
    _put_in(tx, sheets)


def _take_out(tx: "Transaction", ids: Sequence[str], gone: Sequence[str]) -> None:
    """Remove what articles say. The nodes of those that come back stay: a reader would miss them for a moment, since
    the server shows what a transaction deletes and what it creates one after the other.
    """
    if not ids:
        return
    for row in run(tx, _RELATIONS, ids=ids):
        kind = direct_types().get(row["relation"])
        if kind:
            run(tx, f"UNWIND $ids AS id MATCH ()-[r:{kind}]->() WHERE r.article = id DELETE r", ids=ids)
    for statement in _OUT:
        run(tx, statement, ids=ids, gone=gone)


@cache
def _claims_in() -> str:
    return _CLAIMS + "".join(_ROLE.format(role=role) for role in ROLES)


@cache
def _direct_in() -> str:
    return "".join(_DIRECT.format(kind=kind) for kind in sorted(direct_types().values()))


def _put_in(tx: "Transaction", sheets: Sequence[Sheet]) -> None:
    for some in batches(map(_article_row, sheets)):
        run(tx, _ARTICLES, rows=some)
    for claims in batches(row for sheet in sheets for row in _claim_rows(sheet)):
        run(tx, _claims_in(), rows=claims)
    for acts in batches(act for sheet in sheets for act in _acts(sheet)):
        direct: defaultdict[str, list[Row]] = defaultdict(list)
        for kind, act in acts:
            direct[kind].append(act)
        run(tx, _direct_in(), direct=dict(direct))


def _article_row(sheet: Sheet) -> Row:
    return {
        "article": sheet.article,
        "names": [{"actor": actor, "said": said} for actor, said in sheet.names],
    }


def _claim_rows(sheet: Sheet) -> Iterator[Row]:
    roles: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for role, parties in sheet.roles.items():
        for claim, actor, party in parties:
            roles[claim][role].append({"actor": actor, "party": party})
    for row in sheet.claims:
        yield {"claim": row, **roles[row["id"]]}


def _acts(sheet: Sheet) -> Iterator[tuple[str, Row]]:
    for kind, acts in sheet.direct.items():
        for source, target, act in acts:
            yield kind, {"source": source, "target": target, "act": act}


def actors(
    tx: "Transaction",
    before: list[tuple[str, Row]],
    after: list[tuple[str, Row]],
    unknown: Mapping[str, str],
) -> None:
    """Make the actors that are new; mark those of which something else is said than before."""
    lost, found = Counter(map(_frozen, before)), Counter(map(_frozen, after))
    stale = {actor for actor, _ in lost - found}
    fresh = [(actor, dict(said)) for actor, said in found - lost]
    ids = sorted({actor for actor, _ in fresh} | set(unknown))
    there = {row["actor"]["id"]: row["actor"] for some in batches(ids) for row in run(tx, _KNOWN, ids=some)}
    made: dict[str, Row] = {}
    for actor, said in fresh:
        if actor in there:
            stale |= set() if _fits(there[actor], said, actor) else {actor}
        elif actor in made:
            stale.add(actor)
        else:
            told = told_of(actor, [(said, 1)])
            made[actor] = actor_row(told) if told else {"id": actor, "name": said["name"], "stale": True}
    made |= {
        key: {"id": key, "name": name} for key, name in unknown.items() if key not in there | made.keys()
    }
    for rows in batches(made.values()):
        run(tx, _MADE, rows=rows)
    for some in batches(sorted(stale)):
        run(tx, _STALE, ids=some)


def _frozen(pair: tuple[str, Row]) -> tuple[str, tuple[tuple[str, Any], ...]]:
    actor, said = pair
    values = ((k, tuple(v) if isinstance(v, list) else v) for k, v in said.items() if v is not None)
    return actor, tuple(sorted(values))


def _fits(node: Row, said: Row, actor_id: str) -> bool:
    """Whether one more article that says this of an actor leaves what all together say as it is."""
    version = actor_said(said)
    if node.get("kind") is None or node.get("stale") or version.derived or version.id != actor_id:
        return False
    told = actor_of(node)
    names = [*version.names] if version.name in version.names else [version.name, *version.names]
    return (
        (version.name, version.kind) == (told.name, told.kind)
        and sorted(names) == sorted(told.names)
        and version.country in (None, told.country)
        and version.wikidata in (None, told.wikidata)
        and (told.known or not version.known)
    )


def judge(tx: "Transaction", merges: Iterable[Merge]) -> None:
    """Put these judgements in place of those there are."""
    run(tx, "MATCH (j:Judgement) DELETE j")
    for some in batches(merges):
        run(tx, "UNWIND $rows AS row CREATE (j:Judgement) SET j = row", rows=list(map(judgement_row, some)))


def leave(tx: "Transaction", named: Sequence[str] | None) -> None:
    """Note that the articles that name these actors are still to be told again; None: no longer."""
    run(tx, "MATCH (s:Store) SET s.retelling = $named", named=named)


def of_schema(tx: "Transaction", schema: int) -> None:
    """Note the schema that the store is of."""
    run(tx, "MATCH (s:Store) SET s.schema = $schema", schema=schema)


def define(tx: "Transaction", statements: Iterable[str]) -> None:
    """Make constraints and indexes."""
    for statement in statements:
        run(tx, statement)


def await_indexes(tx: "Transaction", seconds: int) -> None:
    """Wait until all indexes are filled."""
    run(tx, "CALL db.awaitIndexes($seconds)", seconds=seconds)


def waiting(tx: "Transaction") -> list[str]:
    """Some actors whose node does not say yet what the articles say."""
    return [row["id"] for row in run(tx, _WAITING, most=BATCH)]


def retell(tx: "Transaction", ids: Sequence[str]) -> None:
    """Let the nodes of actors say what the articles say of them; those that nothing names any more go."""
    told, untold = [], []
    for row in run(tx, VERSIONS, ids=ids):
        actor = told_of(row["id"], [(said, times) for said, times in row["versions"] if said])
        if actor:
            told.append(actor_row(actor))
        else:
            untold.append(row["id"])
    run(tx, _TOLD, rows=told)
    run(tx, _UNKNOWN, ids=untold)
    run(tx, _UNTOLD, ids=untold)
