"""What a picture of the network shows: nodes, edges and how many ties the budget left out. No streamlit here.

A picture never shows everything: a reader sees nothing in a thousand ties, so the strongest are kept.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.ids import digest
from graph.model import Actor, Tie
from graph.ontology import Relation, relations

BUDGET = 300  # ties that one screen still shows readably (tried at 100, 300 and 1,000)
HARD_STOP = 1500  # beyond it browsers without a graphics card no longer pan smoothly
LONGEST_NAME = 200  # characters; names come from web pages

# Which modality stands for a tie that nobody asserts: the one nearest to a fact first.
_STRENGTH = ("asserted", "planned", "requested", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture; `claims` counts the claims of the ties given that it takes part in."""

    id: str
    name: str
    kind: str
    country: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie in the picture: one per pair and relation; `id` is that of `tie_id`.

    `sign` is 1 for cooperation, -1 for conflict, 0 for neither; `weight` counts claims; `directed` is False for
    symmetric relations. `modality` is "asserted" if any of its claims is, else the one nearest to a fact.
    """

    id: str
    source: str
    target: str
    relation: str
    verb: str
    sign: int
    directed: bool
    weight: int
    modality: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges sorted by id, and the number of ties that the budget left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def tie_id(tie: Tie) -> str:
    """The id of a tie in a picture; the same for the same pair and relation on any machine."""
    return "t" + digest(tie.source, tie.relation, tie.target)


def picture(
    ties: Sequence[Tie], actors: Mapping[str, Actor], *, budget: int = BUDGET, total: int | None = None
) -> Picture:
    """The strongest `budget` ties (at most 1,500) with their actors. `total` is their number where not all are given.

    Strongest means: told by most articles, then by most claims, then between the actors with most claims (the less
    prominent of the two counts), then by id, so that the same ties always give the same picture. An actor that
    `actors` lacks is shown by its id.
    """
    room = max(0, min(budget, HARD_STOP))
    claims = _claims_by_actor(ties)

    def rank(tie: Tie) -> tuple[int, int, int, int, str, str, str]:
        ends = sorted((claims[tie.source], claims[tie.target]))
        return (-tie.articles, -tie.claims, -ends[0], -ends[1], tie.source, tie.target, tie.relation)

    ranked = sorted(ties, key=rank)
    kept = ranked[:room]
    ids = sorted({end for tie in kept for end in (tie.source, tie.target)})
    return Picture(
        nodes=tuple(_node(i, actors.get(i), claims[i]) for i in ids),
        edges=tuple(sorted((_edge(tie) for tie in kept), key=lambda e: e.id)),
        left_out=max(len(ranked), total or 0) - len(kept),
    )


def summary(shown: Picture) -> str:
    """The picture in one sentence, for people who cannot see it."""
    count = f"{_number(len(shown.nodes), 'actor')} and {_number(len(shown.edges), 'tie')}"
    if not shown.nodes:
        return "Network without actors."
    ends: dict[str, int] = defaultdict(int)
    for edge in shown.edges:
        for end in {edge.source, edge.target}:
            ends[end] += 1
    most = sorted(shown.nodes, key=lambda n: (-ends[n.id], n.id))[:3]
    signs = [sum(e.sign == s for e in shown.edges) for s in (1, -1, 0)]
    return (
        f"Network of {count}: {signs[0]} of cooperation, {signs[1]} of conflict, {signs[2]} neutral. "
        f"Most connected: {', '.join(n.name for n in most)}."
    )


def shown_name(name: str) -> str:
    """A name in one line without control or text-direction characters, which could disguise it."""
    kept = (" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join("".join(kept).split())
    return line[: LONGEST_NAME - 1] + "…" if len(line) > LONGEST_NAME else line


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _claims_by_actor(ties: Iterable[Tie]) -> dict[str, int]:
    """Claims per actor, each counted once although a meeting of three makes three ties."""
    ids: dict[str, set[str]] = defaultdict(set)
    unnamed: dict[str, int] = defaultdict(int)
    for tie in ties:
        for end in {tie.source, tie.target}:
            ids[end].update(tie.claim_ids)
            unnamed[end] += max(0, tie.claims - len(tie.claim_ids))
    return defaultdict(int, {end: len(ids[end]) + unnamed[end] for end in ids})


def _node(actor_id: str, actor: Actor | None, claims: int) -> Node:
    if actor is None:
        return Node(actor_id, shown_name(actor_id) or "?", "group", None, claims)
    return Node(actor_id, shown_name(actor.name) or actor_id, actor.kind, actor.country, claims)


def _edge(tie: Tie) -> Edge:
    known: Relation | None = relations().get(tie.relation)
    return Edge(
        id=tie_id(tie),
        source=tie.source,
        target=tie.target,
        relation=tie.relation,
        verb=known.verb if known else tie.relation.replace("_", " ").lower(),
        sign=known.sign if known else 0,
        directed=not known.symmetric if known else True,
        weight=tie.claims,
        modality=_modality(tie.modalities),
    )


def _modality(counts: Mapping[str, int]) -> str:
    present = [m for m in _STRENGTH if counts.get(m, 0) > 0]
    return present[0] if present else "asserted"
