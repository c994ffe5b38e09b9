"""Answers of a SPARQL server, read as they come, in the terms that our own graphs are written in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from graph import vocabulary as v
from graph.errors import StoreError
from graph.safe import one_line
from graph.store._sparql_http import Late, Reply

_T = TypeVar("_T")
Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = list[Cell]

TABLES = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_STOPPED = re.compile(rb"time.?out|cancel", re.IGNORECASE)
# A graph that ends early may still be well-formed; the server's note is then a comment at its end.
_NOTE = re.compile(rb"^#.*(?:time.?out|cancel).*\s*\Z", re.IGNORECASE | re.MULTILINE)
# What the library raises for an answer that it cannot read, or whose reading failed.
_WRONG = (SyntaxError, OSError, ValueError, StoreError)
_DOUBLE = v.expand("xsd:double")


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT as it comes."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def table(reply: Reply) -> Table | bool:
    """A table, or the truth of an ASK. Raises StoreError for what is no answer to a query."""
    form = _form(reply, _TABLES, "a table")
    try:
        found = ox.parse_query_results(cast(IO[bytes], reply), format=form)
    except _WRONG as wrong:
        raise _broken(reply, wrong) from wrong
    if isinstance(found, ox.QueryBoolean):
        drain(reply)
        return bool(found)
    columns = tuple(variable.value for variable in found.variables)
    return Table(columns, _rows(reply, found, len(columns)))


def graph(reply: Reply) -> Iterator[ox.Triple]:
    """The triples of a CONSTRUCT or DESCRIBE as they come. Raises StoreError for what is no graph."""
    form = _form(reply, _GRAPHS, "a graph")
    found = iter(ox.parse(cast(IO[bytes], reply), format=form))
    try:
        for quad in found:
            yield quad.triple
    except _WRONG as wrong:
        raise _broken(reply, wrong) from wrong
    finally:
        del found
    if _NOTE.search(reply.tail):
        raise Late("the server stopped in the middle of its answer, as it does at its own time limit")


def _rows(reply: Reply, found: ox.QuerySolutions, width: int) -> Iterator[Row]:
    try:
        for solution in found:
            yield [_plain(solution[place]) for place in range(width)]
    except _WRONG as wrong:
        raise _broken(reply, wrong, begun=True) from wrong
    finally:
        # The library's object may be freed by its own thread only, and an error would hold it until some thread
        # collects the garbage.
        del found
    drain(reply)


def drain(reply: Reply) -> None:
    """Read what is left, so that the connection can serve again."""
    while reply.read():
        pass


def _plain(term: Cell) -> Cell:
    """The term as we write it: some servers keep a number's value and spell it their own way (0.9 as 0.9e0)."""
    if isinstance(term, ox.Literal) and term.datatype == _DOUBLE:
        return ox.Literal(float(term.value))
    return term


def _form(reply: Reply, known: Mapping[str, _T], what: str) -> _T:
    if reply.kind in known:
        return known[reply.kind]
    page = " (a web page: a login or a proxy?)" if reply.kind == "text/html" else ""
    raise StoreError(
        f"the server answered with {reply.kind}{page} and not with {what}: is it a SPARQL endpoint?"
    )


def _broken(reply: Reply, wrong: Exception, begun: bool = False) -> StoreError:
    """Why an answer cannot be read. Servers say 200 first, and at their time limit break off what they have begun."""
    if reply.failed is not None:
        return reply.failed
    drain(reply)
    if begun or _STOPPED.search(reply.tail):
        return Late("the server stopped in the middle of its answer, as it does at its own time limit")
    return StoreError(
        f"the server's answer cannot be read ({one_line(str(wrong), 120)}): is it a SPARQL endpoint?"
    )


def terms(iris: Iterable[ox.NamedNode]) -> str:
    """IRIs as they stand in a VALUES block: written by the library, never text from outside."""
    return " ".join(str(each) for each in iris)
