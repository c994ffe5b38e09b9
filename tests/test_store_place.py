"""A store is a folder or an address, wherever one is named."""

from pathlib import Path

import pytest

from graph.cli import main
from graph.settings import default_store
from graph.store import absolute

NOBODY = "bolt://127.0.0.1:9"  # the port of the discard service, where nobody listens


def test_an_address_stays_as_it_is_and_a_folder_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute("bolt://host:7687/name") == "bolt://host:7687/name"
    assert absolute("store") == str(tmp_path.resolve() / "store")


def test_the_store_of_the_environment_may_be_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_STORE", NOBODY)
    assert default_store() == NOBODY


@pytest.mark.parametrize(
    "command", [["stats"], ["query", "RETURN 1"], ["ask", "who-met-whom"], ["app", "--no-browser"], ["merge"]]
)
def test_every_command_takes_an_address(
    command: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("neo4j")
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--store", NOBODY]) == 2
    told = capsys.readouterr().err
    assert f"no Neo4j answers at {NOBODY}" in told
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_load_into_an_address_where_nobody_answers_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("neo4j")
    (tmp_path / "a.txt").write_text("Finland accused Sweden.")
    assert main(["load", str(tmp_path), "--store", NOBODY, "--quiet"]) == 2
    assert "give the same command again" in capsys.readouterr().err
