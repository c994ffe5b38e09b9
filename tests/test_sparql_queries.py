"""Queries of users on a real SPARQL server: read only, bounded, and the same answers as the embedded store gives."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from contract_store import Story, fill
from servers_fuseki import running

from graph.errors import QueryError, QueryTimeout
from graph.store import open_store
from graph.store._sparql_ask import HINT
from graph.store.base import Selection, View
from graph.store.sparql import SparqlStore

pytestmark = pytest.mark.server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DIGITS = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefg")
TEN_MILLION = f"SELECT * {{ {DIGITS} }}"
ORAN = "<https://w3id.org/legation/actor/person/kemal-oran>"


@pytest.fixture(scope="module")
def store(sparql_address: str) -> Iterator[SparqlStore]:
    from story import readings

    store = SparqlStore(sparql_address)
    store._endpoint.update("DROP ALL")
    fill(store, readings())
    yield store
    store.close()


@pytest.fixture
def view(store: SparqlStore) -> View:
    return store.view()


@pytest.fixture
def embedded(tmp_path: Path, story: Story) -> Iterator[View]:
    store = open_store(tmp_path / "store", create=True)
    fill(store, story)
    yield store.view()
    store.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ?a ?b { ?a leg:met ?b } ORDER BY ?a",
        "SELECT DISTINCT ?a ?b { GRAPH ?g { ?a :met ?b } } ORDER BY ?a",
        "ASK { ?a :met ?b }",
        "PREFIX : <x:> ASK { ?a :met ?b }",
        "CONSTRUCT { ?a leg:met ?b } WHERE { ?a leg:met ?b }",
        "SELECT ?d ?x { GRAPH ?g { ?c leg:date ?d ; leg:confidence ?x } } ORDER BY ?d ?x",
    ],
)
def test_a_query_has_the_answer_of_the_embedded_store(view: View, embedded: View, text: str) -> None:
    theirs, ours = view.query(text), embedded.query(text)
    assert (theirs.columns, list(theirs.rows), theirs.turtle) == (ours.columns, list(ours.rows), ours.turtle)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(limit=3),
        Selection(actors=("person/kemal-oran", "igo/baltic-union")),
        Selection(between=("country/fi", "country/tr")),
        Selection(relations=("CONSULT", "REJECT"), modalities=("asserted",)),
        Selection(relations=("NONE",)),
        Selection(since=date(2021, 3, 2), until=date(2021, 3, 5)),
        Selection(actors=("country/fi",), since=date(2021, 3, 2), limit=2),
    ],
)
def test_records_are_those_of_the_embedded_store(view: View, embedded: View, selection: Selection) -> None:
    assert list(view.claims(selection)) == list(embedded.claims(selection))
    assert view.ties(selection) == embedded.ties(selection)
    assert view.ties(selection, most=2) == embedded.ties(selection, most=2)
    assert view.tie_count(selection) == embedded.tie_count(selection)
    assert view.prominent(selection) == embedded.prominent(selection)
    assert view.stats() == embedded.stats()
    assert [view.find(word) for word in ("oran", "fin", "x")] == [
        embedded.find(word) for word in ("oran", "fin", "x")
    ]


def test_what_the_servers_own_loader_has_loaded_is_a_store(
    tmp_path: Path, embedded: View, story: Story
) -> None:
    lines = "\n".join(embedded.quads())
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        before = store.view().revision()
        request = Request(f"{server.root}/data", lines.encode(), {"Content-Type": "application/n-quads"})
        with urlopen(request) as answer:
            assert answer.status in (200, 201, 204)
        view = store.view()
        assert view.revision() != before
        assert list(view.quads()) == list(embedded.quads())
        assert fill(store, story) == ["unchanged"] * 4


def test_cells_know_what_they_were(view: View) -> None:
    text = "SELECT ?a ?d ?l ?x { GRAPH ?g { ?c leg:source ?a ; leg:date ?d } GRAPH ?h { leg:met rdfs:label ?l } } LIMIT 1"
    iri, day, label, nothing = view.query(text).rows[0]
    assert (iri.kind, day.datatype, label.language) == (  # type: ignore[union-attr]
        "uri", "http://www.w3.org/2001/XMLSchema#date", "en",
    )  # fmt: skip
    assert nothing is None


def test_values_are_bound(view: View) -> None:
    text = "SELECT ?name WHERE { GRAPH ?g { ?a leg:met ?who . ?a skos:prefLabel ?name } } LIMIT 1"
    assert list(view.query(text, values={"who": ORAN}).rows) == [("Selma Aalto",)]


def test_an_empty_answer_to_a_pattern_in_the_default_graph_comes_with_a_hint(view: View) -> None:
    mixed = "SELECT ?b { GRAPH ?g { ?a leg:met ?b } ?b skos:prefLabel ?name }"
    assert view.query(mixed).hint == HINT
    assert view.query("SELECT ?b { GRAPH ?g { ?a leg:met ?b . ?b skos:prefLabel 'nobody' } }").hint is None


def test_an_endless_query_is_stopped_in_time(view: View) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeout, match="narrow it"):
        view.query(ENDLESS, seconds=1)
    assert time.monotonic() - begin < 15  # the server's own limit is 20 seconds
    assert view.query("ASK { ?a leg:met ?b }").rows == [("true",)]


def test_an_answer_of_ten_million_rows_is_cut_short_while_it_comes(view: View) -> None:
    before = _memory()
    answer = view.query(TEN_MILLION, max_rows=1000, seconds=60)
    assert (len(answer.rows), answer.cut_short) == (1000, True)
    assert _memory() - before < 100
    assert view.query("CONSTRUCT WHERE { ?a ?b ?c }", max_rows=5).cut_short


def _memory() -> int:
    """The most memory that this process has had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (2**20 if sys.platform == "darwin" else 2**10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?a ?b }", "line 2, column 8: "),
        ("SELECT * { ?a ?b }", "line 1, column 18: "),
        ("SELECT * {\n ?a ?b \\x }", "line 2, column "),
        ("SELECT * { ?a nix:met ?b }", "the prefix nix: is not declared: the query needs PREFIX nix: <...>"),
        ("SELECT ?a (1 AS ?a) { ?a ?b ?c }", "the server refused the query: "),
        ("", "no SPARQL query"),
        ("who met whom", "no SPARQL query"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "changes the store"),
        ("LOAD <http://127.0.0.1:1/>", "changes the store"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "SERVICE asks other machines"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "write the character itself"),
        ("SELECT * { BIND('\\u0027) SERVICE <x:> {} #' AS ?a) }", "SERVICE|write the character itself"),
    ],
)  # fmt: skip
def test_a_wrong_query_is_told_where_and_changes_nothing(
    store: SparqlStore, view: View, text: str, message: str
) -> None:
    before = view.stats()
    with pytest.raises(QueryError, match=message):
        view.query(text)
    assert store.view().stats() == before


