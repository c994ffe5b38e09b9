"""The lexicon of senses: which relations a word can tell in its sentence."""

from pathlib import Path

import pytest

from graph.errors import DataError
from graph.model import Article
from graph.ontology import relations
from loaders import models
from loaders.document import parse
from loaders.extract.senses import senses, verb_forms


def told(text: str, word: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a word of a text can tell alone, and with its particle or object."""
    document = parse(Article("t", text), (), models.load(None))
    token = next(t for s in document.sentences for t in s.span if t.text == word)
    return senses().alone(token.lower_, token.tag_[:1]), senses().together(token, token.lower_)


def test_a_particle_makes_another_act_of_a_verb() -> None:
    alone, together = told("Norway turned down the offer.", "turned")
    assert "REJECT" in together
    assert "REJECT" not in alone
    assert "REJECT" not in told("Norway turned the page.", "turned")[1]


def test_an_object_makes_an_act_of_a_common_verb() -> None:
    assert "ACCUSE" in told("Norway took aim at Denmark.", "took")[1]
    assert "CONSULT" in told("Norway held talks with Denmark.", "held")[1]
    assert not told("Norway held the rope.", "held")[1] & {"ACCUSE", "CONSULT"}


def test_a_noun_counts_as_a_noun_only() -> None:
    assert "ACCUSE" in told("The rebuke from Norway was harsh.", "rebuke")[0]
    assert "AGREE" in told("The accord angered Norway.", "accord")[0]
    assert "AGREE" not in told("They accord him every honour.", "accord")[0]


def test_every_relation_has_words() -> None:
    found = senses()
    tables = (found.verbs, found.nouns, found.adjectives)
    assert {name for table in tables for names in table.values() for name in names} == set(relations())


@pytest.mark.parametrize(
    ("verb", "form"),
    [("ban", "banned"), ("visit", "visited"), ("withdraw", "withdrew"), ("condemn", "condemned")],
)
def test_verbs_are_known_by_their_forms(verb: str, form: str) -> None:
    assert form in verb_forms(verb, {"withdraw": ["withdrew"]})


def test_an_unknown_relation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "loaders.extract.senses.read_toml",
        lambda name: {"irregular": {}} if "frames" in name else {"APPLAUD": {"verbs": ["clap"]}},
    )
    senses.cache_clear()
    try:
        with pytest.raises(DataError, match="'APPLAUD' is no relation"):
            senses()
    finally:
        senses.cache_clear()
