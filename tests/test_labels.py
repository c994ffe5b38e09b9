"""Membership by a party's label on a name."""

import pytest
from reading import claims, names, only, read


@pytest.mark.parametrize(
    "text",
    [
        "Republican Senator Nadia Sorel left the United States.",
        "Republican Senate majority leader Nadia Sorel left the United States Senate.",
        "Republican Assemblywoman Nadia Sorel left the United States.",
        "Republican Nadia Sorel of Ohio left the United States.",
        "Nadia Sorel, a Republican from Ohio, left the United States.",
    ],
)
def test_a_party_label_on_a_name_is_membership(text: str) -> None:
    claim = only(text, "MEMBER_OF")
    assert (names(claim.sources), names(claim.targets)) == (["Nadia Sorel"], ["Republican Party"])


def test_a_senator_with_a_party_label_holds_the_office_too() -> None:
    claim = only("Republican Senator Nadia Sorel left the United States.", "HOLDS_OFFICE")
    assert claim.issue
    assert claim.issue.text == "Senator"


def test_who_gives_to_a_party_is_no_member_by_that() -> None:
    assert not claims("Nadia Sorel, a Democratic donor, left the United States.", "MEMBER_OF")


def test_a_label_without_its_country_near_is_no_party() -> None:
    assert not claims("Republican Nadia Sorel left Oslo.", "MEMBER_OF")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Nadia Sorel of the World Bank left.", "World Bank"),
        ("“The harbour is closed for good,” said Nadia Sorel, of the World Bank.", "World Bank"),
    ],
)
def test_who_is_of_a_body_belongs_to_it(text: str, body: str) -> None:
    claim = only(text, "MEMBER_OF")
    assert (names(claim.sources), names(claim.targets)) == (["Nadia Sorel"], [body])


def test_who_is_of_a_place_belongs_to_none() -> None:
    assert not claims("Nadia Sorel of Norway met Karl Oster of Ohio.", "MEMBER_OF")


def test_a_former_label_is_told_as_former() -> None:
    assert only("Former Republican Nadia Sorel left the United States.", "MEMBER_OF").former
    assert not claims("Former Republican Senator Nadia Sorel left the United States.", "MEMBER_OF")


@pytest.mark.parametrize(
    "text",
    [
        "The court cleared Nadia Sorel of Hamas links.",
        "Nadia Sorel, of the World Bank's board, left.",
        "Norway warned Nadia Sorel of Hamas attacks.",
    ],
)
def test_of_what_a_body_has_is_no_membership(text: str) -> None:
    assert not claims(text, "MEMBER_OF")


def test_a_label_before_members_of_a_chamber_is_no_body_of_its_own() -> None:
    text = (
        "In the United States Senate, Democratic Representatives and a Republican Senate staff met Denmark."
    )
    found = {a.name: a.kind for a in read(text).actors}
    assert found["Democratic Party"] == "party"
    assert found.get("Democratic Representatives") != "organization"
    assert "Republican Senate" not in found
