"""The index of a snapshot: names, ties, and where which claims stand, in SQLite. Derived, never the truth.

It lies beside the snapshot that it describes, says which one that is, and never changes after that. `Index.open` gives
None where it is missing, damaged or another's: the writer then makes it anew. Its answers are exactly those of
`graph.store.select`, which a test compares on random stores.
"""

# ruff: noqa: S608 -- conditions are the fixed texts of _index_sql; every value is bound

import json
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from graph.model import MODALITIES, Actor, Tie
from graph.store import select
from graph.store._index_actor import unpacked
from graph.store._index_sql import LAYOUT, Condition, on_claims, on_pairs, on_ties
from graph.store.base import Selection, Stats

# Up to this share of all claims, ties of a selection are gathered claim by claim; above it, by reading all pairs in order.
_FEW = 0.15
_TIE = "SELECT {columns} FROM ({ties}) AS tie JOIN actor AS one ON one.n = tie.source JOIN actor AS other ON other.n = tie.target"
_ORDER = " ORDER BY tie.articles DESC, tie.claims DESC, one.id, other.id, tie.relation LIMIT ?"
_COLUMNS = (
    "tie.t, one.id, other.id, tie.relation, tie.claims, tie.articles, tie.first, tie.last, m0, m1, m2, m3, m4"
)
_COUNTS = ", ".join(f"sum(pair.modality = {place}) AS m{place}" for place in range(len(MODALITIES)))


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


