"""Stores in a real Neo4j server: the contract of all stores, and what is particular to a server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import ORAN_IS_TURKEY, LiveViews, StoreContract, Story, check_changes, fill
from contract_ties import TiesContract

from graph.errors import StoreError
from graph.model import Actor, Merge
from graph.store import _bolt_lock, _bolt_writer, _marks, open_store
from graph.store._bolt_link import Link
from graph.store.base import Selection, Store, View
from graph.store.bolt import BoltStore

pytestmark = pytest.mark.server
HERE = Path(__file__).resolve().parent


@pytest.fixture
def store(empty_neo4j: str) -> Iterator[Store]:
    store = open_store(empty_neo4j, create=True)
    yield store
    store.close()


class TestContract(StoreContract, LiveViews, TiesContract):
    pass


def cypher(address: str, text: str) -> list[dict[str, object]]:
    """What somebody with a tool of his own sees or does."""
    link = Link(address)
    try:
        return link.write(lambda tx: [dict(row) for row in tx.run(text)])
    finally:
        link.close()


def told(view: View) -> tuple[object, ...]:
    """All that a view says, but its revision."""
    return (
        list(view.quads()),
        list(view.articles()),
        list(view.actors()),
        list(view.claims()),
        list(view.ties()),
        list(view.prominent()),
        list(view.merges()),
        view.stats(),
    )


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Store]:
    """An embedded store beside it."""
    store = open_store(tmp_path / "twin", create=True)
    yield store
    store.close()


def test_it_says_the_same_as_the_embedded_store(store: Store, twin: Store, story: Story) -> None:
    for each in (store, twin):
        fill(each, story)
    assert told(store.view()) == told(twin.view())


def test_it_says_the_same_as_the_embedded_store_after_changes_merges_and_drops(
    store: Store, twin: Store, story: Story
) -> None:
    oran, turkey = story[1].actors[0], story[1].actors[2]
    other = replace(story[2].actors[3], name="Suomi", names=("Suomi", "Finland"))
    for each in (store, twin):
        fill(each, story)
        with each.writer() as writer:
            writer.put(replace(story[2], actors=(*story[2].actors[:3], other)))
            writer.put(replace(story[0], claims=story[0].claims[:2]))
            writer.merge(Merge(oran.id, turkey))
            writer.merge(Merge("organization/harbour-council", Actor("igo/council", "The Council", "igo")))
            writer.drop(story[3].article.id)
            writer.undo(Merge(oran.id, turkey).id)
            writer.put(story[0])
    assert told(store.view()) == told(twin.view())


def test_a_merge_of_more_articles_than_one_transaction_holds_is_finished_by_the_next_writer(
    store: Store, twin: Store, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = Merge("country/fi", story[1].actors[2])
    for each in (store, twin):
        fill(each, story)
    monkeypatch.setattr(_bolt_writer, "TOGETHER", 1)
    monkeypatch.setattr(_bolt_writer, "CHUNK", 1)
    before = list(store.view().quads())
    with twin.writer() as writer:
        writer.merge(merge)
    with monkeypatch.context() as broken:
        broken.setattr(_bolt_writer.BoltWriter, "_tell_again", _fails)
        with pytest.raises(StoreError, match="pulled the plug"), store.writer() as writer:
            writer.merge(merge)
    assert list(store.view().merges()) == [merge]
    assert list(store.view().quads()) != list(twin.view().quads())
    fill(store, ())
    assert told(store.view()) == told(twin.view())
    for each in (store, twin):
        with each.writer() as writer:
            writer.undo(merge.id)
    assert told(store.view()) == told(twin.view())
    assert list(store.view().quads()) == before


def drawing(address: str) -> list[str]:
    """All nodes and relationships but the store's own node."""
    nodes = cypher(address, "MATCH (n) WHERE NOT n:Store RETURN labels(n) AS labels, properties(n) AS told")
    acts = cypher(
        address,
        "MATCH (a)-[r]->(b) RETURN type(r) AS kind, a.id AS one, b.id AS other, properties(r) AS told",
    )
    return sorted(repr({**row, "told": sorted(row["told"].items())}) for row in (*nodes, *acts))  # type: ignore[attr-defined]


