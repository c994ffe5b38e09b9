"""Cypher typed by users, on a real Neo4j: what is refused, what is stopped, what comes back."""

import time
from collections.abc import Iterator

import pytest
from contract_store import Story, fill

from graph.errors import QueryError, QueryTimeout
from graph.store import open_store
from graph.store._bolt_query import parameters
from graph.store.base import Store
from graph.store.term import Term

server = pytest.mark.server


@pytest.fixture
def store(empty_neo4j: str, story: Story) -> Iterator[Store]:
    store = open_store(empty_neo4j)
    fill(store, story)
    yield store
    store.close()


@server
def test_a_query_gives_a_table(store: Store) -> None:
    answer = store.view().query(
        "MATCH (a:Actor)-[r:MET]->(b:Actor) RETURN a.name AS who, b.name AS whom, count(*) AS times, max(r.date) AS last"
    )
    assert answer.columns == ("who", "whom", "times", "last")
    assert answer.rows == [("Kemal Oran", "Selma Aalto", "2", "2021-03-01")]
    kinds = [
        cell.datatype.rpartition("#")[2]
        for cell in answer.rows[0]
        if isinstance(cell, Term) and cell.datatype
    ]
    assert kinds == ["string", "string", "integer", "date"]


@server
@pytest.mark.parametrize(
    ("returned", "cell"),
    [
        ("1.5", "1.5"),
        ("true", "true"),
        ("null", None),
        ("''", ""),
        ("[1, 'a', null]", '[1, "a", null]'),
        ("{key: date('2021-03-01')}", '{"key": "2021-03-01"}'),
        ("datetime('2021-03-01T12:00:00Z')", "2021-03-01T12:00:00+00:00"),
        ("duration('P1D')", "P1D"),
    ],
)
def test_every_kind_of_value_has_a_cell(store: Store, returned: str, cell: str | None) -> None:
    (row,) = store.view().query(f"RETURN {returned} AS value").rows
    assert row[0] is None if cell is None else str(row[0]).startswith(cell)


@server
def test_nodes_are_told_by_their_iris_and_paths_by_their_nodes(store: Store) -> None:
    text = "MATCH p = (a:Actor {id: 'person/kemal-oran'})-[r:MET]->(b) RETURN a, r, p LIMIT 1"
    node, act, path = store.view().query(text).rows[0]
    assert node == "https://w3id.org/legation/actor/person/kemal-oran"
    assert isinstance(node, Term)
    assert node.kind == "uri"
    assert str(act).startswith(
        '{"type": "MET", "between": ["https://w3id.org/legation/actor/person/kemal-oran"'
    )
    assert str(path).count("https://") == 2


@server
def test_values_are_bound_and_never_become_part_of_the_text(store: Store) -> None:
    hostile = r'"x\" RETURN 1 //"'
    text = "MATCH (x:Actor) WHERE x.id = $actor OR x.name = $name RETURN x.name ORDER BY x.name"
    values = {"actor": "<https://w3id.org/legation/actor/country/fi>", "name": hostile}
    assert store.view().query(text, values=values).rows == [("Finland",)]


@server
def test_dates_are_bound_as_dates_and_what_has_no_value_is_null(store: Store) -> None:
    text = "MATCH (c:Claim) WHERE c.date = $day AND ($place IS NULL OR c.place = $place) RETURN count(c)"
    day = '"2021-03-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert store.view().query(text, values={"day": day}).rows == [("2",)]
    assert store.view().query(text, values={"day": day, "place": '"Bergen"'}).rows == [("0",)]


