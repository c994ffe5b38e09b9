"""Tables as files: CSV, TSV and Parquet, row by row, with one type a column.

A cell without a value is empty (CSV) or null (Parquet). Text is written as it is but for control characters, which
XML cannot hold either; in CSV and TSV it is guarded against being run as a formula (`graph.cells`).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from graph.cells import guarded
from graph.export.graphml import clean

if TYPE_CHECKING:
    import pyarrow as pa

Cell = str | int | float | bool | date | None
Types = Mapping[str, type]
Row = Mapping[str, Cell]

_BATCH = 5000
_MARK = b"\xef\xbb\xbf"


def write_csv(
    types: Types, rows: Iterable[Row], out: BinaryIO, *, delimiter: str = ",", mark: bool = True
) -> int:
    """Write a table as UTF-8 text with a row of names first; how many rows.

    With `mark` a byte order mark comes first, by which spreadsheets know the letters.
    """
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    out.write(_MARK if mark else b"")

    def put(cells: Iterable[str]) -> None:
        writer.writerow(cells)
        out.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()

    put(types)
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007
        put(_text(row.get(name)) for name in types)
    return number


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        # A lone carriage return is a line break to some readers of CSV and none to others.
        return guarded(clean(cell).replace("\r\n", "\n").replace("\r", "\n"))
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def write_parquet(types: Types, rows: Iterable[Row], out: BinaryIO) -> int:
    """Write a table as Parquet, days as dates; how many rows."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, _arrow(kind)) for name, kind in types.items()])
    number = 0
    with ParquetWriter(out, schema) as writer:
        for batch in _batches(rows):
            columns = [pa.array([_value(row.get(f.name)) for row in batch], f.type) for f in schema]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            number += len(batch)
    return number


def _arrow(kind: type) -> "pa.DataType":
    import pyarrow as pa

    found: pa.DataType = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        date: pa.date32(),
    }[kind]
    return found


def _value(cell: Cell) -> Cell:
    return clean(cell) if isinstance(cell, str) else cell


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch
