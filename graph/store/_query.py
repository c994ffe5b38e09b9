"""Queries of users: checked, bound, and run in a process that is killed at the time limit.

A signal would not do: it reaches Python only after the query has ended.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import QueryError, QueryTimeout
from graph.rdf import tidy
from graph.store import _sparql
from graph.store.base import Answer
from graph.store.term import Term
from graph.vocabulary import PREFIXES

_CHILD = Path(__file__).with_name("_query_child.py")
# More than any table a person reads, less than what would trouble a laptop.
MAX_BYTES = 64 * 2**20
LONGEST = 3600
MAX_MEMORY = 2 * 2**30


def run(path: Path | None, text: str, *, seconds: float, max_rows: int, values: Mapping[str, str]) -> Answer:
    """The answer to a query over the database in a folder (None: an empty one). Raises QueryError, QueryTimeout."""
    if not 0 < seconds <= LONGEST or max_rows <= 0:
        raise QueryError(f"the time limit must lie between 0 and {LONGEST} seconds, the row limit above 0")
    _sparql.refuse(text)
    request = {
        "path": str(path) if path else None,
        "text": text,
        "bound": _sparql.bind(text, values),
        # `:met` is short for `leg:met`; a query that declares the empty prefix has its own.
        "prefixes": {"": PREFIXES["leg"], **PREFIXES},
        "seconds": seconds,
        "max_rows": max_rows,
        "max_bytes": MAX_BYTES,
        "max_memory": MAX_MEMORY,
    }
    reply = _run_child(request, seconds)
    if "syntax" in reply and (unknown := _sparql.undeclared(text, PREFIXES)):
        raise QueryError(f"the prefix {unknown}: is not declared: the query needs PREFIX {unknown}: <...>")
    return _answer(reply)


def _run_child(request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    # -P keeps the script's folder off the module path, where its neighbours could pass for other modules.
    command = [sys.executable, "-P", "-X", "utf8", str(_CHILD)]
    try:
        done = subprocess.run(  # noqa: S603 (our own script; the query travels on standard input)
            command, input=json.dumps(request).encode(), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise QueryTimeout(
            f"the query was stopped after {seconds:g} seconds: narrow it, add a LIMIT or allow it more time"
        ) from late
    except OSError as wrong:
        raise QueryError(f"no process can be started for the query ({wrong.strerror}): try again") from wrong
    if done.returncode:
        raise QueryError(_why_it_died(done))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _why_it_died(done: subprocess.CompletedProcess[bytes]) -> str:
    if b"alloc" in done.stderr or b"MemoryError" in done.stderr:
        return f"the query needs more than {MAX_MEMORY // 2**30} GB of memory: narrow it or add a LIMIT"
    last = done.stderr.decode(errors="replace").strip().split("\n")[-1][:200]
    return f"the query could not be run (exit code {done.returncode}): {last}"


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