def test_a_merge_draws_what_putting_the_articles_again_would_draw(
    store: Store, empty_neo4j: str, story: Story
) -> None:
    fill(store, story)
    before = drawing(empty_neo4j)
    merges = (
        ORAN_IS_TURKEY,
        Merge("organization/harbour-council", Actor("igo/council", "The Council", "igo")),
    )
    with store.writer() as writer:
        assert [writer.merge(merge) for merge in merges] == [True, True]
    merged = drawing(empty_neo4j)
    assert merged != before
    with store.writer() as writer:
        for reading in story:
            writer.drop(reading.article.id)
        writer.flush()
        for reading in story:
            writer.put(reading)
    assert drawing(empty_neo4j) == merged
    with store.writer() as writer:
        assert [writer.undo(merge.id) for merge in merges] == [True, True]
    assert drawing(empty_neo4j) == before


def _fails(*_: object) -> None:
    raise StoreError("somebody pulled the plug")


def test_actor_nodes_say_what_the_view_says(store: Store, empty_neo4j: str, story: Story) -> None:
    fill(store, story)
    other = replace(story[2].actors[3], name="Suomi", names=("Suomi", "Finland"))
    fill(store, (replace(story[2], actors=(*story[2].actors[:3], other)), replace(story[3], claims=())))
    rows = cypher(
        empty_neo4j, "MATCH (x:Actor) RETURN x.id AS id, x.name AS name, x.names AS names ORDER BY id"
    )
    assert [(row["id"], row["name"], tuple(row["names"])) for row in rows] == [  # type: ignore[arg-type]
        (actor.id, actor.name, actor.names) for actor in store.view().actors()
    ]


def test_actors_are_right_before_their_nodes_are(store: BoltStore, twin: Store, story: Story) -> None:
    other = replace(story[2].actors[3], name="Suomi", names=("Suomi",), country="SE")
    versions = (story[0], story[1], replace(story[2], actors=(*story[2].actors[:3], other)))
    fill(twin, versions)
    with store.writer() as writer:
        for reading in versions:
            writer.put(reading)
        writer._send()  # as a batch that is full
        assert list(store.view().actors()) == list(twin.view().actors())
        assert [a.id for a in store.view().find("suom")] == [a.id for a in twin.view().find("suom")]


def test_an_article_that_the_server_refuses_keeps_no_other_from_being_stored(
    store: Store, story: Story
) -> None:
    far = replace(story[1], article=replace(story[1].article, source="file:///" + "x" * 50_000))
    with (
        pytest.raises(StoreError, match=f"the article {far.article.id} was not stored"),
        store.writer() as writer,
    ):
        for reading in (story[0], far, story[2]):
            writer.put(reading)
        writer.flush()
    assert {each.article.id for each in store.view().readings()} == {story[0].article.id, story[2].article.id}
    assert fill(store, story) == ["unchanged", "added", "unchanged", "added"]


def test_articles_wait_for_their_batch_and_each_stands_as_it_was_put_last(
    store: Store, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_bolt_writer, "BATCH", 3)
    changed = replace(story[0], claims=story[0].claims[:1])
    with store.writer() as writer:
        assert [writer.put(each) for each in (story[0], story[1], changed)] == ["added", "added", "replaced"]
        assert store.view().stats().articles == 0
        assert writer.drop(story[1].article.id) is True
        assert writer.put(story[2]) == "added"
        assert [each.article.id for each in store.view().readings()] == sorted(
            (story[0].article.id, story[2].article.id)
        )
        assert store.view().reading(story[0].article.id) == changed
        assert writer.put(story[1]) == "added"
    assert store.view().stats().articles == 3


