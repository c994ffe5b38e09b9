"""Runs one query in a process of its own, which can be killed; a request in JSON comes in, an answer in JSON goes out.

It imports nothing of the package, so that it starts fast and from anywhere.
"""

import json
import sys
from itertools import islice
from typing import Any

import pyoxigraph as ox


def _limit(memory: int, seconds: float) -> None:
    """Bound memory, and processor time too, in case the process that should stop us is gone."""
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's time limit remains
        return
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds * 2) + 2)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _cell(term: Any) -> list[str | None] | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return [term.value, "uri", None, None]
    if isinstance(term, ox.Literal):
        return [term.value, "literal", term.datatype.value, term.language]
    return [str(term).removeprefix("_:"), "bnode", None, None]


def _rows(found: ox.QuerySolutions, request: dict[str, Any]) -> dict[str, Any]:
    columns = [variable.value for variable in found.variables]
    rows: list[list[Any]] = []
    room = request["max_bytes"]
    for solution in found:
        row = [_cell(solution[place]) for place in range(len(columns))]
        room -= sum(len(cell[0] or "") for cell in row if cell)
        if len(rows) == request["max_rows"] or room < 0:
            return {"columns": columns, "rows": rows, "cut_short": True}
        rows.append(row)
    return {"columns": columns, "rows": rows, "cut_short": False}


def _turtle(found: ox.QueryTriples, request: dict[str, Any]) -> dict[str, Any]:
    triples = list(islice(found, request["max_rows"] + 1))
    kept = sorted(set(triples[: request["max_rows"]]), key=str)
    prefixes = {name: iri for name, iri in request["prefixes"].items() if name}
    text = ox.serialize(kept, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return {
        "columns": [],
        "rows": [],
        "turtle": (text or b"").decode(),
        "cut_short": len(triples) > len(kept) >= request["max_rows"],
    }


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request; `error` in it is a message for the user."""
    options: dict[str, Any] = {"prefixes": request["prefixes"], "use_default_graph_as_union": True}
    try:
        # First as the user wrote it, so that line and column are his.
        ox.Store().query(request["text"], **options)
        store = ox.Store.read_only(request["path"]) if request["path"] else ox.Store()
        found = store.query(request["bound"], **options)
        if isinstance(found, ox.QueryBoolean):
            return {"columns": ["answer"], "rows": [[["true" if found else "false", "boolean", None, None]]]}
        return _rows(found, request) if isinstance(found, ox.QuerySolutions) else _turtle(found, request)
    except SyntaxError as wrong:
        return {"syntax": str(wrong)}
    except (OSError, RuntimeError, ValueError) as wrong:
        return {"error": str(wrong)}


def main() -> None:
    """Answer the request on standard input."""
    request = json.load(sys.stdin)
    _limit(request["max_memory"], request["seconds"])
    json.dump(answer(request), sys.stdout)


if __name__ == "__main__":
    main()
