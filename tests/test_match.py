"""Claims held against marks, and marks against marks."""

import pytest

from graph.model import Claim, Mention, Party, Passage
from loaders.training.agreement import agreement
from loaders.training.marks import Marked, article
from loaders.training.match import verdicts

TEXT = (
    "@ x1\n[1:Chad] accused [2:Mali] of piracy on Monday. [3:Peru] did not attack [2:Mali].\n---\n"
    '- ACCUSE/allege 1>2 asserted "accused" | issue: piracy\n'
    '- ASSAULT 3>2 denied "attack"\n'
)
MARKS = article(TEXT, "x1.txt")
MENTIONS = tuple(
    Mention("x1", m.start, m.end, MARKS.text[m.start : m.end], f"a{m.actors[0]}") for m in MARKS.mentions
)


def claim(
    relation: str, source: str, target: str | None, issue: str = "", modality: str = "asserted"
) -> Claim:
    """A claim of the article's first sentence that holds its source's name."""
    spans = {m.text: m for m in reversed(MENTIONS)}

    def side(name: str) -> Party:
        return Party(spans[name].actor, name, spans[name].start, spans[name].end)

    start = MARKS.text.index(issue) if issue else 0
    return Claim(
        id=f"{relation}{source}{target}{issue}",
        article="x1",
        relation=relation,
        sources=(side(source),),
        targets=(side(target),) if target else (),
        evidence=(Passage(0, len(MARKS.text), MARKS.text),),
        issue=Passage(start, start + len(issue), issue) if issue else None,
        modality=modality,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (claim("ACCUSE", "Chad", "Mali"), 0),
        (claim("ACCUSE", "Chad", None, "piracy"), 0),
        (claim("ACCUSE", "Chad", None, "Monday"), None),
        (claim("ACCUSE", "Mali", "Chad"), None),
        (claim("REJECT", "Chad", "Mali"), None),
        (claim("ASSAULT", "Peru", "Mali"), None),
        (claim("ASSAULT", "Peru", "Mali", modality="denied"), 1),
    ],
    ids=[
        "target",
        "issue",
        "another issue",
        "turned round",
        "another type",
        "denied as a fact",
        "denied as denied",
    ],
)
def test_a_claim_is_right_where_type_source_and_target_or_issue_are(told: Claim, verdict: int | None) -> None:
    assert verdicts([told], MENTIONS, MARKS).matched == (verdict,)


def test_an_act_counts_once_and_a_denied_one_is_not_missed() -> None:
    twice = [claim("ACCUSE", "Chad", "Mali"), claim("ACCUSE", "Chad", None, "piracy")]
    found = verdicts(twice, MENTIONS, MARKS)
    assert sorted(found.matched, key=str) == [-1, 0]
    assert found.missed == 0
    assert verdicts([], MENTIONS, MARKS).missed == 1


def test_annotators_agree_on_what_both_mark() -> None:
    other = article(
        TEXT.replace("ASSAULT 3>2 denied", "ASSAULT 3>2 asserted").replace("ACCUSE/allege", "REJECT"),
        "x1.txt",
    )
    both = agreement([(MARKS, other)])
    assert (both.common, both.one, both.other, both.loose) == (1, 2, 2, 2)
    assert both.mood == 0
    assert both.mentions == (4, 4, 4)


def test_an_empty_annotation_agrees_with_nothing() -> None:
    assert "claims F1 0.000" in str(agreement([(MARKS, Marked("x1", MARKS.text, (), ()))]))
