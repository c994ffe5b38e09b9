"""What the reader is trained and measured on holds together: every mark, every line, every quota that is promised."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from graph.ontology import relations
from graph.resources import resource
from loaders.training import agreement
from loaders.training.check import cells, doubles, read
from loaders.training.standoff import articles, marked, notes

OWN = sorted(resource("training/own").glob("*.txt"))
NEWS = resource("training/wikinews")
TEXTS = Path(__file__).resolve().parents[2] / "shared" / "wikinews"


def set_aside() -> set[str]:
    """The ids of the articles that nothing is trained or tuned on."""
    drawn = tomllib.loads((NEWS / "held_out.toml").read_text(encoding="utf-8"))
    return {*drawn["political"], *drawn["other"]}


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_every_passage_of_ours_compiles(path: Path) -> None:
    assert len(read(path)) > 50


def test_hardly_two_passages_tell_the_same() -> None:
    found = [passage for path in OWN for passage in read(path)]
    assert len(list(doubles(found))) < 0.02 * len(found)


def test_the_grid_has_a_cell_for_every_act() -> None:
    assert len(cells()) >= 180
    assert {cell.split(".")[0] for cell in cells()} >= {"AGREE", "ASSAULT", "STATEMENT", "STANDING", "NONE"}


@pytest.mark.parametrize(("file", "number"), [("held_out", 55), ("train", 150), ("second", 15)])
def test_the_articles_are_annotated_whole_and_without_their_text(file: str, number: int) -> None:
    lines = notes(NEWS / f"{file}.jsonl")
    assert len(lines) == number
    for line in lines.values():
        known = {actor for _, _, actors in line["mentions"] for actor in actors}
        named = {
            a for c in line["claims"] for a in (*c["sources"], *c.get("targets", ()), *c.get("speakers", ()))
        }
        assert named <= known
        assert set(line) == {"id", "sha256", "mentions", "claims"}
        words = [value for claim in line["claims"] for value in claim.values() if isinstance(value, str)]
        assert all(word.replace("-", "").replace("_", "").isalpha() for word in words), (
            "only labels, no words of the text"
        )


def test_what_is_set_aside_is_never_trained_on() -> None:
    read_before = {path.stem for path in (Path(__file__).parent / "heldout").glob("wn-*.toml")}
    assert set(notes(NEWS / "held_out.jsonl")) == set_aside()
    assert not set(notes(NEWS / "train.jsonl")) & (set_aside() | read_before)


@pytest.mark.skipif(
    not TEXTS.is_dir(), reason="the articles' texts are not at hand: data/SOURCES.md says how to rebuild them"
)
def test_the_annotations_fit_the_texts_that_they_were_made_for() -> None:
    texts = articles(TEXTS / "political.jsonl") | articles(TEXTS / "other.jsonl")
    files = [path.read_text(encoding="utf-8").splitlines() for path in sorted(NEWS.glob("*.jsonl"))]
    for line in map(json.loads, (each for file in files for each in file)):
        found = marked(line, texts[line["id"]])
        spans = [
            span
            for claim in found.claims
            for span in (*claim.trigger, claim.issue, claim.date, claim.place)
            if span
        ]
        assert all(0 <= start < end <= len(found.text) for start, end in spans)


def test_every_type_has_as_many_claims_as_planned() -> None:
    found = [passage for path in OWN for passage in read(path)]
    claims = Counter(claim.relation for passage in found for claim in passage.claims)
    assert min(claims.values()) >= 150
    assert set(claims) == set(relations())


def test_one_passage_in_ten_is_annotated_a_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert agreement.main([str(resource("training/own")), str(resource("training/own_second.jsonl"))]) == 0
    said = capsys.readouterr().out
    passages = sum(len(read(path)) for path in OWN)
    assert int(said.split()[0]) >= passages // 10
    assert float(said.split("claims F1 ")[1].split()[0]) > 0.8


def test_agreement_on_articles_needs_their_texts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        agreement.main([str(NEWS / "train.jsonl"), str(NEWS / "second.jsonl")])
    assert "--articles" in capsys.readouterr().err
