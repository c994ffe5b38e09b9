"""What a view reads within a transaction: articles, readings, actors, claims."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.model import Actor, Article, Merge, Reading
from graph.property_graph import Row, actor_of, article_of, claim_of, merge_of, reading_of, told_of
from graph.store import select
from graph.store._bolt_link import Link
from graph.store._bolt_lock import NAME
from graph.store._bolt_schema import NAMES
from graph.store._bolt_write import VERSIONS, batches, run
from graph.store.base import Selection

if TYPE_CHECKING:
    from neo4j import Transaction

_REVISION = "MATCH (s:Store {name: $name}) RETURN s.made AS made, s.revision AS revision, s.schema AS schema"
# Writers wait for whoever holds the store's node; setting what is there already changes nothing.
_HOLD = "MATCH (s:Store {name: $name}) SET s.revision = s.revision"
_READINGS = """
UNWIND $ids AS id MATCH (a:Article {id: id}) OPTIONAL MATCH (a)<-[:IN_ARTICLE]-(c:Claim)
WITH a, collect(c {.id, .record, .reading}) AS claims
RETURN a {.*} AS article, claims
"""
_IDS = "MATCH (a:Article) RETURN a.id AS id"
_MARKS = "MATCH (a:Article) RETURN a.id AS id, a.fingerprint AS mark, a.source AS home LIMIT $most"
_MARK = "MATCH (a:Article {id: $id}) RETURN a.fingerprint AS mark"
_OF_FILE = "MATCH (a:Article {source: $file}) RETURN a.id AS id"
_PAGE = "MATCH (a:Article) WHERE a.id > $after RETURN a {.*} AS article ORDER BY a.id LIMIT $most"
_ONE = "MATCH (a:Article {id: $id}) RETURN a {.*} AS article"
_ACTORS = "MATCH (x:Actor) RETURN x {.*} AS actor"
_ACTOR = "MATCH (x:Actor {id: $id}) RETURN x {.*} AS actor"
_FOUND = f"CALL db.index.fulltext.queryNodes('{NAMES}', $text) YIELD node RETURN node {{.*}} AS actor"
_STALE = "MATCH (x:Actor) WHERE x.stale RETURN x {.*} AS actor"
_FOREIGN = """
OPTIONAL MATCH (s:Store {name: $name}) WITH s
OPTIONAL MATCH (n) WHERE s IS NULL WITH n LIMIT 1
RETURN n IS NOT NULL AS foreign
"""
_INDEXES = "SHOW INDEXES YIELD name RETURN name"
_JUDGED = "MATCH (j:Judgement) RETURN j {.*} AS judgement"
_COUNTS = """
OPTIONAL MATCH (a:Article) WITH count(a) AS articles, coalesce(sum(a.problems), 0) AS problems,
     min(a.published) AS first_published, max(a.published) AS last_published
