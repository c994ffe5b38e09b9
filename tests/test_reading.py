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


def test_a_promise_given_on_a_day_lies_behind_and_a_visit_to_come_ahead() -> None:
    given = only("Denmark and Iceland committed themselves on Tuesday to a truce.", "AGREE")
    coming = only("Nadia Sorel will visit Denmark on Tuesday.", "AGREE")
    assert given.date is not None
    assert coming.date is not None
    assert (given.date.start, coming.date.start) == (date(2021, 3, 2), date(2021, 3, 9))


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


def test_the_two_men_are_those_named_behind_their_titles() -> None:
    text = (
        "The speaker of the Harbour Chamber, Karl Oster, and the head of the Guild, Nils Aber, did not sign. "
        "The two men met in Malta."
    )
    assert names(only(text, "CONSULT").sources) == ["Karl Oster", "Nils Aber"]


def test_talks_held_separately_are_a_meeting_with_each() -> None:
    text = "Nadia Sorel spoke separately with Karl Oster and Nils Aber."
    found = {tuple(names(c.sources)) for c in claims(text, "CONSULT")}
    assert found == {("Nadia Sorel", "Karl Oster"), ("Nadia Sorel", "Nils Aber")}


def test_an_act_without_a_known_doer_is_dropped_and_told() -> None:
    reading = read("Three ministers were accused of theft.")
    assert reading.claims == ()
    assert any("nobody known who does it" in p.what for p in reading.problems)


def test_a_place_where_something_happens_is_no_party() -> None:
    claim = only("Denmark condemned the attack in Syria.", "ACCUSE")
    assert "Syria" not in names(claim.targets)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nadia Sorel called Karl Oster “a brilliant clerk”.", "STATEMENT"),
        ("Nadia Sorel called Karl Oster a liar.", "ACCUSE"),
        ("Nadia Sorel called Karl Oster on Monday to discuss the ferry.", "CONSULT"),
    ],
)
def test_calling_somebody_something_is_no_telephone_call(text: str, wanted: str) -> None:
    assert [c.relation for c in claims(text)] == [wanted]


def test_an_outlet_that_calls_an_election_for_somebody_asks_for_nothing() -> None:
    assert claims("Reuters called the election for Nadia Sorel.", "REQUEST") == []


def test_a_suggestion_that_something_is_so_is_a_statement() -> None:
    found = claims("Karl Oster suggested that the loan was a mistake.")
    assert [c.relation for c in found] == ["STATEMENT"]


def test_a_suggestion_that_somebody_do_something_is_a_demand_and_no_act() -> None:
    found = claims("Karl Oster suggested that Chad withdraw its troops.")
    assert [c.relation for c in found] == ["REQUEST"]


def test_what_somebody_is_to_do_is_planned() -> None:
    assert only("Karl Oster is to meet Nadia Sorel in Bergen.", "AGREE").modality == "planned"


def test_what_somebody_would_continue_to_do_is_planned() -> None:
    claim = only("Kenya said it would continue to send arms to Chad.", "AGREE")
    assert claim.modality == "planned"


def test_what_somebody_is_said_to_have_done_is_hypothetical() -> None:
    assert only("Sudan is said to have attacked Chad.", "ASSAULT").modality == "hypothetical"


def test_who_wants_to_thank_thanks() -> None:
    claim = only("“I want to thank Karl Oster for his patience,” Nadia Sorel said.", "SUPPORT")
    assert claim.modality == "asserted"


def test_a_participle_far_behind_another_clause_is_left_out() -> None:
    text = "Sudan accused Chad of selling arms to rebels, threatening to close the border."
    assert claims(text, "THREATEN") == []


def test_a_message_speaks_for_whoever_posted_it() -> None:
    claim = only("Karl Oster posted a message blaming Sudan for the raid.", "ACCUSE")
    assert (names(claim.sources), names(claim.targets)) == (["Karl Oster"], ["Sudan"])


