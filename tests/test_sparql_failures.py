"""Loads into a real SPARQL server that goes wrong: they stop cleanly, say how to go on, and go on."""

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import Story, fill
from servers_fuseki import running

from graph import vocabulary as v
from graph.errors import StoreError
from graph.ids import claim_id
from graph.model import Actor, Article, Claim, Party, Passage, Reading
from graph.store import open_store
from graph.store._sparql_send import Part
from graph.store.sparql import SparqlStore
from loaders.run import load

pytestmark = pytest.mark.server

HERE = Path(__file__).resolve().parent
PERSISTENT = ("--tdb2", "--loc=DB", "--update")
ARTICLES = 70


class Read:
    """A reader for whom everybody of an article met; `then` is called with the number of each article read."""

    def __init__(self, then: Callable[[int], None] = lambda number: None) -> None:
        self.number, self.then = 0, then

    def read(self, article: Article) -> Reading:
        """One claim with two parties."""
        self.number += 1
        self.then(self.number)
        one, other = (
            Actor(f"person/{name.lower()}", name, "person", (name,)) for name in article.text.split()[:2]
        )
        sources = tuple(Party(actor.id, actor.name) for actor in (one, other))
        key = claim_id(article.id, "CONSULT", None, "asserted", [one.id, other.id], [], 0, "met")
        proof = (Passage(0, len(article.text), article.text),)
        return Reading(
            article, (Claim(key, article.id, "CONSULT", sources, (), proof, predicate="met"),), (one, other)
        )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    lines = [
        json.dumps({"id": f"a{n:03}", "text": f"Oran{n % 7} Aalto{n % 11} met.", "published": "2021-03-01"})
        for n in range(ARTICLES)
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def expected(tmp_path: Path, articles: Path) -> list[str]:
    """What an embedded store holds after the same load."""
    with closing(open_store(tmp_path / "embedded", create=True)) as store:
        load([articles], store, Read())
        return list(store.view().quads())


def folder(tmp_path: Path) -> Path:
    """A folder for a server that keeps its data."""
    place = tmp_path / "server"
    (place / "DB").mkdir(parents=True)
    return place


def test_a_load_whose_server_is_killed_says_how_to_go_on_and_goes_on(
    tmp_path: Path, articles: Path, expected: list[str]
) -> None:
    with running(folder(tmp_path), *PERSISTENT) as server, closing(SparqlStore(server.address)) as store:

        def kill(number: int) -> None:
            if number == 65:
                server.kill()

        with pytest.raises(
            StoreError, match=r"start it, .*is kept: start the same load again, and it goes on"
        ):
            load([articles], store, Read(kill))
        with pytest.raises(StoreError, match="no server answers"):
            store.view()
        server.start()
        assert store.view().stats().articles == 50
        summary = load([articles], store, Read())
        assert summary.changes == {"unchanged": 50, "added": 20}
        assert list(store.view().quads()) == expected


def test_a_load_goes_on_over_a_restart_between_two_batches(
    tmp_path: Path, articles: Path, expected: list[str]
) -> None:
    with running(folder(tmp_path), *PERSISTENT) as server, closing(SparqlStore(server.address)) as store:

        def restart(number: int) -> None:
            if number == 30:
                server.stop()
                server.start()

        assert load([articles], store, Read(restart)).changes == {"added": ARTICLES}
        assert list(store.view().quads()) == expected


def test_the_lock_of_a_process_that_was_killed_is_void(tmp_path: Path, story: Story) -> None:
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        code = (
            "import os, sys; from graph.store.sparql import SparqlStore;"
            "writer = SparqlStore(sys.argv[1]).writer(); print('writing', flush=True); sys.stdin.read()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", code, server.address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE.parent,
        )  # fmt: skip
        assert other.stdout and other.stdin
        assert other.stdout.readline() == b"writing\n"
        with pytest.raises(StoreError, match=f"process {other.pid} on .* is writing"):
            store.writer()
        other.kill()
        other.wait()
        other.stdin.close()
        other.stdout.close()
        assert fill(store, story[:1]) == ["added"]


def test_a_writer_whose_lock_was_taken_over_writes_no_more(tmp_path: Path, story: Story) -> None:
    from graph.store import _sparql_lock

    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        slow = store.writer()
        slow.put(story[0])
        old = '"2001-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
        lock = f"GRAPH {_sparql_lock.GRAPH} {{ {_sparql_lock.GRAPH} {_sparql_lock._RENEWED}"
        store._endpoint.update(
            f"DELETE {{ {lock} ?then }} }} INSERT {{ {lock} {old} }} }} WHERE {{ {lock} ?then }} }}"
        )
        with closing(SparqlStore(server.address)) as other, other.writer() as quick:
            quick.put(story[1])
            with pytest.raises(StoreError, match=r"is writing to .* not renewed for too long"):
                slow.flush()
        assert [article.id for article in store.view().articles()] == [story[1].article.id]
        with pytest.raises(StoreError, match="has failed"):
            slow.put(story[2])
        slow.close()


def test_a_wrong_password_is_told_and_the_right_one_works(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passwords").write_text("selma: harbour-7\n")
    options = ("--mem", "--update", f"--passwd={tmp_path / 'passwords'}", "--auth=basic")
    with running(tmp_path, *options) as server:
        for given in (None, "wrong-word"):
            if given:
                monkeypatch.setenv("LEGATION_USER", "selma")
                monkeypatch.setenv("LEGATION_PASSWORD", given)
            with closing(open_store(server.address)) as store:
                with pytest.raises(StoreError, match="another user or password: set LEGATION_USER") as told:
                    store.writer()
                assert "wrong-word" not in str(told.value)
        monkeypatch.setenv("LEGATION_PASSWORD", "harbour-7")
        with closing(open_store(server.address)) as store:
            assert fill(store, story) == ["added"] * 4


def test_a_server_that_takes_no_updates_can_be_read(tmp_path: Path, story: Story) -> None:
    with running(folder(tmp_path), "--tdb2", "--loc=DB") as server:  # without --update
        with closing(SparqlStore(server.address)) as store:
            assert store.view().stats().articles == 0
            with pytest.raises(
                StoreError, match=r"no SPARQL endpoint at .*/kg/update|does not (?:take|allow)"
            ):
                store.writer()
        with (
            closing(
                SparqlStore(f"sparql+http://127.0.0.1:{server.port}/other/sparql?update=/other/update")
            ) as store,
            pytest.raises(StoreError, match="no SPARQL endpoint at"),
        ):
            store.view()


def test_the_dump_of_a_server_is_that_of_an_embedded_store(tmp_path: Path, story: Story) -> None:
    from story import TURKEY

    from graph.model import Merge

    odd = replace(story[3], article=replace(story[3].article, note='"\\\r\n\t\x00\x01\ufffe\U0010ffff<x>'))
    with running(folder(tmp_path), *PERSISTENT) as server:
        stores = (SparqlStore(server.address), open_store(tmp_path / "embedded", create=True))
        for store in stores:
            fill(store, (*story[:3], odd))
            with store.writer() as writer:
                writer.merge(Merge("person/kemal-oran", TURKEY))
                writer.drop(story[2].article.id)
        theirs, ours = (list(store.view().quads()) for store in stores)
        assert theirs == ours
        assert stores[0].view().reading(odd.article.id) == stores[1].view().reading(odd.article.id)
        for store in stores:
            store.close()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path, story: Story) -> None:
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        fill(store, story[:1])
        place = "<https://w3id.org/legation/store>"
        schema = "<https://w3id.org/legation/ontology#schema>"
        store._endpoint.update(
            f"DELETE WHERE {{ GRAPH {place} {{ {place} {schema} ?before }} }} ; "
            f"INSERT DATA {{ GRAPH {place} {{ {place} {schema} 99 }} }}"
        )
        for use in (store.view, store.writer):
            with pytest.raises(StoreError, match=r"newer version .*upgrade"):
                use()


def test_an_article_that_a_server_refuses_does_not_take_others_with_it(tmp_path: Path, story: Story) -> None:
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        writer = store.writer()
        for reading in story[:2]:
            writer.put(reading)
        writer._waiting.insert(1, Part("the article of odd signs", "INSERT DATA { nonsense }"))
        with pytest.raises(StoreError, match=r"the article of odd signs was not stored: .*400"):
            writer.flush()
        writer.close()
        assert store.view().stats().articles == 2
        with store.writer():
            pass


def test_a_writer_that_nobody_closed_and_nobody_holds_lets_others_write(tmp_path: Path, story: Story) -> None:
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        store.writer().put(story[0])
        gc.collect()
        assert fill(store, story[1:2]) == ["added"]


def test_what_others_wrote_into_our_graphs_is_told(tmp_path: Path, story: Story) -> None:
    graph, claim = v.graph_iri(story[0].article.id), v.claim_iri(story[0].claims[0].id)
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        fill(store, story)
        day = f"GRAPH {graph} {{ {claim} {v.leg('date')}"
        store._endpoint.update(
            f"DELETE {{ {day} ?day }} }} INSERT {{ {day} 'soon' }} }} WHERE {{ {day} ?day }} }}"
        )
        for use in (lambda view: list(view.ties()), lambda view: view.reading(story[0].article.id)):
            with pytest.raises(StoreError, match=r"what Legation never writes .*'soon'"):
                use(store.view())
        store._endpoint.update(f"INSERT DATA {{ GRAPH {graph} {{ [] {v.leg('date')} 1 }} }}")
        with pytest.raises(StoreError, match="a blank node"):
            store.view().reading(story[0].article.id)
        assert fill(store, (replace(story[0], cuts=()),)) == ["replaced"]
        assert store.view().reading(story[0].article.id) == replace(story[0], cuts=())


def test_other_graphs_of_a_server_are_left_alone(tmp_path: Path, story: Story) -> None:
    theirs = (
        "GRAPH <http://x.example/g> { <http://x.example/a> <https://w3id.org/legation/ontology#source> [] }"
    )
    with running(tmp_path, "--mem", "--update") as server, closing(SparqlStore(server.address)) as store:
        store._endpoint.update(f"INSERT DATA {{ {theirs} }}")
        fill(store, story)
        view = store.view()
        assert len(list(view.claims())) == view.stats().claims == 11
        assert not any("x.example" in line for line in view.quads())
        with store.writer() as writer:
            for reading in story:
                writer.drop(reading.article.id)
        assert store._endpoint.holds(f"ASK {{ {theirs.replace('[]', '?b')} }}")
