"""The contract of every store: records in, records out; nothing of a query language leaks upward.

A store is opened by `graph.store.open_store(url)`. Readers take a `View`, the one writer takes a `Writer`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, Self

from graph.model import Actor, Article, Claim, Reading, Tie

Change = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims are meant; an empty selection means all. All conditions hold at once.

    `actors`: any party is one of them; `between`: both are parties. `since`/`until` compare with the claim's date,
    or with the article's publication date where the claim has none; claims with neither pass only without them.
    `limit` is a number of claims.
    """

    actors: tuple[str, ...] = ()
    between: tuple[str, str] | None = None
    relations: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds: counts, claims by relation, first and last date of claims."""

    articles: int
    claims: int
    actors: int
    problems: int
    by_relation: Mapping[str, int]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: a table of terms (None = unbound), or triples in Turtle for CONSTRUCT and DESCRIBE.

    `cut_short` says that the row limit was reached.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[str | None, ...]]
    turtle: str | None = None
    cut_short: bool = False


class View(Protocol):
    """A frozen view of the store for readers."""

    def articles(self) -> Iterator[Article]:
        """All articles, sorted by id."""
        ...

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        ...

    def reading(self, article_id: str) -> Reading | None:
        """Everything stored about one article, or None."""
        ...

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id; the same actor of several articles is one."""
        ...

    def claims(self, selection: Selection = Selection()) -> Iterator[Claim]:
        """The claims selected, newest first (by date, else publication date), then by id."""
        ...

    def ties(self, selection: Selection = Selection()) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first."""
        ...

    def stats(self) -> Stats:
        """How much there is."""
        ...

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Mapping[str, str] | None = None,
    ) -> Answer:
        """A read-only query in the store's language, stopped at the time limit.

        `values` binds variables to IRIs or literals in N-Triples syntax. Raises QueryError, QueryTimeout.
        """
        ...

    def revision(self) -> str:
        """Changes whenever the store's content does; a key for caches."""
        ...

    def quads(self) -> Iterator[str]:
        """The whole store as N-Quads lines, sorted within each graph."""
        ...


class Writer(Protocol):
    """The one writer. A context manager; what was put is durable when `flush` or the context ends."""

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article (or file) before; atomic."""
        ...

    def drop(self, article_id: str) -> bool:
        """Remove an article with all it said; False if there was none."""
        ...

    def flush(self) -> None:
        """Make all that was put durable."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Store(Protocol):
    """A place for readings."""

    def view(self) -> View:
        """A view for reading. Raises StoreError."""
        ...

    def writer(self) -> Writer:
        """The writer. Raises StoreError if another process is writing."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
