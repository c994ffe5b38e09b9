"""Readings as RDF: nothing is lost, nothing breaks out, and only facts become direct triples."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from graph import vocabulary as v
from graph.errors import StoreError
from graph.merges import strip
from graph.model import (
    ACTOR_KINDS,
    MODALITIES,
    Actor,
    Article,
    Claim,
    Cut,
    Mention,
    Party,
    Passage,
    Place,
    Problem,
    Reading,
    When,
)
from graph.ontology import relations
from graph.rdf import fingerprint, n_triples, triples, turtle
from graph.rdf_read import reading as read_back
from graph.store import open_store

Story = tuple[Reading, ...]

# What articles from outside can hold: quotes, line breaks, reversing marks, controls, emoji, halves of escapes.
WILD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "\x00\x01\x1b\x7f\x85\r\n\t\"'\\<>{}|^`%#/.?&u0041\u200f\u202e\u2028\ufeff\uffff\U0001f1eb"
        ),
    ),
    max_size=30,
)
IDS = st.one_of(WILD, st.sampled_from(["..", ".", "", "a/../b", "x> <y", "a#char=0,1", "%2F", "a/mention/0"]))
DAYS = st.dates()
WHENS = st.none() | st.builds(When, DAYS, DAYS, st.sampled_from(["day", "week", "month", "year"]), WILD)
PLACES = st.integers(0, 50)
PASSAGES = st.builds(Passage, PLACES, PLACES, WILD)
PARTIES = st.lists(st.builds(Party, IDS, WILD, st.none() | PLACES, st.none() | PLACES, IDS), max_size=3).map(
    tuple
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    home = draw(IDS)
    article = draw(
        st.builds(
            Article, st.just(home), WILD, st.none() | WILD, st.none() | DAYS, st.none() | WILD, st.none() | WILD,
            st.none() | WILD, st.none() | WILD,
        )
    )  # fmt: skip
    claim = st.builds(
        Claim,
        id=IDS,
        article=st.just(home),
        relation=st.sampled_from(list(relations())),
        sources=PARTIES,
        targets=PARTIES,
        evidence=st.lists(PASSAGES, max_size=3).map(tuple),
        mode=st.none() | WILD,
        predicate=WILD,
        issue=st.none() | PASSAGES,
        date=WHENS,
        place=st.none() | st.builds(Place, WILD, PLACES, PLACES),
        modality=st.sampled_from(MODALITIES),
        attributed_to=PARTIES,
        content=st.none() | PASSAGES,
        since=WHENS,
        until=WHENS,
        former=st.booleans(),
        confidence=st.floats(0.001, 1),
        method=WILD,
        version=WILD,
    )
    actor = st.builds(
        Actor, IDS, WILD, st.sampled_from(ACTOR_KINDS), st.lists(WILD, max_size=4).map(tuple), st.none() | WILD,
        st.none() | IDS, st.booleans(), st.booleans(),
    )  # fmt: skip
    mention = st.builds(
        Mention,
        st.just(home),
        PLACES,
        PLACES,
        WILD,
        IDS,
        st.sampled_from(["name", "nominal", "pronoun"]),
        IDS,
    )
    return Reading(
        article,
        tuple(draw(st.lists(claim, max_size=3, unique_by=lambda c: c.id))),
        tuple(draw(st.lists(actor, max_size=3, unique_by=lambda a: a.id))),
        tuple(draw(st.lists(mention, max_size=4))),
        tuple(draw(st.lists(st.builds(Cut, st.just(home), PLACES, PLACES, WILD), max_size=3))),
        tuple(draw(st.lists(st.builds(Problem, IDS, WILD, WILD), max_size=3))),
    )


@given(readings())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reading_survives_the_way_through_n_triples(reading: Reading) -> None:
    sheet = triples(reading)
    again = list(parse(n_triples(sheet), RdfFormat.N_TRIPLES))
    assert read_back(again, reading.article.id) == reading


@given(readings())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reading_survives_the_store_and_leaves_it_whole(reading: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), create=True)
        with store.writer():
            pass
        before = list(store.view().quads())
        with store.writer() as writer:
            assert [writer.put(reading), writer.put(reading)] == ["added", "unchanged"]
        assert store.view().reading(reading.article.id) == strip(reading)
        with store.writer() as writer:
            assert writer.drop(reading.article.id)
        assert list(store.view().quads()) == before
        store.close()


@given(IDS, IDS)
@settings(max_examples=200, deadline=None)
def test_ids_become_iris_that_lead_back_and_never_meet(one: str, other: str) -> None:
    for make in (v.article_iri, v.graph_iri, v.claim_iri, v.actor_iri):
        iri = make(one)
        assert v.id_of(iri) == one
        assert (make(one) == make(other)) == (one == other)
        assert not set('<>"{}|\\^`#? ') & set(iri.value)
        assert "." not in iri.value.removeprefix(v.BASE).split("/")
        assert ".." not in iri.value.removeprefix(v.BASE).split("/")


def test_no_blank_nodes_are_made(story: Story) -> None:
    terms = [term for reading in story for each in triples(reading) for term in (each.subject, each.object)]
    assert not any(isinstance(term, BlankNode) for term in terms)


def test_the_same_reading_always_gives_the_same_triples(story: Story) -> None:
    assert n_triples(triples(story[0])) == n_triples(triples(story[0]))
    assert fingerprint(triples(story[0])) == fingerprint(triples(story[0]))
    assert fingerprint(triples(story[0])) != fingerprint(triples(replace(story[0], mentions=())))


def _direct(reading: Reading) -> set[tuple[str, str, str]]:
    terms = {v.leg(relation.term).value: relation.term for relation in relations().values()}
    return {
        (v.id_of(t.subject), terms[t.predicate.value], v.id_of(t.object))
        for t in triples(reading)
        if t.predicate.value in terms and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }


def test_a_meeting_told_as_fact_ties_both_ways(story: Story) -> None:
    assert {triple for triple in _direct(story[0]) if triple[1] == "met"} == {
        ("person/selma-aalto", "met", "person/kemal-oran"),
        ("person/kemal-oran", "met", "person/selma-aalto"),
    }


def test_a_directed_act_ties_one_way(story: Story) -> None:
    assert ("country/fi", "supports", "organization/harbour-council") in _direct(story[0])
    assert ("organization/harbour-council", "supports", "country/fi") not in _direct(story[0])


@pytest.mark.parametrize("modality", ["denied", "planned", "requested", "hypothetical"])
def test_what_is_not_told_as_fact_makes_no_direct_triple(story: Story, modality: str) -> None:
    claims = tuple(replace(claim, modality=modality) for claim in story[0].claims)  # type: ignore[arg-type]
    assert _direct(replace(story[0], claims=claims)) == set()


def test_what_was_once_makes_no_direct_triple(story: Story) -> None:
    assert _direct(replace(story[0], claims=(replace(story[0].claims[1], former=True),))) == set()


def test_an_actor_is_never_tied_to_itself(story: Story) -> None:
    same = replace(story[0].claims[3], targets=story[0].claims[3].sources)
    assert _direct(replace(story[0], claims=(same,))) == set()


def test_evidence_is_named_by_its_characters(story: Story) -> None:
    claim = story[0].claims[0]
    proof = claim.evidence[0]
    span = v.span_iri(v.article_iri(claim.article), proof.start, proof.end)
    assert span.value.endswith(f"#char={proof.start},{proof.end}")
    assert Triple(v.claim_iri(claim.id), v.expand("prov:wasQuotedFrom"), span) in triples(story[0])


def test_wikidata_is_the_only_thing_called_the_same(story: Story) -> None:
    same = {str(t.object) for r in story for t in triples(r) if t.predicate == v.expand("owl:sameAs")}
    assert same == {"<http://www.wikidata.org/entity/Q33>", "<http://www.wikidata.org/entity/Q43>"}


def test_two_claims_with_one_id_are_refused(story: Story) -> None:
    twin = replace(story[0].claims[0], predicate="met again")
    with pytest.raises(StoreError, match="share an id"):
        triples(replace(story[0], claims=(*story[0].claims, twin)))


def test_a_claim_of_long_ago_keeps_its_date(story: Story) -> None:
    old = replace(story[0].claims[0], date=When(date(1, 1, 1), date(9999, 12, 31), "year", "ever"))
    reading = replace(story[0], claims=(old,))
    assert read_back(triples(reading), reading.article.id) == reading


def test_turtle_is_the_same_text_each_time(story: Story) -> None:
    assert turtle(triples(story[0])) == turtle(triples(story[0]))
    assert turtle(triples(story[0])).startswith("@prefix foaf:")
