"""Which articles a server has, by their fingerprints, as a writer needs to know that sends them in batches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graph.model import Article
from graph.store.base import Change

# So many fingerprints are read at once and kept (about 20 MB); of a larger store each is asked for when it is needed.
REMEMBERED = 50_000


class Source(Protocol):
    """What the server itself says."""

    def some(self, most: int) -> Sequence[tuple[str, str, str | None]]:
        """So many of its articles: id, fingerprint, and the file that holds it."""
        ...

    def mark(self, article_id: str) -> str | None:
        """The fingerprint of one, None where there is none."""
        ...

    def of_file(self, file: str) -> set[str]:
        """The articles that a file held."""
        ...


@dataclass
class _Known:
    """Fingerprint and file of articles, by their id; None: there is no such article."""

    marks: dict[str, str | None] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    by_home: dict[str, set[str]] = field(default_factory=dict)

    def note(self, article_id: str, mark: str | None, home: str | None) -> None:
        before = self.homes.pop(article_id, None)
        if before is not None:
            self.by_home[before].discard(article_id)
        self.marks[article_id] = mark
        if home is not None:
            self.homes[article_id] = home
            self.by_home.setdefault(home, set()).add(article_id)


class Marks:
    """Which articles the server has, as it will be when all that is waiting has been sent."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known = _Known()
        rows = source.some(REMEMBERED + 1)
        self._whole = len(rows) <= REMEMBERED
        for row in rows if self._whole else ():
            self._known.note(*row)

    def put(self, article: Article, mark: str) -> tuple[Change, set[str]]:
        """What putting an article with this fingerprint changes, and the others that its file held before.

        Noted as done: it is about to be sent.
        """
        before, stale = self.of(article.id), self._of_file(article)
        if before == mark and not stale:
            return "unchanged", set()
        self.note(article.id, mark, article.source)
        for old in stale:
            self.note(old, None)
        return "replaced" if before or stale else "added", stale

    def drop(self, article_id: str) -> bool:
        """Note that an article is about to go; False if there is none."""
        if self.of(article_id) is None:
            return False
        self.note(article_id, None)
        return True

    def of(self, article_id: str) -> str | None:
        """The fingerprint of an article, None where there is none."""
        if self._whole or article_id in self._known.marks:
            return self._known.marks.get(article_id)
        return self._source.mark(article_id)

    def _of_file(self, article: Article) -> set[str]:
        if article.source is None:
            return set()
        found = set(self._known.by_home.get(article.source, ()))
        if not self._whole:
            found |= self._source.of_file(article.source) - self._known.marks.keys()
        return found - {article.id}

    def note(self, article_id: str, mark: str | None, home: str | None = None) -> None:
        """Remember what is about to be sent."""
        self._known.note(article_id, mark, home)

    def sent(self) -> None:
        """The server now has it all; what is more than the bound allows is forgotten."""
        if not self._whole or len(self._known.marks) > REMEMBERED:
            self.forget()

    def forget(self) -> None:
        """Ask the server from now on: what was noted may not be so."""
        self._whole, self._known = False, _Known()
