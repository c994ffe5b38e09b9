"""The ontology as published: whole, labelled, and the same as the data it is made from."""

import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph import vocabulary as v
from graph.model import Reading
from graph.ontology import actor_kinds, relations
from graph.ontology_rdf import ontology
from graph.resources import resource

TRIPLES = set(ontology())


def has(subject: str, predicate: str, value: NamedNode | Literal) -> bool:
    return Triple(v.expand(subject), v.expand(predicate), value) in TRIPLES


def test_the_published_file_says_what_the_data_say() -> None:
    published = parse(resource("ontology/legation.ttl").read_bytes(), RdfFormat.TURTLE)
    assert {quad.triple for quad in published} == TRIPLES, (
        "write it anew: python -m graph.ontology_rdf > data/ontology/legation.ttl"
    )


def test_rdflib_reads_the_published_file() -> None:
    found = rdflib.Graph().parse(resource("ontology/legation.ttl"), format="turtle")
    assert len(found) == len(TRIPLES)


def test_every_term_has_label_and_definition() -> None:
    own = {
        t.subject for t in TRIPLES if isinstance(t.subject, NamedNode) and t.subject.value.startswith(v.LEG)
    }
    modes = {t.subject for t in TRIPLES if t.object == v.leg("Mode")}
    labelled = {t.subject for t in TRIPLES if t.predicate == v.expand("rdfs:label")}
    defined = {t.subject for t in TRIPLES if t.predicate == v.expand("skos:definition")}
    assert own - labelled == set()
    assert own - modes - defined == set()


def test_every_relation_carries_its_codes() -> None:
    for relation in relations().values():
        name = f"leg:{relation.term}"
        assert has(name, "skos:notation", Literal(relation.name))
        assert has(name, "leg:score", Literal(relation.score))
        assert has(name, "leg:quad", Literal(relation.quad))
        assert all(has(name, "leg:cameo", Literal(code)) for code in relation.cameo)
        assert has(name, "leg:plover", Literal(relation.name)) == (relation.family == "event")
        assert has(name, "rdf:type", v.expand("owl:SymmetricProperty")) == relation.symmetric


def test_domains_and_ranges_come_from_the_kinds_that_may_stand_there() -> None:
    assert has("leg:holdsOfficeAt", "rdfs:domain", v.leg("Person"))
    assert has("leg:holdsOfficeAt", "rdfs:range", v.leg("Actor"))
    assert has("leg:holdsOfficeAt", "schema:rangeIncludes", v.leg("Country"))
    assert has("leg:met", "rdfs:domain", v.leg("Actor"))


def test_actor_kinds_fall_under_the_common_vocabularies() -> None:
    for kind in actor_kinds().values():
        assert has(f"leg:{kind.rdf_class}", "rdfs:subClassOf", v.expand(kind.parent))
    assert has("leg:source", "rdfs:subPropertyOf", v.expand("sem:hasActor"))


def test_all_that_is_written_of_a_reading_is_declared(story: tuple[Reading, ...]) -> None:
    from graph.rdf import triples

    declared = {t.subject for t in TRIPLES}
    used = {
        term
        for r in story
        for t in triples(r)
        for term in (t.predicate, t.object)
        if isinstance(term, NamedNode)
    }
    assert {term.value for term in used - declared if term.value.startswith(v.LEG)} == set()
