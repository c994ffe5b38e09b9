"""Marks measured like a reader."""

from graph.model import Article
from loaders.training.as_reading import as_reading
from loaders.training.marks import article

TEXT = """@ fjord
[1:Norway] met [2:Sweden]. Both [1,2:neighbours] left. [3:She] said [2:Sweden] had blamed [1:it] for the delay.
---
- CONSULT 1,2>- asserted "met"
- ACCUSE/allege 2>1 asserted "blamed" | issue: the delay | by: 3
"""


def test_parties_are_called_by_their_names_and_evidence_is_the_sentence() -> None:
    marks = article(TEXT, "fjord")
    reading = as_reading(marks, Article("fjord", marks.text))
    met, blamed = reading.claims
    assert [p.name for p in met.sources] == ["Norway", "Sweden"]
    assert met.evidence[0].text == "Norway met Sweden."
    assert ([p.name for p in blamed.sources], [p.name for p in blamed.targets]) == (["Sweden"], ["Norway"])
    assert blamed.evidence[0].text.startswith("She said")
    assert blamed.issue
    assert blamed.issue.text == "the delay"
    assert [p.name for p in blamed.attributed_to] == ["She"]


def test_what_is_meant_together_names_none_alone() -> None:
    marks = article(TEXT, "fjord")
    reading = as_reading(marks, Article("fjord", marks.text))
    assert {a.name for a in reading.actors} == {"Norway", "Sweden", "She"}
    assert "neighbours" in reading.actors[0].names
