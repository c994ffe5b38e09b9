"""Runs queries in a process of its own, which can be killed: requests come in, answers go out, each a line of JSON.

It imports nothing of the package, so that it starts fast and from anywhere.
"""

import json
import sys
import time
from itertools import islice
from typing import Any

import pyoxigraph as ox

# A process that has grown beyond this is not asked again: what a query took, the allocator keeps.
_GROWN = 512 * 2**20


def _limit(memory: int, seconds: float) -> None:
    """Bound memory, and processor time too, in case the process that should stop us is gone."""
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's time limit remains
        return
    # The limit counts from the start of the process, which may have answered others before.
    spent = int(time.process_time())
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, spent + int(seconds * 2) + 2)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _small() -> bool:
    """Whether this process may be asked again."""
    return _peak() < _GROWN


def _peak() -> int:
    """The most memory in bytes that this process has had; 0 where that cannot be told.

    Linux keeps `ru_maxrss` when a process becomes another program, so a child of a large parent would seem as large as
    that from the start: there the kernel's own account of this program is read instead.
    """
    if sys.platform == "linux":
        try:
            with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 (starts faster)
                peak = next((line for line in status if line.startswith("VmHWM:")), "VmHWM: 0 kB")
        except OSError:
            return 0
        return int(peak.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


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


def answer(store: ox.Store, empty: ox.Store, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request; `error` in it is a message for the user."""
    options: dict[str, Any] = {"prefixes": request["prefixes"], "use_default_graph_as_union": True}
    try:
        # First as the user wrote it, so that line and column are his.
        empty.query(request["text"], **options)
        found = store.query(request["bound"], **options)
        if isinstance(found, ox.QueryBoolean):
            return {"columns": ["answer"], "rows": [[["true" if found else "false", "boolean", None, None]]]}
        return _rows(found, request) if isinstance(found, ox.QuerySolutions) else _turtle(found, request)
    except SyntaxError as wrong:
        return {"syntax": str(wrong)}
    except (OSError, RuntimeError, ValueError) as wrong:
        return {"error": str(wrong)}


def main(path: str | None) -> None:
    """Answer the requests on standard input, one a line, until it ends."""
    store: ox.Store | None = None
    empty = ox.Store()
    for line in sys.stdin:
        request = json.loads(line)
        _limit(request["max_memory"], request["seconds"])
        try:
            store = store or (ox.Store.read_only(path) if path else empty)
            reply = answer(store, empty, request)
        except (OSError, RuntimeError) as wrong:
            reply = {"error": str(wrong)}
        sys.stdout.write(json.dumps({**reply, "again": "error" not in reply and _small()}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
