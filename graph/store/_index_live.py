"""The writer's index: it follows the database and becomes that of the next snapshot.

It starts as a copy of the newest snapshot's index, and what the database holds otherwise is read again, by fingerprint:
whatever happened to either, the two agree when it is published.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from graph.errors import StoreError
from graph.model import Actor, Reading
from graph.store._index_sql import LAYOUT
from graph.store._index_write import IndexWriter

# Readings kept until the index takes them up all at once: a few megabytes.
_BATCH = 400


class Articles(Protocol):
    """The database that the index follows."""

    def marks(self) -> dict[str, str]:
        """The fingerprint of each article, by id."""
        ...

    def mark(self, article_id: str) -> str | None:
        """That of one article; None where there is none."""
        ...

    def reading(self, article_id: str) -> Reading:
        """What is stored of it. Raises StoreError."""
        ...


class LiveIndex:
    """An index that follows a database. `seed` is the index of the newest snapshot, if there is one."""

    def __init__(self, path: Path, seed: Path | None, articles: Articles) -> None:
        self._path, self._seed, self._articles = path, seed, articles
        self._writer: IndexWriter | None = None
        self._pending: dict[str, Reading | None] = {}
        # Whether taking up what was noted has failed: then it waits for the next publication.
        self._waits = False

    def note(self, article_id: str, reading: Reading | None = None) -> None:
        """An article has changed; `reading` is what is stored of it now, where that is at hand."""
        self._pending[article_id] = None if self._waits else reading
        if self._waits or len(self._pending) < _BATCH:
            return
        # Too many to keep. Taking them up now spares reading them back from the database, which costs more than storing them.
        try:
            self._take(self._opened(), list(self._pending))
        except (sqlite3.Error, OSError):
            # What was stored is stored; publishing makes the index anew and says if that fails too.
            self.close()
            self._pending, self._waits = dict.fromkeys(self._pending), True

    def publish(self, revision: str, target: Path, final: Mapping[str, Actor]) -> None:
        """Bring it up to date and move it to its snapshot. Raises sqlite3.Error, OSError, StoreError."""
        writer = self._opened()
        try:
            self._take(writer, list(self._pending))
            writer.judge(final)
            writer.finish(revision)
        except sqlite3.Error:
            self.close()
            raise
        self._writer, self._waits = None, False
        self._path.replace(target)
        self._seed = target.parent.with_name(revision) / target.name

    def follow(self, articles: Articles) -> None:
        """Follow another database, which holds the same."""
        self._articles = articles

    def open(self) -> None:
        """Begin to follow, if that was not done before. Raises sqlite3.Error, OSError."""
        self._opened()

    def close(self) -> None:
        """Throw away what was not published."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
        self._path.unlink(missing_ok=True)

    def _opened(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._begin(self._seed)
            except sqlite3.DatabaseError:
                # The old index is damaged: all of it is read again.
                self._writer = self._begin(None)
        return self._writer

    def _begin(self, seed: Path | None) -> IndexWriter:
        self._path.unlink(missing_ok=True)
        if seed is not None and _layout(seed) == str(LAYOUT):
            shutil.copyfile(seed, self._path)
        writer = IndexWriter(self._path)
        try:
            there, held = self._articles.marks(), writer.marks()
            differ = sorted(key for key in {*there, *held} if there.get(key) != held.get(key))
            for start in range(0, len(differ), _BATCH):
                self._take(writer, differ[start : start + _BATCH])
        except BaseException:
            writer.abandon()
            raise
        return writer

    def _take(self, writer: IndexWriter, article_ids: Iterable[str]) -> None:
        changes = {each: self._change(each) for each in article_ids}
        writer.update(changes)
        for each in changes:
            self._pending.pop(each, None)

    def _change(self, article_id: str) -> tuple[str, Reading | str] | None:
        mark = self._articles.mark(article_id)
        if mark is None:
            return None
        given = self._pending.get(article_id)
        try:
            return mark, given or self._articles.reading(article_id)
        except StoreError as wrong:
            return mark, str(wrong)


def _layout(path: Path) -> str | None:
    """The layout of an index file; None where it is none."""
    if not path.is_file():
        return None
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            row = db.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None
