"""The network picture as a Streamlit component: drawn on a canvas in the browser, the selection back to Python.

The browser part is written in frontend/ and committed as built files in static/; nobody needs node to use it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.drawing import Edge, Picture, summary
from graph.ids import digest
from graph.ontology import actor_kinds

Columns = dict[str, Any]

MOST_PARALLEL = 4  # more curves than this between two actors can be neither read nor hit; they are bundled


@dataclass(frozen=True, slots=True)
class Picked:
    """What is selected, by id, and the actor just double-clicked (`expand`, for one rerun only)."""

    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    expand: str | None = None


def network(
    picture: Picture,
    *,
    key: str,
    height: int = 620,
    dark: bool | None = None,
    whole: Picture | None = None,
    focus: str | None = None,
) -> Picked:
    """Draw the picture, `height` pixels high, and say what people have picked in it.

    Places are computed once for `whole` (the picture before any filter; without it, the first one shown under this
    `key`) and kept, so that filtering never moves an actor. `dark` forces a theme; None follows the page.
    A new `focus` selects that actor and brings it into sight.
    """
    from graph.component.mount import mount

    result = mount(
        key=key,
        height=height,
        data={
            **message(picture, whole or picture),
            "key": key,
            "height": height,
            "dark": dark,
            "focus": focus,
        },
    )
    return picked(picture, result.get("selection"), result.get("expand"))


def message(picture: Picture, whole: Picture) -> Columns:
    """What the browser is sent: columns, with repeated words stored once (a third of one dict per element)."""
    present = {node.kind for node in (*picture.nodes, *whole.nodes)}
    return {
        "nodes": {
            "id": [n.id for n in picture.nodes],
            "name": [n.name for n in picture.nodes],
            "kind": _words([n.kind for n in picture.nodes]),
            "country": [n.country for n in picture.nodes],
            "claims": [n.claims for n in picture.nodes],
        },
        "edges": _edge_columns(picture),
        "whole": _whole_columns(whole),
        "kinds": {kind.name: kind.label for kind in actor_kinds().values() if kind.name in present},
        "bundles": any(count > MOST_PARALLEL for count in _parallel(whole).values()),
        "left_out": picture.left_out,
        "parallel": MOST_PARALLEL,
        "summary": summary(picture),
    }


def picked(picture: Picture, selection: object, expand: object) -> Picked:
    """The browser's answer, reduced to what the picture holds: after a filter some of it may be out of sight."""
    chosen = selection if isinstance(selection, Mapping) else {}
    nodes = {node.id for node in picture.nodes}
    edges = {edge.id for edge in picture.edges}
    return Picked(
        nodes=tuple(i for i in _strings(chosen.get("nodes")) if i in nodes),
        edges=tuple(i for i in _strings(chosen.get("edges")) if i in edges),
        expand=expand if isinstance(expand, str) and expand in nodes else None,
    )


def _strings(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list | tuple) else []


def _words(values: Sequence[str]) -> Columns:
    distinct = sorted(set(values))
    place = {value: i for i, value in enumerate(distinct)}
    return {"of": distinct, "at": [place[value] for value in values]}


def _ends(nodes: Sequence[str], edges: Sequence[Edge]) -> list[tuple[int, int]]:
    place = {node: i for i, node in enumerate(nodes)}
    return [(place[e.source], place[e.target]) for e in edges]


def _parallel(picture: Picture) -> Counter[frozenset[str]]:
    return Counter(frozenset((e.source, e.target)) for e in picture.edges)


def _edge_columns(picture: Picture) -> Columns:
    ends = _ends([n.id for n in picture.nodes], picture.edges)
    return {
        "id": [e.id for e in picture.edges],
        "source": [source for source, _ in ends],
        "target": [target for _, target in ends],
        "verb": _words([e.verb for e in picture.edges]),
        "modality": _words([e.modality for e in picture.edges]),
        "sign": [e.sign for e in picture.edges],
        "directed": [int(e.directed) for e in picture.edges],
        "weight": [e.weight for e in picture.edges],
    }


def _whole_columns(whole: Picture) -> Columns:
    """Just what the layout needs; sorted, so that the same network gives the same places on every visit."""
    nodes = sorted(whole.nodes, key=lambda n: n.id)
    pairs = sorted({(min(p), max(p)) for p in _ends([n.id for n in nodes], whole.edges)})
    return {
        "id": digest(*(n.id for n in nodes), *(f"{a} {b}" for a, b in pairs)),
        "nodes": [n.id for n in nodes],
        "names": [n.name for n in nodes],
        "claims": [n.claims for n in nodes],
        "ends": [end for pair in pairs for end in pair],
    }
