"""Export as GraphML for Gephi, networkx, igraph, yEd and others: nodes are actors, edges claims or ties.

Written by hand because networkx needs the whole network in memory, numbers the edges of each pair from 0 (Gephi then
takes them for repetitions and drops them) and writes booleans as `True`, which some readers refuse. Edges go to a
spool first, so that one pass over the claims is enough to count what the nodes, which must come first, carry.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from graph.export import Counts, Scope
from graph.model import Actor, Tie
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
    tally_of_ties,
    tie_edge,
)
from graph.store.base import View
from graph.told import told

TYPE_NAMES: dict[type[Value], str] = {str: "string", int: "int", float: "double", bool: "boolean"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TAIL = "</graph>\n</graphml>\n"
_SPOOL_BYTES = 16 * 2**20

# Controls other than tab and line breaks, halves of surrogate pairs, and what XML 1.0 forbids besides.
_NO_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NO_XML}]")
_UNPLAIN = re.compile(f"[{_NO_XML}&<>\r]")


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold or that no reader shows."""
    return _FORBIDDEN.sub("", text)


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the claims (or ties) selected and their actors."""
    if scope.ties:
        return _write_ties(view.ties(scope.selection), view.actors(), out)
    tally = Tally()
    pairs = told(view, scope.selection)
    edges = (edge for claim, article in pairs for edge in claim_edges(claim, article, tally))
    nodes = write_network(edges, view.actors(), tally, CLAIM_TYPES, out)
    return {
        "actors": nodes,
        "edges": tally.edges,
        "claims": tally.used,
        "claims that tie nobody left out": tally.alone,
    }


def _write_ties(ties: Iterable[Tie], actors: Iterable[Actor], out: BinaryIO) -> Counts:
    tally, listed = tally_of_ties(ties)
    nodes = write_network(map(tie_edge, listed), actors, tally, TIE_TYPES, out)
    return {"actors": nodes, "ties": tally.edges, "claims": tally.used}


def write_network(
    edges: Iterable[Edge],
    actors: Iterable[Actor],
    tally: Tally,
    types: Mapping[str, type[Value]],
    out: BinaryIO,
) -> int:
    """Write edges and the nodes of the actors that the tally has counted once the edges are read; how many nodes."""
    with SpooledTemporaryFile(_SPOOL_BYTES) as spool:
        for edge in edges:
            spool.write(_edge(edge, types).encode())
        out.write(_head(types).encode())
        nodes = 0
        for nodes, text in enumerate(_nodes(actors, tally), 1):  # noqa: B007
            out.write(text.encode())
        spool.seek(0)
        shutil.copyfileobj(spool, out)
    out.write(_TAIL.encode())
    return nodes


def _head(types: Mapping[str, type[Value]]) -> str:
    keys = [
        f'<key id="{prefix}{number}" for="{what}" attr.name="{name}" attr.type="{TYPE_NAMES[kind]}"/>\n'
        for what, prefix, table in (("node", "n", NODE_TYPES), ("edge", "e", types))
        for number, (name, kind) in enumerate(table.items())
    ]
    # Every edge is directed, the symmetric ones too: networkx refuses a file that mixes both. `symmetric` tells.
    return _HEAD + "".join(keys) + '<graph id="legation" edgedefault="directed">\n'


def _nodes(actors: Iterable[Actor], tally: Tally) -> Iterator[str]:
    left = set(tally.claims)
    for actor in actors:
        if actor.id in left:
            left.remove(actor.id)
            yield f"<node id={_id(actor.id)}>{_data('n', node(actor, tally), NODE_TYPES)}</node>\n"
    # A reader would make up a node for an edge without one, or fail.
    for missing in sorted(left):
        yield f"<node id={_id(missing)}>{_data('n', {'label': missing, 'name': missing}, NODE_TYPES)}</node>\n"


def _edge(edge: Edge, types: Mapping[str, type[Value]]) -> str:
    ends = f"id={_id(edge.id)} source={_id(edge.source)} target={_id(edge.target)}"
    # Gephi takes this for the edge's type and so keeps edges of different relations apart when it merges parallel ones.
    ends += f" label={_id(str(edge.attributes['relation']))}"
    return f"<edge {ends}>{_data('e', edge.attributes, types)}</edge>\n"


def _id(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub(lambda found: f"%{ord(found[0]):02X}", text))


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
    return str(value).lower() if isinstance(value, bool) else repr(value)
