"""A page with nothing but the network, for tests/test_component_browser.py: the story, or invented data."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st
from story import readings

from graph.component import network
from graph.drawing import picture
from graph.model import ACTOR_KINDS, Actor, Tie

HOSTILE = '<img src=x onerror="window.hacked=1">'
FIRST = (
    "Amina",
    "Boris",
    "Carla",
    "Dmitri",
    "Elif",
    "Farid",
    "Greta",
    "Hassan",
    "Ingrid",
    "Jamal",
    "Katya",
    "Leo",
    "Mirela",
    "Nadir",
    "Olga",
    "Pavel",
)
LAST = (
    "Arslan",
    "Belkacem",
    "Castellanos",
    "Dragunov",
    "El-Sayed",
    "Fitzgerald",
    "Grimaldi",
    "Haddad",
    "Ivanova",
    "Jensen",
    "Kovacs",
)
BODIES = (
    "Council of the Northern Ports",
    "Harbour Workers' Union",
    "Strait Guard",
    "League of Island States",
    "Free Coast Front",
    "Reform and Justice Party",
    "Daily Lighthouse",
    "Assembly of Elders",
    "Ministry of Fisheries",
    "Permanent Secretariat for Regional Economic Cooperation and Development",
)
PLACES = (
    "Norland",
    "Esteria",
    "Valdavia",
    "Korun",
    "Tamaris",
    "Ostrova",
    "Belmar",
    "Quent",
    "Sarrow",
    "Ilmen",
    "Dravia",
    "Montcal",
)
RELATIONS = (
    ["CONSULT"] * 9
    + ["SUPPORT"] * 5
    + ["AID", "AGREE", "AGREE", "COOPERATE", "REQUEST", "REQUEST", "REQUEST", "STATEMENT"]
    + ["ACCUSE"] * 4
    + ["REJECT", "REJECT", "THREATEN", "SANCTION", "ASSAULT", "HOLDS_OFFICE", "MEMBER_OF"]
)


def story() -> tuple[list[Tie], dict[str, Actor]]:
    """The ties of tests/story.py, by hand: one per pair and relation."""
    actors = {actor.id: actor for reading in readings() for actor in reading.actors}
    found: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for reading in readings():
        for claim in reading.claims:
            parties = [*claim.sources, *claim.targets]
            pair = (parties[0].actor, parties[1].actor)
            a, b = sorted(pair) if claim.relation == "CONSULT" else pair
            found.setdefault((a, b, claim.relation), []).append((claim.id, claim.article, claim.modality))
    ties = [
        Tie(
            a,
            b,
            relation,
            claims=len(claims),
            articles=len({article for _, article, _ in claims}),
            modalities={m: sum(m == x for *_, x in claims) for m in {x for *_, x in claims}},
            claim_ids=tuple(i for i, *_ in claims),
        )
        for (a, b, relation), claims in found.items()
    ]
    return ties, actors


def invented(count: int, seed: int = 7) -> tuple[list[Tie], dict[str, Actor]]:
    """`count` ties between some 0.4 times as many actors, a few of them in everything."""
    dice = random.Random(seed)
    names: list[tuple[str, str]] = []
    for i in range(max(12, int(count * 0.4))):
        kind = dice.choices(ACTOR_KINDS, (38, 20, 12, 6, 8, 6, 4, 6))[0]
        if kind == "person":
            name = f"{FIRST[i % len(FIRST)]} {LAST[(i * 5 + i // 16) % len(LAST)]}"
        elif kind == "country":
            name = PLACES[i % len(PLACES)] + ("" if i < 60 else f" {i}")
        else:
            name = BODIES[i % len(BODIES)] + ("" if i < 40 else f" {i}")
        names.append((name, kind))
    actors = {f"{k}/{i}": Actor(f"{k}/{i}", n, k, country="NO") for i, (n, k) in enumerate(names)}  # type: ignore[arg-type]
    ids = list(actors)
    drawn: set[tuple[str, str, str]] = set()
    while len(drawn) < count - 6:
        a = ids[
            min(int(dice.paretovariate(0.7)) - 1, len(ids) - 1)
            if dice.random() < 0.6
            else dice.randrange(len(ids))
        ]
        b = ids[dice.randrange(len(ids))]
        if a != b:
            drawn.add((a, b, dice.choice(RELATIONS)))
    for relation in ("CONSULT", "SUPPORT", "ACCUSE", "REQUEST", "THREATEN", "AID"):
        drawn.add((ids[0], ids[1], relation))
    modalities = ["asserted"] * 8 + ["planned", "denied"]
    ties = []
    for a, b, relation in sorted(drawn):
        claims = int(min(dice.paretovariate(1.1), 30))
        ties.append(
            Tie(a, b, relation, claims, max(1, claims // 2), modalities={dice.choice(modalities): claims})
        )
    return ties, actors


def main() -> None:
    """Draw, filter, and write down what comes back."""
    st.set_page_config(layout="wide")
    query = st.query_params
    count = int(query.get("ties", "0"))
    ties, actors = invented(count) if count else story()
    if "hostile" in query:
        actors = {**actors, **{i: Actor(i, HOSTILE, a.kind) for i, a in list(actors.items())[:1]}}
    whole = picture(ties, actors)
    columns = st.columns(4)
    conflict, single = columns[0].toggle("Conflict only"), columns[1].toggle("One tie per pair")
    if conflict:
        shown = picture(
            [t for t in ties if t.relation in ("ACCUSE", "REJECT", "THREATEN", "SANCTION")], actors
        )
    elif single:
        shown = picture(list({(t.source, t.target): t for t in ties}.values()), actors)
    else:
        shown = whole
    if "newcomer" in query and columns[2].toggle("Newcomer"):
        new = Actor("person/new", "Noor Newcomer", "person")
        shown = picture([*ties, Tie(new.id, ties[0].source, "CONSULT", 1, 1)], {**actors, new.id: new})
    if columns[3].toggle("Away"):
        st.stop()
    got = network(
        shown,
        key="net",
        whole=whole,
        height=int(query.get("height", "680")),
        dark=True if "dark" in query else None,
        focus=query.get("focus"),
    )
    st.text(f"nodes={list(got.nodes)}")
    st.text(f"edges={list(got.edges)}")
    if got.expand:
        st.session_state.expanded = [*st.session_state.get("expanded", []), got.expand]
    st.text(f"expanded={st.session_state.get('expanded', [])}")


main()