def test_terms_become_the_parameters_they_stand_for() -> None:
    text = "RETURN $a, $b, $c, $d, $e, $f, $g, '$none' // $nothing"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    given = {
        "a": "<https://w3id.org/legation/actor/person/kemal-oran>",
        "b": "<https://w3id.org/legation/ontology#met>",
        "c": f'"7"^^<{xsd}integer>',
        "d": f'"0.5"^^<{xsd}double>',
        "e": f'"true"^^<{xsd}boolean>',
        "f": "<https://elsewhere.example/x>",
    }
    assert parameters(text, given) == {
        "a": "person/kemal-oran", "b": "CONSULT", "c": 7, "d": 0.5, "e": True, "f": "https://elsewhere.example/x", "g": None,
    }  # fmt: skip


def test_a_value_that_no_parameter_takes_is_a_mistake() -> None:
    with pytest.raises(QueryError, match=r"no parameter \$b"):
        parameters("RETURN $a", {"b": '"x"'})
    with pytest.raises(QueryError, match="is no date"):
        parameters("RETURN $a", {"a": '"soon"^^<http://www.w3.org/2001/XMLSchema#date>'})


@server
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("CREATE (n:Actor {id: 'x'}) RETURN n", "changes the store"),
        ("MATCH (n) DETACH DELETE n", "changes the store"),
        ("MATCH (n:Actor) SET n.name = 'x'", "changes the store"),
        ("MERGE (n:Actor {id: 'x'}) RETURN n", "changes the store"),
        ("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROWS", "changes the store"),
        ("FOREACH (x IN [1] | CREATE (:Y))", "changes the store"),
        ("DROP INDEX legation_names", "changes the store"),
        ("CREATE CONSTRAINT x FOR (n:X) REQUIRE n.id IS UNIQUE", "changes the store"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV"),
        ("LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN line", "LOAD CSV"),
        ("MATCH (n) CALL (n) { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } RETURN l", "LOAD CSV"),
        ("load /* */ csv FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV"),
        ("RETURN EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }", "LOAD CSV|line 1"),
        ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "TERMINATE"),
        ("SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message", "TERMINATE|SHOW"),
        ("SHOW TRANSACTIONS", "SHOW"),
        ("SHOW SETTINGS", "SHOW"),
        ("SHOW USERS", "commands to the server"),
        ("SHOW DATABASES", "commands to the server"),
        ("ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", "commands to the server"),
        ("CREATE USER eve SET PASSWORD 'abcdefgh'", "commands to the server"),
        ("STOP DATABASE neo4j", "administration command"),
        ("CALL dbms.listConfig() YIELD name, value RETURN name, value", "may not call dbms.listConfig"),
        ("CALL dbms.killConnection('bolt-1')", "may not call|failed"),
        ("CALL db.clearQueryCaches()", "may not call"),
        ("CALL db.createLabel('X')", "may not call|changes the store"),
        ("MATCH (n) CALL (n) { CALL dbms.listConnections() YIELD username RETURN username } RETURN username", "may not call"),
        ("CALL apoc.load.json('file:///etc/passwd')", "failed|line 1"),
        ("RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV ...', {})", "function apoc.cypher.runFirstColumnSingle"),
        ("RETURN `apoc`.`util`.sleep(9)", "function `apoc`.`util`.sleep"),
        ("USE system SHOW USERS", "line 1, column 17: The `USE` clause"),
        ("USE system CALL dbms.showCurrentUser() YIELD username RETURN username", "uses the database|may not call"),
        ("PROFILE MATCH (n) RETURN n", "PROFILE is for"),
        ("EXPLAIN MATCH (n) RETURN n", "EXPLAIN is for"),
        ("CYPHER runtime=slotted CREATE (n) RETURN n", "CYPHER is for"),
        ("\\u0043REATE (n) RETURN n", "uXXXX"),
        ("RETURN 'a\\u0027 CREATE (n) //'", "uXXXX"),
        ("", "should begin with"),
        ("// only a remark", "should begin with"),
        ("MATCH (n) RETURN n; MATCH (m) DELETE m", "one statement"),
        ("SELECT * WHERE { ?a ?b ?c }", "line 1, column 1: Invalid input 'SELECT'"),
        ("MATCH (n) RETURN m", "line 1, column 18: Variable `m` not defined"),
        ("MATCH (n)\n  RETURN m", "line 2, column 10: Variable `m` not defined"),
        ("MATCH (n:Actor RETURN n", "line 1, column 16"),
        ("RETURN 1/0", "by zero"),
        ("RETURN date('yesterday')", "cannot be parsed to a Date"),
    ],
)  # fmt: skip
def test_what_must_not_run_is_refused_and_the_store_unharmed(store: Store, text: str, why: str) -> None:
    before, revision = list(store.view().quads()), store.view().revision()
    with pytest.raises(QueryError, match=why) as refused:
        store.view().query(text)
    assert "\n" not in str(refused.value)
    assert (list(store.view().quads()), store.view().revision()) == (before, revision)


