"""Claims and ties as networks."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
from export_stores import simple_reading, view_of
from story import AALTO, COUNCIL, FINLAND, ORAN, TURKEY, UNION

from graph.model import Actor, Claim, Reading
from graph.network import NODE_TYPES, claim_edges, claim_network, metadata, score, tie_network
from graph.store.base import View
from graph.told import told
from graph.voices import sources

if TYPE_CHECKING:
    from graph.network import Network


def claim_of(relation: str, sources: list[Actor], targets: list[Actor]) -> Claim:
    return simple_reading(relation, sources, targets).claims[0]


def ends(claim: Claim) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in claim_edges(claim)]


def test_each_source_is_tied_to_each_target() -> None:
    claim = claim_of("ACCUSE", [FINLAND, UNION], [TURKEY, COUNCIL])
    assert ends(claim) == [
        (FINLAND.id, TURKEY.id),
        (FINLAND.id, COUNCIL.id),
        (UNION.id, TURKEY.id),
        (UNION.id, COUNCIL.id),
    ]


def test_a_meeting_of_three_ties_each_two_once() -> None:
    assert ends(claim_of("CONSULT", [ORAN, AALTO, UNION], [])) == [
        (UNION.id, ORAN.id),
        (UNION.id, AALTO.id),
        (ORAN.id, AALTO.id),
    ]


def test_a_visit_told_with_a_target_ties_visitor_and_host_once() -> None:
    assert ends(claim_of("CONSULT", [ORAN], [FINLAND])) == [(FINLAND.id, ORAN.id)]


def test_nobody_is_tied_to_himself() -> None:
    assert ends(claim_of("SUPPORT", [FINLAND], [FINLAND])) == []


def test_a_mode_has_its_own_score() -> None:
    assert score(replace(claim_of("REQUEST", [COUNCIL], [TURKEY]), mode="assist")) == 0.5
    assert score(claim_of("REQUEST", [COUNCIL], [TURKEY])) == 0.0


def test_a_claim_without_target_leaves_its_actor_as_a_node() -> None:
    network = claim_network([claim_of("RETREAT", [ORAN], [])], [ORAN, AALTO])
    assert list(network) == [ORAN.id]
    assert (network.nodes[ORAN.id]["claims"], network.nodes[ORAN.id]["statements"]) == (1, 1)


def test_a_network_of_claims_keeps_parallel_edges_and_their_evidence(story: tuple[Reading, ...]) -> None:
    claims = [claim for reading in story for claim in reading.claims]
    actors = [actor for reading in story for actor in reading.actors]
    network = claim_network(claims, actors, dict(metadata(reading.article for reading in story)))
    assert network.number_of_edges(ORAN.id, AALTO.id) == 2
    told = {data["sentence"]: data for _, _, data in network.edges(data=True)}
    support = told["Aalto said Finland supported the Harbour Council."]
    assert support["speaker"] == "Selma Aalto"
    assert support["article"] == "Aalto and Oran meet"
    assert support["published"] == "2021-03-02"


def test_every_value_is_plain_so_that_networkx_can_write_it(story: tuple[Reading, ...]) -> None:
    network = claim_network([claim for reading in story for claim in reading.claims])
    assert "".join(nx.generate_graphml(network))


def ties_of(view: View) -> "Network":
    return tie_network(view.ties(), sources(told(view)), view.actors())


def test_a_network_of_ties_weighs_by_independent_sources(story: tuple[Reading, ...], tmp_path: Path) -> None:
    copied = replace(story[2].article, id="copy", publisher="Another Paper")
    claims = tuple(replace(claim, id=f"{claim.id}x", article="copy") for claim in story[2].claims)
    copy = Reading(copied, claims, story[2].actors)
    with view_of(tmp_path, (*story, copy)) as view:
        (tie,) = ties_of(view).get_edge_data(ORAN.id, AALTO.id).values()
    assert (tie["weight"], tie["articles"], tie["claims"]) == (2.0, 3, 3)


def test_a_network_of_ties_counts_how_they_are_told(story: tuple[Reading, ...], tmp_path: Path) -> None:
    with view_of(tmp_path, story) as view:
        network = ties_of(view)
    (tie,) = network.get_edge_data(ORAN.id, AALTO.id).values()
    assert (tie["weight"], tie["claims"], tie["asserted"], tie["denied"]) == (2.0, 2, 2, 0)
    assert network.nodes[FINLAND.id]["claims"] == 5


def test_ties_and_claims_connect_the_same_actors(story: tuple[Reading, ...], tmp_path: Path) -> None:
    with view_of(tmp_path, story) as view:
        by_claims = claim_network(view.claims(), view.actors())
        by_ties = ties_of(view)
    assert set(by_ties.edges()) == set(by_claims.edges())
    assert set(by_ties) == set(by_claims)


def test_all_that_a_node_carries_is_declared_with_its_type(story: tuple[Reading, ...]) -> None:
    actors = [actor for reading in story for actor in reading.actors]
    network = claim_network([claim for reading in story for claim in reading.claims], actors)
    for _, data in network.nodes(data=True):
        assert {name: type(value) for name, value in data.items()}.items() <= NODE_TYPES.items()
