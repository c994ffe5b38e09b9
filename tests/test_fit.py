"""The judge's weights, how honest its chances are, and what is trained on."""

import json
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.learned.judge import FEATURES, sure
from loaders.training import corpus, fit


def row(**figures: float) -> tuple[float, ...]:
    """Figures of a claim: those named, and the rest 0."""
    return tuple({"one": 1.0, **figures}.get(name, 0.0) for name in FEATURES)


def test_the_judge_learns_what_goes_with_being_right() -> None:
    rows = [row(act=2.0, frames=1.0)] * 30 + [row(act=-2.0)] * 30 + [row(act=2.0)] * 10
    right = [1.0] * 30 + [0.0] * 30 + [1.0] * 5 + [0.0] * 5
    weights = fit.fit(rows, right)
    both, network, neither = (sure(r, weights) for r in (rows[0], rows[-1], rows[30]))
    assert both > network > neither
    assert both > 0.85
    assert 0.3 < network < 0.7


def test_honest_chances_have_no_calibration_error_and_boastful_ones_do() -> None:
    right = [1.0, 1.0, 1.0, 0.0] * 25
    honest, rows = fit.calibration([0.75] * 100, right)
    assert honest == pytest.approx(0)
    assert [number for _, _, number in rows] == [100]
    assert rows[0][:2] == pytest.approx((0.75, 0.75))
    boastful, _ = fit.calibration([1.0] * 100, right)
    assert boastful == pytest.approx(0.25)


def test_articles_fall_into_folds_that_share_none_and_leave_none_out(tmp_path: Path) -> None:
    texts, notes = tmp_path / "in.jsonl", tmp_path / "notes.jsonl"
    lines = [{"id": f"x{n}", "text": f"Chad met Mali {n} times."} for n in range(7)]
    texts.write_text("".join(json.dumps(line) + "\n" for line in lines))
    from loaders.training.marks import Marked
    from loaders.training.standoff import note

    notes.write_text(
        "".join(json.dumps(note(Marked(str(x["id"]), str(x["text"]), (), ()))) + "\n" for x in lines)
    )
    news = corpus.news(notes, [texts])
    parts = corpus.folds(news, 3, seed=1)
    names = [each.marks.label for part in parts for each in part]
    assert sorted(names) == [f"x{n}" for n in range(7)]
    assert [len(part) for part in parts] == [3, 2, 2]
    assert parts == corpus.folds(news[::-1], 3, seed=1)


def test_a_text_that_is_not_at_hand_is_asked_for(tmp_path: Path) -> None:
    texts, notes = tmp_path / "in.jsonl", tmp_path / "notes.jsonl"
    texts.write_text(json.dumps({"id": "x1", "text": "Chad met Mali."}) + "\n")
    notes.write_text(json.dumps({"id": "x2", "sha256": "0", "mentions": [], "claims": []}) + "\n")
    with pytest.raises(InputError, match=r"the texts of 1 articles are missing \(x2\): data/SOURCES\.md"):
        corpus.news(notes, [texts])


def test_a_folder_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no passages"):
        corpus.own(tmp_path)
