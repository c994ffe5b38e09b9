"""Export as GraphML for Gephi, networkx, igraph, yEd and others: nodes are actors, edges claims or ties.

Written by hand because networkx needs the whole network in memory, numbers the edges of each pair from 0 (Gephi then
takes them for repetitions and drops them) and writes booleans as `True`, which some readers refuse. Edges go to a
spool first, so that one pass over the claims is enough to count what the nodes, which must come first, carry.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol
from xml.sax.saxutils import escape, quoteattr

from graph.export import Counts, Scope
from graph.export.tied import ties_of
from graph.model import Actor
from graph.network import (
    CLAIM_TYPES,
    NODE_TYPES,
    TIE_TYPES,
    Attributes,
    Edge,
    Tally,
    Value,
    claim_edges,
    node,
    tie_edge,
)
from graph.store.base import View
from graph.told import told

TYPE_NAMES: dict[type[Value], str] = {str: "string", int: "int", float: "double", bool: "boolean"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_SPOOL_BYTES = 16 * 2**20

# Controls other than tab and line breaks, halves of surrogate pairs, and what XML 1.0 forbids besides.
_NO_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NO_XML}]")
_UNPLAIN = re.compile(f"[{_NO_XML}&<>\r]")


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold or that no reader shows."""
    return _FORBIDDEN.sub("", text)


class Form(Protocol):
    """How one format writes a network; every part is a piece of text that can be written by itself.

    Edges are asked for first and written last, so that a form may gather from them what its nodes carry.
    """

    def head(self, types: Mapping[str, type[Value]]) -> str:
        """All before the first node; `types` are the attributes of edges."""
        ...

    def node(self, node_id: str, attributes: Attributes) -> str:
        """One node."""
        ...

    @property
    def between(self) -> str:
        """What stands between the last node and the first edge."""
        ...

    def edge(self, edge: Edge, types: Mapping[str, type[Value]]) -> str:
        """One edge."""
        ...

    @property
    def tail(self) -> str:
        """All after the last edge."""
        ...


class GraphML:
    """GraphML as a form."""

    between = ""
    tail = "</graph>\n</graphml>\n"

    def head(self, types: Mapping[str, type[Value]]) -> str:
        """The keys."""
        keys = [
            f'<key id="{prefix}{number}" for="{what}" attr.name="{name}" attr.type="{TYPE_NAMES[kind]}"/>\n'
            for what, prefix, table in (("node", "n", NODE_TYPES), ("edge", "e", types))
            for number, (name, kind) in enumerate(table.items())
        ]
        # Every edge is directed, the symmetric ones too: networkx refuses a file that mixes both. `symmetric` tells.
        return _HEAD + "".join(keys) + '<graph id="legation" edgedefault="directed">\n'

    def node(self, node_id: str, attributes: Attributes) -> str:
        """One node."""
        return f"<node id={xml_id(node_id)}>{_data('n', attributes, NODE_TYPES)}</node>\n"

    def edge(self, edge: Edge, types: Mapping[str, type[Value]]) -> str:
        """One edge."""
        ends = f"id={xml_id(edge.id)} source={xml_id(edge.source)} target={xml_id(edge.target)}"
        # Gephi takes this for the edge's type and so keeps edges of different relations apart when it merges parallels.
        ends += f" label={xml_id(str(edge.attributes['relation']))}"
        return f"<edge {ends}>{_data('e', edge.attributes, types)}</edge>\n"


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the claims (or ties) selected and their actors as GraphML."""
    return write_form(view, out, scope, GraphML())


def write_form(view: View, out: BinaryIO, scope: Scope, form: Form) -> Counts:
    """Write the claims (or ties) selected and their actors in a form."""
    edges, tally, types = network_of(view, scope)
    nodes = write_network(edges, view.actors(), tally, types, out, form)
    if scope.ties:
        return {"actors": nodes, "ties": tally.edges, "claims": tally.used}
    return {
        "actors": nodes,
        "edges": tally.edges,
        "claims": tally.used,
        "claims that tie nobody left out": tally.alone,
    }


def network_of(view: View, scope: Scope) -> tuple[Iterator[Edge], Tally, Mapping[str, type[Value]]]:
    """The edges meant, the tally that is complete once they are read, and the types of their attributes."""
    claims, tally = told(view, scope.selection), Tally()
    if scope.ties:
        return (tie_edge(tie, weight) for tie, weight in ties_of(claims, tally)), tally, TIE_TYPES
    edges = (edge for claim, article in claims for edge in claim_edges(claim, article, tally))
    return edges, tally, CLAIM_TYPES


def write_network(
    edges: Iterable[Edge],
    actors: Iterable[Actor],
    tally: Tally,
    types: Mapping[str, type[Value]],
    out: BinaryIO,
    form: Form | None = None,
) -> int:
    """Write edges and the nodes of the actors that the tally has counted once the edges are read; how many nodes."""
    form = form or GraphML()
    with SpooledTemporaryFile(_SPOOL_BYTES) as spool:
        for edge in edges:
            spool.write(form.edge(edge, types).encode())
        out.write(form.head(types).encode())
        nodes = 0
        for nodes, (actor, attributes) in enumerate(nodes_of(actors, tally), 1):  # noqa: B007
            out.write(form.node(actor, attributes).encode())
        out.write(form.between.encode())
        spool.seek(0)
        shutil.copyfileobj(spool, out)
    out.write(form.tail.encode())
    return nodes


def nodes_of(actors: Iterable[Actor], tally: Tally) -> Iterator[tuple[str, Attributes]]:
    """The actors that the tally has counted, by id, with what their nodes carry."""
    left = set(tally.claims)
    for actor in actors:
        if actor.id in left:
            left.remove(actor.id)
            yield actor.id, node(actor, tally)
    # A reader would make up a node for an edge without one, or fail.
    for missing in sorted(left):
        yield missing, {"label": missing, "name": missing}


def xml_id(text: str) -> str:
    """An id as a quoted attribute; what XML cannot hold is percent-encoded, so that ids stay apart."""
    return quoteattr(_FORBIDDEN.sub(lambda found: f"%{ord(found[0]):02X}", text))


def plain(value: Value) -> str:
    """A value as XML and most readers have it: booleans in lower case, numbers as Python writes them."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else repr(value)


def _data(prefix: str, attributes: Attributes, types: Mapping[str, type[Value]]) -> str:
    return "".join(
        f'<data key="{prefix}{number}">{_text(attributes[name])}</data>'
        for number, name in enumerate(types)
        if name in attributes
    )


def _text(value: Value) -> str:
    if isinstance(value, str):
        # Most words need nothing; a bare carriage return would be read as a line feed.
        return escape(clean(value), {"\r": "&#13;"}) if _UNPLAIN.search(value) else value
    return plain(value)
