"""Figures on annotated news: by family and threshold, and how far confidence can be trusted."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.model import Article
from loaders.training import held_out
from loaders.training.as_reading import as_reading
from loaders.training.corpus import News
from loaders.training.diagram import diagram
from loaders.training.marks import article

TEXT = """@ fjord
[1:Norway] met [2:Sweden]. Nobody slept. Later [2:Sweden] blamed [1:Norway] for the delay. [3:Denmark] said that the fish were gone.
---
- CONSULT 1,2>- asserted "met"
- ACCUSE/allege 2>1 asserted "blamed" | issue: the delay
- STATEMENT 3>- asserted "said" | issue: the fish were gone
"""


@pytest.fixture
def read() -> list[held_out.Read]:
    """An article with two of its claims read rightly, one missed, and one wrong."""
    marks = article(TEXT, "fjord")
    text = Article("fjord", marks.text)
    whole = as_reading(marks, text)
    met, blamed, _ = whole.claims
    claims = (
        replace(met, confidence=0.9),
        replace(blamed, confidence=0.55),
        replace(blamed, id="x", relation="ASSAULT", confidence=0.3),
    )
    return [(News(marks, text), replace(whole, claims=claims))]


def test_each_family_has_its_own_precision_and_recall(read: list[held_out.Read]) -> None:
    found = held_out.figures(read)
    assert found["all"] == {"precision": 0.667, "recall": 0.667, "f1": 0.667, "claims": 3}
    assert (found["interactions"]["precision"], found["interactions"]["recall"]) == (0.667, 1.0)
    assert found["statements"]["recall"] == 0


def test_a_higher_threshold_leaves_the_surer_claims(read: list[held_out.Read]) -> None:
    assert held_out.figures(held_out.above(read, 0.5))["all"]["precision"] == 1
    assert held_out.figures(held_out.above(read, 0.6))["all"]["claims"] == 1


def test_the_calibration_error_is_the_mean_gap_between_confidence_and_truth(
    read: list[held_out.Read],
) -> None:
    error, bins = held_out.reliability(read)
    assert error == pytest.approx((0.1 + 0.45 + 0.3) / 3)
    assert [n for *_, n in bins] == [1, 1, 1]


def test_the_diagram_is_a_picture_with_both_curves(read: list[held_out.Read]) -> None:
    error, bins = held_out.reliability(read)
    row = held_out.figures(read)
    found = {
        "frames": row,
        "default": row,
        "curve": {"0.50": row, "0.60": row},
        "calibration_error": error,
        "reliability": bins,
    }
    picture = ElementTree.fromstring(diagram(found))
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 3
    assert "default    0.667 0.667 0.667 (  3)" in held_out.table(found)


def test_missing_texts_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = tmp_path / "others.jsonl"
    others.write_text('{"id": "x", "text": "Norway met Sweden."}\n', encoding="utf-8")
    assert held_out.main(["--texts", str(others)]) == 1
    assert "55 articles are missing" in capsys.readouterr().err
