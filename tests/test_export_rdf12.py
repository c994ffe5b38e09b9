"""RDF 1.2: claims that reify what they say, as pyoxigraph reads them."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from export_stores import exported
from story import AALTO, COUNCIL, FINLAND, ORAN, TURKEY

from graph import vocabulary as v
from graph.model import Reading
from graph.ontology import relation
from graph.pairs import pairs

FORMS = {"s.rdf12.ttl": ox.RdfFormat.TURTLE, "s.rdf12.nq": ox.RdfFormat.N_QUADS}
REIFIES = ox.NamedNode(v.RDF + "reifies")


def held(folder: Path, readings: tuple[Reading, ...], name: str) -> ox.Store:
    """The file of that name as a store."""
    store = ox.Store()
    store.load(path=exported(folder, readings, name), format=FORMS[name])
    return store


def answers(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes=v.PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(term.value if isinstance(term, ox.NamedNode) else "" for term in row) for row in found}


@pytest.mark.parametrize("name", FORMS)
def test_every_claim_reifies_what_it_says(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    store = held(tmp_path, story, name)
    said = {
        (v.claim_iri(c.id), ox.Triple(v.actor_iri(a), v.leg(relation(c.relation).term), v.actor_iri(b)))
        for reading in story
        for c in reading.claims
        for a, b in pairs(c)
    }
    assert {(q.subject, q.object) for q in store.quads_for_pattern(None, REIFIES, None, None)} == said
    assert len(said) == 11


@pytest.mark.parametrize("name", FORMS)
def test_all_else_is_what_the_plain_file_says(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    plain = ox.parse(path=exported(tmp_path, story, name.replace("rdf12.", "")), format=FORMS[name])
    more = {q for q in held(tmp_path, story, name) if q.predicate != REIFIES}
    assert more == set(plain)


@pytest.mark.parametrize("name", FORMS)
def test_a_denial_reifies_and_does_not_state(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    store = held(tmp_path, story, name)
    denied = answers(store, "SELECT ?a ?b { ?c rdf:reifies <<( ?a leg:met ?b )>> ; leg:status leg:denied }")
    stated = answers(store, "SELECT DISTINCT ?a ?b { ?a leg:met ?b }")
    assert denied == {(v.actor_iri(TURKEY.id).value, v.actor_iri(COUNCIL.id).value)}
    assert stated == {
        (v.actor_iri(a.id).value, v.actor_iri(b.id).value) for a, b in ((ORAN, AALTO), (AALTO, ORAN))
    }


def test_the_annotation_syntax_of_queries_finds_the_claims_of_a_statement(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    store = held(tmp_path, story, "s.rdf12.ttl")
    found = answers(store, "SELECT ?b { ?a leg:accused ?b ~ ?claim {| leg:status leg:asserted |} }")
    assert found == {(v.actor_iri(each.id).value,) for each in (TURKEY, FINLAND)}


@pytest.mark.parametrize("name", FORMS)
def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    first = exported(tmp_path, story, f"1{name}").read_bytes()
    assert exported(tmp_path, story[::-1], f"2{name}").read_bytes() == first


def test_a_reader_of_rdf_1_1_is_told_at_the_first_line(story: tuple[Reading, ...], tmp_path: Path) -> None:
    assert exported(tmp_path, story, "s.rdf12.ttl").read_text("utf-8").startswith('VERSION "1.2"\n')
