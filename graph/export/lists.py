"""Export as edge list and node list, CSV or Parquet: the network of `graph.export.graphml` as two tables.

Each file stands for itself: an edge names both its actors, so that the edge list alone will do for most work.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

from graph.export import Counts, Scope
from graph.export.graphml import network_of, nodes_of
from graph.export.table_files import Row, Types, write_csv, write_parquet
from graph.network import CLAIM_TYPES, NODE_TYPES, TIE_TYPES
from graph.store.base import View

_DAYS = ("date", "date_end", "published", "first", "last")
_ENDS: dict[str, type] = dict.fromkeys(("id", "source", "target", "source_name", "target_name"), str)
WriteTable = Callable[[Types, Iterator[Row], BinaryIO], int]


def edge_types(*, ties: bool = False) -> dict[str, type]:
    """The columns of an edge list with their types."""
    told = TIE_TYPES if ties else CLAIM_TYPES
    return _ENDS | {name: date if name in _DAYS else kind for name, kind in told.items()}


def node_types() -> dict[str, type]:
    """The columns of a node list with their types."""
    return {"id": str, **NODE_TYPES}


def write_edges_csv(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the edge list as CSV."""
    return _edges(view, out, scope, write_csv)


def write_edges_parquet(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the edge list as Parquet."""
    return _edges(view, out, scope, write_parquet)


def write_nodes_csv(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the node list as CSV."""
    return _nodes(view, out, scope, write_csv)


def write_nodes_parquet(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the node list as Parquet."""
    return _nodes(view, out, scope, write_parquet)


def _edges(view: View, out: BinaryIO, scope: Scope, write: WriteTable) -> Counts:
    number = write(edge_types(ties=scope.ties), edge_rows(view, scope), out)
    return {"ties" if scope.ties else "edges": number}


def _nodes(view: View, out: BinaryIO, scope: Scope, write: WriteTable) -> Counts:
    edges, tally, _ = network_of(view, scope)
    for _ in edges:
        pass  # read for what the tally counts
    rows: Iterator[Row] = ({"id": actor, **told} for actor, told in nodes_of(view.actors(), tally))
    return {"actors": write(node_types(), rows, out)}


def edge_rows(view: View, scope: Scope) -> Iterator[Row]:
    """The edges meant as rows, days as dates."""
    names = {actor.id: actor.name for actor in view.actors()}
    edges, _, _ = network_of(view, scope)
    for edge in edges:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target}
        told = {"source_name": names.get(edge.source), "target_name": names.get(edge.target)}
        days = {
            name: date.fromisoformat(str(edge.attributes[name])) for name in _DAYS if name in edge.attributes
        }
        yield {**ends, **told, **edge.attributes, **days}
