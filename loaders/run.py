"""A batch: articles from files, read one by one, and stored; one bad article never stops the others."""

import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol, Self, TypeVar
from urllib.parse import unquote

from graph.errors import LegationError
from graph.ids import digest
from graph.model import Article, Problem, Reading
from graph.safe import one_line
from graph.store.base import Change, Store
from loaders.progress import bar
from loaders.sources import Defaults, find, open_source

# What is read is durable and visible to readers after so many articles; showing it takes milliseconds.
BATCH = 50
# Problems of these stages are articles that were not read; those of others lie inside an article that was.
FAILURES = frozenset({"source", "run"})

_T = TypeVar("_T")


class Reads(Protocol):
    """What reads an article: `loaders.pipeline.Reader`."""

    def read(self, article: Article) -> Reading:
        """Everything the article yields."""
        ...


# "3 acts dropped: only a purpose", as the extractors tell it.
_DROPPED = re.compile(r"(?P<number>\d+) acts? dropped: (?P<why>.+)")
_QUOTED = re.compile(r"'[^']*'|‘[^’]*’|“[^”]*”|\"[^\"]*\"")


@dataclass
class Summary:
    """What became of a batch: articles by change, claims by relation, cuts by reason, and every problem."""

    read: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    stopped: bool = False

    def add(self, reading: Reading) -> None:
        """Count an article that was read."""
        self.read += 1
        self.claims.update(claim.relation for claim in reading.claims)
        self.cuts.update(cut.reason for cut in reading.cuts)
        self.problems.extend(reading.problems)

    @property
    def failures(self) -> list[Problem]:
        """The articles, files and folders that were not read, each with the reason."""
        return [problem for problem in self.problems if problem.stage in FAILURES]

    @property
    def failed(self) -> int:
        """How many were not read."""
        return len(self.failures)

    @property
    def reasons(self) -> Counter[str]:
        """What was seen in articles and left out, by reason: acts by why they were dropped, the rest by kind.

        Words in quotation marks differ from article to article and are left out of the kind.
        """
        found: Counter[str] = Counter()
        for problem in (p for p in self.problems if p.stage not in FAILURES):
            told = _DROPPED.match(problem.what)
            kind = (
                f"act dropped: {told['why']}"
                if told
                else f"{problem.stage}: {_QUOTED.sub('…', problem.what)}"
            )
            found[kind] += int(told["number"]) if told else 1
        return found

    @property
    def stages(self) -> Counter[str]:
        """The number of problems by stage."""
        return Counter(problem.stage for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """0 if all was read, 1 if something failed, 2 if nothing was read, 130 if it was stopped."""
        if self.stopped:
            return 130
        return 2 if not self.read else 1 if self.failures else 0


def load(
    paths: Sequence[Path],
    store: Store,
    reader: Reads,
    *,
    defaults: Defaults | None = None,
    progress: bool = False,
) -> Summary:
    """Read the articles of files and folders into a store, with a progress bar if asked for.

    Ctrl-C lets the article in hand be finished and keeps what was read; a second one stops at once. Raises
    StoreError if another process is writing, ModelError if no language model can be loaded.
    """
    summary = Summary()
    with store.writer() as writer, Stop() as stop, bar(paths, shown=progress) as move:
        for item in articles(paths, defaults or Defaults()):
            done = guarded(item, lambda article: _stored(reader.read(article), writer.put))
            if isinstance(done, Problem):
                summary.problems.append(done)
            else:
                summary.add(done[0])
                summary.changes[done[1]] += 1
                if summary.read % BATCH == 0:
                    writer.flush()
            move()
            if stop.asked:
                summary.stopped = True
                break
    return summary


def _stored(reading: Reading, put: Callable[[Reading], Change]) -> tuple[Reading, Change]:
    return reading, put(reading)


def guarded(article: Article | Problem, what: Callable[[Article], _T]) -> _T | Problem:
    """The result for one article, or a problem of the stage "run" where it breaks the program.

    What the user can mend for the whole batch (no model, no room in the store) is raised.
    """
    if isinstance(article, Problem):
        return article
    try:
        return what(article)
    except LegationError:
        raise
    except Exception as wrong:  # noqa: BLE001 - the boundary: whatever one article breaks, the next is read
        found = one_line(f"{type(wrong).__name__}: {wrong}")
        return Problem(
            article.id, "run", f"{_where(article)} could not be read ({found}): report it with the article"
        )


def _where(article: Article) -> str:
    """What somebody knows an article by who does not know its id: its file, address or first words."""
    if article.source:
        return one_line(unquote(article.source.removeprefix("file://")))
    return article.url or f"'{one_line(article.title or article.text, 60)}'"


def articles(paths: Sequence[Path], defaults: Defaults) -> Iterator[Article | Problem]:
    """The articles of files and folders, each id once."""
    seen: dict[str, tuple[str, str]] = {}
    for path in find(paths):
        if isinstance(path, Problem):
            yield path
            continue
        for item in open_source(path, defaults):
            yield item if isinstance(item, Problem) else _once(item, str(path), seen)


def _once(article: Article, where: str, seen: dict[str, tuple[str, str]]) -> Article | Problem:
    body = digest(article.text.strip())
    first, same = seen.setdefault(article.id, (where, body))
    if first == where:
        return article
    if same == body:
        return Problem(
            article.id, "skipped", f"{one_line(where)} holds the same article as {one_line(first)}"
        )
    what = f"gives the id '{one_line(article.id)}' to another text than {one_line(first)}"
    return Problem(one_line(where), "source", f"{what}: give each article its own id")


class Stop:
    """While it is entered, Ctrl-C only sets `asked`; a second one interrupts. Other threads leave signals alone."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
