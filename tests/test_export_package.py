"""Data packages as Frictionless, pandas and rdflib read them."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
import rdflib
from export_stores import exported, simple_reading, view_of
from story import FINLAND, GAZETTE, TURKEY

from graph.cells import unguarded
from graph.export import About, Scope
from graph.export.codebook import codebook
from graph.export.package_tables import tables
from graph.model import Actor, Reading
from graph.ontology import relations
from graph.store.base import Selection

ABOUT = About("The strait", "1.2.0", "CC-BY-4.0", ("Selma Aalto", "Oran: the second"), date(2021, 5, 1))
TABLES = ("articles", "actors", "claims", "parties", "ties")


def package(folder: Path, readings: tuple[Reading, ...], scope: Scope | None = None) -> Path:
    """The folder of an unpacked package."""
    path = exported(folder, readings, "p.zip", scope or Scope(about=ABOUT))
    with ZipFile(path) as packed:
        assert packed.testzip() is None
        packed.extractall(folder / "p")
    return folder / "p"


@pytest.fixture
def unpacked(story: tuple[Reading, ...], tmp_path: Path) -> Path:
    """The story as a package."""
    return package(tmp_path, story)


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def frame(folder: Path, name: str) -> pd.DataFrame:
    """A table read with the types that the package's own description gives."""
    (told,) = (each for each in described(folder)["resources"] if each["name"] == name)
    kinds = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "str"}
    fields = {field["name"]: field["type"] for field in told["schema"]["fields"]}
    return pd.read_csv(
        folder / told["path"],
        keep_default_na=False,
        na_values=told["schema"]["missingValues"],
        dtype={name: kinds[kind] for name, kind in fields.items()},
        parse_dates=[name for name, kind in fields.items() if kind == "date"],
    )


def test_it_holds_tables_graph_codebook_citation_and_read_me(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir()} == {
        *(f"{name}.csv" for name in TABLES),
        *("graph.nq.gz", "codebook.md", "README.md", "CITATION.cff", "datapackage.json"),
    }


def test_it_says_whose_it_is(unpacked: Path) -> None:
    told = described(unpacked)
    assert (told["title"], told["name"], told["version"]) == ("The strait", "the-strait", "1.2.0")
    assert told["licenses"] == [{"name": "CC-BY-4.0"}]
    assert told["created"] == "2021-05-01T00:00:00Z"
    assert [each["title"] for each in told["contributors"]] == list(ABOUT.authors)
    assert "Strait Times (1 articles)" in [each["title"] for each in told["sources"]]


def test_without_a_licence_it_says_that_none_was_stated(story: tuple[Reading, ...], tmp_path: Path) -> None:
    folder = package(tmp_path, story, Scope())
    assert "licenses" not in described(folder)
    for text in (described(folder)["description"], (folder / "README.md").read_text("utf-8")):
        assert "No licence was stated" in text
    assert "license:" not in (folder / "CITATION.cff").read_text("utf-8")


def test_every_file_has_its_hash_and_size(unpacked: Path) -> None:
    told = {each["path"]: each for each in described(unpacked)["resources"]}
    assert set(told) == {path.name for path in unpacked.iterdir()} - {"datapackage.json"}
    for name, each in told.items():
        data = (unpacked / name).read_bytes()
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert each["bytes"] == len(data)


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_every_table_by_the_schema_and_its_key_is_unique(unpacked: Path, name: str) -> None:
    table = frame(unpacked, name)
    assert list(table.columns) == list(tables()[name].columns)
    assert len(table)
    assert not table.duplicated(list(tables()[name].key)).any()


def test_the_tables_fit_together(unpacked: Path) -> None:
    read = {name: frame(unpacked, name) for name in TABLES}
    for name, table in tables().items():
        for column, other in table.refers.items():
            where, what = other.split(".")
            assert set(read[name][column].dropna()) <= set(read[where][what]), (name, column)
    assert read["articles"]["claims"].sum() == len(read["claims"]) == 11


def test_a_claim_and_its_parties_say_what_the_reading_says(
    story: tuple[Reading, ...], unpacked: Path
) -> None:
    claim = story[0].claims[3]
    (row,) = frame(unpacked, "claims").query("id == @claim.id").to_dict("records")
    assert row["sentence"] == claim.evidence[0].text == story[0].article.text[row["start"] : row["end"]]
    assert (row["sources"], row["speakers"]) == (FINLAND.id, claim.attributed_to[0].actor)
    parties = frame(unpacked, "parties").query("claim == @claim.id")
    assert list(parties["role"]) == ["source", "target", "speaker"]
    assert list(parties["name"]) == ["Finland", "Harbour Council", "Selma Aalto"]


def test_the_graph_has_all_but_the_texts(story: tuple[Reading, ...], unpacked: Path, tmp_path: Path) -> None:
    lines = gzip.decompress((unpacked / "graph.nq.gz").read_bytes()).decode()
    whole = exported(tmp_path, story, "s.nq").read_text("utf-8")
    left_out = set(whole.split("\n")) - set(lines.split("\n"))
    assert len(left_out) == len(story)
    assert all("articleBody" in line for line in left_out)
    assert len(rdflib.Dataset().parse(data=lines, format="nquads")) > 100


