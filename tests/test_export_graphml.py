"""GraphML as other programs read it."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from export_stores import exported, network_of, simple_reading, view_of
from hypothesis import given
from hypothesis import strategies as st
from story import AALTO, COUNCIL, FINLAND, ORAN, TURKEY, UNION

from graph.export import Scope
from graph.export.graphml import TYPE_NAMES, clean
from graph.model import Actor, Reading
from graph.network import CLAIM_TYPES, NODE_TYPES, TIE_TYPES
from graph.store.base import Selection

NS = "{http://graphml.graphdrawing.org/xmlns}"


def read(path: Path) -> "nx.MultiDiGraph[str]":
    network = nx.read_graphml(path, force_multigraph=True)
    assert isinstance(network, nx.MultiDiGraph)
    return network


def sentences(path: Path) -> dict[str, dict[str, Any]]:
    return {data["sentence"]: data for _, _, data in read(path).edges(data=True)}


def test_one_edge_stands_for_each_pair_of_a_claim(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "g.graphml"))
    assert (network.number_of_nodes(), network.number_of_edges()) == (7, 11)


def test_parallel_edges_survive_with_keys_of_their_own(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "g.graphml"))
    meetings = network.get_edge_data(ORAN.id, AALTO.id)
    assert len(meetings) == 2
    assert all(str(key).rsplit("-", 1)[0] == data["claim"] for key, data in meetings.items())


def test_types_are_kept(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "g.graphml"))
    assert network.nodes[FINLAND.id] == {
        "label": "Finland",
        "name": "Finland",
        "kind": "country",
        "country": "FI",
        "wikidata": "Q33",
        "claims": 5,
        "statements": 0,
    }
    assert type(network.nodes[FINLAND.id]["claims"]) is int
    data = network.get_edge_data(ORAN.id, AALTO.id)
    assert {type(each["confidence"]) for each in data.values()} == {float}
    assert {each["symmetric"] for each in data.values()} == {True}


def test_an_edge_carries_its_evidence(story: tuple[Reading, ...], tmp_path: Path) -> None:
    data = sentences(exported(tmp_path, story, "g.graphml"))[
        "Turkey did not meet the Harbour Council, Kemal Oran said."
    ]
    expected = {
        "relation": "CONSULT",
        "verb": "met",
        "score": 2.5,
        "quad": "verbal cooperation",
        "modality": "denied",
        "confidence": 0.9,
        "speaker": "Kemal Oran",
        "article": "Oran denies talks",
        "publisher": "Strait Times",
        "published": "2021-03-05",
        "url": "https://strait.example/denial",
    }
    assert expected.items() <= data.items()
    assert "date" not in data


def test_a_date_is_written_as_its_first_and_last_day(story: tuple[Reading, ...], tmp_path: Path) -> None:
    data = sentences(exported(tmp_path, story, "g.graphml"))[
        "Kemal Oran and Selma Aalto held talks in Oslo on 1 March."
    ]
    assert (data["date"], data["date_end"], data["precision"]) == ("2021-03-01", "2021-03-01", "day")
    assert data["place"] == "Oslo"


def test_igraph_reads_the_same_network(story: tuple[Reading, ...], tmp_path: Path) -> None:
    path = exported(tmp_path, story, "g.graphml")
    ours, theirs = read(path), igraph.Graph.Read_GraphML(str(path))
    assert theirs.is_directed()
    assert sorted(theirs.vs["id"]) == sorted(ours)
    pairs = [
        (theirs.vs[e.source]["id"], theirs.vs[e.target]["id"], e["claim"], e["symmetric"]) for e in theirs.es
    ]
    assert sorted(pairs) == sorted((s, t, d["claim"], d["symmetric"]) for s, t, d in ours.edges(data=True))


def test_edges_are_apart_for_programs_that_merge_what_shares_id_or_type(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    edges = ET.parse(exported(tmp_path, story, "g.graphml")).findall(f"*/{NS}edge")
    assert len({edge.get("id") for edge in edges}) == len(edges) == 11
    assert {edge.get("label") for edge in edges} >= {"CONSULT", "ACCUSE"}
    assert {edge.get("directed") for edge in edges} == {None}


def test_every_attribute_has_one_key_and_one_type(story: tuple[Reading, ...], tmp_path: Path) -> None:
    keys = ET.parse(exported(tmp_path, story, "g.graphml")).findall(f"{NS}key")
    named = [(key.get("for"), key.get("attr.name")) for key in keys]
    assert len(set(named)) == len(named)
    assert len({key.get("id") for key in keys}) == len(keys)
    assert {key.get("attr.type") for key in keys} == {"string", "int", "double", "boolean"}


def test_ties_give_one_edge_a_pair_and_relation(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "t.graphml", Scope(ties=True)))
    (tie,) = network.get_edge_data(ORAN.id, AALTO.id).values()
    expected = {
        "relation": "CONSULT",
        "weight": 2.0,
        "claims": 2,
        "first": "2021-03-01",
        "last": "2021-03-01",
    }
    assert expected.items() <= tie.items()
    assert network.number_of_edges() == 10


def test_claims_that_tie_nobody_are_counted_and_kept_on_their_actor(tmp_path: Path) -> None:
    readings = [simple_reading("RETREAT", [ORAN]), simple_reading("SUPPORT", [ORAN], [COUNCIL])]
    network = read(exported(tmp_path, readings, "g.graphml"))
    assert (network.nodes[ORAN.id]["claims"], network.nodes[ORAN.id]["statements"]) == (2, 1)
    assert network.number_of_edges() == 1


def test_a_selection_leaves_out_other_claims_and_their_actors(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    scope = Scope(Selection(relations=("AGREE",)))
    network = read(exported(tmp_path, story, "g.graphml", scope))
    assert set(network) == {UNION.id, FINLAND.id}


def test_an_empty_store_gives_an_empty_network(tmp_path: Path) -> None:
    assert len(read(exported(tmp_path, [], "g.graphml"))) == 0


def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path) -> None:
    for ties in (False, True):
        first = exported(tmp_path, story, f"{ties}-1.graphml", Scope(ties=ties)).read_bytes()
        assert (
            exported(tmp_path, reversed(story), f"{ties}-2.graphml", Scope(ties=ties)).read_bytes() == first
        )


def test_an_actor_nobody_described_still_gets_its_node() -> None:
    reading = replace(simple_reading("SUPPORT", [FINLAND], [TURKEY]), actors=(FINLAND,))
    network = nx.parse_graphml(network_of([reading]).decode(), force_multigraph=True)
    assert network.nodes[TURKEY.id] == {"label": TURKEY.id, "name": TURKEY.id}


WILD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\x01\x0b\x1b\x7f\x85\r\n\t\u2028\u202e\ud83d\ufffe\uffff<>&\"'é\U0001f1eb\U0001f1ee\u0639]"
        ),
    )
)


@given(name=WILD, sentence=WILD)
def test_hostile_words_arrive_as_they_are_but_for_controls(name: str, sentence: str) -> None:
    actor = Actor("organization/x", name, "organization")
    data = network_of([simple_reading("ACCUSE", [actor], [FINLAND], text=sentence)])
    network = nx.parse_graphml(data.decode("utf-8"), force_multigraph=True)
    ((_, _, edge),) = network.edges(data=True)
    assert network.nodes[actor.id].get("name", "") == clean(name)
    assert edge.get("sentence", "") == clean(sentence)


@given(WILD.filter(bool), WILD.filter(bool))
def test_hostile_ids_make_neither_a_broken_file_nor_other_nodes(first: str, second: str) -> None:
    a, b = Actor(f"group/1{first}", "A", "group"), Actor(f"group/2{second}", "B", "group")
    data = network_of([simple_reading("ACCUSE", [a], [b])])
    network = nx.parse_graphml(data.decode("utf-8"), force_multigraph=True)
    assert sorted(d["name"] for _, d in network.nodes(data=True)) == ["A", "B"]
    assert network.number_of_edges() == 1


@given(WILD)
def test_cleaning_takes_only_what_no_reader_shows(words: str) -> None:
    gone = [c for c in words if c not in clean(words)]
    assert all(unicodedata.category(c) in ("Cc", "Cs", "Cn") for c in gone)


@pytest.mark.parametrize("ties", [False, True])
def test_all_edges_end_at_nodes(story: tuple[Reading, ...], tmp_path: Path, ties: bool) -> None:
    root = ET.parse(exported(tmp_path, story, "g.graphml", Scope(ties=ties))).getroot()
    nodes = {node.get("id") for node in root.iter(f"{NS}node")}
    assert {edge.get(end) for edge in root.iter(f"{NS}edge") for end in ("source", "target")} <= nodes


def test_claim_counts_of_nodes_agree_with_the_store(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "g.graphml"))
    with view_of(tmp_path / "again", story) as view:
        counts = {a.id: len(list(view.claims(Selection(actors=(a.id,))))) for a in view.actors()}
    assert {actor: data["claims"] for actor, data in network.nodes(data=True)} == counts


@pytest.mark.parametrize("types", [NODE_TYPES, CLAIM_TYPES, TIE_TYPES])
def test_the_documentation_gives_every_attribute_with_its_type(types: dict[str, type]) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \| (string|int|double|boolean) \|", page, flags=re.MULTILINE)
    told = {(name, kind) for names, kind in rows for name in re.findall(r"`(\w+)`", names)}
    assert {(name, TYPE_NAMES[kind]) for name, kind in types.items()} <= told
