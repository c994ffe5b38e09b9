"""What an act is about: the issue keeps its sense, its brackets are closed, and the evidence holds its words."""

import pytest
from reading import claims, names, only, read


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Kenya called for foreign forces to leave Chad.", "foreign forces to leave Chad"),
        (
            "The Security Council called for smugglers and pirates to leave the lake without delay.",
            "smugglers and pirates to leave the lake without delay",
        ),
        ("Mali appealed for the border posts to be reopened.", "the border posts to be reopened"),
        ("The Council also requests member states to answer appeals.", "answer appeals"),
        ("Norway urged all parties to de-escalate in a joint statement on Thursday.", "de-escalate"),
        ("Kenya urged Chad to re-open the ferry line.", "re-open the ferry line"),
        ("Karl Oster ordered his Northern Volunteer Army (NVA) to march on Bergen.", "march on Bergen"),
        ("Chad called for the truce to begin on Monday at 6 a.m.", "the truce to begin on Monday at 6 a.m."),
    ],
)
def test_what_is_asked_for_is_told_whole(text: str, issue: str) -> None:
    claim = only(text, "REQUEST")
    assert claim.issue is not None
    assert claim.issue.text == issue


def test_a_concession_says_what_is_conceded() -> None:
    claim = only("Chad and Mali agreed to disarm fighters and to form a joint army.", "CONCEDE")
    assert claim.issue is not None
    assert claim.issue.text == "disarm fighters and to form a joint army"


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Kenya accused Chad of blocking the Lake Basin Commission (LBC).", "blocking the Lake Basin Commission (LBC)"),
        ("Kenya rejected the plan of the Lake Basin Commission (LBC) on Monday.", "the plan of the Lake Basin Commission (LBC)"),
        ("Kenya (and Chad) condemned the raid.", "the raid"),
    ],
)  # fmt: skip
def test_a_bracket_that_opens_in_an_issue_closes_there(text: str, issue: str) -> None:
    found = [c.issue.text for c in claims(text) if c.issue]
    assert issue in found
    assert all(words.count("(") == words.count(")") for words in found)


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Karl Oster said that Chad was disappointed and criticised the hosts.", "Chad was disappointed"),
        ("Karl Oster said that the dam was unsafe, according to Radio Lund.", "the dam was unsafe"),
    ],
)
def test_a_statement_ends_where_another_act_or_its_source_begins(text: str, issue: str) -> None:
    claim = only(text, "STATEMENT")
    assert claim.issue is not None
    assert claim.issue.text == issue


def test_a_relative_clause_that_tells_the_act_is_no_part_of_its_issue() -> None:
    denied = only("The fair opened on Monday with a dinner summit that Norway did not attend.", "CONSULT")
    assert denied.issue is not None
    assert "did not attend" not in denied.issue.text


def test_the_evidence_holds_the_words_of_a_quotation_over_two_sentences() -> None:
    text = "“Our ties with Chad are old and strong. That is why we ask for its help,” Karl Oster said to Radio Lund."
    claim = next(c for c in claims(text, "STATEMENT") if c.issue)
    assert claim.issue is not None
    assert claim.content is not None
    assert len(claim.evidence) == 2
    for words in (claim.issue, claim.content):
        assert claim.evidence[0].start <= words.start
        assert words.end <= claim.evidence[-1].end


def test_every_issue_lies_in_its_evidence() -> None:
    text = (
        "“The ferry must run. The port must open. Nobody will stop us,” Karl Oster told the council on Monday. He "
        "rejected the plan of Chad and said that it had failed."
    )
    for claim in read(text).claims:
        for words in (claim.issue, claim.content):
            assert (
                words is None or claim.evidence[0].start <= words.start < words.end <= claim.evidence[-1].end
            )


def test_who_does_what_is_called_for_is_not_asked() -> None:
    assert names(only("Kenya called for foreign forces to leave Chad.", "REQUEST").targets) == []


def test_what_stands_before_a_semicolon_is_not_said_by_who_speaks_behind_it() -> None:
    found = claims(
        "Some members of the club have been critical; mayor Karl Oster on Tuesday suggested a wider probe."
    )
    assert all("critical" not in (c.issue.text if c.issue else "") for c in found)
