"""How many independent sources tell a tie."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

from export_stores import simple_reading, view_of
from hypothesis import given
from hypothesis import strategies as st
from story import AALTO, FINLAND, ORAN, TURKEY

from graph.model import Article, Claim, Reading
from graph.told import told as all_told
from graph.voices import Voice, independent, sources, voice

CLAIM = simple_reading("ACCUSE", [FINLAND], [TURKEY], text="Finland accused Turkey.").claims[0]


def told(words: str) -> Claim:
    return simple_reading("ACCUSE", [FINLAND], [TURKEY], text=words).claims[0]


def test_each_publisher_with_words_of_its_own_is_a_source() -> None:
    assert independent([("Gazette", "a"), ("Times", "b"), ("Wire", "c")]) == 3


def test_an_agency_sentence_in_many_papers_is_one_source() -> None:
    assert independent([("Gazette", "a"), ("Times", "a"), ("Wire", "a")]) == 1


def test_a_publisher_that_tells_it_often_is_one_source() -> None:
    assert independent([("Gazette", "a"), ("Gazette", "b"), ("Gazette", "c")]) == 1


def test_a_paper_that_copies_and_writes_besides_is_a_source_of_its_own() -> None:
    assert independent([("Gazette", "a"), ("Times", "a"), ("Times", "b")]) == 2


def test_others_make_room_where_that_gives_more_sources() -> None:
    # In order, A takes x; B has nothing but x, so A must move to y, and C then to z.
    voices = [("A", "x"), ("A", "y"), ("B", "x"), ("C", "y"), ("C", "z")]
    assert independent(voices) == independent(voices[::-1]) == 3


def test_nobody_is_no_source() -> None:
    assert independent([]) == 0


@given(st.sets(st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")), max_size=9))
def test_it_is_the_largest_choice_without_a_shared_outlet_or_wording(voices: set[Voice]) -> None:
    def apart(chosen: tuple[Voice, ...]) -> bool:
        return all(len({each[side] for each in chosen}) == len(chosen) for side in (0, 1))

    best = max(n for n in range(len(voices) + 1) if any(map(apart, combinations(sorted(voices), n))))
    assert independent(voices) == best


def test_case_punctuation_and_space_do_not_make_a_sentence_another() -> None:
    assert voice(told("Finland  “accused” Turkey"))[1] == voice(CLAIM)[1]
    assert voice(told("Finland accused Turkey again."))[1] != voice(CLAIM)[1]


def test_the_outlet_is_the_publisher_else_the_host_else_the_article() -> None:
    article = Article("a", "", publisher=" Island  GAZETTE", url="https://www.gazette.example/1")
    assert voice(CLAIM, article)[0] == "publisher island gazette"
    assert voice(CLAIM, replace(article, publisher=None))[0] == "host gazette.example"
    assert voice(CLAIM, replace(article, publisher="", url="http://[broken"))[0] == f"article {CLAIM.article}"
    assert voice(CLAIM)[0] == f"article {CLAIM.article}"


def test_a_tie_of_the_story_has_two_sources(story: tuple[Reading, ...], tmp_path: Path) -> None:
    with view_of(tmp_path, story) as view:
        counted = sources(all_told(view))
    assert counted[ORAN.id, AALTO.id, "CONSULT"] == 2
    assert set(counted.values()) == {1, 2}
