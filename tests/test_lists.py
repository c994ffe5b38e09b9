"""Lists of persons with their titles: each name keeps its own, and nobody in the list is lost."""

import pytest
from reading import claims, names, only, short

from loaders import models
from loaders.rolls import mend


def _offices(text: str) -> set[tuple[str, str, str]]:
    """Each office as (person, place, title)."""
    return {
        (c.sources[0].name, c.targets[0].name if c.targets else "", c.issue.text if c.issue else "")
        for c in claims(text, "HOLDS_OFFICE")
    }


def test_a_title_between_commas_belongs_to_the_name_behind_it() -> None:
    text = (
        "The meeting was chaired by the President of France, Luc Morel, and the Minister of Foreign Affairs of "
        "Spain, Ana Ruiz."
    )
    assert _offices(text) == {
        ("Luc Morel", "France", "President"),
        ("Ana Ruiz", "Spain", "Minister of Foreign Affairs"),
    }
    assert names(only(text, "CONSULT").sources) == ["Luc Morel", "Ana Ruiz"]


def test_a_title_behind_a_bare_name_belongs_to_the_name_before_it() -> None:
    text = "Luc Morel, the president of France, Ana Ruiz and Piet Vos met in Lille."
    assert _offices(text) == {("Luc Morel", "France", "president")}
    assert names(only(text, "CONSULT").sources) == ["Luc Morel", "Ana Ruiz", "Piet Vos"]


def test_all_of_a_list_with_titles_before_and_between_met() -> None:
    text = (
        "Norwegian Prime Minister Jonas Brandt, the speaker of parliament, Ola Lund, and Swedish King Carl Berg met "
        "in Oslo on Monday."
    )
    assert names(only(text, "CONSULT").sources) == ["Jonas Brandt", "Ola Lund", "Carl Berg"]
    assert ("Ola Lund", "parliament", "speaker") in _offices(text)


def test_a_host_receives_each_guest_of_a_long_list() -> None:
    text = (
        "Kenyan President Amos Odera received Danish Prime Minister Mette Holm, northern commander Idris Bello, the "
        "speaker of the House of Elders, Musa Keita, and Awa Diarra, who chairs the High Council of Mali, at the palace."
    )
    assert names(only(text, "CONSULT").sources) == [
        "Amos Odera", "Mette Holm", "Idris Bello", "Musa Keita", "Awa Diarra",
    ]  # fmt: skip
    assert names(only(text, "LEADS").sources) == ["Awa Diarra"]
    assert ("Idris Bello", "House of Elders", "speaker") not in _offices(text)


def test_a_remark_in_the_middle_of_a_list_is_made_of_one_name_only() -> None:
    text = "Idris Bello, who commands the Northern Volunteer Army, and Musa Keita rejected the draft."
    assert names(only(text, "LEADS").sources) == ["Idris Bello"]
    assert names(only(text, "REJECT").sources) == ["Idris Bello", "Musa Keita"]


def test_two_clauses_are_no_list() -> None:
    found = claims(
        "On Monday Karl Oster met the president of France, Luc Morel, and Nadia Sorel praised Chad on Tuesday."
    )
    meeting = next(c for c in found if c.relation == "CONSULT")
    praise = next(c for c in found if c.relation == "SUPPORT")
    assert (names(meeting.sources), names(praise.sources)) == (["Karl Oster", "Luc Morel"], ["Nadia Sorel"])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Special Representative of the Secretary-General of the United Nations, Kari Holm, attended.",
            "Special Representative of the Secretary-General",
        ),
        (
            "The special envoy of the president of Kenya, Kari Holm, flew to Chad.",
            "special envoy of the president",
        ),
        (
            "Kari Holm, the spokeswoman of the prime minister of Chad, resigned.",
            "spokeswoman of the prime minister",
        ),
    ],
)
def test_an_envoy_does_not_hold_the_office_of_who_sent_him(text: str, title: str) -> None:
    found = claims(text, "HOLDS_OFFICE")
    assert [(names(c.sources), c.issue.text if c.issue else None) for c in found] == [(["Kari Holm"], title)]


def test_no_body_is_made_of_half_a_title() -> None:
    found = claims(
        "The Special Representative of the Secretary-General of the United Nations, Kari Holm, attended."
    )
    assert {p.name for c in found for p in c.targets} <= {"United Nations"}, [short(c) for c in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The foreign ministers of Norway and Sweden, Kari Holm and Lars Berg, met in Oslo.",
            {("Kari Holm", "Norway", "foreign minister"), ("Lars Berg", "Sweden", "foreign minister")},
        ),
        (
            "The talks were opened by the presidents of Chad, Mali and Niger, Idris Bello, Musa Keita and Awa Diarra.",
            {
                ("Idris Bello", "Chad", "president"),
                ("Musa Keita", "Mali", "president"),
                ("Awa Diarra", "Niger", "president"),
            },
        ),
        ("The presidents of Chad, Mali and Niger, Idris Bello and Musa Keita, met.", set()),
    ],
)
def test_a_title_that_several_share_is_given_to_each_at_his_turn(
    text: str, wanted: set[tuple[str, str, str]]
) -> None:
    assert _offices(text) == wanted


def test_a_country_that_sends_its_minister_is_where_he_holds_office() -> None:
    assert ("Piet Vos", "Norway", "foreign minister") in _offices(
        "Norway was represented by its foreign minister, Piet Vos."
    )


def test_a_minister_is_of_the_body_and_not_of_its_interior() -> None:
    text = "The Government of National Accord (GNA) met. GNA Interior Minister Piet Vos resigned on Monday."
    assert _offices(text) == {("Piet Vos", "Government of National Accord", "Interior Minister")}


def test_mending_keeps_a_tree_a_tree_and_changes_no_word() -> None:
    text = "Luc Morel, the head of A, the chief of B, Ana Ruiz, and, said Piet Vos, Karl Oster, who left, and Bo Lund."
    doc = models.load()(text)
    words = [t.text for t in doc]
    mend(doc)
    assert [t.text for t in doc] == words
    for token in doc:
        node, steps = token, 0
        while node.head != node:
            node, steps = node.head, steps + 1
            assert steps <= len(doc)


def test_names_that_hang_on_one_another_in_a_circle_are_left_as_they_are() -> None:
    doc = models.load()("Nadia Sorel, Karl Oster, Luc Morel said.")
    doc[1].head, doc[1].dep_ = doc[4], "appos"
    mend(doc)
    assert [t.text for t in doc][:2] == ["Nadia", "Sorel"]


def test_a_title_far_before_a_comma_is_not_that_of_the_name_behind_it() -> None:
    text = "The party named Nadia Sorel as its candidate for the seat after a letter from her younger brother, Luc Morel."
    found = [
        c
        for c in claims(text)
        if "Luc Morel" in names(c.sources) and c.relation in ("MEMBER_OF", "HOLDS_OFFICE")
    ]
    assert found == []


def test_who_commands_a_part_of_a_country_holds_no_office_of_the_whole() -> None:
    assert _offices("Eastern Kenyan commander Idris Bello condemned the raid.") == set()
    assert claims("Eastern Kenyan commander Idris Bello condemned the raid.", "ACCUSE") != []
