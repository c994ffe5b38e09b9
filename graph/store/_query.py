"""Queries of users: checked, bound, and run in a process that is killed at the time limit.

A signal would not do: it reaches Python only after the query has ended.
"""

import re
from pathlib import Path
from typing import Any

from graph.errors import QueryError
from graph.rdf import tidy
from graph.store import _sparql
from graph.store._child import Children, DiedError
from graph.store.base import Answer, Values
from graph.store.term import Term
from graph.vocabulary import PREFIXES

# More than any table a person reads, less than what would trouble a laptop.
MAX_BYTES = 64 * 2**20
LONGEST = 3600
MAX_MEMORY = 2 * 2**30


class Queries:
    """The queries over the database in a folder (None: an empty one)."""

    def __init__(self, database: Path | None) -> None:
        self._children = Children(database)

    def run(self, text: str, *, seconds: float, max_rows: int, values: Values) -> Answer:
        """The answer to a query. Raises QueryError, QueryTimeout. Safe to call from several threads."""
        if not 0 < seconds <= LONGEST or max_rows <= 0:
            raise QueryError(
                f"the time limit must lie between 0 and {LONGEST} seconds, the row limit above 0"
            )
        _sparql.refuse(text)
        request = {
            "text": text,
            "bound": _sparql.bind(text, values),
            # `:met` is short for `leg:met`; a query that declares the empty prefix has its own.
            "prefixes": {"": PREFIXES["leg"], **PREFIXES},
            "seconds": seconds,
            "max_rows": max_rows,
            "max_bytes": MAX_BYTES,
            "max_memory": MAX_MEMORY,
        }
        try:
            reply = self._children.answer(request, seconds)
        except DiedError as dead:
            raise QueryError(_why_it_died(dead)) from dead
        if "syntax" in reply and (unknown := _sparql.undeclared(text, PREFIXES)):
            raise QueryError(
                f"the prefix {unknown}: is not declared: the query needs PREFIX {unknown}: <...>"
            )
        return _answer(reply)

    def close(self) -> None:
        """End the processes that wait for the next query."""
        self._children.close()


def _why_it_died(dead: DiedError) -> str:
    if b"alloc" in dead.words or b"MemoryError" in dead.words:
        return f"the query needs more than {MAX_MEMORY // 2**30} GB of memory: narrow it or add a LIMIT"
    last = dead.words.decode(errors="replace").strip().split("\n")[-1][:200]
    return f"the query could not be run (exit code {dead.code}): {last}"


def _answer(reply: dict[str, Any]) -> Answer:
    if "syntax" in reply:
        raise QueryError(_syntax(reply["syntax"]))
    if "error" in reply:
        raise QueryError(f"the query failed: {reply['error'][:300]}")
    rows = [tuple(Term(*cell) if cell else None for cell in row) for row in reply["rows"]]
    turtle = tidy(reply["turtle"]) if "turtle" in reply else None
    return Answer(tuple(reply["columns"]), rows, turtle, reply.get("cut_short", False))


def _syntax(message: str) -> str:
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not found:
        return f"the query is no valid SPARQL: {message[:300]}"
    line, column, why = found.groups()
    why = " ".join(why.split())
    return f"line {line}, column {column}: {why if len(why) < 160 else why[:160] + ' …'}"
