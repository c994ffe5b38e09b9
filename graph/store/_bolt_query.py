"""Cypher typed by users: read-only, in time, of this database only, and not more than can be shown.

A READ session is no fence: it lets LOAD CSV and TERMINATE TRANSACTIONS pass. So the server plans the query first
(EXPLAIN runs nothing), and what the plan does is looked at: it cannot be hidden by spelling.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.errors import QueryError, QueryTimeout
from graph.ontology import relations
from graph.store import _sparql
from graph.store._bolt_link import Link
from graph.store._query import LONGEST, MAX_BYTES
from graph.store.base import Answer, Values
from graph.store.term import XSD_STRING, Term
from graph.vocabulary import BASE, LEG, XSD, actor_iri, article_iri, claim_iri, id_of, judgement_iri

if TYPE_CHECKING:
    from neo4j import Record, Session
    from neo4j.exceptions import Neo4jError
    from pyoxigraph import Literal, NamedNode

PROCEDURES = frozenset(
    (
        "db.index.fulltext.queryNodes",
        "db.labels",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
    )
)
# What the language itself brings. Functions of plugins can run other statements, or sleep.
FUNCTIONS = frozenset("date datetime localdatetime time localtime duration point vector".split())

_REFUSED = {
    "LoadCSV": "LOAD CSV reads files and other machines, and queries stay inside this store: leave it out",
    "TerminateTransactions": "TERMINATE ends the work of others: leave it out",
    "AdministrationCommand": "commands to the server are not for queries: use its own tools",
}
_CHANGES = "this changes the store, and queries only read it: use 'legation load' to change it"
_EXPLAIN = "EXPLAIN "
# As Cypher reads them: the longest of these that fits is the next token.
_TOKEN = re.compile(
    r"""
      (?P<nothing>//[^\r\n]* | /\*.*?\*/ | \s+)
    | (?P<string>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<name>\w+|`(?:[^`]|``)*`)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def answer(link: Link, text: str, *, seconds: float, max_rows: int, values: Values) -> Answer:
    """The answer to a query. Raises QueryError, QueryTimeout, StoreError."""
    from neo4j import Query
    from neo4j.exceptions import Neo4jError

    if not 0 < seconds <= LONGEST or max_rows <= 0:
        raise QueryError(f"the time limit must lie between 0 and {LONGEST} seconds, the row limit above 0")
    _refuse(text)
    bound = parameters(text, values)
    with link.told(), link.session() as session:
        try:
            _look_at_plan(session, Query(_EXPLAIN + text, timeout=seconds), bound)
            return _run(session, Query(text, timeout=seconds), bound, seconds, max_rows)
        except Neo4jError as wrong:
            told = _told(wrong, seconds)
            if told is None:
                raise
            raise told from wrong


def _tokens(text: str) -> list[re.Match[str]]:
    return [token for token in _TOKEN.finditer(text) if token.lastgroup != "nothing"]


def _refuse(text: str) -> None:
    """Raise QueryError for what no plan would show."""
    if "\\u" in text:
        raise QueryError("a query may not spell characters as \\uXXXX: write the characters themselves")
    tokens = _tokens(text)
    if not tokens:
        raise QueryError("this is no Cypher query: it should begin with MATCH or another clause")
    if tokens[0].group().upper() in ("EXPLAIN", "PROFILE", "CYPHER"):
        raise QueryError(f"{tokens[0].group().upper()} is for the database's own tools: leave it out")
    if (function := next(_foreign_functions(tokens), None)) is not None:
        raise QueryError(f"the function {function} is not among those that queries may use: leave it out")


def _foreign_functions(tokens: list[re.Match[str]]) -> Iterator[str]:
    """Calls of the form `a.b(`, but for those that the language itself has, and for those after CALL."""
    words = [token.group() for token in tokens]
    for place, word in enumerate(words):
        if word != "(" or place < 3 or words[place - 2] != "." or tokens[place - 1].lastgroup != "name":
            continue
        first = place - 1
        while first >= 2 and words[first - 1] == ".":
            first -= 2
        called = first > 0 and words[first - 1].upper() == "CALL"
        if not called and words[first].lower() not in FUNCTIONS:
            yield "".join(words[first:place])


def parameters(text: str, values: Values) -> dict[str, Any]:
    """The parameters of a query: what `values` gives in N-Triples syntax, None for the others. Raises QueryError.

    IRIs of our own things become their ids, those of relations their names, literals what they are.
    """
    known = {token.group()[1:].strip("`") for token in _tokens(text) if token.lastgroup == "parameter"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise QueryError(f"the query has no parameter ${unknown[0]} to bind")
    return {name: _values(values[name]) if name in values else None for name in sorted(known)}


def _values(given: str | tuple[str, ...]) -> Any:
    if isinstance(given, str):
        return _value(_sparql.term(given))
    return [_value(_sparql.term(each)) for each in given]


def _value(term: "NamedNode | Literal") -> Any:
    from pyoxigraph import NamedNode

    if isinstance(term, NamedNode):
        names = {LEG + each.term: name for name, each in relations().items()}
        own = term.value.startswith(BASE) and not term.value.startswith(LEG)
        return id_of(term) if own else names.get(term.value, term.value)
    kind, text = term.datatype.value.removeprefix(XSD), term.value
    try:
        if kind == "date":
            return date.fromisoformat(text)
        if kind in ("integer", "int", "long", "nonNegativeInteger"):
            return int(text)
        if kind in ("decimal", "double", "float"):
            return float(text)
    except ValueError as wrong:
        raise QueryError(f"'{text}' is no {kind}") from wrong
    return text == "true" if kind == "boolean" else text


def _look_at_plan(session: "Session", query: Any, bound: dict[str, Any]) -> None:
    """Raise QueryError where the query would do anything but read this store."""
    summary = session.run(query, bound).consume()
    operators = list(_operators(summary.plan or {}))
    for name, database, details in operators:
        if name in _REFUSED:
            raise QueryError(_REFUSED[name])
        if name.startswith(("Show", "Terminate")):
            raise QueryError("SHOW is for the database's own tools: leave it out")
        if name == "ProcedureCall" and details.partition("(")[0] not in PROCEDURES:
            called = details.partition("(")[0]
            allowed = ", ".join(sorted(PROCEDURES))
            raise QueryError(f"queries may not call {called}, only {allowed}")
        if database not in ("", str(summary.database)):
            raise QueryError(f"the query uses the database {database}, and queries stay inside this store")
    if summary.query_type not in ("r", "s") or (summary.query_type == "s" and not operators):
        raise QueryError(_CHANGES)


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The operators of a plan: name, database, details."""
    if plan:
        name, _, database = str(plan.get("operatorType", "")).partition("@")
        yield name, database, str((plan.get("args") or {}).get("Details", ""))
    for child in plan.get("children") or ():
        yield from _operators(child)


def _run(session: "Session", query: Any, bound: dict[str, Any], seconds: float, max_rows: int) -> Answer:
    deadline, size = time.monotonic() + seconds, 0
    result = session.run(query, bound)
    rows: list[tuple[str | None, ...]] = []
    columns = tuple(result.keys())
    for record in result:
        if len(rows) == max_rows:
            return Answer(columns, rows, cut_short=True)
        rows.append(_row(record))
        size += sum(len(cell) for cell in rows[-1] if cell)
        if size > MAX_BYTES:
            raise QueryError(f"the answer is larger than {MAX_BYTES >> 20} MB: ask for less or add a LIMIT")
        if time.monotonic() > deadline:
            raise _late(seconds)
    return Answer(columns, rows)


def _row(record: "Record") -> tuple[str | None, ...]:
    return tuple(_cell(value) for value in record.values())


def _cell(value: Any) -> Term | None:
    """A value as a cell: nodes of ours as IRIs, other things that are no single value as JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return Term("true" if value else "false", datatype=f"{XSD}boolean")
    if isinstance(value, (str, int, float)):
        kinds = {str: XSD_STRING, int: f"{XSD}integer", float: f"{XSD}double"}
        return Term(str(value), datatype=kinds[type(value)])
    if hasattr(value, "to_native") and isinstance(day := value.to_native(), date):
        return Term(day.isoformat(), datatype=f"{XSD}{'date' if type(day) is date else 'dateTime'}")
    if (iri := _iri(value)) is not None:
        return Term(iri, "uri")
    plain = _plain(value)
    return Term(plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, default=str))


