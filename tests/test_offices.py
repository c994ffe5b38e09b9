"""Standing relations: offices, leadership, membership, parts, alliances."""

from datetime import date
from typing import Any

import pytest

from graph.model import Article, Claim
from graph.ontology import relations
from loaders import models
from loaders.cast import cast
from loaders.document import parse
from loaders.extract.offices import offices

STANDING = [r for r in relations().values() if r.family == "standing"]


def read(text: str, published: date | None = None) -> list[Claim]:
    """The standing claims of a text."""
    document = parse(Article(id="x", text=text, published=published), (), models.load(None))
    return list(offices(document, cast(document)))


def told(text: str) -> set[tuple[Any, ...]]:
    """Each claim as (relation, sources, targets, issue)."""
    return {
        (
            c.relation,
            tuple(sorted(p.name for p in c.sources)),
            tuple(p.name for p in c.targets),
            c.issue.text if c.issue else None,
        )
        for c in read(text)
    }


def one(text: str, relation: str = "HOLDS_OFFICE") -> Claim:
    """The only claim of that relation."""
    found = [c for c in read(text) if c.relation == relation]
    assert len(found) == 1, found
    return found[0]


def _bare(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")


@pytest.mark.parametrize(
    ("relation", "text", "wanted"),
    [(r.name, e.text, claim) for r in STANDING for e in r.examples for claim in e.claims],
)
def test_the_examples_of_the_ontology_are_read(relation: str, text: str, wanted: dict[str, Any]) -> None:
    found = [c for c in read(text) if c.relation == relation]
    assert [sorted(_bare(p.name) for p in c.sources) for c in found] == [sorted(wanted["s"])]
    assert [_bare(p.name) for p in found[0].targets] == wanted.get("t", [])
    if "i" in wanted:
        assert found[0].issue is not None
        assert found[0].issue.text == wanted["i"]


# ---------------------------------------------------------------- offices
def test_a_title_before_a_name_is_an_office() -> None:
    claim = one("Turkish Deputy Foreign Minister Kemal Oran spoke.")
    assert [p.name for p in claim.sources] == ["Kemal Oran"]
    assert [p.name for p in claim.targets] == ["Turkey"]
    assert claim.issue is not None
    assert claim.issue.text == "Deputy Foreign Minister"
    assert claim.method == "offices:title"


def test_an_apposition_is_an_office() -> None:
    text = "Kari Lehto, deputy prime minister of the Government of National Accord, flew to Oslo."
    assert told(text) == {
        ("HOLDS_OFFICE", ("Kari Lehto",), ("Government of National Accord",), "deputy prime minister")
    }


@pytest.mark.parametrize(
    "text",
    [
        "The Finnish prime minister, Selma Aalto, spoke.",
        "Finland’s prime minister Selma Aalto spoke.",
        "Selma Aalto, Finland’s prime minister, spoke.",
        "Selma Aalto is the prime minister of Finland.",
        "Selma Aalto, who is prime minister of Finland, spoke.",
        "The prime minister of Finland, Selma Aalto, spoke.",
    ],
)
def test_the_ways_to_say_who_is_prime_minister_are_one(text: str) -> None:
    assert told(text) == {("HOLDS_OFFICE", ("Selma Aalto",), ("Finland",), "prime minister")}


def test_one_claim_stands_for_each_person_and_office_with_all_its_sentences() -> None:
    text = "Finnish President Selma Aalto spoke. President Aalto then left. Finland’s president was tired."
    claim = one(text)
    assert [text[p.start : p.end] for p in claim.evidence] == [p.text for p in claim.evidence]
    assert len(claim.evidence) == 3


def test_two_offices_of_one_person_are_two_claims() -> None:
    text = "Kari Lehto, the Finnish foreign minister, spoke. Deputy Prime Minister Kari Lehto left."
    assert {c.issue.text for c in read(text) if c.issue} == {"foreign minister", "Deputy Prime Minister"}


@pytest.mark.parametrize("word", ["Former", "Ex-", "Then-"])
def test_a_former_office_is_marked(word: str) -> None:
    text = f"{word}{'' if word.endswith('-') else ' '}Peruvian president Elena Rojas spoke."
    claim = one(text)
    assert claim.former
    assert not claim.asserted


@pytest.mark.parametrize("title", ["president-elect", "president-designate"])
def test_an_office_to_come_is_planned(title: str) -> None:
    assert one(f"Peruvian {title} Elena Rojas spoke.").modality == "planned"


def test_an_office_denied_is_denied() -> None:
    assert one("Elena Rojas is not the president of Peru.").modality == "denied"


def test_a_title_without_a_country_is_kept_with_less_confidence() -> None:
    claim = one("Interior Minister Kari Lehto spoke.")
    assert claim.targets == ()
    assert claim.confidence < one("Finnish Interior Minister Kari Lehto spoke.").confidence


def test_the_title_of_the_next_in_a_list_is_not_given_to_the_one_before() -> None:
    text = "Selma Aalto, Turkish Foreign Minister Kemal Oran and others met."
    assert [[p.name for p in c.sources] for c in read(text)] == [["Kemal Oran"]]


def test_the_title_of_the_speaker_is_not_given_to_whom_he_spoke_with() -> None:
    text = "After a call with Selma Aalto, the Turkish foreign minister, Kemal Oran, said the road was open."
    assert [[p.name for p in c.sources] for c in read(text)] == [["Kemal Oran"]]


def test_a_country_before_an_envoy_is_where_he_goes() -> None:
    text = "The UN’s special Yemen envoy, Kari Lehto, spoke."
    assert [[p.name for p in c.targets] for c in read(text)] == [["United Nations"]]


def test_a_chief_of_staff_does_not_lead() -> None:
    assert {c.relation for c in read("Kari Lehto, chief of staff of Hamas, spoke.")} == {"HOLDS_OFFICE"}


def test_the_next_president_is_not_the_present_one() -> None:
    text = "Finnish President Selma Aalto spoke. Kari Lehto wants to be the next president of Finland."
    assert len(one(text).evidence) == 1


def test_a_speaker_of_a_language_holds_no_office() -> None:
    assert told("Selma Aalto is a German speaker.") == set()


def test_a_description_that_the_register_resolves_counts_where_the_person_is_named() -> None:
    text = "Erdoğan flew to Oslo. The Turkish president praised the accord."
    found = read(text, date(2018, 1, 25))
    assert [(c.relation, c.sources[0].name, c.method) for c in found] == [
        ("HOLDS_OFFICE", "Recep Tayyip Erdoğan", "offices:description")
    ]
    assert read("The Turkish president praised the accord.", date(2018, 1, 25)) == []


def test_an_envoy_holds_an_office_at_the_body_that_sent_him() -> None:
    assert told("UN envoy Kari Lehto spoke.") == {
        ("HOLDS_OFFICE", ("Kari Lehto",), ("United Nations",), "envoy")
    }


# ---------------------------------------------------------------- bodies
def test_the_head_of_a_body_leads_it() -> None:
    text = "On Friday Kari Lehto, the head of the United Nations Support Mission in Libya (UNSMIL), spoke."
    assert told(text) == {("LEADS", ("Kari Lehto",), ("United Nations Support Mission in Libya",), "head")}


def test_a_deputy_does_not_lead() -> None:
    assert {c.relation for c in read("Kari Lehto, deputy head of Hamas, spoke.")} == {"HOLDS_OFFICE"}


def test_a_fighter_is_a_member() -> None:
    assert told("Hamas fighter Kari Lehto spoke.") == {("MEMBER_OF", ("Kari Lehto",), ("Hamas",), "fighter")}


def test_a_suspected_member_is_a_supposed_one() -> None:
    claim = one("Suspected ISIS recruiter Kari Lehto was freed.", "MEMBER_OF")
    assert claim.modality == "hypothetical"


def test_both_are_members() -> None:
    found = read("Chile and Peru, both members of the Harbour Union, met.")
    assert sorted(p.name for c in found for p in c.sources) == ["Chile", "Peru"]


def test_a_body_of_a_body_is_part_of_it() -> None:
    text = "The GNA’s Presidential Council met in Libya."
    assert told(text) == {("PART_OF", ("Presidential Council",), ("Government of National Accord",), None)}


def test_what_somebody_only_considers_is_his_word() -> None:
    claim = one("Egypt regards Hamas as the armed wing of the Muslim Brotherhood.", "PART_OF")
    assert [p.name for p in claim.attributed_to] == ["Egypt"]


def test_places_and_people_have_no_parts() -> None:
    assert told("Selma Aalto’s Harbour Council met in the north of Finland.") == set()


def test_allies_are_allies_once() -> None:
    claim = one("Cyprus, a close ally of Greece, waited. Greece and its ally Cyprus then left.", "ALLY_OF")
    assert sorted(p.name for p in claim.sources) == ["Cyprus", "Greece"]
    assert len(claim.evidence) == 2


def test_claims_have_ids_that_do_not_change() -> None:
    text = "Finnish President Selma Aalto met UN envoy Kari Lehto."
    assert [c.id for c in read(text)] == [c.id for c in read(text)]
    assert len({c.id for c in read(text)}) == 2


@pytest.mark.parametrize(
    ("text", "office", "place"),
    [
        ("US Secretary of State John Kerwin arrived.", "Secretary of State", "United States"),
        ("The speaker of the parliament Ali Larim wrote a letter.", "speaker", "parliament"),
        ("Alabama Governor Karen Ives signed the measure.", "Governor", "Alabama"),
        (
            "England's transport secretary, Gordon Sharp, announced the plan.",
            "transport secretary",
            "England",
        ),
        ("Texas Senator Tom Cross proposed the amendment.", "Senator", "Texas"),
    ],
)
def test_an_office_of_a_house_a_state_or_a_province_is_held_there(text: str, office: str, place: str) -> None:
    claim = one(text)
    assert claim.issue is not None
    assert (claim.issue.text, [p.name for p in claim.targets]) == (office, [place])


def test_the_mayor_of_a_capital_holds_no_office_of_the_country() -> None:
    assert one("Oslo mayor Marta Lind said the road was open.").targets == ()