@pytest.mark.parametrize("remembered", [0, 2])
def test_a_store_too_large_to_be_remembered_tells_changes_too(
    store: Store, story: Story, monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    monkeypatch.setattr(_marks, "REMEMBERED", remembered)
    check_changes(store, story)


def test_the_drawing_has_what_its_description_says(store: Store, empty_neo4j: str, story: Story) -> None:
    fill(store, story)
    met = cypher(
        empty_neo4j,
        "MATCH (a:Actor)-[r:MET]->(b:Actor) RETURN a.id AS a, b.id AS b, r.claim AS claim, toString(r.date) AS day",
    )
    assert len(met) == 2
    assert {(row["a"], row["b"], row["day"]) for row in met} == {
        ("person/kemal-oran", "person/selma-aalto", "2021-03-01")
    }
    assert {row["claim"] for row in met} == {story[0].claims[0].id, story[2].claims[0].id}
    (denied,) = cypher(
        empty_neo4j,
        "MATCH (c:Claim {modality: 'denied'})-[:IN_ARTICLE]->(a), (c)-[:ATTRIBUTED_TO]->(s) "
        "RETURN c.told AS told, c.verb AS verb, a.publisher AS publisher, s.name AS speaker, "
        "c.sources AS sources, toString(c.when) AS when, c.date AS date",
    )
    assert denied == {
        "told": "denied", "verb": "met", "publisher": "Strait Times", "speaker": "Kemal Oran",
        "sources": ["Turkey", "Harbour Council"], "when": "2021-03-05", "date": None,
    }  # fmt: skip


def test_dropping_everything_leaves_no_node_but_the_stores_own(
    store: Store, empty_neo4j: str, story: Story
) -> None:
    fill(store, story)
    with store.writer() as writer:
        for reading in story:
            writer.drop(reading.article.id)
    left = cypher(empty_neo4j, "MATCH (n) RETURN DISTINCT labels(n) AS labels")
    assert left == [{"labels": ["Store"]}]


def test_a_party_of_whom_the_article_has_no_record_is_found_by_its_claims(store: Store, story: Story) -> None:
    bare = replace(story[3], actors=())
    fill(store, (bare,))
    assert list(store.view().actors()) == []
    assert len(list(store.view().claims(Selection(actors=("country/fi",))))) == 1
    assert len(store.view().ties()) == 1
    fill(store, (story[3], bare))
    assert store.view().reading(bare.article.id) == bare


def test_an_article_with_thousands_of_claims_is_stored_whole(store: Store, story: Story) -> None:
    claim = story[1].claims[1]
    many = replace(story[1], claims=tuple(replace(claim, id=f"c{number}") for number in range(2500)))
    fill(store, (many,))
    assert store.view().reading(many.article.id) == many
    assert store.view().stats().claims == 2500
    fill(store, (replace(many, claims=many.claims[:1]),))
    assert store.view().stats().claims == 1


def test_indexes_that_an_import_dropped_are_made_again(store: Store, empty_neo4j: str, story: Story) -> None:
    fill(store, story)
    for name in ("legation_claim_relation_when", "legation_met_article", "legation_names"):
        cypher(empty_neo4j, f"DROP INDEX {name}")
    cypher(empty_neo4j, "DROP CONSTRAINT legation_actor")
    fill(store, ())
    rows = cypher(
        empty_neo4j, "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'legation' RETURN name, state"
    )
    assert {row["state"] for row in rows} == {"ONLINE"}
    assert {"legation_actor", "legation_claim_relation_when", "legation_met_article", "legation_names"} <= {
        row["name"] for row in rows
    }


def test_a_database_of_something_else_is_left_alone(empty_neo4j: str) -> None:
    cypher(empty_neo4j, "CREATE (:Holiday {photo: 1})")
    store = open_store(empty_neo4j, create=True)
    with pytest.raises(StoreError, match="holds something that is no store"):
        store.writer()
    store.close()
    assert cypher(empty_neo4j, "MATCH (n) RETURN count(n) AS n") == [{"n": 1}]


def test_a_store_of_a_newer_version_is_refused(store: Store, empty_neo4j: str) -> None:
    fill(store, ())
    cypher(empty_neo4j, "MATCH (s:Store) SET s.schema = 99")
    with pytest.raises(StoreError, match=r"newer version .*upgrade"):
        store.view()
    with pytest.raises(StoreError, match=r"newer version .*upgrade"):
        store.writer()


def test_a_store_of_an_older_schema_is_not_read_and_the_next_writer_brings_it_up(
    store: Store, twin: Store, empty_neo4j: str, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in (store, twin):
        fill(each, story)
        with each.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
    cypher(empty_neo4j, "MATCH (s:Store) SET s.schema = 0 WITH s MATCH (c:Claim) REMOVE c.when, c.source_ids")
    with pytest.raises(StoreError, match=r"older version \(schema 0, now \d+\): .*legation load"):
        store.view()
    with monkeypatch.context() as broken:
        broken.setattr(_bolt_writer.BoltWriter, "_tell_again", _fails)
        with pytest.raises(StoreError, match="pulled the plug"):
            store.writer()
    with pytest.raises(StoreError, match="older version"):
        store.view()
    with store.writer():
        pass
    assert told(store.view()) == told(twin.view())


def test_two_databases_with_as_many_changes_have_different_revisions(
    store: Store, empty_neo4j: str, story: Story
) -> None:
    fill(store, story[:1])
    first = store.view().revision()
    cypher(empty_neo4j, "MATCH (n) DETACH DELETE n")
    fill(store, story[1:2])
    assert store.view().revision() != first


class TestWhoWrites:
    def test_another_process_is_told_who_writes(self, store: Store, empty_neo4j: str) -> None:
        code = f"from graph.store import open_store; open_store({empty_neo4j!r}).writer()"
        with store.writer():
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=HERE.parent, capture_output=True, text=True, check=False
            )
        assert "process" in done.stderr
        assert "is writing to the store" in done.stderr

    def test_a_writer_that_was_killed_on_this_machine_is_in_nobodys_way(
        self, store: Store, empty_neo4j: str, story: Story
    ) -> None:
        code = f"""
import os, sys; sys.path.insert(0, {str(HERE)!r})
from story import readings
from graph.store import open_store
writer = open_store({empty_neo4j!r}).writer()
writer.put(readings()[0])
writer.flush()
os.kill(os.getpid(), 9)
"""
        subprocess.run([sys.executable, "-c", code], cwd=HERE.parent, check=False)
        assert fill(store, story[:2]) == ["unchanged", "added"]

    def test_a_writer_elsewhere_counts_until_it_was_not_heard_of_for_long(
        self, store: Store, empty_neo4j: str, story: Story
    ) -> None:
        fill(store, ())
        held = "SET s.writer = 'x', s.writer_host = 'elsewhere', s.writer_process = 'process 1', s.writer_until = "
        cypher(empty_neo4j, f"MATCH (s:Store) {held} timestamp() + 9000")
        with pytest.raises(StoreError, match=r"process 1 on elsewhere is writing .* seconds are enough"):
            store.writer()
        cypher(empty_neo4j, f"MATCH (s:Store) {held} timestamp() - 1")
        assert fill(store, story[:1]) == ["added"]

    def test_a_writer_that_was_taken_for_dead_does_no_harm(
        self, store: Store, empty_neo4j: str, story: Story
    ) -> None:
        with pytest.raises(StoreError, match="another process is writing"), store.writer() as sleeper:
            sleeper.put(story[0])
            sleeper.flush()
            cypher(empty_neo4j, "MATCH (s:Store) SET s.writer = 'somebody else'")
            sleeper.put(story[1])
            sleeper.flush()
        assert store.view().stats().articles == 1
        (row,) = cypher(empty_neo4j, "MATCH (s:Store) RETURN s.writer AS writer")
        assert row["writer"] == "somebody else"

    def test_a_writer_that_takes_its_time_keeps_the_right_to_write(
        self, store: Store, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_bolt_lock, "SECONDS", 2.0)
        monkeypatch.setattr(_bolt_lock, "_MS", 2000)
        with store.writer() as writer:
            time.sleep(3)
            with pytest.raises(StoreError, match="is writing"):
                store.writer()
            assert writer.put(story[0]) == "added"


def test_a_reader_waits_for_no_writer_and_sees_whole_readings(
    store: Store, empty_neo4j: str, story: Story
) -> None:
    other = open_store(empty_neo4j)
    with store.writer() as writer:
        writer.put(story[0])
        writer.flush()
        assert other.view().reading(story[0].article.id) == story[0]
    other.close()


def test_what_needs_too_much_memory_is_told_and_not_tried_again(store: Store, empty_neo4j: str) -> None:
    link, calls = Link(empty_neo4j), []

    def greedy(tx: object) -> object:
        calls.append(1)
        return tx.run("UNWIND range(1, 100000000) AS n WITH collect(n) AS found RETURN size(found)").consume()  # type: ignore[attr-defined]

    with pytest.raises(StoreError, match="too little memory"):
        link.read(greedy)
    link.close()
    assert len(calls) == 1
    assert isinstance(store.view().stats().articles, int)


def test_records_say_how_they_were_read_after_a_merge(store: Store, story: Story) -> None:
    fill(store, story[:1])
    with store.writer() as writer:
        writer.merge(Merge("person/kemal-oran", story[0].actors[3]))
    found = store.view().reading(story[0].article.id)
    assert found is not None
    assert ("country/tr", "person/kemal-oran") in {
        (party.actor, party.read_as) for party in found.claims[0].sources
    }