def _iri(value: Any) -> str | None:
    makers = {"Actor": actor_iri, "Claim": claim_iri, "Article": article_iri, "Judgement": judgement_iri}
    for label in getattr(value, "labels", ()):
        if label in makers and isinstance(value.get("id"), str):
            return makers[label](value["id"]).value
    return None


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return _iri(value) or {"labels": sorted(value.labels), **_plain(dict(value))}
    if isinstance(value, Relationship):
        ends = [_plain(node) for node in value.nodes if node is not None]
        return {"type": value.type, "between": ends, **_plain(dict(value))}
    if isinstance(value, Path):
        return [_plain(node) for node in value.nodes]
    if hasattr(value, "iso_format"):  # times, and durations, which are tuples too
        return value.iso_format()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _late(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"the query was stopped after {seconds:g} seconds: narrow it, add a LIMIT or allow it more time"
    )


def _told(wrong: "Neo4jError", seconds: float) -> QueryError | None:
    """What a user of a query is told; None for what is no matter of the query."""
    code, text = wrong.code or "", wrong.message or ""
    if "TransactionTimedOut" in code:
        return _late(seconds)
    if code.endswith("MemoryPoolOutOfMemoryError"):
        return QueryError("the query needs more memory than the server gives it: narrow it or add a LIMIT")
    if code.endswith(("AccessMode", "WriteOnReadOnlyAccessDatabase")):
        return QueryError(_CHANGES)
    if code.endswith("SyntaxError"):
        return QueryError(_position(text))
    if code.startswith("Neo.ClientError.") and ".Security." not in code:
        return QueryError(f"the query failed: {' '.join(text.split())[:300]}")
    return None


def _position(text: str) -> str:
    """ "line 2, column 10: Variable `m` not defined", with columns as in the query itself."""
    found = re.search(r"\(line (\d+), column (\d+)", text)
    why = " ".join(text.partition("(line ")[0].split())
    why = why if len(why) < 160 else f"{why[:160]} …"
    if not found:
        return f"the query is no valid Cypher: {why}"
    line, column = int(found[1]), int(found[2])
    if line == 1 and f'"{_EXPLAIN}' in text:
        column = max(column - len(_EXPLAIN), 1)
    return f"line {line}, column {column}: {why}"