def test_words_against_a_plan_are_no_assault() -> None:
    found = claims("Karl Oster attacked the decision of Chad on Monday.")
    assert [c.relation for c in found] == ["ACCUSE"]


def test_a_weekday_is_not_what_one_calls_on() -> None:
    claim = only("Kenya called on Monday for a truce.", "REQUEST")
    assert claim.issue is not None
    assert (claim.issue.text, claim.date is not None) == ("a truce", True)


def test_talking_to_an_outlet_is_no_consultation() -> None:
    assert claims("Speaking to Reuters, Karl Oster said the harbour was closed.", "CONSULT") == []


def test_a_second_verb_of_speech_gives_no_second_statement() -> None:
    text = "Karl Oster cited the treaty and said, “We shall build the harbour ourselves next year.”"
    assert len(claims(text, "STATEMENT")) == 1


def test_while_another_writes_he_speaks_for_himself() -> None:
    text = "Karl Oster said the harbour was closed, while Nadia Sorel wrote it would reopen in May."
    claim = next(c for c in claims(text, "STATEMENT") if names(c.sources) == ["Nadia Sorel"])
    assert claim.attributed_to == ()


def test_an_announcement_keeps_its_subject() -> None:
    claim = only("Nadia Sorel announced the new harbour would open in May.", "STATEMENT")
    assert claim.issue is not None
    assert claim.issue.text.startswith("the new harbour")


def test_a_promise_is_told_once_and_by_its_kind() -> None:
    assert [c.relation for c in claims("Kenya said it would send aid to Chad.")] == ["AGREE"]


def test_a_resignation_named_by_a_noun_is_one() -> None:
    claim = only("After Karl Oster’s resignation on Monday, the council will elect a premier.", "RETREAT")
    assert (claim.mode, claim.modality, names(claim.sources)) == ("resign", "asserted", ["Karl Oster"])


def test_the_police_who_tell_of_arrests_made_them() -> None:
    claim = only("Finnish police said a Danish man was arrested in Turku.", "COERCE")
    assert (names(claim.sources), names(claim.targets)) == (["Finnish police"], ["Danish man"])


def test_a_crowd_without_a_name_can_protest() -> None:
    claim = only("Thousands marched against the Danish government on Monday.", "PROTEST")
    assert (names(claim.sources), names(claim.targets)) == (["Thousands"], ["Denmark"])


def test_two_unnamed_groups_make_no_claim() -> None:
    assert claims("Protesters clashed with police near the harbour.") == []


def test_whom_a_refused_act_would_concern_is_its_target() -> None:
    claim = only("Kenya refused to provide military aid to Chad.", "REJECT")
    assert names(claim.targets) == ["Chad"]


def test_tear_gas_fired_at_a_crowd_is_crowd_control() -> None:
    assert only("Finnish police fired tear gas at protesters.", "ASSAULT").mode == "crowd-control"


def test_what_people_do_as_a_rule_is_no_event() -> None:
    assert claims("The people vote for their members of Parliament.", "SUPPORT") == []


def test_a_question_tells_no_act() -> None:
    assert claims("Will Denmark send troops to Chad?") == []


def test_standing_up_for_what_is_ones_own_supports_nobody() -> None:
    assert claims("Denmark defended its position.", "SUPPORT") == []


def test_an_issue_keeps_its_not() -> None:
    claim = only("Kenya urged Chad not to close the border.", "REQUEST")
    assert claim.issue is not None
    assert claim.issue.text == "not to close the border"


def test_a_plural_government_is_they() -> None:
    claim = only("Danish authorities announced they will impose sanctions on Chad.", "THREATEN")
    assert (names(claim.sources), names(claim.targets)) == (["Denmark"], ["Chad"])


def test_the_accord_named_again_is_no_second_accord() -> None:
    text = (
        "Oman signed a fishing treaty with Qatar on Monday. Kuwait praised the accord between Oman and Qatar."
    )
    assert len(claims(text, "COOPERATE")) == 1


