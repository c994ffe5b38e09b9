"""Ties for exports, gathered on disk: the same as the store's own, weighed, and in a stream."""

import sqlite3
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from export_stores import simple_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from story import AALTO, FINLAND, TURKEY
from test_exports import in_memory
from test_index import narrow, readings

from graph.errors import InputError
from graph.export import Scope, export
from graph.export.tied import ties_of
from graph.model import Actor, Article, Claim, Reading
from graph.network import Tally
from graph.store import select
from graph.store.base import Selection
from graph.told import told
from graph.voices import sources


@settings(deadline=None)
@given(st.lists(readings(), max_size=6, unique_by=lambda each: each.article.id), narrow)
def test_they_are_those_of_the_store_in_its_order(held: list[Reading], wanted: Selection) -> None:
    for selection in (Selection(), wanted):
        chosen = select.select(selection, select.dated(held))
        by_article = {each.article.id: each.article for each in held}
        claims = [(each.claim, by_article[each.claim.article]) for each in chosen]
        expected, weights = select.ties(chosen), sources(claims)
        tally = Tally()
        found = list(ties_of(claims, tally))
        assert [tie for tie, _ in found] == [replace(tie, claim_ids=()) for tie in expected]
        assert [weight for _, weight in found] == [
            weights[tie.source, tie.target, tie.relation] for tie in expected
        ]
        assert tally.edges == len(expected)


def test_an_actor_counts_each_claim_that_ties_it_once() -> None:
    three = simple_reading("CONSULT", [FINLAND, TURKEY, AALTO])
    alone = simple_reading("RETREAT", [AALTO])
    tally = Tally()
    assert len(list(ties_of(told(in_memory(three, alone)), tally))) == 3
    assert tally.claims == {FINLAND.id: 1, TURKEY.id: 1, AALTO.id: 1}
    assert (tally.edges, tally.used) == (3, 1)


MANY = 30_000


def many() -> Iterator[tuple[Claim, Article]]:
    reading = simple_reading("ACCUSE", [FINLAND], [TURKEY], text="word " * 100)
    for number in range(MANY):
        party = replace(reading.claims[0].sources[0], actor=f"person/{number}")
        yield replace(reading.claims[0], id=f"c{number}", sources=(party,)), reading.article


@pytest.mark.slow
def test_claims_and_ties_pass_without_being_held() -> None:
    tracemalloc.start()
    try:
        count = sum(weight for _, weight in ties_of(many(), Tally()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == MANY
    # All ties would be some 20 MB; what grows is the count of each actor's claims.
    assert peak < 8 * 2**20


def test_where_the_disk_is_full_it_says_what_to_do_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(*_: object, **__: object) -> sqlite3.Connection:
        db = real(":memory:", isolation_level=None)
        db.execute("PRAGMA max_page_count = 8")
        return db

    real = sqlite3.connect
    monkeypatch.setattr("graph.export.tied.sqlite3.connect", small)
    people = [Actor(f"person/{n}", f"Person {n}", "person") for n in range(60)]
    with pytest.raises(InputError, match=r"disk is full.*TMPDIR"):
        export(in_memory(simple_reading("CONSULT", people)), tmp_path / "t.graphml", Scope(ties=True))
    assert list(tmp_path.iterdir()) == []
