"""`legation demo`: the first thing that a newcomer sees."""

from contextlib import closing
from pathlib import Path

import pytest

from graph.cli import main
from graph.store import open_store
from loaders.commands.demo import busiest


def test_the_demo_reads_the_samples_and_shows_claims_with_their_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--no-app", "--store", str(tmp_path / "store")]) == 0
    shown = capsys.readouterr().out
    with closing(open_store(tmp_path / "store")) as store:
        view = store.view()
        number = view.stats().articles
        texts = [" ".join(article.text.split()) for article in view.articles()]
        ranked = [claims for _, claims, _ in busiest({a.id: a for a in view.actors()}, view.claims())]
    assert number >= 24
    assert f"{number} articles read" in shown
    assert ranked == sorted(ranked, reverse=True)
    sentences = [line.strip(" “”…") for line in shown.splitlines() if line.startswith("      “")]
    assert len(sentences) == 5
    assert [s for s in sentences if not any(s in text for text in texts)] == []