def test_a_meeting_by_telephone_is_not_about_the_telephone() -> None:
    meeting = only("Nadia Sorel and Karl Oster spoke on the phone on Monday.", "CONSULT")
    assert (meeting.mode, meeting.issue) == ("phone", None)


def test_leaving_without_signing_is_no_signing() -> None:
    found = claims("Sudan left Bergen without signing the treaty with Chad.", "COOPERATE")
    assert all(c.modality == "denied" for c in found)


def test_closing_ones_own_embassy_coerces_nobody() -> None:
    assert claims("Denmark closed its embassy in Chad.", "COERCE") == []


def test_two_names_behind_their_offices_make_two_doers_but_one_persons_offices_one() -> None:
    text = "Nadia Sorel, the minister and the head of the Harbour Council, said the harbour was closed."
    assert names(only(text, "STATEMENT").sources) == ["Nadia Sorel"]


def test_what_stands_in_according_to_does_nothing() -> None:
    found = claims("According to Denmark, the delegates from Chad will not attack Sudan.")
    assert all("Denmark" not in names(c.sources) for c in found if c.relation != "STATEMENT")


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


def test_a_quote_that_goes_on_behind_its_speaker_is_the_same_statement() -> None:
    text = "“The harbour is closed for good,” Nadia Sorel said. “The ships must go elsewhere now.” The tide came in."
    claim = only(text, "STATEMENT")
    assert claim.content
    assert claim.content.text.startswith("The harbour is closed")
    assert claim.content.text.endswith("The ships must go elsewhere now.")
    assert claim.issue
    assert claim.issue.text == "The harbour is closed for good"


def test_a_quote_that_goes_on_behind_a_word_of_its_own_is_another_statement() -> None:
    text = "“The harbour is closed for good,” Nadia Sorel said. “The ships must go elsewhere now,” Karl Oster replied."
    assert [(names(c.sources), c.content and c.content.text) for c in claims(text, "STATEMENT")] == [
        (["Nadia Sorel"], "The harbour is closed for good,"),
        (["Karl Oster"], "The ships must go elsewhere now,"),
    ]


def test_a_colon_leads_to_the_quote_in_the_next_paragraph() -> None:
    claim = only("Nadia Sorel added:\n\n“The ships must go elsewhere now.”", "STATEMENT")
    assert names(claim.sources) == ["Nadia Sorel"]
    assert claim.content
    assert claim.content.text == "The ships must go elsewhere now."


def test_two_single_marks_stand_for_a_double_one() -> None:
    claim = only("''The harbour isn't open any more,'' Nadia Sorel said.", "STATEMENT")
    assert claim.content
    assert claim.content.text == "The harbour isn't open any more,"


def test_who_is_told_does_not_speak() -> None:
    claim = only("“The harbour is closed for good,” Nadia Sorel told the Oster Times.", "STATEMENT")
    assert names(claim.sources) == ["Nadia Sorel"]
    assert not claim.attributed_to


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Denmark condemned the arrest of Mara Lind by Norwegian police.", ["Norwegian police"]),
        ("Denmark condemned the killing of Karl Oster by Norway and Sweden.", ["Norway", "Sweden"]),
        ("Denmark condemned Norway's arrest of Mara Lind.", ["Norway"]),
        ("Denmark condemned the execution of Karl Oster.", []),
        ("Denmark condemned Karl Oster's murder.", []),
        ("Denmark condemned Karl Oster's arrest.", []),
        ("Denmark condemned Karl Oster's execution.", []),
        ("Denmark condemned Norway's torture of Karl Oster.", ["Norway"]),
        ("Denmark condemned the violence of Hamas.", ["Hamas"]),
        ("Denmark condemned the violence against Norway.", []),
        ("Denmark condemned the decision of Norway.", ["Norway"]),
    ],
)
def test_who_is_condemned_for_an_act_is_who_did_it(text: str, target: list[str]) -> None:
    assert names(only(text, "ACCUSE").targets) == target


