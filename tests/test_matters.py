"""How public a text is: what people say of a match is no claim of politics, what they say of an election is."""

from graph.model import Passage
from loaders.learned.matters import Matters, public

MATCH = (
    "The visitors took the cup with a late goal, and their captain said the team had played for each other."
)
VOTE = "The minister told parliament that the election law would go to the court before the vote in March."


def test_a_text_on_an_election_is_public_and_one_on_a_match_is_not() -> None:
    assert public(VOTE) > 1
    assert public(MATCH) < -1
    assert public("") < -1


def test_the_figure_is_finite_without_a_public_word_and_no_higher_than_its_bound_with_nothing_else() -> None:
    assert public("minister " * 500) == 1.2
    assert -2 < public("goal " * 500) < -1.5


def test_near_a_sentence_only_its_neighbourhood_counts() -> None:
    text = MATCH + " " + "And so on it went. " * 80 + VOTE
    matters = Matters.of(text)
    at = text.index(VOTE)
    assert matters.near(Passage(at, len(text), VOTE)) > 0.5 > matters.whole
    assert matters.near(Passage(0, len(MATCH), MATCH)) < -1
