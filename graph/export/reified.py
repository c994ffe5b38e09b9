"""The annotations of RDF 1.2: what each claim says, as a triple term, whether or not it is told as fact.

`claim rdf:reifies <<( actor relation actor )>>` does not state that the two are so related: the direct triple does, and
stands there only for what is told as fact. So a denial can be asked for in the same shape as what it denies.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pyoxigraph import NamedNode, Quad, Triple

from graph import vocabulary as v
from graph.ontology import relation
from graph.pairs import pairs
from graph.store.base import View

_REIFIES = NamedNode(v.RDF + "reifies")


def reified(lines: Iterable[str], view: View) -> Iterator[str]:
    """N-Quads lines, with those of the annotations among them in their place; they come sorted graph by graph."""
    for graph, told in groupby(lines, key=_graph):
        more = _annotations(graph, view) if graph.startswith(f"<{v.BASE}graph/") else []
        yield from sorted([*told, *more])


def _graph(line: str) -> str:
    # The last term but for the full stop; no graph of ours has a space in its name.
    return line.rsplit(" ", 2)[1]


def _annotations(graph: str, view: View) -> list[str]:
    name = NamedNode(graph[1:-1])
    reading = view.reading(v.id_of(name))
    return [
        f"{Quad(v.claim_iri(claim.id), _REIFIES, said, name)} ."
        for claim in (reading.claims if reading else ())
        for source, target in pairs(claim)
        for said in [Triple(v.actor_iri(source), v.leg(relation(claim.relation).term), v.actor_iri(target))]
    ]
