"""The contract of every store: records in, records out; nothing of a query language leaks upward.

A store is opened by `graph.store.open_store(url)`. Readers take a `View`, the one writer takes a `Writer`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, Self

from graph.model import Actor, Article, Claim, Merge, Reading, Tie

Change = Literal["added", "replaced", "unchanged"]
Values = Mapping[str, str | tuple[str, ...]]
# A row of an answer by name of column; a column that is missing or None is unbound.
Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims are meant; an empty selection means all. All conditions hold at once.

    `actors`: any party is one of them; `speakers`: one of them is in the chain of those it is attributed to; `between`:
    both are parties. `since`/`until` compare with the claim's date,
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
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds: counts, claims by relation, first and last date of claims and of publication."""

    articles: int
    claims: int
    actors: int
    problems: int
    by_relation: Mapping[str, int]
    first: date | None
    last: date | None
    first_published: date | None = None
    last_published: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: a table of terms (None = unbound), or triples in Turtle for CONSTRUCT and DESCRIBE.

    `cut_short` says that the row limit was reached; `hint` is a line for the user about why there may be so little.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[str | None, ...]]
    turtle: str | None = None
    cut_short: bool = False
    hint: str | None = None


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

    def readings(self) -> Iterator[Reading]:
        """Everything, one article at a time, sorted by the article's id; no more than a few are held in memory."""
        ...

    def actor(self, actor_id: str) -> Actor | None:
        """One of `actors`, or None."""
        ...

    def actors(self) -> Iterator[Actor]:
        """All actors that a claim or mention names, sorted by id; the same actor of several articles is one."""
        ...

    def claims(self, selection: Selection = Selection()) -> Iterator[Claim]:
        """The claims selected, newest first (by date, else publication date), then by id."""
        ...

    def ties(self, selection: Selection = Selection(), *, most: int | None = None) -> Sequence[Tie]:
        """The claims selected, aggregated per pair and relation; most articles first; only so many if `most` says."""
        ...

    def tie_count(self, selection: Selection = Selection()) -> int:
        """How many ties there are in all."""
        ...

    def prominent(
        self, selection: Selection = Selection(), *, most: int | None = None
    ) -> Sequence[tuple[str, int, int]]:
        """Actors with the number of others that the claims tie them to, and of these claims; most partners first."""
        ...

    def find(self, text: str, *, most: int = 20) -> Sequence[Actor]:
        """The actors that a name, or the beginnings of its words, may mean, without regard to case and accents.

        Best first: see `graph.store.select.find`.
        """
        ...

    def merges(self) -> Sequence[Merge]:
        """What people decided on actors, sorted by id."""
        ...

    def stats(self) -> Stats:
        """How much there is."""
        ...

    @property
    def language(self) -> Literal["sparql", "cypher"]:
        """The query language that `query` speaks."""
        ...

    def query(
        self,
        text: str,
        *,
        seconds: float = 10.0,
        max_rows: int = 10_000,
        values: Values | None = None,
    ) -> Answer:
        """A read-only query in the store's language, stopped at the time limit.

        `values` binds variables (parameters) to IRIs or literals in N-Triples syntax, or to each of several; those
        without a value are unbound (null). Raises QueryError, QueryTimeout.
        """
        ...

    def quick(
        self, question: str, given: Mapping[str, Any], *, most: int, seconds: float
    ) -> Sequence[Row] | None:
        """The rows that the query of a named question would give, in any order, if the store has a quicker way; else None.

        `given` holds actors by id, days as dates, relations and outlets by name. Raises QueryTimeout.
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
        """Store a reading in place of what was read from the same article (or file) before; atomic.

        Its actors are the canonical ones in what is stored: see `merge`. Merges are the store's own: those that a
        reading brings along from another store are taken back first.
        """
        ...

    def drop(self, article_id: str) -> bool:
        """Remove an article with all it said; False if there was none."""
        ...

    def merge(self, merge: Merge) -> bool:
        """Judge that two actors are one, or are not; False if that was judged before. All of it happens, or nothing.

        Claims of the one then stand with the other, and say in `read_as` how they were read; so will what is put
        later. Raises StoreError where it contradicts another judgement.
        """
        ...

    def undo(self, merge_id: str) -> bool:
        """Take a judgement back; False if there is none. What is stored is then as if it had never been."""
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
