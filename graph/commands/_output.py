"""Answers as text: a table for people, CSV and SPARQL JSON for programs, Turtle for graphs."""

import csv
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TextIO

from graph.errors import QueryError
from graph.safe import one_line, visible
from graph.store.base import Answer
from graph.store.term import XSD_STRING, Term
from graph.vocabulary import BASE, PREFIXES

# A cell no shorter than this stays readable; wider tables run over the edge of the terminal.
_NARROWEST = 12
# Nobody reads more in a cell of a table; CSV and JSON hold everything.
_LONGEST = 1000


def write_answer(answer: Answer, form: str, out: TextIO) -> None:
    """Write an answer in one of FORMATS. Raises QueryError where a graph is asked for as a table, or the reverse.

    What is for programs is in UTF-8 and complete; on a terminal it is without the marks that a terminal obeys.
    """
    if isinstance(out, io.TextIOWrapper) and not out.isatty() and (form != "table" or answer.turtle):
        out.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    if answer.turtle is not None:
        if form not in ("table", "turtle"):
            raise QueryError(f"CONSTRUCT and DESCRIBE give a graph, not {form}: use --format turtle")
        out.write(visible(answer.turtle) if out.isatty() else answer.turtle)
        return
    if form == "table" or not out.isatty():
        FORMATS[form](answer, out)
    else:
        held = io.StringIO()
        FORMATS[form](answer, held)
        out.write(visible(held.getvalue()))
    if answer.cut_short:
        print(f"only the first {len(answer.rows)} rows: --limit allows more", file=sys.stderr)
    if answer.hint:
        print(answer.hint, file=sys.stderr)


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _fit(text: str, width: int) -> str:
    """The text in exactly that many columns, cut with an ellipsis where it is longer."""
    room = width - _width(text)
    if room < 0:
        ends = accumulate(map(_width, text))
        kept = sum(1 for end in ends if end < width)
        text = text[:kept] + "…"
        room = width - _width(text)
    return text + " " * room


def _short(cell: str | None) -> str:
    """A cell on one line without control characters; IRIs with their prefix, our own things by their id."""
    if cell is None:
        return ""
    text = one_line(cell, longest=_LONGEST)
    if isinstance(cell, Term) and cell.kind == "uri":
        for prefix, namespace in PREFIXES.items():
            if text.startswith(namespace):
                return f"{prefix}:{text[len(namespace) :]}"
        return text.removeprefix(BASE)
    return text


def _widths(table: Sequence[Sequence[str]], room: int | None) -> list[int]:
    """Column widths, the widest cut down until the table fits."""
    widths = [max(_width(cell) for cell in column) for column in zip(*table, strict=True)]
    while room and sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]], out: TextIO) -> None:
    """A table with a head; on a terminal its cells are cut so that it fits."""
    if not columns:
        return
    table = [list(columns), *([_short(cell) for cell in row] for row in rows)]
    widths = _widths(table, shutil.get_terminal_size().columns if out.isatty() else None)
    for number, line in enumerate(table):
        out.write("  ".join(map(_fit, line, widths)).rstrip() + "\n")
        if number == 0:
            out.write("  ".join("-" * width for width in widths) + "\n")


def _table(answer: Answer, out: TextIO) -> None:
    write_table(answer.columns, answer.rows, out)
    if not answer.rows:
        out.write("(no rows)\n")


def _csv(answer: Answer, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if cell is None else str(cell) for cell in row] for row in answer.rows)


def _json_term(cell: str) -> dict[str, str]:
    if not isinstance(cell, Term):
        return {"type": "literal", "value": cell}
    found = {"type": str(cell.kind), "value": str(cell)}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype and cell.datatype != XSD_STRING:
        found["datatype"] = cell.datatype
    return found


def _json(answer: Answer, out: TextIO) -> None:
    first = answer.rows[0][0] if answer.rows and answer.rows[0] else None
    if isinstance(first, Term) and first.kind == "boolean":
        json.dump({"head": {}, "boolean": first == "true"}, out)
    else:
        bindings = [
            {
                name: _json_term(cell)
                for name, cell in zip(answer.columns, row, strict=True)
                if cell is not None
            }
            for row in answer.rows
        ]
        reply = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
        json.dump(reply, out, ensure_ascii=False, indent=1)
    out.write("\n")


def _no_turtle(answer: Answer, out: TextIO) -> None:
    raise QueryError(
        "SELECT and ASK give a table, not a graph: use CONSTRUCT, or --format table, csv or json"
    )


FORMATS: dict[str, Callable[[Answer, TextIO], None]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "turtle": _no_turtle,
}
