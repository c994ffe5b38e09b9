"""What a picture of the network holds."""

import json
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import graph.component
from graph.component import message, picked
from graph.component.mount import NAME, STATIC
from graph.drawing import HARD_STOP, picture, shown_name, summary, tie_id
from graph.model import Actor, Tie

A, B, C = (Actor(f"person/{n}", n.title(), "person") for n in "abc")
ACTORS = {actor.id: actor for actor in (A, B, C)}


def tie(
    source: Actor, target: Actor, relation: str, articles: int = 1, claims: int = 1, **modalities: int
) -> Tie:
    return Tie(
        source.id, target.id, relation, claims, articles, modalities=modalities or {"asserted": claims}
    )


def test_each_relation_of_a_pair_is_an_edge_of_its_own() -> None:
    shown = picture([tie(A, B, "SUPPORT"), tie(A, B, "ACCUSE")], ACTORS)
    assert {(e.relation, e.sign, e.verb) for e in shown.edges} == {
        ("SUPPORT", 1, "supports"),
        ("ACCUSE", -1, "accused"),
    }
    assert len(shown.nodes) == 2


def test_a_meeting_has_no_direction_and_an_accusation_has() -> None:
    shown = picture([tie(A, B, "CONSULT"), tie(A, B, "ACCUSE")], ACTORS)
    assert {e.relation: e.directed for e in shown.edges} == {"CONSULT": False, "ACCUSE": True}


def test_the_budget_keeps_what_most_articles_tell_and_says_what_it_left_out() -> None:
    shown = picture(
        [tie(A, B, "SUPPORT", 1, 9), tie(B, C, "ACCUSE", 3, 3), tie(A, C, "AID", 2, 2)], ACTORS, budget=2
    )
    assert {e.relation for e in shown.edges} == {"ACCUSE", "AID"}
    assert shown.left_out == 1


def test_a_budget_beyond_the_hard_stop_is_cut_to_it() -> None:
    many = [Tie(f"person/{i}", f"person/{i + 1}", "CONSULT", 1, 1) for i in range(HARD_STOP + 7)]
    shown = picture(many, {}, budget=10**9)
    assert (len(shown.edges), shown.left_out) == (HARD_STOP, 7)


def test_a_budget_of_nothing_shows_nothing() -> None:
    shown = picture([tie(A, B, "AID")], ACTORS, budget=-1)
    assert (shown.nodes, shown.edges, shown.left_out) == ((), (), 1)
    assert summary(shown) == "Network without actors."


def test_a_meeting_of_three_counts_once_for_each_of_them() -> None:
    ties = [
        Tie(x.id, y.id, "CONSULT", 1, 1, modalities={"asserted": 1}, claim_ids=("c1",))
        for x, y in ((A, B), (A, C), (B, C))
    ]
    assert {n.claims for n in picture(ties, ACTORS).nodes} == {1}


def test_a_tie_is_asserted_if_one_claim_asserts_it_else_nearest_to_a_fact() -> None:
    ties = [
        tie(A, B, "CONSULT", denied=5, asserted=1),
        tie(A, C, "CONSULT", denied=5, planned=1),
        tie(B, C, "CONSULT", denied=1),
    ]
    shown = {(e.source, e.target): e.modality for e in picture(ties, ACTORS).edges}
    assert shown == {(A.id, B.id): "asserted", (A.id, C.id): "planned", (B.id, C.id): "denied"}


def test_an_actor_nobody_knows_is_shown_by_its_id() -> None:
    shown = picture([Tie("body/x", A.id, "AID", 1, 1)], ACTORS)
    assert [n.name for n in shown.nodes] == ["body/x", "A"]


def test_a_relation_nobody_knows_is_neutral_and_says_its_name() -> None:
    (edge,) = picture([tie(A, B, "TEACHES_AT")], ACTORS).edges
    assert (edge.sign, edge.verb, edge.directed) == (0, "teaches at", True)


