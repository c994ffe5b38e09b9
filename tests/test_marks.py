"""Marked text: what a person writes is what a reader is trained on, and a slip is named with its line."""

import pytest

from graph.errors import DataError
from loaders.training.marks import MarkedClaim, MarkedMention, article, passages

ARREST = """# written by hand
@ COERCE.arrest wire
[1:Police in Kenya] detained [2:Amina Odhiambo] in Mombasa on Monday, [2:her] lawyer said.
- COERCE/arrest 1>2 asserted "detained" | date: on Monday | place: Mombasa | by: 2
"""


def told(text: str, *claims: str) -> str:
    return "\n".join([f"@ X.y wire\n{text}", *claims])


def test_marks_become_offsets_of_the_plain_text() -> None:
    (found,) = passages(ARREST, "a.txt")
    assert found.label == "COERCE.arrest wire"
    assert found.text == "Police in Kenya detained Amina Odhiambo in Mombasa on Monday, her lawyer said."
    assert [(found.text[m.start : m.end], m.actors) for m in found.mentions] == [
        ("Police in Kenya", (1,)), ("Amina Odhiambo", (2,)), ("her", (2,))
    ]  # fmt: skip
    (claim,) = found.claims
    assert (claim.relation, claim.mode, claim.sources, claim.targets) == ("COERCE", "arrest", (1,), (2,))
    assert [found.text[a:b] for a, b in (*claim.trigger, claim.date or (0, 0), claim.place or (0, 0))] == [
        "detained", "on Monday", "Mombasa"
    ]  # fmt: skip
    assert claim.speakers == (2,)


def test_passages_are_parted_by_empty_lines_and_may_hold_nothing() -> None:
    text = ARREST + "\n\n@ NONE.sport wire\n[1:Chile] beat [2:Peru] 2-1.\n- none\n"
    first, second = passages(text, "a.txt")
    assert (len(first.claims), second.claims, second.where) == (1, (), "a.txt:7")


def test_a_mention_may_mean_several_actors_and_brackets_can_be_written() -> None:
    (found,) = passages(
        told("[1:Chad], [2:Mali]: [1,2:both] \\[sic\\] met.", '- CONSULT 1,2>- asserted "met"'), "a"
    )
    assert found.text == "Chad, Mali: both [sic] met."
    assert found.mentions[2] == MarkedMention(12, 16, (1, 2))


def test_words_may_be_told_apart_by_number_and_leave_words_out() -> None:
    (found,) = passages(
        told("[1:Chad] said no, and said so; [1:it] turned [2:Mali] down.", '- REJECT 1>2 asserted "turned ... down"',
             '- STATEMENT 1>- asserted "said"#2 | issue: so'), "a"
    )  # fmt: skip
    reject, statement = found.claims
    assert [found.text[a:b] for a, b in reject.trigger] == ["turned", "down"]
    assert statement == MarkedClaim(
        "STATEMENT", None, (1,), (), "asserted", False, ((18, 22),), issue=(23, 25)
    )


@pytest.mark.parametrize(
    ("text", "claim", "says"),
    [
        ("[1:Chad] met [2:Mali].", '- MEET 1>2 asserted "met"', "is no relation"),
        ("[1:Chad] met [2:Mali].", '- CONSULT/dine 1,2>- asserted "met"', "has no mode 'dine'"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,3>- asserted "met"', "an actor that no mention has"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,2>- surely "met"', "is no modality"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,2>- asserted "saw"', "the text has no 'saw'"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1>1 asserted "met"', "on both sides"),
        ("[1:Chad] met [2:Mali].", '- CONSULT ->2 asserted "met"', "needs a source"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,2 asserted "met"', "not a claim"),
        ("[1:Chad] met, then met [2:Mali].", '- CONSULT 1,2>- asserted "met"', "stands 2 times"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,2>- asserted "met"#2', "stands only 1 times"),
        ("[1:Chad] met [2:Mali].", '- CONSULT 1,2>- asserted "met" | when: now', "should be one of issue"),
        ("[1:Chad met [2:Mali].", "- none", "a bracket without its mate"),
        ("[1:Chad] met.", "", "no claims: say '- none'"),
        ("[1:Chad] met.", '- none\n- CONSULT 1>- asserted "met"', "beside claims"),
    ],
)
def test_a_slip_is_named_with_file_and_line(text: str, claim: str, says: str) -> None:
    with pytest.raises(DataError, match=says) as told_of:
        list(passages(told(text, claim), "a.txt"))
    assert str(told_of.value).startswith("a.txt:")


def test_an_article_keeps_its_paragraphs() -> None:
    found = article(
        '@ wn-1\n\n[1:Chad] met [2:Mali].\n\n- a list\n---\n- CONSULT 1,2>- asserted "met"\n', "wn-1.txt"
    )
    assert (found.label, found.text) == ("wn-1", "\nChad met Mali.\n\n- a list")
    assert len(found.claims) == 1
