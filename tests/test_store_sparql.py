"""A store on a real SPARQL server: the contract of all stores, and what is particular to servers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from contract_store import ORAN_IS_TURKEY, LiveViews, StoreContract, Story, check_changes, fill
from contract_ties import TiesContract

from graph import vocabulary as v
from graph.errors import StoreError
from graph.store import _marks, _sparql_send, _sparql_write
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


@pytest.fixture
def with_graphs(
    sparql_address: str, store: SparqlStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SparqlStore]:
    """The same store by an address that names its Graph Store Protocol, used for any number of new articles."""
    monkeypatch.setattr(_sparql_send, "WORTH", 1)
    store = SparqlStore(f"{sparql_address}&graph-store=/kg/data")
    yield store
    store.close()


class TestContractWithGraphs(StoreContract, LiveViews):
    @pytest.fixture
    def store(self, with_graphs: SparqlStore) -> SparqlStore:
        return with_graphs


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


def test_new_articles_go_as_quads_and_all_else_by_update(
    with_graphs: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    add = with_graphs._endpoint.add_quads

    def heard(lines: bytes) -> None:
        given.append(lines.decode())
        add(lines)

    monkeypatch.setattr(with_graphs._endpoint, "add_quads", heard)
    changed = replace(story[0], claims=())
    with with_graphs.writer() as writer:
        for reading in (story[0], story[1], changed):
            writer.put(reading)
        writer.flush()
        # What was dropped in the same batch is not new: the update that drops it comes after the quads.
        writer.drop(story[1].article.id)
        writer.put(story[1])
        writer.flush()
    assert [text.count("fingerprint> ") for text in given] == [2]
    assert with_graphs.view().reading(story[0].article.id) == changed
    assert with_graphs.view().reading(story[1].article.id) == story[1]


def test_a_server_that_takes_no_quads_gets_updates(
    sparql_address: str, store: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sparql_send, "WORTH", 1)
    other = SparqlStore(f"{sparql_address}&graph-store=/kg/nothing-here")
    assert fill(other, story) == ["added"] * 4
    assert [store.view().reading(each.article.id) for each in story] == list(story)
    other.close()


def test_an_article_that_is_too_large_for_an_update_is_put_as_a_graph(
    with_graphs: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = with_graphs._endpoint.update

    def short(text: str) -> None:
        if f"GRAPH {v.graph_iri(story[0].article.id)}" in text:
            raise Refused("too large (413)", 413, "")
        update(text)

    monkeypatch.setattr(with_graphs._endpoint, "update", short)
    monkeypatch.setattr(_sparql_send, "WORTH", 100)
    assert fill(with_graphs, story) == ["added"] * 4
    changed = replace(story[0], claims=story[0].claims[:1])
    assert fill(with_graphs, (changed,)) == ["replaced"]
    assert with_graphs.view().reading(changed.article.id) == changed


class TestSchemas:
    """What older versions wrote."""

    def _age(self, store: SparqlStore) -> None:
        about = "<https://w3id.org/legation/store>"
        schema, when, mark = v.leg("schema"), v.leg("when"), v.leg("fingerprint")
        store._endpoint.update(
            f"DELETE WHERE {{ GRAPH ?g {{ ?c {when} ?day }} }} ; "
            f"DELETE {{ GRAPH ?g {{ ?g {mark} ?is }} }} INSERT {{ GRAPH ?g {{ ?g {mark} 'of old' }} }} "
            f"WHERE {{ GRAPH ?g {{ ?g {mark} ?is }} }} ; "
            f"DELETE WHERE {{ GRAPH {about} {{ {about} {schema} ?before }} }} ; "
            f"INSERT DATA {{ GRAPH {about} {{ {about} {schema} 1 }} }}"
        )

    def test_a_store_of_an_older_schema_is_not_read_and_the_next_writer_brings_it_up(
        self, store: SparqlStore, story: Story
    ) -> None:
        fill(store, story)
        with store.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
        before = list(store.view().quads())
        self._age(store)
        with pytest.raises(StoreError, match=r"older version \(schema 1, now \d+\): .*legation load"):
            store.view()
        with store.writer():
            pass
        assert list(store.view().quads()) == before

    def test_who_is_interrupted_leaves_a_store_of_the_older_schema(
        self, store: SparqlStore, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(store, story)
        before = list(store.view().quads())
        self._age(store)
        monkeypatch.setattr(_sparql_write, "BATCH", 1)
        update, sent = store._endpoint.update, []

        def interrupted(text: str) -> None:
            sent.append(text)
            if len(sent) == 4:
                monkeypatch.setattr(store._endpoint, "update", update)
                raise StoreError("somebody pulled the plug")
            update(text)

        monkeypatch.setattr(store._endpoint, "update", interrupted)
        with pytest.raises(StoreError, match="pulled the plug"):
            store.writer()
        with pytest.raises(StoreError, match="older version"):
            store.view()
        with store.writer():
            pass
        assert list(store.view().quads()) == before

    def test_what_this_version_cannot_read_is_left_as_it_is(self, store: SparqlStore, story: Story) -> None:
        fill(store, story)
        graph = v.graph_iri(story[0].article.id)
        store._endpoint.update(f"INSERT DATA {{ GRAPH {graph} {{ [] {v.leg('date')} 1 }} }}")
        self._age(store)
        with store.writer():
            pass
        assert store.view().reading(story[1].article.id) == story[1]
        with pytest.raises(StoreError, match="a blank node"):
            store.view().reading(story[0].article.id)
