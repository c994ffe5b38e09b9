"""`legation extract`: JSON Lines without a store, whole or not at all."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

import pytest
from test_load import ONE, TWO, FirstWords

from graph.cli import main
from graph.errors import InputError
from loaders.commands.extract import configure
from loaders.commands.extract import run as run_command


def command(*words: str | Path) -> int:
    """The exit code of `legation extract` with the small reader."""
    parser = argparse.ArgumentParser()
    configure(parser)
    return run_command(parser.parse_args([str(word) for word in words]), FirstWords())


def lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A file of two articles and a broken line."""
    rows = [json.dumps({"id": "one", "text": ONE}), "{", json.dumps({"id": "two", "text": TWO})]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(rows))
    return path


def test_every_article_gives_its_lines_and_every_failure_a_line_of_its_own(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert command(articles, "-o", out) == 1
    found = lines(out)
    assert [(row["article"], row["relation"]) for row in found if row["kind"] == "claim"] == [
        ("one", "CONSULT"),
        ("two", "CONSULT"),
    ]
    (failure,) = (row for row in found if row["kind"] == "problem" and row["stage"] == "source")
    assert failure["article"] == f"{articles}:2"
    err = capsys.readouterr().err.splitlines()
    assert err[0].startswith(f"{articles}:2: is no JSON")
    assert err[1] == "2 articles read; 1 failed, 2 claims"


def test_offsets_count_the_text_exactly_as_given(tmp_path: Path) -> None:
    text = f"\r\n  {ONE}\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    command(tmp_path / "a.txt", "-o", tmp_path / "out.jsonl")
    (claim,) = (row for row in lines(tmp_path / "out.jsonl") if row["kind"] == "claim")
    assert text[claim["evidence"]["start"] : claim["evidence"]["end"]] == claim["evidence"]["text"]


def test_without_an_output_the_lines_go_to_standard_output(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(articles, "--quiet")
    out = capsys.readouterr().out
    assert {json.loads(line)["article"] for line in out.splitlines()} == {"one", "two", f"{articles}:2"}


def test_an_interrupted_run_leaves_the_output_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"text": "Please stop here."}) + "\n" + json.dumps({"text": TWO})
    )
    (tmp_path / "out.jsonl").write_text("before")
    assert command(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl") == 130
    assert (tmp_path / "out.jsonl").read_text() == "before"
    assert "was not written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("")
    assert command(tmp_path / "in.txt", "-o", tmp_path / "out.jsonl") == 2
    assert command(tmp_path / "nowhere", "-o", tmp_path / "out.jsonl") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


@pytest.mark.parametrize("output", ["nowhere/out.jsonl", "."])
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_read(
    articles: Path, output: str
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        command(articles, "-o", articles.parent / output)


def test_the_input_is_never_the_output(articles: Path) -> None:
    before = articles.read_bytes()
    with pytest.raises(InputError, match="name another file after -o"):
        command(articles, "-o", articles)
    assert articles.read_bytes() == before


def test_an_output_that_is_no_ordinary_file_is_written_to(articles: Path) -> None:
    assert command(articles, "-o", os.devnull) == 1
    assert not Path(os.devnull).is_file()


def test_the_real_reader_cuts_furniture_and_keeps_offsets(tmp_path: Path) -> None:
    text = f"Home / Politics / Talks\n\nFinnish Prime Minister {ONE}\n\nCheck Also\n\nStorm closes the harbour …\n"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": text, "published": "2021-03-03"}))
    assert main(["extract", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl"), "--quiet"]) == 0
    found = lines(tmp_path / "out.jsonl")
    cuts = {text[row["start"] : row["end"]]: row["reason"] for row in found if row["kind"] == "cut"}
    assert cuts == {
        "Home / Politics / Talks": "breadcrumb",
        "Check Also": "teaser",
        "Storm closes the harbour …": "teaser",
    }
    mentions = [row for row in found if row["kind"] == "mention"]
    assert mentions
    assert all(text[row["start"] : row["end"]] == row["text"] for row in mentions)