def test_a_quote_told_of_in_a_quote_does_not_go_on_with_it() -> None:
    text = "“Nadia Sorel said that the port is closed,” Karl Oster said. “She is wrong about it. We will open it.”"
    found = {names(c.sources)[0]: c.content for c in claims(text, "STATEMENT")}
    assert (content := found["Karl Oster"]) and content.text.endswith("We will open it.")
    assert (content := found["Nadia Sorel"]) and content.text.endswith("closed,")


def test_all_that_is_said_in_chains_of_quotes_grows_with_the_text_only() -> None:
    chain = " ".join(f"“Nadia Sorel said that the {n} ships must leave.”" for n in range(2, 42))
    found = claims(f"“The harbour is closed for good,” Karl Oster said. {chain}", "STATEMENT")
    assert sum(len(c.content.text) for c in found if c.content) < 6 * len(chain)


def test_a_stray_mark_swallows_no_quote() -> None:
    text = "The 10'' pipe burst. “The pipe is broken. Norway attacked Sweden. We will leave now,” Nadia Sorel said."
    assert names(only(text, "ASSAULT").attributed_to) == ["Nadia Sorel"]


def test_what_others_tell_between_two_quotes_is_no_part_of_the_first() -> None:
    text = "“The harbour is closed for good,” Nadia Sorel said. Then Karl Oster took the floor. “Norway attacked Sweden in the night.”"
    claim = only(text, "STATEMENT")
    assert claim.content
    assert claim.content.text == "The harbour is closed for good,"


def test_a_verb_of_speech_put_into_a_clause_tells_the_whole_clause() -> None:
    claim = only("The new quay, Nadia Sorel said, would bring work to the old town.", "STATEMENT")
    assert names(claim.sources) == ["Nadia Sorel"]
    assert claim.content
    assert claim.content.text == "The new quay, Nadia Sorel said, would bring work to the old town"
    assert claim.issue == claim.content


def test_the_issue_is_what_stands_behind_a_verb_of_speech_if_that_is_a_clause() -> None:
    claim = only("Too often, Nadia Sorel said, the port is closed to the fishermen.", "STATEMENT")
    assert claim.issue
    assert claim.issue.text == "the port is closed to the fishermen"
    assert claim.content
    assert claim.content.text.startswith("Too often")


def test_who_is_put_into_the_clause_of_an_act_vouches_for_it() -> None:
    claim = only("Norway, Nadia Sorel said, attacked Sweden in the night.", "ASSAULT")
    assert names(claim.attributed_to) == ["Nadia Sorel"]


def test_what_one_says_to_think_in_a_quote_is_one_statement() -> None:
    claim = only("“I think the harbour is closed for good,” Nadia Sorel said. “It is late.”", "STATEMENT")
    assert claim.issue
    assert claim.issue.text == "I think the harbour is closed for good"


def test_a_short_sentence_behind_a_question_names_its_speaker() -> None:
    text = "“The harbour is closed for good,” Nadia Sorel said.\n\n“Does anybody know where the ships are?” Karl Oster asked."
    found = {names(c.sources)[0]: c.content for c in claims(text, "STATEMENT")}
    assert (content := found["Nadia Sorel"]) and content.text == "The harbour is closed for good,"
    assert (content := found["Karl Oster"]) and content.text == "Does anybody know where the ships are?"


def test_whoever_signs_a_quote_speaks_it() -> None:
    text = "“The harbour is closed for good,” Nadia Sorel said.\n\n“Norway attacked Sweden in the night.” – Karl Oster"
    assert names(only(text, "ASSAULT").attributed_to) == ["Karl Oster"]
    closed = only(text, "STATEMENT")
    assert closed.content
    assert closed.content.text == "The harbour is closed for good,"
