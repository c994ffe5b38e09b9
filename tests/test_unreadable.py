"""Texts that are no English prose: the whole reader makes no claim of them, does not fail, and says what it did not read."""

from datetime import date

import pytest

from graph.model import Article, Reading
from loaders.pipeline import Reader

NEWS = (
    "Finnish Foreign Minister Elina Aalto met her Turkish counterpart Mehmet Kaya in Ankara on Monday. "
    "Russia accused Ukraine of shelling the town, and the European Union condemned the attack."
)
GERMAN = (
    "Russland warf der Ukraine vor, die Stadt beschossen zu haben. Präsident Emmanuel Macron sagte, Frankreich werde "
    "Deutschland unterstützen."
)
FRENCH = "La Russie a accusé l'Ukraine d'avoir bombardé la ville. Le président Macron a déclaré que la France soutient l'Allemagne."
SPANISH = "El presidente de México, Andrés Solano, se reunió el lunes en Madrid con el rey de España."
RUSSIAN = (
    "Министр Элина Аалто встретилась в Анкаре с Мехметом Каей. Россия обвинила Украину в обстреле города."
)
SCANNED = (
    "F1nnish F0reign Min1ster E1ina Aa1to rnet h er Turkish c0unterpart Mehrnet Kaya ln Ankara 0n M0nday. "
    "Ru5sia accu5ed Ukra1ne 0f she11ing the t0wn , and the Eur0pean Uni0n c0ndemned the attaek."
)
NAMES = (
    "Elina Aalto\nMehmet Kaya\nFrance\nGermany\nTurkey\nUnited Nations\nNATO\nEuropean Union\nPresident Emmanuel Macron\n"
    "Angela Merkel\nRussia\nUkraine"
)
SONG = (
    "Oh Moscow, you left me in the rain\nI called on you, I called your name\nYou promised me the morning\n"
    "And Paris said she loves me so\nLa la la, oh oh oh, Rome attacked my heart again"
)
CODE = (
    "for country in ['France', 'Germany']:\n    print(f'{country} accused {russia}')  # France accused Russia\n"
    "    raise Condemned('the European Union condemned Russia')"
)


def reading(text: str) -> Reading:
    """What the whole reader, frames and learned, makes of a text."""
    return Reader().read(Article(id="a", text=text, published=date(2021, 3, 3)))


def told(text: str) -> list[str]:
    """The relations of its claims, each with its first source."""
    return sorted(f"{claim.relation} {claim.sources[0].name}" for claim in reading(text).claims)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GERMAN, "another language"),
        (FRENCH, "another language"),
        (SPANISH, "another language"),
        (RUSSIAN, "another language"),
        (NEWS.upper(), "all in capitals"),
        (SCANNED, "as in a bad scan"),
        (NAMES, "as in a list of names"),
        (SONG, "verse"),
        (CODE, "source code"),
    ],
)
def test_what_is_no_english_prose_makes_no_claim_and_one_problem_says_why(text: str, why: str) -> None:
    found = reading(text)
    assert found.claims == ()
    assert [problem.stage for problem in found.problems if why in problem.what] == ["parse"]


def test_marks_without_words_make_neither_claim_nor_failure() -> None:
    found = reading(". . . ! ? \n\n...\n\n\"\"\n\n - \n\n?!\n\n''. “”. —")
    assert (found.claims, found.actors) == ((), ())


def test_english_beside_another_language_is_read() -> None:
    text = f"Finland condemned the attack. {GERMAN} Germany accused Russia of shelling the town."
    assert told(text) == ["ACCUSE Finland", "ACCUSE Germany"]


@pytest.mark.parametrize(
    "text",
    [
        "GNA Prime Minister Fayez al-Sarraj met Turkish President Recep Tayyip Erdogan in Ankara on Thursday.",
        "Under current U.S. law, the office asked U.S. senators to vote at 2:21 p.m.",
        "Marcos de la Cruz condemned the attack.",
        "Share on Facebook | Tweet | Print",
        "“[He] did not sign [the accord],” said Lind (the envoy).",
        "NATO, EU AND UN condemn attack",
    ],
)
def test_names_and_abbreviations_in_english_are_read(text: str) -> None:
    assert not any("not read" in problem.what for problem in reading(text).problems)


def test_marks_of_direction_hide_no_name() -> None:
    text = "\u2067Russia\u2069 accused\u200f Ukraine\u200f of shelling the town. The\u200e European\u200e Union condemned\u202e the attack."
    assert told(text) == ["ACCUSE European Union", "ACCUSE Russia"]


def test_a_quotation_that_lost_its_end_is_nobodys() -> None:
    text = (
        '“Finland will not accept this, Aalto said on Monday. “Turkey must release the journalists. "The truce held, the '
        'United Nations said. ‘We condemn the attack”, Lind told Kaya".'
    )
    demands = [c for c in reading(text).claims if "journalists" in " ".join(e.text for e in c.evidence)]
    assert demands == []


@pytest.mark.slow
def test_a_text_of_200_000_words_is_read_to_its_end() -> None:
    filler = "The harbour lay still, and the boats were hauled in for the winter while it rained. "
    found = reading((filler * 5 + "\n\n") * 2_500 + NEWS)
    assert "ACCUSE" in {claim.relation for claim in found.claims}
    assert {claim.evidence[0].start > 1_000_000 for claim in found.claims} == {True}
