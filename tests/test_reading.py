"""What a sentence is read as: parties, moods, speakers, issues. One behaviour a test, sentences of our own."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import claims, names, only, read, short


def test_a_meeting_of_two_is_one_claim_with_two_sources() -> None:
    meeting = only("Denmark's Mette Holm met Iceland's Jon Arason in Bergen on Tuesday.", "CONSULT")
    assert (names(meeting.sources), meeting.targets) == (["Mette Holm", "Jon Arason"], ())


def test_a_meeting_has_its_place_and_its_day() -> None:
    meeting = only("Denmark met Iceland in Bergen on Tuesday.", "CONSULT")
    assert meeting.place is not None
    assert meeting.date is not None
    assert (meeting.place.name, meeting.date.start) == ("Bergen", date(2021, 3, 2))


def test_without_a_publication_date_no_day_is_invented() -> None:
    reading = read("Denmark met Iceland in Bergen on Tuesday.", None)
    assert reading.claims[0].date is None
    assert any("Tuesday" in p.what and p.stage == "dates" for p in reading.problems)


def test_a_passive_keeps_who_did_it() -> None:
    claim = only("Chad was accused by Sudan of arming the rebels.", "ACCUSE")
    assert (names(claim.sources), names(claim.targets)) == (["Sudan"], ["Chad"])


def test_a_passive_without_a_doer_makes_no_claim() -> None:
    assert claims("Chad was accused of arming the rebels.", "ACCUSE") == []


def test_a_denial_is_marked_denied() -> None:
    assert only("Sudan did not attack Chad.", "ASSAULT").modality == "denied"


def test_what_a_speaker_denies_is_no_fact() -> None:
    found = claims("The minister Karl Oster denied that Austria had armed Chad.", "AID")
    assert all(c.modality == "denied" for c in found), [short(c) for c in found]


def test_a_supposed_act_is_marked_hypothetical() -> None:
    assert only("Sudan may attack Chad if the talks fail.", "ASSAULT").modality == "hypothetical"


def test_a_hostile_act_not_yet_done_is_a_threat() -> None:
    claim = only("Sudan will impose sanctions on Chad.", "THREATEN")
    assert (claim.modality, names(claim.targets)) == ("planned", ["Chad"])


def test_a_friendly_act_not_yet_done_is_an_agreement() -> None:
    claim = only("Sudan will send aid to Chad.", "AGREE")
    assert (claim.modality, claim.mode) == ("planned", "aid")


def test_an_act_asked_for_is_a_demand_and_no_act() -> None:
    found = claims("Kenya called on Uganda to release the prisoners.")
    assert [c.relation for c in found] == ["REQUEST"]


def test_an_act_refused_is_a_refusal_and_no_act() -> None:
    found = claims("Kenya refused to meet Uganda.")
    assert [c.relation for c in found] == ["REJECT"]


def test_a_purpose_is_no_act() -> None:
    assert claims("Denmark sent a letter to meet the criticism of Iceland.", "CONSULT") == []


def test_the_act_told_by_a_speaker_is_the_actors_and_said_by_the_speaker() -> None:
    claim = only("President Nadia Sorel said that Belgium supported the African Union.", "SUPPORT")
    assert (names(claim.sources), names(claim.attributed_to)) == (["Belgium"], ["Nadia Sorel"])


def test_a_speaker_who_goes_on_to_call_for_something_calls_himself() -> None:
    claim = only("Nadia Sorel said that Belgium backed the plan and called for a truce.", "REQUEST")
    assert names(claim.sources) == ["Nadia Sorel"]


def test_an_outlet_that_reports_is_a_speaker_and_no_party() -> None:
    reading = claims("Reuters reported that Denmark met Iceland.")
    assert [(c.relation, names(c.attributed_to)) for c in reading] == [("CONSULT", ["Reuters"])]


def test_the_outlet_told_by_a_speaker_is_in_the_chain() -> None:
    claim = only("“The harbour is closed for good,” Nadia Sorel told Reuters.", "STATEMENT")
    assert (names(claim.sources), names(claim.attributed_to)) == (["Nadia Sorel"], ["Reuters"])


def test_a_quote_over_two_sentences_is_one_statement_with_its_whole_content() -> None:
    text = "“The harbour is closed. Nobody will open it this winter,” Nadia Sorel said."
    claim = only(text, "STATEMENT")
    assert claim.content is not None
    assert claim.content.text.startswith("The harbour")
    assert "this winter" in claim.content.text


def test_talks_named_by_a_noun_are_a_meeting() -> None:
    assert names(only("Talks between Oman and Qatar ended on Monday.", "CONSULT").sources) == [
        "Oman",
        "Qatar",
    ]


def test_talks_that_are_only_asked_for_are_no_meeting() -> None:
    assert claims("Kuwait called for talks between Oman and Qatar.", "CONSULT") == []


def test_no_talks_are_denied_talks() -> None:
    found = claims("No talks between Oman and Qatar took place.", "CONSULT")
    assert [c.modality for c in found] == ["denied"]


def test_must_in_a_speakers_mouth_is_his_demand() -> None:
    claim = only("Uganda must release the prisoners, said Nadia Sorel.", "REQUEST")
    assert (names(claim.sources), names(claim.targets)) == (["Nadia Sorel"], ["Uganda"])


def test_must_in_the_writers_mouth_is_no_claim() -> None:
    assert claims("Uganda must release the prisoners.") == []


def test_a_backed_group_has_a_supporter() -> None:
    claim = only("The Qatar-backed Harbour Council held elections.", "SUPPORT")
    assert (names(claim.sources), names(claim.targets)) == (["Qatar"], ["Harbour Council"])


def test_the_same_act_told_twice_is_one_claim_with_two_sentences() -> None:
    text = "Denmark met Iceland in Bergen on Tuesday.\n\nThe meeting between Denmark and Iceland lasted two hours."
    assert len(only(text, "CONSULT").evidence) == 2


def test_the_same_kind_of_act_on_another_day_is_another_claim() -> None:
    text = "Denmark met Iceland in Bergen on Tuesday. Denmark met Iceland in Oslo on Thursday."
    assert len(claims(text, "CONSULT")) == 2


def test_two_sides_are_the_parties_of_the_meeting_before() -> None:
    text = "Nadia Sorel met Karl Oster in Bergen. The two leaders announced a new ferry line."
    assert names(only(text, "STATEMENT").sources) == ["Nadia Sorel", "Karl Oster"]


def test_a_place_where_something_happens_is_no_party() -> None:
    claim = only("Denmark condemned the attack in Syria.", "ACCUSE")
    assert "Syria" not in names(claim.targets)


def test_reading_twice_gives_the_same_claims() -> None:
    text = "Denmark accused Iceland of delaying the vote. Iceland rejected the charge on Monday."
    read.cache_clear()
    first = read(text)
    read.cache_clear()
    assert read(text) == first


def test_every_quoted_passage_is_verbatim_text_of_the_article() -> None:
    text = (
        "Home / News\n\nDenmark’s Mette Holm\nmet Iceland’s prime minister, Jon Arason, in Bergen.\r\n\r\n"
        "“We agreed\xa0on everything,” she said. Iceland will send aid to Chad, Arason told Reuters."
    )
    for claim in read(text).claims:
        for passage in (*claim.evidence, *(p for p in (claim.issue, claim.content) if p)):
            assert text[passage.start : passage.end] == passage.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "Denmark",
                "met",
                "“",
                "”",
                "\n\n",
                "said",
                "not",
                "<b>",
                "to",
                "Iceland",
                ",",
                ".",
                "\u202e",
                "the",
                "accused",
                "of",
                "\ud83d\ude00",
                "and",
                "that",
                "Mette Holm",
                "talks",
                "between",
                "’s",
                "called",
                "for",
                "will",
                "\t",
                "(",
                ")",
                "US",
                "-",
                "backed",
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    for claim in read(text).claims:
        assert all(text[p.start : p.end] == p.text for p in claim.evidence)
        assert claim.sources


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "?", "…", "Mr.", "A" * 5000])
def test_texts_with_nothing_in_them_give_no_claims(text: str) -> None:
    assert read(text).claims == ()