class Index:
    """An index opened for reading; it may be asked from several threads at once."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._idle: deque[sqlite3.Connection] = deque()
        with self.connection() as db:
            self._longest = int(db.execute("SELECT value FROM meta WHERE key = 'longest'").fetchone()[0])
            # As many or a few more, without counting: it only decides which way to go.
            self._claims = int(db.execute("SELECT coalesce(max(c), 0) FROM claim").fetchone()[0])

    @classmethod
    def open(cls, path: Path, revision: str) -> "Index | None":
        """The index in a file, if it is one and describes this revision."""
        if not path.is_file():
            return None
        try:
            index = cls(path)
            with index.connection() as db:
                stated = dict(db.execute("SELECT key, value FROM meta"))
        except (sqlite3.Error, TypeError):
            return None
        return index if (stated.get("layout"), stated.get("revision")) == (str(LAYOUT), revision) else None

    def close(self) -> None:
        """Close the file. Who asks again opens it again."""
        while self._idle:
            self._idle.pop().close()

    __del__ = close

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile."""
        try:
            db = self._idle.pop()
        except IndexError:
            db = self._connected()
            db.execute("PRAGMA mmap_size = 1073741824")  # answers come two to three times as fast
        try:
            yield db
        finally:
            self._idle.append(db)

    @contextmanager
    def _stream(self) -> Iterator[sqlite3.Connection]:
        """A connection for going through everything, which does not bring the whole file into memory."""
        db = self._connected()
        try:
            yield db
        finally:
            db.close()

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self._address, uri=True, isolation_level=None, check_same_thread=False)

    # ---- articles and actors

    def mark(self, article_id: str) -> str | None:
        """The fingerprint of an article; None where there is none."""
        with self.connection() as db:
            row = db.execute("SELECT mark FROM article WHERE id = ?", (article_id,)).fetchone()
        return str(row[0]) if row else None

    def marks(self) -> Iterator[tuple[str, str]]:
        """Article ids with their fingerprints, sorted by id."""
        with self._stream() as db:
            yield from db.execute("SELECT id, mark FROM article ORDER BY id")

    def wrong(self) -> list[tuple[str, str]]:
        """The articles whose readings could not be decoded, each with the reason."""
        with self.connection() as db:
            return list(db.execute("SELECT id, wrong FROM article WHERE wrong IS NOT NULL ORDER BY id"))

    def actors(self) -> Iterator[Actor]:
        """All actors that are named, sorted by id."""
        with self._stream() as db:
            for (record,) in db.execute("SELECT record FROM actor WHERE record IS NOT NULL ORDER BY id"):
                yield unpacked(record)

    def actor(self, actor_id: str) -> Actor | None:
        """One of them."""
        with self.connection() as db:
            row = db.execute("SELECT record FROM actor WHERE id = ?", (actor_id,)).fetchone()
        return unpacked(row[0]) if row and row[0] else None

    def find(self, text: str, most: int | None) -> list[Actor]:
        """The actors that a name may mean: see `select.find`."""
        words = sorted(select.folded(text).split(), key=len)
        if not words:
            return []
        # The longest word says most; what follows it in no alphabet is this last character.
        where = "word >= ? AND word < ?"
        with self.connection() as db:
            rows = db.execute(
                f"SELECT record FROM actor WHERE n IN (SELECT n FROM word WHERE {where})",
                (words[-1], words[-1] + "\U0010ffff"),
            ).fetchall()
        return select.find((unpacked(record) for (record,) in rows), text, most)

    def stats(self) -> Stats:
        """How much there is."""
        with self.connection() as db:
            articles, problems, begin, end = db.execute(
                "SELECT count(*), coalesce(sum(problems), 0), min(published), max(published) FROM article"
            ).fetchone()
            actors = db.execute("SELECT count(*) FROM actor WHERE record IS NOT NULL").fetchone()[0]
            rows = db.execute(
                "SELECT relation, count(*), min(CASE WHEN own THEN first END), max(CASE WHEN own THEN last END)"
                " FROM claim GROUP BY relation ORDER BY count(*) DESC, relation"
            ).fetchall()
        return Stats(
            articles=articles,
            claims=sum(row[1] for row in rows),
            actors=actors,
            problems=problems,
            by_relation={row[0]: row[1] for row in rows},
            first=_day(min((row[2] for row in rows if row[2]), default=None)),
            last=_day(max((row[3] for row in rows if row[3]), default=None)),
            first_published=_day(begin),
            last_published=_day(end),
        )

    # ---- claims

    def claims(self, selection: Selection) -> Iterator[tuple[str, str]]:
        """Article and claim ids of the claims selected, newest first, undated ones last, then by id."""
        where = on_claims(selection, self._longest)
        with self.connection() as db:
            yield from db.execute(
                "SELECT article.id, claim.id FROM claim JOIN article USING (a)"
                f" WHERE {where.text} ORDER BY claim.first DESC, claim.id, article.id LIMIT ?",
                (*where.values, -1 if selection.limit is None else selection.limit),
            )

    def articles(self, selection: Selection) -> list[str]:
        """The articles with a claim selected, sorted by id."""
        where = on_claims(selection, self._longest)
        with self.connection() as db:
            rows = db.execute(
                f"SELECT id FROM article WHERE a IN (SELECT a FROM claim WHERE {where.text}) ORDER BY id",
                where.values,
            ).fetchall()
        return [str(row[0]) for row in rows]

    # ---- ties

    def ties(self, selection: Selection, most: int | None) -> list[Tie]:
        """The claims selected, aggregated: see `select.ties`."""
        limit = -1 if most is None else most
        with self.connection() as db:
            source, where = self._source(db, selection)
            query = _TIE.format(columns=_COLUMNS, ties=source.text) + _ORDER
            rows = db.execute(query, (*source.values, limit)).fetchall()
            ids = self._claim_ids(db, [row[0] for row in rows], where, everything=most is None)
        return [
            Tie(
                source=row[1],
                target=row[2],
                relation=row[3],
                claims=row[4],
                articles=row[5],
                first=_day(row[6]),
                last=_day(row[7]),
                modalities={
                    m: row[8 + MODALITIES.index(m)]
                    for m in sorted(MODALITIES)
                    if row[8 + MODALITIES.index(m)]
                },
                claim_ids=ids[row[0]],
            )
            for row in rows
        ]

    def tie_count(self, selection: Selection) -> int:
        """How many ties the claims selected make."""
        with self.connection() as db:
            if _of_relations(selection):
                table, where = "tie", on_ties(selection.relations)
            else:
                table, where = "pair", self._pairs(db, selection)
            query = f"SELECT count(DISTINCT t) FROM {table} WHERE {where.text}"
            return int(db.execute(query, where.values).fetchone()[0])

    def prominent(self, selection: Selection, most: int | None) -> list[tuple[str, int, int]]:
        """Actors with their numbers of partners and claims: see `select.prominent`."""
        limit = -1 if most is None else most
        order = " ORDER BY partners DESC, claims DESC, id LIMIT ?"
        with self.connection() as db:
            if selection == select.EVERYTHING:
                query = "SELECT id, partners, claims FROM actor WHERE partners > 0" + order
                return [tuple(row) for row in db.execute(query, (limit,))]
            where = self._pairs(db, selection)
            query = (
                f"WITH told AS MATERIALIZED (SELECT t, id FROM pair WHERE {where.text}),"
                " ends AS (SELECT source AS n, target AS other, told.id AS claim FROM told JOIN tie USING (t)"
                " UNION ALL SELECT target, source, told.id FROM told JOIN tie USING (t))"
                " SELECT actor.id AS id, count(DISTINCT other) AS partners, count(DISTINCT claim) AS claims"
                " FROM ends JOIN actor USING (n) GROUP BY n" + order
            )
            return [tuple(row) for row in db.execute(query, (*where.values, limit))]

    def _source(self, db: sqlite3.Connection, selection: Selection) -> tuple[Condition, Condition | None]:
        """The rows of ties of a selection, and the condition on their pairs (None: all of them)."""
        if _of_relations(selection):
            where = on_ties(selection.relations)
            return Condition(f"SELECT * FROM tie WHERE {where.text}", where.values), None
        where = self._pairs(db, selection)
        text = (
            "SELECT tie.t AS t, source, target, relation, claims, articles, first, last, m0, m1, m2, m3, m4 FROM"
            " (SELECT pair.t AS t, count(*) AS claims, count(DISTINCT pair.a) AS articles,"
            f" min(pair.first) AS first, max(pair.last) AS last, {_COUNTS}"
            f" FROM pair WHERE {where.text} GROUP BY pair.t)"
            " JOIN (SELECT t, source, target, relation FROM tie) AS tie USING (t)"
        )
        return Condition(text, where.values), where

    def _pairs(self, db: sqlite3.Connection, selection: Selection) -> Condition:
        """The condition on pairs that a selection means: by way of its claims where these are few, else directly."""
        bare = replace(selection, relations=(), modalities=(), since=None, until=None)
        where = on_claims(selection, self._longest)
        if bare == select.EVERYTHING:
            few = int(self._claims * _FEW) + 1
            query = f"SELECT count(*) FROM (SELECT 1 FROM claim WHERE {where.text} LIMIT ?)"
            if db.execute(query, (*where.values, few)).fetchone()[0] == few:
                return on_pairs(selection)
        order = ""
        values = where.values
        if selection.limit is not None:
            order = " ORDER BY claim.first DESC, claim.id, (SELECT id FROM article WHERE article.a = claim.a) LIMIT ?"
            values = (*values, selection.limit)
        return Condition(f"pair.c IN (SELECT claim.c FROM claim WHERE {where.text}{order})", values)

    @staticmethod
    def _claim_ids(
        db: sqlite3.Connection, ties: Sequence[int], where: Condition | None, *, everything: bool
    ) -> dict[int, tuple[str, ...]]:
        """The ids of the claims of each tie, sorted."""
        held = where or Condition("1", ())
        text, values = held.text, held.values
        if not everything:
            text, values = (
                f"pair.t IN (SELECT value FROM json_each(?)) AND {text}",
                (json.dumps(ties), *values),
            )
        rows = db.execute(f"SELECT t, id FROM pair WHERE {text} ORDER BY t, id", values)
        return {t: tuple(row[1] for row in group) for t, group in groupby(rows, key=lambda row: row[0])}


def _of_relations(selection: Selection) -> bool:
    """Whether a selection keeps ties whole, so that what was counted beforehand holds."""
    return replace(selection, relations=()) == select.EVERYTHING
