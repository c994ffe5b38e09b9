"""Cytoscape JSON as networkx reads it, and in the shape that Cytoscape's own desktop program writes."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from export_stores import exported, network_of, simple_reading
from hypothesis import given
from story import AALTO, FINLAND, ORAN
from test_export_graphml import WILD

from graph.export import Scope
from graph.export.cyjs import Cyjs
from graph.export.graphml import clean
from graph.model import Actor, Reading
from graph.network import CLAIM_TYPES, TIE_TYPES


def page(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_networkx_reads_every_actor_and_edge(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = nx.cytoscape_graph(page(exported(tmp_path, story, "g.cyjs")))
    assert isinstance(network, nx.MultiDiGraph)
    assert (network.number_of_nodes(), network.number_of_edges()) == (7, 11)
    assert network.nodes[FINLAND.id]["name"] == "Finland"
    assert len(network.get_edge_data(ORAN.id, AALTO.id)) == 2


@pytest.mark.parametrize("ties", [False, True])
def test_attributes_have_their_types(story: tuple[Reading, ...], tmp_path: Path, ties: bool) -> None:
    told = page(exported(tmp_path, story, "g.cyjs", Scope(ties=ties)))
    types = TIE_TYPES if ties else CLAIM_TYPES
    for edge in told["elements"]["edges"]:
        given = {name: type(value) for name, value in edge["data"].items() if name in types}
        assert given.items() <= types.items()
        assert {"id", "source", "target", "interaction", "shared_interaction", "name"} <= set(edge["data"])


def test_it_has_the_shape_of_cytoscapes_own_files(story: tuple[Reading, ...], tmp_path: Path) -> None:
    told = page(exported(tmp_path, story, "g.cyjs"))
    assert {"format_version", "generated_by", "target_cytoscapejs_version", "data", "elements"} <= set(told)
    elements = told["elements"]
    ids = [each["data"]["id"] for side in ("nodes", "edges") for each in elements[side]]
    assert len(set(ids)) == len(ids) == 18
    ends = {each["data"][end] for each in elements["edges"] for end in ("source", "target")}
    assert ends <= {each["data"]["id"] for each in elements["nodes"]}
    assert all(isinstance(each["data"]["id"], str) for side in elements.values() for each in side)


def test_an_empty_store_gives_an_empty_network(tmp_path: Path) -> None:
    assert len(nx.cytoscape_graph(page(exported(tmp_path, [], "g.cyjs")))) == 0


def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path) -> None:
    first = exported(tmp_path, story, "1.cyjs").read_bytes()
    assert exported(tmp_path, story[::-1], "2.cyjs").read_bytes() == first


@given(name=WILD, sentence=WILD)
def test_hostile_words_arrive_as_they_are_but_for_controls(name: str, sentence: str) -> None:
    actor = Actor("organization/x", name, "organization")
    written = network_of([simple_reading("ACCUSE", [actor], [FINLAND], text=sentence)], Cyjs())
    network = nx.cytoscape_graph(json.loads(written))
    ((_, _, edge),) = network.edges(data=True)
    assert network.nodes[actor.id].get("name", "") == clean(name)
    assert edge.get("sentence", "") == clean(sentence)
