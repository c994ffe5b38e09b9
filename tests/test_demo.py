"""`legation demo`: the first thing that a newcomer sees."""

import argparse
import re
import socket
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph import resources
from graph.cli import main
from graph.model import Article
from graph.store import open_store
from loaders.commands.demo import configure, overview, run
from loaders.pipeline import Reader


def test_the_demo_reads_the_samples_and_shows_claims_with_their_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--no-app", "--store", str(tmp_path / "store")]) == 0
    shown = capsys.readouterr().out
    with closing(open_store(tmp_path / "store")) as store:
        view = store.view()
        number = view.stats().articles
        texts = [" ".join(article.text.split()) for article in view.articles()]
        names = {actor.id: actor.name for actor in view.actors()}
        ranked = [f"{names[actor]} {partners} {claims}" for actor, partners, claims in view.prominent(most=8)]
    assert number >= 24
    assert f"{number} articles read" in shown
    table = shown.partition("Most connected of")[2].partition("Latest claims")[0].splitlines()[1:9]
    assert [
        re.sub(r" {2,}[a-z ]+ {2,}(\d+) others +(\d+) claims", r" \1 \2", row.strip()) for row in table
    ] == ranked
    sentences = [line.strip(" “”…") for line in shown.splitlines() if line.startswith("      “")]
    assert len(sentences) == 5
    assert [s for s in sentences if not any(s in text for text in texts)] == []


def test_a_claim_without_a_date_shows_the_day_of_publication_in_brackets(tmp_path: Path) -> None:
    article = Article("x", "Denmark accused Iceland of delaying the vote.", published=date(2021, 3, 2))
    with closing(open_store(tmp_path / "store", create=True)) as store:
        with store.writer() as writer:
            writer.put(Reader().read(article))
        shown = "\n".join(overview(store.view()))
    assert "  (2021-03-02)  ACCUSE     Denmark -> Iceland\n" in shown


def test_without_a_store_the_demo_makes_one_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = tmp_path / "one.txt"
    one.write_text("Denmark accused Iceland of delaying the vote.", encoding="utf-8")
    monkeypatch.setattr(
        resources, "resource", lambda name, real=resources.resource: one if name == "samples" else real(name)
    )
    monkeypatch.chdir(tmp_path)
    parser = argparse.ArgumentParser()
    configure(parser)
    assert run(parser.parse_args(["--no-app"])) == 0
    assert "1 article read" in capsys.readouterr().out
    assert (tmp_path / "demo-store").is_dir()


def test_a_port_that_is_taken_is_told_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["demo", "--store", str(tmp_path / "store"), "--port", port]) == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