OPTIONAL MATCH (c:Claim)
RETURN articles, problems, first_published, last_published, min(c.date) AS first, max(c.date_end) AS last
"""
_BY_RELATION = "MATCH (c:Claim) RETURN c.relation AS relation, count(*) AS claims"
_NAMING = """
UNWIND $ids AS id MATCH (:Actor {id: id})<-[:NAMES]-(a:Article) RETURN DISTINCT a.id AS id
UNION
UNWIND $ids AS id MATCH (:Actor {id: id})<-[:SOURCE|TARGET|ATTRIBUTED_TO]-(c:Claim) RETURN DISTINCT c.article AS id
"""

# Where the search for claims begins: from the first of these that a selection has.
_FROM = {
    "ids": "MATCH (c:Claim)",
    "between": "MATCH (:Actor {id: $one})<-[:SOURCE|TARGET]-(c:Claim) WITH DISTINCT c",
    "actors": "MATCH (x:Actor)<-[:SOURCE|TARGET]-(c:Claim) WHERE x.id IN $actors WITH DISTINCT c",
    "speakers": "MATCH (x:Actor)<-[:ATTRIBUTED_TO]-(c:Claim) WHERE x.id IN $speakers WITH DISTINCT c",
    "articles": "MATCH (c:Claim)",
}
_WHERE = {
    "ids": "c.id IN $ids",
    "between": "EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $one}) }"
    " AND EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $other}) }",
    "actors": "EXISTS { MATCH (c)-[:SOURCE|TARGET]->(x:Actor) WHERE x.id IN $actors }",
    "speakers": "EXISTS { MATCH (c)-[:ATTRIBUTED_TO]->(x:Actor) WHERE x.id IN $speakers }",
    "relations": "c.relation IN $relations",
    "modalities": "c.modality IN $modalities",
    "articles": "c.article IN $articles",
    "since": "coalesce(c.date_end, c.when) >= $since",
    "until": "c.when <= $until",
}
_RECORDS = "RETURN c.record AS record, c.when AS when"
_FIRST = "WITH c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT $limit"


def revision(tx: "Transaction") -> Row | None:
    """Which store this is (`made`), how often it changed (`revision`), and its `schema`; None where there is none."""
    rows = run(tx, _REVISION, name=NAME)
    return rows[0] if rows else None


def foreign(tx: "Transaction") -> bool:
    """Whether the database holds something, and no store."""
    return bool(run(tx, _FOREIGN, name=NAME)[0]["foreign"])


def index_names(tx: "Transaction") -> set[str]:
    """The names of the indexes there are; that of a constraint is its index's too."""
    return {row["name"] for row in run(tx, _INDEXES)}


def hold(tx: "Transaction") -> None:
    """Let writers wait until this transaction ends."""
    run(tx, _HOLD, name=NAME)


def page(tx: "Transaction", after: str, most: int) -> list[Article]:
    """The next articles by id."""
    return [_article(row["article"]) for row in run(tx, _PAGE, after=after, most=most)]


def article(tx: "Transaction", article_id: str) -> Article | None:
    """One article."""
    rows = run(tx, _ONE, id=article_id)
    return _article(rows[0]["article"]) if rows else None


def ids(tx: "Transaction") -> list[str]:
    """The ids of all articles."""
    return sorted(row["id"] for row in run(tx, _IDS))


