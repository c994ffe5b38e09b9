"""Export as GEXF 1.3 for Gephi and Gephi Lite: the network of `graph.export.graphml`, with time.

An edge has the days on which the act may have happened (a tie: its first and last day), else the day of publication;
an actor has a spell for each stretch of days on which it is seen. What has no date is there always.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from graph.export import Counts, Scope
from graph.export.graphml import clean, plain, write_form, xml_id
from graph.ids import digest
from graph.network import NODE_TYPES, Attributes, Edge, Value
from graph.store.base import View

TYPE_NAMES: dict[type[Value], str] = {str: "string", int: "integer", float: "double", bool: "boolean"}
# GEXF has places of its own for these.
OWN = ("label", "weight")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>Legation</creator></meta>
<graph defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date" timerepresentation="interval">
"""
Days = tuple[date, date]
# Whatever is not surely a plain character of an attribute.
_UNPLAIN = re.compile("[^ !#-%'-;=?-~\u00a1-\u2027\u2030-\ud7ff]")


class Gexf:
    """GEXF as a form; it gathers from the edges when each actor is seen."""

    between = "</nodes>\n<edges>\n"
    tail = "</edges>\n</graph>\n</gexf>\n"

    def __init__(self) -> None:
        self._seen: dict[str, set[Days]] = {}
        self._parallel: Counter[str] = Counter()

    def head(self, types: Mapping[str, type[Value]]) -> str:
        """The tables of attributes."""
        return _HEAD + _declared("node", NODE_TYPES) + _declared("edge", types) + "<nodes>\n"

    def node(self, node_id: str, attributes: Attributes) -> str:
        """One node with its spells."""
        label = xml_id(str(attributes.get("label", node_id)))
        spells = "".join(f"<spell{_span(days)}/>" for days in joined(self._seen.get(node_id, ())))
        told = _values(attributes, NODE_TYPES) + (f"<spells>{spells}</spells>" if spells else "")
        return f"<node id={xml_id(node_id)} label={label}>{told}</node>\n"

    def edge(self, edge: Edge, types: Mapping[str, type[Value]]) -> str:
        """One edge with its days and a kind that no other edge between the two has."""
        days = days_of(edge.attributes)
        if days:
            for end in (edge.source, edge.target):
                self._seen.setdefault(end, set()).add(days)
        ends = f"id={xml_id(edge.id)} source={xml_id(edge.source)} target={xml_id(edge.target)}"
        ends += f" kind={xml_id(self._kind(edge))} label={xml_id(str(edge.attributes['label']))}"
        ends += f' weight="{edge.attributes["weight"]}"' if "weight" in edge.attributes else ""
        return f"<edge {ends}{_span(days)}>{_values(edge.attributes, types)}</edge>\n"

    def _kind(self, edge: Edge) -> str:
        """The relation; of several edges of one relation between two actors, with a number from the second on.

        Gephi makes one edge of parallel ones of one kind.
        """
        relation = str(edge.attributes["relation"])
        key = digest(edge.source, edge.target, relation)
        self._parallel[key] += 1
        number = self._parallel[key]
        return relation if number == 1 else f"{relation} {number}"


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the claims (or ties) selected and their actors as GEXF."""
    return write_form(view, out, scope, Gexf())


def days_of(attributes: Attributes) -> Days | None:
    """First and last day of an edge, or None where nothing is known."""
    for first, last in (("date", "date_end"), ("first", "last"), ("published", "published")):
        if first in attributes and last in attributes:
            return date.fromisoformat(str(attributes[first])), date.fromisoformat(str(attributes[last]))
    return None


def joined(spans: Iterable[Days]) -> Iterator[Days]:
    """The spans in order, those that overlap or follow upon one another made one."""
    current: Days | None = None
    for start, end in sorted(spans):
        if current and start.toordinal() <= current[1].toordinal() + 1:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def _span(days: Days | None) -> str:
    return f' start="{days[0]}" end="{days[1]}"' if days else ""


def _declared(what: str, types: Mapping[str, type[Value]]) -> str:
    rows = "".join(
        f'<attribute id="{number}" title="{name}" type="{TYPE_NAMES[kind]}"/>\n'
        for number, (name, kind) in enumerate(types.items())
        if name not in OWN
    )
    return f'<attributes class="{what}" mode="static">\n{rows}</attributes>\n'


def _values(attributes: Attributes, types: Mapping[str, type[Value]]) -> str:
    rows = "".join(
        f'<attvalue for="{number}" value={_quoted(attributes[name])}/>'
        for number, name in enumerate(types)
        if name in attributes and name not in OWN
    )
    return f"<attvalues>{rows}</attvalues>"


def _quoted(value: Value) -> str:
    """A value as an attribute; most words need nothing done to them."""
    if isinstance(value, str) and _UNPLAIN.search(value):
        return quoteattr(clean(value))
    return f'"{plain(value)}"'