def test_texts_are_there_on_request_only(story: tuple[Reading, ...], tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    words = story[0].article.text
    whole = package(tmp_path / "with", story, Scope(about=replace(ABOUT, texts=True)))
    assert words in set(frame(whole, "articles")["text"])
    assert "articleBody" in gzip.decompress((whole / "graph.nq.gz").read_bytes()).decode()
    bare = package(tmp_path / "without", story)
    assert frame(bare, "articles")["text"].isna().all()
    assert not [path for path in bare.iterdir() if words.encode() in path.read_bytes()]


def test_a_part_has_only_what_its_claims_name_and_no_graph(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    folder = package(tmp_path, story, Scope(Selection(relations=("AGREE",)), about=ABOUT))
    assert not (folder / "graph.nq.gz").exists()
    assert len(frame(folder, "actors")) == 2
    assert [len(frame(folder, name)) for name in ("claims", "articles", "ties")] == [1, 1, 1]


def test_the_version_is_made_from_the_data_where_none_is_given(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    def version(readings: tuple[Reading, ...], where: str) -> str:
        (tmp_path / where).mkdir()
        return str(described(package(tmp_path / where, readings, Scope(about=About("X"))))["version"])

    assert version(story, "a") == version(story[::-1], "b")
    assert version(story[:2], "c") != version(story, "d")


def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path) -> None:
    first = exported(tmp_path, story, "1.zip", Scope(about=ABOUT)).read_bytes()
    assert exported(tmp_path, story[::-1], "2.zip", Scope(about=ABOUT)).read_bytes() == first


def test_hostile_names_are_text_in_tables_and_descriptions(tmp_path: Path) -> None:
    actor = Actor("organization/x", "=1+1|two", "organization", ("=1+1|two",))
    reading = simple_reading("ACCUSE", [actor], [FINLAND], text='"=1", they said\nor not.')
    reading = replace(reading, article=replace(reading.article, publisher='x"\n- y: z', title="@sum"))
    folder = package(tmp_path, (reading,), Scope(about=About('a"\nb: c', "1", "see\nbelow", ('q"\nr: s',))))
    names = set(frame(folder, "actors")["name"])
    assert "'=1+1|two" in names
    assert {unguarded(name) for name in names} == {"=1+1|two", "Finland"}
    assert list(frame(folder, "articles")["title"]) == ["'@sum"]
    cff = (folder / "CITATION.cff").read_text("utf-8")
    assert not re.search(r"^(b|r):", cff, flags=re.MULTILINE)
    assert described(folder)["title"] == 'a" b: c'


def test_an_actor_nobody_described_has_a_row(tmp_path: Path) -> None:
    reading = replace(simple_reading("SUPPORT", [FINLAND], [TURKEY]), actors=(FINLAND,))
    assert set(frame(package(tmp_path, (reading,)), "actors")["id"]) == {FINLAND.id, TURKEY.id}
    assert GAZETTE.id not in set(frame(tmp_path / "p", "actors")["id"])


def test_the_citation_is_yaml_with_what_the_form_requires(unpacked: Path) -> None:
    import yaml

    told = yaml.safe_load((unpacked / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(told)
    assert (told["type"], told["version"], told["license"]) == ("dataset", "1.2.0", "CC-BY-4.0")
    assert told["date-released"] == date(2021, 5, 1)
    assert [each["name"] for each in told["authors"]] == list(ABOUT.authors)


def test_the_codebook_explains_every_column_relation_and_kind() -> None:
    text = codebook()
    for name, table in tables().items():
        assert f"### {name}.csv" in text
        assert all(f"| `{column}` | {told.kind} |" in text for column, told in table.columns.items())
    assert all(f"| {name} |" in text for name in relations())
    assert {line.count("|") for line in text.splitlines() if line.startswith("|")} == {3, 4, 9}


def test_the_read_me_reads_the_claims(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.findall(r"^    (.*)$", (unpacked / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    monkeypatch.chdir(unpacked)
    held: dict[str, Any] = {}
    exec("\n".join(example), held)
    assert len(held["claims"]) == 11


@pytest.mark.slow
def test_frictionless_finds_nothing_wrong(unpacked: Path) -> None:
    # In a process of its own: the package warns of its own dependencies.
    code = (
        "import sys, frictionless; r = frictionless.validate(sys.argv[1]); "
        "print(r.to_summary()); sys.exit(not (r.valid and len(r.tasks) >= 5))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "datapackage.json"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_frictionless_sees_a_file_that_was_changed(unpacked: Path) -> None:
    (unpacked / "ties.csv").write_bytes(
        (unpacked / "ties.csv").read_bytes().replace(b"CONSULT", b"ASSAULT", 1)
    )
    code = "import sys, frictionless; sys.exit(frictionless.validate(sys.argv[1]).valid)"
    command = [sys.executable, "-W", "ignore", "-c", code, "datapackage.json"]
    assert subprocess.run(command, cwd=unpacked, capture_output=True, check=False).returncode == 0


def test_an_empty_store_makes_an_empty_package(tmp_path: Path) -> None:
    with view_of(tmp_path / "s", ()) as view:
        assert list(view.claims()) == []
    folder = package(tmp_path, ())
    assert [len(frame(folder, name)) for name in TABLES] == [0] * 5
