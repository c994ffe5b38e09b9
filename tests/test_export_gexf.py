"""GEXF as networkx reads it (tests/test_gephi.py has Gephi)."""

import xml.etree.ElementTree as ET
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from export_stores import exported, network_of, simple_reading
from hypothesis import given
from story import AALTO, FINLAND, HOSTILE, ORAN
from test_export_graphml import WILD

from graph.export import Scope
from graph.export.gexf import Gexf, days_of, joined
from graph.export.graphml import clean
from graph.model import Actor, Reading
from graph.network import CLAIM_TYPES, NODE_TYPES, TIE_TYPES, Attributes

NS = "{http://gexf.net/1.3}"


def read(path: Path) -> Any:
    return nx.read_gexf(path, version="1.3")


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_networkx_reads_every_edge_with_its_types(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "g.gexf"))
    assert (network.number_of_nodes(), network.number_of_edges()) == (7, 11)
    for _, _, data in network.edges(data=True):
        told = {name: type(value) for name, value in data.items() if name not in ("id", "start", "end")}
        assert told.items() <= CLAIM_TYPES.items()
    for _, data in network.nodes(data=True):
        assert {n: type(v) for n, v in data.items() if n != "spells"}.items() <= NODE_TYPES.items()


def test_ties_are_weighed_by_independent_sources(story: tuple[Reading, ...], tmp_path: Path) -> None:
    network = read(exported(tmp_path, story, "t.gexf", Scope(ties=True)))
    tie = network.get_edge_data(ORAN.id, AALTO.id)["t" + _tie_id(network)]
    assert (tie["weight"], tie["articles"], tie["start"], tie["end"]) == (2.0, 2, "2021-03-01", "2021-03-01")
    assert {"relation", "asserted", "denied"} <= set(tie) <= {*TIE_TYPES, "id", "start", "end"}


def _tie_id(network: Any) -> str:
    (key,) = network.get_edge_data(ORAN.id, AALTO.id)
    return str(key)[1:]


def test_an_edge_has_the_days_of_the_act_else_of_publication_else_none(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    edges = [d for _, _, d in read(exported(tmp_path, story, "g.gexf")).edges(data=True)]
    days = {d["sentence"]: (d.get("start"), d.get("end")) for d in edges}
    assert days["Kemal Oran and Selma Aalto held talks in Oslo on 1 March."] == ("2021-03-01", "2021-03-01")
    assert days["Finland accused Turkey of delaying the vote."] == ("2021-03-05", "2021-03-05")
    assert days[story[3].claims[0].evidence[0].text] == (None, None)


def test_an_actor_has_a_spell_for_each_stretch_of_days(story: tuple[Reading, ...], tmp_path: Path) -> None:
    nodes = read(exported(tmp_path, story, "g.gexf")).nodes
    assert nodes[FINLAND.id]["spells"] == [(d, d) for d in ("2021-03-02", "2021-03-05", "2021-04-10")]
    assert nodes[ORAN.id]["spells"] == [("2021-03-01", "2021-03-02")]
    assert "spells" not in nodes[HOSTILE.id]


def test_spells_that_meet_or_overlap_are_one() -> None:
    one, two, three = ("2021-03-01", "2021-03-03"), ("2021-03-02", "2021-03-02"), ("2021-03-04", "2021-03-09")
    spans = {(day(a), day(b)) for a, b in (one, two, three, ("2021-03-11", "2021-03-11"))}
    assert [(str(a), str(b)) for a, b in joined(spans)] == [
        ("2021-03-01", "2021-03-09"),
        ("2021-03-11", "2021-03-11"),
    ]
    assert list(joined([])) == []


def test_the_last_day_there_is_needs_no_day_after_it() -> None:
    assert list(joined({(date.max, date.max), (date.min, date.min)}))[-1] == (date.max, date.max)


def test_the_date_of_the_act_goes_before_that_of_the_article() -> None:
    told: Attributes = {"date": "2021-01-01", "date_end": "2021-01-31", "published": "2021-02-02"}
    assert days_of(told) == (day("2021-01-01"), day("2021-01-31"))
    assert days_of({"relation": "MET"}) is None


def test_edges_between_two_actors_have_kinds_of_their_own(story: tuple[Reading, ...], tmp_path: Path) -> None:
    edges = ET.parse(exported(tmp_path, story, "g.gexf")).findall(f"*//{NS}edge")
    kinds = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(set(kinds)) == len(kinds) == 11
    assert (ORAN.id, AALTO.id, "CONSULT 2") in kinds


@pytest.mark.parametrize("ties", [False, True])
def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path, ties: bool) -> None:
    first = exported(tmp_path, story, "1.gexf", Scope(ties=ties)).read_bytes()
    assert exported(tmp_path, story[::-1], "2.gexf", Scope(ties=ties)).read_bytes() == first


@given(name=WILD, sentence=WILD)
def test_hostile_words_arrive_as_they_are_but_for_controls(name: str, sentence: str) -> None:
    actor = Actor("organization/x", name, "organization")
    written = network_of([simple_reading("ACCUSE", [actor], [FINLAND], text=sentence)], Gexf())
    network = nx.read_gexf(BytesIO(written), version="1.3")
    ((_, _, edge),) = network.edges(data=True)
    assert network.nodes[actor.id].get("name", "") == clean(name)
    assert edge.get("sentence", "") == clean(sentence)