def test_characters_that_disguise_a_name_are_left_out() -> None:
    assert shown_name("Ab\u202ed\u0000e\nf\u2066") == "Abde f"
    assert len(shown_name("x" * 5000)) == 200


@given(st.text())
def test_any_name_becomes_one_line_of_bounded_length(name: str) -> None:
    line = shown_name(name)
    assert len(line) <= 200
    assert line == " ".join(line.split())


@given(st.permutations(range(6)))
def test_the_order_of_the_ties_does_not_change_the_picture(order: list[int]) -> None:
    relations = ("CONSULT", "SUPPORT", "ACCUSE", "AID", "REQUEST", "REJECT")
    ties = [tie((A, B, C)[i % 3], (A, B, C)[(i + 1) % 3], relation) for i, relation in enumerate(relations)]
    assert picture([ties[i] for i in order], ACTORS, budget=4) == picture(ties, ACTORS, budget=4)


def test_the_summary_names_the_most_connected() -> None:
    shown = picture([tie(A, B, "SUPPORT"), tie(A, C, "ACCUSE"), tie(A, B, "STATEMENT")], ACTORS)
    assert summary(shown) == (
        "Network of 3 actors and 3 ties: 1 of cooperation, 1 of conflict, 1 neutral. Most connected: A, B, C."
    )


def test_what_the_browser_says_is_reduced_to_what_is_shown() -> None:
    shown = picture([tie(A, B, "AID")], ACTORS)
    said = {"nodes": [A.id, C.id, 7], "edges": [tie_id(tie(A, B, "AID")), "gone"]}
    got = picked(shown, said, C.id)
    assert (got.nodes, got.edges, got.expand) == ((A.id,), (shown.edges[0].id,), None)
    assert picked(shown, "nonsense", None).nodes == ()


def test_the_browser_gets_columns_that_refer_to_one_another() -> None:
    shown = picture([tie(A, B, "AID"), tie(C, B, "ACCUSE")], ACTORS)
    sent = message(shown, shown)
    edges, ids = sent["edges"], sent["nodes"]["id"]
    ends = {(ids[s], ids[t]) for s, t in zip(edges["source"], edges["target"], strict=True)}
    assert ends == {(A.id, B.id), (C.id, B.id)}
    assert [edges["verb"]["of"][i] for i in edges["verb"]["at"]] == [e.verb for e in shown.edges]


def test_a_filter_changes_what_is_shown_but_not_what_is_laid_out() -> None:
    whole = picture([tie(A, B, "AID"), tie(C, B, "ACCUSE")], ACTORS)
    part = picture([tie(A, B, "AID")], ACTORS)
    assert message(part, whole)["whole"] == message(whole, whole)["whole"]


COMPONENT = Path(graph.component.__file__).parent


def test_the_browser_part_is_built_small_and_says_whose_code_it_holds() -> None:
    assert 100_000 < (COMPONENT / "static/network.js").stat().st_size < 700_000
    licences = (COMPONENT / "static/THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    packages = json.loads((COMPONENT / "frontend/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(f"{name} {version} (" in licences for name, version in packages.items())


def test_the_manifest_in_the_wheel_names_the_distribution_and_the_built_files() -> None:
    manifest = tomllib.loads((COMPONENT.parent / "pyproject.toml").read_text(encoding="utf-8"))
    (component,) = manifest["tool"]["streamlit"]["component"]["components"]
    assert f"{manifest['project']['name']}.{component['name']}" == NAME
    assert COMPONENT.parent / component["asset_dir"] == STATIC


def test_no_name_from_outside_can_become_html() -> None:
    sources = sorted((COMPONENT / "frontend/src").glob("*.ts"))
    assert len(sources) > 8
    risky = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
    assert [s.name for s in sources if any(word in s.read_text(encoding="utf-8") for word in risky)] == []


def test_the_lock_file_holds_no_registry_addresses() -> None:
    assert "://" not in (COMPONENT / "frontend/package-lock.json").read_text(encoding="utf-8")
