"""Queries of users on a SPARQL server: checked, bound, sent, and cut off at the limits of time and rows.

Nothing in a query is rewritten. Our prefixes go in front of it, on its first line, so that the lines of error messages
stay those of the user. Where the server's default graph is not the union of all graphs, a query that names no graph
is sent with the union as its default graph, by the protocol's own parameter, if the server has such a graph (Jena's
has a name for it). In any other case an empty answer to a query that looks outside GRAPH comes with a hint.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Literal

import pyoxigraph as ox

from graph import vocabulary as v
from graph.errors import QueryError, QueryTimeout
from graph.rdf import tidy
from graph.store import _sparql
from graph.store import _sparql_results as results
from graph.store._query import LONGEST, MAX_BYTES
from graph.store._sparql_endpoint import Endpoint
from graph.store._sparql_http import Late, Refused, Reply
from graph.store.base import Answer, Values
from graph.store.term import Term

# Jena's name for the union of all named graphs.
UNION = {"default-graph-uri": "urn:x-arq:UnionGraph"}
HINT = (
    "this server looks for patterns that name no graph in its default graph only, and nothing of ours is there: "
    "write GRAPH ?g { ... } around them"
)
_ESCAPED = re.compile(r"\\u00[0-7][0-9A-Fa-f]|\\U000000[0-7][0-9A-Fa-f]")
_PLACE = re.compile(r"line (\d+),? ?(?:column|col) (\d+)", re.IGNORECASE)
# `:met` is short for `leg:met`; a query that declares a prefix itself has its own.
_PREFIXES = {"": v.LEG, **v.PREFIXES}
_PROLOGUE = "".join(f"PREFIX {name}: <{iri}> " for name, iri in _PREFIXES.items())

DefaultGraph = Literal["union", "named", "own"]


def default_graph(endpoint: Endpoint) -> DefaultGraph | None:
    """What patterns that name no graph are looked up in: the union, the union if asked for, or the server's own graph.

    It is found out by the ontology, which lies in a graph of its own. None where that is not there yet.
    """
    test = f"{{ {v.ONTOLOGY} {v.TYPE} {v.expand('owl:Ontology')} }}"
    if not endpoint.holds(f"ASK {{ GRAPH {v.ONTOLOGY} {test} }}"):
        return None
    if endpoint.holds(f"ASK {test}"):
        return "union"
    try:
        return "named" if endpoint.holds(f"ASK {test}", UNION) else "own"
    except Refused:
        return "own"


def run(
    endpoint: Endpoint,
    kind: DefaultGraph | None,
    text: str,
    *,
    seconds: float,
    max_rows: int,
    values: Values,
) -> Answer:
    """The answer to a query. Raises QueryError, QueryTimeout, and StoreError where the server cannot be reached."""
    if not 0 < seconds <= LONGEST or max_rows <= 0:
        raise QueryError(f"the time limit must lie between 0 and {LONGEST} seconds, the row limit above 0")
    _refuse(text)
    dataset = UNION if kind == "named" and not _names_graphs(text) else None
    try:
        answer = _answer(endpoint, _PROLOGUE + _sparql.bind(text, values), seconds, max_rows, dataset)
    except Refused as wrong:
        raise _query_error(wrong, text, seconds) from wrong
    except Late as wrong:
        raise _timeout(seconds) from wrong
    blind = kind != "union" and kind is not None and dataset is None and _sparql.bare(text)
    return replace(answer, hint=HINT) if blind and _empty(answer) else answer


def _empty(answer: Answer) -> bool:
    """Whether an answer says nothing: no row, no triple, or no."""
    if answer.turtle is not None:
        return all(line.startswith("@prefix") or not line for line in answer.turtle.split("\n"))
    return not answer.rows or answer.rows[0] == ("false",)


def _refuse(text: str) -> None:
    """What must not run. Escapes of ASCII letters and signs are refused since some servers resolve them first of all,
    so that they could end a string or make up a keyword that is not seen here."""
    _sparql.refuse(text)
    if found := _ESCAPED.search(text):
        raise QueryError(f"{found.group()} stands for an ordinary character: write the character itself")


def _names_graphs(text: str) -> bool:
    """Whether a query says which graphs it means; when in doubt it does."""
    return any(word in text.upper() for word in ("GRAPH", "FROM"))


def _answer(
    endpoint: Endpoint, text: str, seconds: float, max_rows: int, dataset: Mapping[str, str] | None
) -> Answer:
    form = _sparql.form(text)
    accept = results.GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else results.TABLES
    with endpoint.asked(text, accept, seconds, dataset) as reply:
        if form in ("CONSTRUCT", "DESCRIBE"):
            return _graph(results.graph(reply), max_rows)
        found = results.table(reply)
        if isinstance(found, bool):
            return Answer(("answer",), [(Term("true" if found else "false", "boolean"),)])
        return _table(found, max_rows, reply)


def _table(found: results.Table, max_rows: int, reply: Reply) -> Answer:
    rows: list[tuple[str | None, ...]] = []
    room = MAX_BYTES
    for row in found.rows:
        cells = tuple(None if each is None else _cell(each) for each in row)
        room -= sum(len(cell) for cell in cells if cell)
        if len(rows) == max_rows or room < 0:
            return Answer(found.columns, rows, cut_short=True)
        rows.append(cells)
    return Answer(found.columns, rows)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(term.value, "uri")
    if isinstance(term, ox.Literal):
        return Term(term.value, "literal", term.datatype.value, term.language)
    return Term(str(term).removeprefix("_:"), "bnode")


def _graph(found: Iterable[ox.Triple], max_rows: int) -> Answer:
    triples = list(islice(found, max_rows + 1))
    kept = sorted(set(triples[:max_rows]), key=str)
    text = ox.serialize(kept, format=ox.RdfFormat.TURTLE, prefixes=v.PREFIXES) or b""
    return Answer((), [], tidy(text.decode()), len(triples) > max_rows)


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"the query was stopped, by the server's time limit or after {seconds:g} seconds: narrow it, add a LIMIT "
        "or allow it more time"
    )


def _query_error(wrong: Refused, text: str, seconds: float) -> QueryError | Refused:
    """What a server's refusal means for the one who wrote the query."""
    if wrong.status in (408, 503, 504) and re.search("time|cancel", wrong.said, re.IGNORECASE):
        return _timeout(seconds)
    if (
        wrong.status in (401, 403, 404, 405, 407, 415)
        or 300 <= wrong.status < 400
        or wrong.status in (429, 502, 503)
    ):
        return wrong
    if unknown := _sparql.undeclared(text, _PREFIXES):
        return QueryError(f"the prefix {unknown}: is not declared: the query needs PREFIX {unknown}: <...>")
    place = _PLACE.search(wrong.said)
    if not place:
        return QueryError(f"the server refused the query: {wrong.said or wrong}")
    line, column = int(place.group(1)), int(place.group(2))
    column -= len(_PROLOGUE) if line == 1 else 0
    why = (wrong.said[: place.start()] + wrong.said[place.end() :]).replace("Parse error:", "")
    return QueryError(f"line {line}, column {max(column, 1)}: {_tidied(why)}")


def _tidied(why: str) -> str:
    """A server's words without what is left over where the place was cut out of them."""
    words = re.sub(r"\b(?:at|in)\s*(?=[.:]|$)|Lexical error\s+", "", why)
    return " ".join(words.split()).strip(" .:,") or "not valid SPARQL"
