"""Export of the whole store as RDF: N-Quads and JSON-LD keep the named graph of each article, Turtle merges them.

All three write what `View.quads` gives (but for local file paths), in its order, a graph at a time.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from graph.errors import InputError
from graph.export import Counts, Scope
from graph.store.base import View

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

_BATCH = 1000
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def write_nquads(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store as N-Quads, one statement a line."""
    _refuse_a_part(scope)
    return {"statements": write_quads(view, out)}


def write_quads(view: View, out: BinaryIO, leave_out: Iterable[str] = ()) -> int:
    """Write all statements but those of some properties (IRIs); how many."""
    number = 0
    for number, line in enumerate(_lines(view, leave_out), 1):  # noqa: B007
        out.write(f"{line}\n".encode())
    return number


def write_turtle(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store as Turtle with prefixes; what several articles say stands once."""
    _refuse_a_part(scope)
    return _write_turtle(_quads(_lines(view)), out)


def write_nquads12(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store as N-Quads of RDF 1.2, in which each claim reifies the statements that it is about."""
    from graph.export.reified import reified

    _refuse_a_part(scope)
    number = 0
    for number, line in enumerate(reified(_lines(view), view), 1):  # noqa: B007
        out.write(f"{line}\n".encode())
    return {"statements": number}


def write_turtle12(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store as Turtle of RDF 1.2, in which each claim reifies the statements that it is about."""
    from graph.export.reified import reified

    _refuse_a_part(scope)
    # A reader of RDF 1.1 must stop here, not at the first triple term.
    out.write(b'VERSION "1.2"\n')
    return _write_turtle(_quads(reified(_lines(view), view)), out)


def _write_turtle(quads: Iterable["Quad"], out: BinaryIO) -> Counts:
    """By hand, because pyoxigraph writes the prefixes in another order each time."""
    from graph.vocabulary import PREFIXES

    for prefix, namespace in PREFIXES.items():
        out.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
    seen: set[bytes] = set()
    for subject, triples in groupby(_merged(quads, seen), key=lambda triple: triple.subject):
        rows = (f"{_verb(each.predicate, PREFIXES)} {_turtle(each.object, PREFIXES)}" for each in triples)
        about = " ;\n    ".join(rows)
        out.write(f"\n{_turtle(subject, PREFIXES)} {about} .\n".encode())
    return {"statements": len(seen)}


def write_jsonld(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store as JSON-LD with its context inside, one named graph an article."""
    from graph.jsonld_context import context

    _refuse_a_part(scope)
    head = {"@context": context()}
    out.write((json.dumps(head, indent=1)[:-2] + ',\n "@graph": [').encode())
    statements = graphs = 0
    for name, quads in groupby(_quads(_lines(view)), key=lambda quad: quad.graph_name):
        nodes, number = _nodes(quads)
        graph = {"@id": str(getattr(name, "value", "")), "@graph": nodes}
        # What is in no named graph stands beside the graphs.
        written = [graph] if graph["@id"] else nodes
        text = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in written)
        out.write(f"{',' if graphs else ''}\n  {text}".encode())
        statements, graphs = statements + number, graphs + 1
    out.write(b"\n ]\n}\n")
    return {"graphs": graphs, "statements": statements}


def _refuse_a_part(scope: Scope) -> None:
    if scope.ties or not scope.everything:
        raise InputError(
            "RDF files hold the whole store: leave out --ties, --relation, --since and --until, "
            "or use 'legation query' with a CONSTRUCT for a part"
        )


def _lines(view: View, leave_out: Iterable[str] = ()) -> Iterator[str]:
    """The store's quads but for where the files lay on this machine: that is nobody's business elsewhere."""
    from graph.vocabulary import PREFIXES

    gone = {f"<{each}>" for each in (f"{PREFIXES['leg']}file", *leave_out)}
    # Subject and predicate hold no space.
    return (line for line in view.quads() if line.split(" ", 2)[1] not in gone)


def _quads(lines: Iterator[str]) -> Iterator["Quad"]:
    from pyoxigraph import RdfFormat, parse

    # In batches, since beginning to parse costs more than a line.
    while batch := "\n".join(islice(lines, _BATCH)):
        yield from parse(batch, RdfFormat.N_QUADS)


def _merged(quads: Iterable["Quad"], seen: set[bytes]) -> Iterator["Triple"]:
    # Hashes, not triples, so that a large store fits: about 100 bytes a statement.
    for quad in quads:
        mark = hashlib.blake2b(str(quad.triple).encode(), digest_size=16).digest()
        if mark not in seen:
            seen.add(mark)
            yield quad.triple


def _nodes(quads: Iterable["Quad"]) -> tuple[list[dict[str, Any]], int]:
    from graph.vocabulary import PREFIXES

    nodes: dict[str, dict[str, Any]] = {}
    number = 0
    for number, quad in enumerate(quads, 1):  # noqa: B007
        subject = _name(quad.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        if quad.predicate.value == _RDF_TYPE:
            node.setdefault("@type", []).append(_compact(_name(quad.object), PREFIXES))
        else:
            name, value = _said(quad.predicate.value, quad.object, PREFIXES)
            node.setdefault(name, []).append(value)
    return list(nodes.values()), number


def _said(
    predicate: str, term: "NamedNode | BlankNode | Literal | Triple", prefixes: dict[str, str]
) -> tuple[str, Any]:
    """A property and value in JSON: the value alone where the context gives its type, else with its type."""
    from pyoxigraph import Literal

    from graph.jsonld_context import short_names

    name, kind = short_names().get(predicate, (_compact(predicate, prefixes), None))
    if not isinstance(term, Literal):
        return name, _name(term) if kind == "@id" else {"@id": _name(term)}
    if not term.language and term.datatype.value == (kind or _XSD_STRING):
        return name, term.value
    return name, _literal(term, prefixes)


def _literal(term: "Literal", prefixes: dict[str, str]) -> dict[str, str]:
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = {} if term.datatype.value == _XSD_STRING else {"@type": _compact(term.datatype.value, prefixes)}
    return {"@value": term.value, **kind}


def _turtle(term: "NamedNode | BlankNode | Literal | Triple", prefixes: dict[str, str]) -> str:
    from pyoxigraph import Literal, NamedNode, Triple

    if isinstance(term, NamedNode):
        short = _compact(term.value, prefixes)
        return str(term) if short == term.value else short
    if isinstance(term, Literal) and not term.language and term.datatype.value != _XSD_STRING:
        return f"{Literal(term.value)}^^{_turtle(term.datatype, prefixes)}"
    if isinstance(term, Triple):
        return f"<<( {_turtle(term.subject, prefixes)} {_turtle(term.predicate, prefixes)} {_turtle(term.object, prefixes)} )>>"
    return str(term)


def _verb(predicate: "NamedNode", prefixes: dict[str, str]) -> str:
    return "a" if predicate.value == _RDF_TYPE else _turtle(predicate, prefixes)


def _name(term: "NamedNode | BlankNode | Literal | Triple") -> str:
    from pyoxigraph import BlankNode, NamedNode

    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, NamedNode):
        return term.value
    raise TypeError(f"{term} cannot be named in JSON-LD")


def _compact(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
