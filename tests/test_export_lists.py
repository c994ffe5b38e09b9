"""Edge and node lists as pandas and Parquet's own reader give them."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_stores import exported, simple_reading
from hypothesis import given
from hypothesis import strategies as st
from story import AALTO, FINLAND, ORAN
from test_export_graphml import WILD

from graph.cells import guarded, unguarded
from graph.export import Scope
from graph.export.graphml import clean
from graph.export.lists import edge_types, node_types
from graph.export.table_files import write_csv, write_parquet
from graph.model import Actor, Reading

PANDAS: dict[type, str] = {str: "str", int: "Int64", float: "float64", bool: "boolean", date: "str"}
ARROW = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
}


def read(path: Path | BytesIO, types: dict[str, type], sep: str = ",") -> pd.DataFrame:
    """A CSV file as the documentation says that it should be read, days as dates."""
    return pd.read_csv(
        path,
        sep=sep,
        keep_default_na=False,
        na_values=[""],
        dtype={name: PANDAS[kind] for name, kind in types.items()},
        parse_dates=[name for name, kind in types.items() if kind is date],
    )


@pytest.mark.parametrize("ties", [False, True])
def test_pandas_reads_the_edge_list_with_its_types(
    story: tuple[Reading, ...], tmp_path: Path, ties: bool
) -> None:
    types = edge_types(ties=ties)
    frame = read(exported(tmp_path, story, "e.csv", Scope(ties=ties)), types)
    assert list(frame.columns) == list(types)
    assert len(frame) == (10 if ties else 11)
    met = frame[(frame["source"] == ORAN.id) & (frame["target"] == AALTO.id)]
    assert set(met["source_name"]) == {"Kemal Oran"}
    assert set(met["first" if ties else "date"]) == {pd.Timestamp("2021-03-01")}
    assert frame["symmetric"].sum() == met["symmetric"].sum() + 1


def test_a_parquet_edge_list_says_the_same_as_the_csv(story: tuple[Reading, ...], tmp_path: Path) -> None:
    types = edge_types()
    table = pq.read_table(exported(tmp_path, story, "e.parquet"))
    assert {field.name: field.type for field in table.schema} == {n: ARROW[k] for n, k in types.items()}
    text = read(exported(tmp_path, story, "e.csv"), types)
    typed = table.to_pandas()
    for name in types:
        given = [None if pd.isna(v) else v for v in typed[name]]
        told = [None if pd.isna(v) else v.date() if types[name] is date else v for v in text[name]]
        assert told == given


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_node_list_has_every_actor_once(story: tuple[Reading, ...], tmp_path: Path, suffix: str) -> None:
    path = exported(tmp_path, story, f"n.nodes.{suffix}")
    frame = read(path, node_types()) if suffix == "csv" else pq.read_table(path).to_pandas()
    assert (len(frame), frame["id"].is_unique) == (7, True)
    assert dict(frame.set_index("id").loc[FINLAND.id]) == {
        "label": "Finland",
        "name": "Finland",
        "kind": "country",
        "country": "FI",
        "wikidata": "Q33",
        "claims": 5,
        "statements": 0,
    }


def test_namibia_and_a_man_called_null_are_no_missing_values(tmp_path: Path) -> None:
    readings = [simple_reading("ACCUSE", [Actor("country/na", "Null", "country", country="NA")], [FINLAND])]
    frame = read(exported(tmp_path, readings, "n.nodes.csv"), node_types())
    assert sorted(frame["country"].dropna()) == ["FI", "NA"]
    assert "Null" in set(frame["name"])


@pytest.mark.parametrize("name", ["e.csv", "e.parquet", "n.nodes.csv", "n.nodes.parquet"])
def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    first = exported(tmp_path, story, f"1{name}").read_bytes()
    assert exported(tmp_path, story[::-1], f"2{name}").read_bytes() == first


@pytest.mark.parametrize("name", ["e.csv", "e.parquet", "n.nodes.csv", "n.nodes.parquet"])
def test_an_empty_store_gives_the_names_of_the_columns(tmp_path: Path, name: str) -> None:
    path = exported(tmp_path, [], name)
    frame = pd.read_csv(path) if name.endswith("csv") else pq.read_table(path).to_pandas()
    assert (len(frame), next(iter(frame))) == (0, "id")


@given(st.lists(st.tuples(WILD, WILD), max_size=5))
def test_hostile_words_arrive_as_they_are_but_for_controls(rows: list[tuple[str, str]]) -> None:
    types, out, typed = {"a": str, "b": str}, BytesIO(), BytesIO()
    write_csv(types, [dict(zip(types, row, strict=True)) for row in rows], out)
    write_parquet(types, [dict(zip(types, row, strict=True)) for row in rows], typed)
    frame = read(BytesIO(out.getvalue()), {"a": str, "b": str})
    got = [[unguarded(cell) if isinstance(cell, str) else "" for cell in row] for row in frame.to_numpy()]
    kept = [[clean(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    assert got == kept
    assert [list(row.values()) for row in pq.read_table(BytesIO(typed.getvalue())).to_pylist()] == [
        [clean(cell) for cell in row] for row in rows
    ]


@given(st.text())
def test_a_guarded_cell_begins_no_formula_and_can_be_undone(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert unguarded(guarded(text)) == text


def test_a_formula_for_a_name_is_text_in_the_file(tmp_path: Path) -> None:
    actor = Actor("organization/x", "=HYPERLINK(1)", "organization")
    written = exported(tmp_path, [simple_reading("ACCUSE", [actor], [FINLAND])], "e.csv").read_text("utf-8")
    assert ",'=HYPERLINK(1)," in written
    assert ",=" not in written


def test_a_negative_number_stays_a_number(story: tuple[Reading, ...], tmp_path: Path) -> None:
    assert ",-3.0," in exported(tmp_path, story, "e.csv").read_text("utf-8")
