"""Named questions answered from the index instead of by their query: the same rows, sooner.

The query of a question stays its meaning: what is here gives the rows that it gives, which tests compare over the same
articles, and a question without a way of its own is asked by its query.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from graph.errors import QueryError, QueryTimeout
from graph.store._index_sql import Condition
from graph.store._query import LONGEST
from graph.store.base import Row

if TYPE_CHECKING:
    from graph.store._writer import Database

_LISTS = "graph.store._quick_lists:listed"
# What answers a question: a function that takes an `Asked` and gives rows, by name of column.
WAYS: Mapping[str, str] = {
    "who-met-whom": "graph.store._quick_lists:met",
    "who-called-for-what": _LISTS,
    "who-supports-whom": _LISTS,
    "who-accused-whom": _LISTS,
    "who-rejected-what": _LISTS,
    "who-threatened-whom": _LISTS,
    "acts-of-a-kind": _LISTS,
    "requests-refused": "graph.store._quick_doubts:requests_refused",
    "plans-not-done": "graph.store._quick_doubts:plans_not_done",
    "which-countries-support-which-bodies": "graph.store._quick_all:countries_and_bodies",
    "offices": _LISTS,
    "offices-on": _LISTS,
    "members-and-parts": _LISTS,
    "belongs-to": _LISTS,
    "statements-of": _LISTS,
    "statements-about": _LISTS,
    "who-speaks-about-whom": "graph.store._quick_all:who_speaks_about_whom",
    "quoted-most": "graph.store._quick_all:quoted_most",
    "ego-network": "graph.store._quick_sums:ego_network",
    "friends-and-foes": "graph.store._quick_sums:friends_and_foes",
    "common-partners": "graph.store._quick_sums:common_partners",
    "mediators": "graph.store._quick_sums:mediators",
    "paths-between": "graph.store._quick_paths:paths",
    "allies-of-rivals": "graph.store._quick_sums:allies_of_rivals",
    "rivals-of-rivals": "graph.store._quick_sums:rivals_of_rivals",
    "most-connected": "graph.store._quick_all:most_connected",
    "timeline": _LISTS,
    "first-contact": "graph.store._quick_sums:first_contact",
    "balance-by-month": "graph.store._quick_sums:balance_by_month",
    "what-changed": "graph.store._quick_sums:what_changed",
    "reversals": "graph.store._quick_turns:reversals",
    "latest-claims": _LISTS,
    "single-source-claims": "graph.store._quick_doubts:single_source",
    "told-by-one-outlet": "graph.store._quick_doubts:told_by_one_outlet",
    "outlets-on": "graph.store._quick_sums:outlets_on",
    "denied-claims": _LISTS,
    "contradicting-claims": "graph.store._quick_doubts:contradicting",
}
# Steps of SQLite's machine between looks at the clock: a millisecond or so.
_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it is asked about: actors by id, days, a relation's name, an outlet. `most` rows are wanted."""

    name: str
    given: Mapping[str, Any]
    most: int
    db: sqlite3.Connection
    database: "Database"

    def rows(self, text: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query over the index."""
        return self.db.execute(text, values)

    def number(self, key: str) -> int:
        """The number of the actor given for a parameter; -1, which is nobody's, where the index has none."""
        return next((int(n) for (n,) in self.rows("SELECT n FROM actor WHERE id = ?", self.given[key])), -1)

    def numbers(self, *keys: str) -> list[int]:
        """Those of the parameters that have a value."""
        return [self.number(key) for key in keys if key in self.given]

    def period(self, column: str, number: str = "") -> Condition:
        """What a column of days must meet: the undated meet no period."""
        return between(column, self.given.get(f"since{number}"), self.given.get(f"until{number}"))


def between(column: str, since: date | None, until: date | None) -> Condition:
    """What a column of days must meet to lie in a period that may be open on either side."""
    ends = ((" >= ?", since), (" <= ?", until))
    parts = [(column + test, day.toordinal()) for test, day in ends if day is not None]
    return Condition(" AND ".join(text for text, _ in parts) or "1", tuple(day for _, day in parts))


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through claims from the newest on, so that who has enough may stop: FROM, WHERE, and the column of days."""

    start: str
    where: Condition
    day: str


def walk(asked: Asked, index: str) -> Walk:
    """By way of the parties of the actors asked for, a claim as often as they stand in it; else by an index of claims."""
    actors = asked.numbers("actor", "other")
    if not actors:
        return Walk(f"claim INDEXED BY {index}", asked.period("claim.first"), "claim.first")
    period = asked.period("x.first")
    with_other = " AND EXISTS (SELECT 1 FROM party AS y WHERE y.c = x.c AND +y.actor = ? AND y.role < 2)"
    text = f"x.actor = ? AND x.role < 2 AND {period.text}{with_other * (len(actors) - 1)}"
    where = Condition(text, (actors[0], *period.values, *actors[1:]))
    return Walk("party AS x INDEXED BY party_by_actor CROSS JOIN claim USING (c)", where, "x.first")


def answer(asked: Asked, seconds: float) -> Sequence[Row] | None:
    """The rows that answer a question, in any order; None where it has no way of its own.

    Raises QueryError for a time limit that is none, QueryTimeout.
    """
    if not 0 < seconds <= LONGEST:
        raise QueryError(f"the time limit must lie between 0 and {LONGEST} seconds")
    way = WAYS.get(asked.name)
    if way is None:
        return None
    module, _, function = way.partition(":")
    with _stopped(asked.db, seconds):
        found: list[Row] = getattr(import_module(module), function)(asked)
    return found


@contextmanager
def _stopped(db: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Stop what runs inside once the time is up."""
    end = time.monotonic() + seconds
    db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as wrong:
        if "interrupted" not in str(wrong):
            raise
        raise QueryTimeout(
            f"the question was stopped after {seconds:g} seconds: give a period, or allow it more time"
        ) from wrong
    finally:
        db.set_progress_handler(None, 0)
