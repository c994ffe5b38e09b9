"""The ties of claims with their weights, in bounded memory: claims come in any order, ties go out strongest first.

What each claim says of its ties lies in a database of SQLite's that has no name and is gone when it is closed; SQLite
sorts it on disk, and one tie at a time is made from it. `View.ties` has the same ties, but all at once and without the
voices that weigh them; a test compares the two.
"""

# ruff: noqa: S608 -- the only parts glued in are names of our own columns; every value is bound

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import groupby
from typing import Any

from graph.errors import InputError
from graph.model import MODALITIES, Article, Claim, Tie
from graph.network import Tally
from graph.pairs import pairs
from graph.store.select import Dated
from graph.voices import independent, voice

Told = tuple[Claim, Article]
# A tie and the number of its independent sources.
Weighed = tuple[Tie, int]

_ENDS = "source, target, relation"
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -32768;
CREATE TABLE told ({_ENDS}, article, first, last, modality, outlet, words);
CREATE TABLE tie ({_ENDS}, claims, articles, first, last, weight, {", ".join(MODALITIES)});
BEGIN;
"""
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
# The order of View.ties.
_STRONGEST = f"articles DESC, claims DESC, {_ENDS}"


def ties_of(claims: Iterable[Told], tally: Tally) -> Iterator[Weighed]:
    """The ties of claims, each given with its article, with their weights; counts the claims in the tally.

    Most articles come first, then most claims, then the smaller ids. Raises InputError where the disk has no room.
    """
    try:
        with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as db:
            db.executescript(_TABLES)
            db.executemany(f"INSERT INTO told VALUES ({_marks(9)})", _rows(claims, tally))
            weighed = (
                _weighed(key, list(rows)) for key, rows in groupby(_sorted(db), key=lambda row: row[:3])
            )
            db.executemany(f"INSERT INTO tie VALUES ({_marks(8 + len(MODALITIES))})", weighed)
            db.execute("DROP TABLE told")
            for row in db.execute(f"SELECT * FROM tie ORDER BY {_STRONGEST}"):
                tally.edges += 1
                yield _tie(row)
    except sqlite3.OperationalError as wrong:
        if wrong.sqlite_errorcode & 0xFF not in _NO_ROOM:
            raise
        raise InputError(
            f"the ties could not be gathered ({wrong}): free some room in the folder for temporary files, or name another in TMPDIR"
        ) from wrong


def _rows(claims: Iterable[Told], tally: Tally) -> Iterator[tuple[object, ...]]:
    """What each claim says of each of its ties, days as ordinals."""
    for claim, article in claims:
        tied = pairs(claim)
        if not tied:
            continue
        tally.used += 1
        tally.claims.update({end for pair in tied for end in pair})
        days = Dated(claim, article.published)
        said = (
            claim.article,
            _ordinal(days.first),
            _ordinal(days.last),
            claim.modality,
            *voice(claim, article),
        )
        for source, target in tied:
            yield source, target, claim.relation, *said


def _sorted(db: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    yield from db.execute(f"SELECT * FROM told ORDER BY {_ENDS}")


def _weighed(key: tuple[str, ...], rows: list[tuple[str, ...]]) -> tuple[object, ...]:
    """A row of `tie` from the rows of `told` that speak of it."""
    _, _, _, articles, firsts, lasts, modalities, outlets, words = zip(*rows, strict=True)
    many = Counter(modalities)
    return (
        *key,
        len(rows),
        len(set(articles)),
        min((day for day in firsts if day), default=None),
        max((day for day in lasts if day), default=None),
        independent(zip(outlets, words, strict=True)),
        *(many[modality] for modality in MODALITIES),
    )


def _tie(row: tuple[Any, ...]) -> Weighed:
    source, target, name, claims, articles, first, last, weight, *many = row
    modalities: dict[str, int] = {told: n for told, n in sorted(zip(MODALITIES, many, strict=True)) if n}
    return Tie(source, target, name, claims, articles, _day(first), _day(last), modalities), weight


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _marks(columns: int) -> str:
    return ", ".join("?" * columns)
