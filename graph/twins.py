"""The text of a question's twins, SPARQL and Cypher, fitted to what is asked.

Both are whole queries as they stand in data/questions. Two things are done to them before they are put to a store:
a line that ends with `# with NAME` or `# without NAME` (in Cypher `// with NAME`) stays only where that parameter has
a value or has none, `period` being since or until; and LIMIT 201 becomes the number of rows asked for, and one more.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta

# Rows where nobody sets a limit: more than one reads, few enough to come at once.
ROWS = 200
_HINT = re.compile(r"\s*(?:#|//) (with|without) (\w+)$")
_LIMIT = re.compile(r"\bLIMIT 201\b")
# Longer periods are compared, not listed: the list would be longer to look through than the dates.
MOST_MONTHS, MOST_DAYS = 1200, 800


def fitted(text: str, given: Collection[str], rows: int) -> str:
    """The twin for the parameters that have a value, and a number of rows."""
    named = {*given, *(("period",) if {"since", "until"} & set(given) else ())}
    lines = []
    for line in text.split("\n"):
        hint = _HINT.search(line)
        if hint is None:
            lines.append(line)
        elif (hint[1] == "with") == (hint[2] in named):
            lines.append(line[: hint.start()])
    return _LIMIT.sub(f"LIMIT {rows + 1:d}", "\n".join(lines))


def order(sparql: str) -> tuple[tuple[str, bool], ...]:
    """The columns that the SPARQL twin's last ORDER BY names, each with whether it goes down."""
    last = sparql.rsplit("ORDER BY", 1)[-1]
    return tuple(
        (found[2] or found[1], bool(found[1])) for found in re.finditer(r"DESC\(\?(\w+)\)|\?(\w+)", last)
    )


def columns(sparql: str) -> tuple[str, ...]:
    """The columns that the SPARQL twin gives."""
    head = sparql.partition("SELECT DISTINCT")[2].partition("WHERE")[0]
    return tuple(each.lstrip("?") for each in head.split())


def months(since: date, until: date) -> tuple[str, ...]:
    """The months of a period as 2016-03; none where there are too many to list."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    if last - first >= MOST_MONTHS:
        return ()
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1))


def days(since: date, until: date) -> tuple[date, ...]:
    """The days of a period; none where there are too many to list."""
    length = (until - since).days + 1
    return tuple(since + timedelta(days=n) for n in range(length)) if length <= MOST_DAYS else ()


Cells = tuple[str | None, ...]


def in_order(
    columns: tuple[str, ...], rows: Collection[Cells], keys: tuple[tuple[str, bool], ...]
) -> list[Cells]:
    """The rows as every store must give them: by these columns, then by all; whole numbers as numbers, nothing last."""
    numeric = [
        all(row[n] is None or re.fullmatch(r"-?\d+", row[n] or "") for row in rows)
        for n in range(len(columns))
    ]

    def value(row: Cells, place: int) -> tuple[int, str]:
        cell = row[place]
        return (int(cell), "") if cell is not None and numeric[place] else (0, cell or "")

    found = sorted(rows, key=lambda row: [(row[n] is None, value(row, n)) for n in range(len(columns))])
    for name, down in reversed(keys):
        place = columns.index(name)
        found.sort(key=lambda row: value(row, place), reverse=down)
        found.sort(key=lambda row: row[place] is None)
    return found
