"""A store on a real SPARQL server: the contract of all stores, and what is particular to servers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from contract_store import ORAN_IS_TURKEY, LiveViews, StoreContract, Story, check_changes, fill
from contract_ties import TiesContract

from graph.errors import StoreError
from graph.store import _marks, _sparql_write
from graph.store._sparql_http import Refused
from graph.store.base import Store
from graph.store.sparql import SparqlStore

pytestmark = pytest.mark.server


@pytest.fixture
def store(sparql_address: str) -> Iterator[SparqlStore]:
    store = SparqlStore(sparql_address)
    store._endpoint.update("DROP ALL")
    yield store
    store.close()


class TestContract(StoreContract, LiveViews, TiesContract):
    pass


@pytest.mark.parametrize("remembered", [0, 2])
def test_a_store_too_large_to_be_remembered_tells_changes_too(
    store: Store, story: Story, monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    monkeypatch.setattr(_marks, "REMEMBERED", remembered)
    check_changes(store, story)


def test_a_batch_is_one_request_and_its_bytes_are_bounded(
    store: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    update = store._endpoint.update

    def heard(text: str) -> None:
        sent.append(text)
        update(text)

    monkeypatch.setattr(store._endpoint, "update", heard)
    fill(store, story)
    assert [text.count('fingerprint> "') for text in sent] == [0, 4, 0]  # the lock, all articles, the lock
    sent.clear()
    monkeypatch.setattr(_sparql_write, "BATCH_BYTES", 1)
    fill(store, tuple(replace(each, claims=()) for each in story))
    assert [text.count('fingerprint> "') for text in sent] == [0, 1, 1, 1, 1, 0]


def test_what_an_interrupt_kept_from_being_sent_is_sent_at_the_end(
    store: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = store._endpoint.update

    def interrupted(text: str) -> None:
        monkeypatch.setattr(store._endpoint, "update", update)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writer() as writer:
        writer.put(story[0])
        monkeypatch.setattr(store._endpoint, "update", interrupted)
        writer.flush()
    assert store.view().reading(story[0].article.id) == story[0]


def test_a_merge_that_cannot_be_sent_leaves_all_as_it_was(
    store: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, story)
    before = list(store.view().quads())
    update = store._endpoint.update

    def refused(text: str) -> None:
        monkeypatch.setattr(store._endpoint, "update", update)
        raise Refused("too large (413)", 413, "")

    with store.writer() as writer, pytest.raises(StoreError, match="the judgement was not stored: too large"):
        monkeypatch.setattr(store._endpoint, "update", refused)
        writer.merge(ORAN_IS_TURKEY)
    assert list(store.view().quads()) == before
    with store.writer() as writer:
        assert writer.merge(ORAN_IS_TURKEY) is True
