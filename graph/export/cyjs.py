"""Export as Cytoscape JSON (.cyjs): the network of `graph.export.graphml` for Cytoscape desktop and Cytoscape.js."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from graph.export import Counts, Scope
from graph.export.graphml import clean, write_form
from graph.network import Attributes, Edge, Value
from graph.store.base import View

_HEAD = """{
 "format_version": "1.0",
 "generated_by": "Legation",
 "target_cytoscapejs_version": "~3",
 "data": {"name": "Legation", "shared_name": "Legation"},
 "directed": true,
 "multigraph": true,
 "elements": {
  "nodes": ["""


class Cyjs:
    """Cytoscape JSON as a form. Elements stand one a line; each but the first of its list begins with a comma."""

    between = '\n  ],\n  "edges": ['
    tail = "\n  ]\n }\n}\n"

    def __init__(self) -> None:
        self._nodes = self._edges = 0

    def head(self, types: Mapping[str, type[Value]]) -> str:
        """All before the first node."""
        return _HEAD

    def node(self, node_id: str, attributes: Attributes) -> str:
        """One node; `value` is what networkx takes for the node."""
        self._nodes += 1
        name = attributes.get("name", node_id)
        own = {"id": node_id, "value": node_id, "shared_name": name}
        return _element(own | attributes, self._nodes == 1)

    def edge(self, edge: Edge, types: Mapping[str, type[Value]]) -> str:
        """One edge; `key` is what networkx takes for the edge's, `interaction` what Cytoscape styles by."""
        self._edges += 1
        ends = {"id": edge.id, "key": edge.id, "source": edge.source, "target": edge.target}
        relation = edge.attributes["relation"]
        names = {"interaction": relation, "shared_interaction": relation, "name": edge.attributes["label"]}
        return _element(ends | names | edge.attributes, self._edges == 1)


def _element(data: Mapping[str, Any], first: bool) -> str:
    told = {name: clean(value) if isinstance(value, str) else value for name, value in data.items()}
    return f"{'' if first else ','}\n   {json.dumps({'data': told}, ensure_ascii=False)}"


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the claims (or ties) selected and their actors as Cytoscape JSON."""
    return write_form(view, out, scope, Cyjs())
