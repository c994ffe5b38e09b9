"""Claims in a stream with their articles."""

from pathlib import Path

import pytest
from contract_store import Story, fill

from graph.store import open_store
from graph.store.base import Selection
from graph.store.oxigraph import OxigraphView, Readings
from graph.told import told


def test_each_claim_comes_with_its_article_but_not_its_text(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story)
    view = store.view()
    found = list(told(view))
    assert {claim.id for claim, _ in found} == {claim.id for reading in story for claim in reading.claims}
    assert all(article.id == claim.article and article.text == "" for claim, article in found)
    assert {article.title for _, article in found} == {reading.article.title for reading in story}
    some = Selection(relations=("CONSULT",))
    assert [claim for claim, _ in told(view, some)] == list(view.claims(some))
    assert all(article.publisher for _, article in told(view, some))


def test_a_whole_store_is_read_once_article_by_article(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story)
    for name in ("claims", "articles", "article"):
        monkeypatch.setattr(OxigraphView, name, None)
    homes = [claim.article for claim, _ in told(store.view())]
    assert homes == sorted(homes)


def test_no_more_readings_are_kept_than_were_used_last(story: Story) -> None:
    kept = Readings(most=2)
    for place, reading in enumerate(story[:3]):
        kept.put(str(place), reading)
        kept.get("0")
    assert [kept.get(str(place)) for place in range(3)] == [story[0], None, story[2]]
