"""A claim as one English sentence."""

from dataclasses import replace

import pytest

from graph.model import Claim, Party, Passage, Reading
from graph.ontology import relations
from graph.wording import listed, phrases, sentence, with_article

Story = tuple[Reading, ...]


def told(story: Story, relation: str, number: int = 0) -> Claim:
    """The n-th claim of a relation in the story."""
    return [c for r in story for c in r.claims if c.relation == relation][number]


def test_a_claim_is_one_sentence_with_its_speaker(story: Story) -> None:
    assert sentence(told(story, "SUPPORT")) == "Finland supports the Harbour Council, says Selma Aalto"


def test_a_planned_act_is_said_to_be_planned(story: Story) -> None:
    claim = told(story, "AGREE")
    assert sentence(claim) == "The Baltic Union promised aid to Finland (planned)"
    assert sentence(claim, aside=False) == "The Baltic Union promised aid to Finland"


def test_a_denial_says_so_before_anything_else(story: Story) -> None:
    denied = told(story, "CONSULT", 1)
    assert sentence(denied) == "It is denied that Turkey met the Harbour Council, says Kemal Oran"


def test_a_joint_act_names_all_who_took_part(story: Story) -> None:
    met = told(story, "CONSULT")
    third = replace(met, sources=(*met.sources, Party("igo/baltic-union", "Baltic Union")))
    assert sentence(third) == "Selma Aalto met Kemal Oran and the Baltic Union"


def test_the_issue_is_quoted_and_a_demand_without_addressee_reads_well(story: Story) -> None:
    demand = told(story, "REQUEST")
    assert sentence(demand) == "The Harbour Council called on Turkey to “reopen the strait”"
    assert (
        sentence(replace(demand, targets=())) == "The Harbour Council called on others to “reopen the strait”"
    )


def test_the_store_s_name_of_an_actor_wins_over_the_article_s(story: Story) -> None:
    names = {"country/tr": "Republic of Turkey"}
    assert sentence(told(story, "REJECT"), names).startswith("Republic of Turkey rejected")


def test_a_name_with_braces_stays_as_it_is(story: Story) -> None:
    claim = replace(told(story, "SUPPORT"), sources=(Party("x", "{b} {issue} {0}"),), attributed_to=())
    assert sentence(claim) == "{b} {issue} {0} supports the Harbour Council"


def test_a_chain_of_speakers_is_told_nearest_first(story: Story) -> None:
    claim = told(story, "SUPPORT")
    reported = replace(claim, attributed_to=(*claim.attributed_to, Party("media/x", "Island Gazette")))
    assert sentence(reported).endswith(", says Selma Aalto, as Island Gazette reported")


def test_a_former_office_is_marked(story: Story) -> None:
    office = told(story, "HOLDS_OFFICE")
    assert sentence(replace(office, former=True)) == "Selma Aalto is Prime Minister of Finland (formerly)"


@pytest.mark.parametrize("name", list(relations()))
def test_every_relation_and_mode_can_be_said_with_and_without_target_and_issue(name: str) -> None:
    parties, issue = (Party("a", "Arden"),), Passage(0, 9, "the tolls")
    for mode in (None, *relations()[name].modes):
        for targets in ((), (Party("b", "Borland"),)):
            for about in (None, issue):
                claim = Claim("c", "x", name, parties, targets, (issue,), mode=mode, issue=about)
                words = sentence(claim)
                assert words.startswith("Arden ")
                assert ("Borland" in words) == bool(targets)
                assert "{" not in words


def test_phrases_name_only_modes_that_their_relation_has() -> None:
    for name, known in phrases().items():
        assert set(known.modes) <= set(relations()[name].modes), name


@pytest.mark.parametrize("name", list(relations()))
def test_every_phrase_of_a_predicate_or_after_a_word_can_be_filled(name: str) -> None:
    known = phrases()[name]
    shown = {"a": "A", "b": "B", "issue": "I", "joint": ":", "s": "s", "is": "is", "has": "has"}
    for phrase in known.predicates.values():
        for words, parts in (
            (phrase.to, "AB"),
            (phrase.alone, "A"),
            (phrase.to_issue, "ABI"),
            (phrase.alone_issue, "AI"),
        ):
            assert all(part in words.format(**shown) for part in parts), (name, words)
    for to, alone in known.after.values():
        assert all(part in to.format(**shown) for part in "ABI"), (name, to)
        assert all(part in alone.format(**shown) for part in "AI"), (name, alone)


def test_several_who_act_take_the_verb_in_the_plural(story: Story) -> None:
    backed = replace(told(story, "SUPPORT"), attributed_to=())
    both = replace(backed, sources=(*backed.sources, Party("country/se", "Sweden")))
    assert sentence(both) == "Finland and Sweden support the Harbour Council"
    people = replace(backed, sources=(Party("group/elders", "tribal leaders"),))
    assert sentence(people) == "Tribal leaders support the Harbour Council"


@pytest.mark.parametrize(
    ("actor", "name", "words"),
    [
        ("igo/un", "United Nations", "the United Nations"),
        ("country/us", "United States", "the United States"),
        ("organization/x", "House of Elders (Arden)", "the House of Elders (Arden)"),
        ("country/fi", "Finland", "Finland"),
        ("person/x", "Ann Council", "Ann Council"),
        ("media/x", "Herald of the Union", "Herald of the Union"),
        ("organization/x", "The League", "The League"),
    ],
)
def test_a_body_gets_its_article_and_a_person_none(actor: str, name: str, words: str) -> None:
    assert with_article(actor, name) == words


@pytest.mark.parametrize(
    ("relation", "predicate", "text", "issue", "words"),
    [
        ("STATEMENT", "said", "Arden said that the road was open.", "the road was open", "Arden said that “the road was open”"),
        ("ACCUSE", "called", "Arden called it unlawful.", "unlawful", "Arden called it “unlawful”"),
        ("SUPPORT", "welcomes", "Arden welcomes the vote.", "the vote", "Arden welcomed “the vote”"),
        ("REQUEST", "demanded", "Arden demanded that it stop.", "it stop", "Arden demanded that “it stop”"),
        ("REJECT", "refused", "Arden refused to pay the toll.", "pay the toll", "Arden refused to “pay the toll”"),
        ("COOPERATE", "signed paper", "Arden signed the paper.", "the paper", "Arden signed “the paper”"),
        ("THREATEN", "threatened", "Arden threatened to leave.", "leave", "Arden threatened to “leave”"),
    ],
)  # fmt: skip
def test_the_article_s_own_verb_and_joint_word_are_kept(
    relation: str, predicate: str, text: str, issue: str, words: str
) -> None:
    at = text.index(issue)
    claim = Claim(
        "c", "x", relation, (Party("country/ar", "Arden"),), (), (Passage(0, len(text), text),),
        predicate=predicate, issue=Passage(at, at + len(issue), issue),
    )  # fmt: skip
    assert sentence(claim) == words


def test_an_issue_that_is_the_target_over_again_is_not_said_twice(story: Story) -> None:
    text = "Arden backed the aged Harbour Council of Oslo."
    issue = "the aged Harbour Council of Oslo"
    target = Party("organization/harbour-council", "Harbour Council", 22, 37)
    claim = Claim(
        "c", "x", "SUPPORT", (Party("country/ar", "Arden"),), (target,), (Passage(0, len(text), text),),
        issue=Passage(13, 13 + len(issue), issue),
    )  # fmt: skip
    assert sentence(claim) == "Arden supports the Harbour Council"


def test_lists_read_as_english() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
