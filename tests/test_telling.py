"""Who tells what: the same, in the same words, or the opposite."""

from dataclasses import replace
from datetime import date

from graph.model import Claim, Party, Passage, Reading, Tie
from graph.telling import basis, copies, opposing, retold, rivals

Story = tuple[Reading, ...]
TIE = Tie("country/fi", "organization/harbour-council", "SUPPORT", 1, 1)


def told(story: Story, relation: str, number: int = 0) -> Claim:
    """The n-th claim of a relation in the story."""
    return [c for r in story for c in r.claims if c.relation == relation][number]


def again(claim: Claim, article: str, words: str | None = None, **changes: object) -> Claim:
    """The claim as another article tells it, in the same words or its own."""
    proof = (Passage(0, len(words), words),) if words else claim.evidence
    return replace(claim, id=claim.id + article, article=article, evidence=proof, **changes)  # type: ignore[arg-type]


def test_an_office_told_often_is_one_and_so_is_a_dated_act(story: Story) -> None:
    office, met = told(story, "HOLDS_OFFICE"), told(story, "CONSULT")
    others = [again(claim, "other", "Quite other words.") for claim in (office, met)]
    assert retold([office, met, *others]) == [(office, others[0]), (met, others[1])]


def test_acts_of_unknown_days_are_one_only_in_the_same_wording(story: Story) -> None:
    backed = told(story, "SUPPORT")
    copy, own = again(backed, "wire"), again(backed, "paper", "Finland backs them.")
    assert retold([backed, copy, own]) == [(backed, copy), (own,)]


def test_articles_that_print_the_same_sentence_are_counted_as_copies(story: Story) -> None:
    backed = told(story, "SUPPORT")
    assert copies([backed, again(backed, "wire"), again(backed, "paper", "Finland backs them.")]) == 2
    assert copies([backed, again(backed, "paper", "Finland backs them.")]) == 0


def test_a_tie_says_what_it_rests_on(story: Story) -> None:
    backed = told(story, "SUPPORT")
    articles = {r.article.id: r.article for r in story}
    second = story[2].article.id
    assert basis(TIE, [backed], articles) == "1 claim in 1 article, by Island Gazette only"
    assert basis(TIE, [backed, again(backed, second)], articles) == (
        "2 claims in 2 articles of 2 publishers; 2 articles have the same wording"
    )
    denied = again(backed, second, "Finland does not back them.", modality="denied")
    assert basis(TIE, [backed, denied], articles).endswith("; told as fact once, denied once")


def test_a_denial_elsewhere_contradicts_an_act_of_the_same_time(story: Story) -> None:
    met = told(story, "CONSULT")
    denial = again(met, "other", "They did not meet.", modality="denied")
    days = {met.article: date(2021, 3, 2), "other": date(2021, 3, 4)}
    assert rivals(met, [denial], days) == [denial]
    assert rivals(denial, [met], days) == [met]


def test_a_denial_of_another_time_or_in_the_same_article_contradicts_nothing(story: Story) -> None:
    met = told(story, "CONSULT")
    later = again(met, "other", "They did not meet.", modality="denied", date=None)
    assert rivals(met, [later], {"other": date(2022, 3, 4)}) == []
    assert rivals(met, [later], {}) == []
    assert rivals(met, [replace(later, article=met.article)], {met.article: date(2021, 3, 2)}) == []


def test_a_meeting_with_a_third_is_another_meeting(story: Story) -> None:
    met = told(story, "CONSULT")
    three = replace(met, sources=(*met.sources, Party("country/se", "Sweden")))
    denial = again(met, "other", "The two did not meet.", modality="denied")
    assert rivals(three, [denial], {}) == []


def test_acts_of_one_actor_are_the_same_by_their_words_or_by_rule_and_matter(story: Story) -> None:
    alone = replace(
        told(story, "CONSULT"), sources=told(story, "CONSULT").sources[:1], method="patterns:take_part"
    )
    fair, vote = Passage(0, 11, "the Oslo fair"), Passage(0, 8, "the vote")
    took = replace(alone, predicate="took", issue=fair)
    denial = again(took, "other", "She did not take part.", modality="denied", predicate="take")
    assert rivals(took, [denial], {}) == [denial]
    assert rivals(took, [replace(denial, issue=vote)], {}) == []
    assert rivals(took, [replace(denial, method="patterns:attend")], {}) == []


def test_who_says_the_opposite_is_named(story: Story) -> None:
    articles = {r.article.id: r.article for r in story}
    assert opposing(told(story, "CONSULT", 1), articles) == "Denied in Strait Times"
    assert opposing(told(story, "SUPPORT"), {}) == "Told as fact in another article"
