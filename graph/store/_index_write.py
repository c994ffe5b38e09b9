"""Writing the index: articles come and go, and what is counted over all of them is kept up to date.

The file belongs to its writer alone until it is published: it has no journal, and whoever finds one that was not
finished throws it away.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

from graph.model import MODALITIES, Actor, Reading
from graph.pairs import pairs
from graph.store import select
from graph.store._index_actor import packed, unpacked
from graph.store._index_counts import Batch, Counts, Lost, Pair, partner
from graph.store._index_sql import LAYOUT, TABLES

# Numbers of actors kept in memory while writing; beyond it they are looked up again.
_MOST_NUMBERS = 200_000
_PLACE = {modality: place for place, modality in enumerate(MODALITIES)}
Changes = Mapping[str, tuple[str, Reading | str] | None]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


class IndexWriter:
    """An index file being written. Raises sqlite3.Error where the file is no index or there is no room."""

    def __init__(self, path: Path) -> None:
        self.path = path
        fresh = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
            self._db.execute(f"PRAGMA {setting}")
        if fresh:
            self._db.executescript(TABLES)
            self._put("layout", str(LAYOUT))
        self._db.execute("BEGIN")
        self._numbers: dict[str, int] = {}
        self._longest = int(self._get("longest") or 0)
        self._into: dict[str, str] = {}
        self._from: dict[str, set[str]] = {}
        self._judged(json.loads(self._get("final") or "{}"))

    def marks(self) -> dict[str, str]:
        """The fingerprint of each article that the index holds, by id."""
        return dict(self._db.execute("SELECT id, mark FROM article"))

    def update(self, changes: Changes) -> None:
        """Put articles in place of what was held of them.

        Each is given as its fingerprint and reading (or why it has none), None where it is gone.
        """
        touched: set[int] = set()
        for article_id in changes:
            touched |= self._remove(article_id)
        batch = Batch()
        for article_id, change in changes.items():
            if change is not None:
                touched |= self._add(article_id, *change, batch)
        self._store(batch)
        for n in sorted(touched):
            self._renew(n)

    def judge(self, final: Mapping[str, Actor]) -> None:
        """Take note of which actors stand for which: the names of those that were merged stay findable."""
        stated, before = {actor: into.id for actor, into in sorted(final.items())}, self._into
        if stated == before:
            return
        self._put("final", json.dumps(stated))
        self._judged(stated)
        for actor_id in sorted({*stated.values(), *before.values()}):
            self._tell(self._number(actor_id))

    def _judged(self, into: dict[str, str]) -> None:
        self._into, self._from = into, {}
        for actor, final in into.items():
            self._from.setdefault(final, set()).add(actor)

    def finish(self, revision: str) -> None:
        """Say which revision it describes, and make it durable. The writer is closed."""
        self._put("revision", revision)
        self._put("longest", str(self._longest))
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA optimize")
        self._db.close()
        with self.path.open("r+b") as file:
            os.fsync(file.fileno())

    def abandon(self) -> None:
        """Close without finishing."""
        self._db.close()

    __del__ = abandon

    def _get(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def _put(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _number(self, actor_id: str) -> int:
        if actor_id not in self._numbers:
            if len(self._numbers) >= _MOST_NUMBERS:
                self._numbers.clear()
            row = self._db.execute("SELECT n FROM actor WHERE id = ?", (actor_id,)).fetchone()
            added = (
                row
                or self._db.execute("INSERT INTO actor (id) VALUES (?) RETURNING n", (actor_id,)).fetchone()
            )
            self._numbers[actor_id] = int(added[0])
        return self._numbers[actor_id]

    # ---- articles that go

    def _remove(self, article_id: str) -> set[int]:
        """Take an article out; the numbers of the actors whose names may have to be told anew."""
        row = self._db.execute("SELECT a FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return set()
        a = int(row[0])
        gone: dict[int, list[Lost]] = {}
        told = Counts()
        rows = (
            "SELECT pair.t, pair.id, pair.modality, pair.first, pair.last, pair.fact"
            " FROM claim JOIN pair USING (c) WHERE claim.a = ?"
        )
        ends: dict[tuple[str, int], set[int]] = {}
        for t, claim_id, modality, first, last, fact in self._db.execute(rows, (a,)).fetchall():
            gone.setdefault(t, []).append((modality, first, last, fact))
            ends.setdefault((claim_id, modality), set()).add(t)
        rows = "SELECT c, relation, role, actor FROM claim JOIN party USING (c) WHERE a = ? ORDER BY c"
        for (_, name), some in groupby(self._db.execute(rows, (a,)).fetchall(), key=lambda row: row[:2]):
            told.told(name, (row[2:] for row in some))
        touched = self._uncast(a, article_id)
        for name in ("pair", "party"):
            self._db.execute(f"DELETE FROM {name} WHERE c IN (SELECT c FROM claim WHERE a = ?)", (a,))  # noqa: S608
        for name in ("claim", "article"):
            self._db.execute(f"DELETE FROM {name} WHERE a = ?", (a,))  # noqa: S608
        of: dict[int, tuple[int, int]] = {}
        for t, lost in gone.items():
            of[t] = self._loosen(t, lost)
        for (_, modality), ties in ends.items():
            told.tied({end for t in ties for end in of[t]}, modality)
        told.write(self._db, -1)
        return touched

    def _loosen(self, t: int, lost: list[Lost]) -> tuple[int, int]:
        """Take the claims of one article from a tie; its ends."""
        source, target, claims, first, last, asserted = self._db.execute(
            "SELECT source, target, claims, first, last, m0 FROM tie WHERE t = ?", (t,)
        ).fetchone()
        many = Counter(modality for modality, _, _, _ in lost)
        if claims == len(lost):
            self._db.execute("DELETE FROM tie WHERE t = ?", (t,))
            partner(self._db, source, target, -1)
        else:
            self._db.execute(
                "UPDATE tie SET claims = claims - ?, articles = articles - 1, facts = facts - ?,"
                " m0 = m0 - ?, m1 = m1 - ?, m2 = m2 - ?, m3 = m3 - ?, m4 = m4 - ? WHERE t = ?",
                (
                    len(lost),
                    sum(fact for *_, fact in lost),
                    *(many[place] for place in range(len(MODALITIES))),
                    t,
                ),
            )
        if asserted and asserted == many[0]:
            partner(self._db, source, target, -1, asserted=True)
        if claims > len(lost) and any(begin == first or end == last for _, begin, end, _ in lost):
            self._db.execute(
                "UPDATE tie SET (first, last) = (SELECT min(first), max(last) FROM pair WHERE pair.t = tie.t) WHERE t = ?",
                (t,),
            )
        return source, target

    def _uncast(self, a: int, article_id: str) -> set[int]:
        rows = "SELECT v, n, many, least FROM casting JOIN version USING (v) WHERE a = ?"
        cast = self._db.execute(rows, (a,)).fetchall()
        self._db.execute("DELETE FROM casting WHERE a = ?", (a,))
        for v, _, many, least in cast:
            if many == 1:
                self._db.execute("DELETE FROM version WHERE v = ?", (v,))
                continue
            self._db.execute("UPDATE version SET many = many - 1 WHERE v = ?", (v,))
            if least == article_id:
                self._db.execute(
                    "UPDATE version SET least ="
                    " (SELECT min(article.id) FROM casting JOIN article USING (a) WHERE casting.v = version.v) WHERE v = ?",
                    (v,),
                )
        return {int(n) for _, n, _, _ in cast}

    # ---- articles that come

    def _add(self, article_id: str, mark: str, found: Reading | str, batch: Batch) -> set[int]:
        wrong = found if isinstance(found, str) else None
        reading = None if isinstance(found, str) else found
        published = reading.article.published if reading else None
        a = self._db.execute(
            "INSERT INTO article (id, mark, published, problems, wrong, title, publisher)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING a",
            (
                article_id,
                mark,
                _ordinal(published),
                len(reading.problems) if reading else 0,
                wrong,
                reading.article.title if reading else None,
                reading.article.publisher if reading else None,
            ),
        ).fetchone()[0]
        if reading is None:
            return set()
        told = Counts()
        for dated in select.dated((reading,)):
            self._claim(int(a), dated, batch, told)
        batch.told.update(told)
        return self._cast(int(a), reading)

    def _claim(self, a: int, dated: select.Dated, batch: Batch, counts: Counts) -> None:
        """Add a claim."""
        claim, first, last = dated.claim, _ordinal(dated.first), _ordinal(dated.last)
        if first and last:
            self._longest = max(self._longest, last - first)
        told = _PLACE[claim.modality]
        c = self._db.execute(
            "INSERT INTO claim (id, a, relation, modality, first, last, own, fact)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING c",
            (claim.id, a, claim.relation, told, first, last, claim.date is not None, claim.asserted),
        ).fetchone()[0]
        parties = [
            (c, role, position, self._number(party.actor), first, party.name)
            for role, some in enumerate((claim.sources, claim.targets, claim.attributed_to))
            for position, party in enumerate(some)
        ]
        batch.parties += parties
        counts.told(claim.relation, ((row[1], row[3]) for row in parties))
        ends: set[int] = set()
        for source, target in pairs(claim):
            one, other = self._number(source), self._number(target)
            ends |= {one, other}
            batch.pairs.setdefault((one, other, claim.relation), []).append(
                (claim.id, c, a, told, first, last, claim.asserted)
            )
        counts.tied(ends, told)

    def _store(self, batch: Batch) -> None:
        self._db.executemany("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?)", batch.parties)
        for key, rows in batch.pairs.items():
            t = self._bind(key, rows)
            self._db.executemany(
                "INSERT INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(t, *row) for row in rows]
            )
        batch.told.write(self._db, 1)

    def _bind(self, key: tuple[int, int, str], rows: list[Pair]) -> int:
        """Add claims to a tie, which may be new; its number."""
        source, target, name = key
        firsts = [row[4] for row in rows if row[4] is not None]
        lasts = [row[5] for row in rows if row[5] is not None]
        many = Counter(row[3] for row in rows)
        counts = [many[place] for place in range(len(MODALITIES))]
        sums = (
            len(rows),
            len({row[2] for row in rows}),
            min(firsts, default=None),
            max(lasts, default=None),
            *counts,
            sum(row[6] for row in rows),
        )
        found = self._db.execute(
            "SELECT t, m0 FROM tie WHERE source = ? AND target = ? AND relation = ?", key
        ).fetchone()
        if many[0] and (found is None or not found[1]):
            partner(self._db, source, target, 1, asserted=True)
        if found is None:
            partner(self._db, source, target, 1)
            added = self._db.execute(
                "INSERT INTO tie (source, target, relation, claims, articles, first, last, m0, m1, m2, m3, m4, facts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING t",
                (source, target, name, *sums),
            ).fetchone()
            return int(added[0])
        self._db.execute(
            "UPDATE tie SET claims = claims + ?2, articles = articles + ?3,"
            " first = coalesce(min(first, ?4), first, ?4), last = coalesce(max(last, ?5), last, ?5),"
            " m0 = m0 + ?6, m1 = m1 + ?7, m2 = m2 + ?8, m3 = m3 + ?9, m4 = m4 + ?10, facts = facts + ?11 WHERE t = ?1",
            (found[0], *sums),
        )
        return int(found[0])

    # ---- actors

    def _cast(self, a: int, reading: Reading) -> set[int]:
        """Note what the article says of actors; their numbers."""
        meant, touched = select.meant(reading), set()
        for actor in dict.fromkeys(reading.actors):
            n, named = self._number(actor.id), actor.id in meant
            touched.add(n)
            v = self._db.execute(
                "INSERT INTO version (n, named, record, many, least) VALUES (?, ?, ?, 1, ?)"
                " ON CONFLICT (n, named, record) DO UPDATE SET many = many + 1, least = min(least, excluded.least)"
                " RETURNING v",
                (n, named, packed(actor), reading.article.id),
            ).fetchone()[0]
            self._db.execute("INSERT INTO casting VALUES (?, ?)", (a, v))
        return touched

    def _renew(self, n: int) -> None:
        """Tell anew what all articles together say of an actor, and of the one that it was merged into."""
        actor_id = str(self._db.execute("SELECT id FROM actor WHERE n = ?", (n,)).fetchone()[0])
        if actor_id in self._into:
            self._tell(self._number(self._into[actor_id]))
        self._tell(n)

    def _tell(self, n: int) -> None:
        actor_id, held = self._db.execute("SELECT id, record FROM actor WHERE n = ?", (n,)).fetchone()
        record = None
        if named := self._versions(n, named=True):
            before: Counter[Actor] = Counter()
            for other in sorted(self._from.get(actor_id, ())):
                before.update(self._versions(self._number(other), named=False))
            record = packed(select.merged(named, before))
        self._db.execute(
            "UPDATE actor SET kind = (SELECT CASE WHEN min(json_extract(record, '$[2]')) = max(json_extract(record, '$[2]'))"
            " THEN min(json_extract(record, '$[2]')) END FROM version WHERE version.n = actor.n) WHERE n = ?",
            (n,),
        )
        if record == held:
            return
        self._db.execute("UPDATE actor SET record = ? WHERE n = ?", (record, n))
        self._db.execute("DELETE FROM word WHERE n = ?", (n,))
        if record:
            actor = unpacked(record)
            words = {word for name in (actor.name, *actor.names) for word in select.folded(name).split()}
            self._db.executemany("INSERT INTO word VALUES (?, ?)", [(word, n) for word in words])

    def _versions(self, n: int, *, named: bool) -> Counter[Actor]:
        """What articles say of an actor, with how many say so, in the order of the first article that does."""
        rows = "SELECT record, many FROM version WHERE n = ? AND named = ? ORDER BY least"
        return Counter({unpacked(record): many for record, many in self._db.execute(rows, (n, named))})