def test_a_server_that_stops_in_the_middle_of_its_answer_has_run_out_of_time(
    tmp_path: Path, story: Story
) -> None:
    with running(tmp_path, "--mem", "--update", "--timeout=1500") as server:
        store = SparqlStore(server.address)
        fill(store, story)
        with pytest.raises(QueryTimeout):
            store.view().query(ENDLESS, seconds=60)
        streamed = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        with pytest.raises(QueryTimeout):
            store.view().query(streamed, seconds=60, max_rows=10**9)
        store.close()


def test_a_union_default_graph_is_used_as_it_is(tmp_path: Path, story: Story) -> None:
    options = ("--tdb2", "--memTDB", "--update", "--set", "tdb2:unionDefaultGraph=true")
    with running(tmp_path, *options) as server:
        store = SparqlStore(server.address)
        fill(store, story)
        assert store._endpoint.holds("ASK { <https://w3id.org/legation/ontology> ?b ?c }")
        mixed = "SELECT DISTINCT ?b { GRAPH ?g { ?a leg:met ?b } ?b skos:prefLabel ?name }"
        answer = store.view().query(mixed)
        assert (len(answer.rows), answer.hint) == (2, None)
        assert fill(store, (replace(story[0], claims=()),)) == ["replaced"]
        store.close()
