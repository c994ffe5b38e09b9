"""Questions answered from the index: the rows that their queries give, and what is counted beforehand is right."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from contract_store import fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_index import ACTORS, _walk, readings, steps
from test_twins import _choices, news, sets  # noqa: F401 -- news is a fixture

from graph.errors import QueryTimeout
from graph.model import Actor, Article, Claim, Mention, Reading
from graph.ontology import relation
from graph.questions import ask, questions
from graph.store import _quick, open_store
from graph.store._quick import WAYS
from graph.store.base import Answer, View
from graph.store.oxigraph import OxigraphView


class Slow:
    """A view without quicker ways: every question is asked by its query."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def quick(self, question: str, given: Any, *, most: int, seconds: float) -> None:
        """There is none."""


def _kind(cell: str) -> tuple[object, ...]:
    return tuple(getattr(cell, name) for name in ("kind", "datatype", "language"))


def cells(answer: Answer) -> tuple[object, ...]:
    """All that an answer holds, cell by cell, with what kind of term each is."""
    rows = [tuple(cell and (str(cell), *_kind(cell)) for cell in row) for row in answer.rows]
    return answer.columns, rows, answer.cut_short


@pytest.fixture(scope="module")
def stored(news: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:  # noqa: F811
    store = open_store(tmp_path_factory.mktemp("quick") / "store", create=True)
    fill(store, tuple(news))
    yield store.view()
    store.close()


def test_every_question_has_a_quicker_way() -> None:
    assert set(WAYS) == set(questions())


@pytest.mark.parametrize("name", list(questions()))
def test_the_quicker_way_gives_what_the_query_gives(
    stored: View,
    news: list[Reading],  # noqa: F811
    name: str,
) -> None:
    slow: Any = Slow(stored)
    for asked in sets(questions()[name], _choices(news)):
        assert cells(ask(stored, name, **asked)) == cells(ask(slow, name, **asked)), asked


def joint(reading: Reading) -> Reading:
    """The reading with all parties of acts done together among their sources, as readers give them."""

    def mended(claim: Claim) -> Claim:
        if not relation(claim.relation).symmetric:
            return claim
        parties = {party.actor: party for party in (*claim.sources, *claim.targets)}
        return replace(claim, sources=tuple(parties.values()), targets=())

    return replace(reading, claims=tuple(mended(claim) for claim in reading.claims))


ASKED = st.fixed_dictionaries(
    {"actor": st.sampled_from(ACTORS), "other": st.sampled_from(ACTORS)},
    optional={
        "since": st.just(date(2020, 2, 1)),
        "until": st.just(date(2020, 11, 1)),
        "limit": st.sampled_from([1, 3]),
        "everybody": st.just(True),
    },
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_on_random_stores_too(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    held = [joint(each) for each in data.draw(st.lists(readings(), min_size=3, max_size=6))]
    held = list({each.article.id: each for each in held}.values())
    store = open_store(tmp_path_factory.mktemp("random") / "store", create=True)
    cast = Reading(
        Article("cast", "Nobody did anything."), actors=tuple(Actor(a, a, "person") for a in ACTORS)
    )
    named = tuple(Mention("cast", 0, 6, "Nobody", actor) for actor in ACTORS)
    fill(store, (*held, replace(cast, mentions=named)))
    view = store.view()
    slow: Any = Slow(view)
    for name, question in questions().items():
        drawn = data.draw(ASKED)
        fixed = {"relation": "ACCUSE", "outlet": "Nobody's", "on": date(2020, 6, 1)}
        fixed |= {"since2": date(2020, 5, 1), "until2": date(2020, 12, 1)}
        drawn = (
            {"since": date(2020, 1, 1), "until": date(2020, 8, 1), **drawn}
            if name == "what-changed"
            else drawn
        )
        known = {each.name: each.required for each in question.parameters}
        asked: dict[str, Any] = {
            key: value
            for key, value in {**fixed, **drawn}.items()
            if key in known and (known[key] or "everybody" not in drawn or key not in ("actor", "other"))
        }
        if name == "told-by-one-outlet" or asked.get("actor") == asked.get("other", 0):
            continue  # of no outlet; and nobody is another than himself
        assert cells(ask(view, name, **asked)) == cells(ask(slow, name, **asked)), (name, asked)
    store.close()


COUNTED = {
    "facts of ties": (
        "SELECT t, facts FROM tie",
        "SELECT t, sum(fact) FROM pair GROUP BY t",
    ),
    "asserted ties of actors": (
        "SELECT n, others, acts, papers FROM actor WHERE others + acts + papers > 0",
        "SELECT n, count(DISTINCT other), count(DISTINCT c), count(DISTINCT a) FROM"
        " (SELECT source AS n, target AS other, pair.* FROM tie JOIN pair USING (t)"
        " UNION ALL SELECT target, source, pair.* FROM tie JOIN pair USING (t)) WHERE modality = 0 GROUP BY n",
    ),
    "what actors said": (
        "SELECT n, said, said_in FROM actor WHERE said + said_in > 0",
        "SELECT actor, count(DISTINCT c), count(DISTINCT a) FROM party JOIN claim USING (c)"
        " WHERE role = 2 OR role = 0 AND relation = 'STATEMENT' GROUP BY actor",
    ),
    "who speaks about whom": (
        "SELECT speaker, about, claims, articles FROM voice",
        "SELECT k.actor, m.actor, count(DISTINCT c), count(DISTINCT a) FROM party AS k JOIN party AS m USING (c)"
        " JOIN claim USING (c) WHERE k.actor <> m.actor AND (k.role = 2 AND m.role < 2"
        " OR k.role = 0 AND m.role = 1 AND relation = 'STATEMENT') GROUP BY 1, 2",
    ),
    "kinds": (
        "SELECT n, kind FROM actor WHERE kind IS NOT NULL",
        "SELECT n, min(json_extract(record, '$[2]')) FROM version GROUP BY n"
        " HAVING count(DISTINCT json_extract(record, '$[2]')) = 1",
    ),
}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(todo=steps)
def test_what_is_counted_beforehand_is_what_can_be_counted(
    tmp_path_factory: pytest.TempPathFactory, todo: list[tuple[str, object]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("counted") / "store", create=True)
    _walk(store, todo)
    view = store.view()
    assert isinstance(view, OxigraphView)
    if view.snapshot is not None:
        db = sqlite3.connect(view.snapshot.index)
        for name, (held, counted) in COUNTED.items():
            assert sorted(db.execute(held)) == sorted(db.execute(counted)), name
        db.close()
    store.close()


def test_a_quicker_way_is_stopped_at_the_time_limit(stored: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_quick, "_STEPS", 1)
    with pytest.raises(QueryTimeout, match="stopped after 1e-09 seconds"):
        ask(stored, "most-connected", seconds=1e-9)
    assert ask(stored, "most-connected").rows