class BoltMarks:
    """The articles of a server by their fingerprints; see `graph.store._marks.Source`."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def some(self, most: int) -> Sequence[tuple[str, str, str | None]]:
        """Id, fingerprint and file of so many articles."""
        rows = self._link.read(lambda tx: run(tx, _MARKS, most=most))
        return [(row["id"], row["mark"], row["home"]) for row in rows]

    def mark(self, article_id: str) -> str | None:
        """The fingerprint of an article, None where there is none."""
        rows = self._link.read(lambda tx: run(tx, _MARK, id=article_id))
        return rows[0]["mark"] if rows else None

    def of_file(self, file: str) -> set[str]:
        """The articles that a file held."""
        return {row["id"] for row in self._link.read(lambda tx: run(tx, _OF_FILE, file=file))}


def readings(tx: "Transaction", article_ids: Sequence[str]) -> list[Reading]:
    """Those of these readings that there are, in this order. Raises Torn where another one was put in place of one."""
    found: dict[str, Reading] = {}
    for row in run(tx, _READINGS, ids=article_ids):
        whole = reading_of(native(row["article"]), row["claims"]) if "record" in row["article"] else None
        if whole is None:
            raise Torn
        found[whole.article.id] = whole
    return [found[each] for each in article_ids if each in found]


class Torn(Exception):  # noqa: N818 -- named as what happened
    """What was read belongs to two versions of an article: the server lets a reader see what is just being removed."""


def _whole(rows: list[Row], *needed: str) -> list[Row]:
    """The rows, with dates of Python. Raises Torn where one lacks what it must have."""
    for row in rows:
        if any(row[key] is None for key in needed):
            raise Torn
    return [native(row) for row in rows]


def actors(tx: "Transaction") -> list[Actor]:
    """All actors, by id; those whose node waits to be told anew, from what the articles say."""
    return _told(tx, [row["actor"] for row in run(tx, _ACTORS)])


def actor(tx: "Transaction", actor_id: str) -> Actor | None:
    """One of them."""
    return next(iter(_told(tx, [row["actor"] for row in run(tx, _ACTOR, id=actor_id)])), None)


def find(tx: "Transaction", text: str, most: int | None) -> list[Actor]:
    """The actors that the full-text index proposes, judged and ranked as in every store."""
    words = select.folded(text).split()
    if not words:
        return []
    # Words of `\\w` alone, so that nothing in them means anything to Lucene.
    wanted = " AND ".join(f"search:{word}*" for word in words)
    rows = [*run(tx, _FOUND, text=wanted), *run(tx, _STALE)]
    nodes = {row["actor"]["id"]: row["actor"] for row in rows}
    return select.find(_told(tx, list(nodes.values())), text, most)


def _told(tx: "Transaction", nodes: list[Row]) -> list[Actor]:
    if not all("id" in node and "name" in node for node in nodes):
        raise Torn
    found = [actor_of(node) for node in nodes if node.get("kind") and not node.get("stale")]
    for ids in batches(sorted(node["id"] for node in nodes if node.get("stale"))):
        for row in run(tx, VERSIONS, ids=ids):
            actor = told_of(row["id"], [(said, times) for said, times in row["versions"] if said])
            found += [actor] if actor else []
    return sorted(found, key=lambda actor: actor.id)


def merges(tx: "Transaction") -> list[Merge]:
    """All judgements, by id."""
    found = [merge_of(native(row["judgement"])) for row in run(tx, _JUDGED)]
    return sorted(found, key=lambda merge: merge.id)


def naming(tx: "Transaction", actor_ids: list[str]) -> list[str]:
    """The articles that name any of these actors."""
    return sorted({row["id"] for row in run(tx, _NAMING, ids=actor_ids)})


def left(tx: "Transaction") -> list[str]:
    """The actors whose articles a judgement left to be told again."""
    return [
        each for row in run(tx, "MATCH (s:Store) RETURN s.retelling AS named") for each in row["named"] or ()
    ]


def counts(tx: "Transaction") -> Row:
    """Articles, problems, first and last date; claims by relation."""
    row = native(run(tx, _COUNTS)[0])
    return row | {"by_relation": {each["relation"]: each["claims"] for each in run(tx, _BY_RELATION)}}


def claims(tx: "Transaction", selection: Selection) -> list[select.Dated]:
    """The claims of a selection in the order of every store."""
    query, values = selecting(selection)
    rows = _whole(run(tx, f"{query}\n{_RECORDS}", **values), "record")
    found = [select.Dated(claim_of(row["record"]), row["when"]) for row in rows]
    return select.select(selection, found)


def selecting(selection: Selection) -> tuple[str, dict[str, Any]]:
    """The beginning of a statement that finds the claims `c` of a selection, made of the pieces above; its parameters."""
    one, other = selection.between or (None, None)
    values = {
        name: list(value) if isinstance(value, tuple) else value
        for name in _WHERE
        if (value := getattr(selection, name)) not in ((), None)
    }
    start = next((name for name in _FROM if name in values), None)
    tests = " AND ".join(test for name, test in _WHERE.items() if name in values)
    pieces = [_FROM.get(start or "", "MATCH (c:Claim)")]
    pieces += [f"WHERE {tests}"] if tests else []
    if selection.limit is not None:
        pieces.append(_FIRST)
        values["limit"] = max(selection.limit, 0)
    return "\n".join(pieces), values | {"one": one, "other": other}


def _article(row: Row) -> Article:
    if not {"id", "text", "fingerprint"} <= row.keys():
        raise Torn
    return article_of(native(row))


def native(row: Row) -> Row:
    """A row with dates of Python in place of those of the driver."""
    return {key: _day(value) if hasattr(value, "to_native") else value for key, value in row.items()}


def _day(value: Any) -> date:
    found: date = value.to_native()
    return found
