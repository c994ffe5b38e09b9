"""`legation export` from the command line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import networkx as nx
import pytest
from export_stores import view_of
from story import AALTO, FINLAND, ORAN

from graph.cli import main
from graph.errors import InputError
from graph.export import EXPORTERS, Scope, export
from graph.lines import dump
from graph.model import Reading
from graph.registry import load
from graph.store.base import View


@pytest.fixture
def store(story: tuple[Reading, ...], tmp_path: Path) -> Iterator[str]:
    """The folder of a store that holds the story; the tests' files go to the folder `out` beside it."""
    with view_of(tmp_path / "store", story):
        pass
    (tmp_path / "out").mkdir()
    yield str(tmp_path / "store")


@pytest.fixture
def out(store: str) -> Path:
    """An empty folder to export to."""
    return Path(store).parent / "out"


def test_every_row_of_the_table_is_a_function() -> None:
    assert all(callable(load(target)) for target in EXPORTERS.values())


def test_it_says_how_much_it_wrote(store: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(out / "g.graphml"), "--store", store]) == 0
    assert capsys.readouterr().out == f"{out / 'g.graphml'}: actors 7, edges 11, claims 11\n"


def test_json_lines_are_those_of_the_readings(store: str, out: Path, story: tuple[Reading, ...]) -> None:
    assert main(["export", str(out / "c.jsonl"), "--store", store]) == 0
    written = (out / "c.jsonl").read_text(encoding="utf-8")
    by_article = sorted(story, key=lambda reading: reading.article.id)
    assert written == "".join(dump(reading) for reading in by_article)


def test_json_lines_of_a_relation_hold_only_its_claims(store: str, out: Path) -> None:
    assert main(["export", str(out / "c.jsonl"), "--store", store, "--relation", "accuse", "AGREE"]) == 0
    lines = [json.loads(line) for line in (out / "c.jsonl").read_text(encoding="utf-8").split("\n") if line]
    claims = [line for line in lines if line["kind"] == "claim"]
    assert sorted(claim["relation"] for claim in claims) == ["ACCUSE", "ACCUSE", "AGREE"]
    assert {line["article"] for line in lines} == {claim["article"] for claim in claims}


def test_dates_choose_claims(store: str, out: Path) -> None:
    path = out / "g.graphml"
    assert main(["export", str(path), "--store", store, "--until", "2021-03-01"]) == 0
    network = nx.read_graphml(path, force_multigraph=True)
    assert set(network) == {AALTO.id, ORAN.id}
    assert main(["export", str(path), "--store", store, "--since", "2021-04-01", "--force"]) == 0
    assert FINLAND.id in nx.read_graphml(path, force_multigraph=True)


def test_ties_are_written_on_request(store: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(out / "t.graphml"), "--store", store, "--ties"]) == 0
    assert "ties 10" in capsys.readouterr().out


def test_an_unknown_suffix_lists_the_known_ones(
    store: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(out / "g.xlsx"), "--store", store]) == 2
    said = capsys.readouterr().err
    assert all(suffix in said for suffix in EXPORTERS)


def test_a_suffix_in_capitals_is_known(store: str, out: Path) -> None:
    assert main(["export", str(out / "G.GraphML"), "--store", store]) == 0


def test_an_existing_file_is_left_alone_without_force(
    store: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / "g.graphml"
    path.write_text("mine", encoding="utf-8")
    assert main(["export", str(path), "--store", store]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert main(["export", str(path), "--store", store, "--force"]) == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["missing/g.graphml"], "make it first"),
        (["g.graphml", "--relation", "MET"], "relation"),
        (["g.graphml", "--since", "2021-05-01", "--until", "2021-04-01"], "swap"),
        (["s.nq", "--ties"], "whole store"),
        (["c.jsonl", "--ties"], "GraphML"),
        (["e.cameo.tsv", "--ties"], "GraphML"),
        (["e.csv", "--licence", "CC0-1.0"], "name a .zip"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_writes_nothing(
    store: str, out: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["export", str(out / words[0]), "--store", store, *words[1:]]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert list(out.iterdir()) == []


def test_a_wrong_date_is_refused(store: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", str(out / "g.graphml"), "--store", store, "--since", "May"])
    assert "2021-03-02" in capsys.readouterr().err


def test_a_missing_store_is_named_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "g.graphml"), "--store", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_midway_leaves_the_old_file_and_nothing_else(
    store: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out / "g.graphml"
    path.write_text("old", encoding="utf-8")

    def fail(view: View, file: BinaryIO, scope: Scope) -> dict[str, int]:
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("graph.export.graphml.write", fail)
    assert main(["export", str(path), "--store", store, "--force"]) == 130
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in out.iterdir()] == ["g.graphml"]


def test_a_link_is_written_through(store: str, out: Path) -> None:
    (out / "real.graphml").write_text("old", encoding="utf-8")
    (out / "link.graphml").symlink_to(out / "real.graphml")
    assert main(["export", str(out / "link.graphml"), "--store", store, "--force"]) == 0
    assert (out / "link.graphml").is_symlink()
    assert (out / "real.graphml").read_text(encoding="utf-8").startswith("<?xml")


def test_a_file_may_be_read_by_whom_the_user_lets(store: str, out: Path) -> None:
    (out / "probe").touch()
    main(["export", str(out / "g.graphml"), "--store", store])
    assert (out / "g.graphml").stat().st_mode == (out / "probe").stat().st_mode


def test_a_full_disk_is_told_in_one_line(
    story: tuple[Reading, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(view: View, file: BinaryIO, scope: Scope) -> dict[str, int]:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("graph.export.graphml.write", full)
    with view_of(tmp_path / "store", story) as view, pytest.raises(InputError, match="No space left"):
        export(view, tmp_path / "g.graphml")
    assert not (tmp_path / "g.graphml").exists()


def test_a_package_says_what_the_command_line_says_of_it(store: str, out: Path) -> None:
    path = out / "p.zip"
    told = [
        "--title",
        "The strait",
        "--licence",
        "CC0-1.0",
        "--author",
        "A",
        "--author",
        "B",
        "--made",
        "2021-05-01",
    ]
    assert main(["export", str(path), "--store", store, "--as-version", "2.0.0", *told]) == 0
    with ZipFile(path) as packed:
        page = json.loads(packed.read("datapackage.json"))
    assert (page["title"], page["version"], page["created"]) == (
        "The strait",
        "2.0.0",
        "2021-05-01T00:00:00Z",
    )
    assert [each["title"] for each in page["contributors"]] == ["A", "B"]


def test_modalities_choose_claims(store: str, out: Path) -> None:
    path = out / "g.graphml"
    assert main(["export", str(path), "--store", store, "--modality", "denied", "planned"]) == 0
    network = nx.read_graphml(path, force_multigraph=True)
    assert {data["modality"] for _, _, data in network.edges(data=True)} == {"denied", "planned"}
