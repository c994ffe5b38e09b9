"""The day and place of an act: its own, not those of what it asks for, plans or promises."""

from datetime import date

import pytest
from reading import claims, only

FRIDAY = date(2021, 3, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Karl Oster invited Nadia Sorel to Bergen on Sunday.", date(2021, 3, 7)),
        ("Both have been invited by Karl Oster of Norway to a summit in Bergen on Monday.", None),
        ("Denmark invited Iceland to a summit in Bergen on Monday.", date(2021, 3, 8)),
        ("Denmark on Monday invited Iceland to a summit in Bergen.", date(2021, 3, 1)),
    ],
)
def test_an_invitation_is_for_the_next_such_day(text: str, day: date | None) -> None:
    found = claims(text, "AGREE")
    assert [c.date.start if c.date else None for c in found] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Chad called for the truce to begin on Monday at 6 a.m.", None),
        ("Chad urged Mali to leave on Monday.", None),
        ("Chad called on Tuesday for the truce to begin on Monday.", date(2021, 3, 2)),
        ("Chad called for elections in December.", None),
        ("Chad called on Mali to help the ferry port on Tuesday.", date(2021, 3, 2)),
        ("Chad called for a truce on Monday.", date(2021, 3, 1)),
    ],
)
def test_the_day_of_what_is_asked_for_is_not_that_of_the_asking(text: str, day: date | None) -> None:
    claim = only(text, "REQUEST")
    assert (claim.date.start if claim.date else None) == day


def test_no_act_told_as_done_is_dated_after_publication() -> None:
    text = "Chad condemned the vote of 9 March 2021. Chad rejected the talks on 12 March 2021. Mali backed Chad on 8 March."
    for claim in claims(text, published=FRIDAY):
        assert claim.date is None or claim.modality != "asserted" or claim.date.start <= FRIDAY


def test_what_was_done_there_has_the_day_and_place_of_the_occasion() -> None:
    text = "Chad hosted a forum of its own in Bergen on March 2, at which Karl Oster received Nadia Sorel."
    meeting = next(c for c in claims(text, "CONSULT") if len(c.sources) == 2)
    assert meeting.date is not None
    assert meeting.place is not None
    assert (meeting.date.start, meeting.place.name) == (date(2021, 3, 2), "Bergen")


def test_where_two_met_they_also_signed() -> None:
    text = "Karl Oster and Nadia Sorel met in Bergen on Tuesday, where the two sides signed a fishing accord."
    signed = only(text, "COOPERATE")
    assert signed.date is not None
    assert signed.place is not None
    assert (signed.date.start, signed.place.name) == (date(2021, 3, 2), "Bergen")


def test_a_call_repeated_at_a_meeting_was_made_there_and_then() -> None:
    text = (
        "Karl Oster met Nadia Sorel on Tuesday. Likewise, Oster repeated her call to end the ferry ban at the lake "
        "summit in Bergen the following day, stating that it made no sense."
    )
    (call,) = claims(text, "REQUEST")
    (said,) = claims(text, "STATEMENT")
    assert call.issue is not None
    assert call.issue.text == "end the ferry ban"
    for claim in (call, said):
        assert claim.date is not None
        assert claim.place is not None
        assert (claim.date.start, claim.place.name) == (date(2021, 3, 3), "Bergen")


def test_a_summit_that_somebody_is_to_speak_at_is_part_of_what_is_asked() -> None:
    claim = only("Kenya asked Chad to speak at the summit in Bergen.", "REQUEST")
    assert claim.issue is not None
    assert claim.issue.text.startswith("speak at the summit")
    assert claim.place is None


def test_a_conference_is_where_its_host_was() -> None:
    hosted = only(
        "Kenyan President Amos Odera hosted the conference in Bergen together with Nadia Sorel.", "CONSULT"
    )
    assert hosted.place is not None
    assert hosted.place.name == "Bergen"


def test_a_second_act_of_the_speaker_has_not_the_day_of_what_he_spoke_of() -> None:
    text = "Karl Oster complained that Chad had not come to the talks on Tuesday and rejected the plan."
    assert only(text, "REJECT").date is None
