"""Who acts and who is meant: nobody is left out of an act or drawn into it."""

import pytest
from reading import claims, names, only, read, short


@pytest.mark.parametrize(
    "text",
    [
        "Karl Oster proposed a truce on Saturday after talks in Bergen with Nadia Sorel and Idris Bello.",
        "Karl Oster praised the plan during a meeting with Nadia Sorel and Idris Bello.",
        "Following talks with Nadia Sorel and Idris Bello, Karl Oster condemned the raid.",
    ],
)
def test_who_speaks_after_talks_with_others_was_at_the_talks(text: str) -> None:
    assert set(names(only(text, "CONSULT").sources)) == {"Karl Oster", "Nadia Sorel", "Idris Bello"}


def test_talks_with_two_are_no_talks_between_them() -> None:
    assert claims("Talks with Chad and Mali ended on Monday.", "CONSULT") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The governments of Norway, Chad and the United Kingdom condemned the raid.", ["Norway", "Chad", "United Kingdom"]),
        ("The governments of Chad and Mali urged all sides to stop.", ["Chad", "Mali"]),
    ],
)  # fmt: skip
def test_the_governments_of_several_countries_are_those_countries(text: str, who: list[str]) -> None:
    assert names(claims(text)[0].sources) == who


def test_the_leaders_of_several_countries_are_as_many_actors() -> None:
    claim = only("The leaders of Greece, Cyprus and Israel denounced the raid.", "ACCUSE")
    assert len(claim.sources) == 3


def test_authorities_in_a_town_are_not_the_government_that_fights_for_it() -> None:
    text = (
        "Libya's Government of National Accord (GNA) landed by sea. The authorities in Tripoli had closed the airspace "
        "of the capital to keep it out."
    )
    closed = only(text, "COERCE")
    assert names(closed.sources) == ["authorities"]


def test_both_sides_are_not_two_backers_named_long_before() -> None:
    text = (
        "Karl Oster met Nadia Sorel in Bergen. Chad and Mali have backed Sorel. The council welcomed the meeting. "
        "UN envoy Piet Vos has urged both sides to settle."
    )
    claim = only(text, "REQUEST")
    assert {"Chad", "Mali"}.isdisjoint(names(claim.targets)), short(claim)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Idris Bello launched his attack on Tripoli in April.", "Tripoli"),
        ("Rebel troops attacked Tripoli on Monday.", "Tripoli"),
        ("The army launched an offensive against Damascus in April.", "Damascus"),
    ],
)
def test_a_capital_under_arms_is_a_town_and_no_country(text: str, target: str) -> None:
    found = claims(text)
    assert [c.relation for c in found] == ["ASSAULT"], [short(c) for c in found]
    assert names(found[0].targets) == [target]


def test_a_capital_attacked_in_words_is_its_country() -> None:
    found = claims("Karl Oster attacked Moscow over the tariffs.")
    assert all("Moscow" not in names(c.targets) for c in found)


def test_nobody_refuses_something_to_his_own_troops() -> None:
    claim = only("Chad has refused to put its own troops in the same category.", "REJECT")
    assert claim.targets == ()


def test_a_town_that_forces_capture_is_no_prisoner() -> None:
    found = claims("Chadian forces regained control of the port on Thursday and captured Brakna on Friday.")
    assert {c.relation for c in found if "Brakna" in names(c.targets)} == {"ASSAULT"}, [
        short(c) for c in found
    ]


def test_who_brings_two_together_meets_them() -> None:
    text = "Kenyan President Amos Odera brought Karl Oster and his rival Nadia Sorel together on Tuesday in Bergen."
    assert names(only(text, "CONSULT").sources) == ["Amos Odera", "Karl Oster", "Nadia Sorel"]


def test_he_is_none_of_those_he_sat_down_with() -> None:
    text = "Idris Bello told a channel that Chad was wrong. Karl Oster received the mayor. He sat down with Oster and Musa Keita."
    (meeting,) = [c for c in claims(text, "CONSULT") if "Musa Keita" in names(c.sources)]
    assert len(meeting.sources) == 3 or "Idris Bello" not in names(meeting.sources)
    assert names(meeting.sources).count("Karl Oster") == 1


def test_a_pronoun_is_nobody_where_it_may_mean_the_unnamed_guest() -> None:
    text = "Karl Oster received the commander on Monday, and Danish officials described him as a guest."
    found = [c for c in read(text).claims if c.relation == "STATEMENT"]
    assert all("Karl Oster" not in names(c.targets) for c in found)


def test_two_who_met_are_both_told_of() -> None:
    text = "The talks followed a call by Chadian President Idris Bello and Malian President Musa Keita, who met in Bergen on Monday."
    assert set(names(only(text, "CONSULT").sources)) == {"Idris Bello", "Musa Keita"}


def test_both_are_the_two_who_met_in_the_same_sentence() -> None:
    text = "Nadia Sorel met Karl Oster in Bergen on Saturday and both backed the plan of Chad."
    assert set(names(only(text, "SUPPORT").sources)) == {"Nadia Sorel", "Karl Oster"}


def test_an_attack_on_a_town_is_no_attack_in_words() -> None:
    assert claims("Idris Bello launched his attack on Tripoli in April.", "ACCUSE") == []


def test_who_brokers_a_deal_is_no_party_to_it() -> None:
    found = claims("Chad signed a deal brokered by Kenya.", "AGREE")
    assert all("Kenya" not in names(c.sources) for c in found)


def test_support_expressed_for_ones_country_is_that_of_the_country() -> None:
    claim = only("Karl Oster expressed Kenya's support for Chad.", "SUPPORT")
    assert (names(claim.sources), names(claim.targets)) == (["Kenya"], ["Chad"])
    assert names(claim.attributed_to) == ["Karl Oster"]


def test_he_is_not_who_spoke_in_another_clause() -> None:
    text = "Karl Oster met Nadia Sorel in Bergen while Luc Morel wrote he had ordered fire checks on ferries."
    assert all("Karl Oster" not in names(c.sources) for c in claims(text, "REQUEST"))
