"""Questions answered from the index: the rows that their queries give, and what is counted beforehand is right."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from contract_store import Story, fill
from test_index import ACTORS, _walk, readings, steps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_twins import _choices, news, sets  # noqa: F401 -- news is a fixture

from graph import questions as asking
from graph.errors import QueryTimeout
from graph.model import Claim, Party, Reading
from graph.questions import ask, questions
from graph.store import open_store
from graph.store._quick import WAYS
from graph.store.base import Answer, View
from graph.store.oxigraph import OxigraphStore, OxigraphView


class Slow:
    """A view without quicker ways: every question is asked by its query."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def quick(self, question: str, given: Any, *, most: int, seconds: float) -> None:
        """There is none."""


def cells(answer: Answer) -> tuple[object, ...]:
    """All that an answer holds, cell by cell, with what kind of term each is."""
    rows = [
        tuple(None if cell is None else (str(cell), *(getattr(cell, slot) for slot in cell.__slots__)) for cell in row)  # type: ignore[attr-defined]
        for row in answer.rows
    ]
    return answer.columns, rows, answer.cut_short


@pytest.fixture(scope="module")
def stored(news: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:  # noqa: F811
    store = open_store(tmp_path_factory.mktemp("quick") / "store", create=True)
    fill(store, news)
    yield store.view()
    store.close()


def test_every_question_has_a_quicker_way() -> None:
    assert set(WAYS) == set(questions())


@pytest.mark.parametrize("name", list(questions()))
def test_the_quicker_way_gives_what_the_query_gives(
    stored: View, news: list[Reading], name: str  # noqa: F811
) -> None:
    slow: Any = Slow(stored)
    for given_values in sets(questions()[name], _choices(news)):
        assert cells(ask(stored, name, **given_values)) == cells(ask(slow, name, **given_values)), given_values