@server
@pytest.mark.parametrize(
    "text",
    [
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.index.fulltext.queryNodes('legation_names', 'oran') YIELD node, score RETURN node.name, score",
        "MATCH (c:Claim) CALL (c) { MATCH (c)-[:SOURCE]->(x) RETURN count(x) AS n } RETURN c.id, n",
        "MATCH (use:Actor) RETURN use.name AS load, 'LOAD CSV FROM' AS csv, date.truncate('month', date()) AS show",
        "/* CREATE */ MATCH (`SHOW`:Actor) RETURN `SHOW`.name",
        "MATCH p = shortestPath((a:Actor {id: 'country/fi'})-[*..4]-(b:Actor {id: 'country/tr'})) RETURN p",
        "RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS d, duration.between(date(), date()) AS n",
    ],
)
def test_what_only_reads_is_let_through(store: Store, text: str) -> None:
    assert store.view().query(text).rows


@server
@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a = -b RETURN count(*)",
        "MATCH (a), (b), (c), (d), (e), (f), (g), (h) WHERE a.id + b.id + c.id + d.id = h.id RETURN count(*)",
        "MATCH (a)-[*]-(b) MATCH (c)-[*]-(d) RETURN count(*)",
    ],
)
def test_an_endless_query_is_stopped_at_its_time(store: Store, text: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match="stopped after 1 seconds"):
        store.view().query(text, seconds=1)
    assert time.monotonic() - began < 60  # not a measurement: without the limit it would run for days
    assert store.view().query("RETURN 1").rows == [("1",)]


@server
def test_a_long_answer_is_cut_at_the_row_limit(store: Store) -> None:
    answer = store.view().query("UNWIND range(1, 10000000) AS n RETURN n", max_rows=5)
    assert answer.rows == [(str(n),) for n in range(1, 6)]
    assert answer.cut_short
    assert not store.view().query("UNWIND range(1, 5) AS n RETURN n", max_rows=5).cut_short


@server
def test_an_answer_too_large_to_hold_is_refused(store: Store) -> None:
    text = "UNWIND range(1, 1000000) AS n RETURN reduce(s = 'x', i IN range(1, 12) | s + s) AS text"
    with pytest.raises(QueryError, match="larger than 64 MB"):
        store.view().query(text, seconds=60, max_rows=1_000_000)


@server
def test_a_query_that_needs_too_much_memory_is_stopped_by_the_server(store: Store) -> None:
    with pytest.raises(QueryError, match="more memory than the server gives"):
        store.view().query(
            "UNWIND range(1, 100000000) AS n WITH collect(n) AS found RETURN size(found)", seconds=60
        )
    assert store.view().stats().articles == 4


@server
@pytest.mark.parametrize("limits", [{"seconds": 0}, {"seconds": -1}, {"seconds": 1e9}, {"max_rows": 0}])
def test_limits_must_be_limits(store: Store, limits: dict[str, float]) -> None:
    with pytest.raises(QueryError, match="limit"):
        store.view().query("RETURN 1", **limits)  # type: ignore[arg-type]
