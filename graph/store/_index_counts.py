"""What the index counts over all articles, gathered article by article: of actors, and of who speaks about whom."""

# ruff: noqa: S608 -- the texts of queries are fixed; every value is bound

import sqlite3
from collections import Counter
from collections.abc import Iterable

# Places of roles and modalities: see _index_sql.
_SOURCE, _TARGET, _SPEAKER = range(3)
_ASSERTED = 0
_STATEMENT = "STATEMENT"


class Counts:
    """Claims and articles by actor, and by speaker and whom he speaks about; of one article, or the sum of some."""

    def __init__(self) -> None:
        # Of all ties, of asserted ties, and the articles of these; of what an actor said, and the articles of that.
        self.claims: Counter[int] = Counter()
        self.acts: Counter[int] = Counter()
        self.papers: Counter[int] = Counter()
        self.said: Counter[int] = Counter()
        self.said_in: Counter[int] = Counter()
        self.voices: Counter[tuple[int, int]] = Counter()
        self.voices_in: Counter[tuple[int, int]] = Counter()

    def tied(self, ends: set[int], modality: int) -> None:
        """Take up the actors that a claim of the article ties."""
        self.claims.update(ends)
        if modality == _ASSERTED:
            self.acts.update(ends)
            self.papers.update(ends - self.papers.keys())

    def told(self, relation: str, parties: Iterable[tuple[int, int]]) -> None:
        """Take up who speaks in a claim of the article, and about whom; parties are given as role and actor."""
        of: dict[int, set[int]] = {_SOURCE: set(), _TARGET: set(), _SPEAKER: set()}
        for role, actor in parties:
            of[role].add(actor)
        makers = of[_SOURCE] if relation == _STATEMENT else set[int]()
        speakers = of[_SPEAKER] | makers
        voices = {(one, other) for one in of[_SPEAKER] for other in of[_SOURCE] | of[_TARGET]}
        voices |= {(one, other) for one in makers for other in of[_TARGET]}
        voices = {(one, other) for one, other in voices if one != other}
        self.said.update(speakers)
        self.said_in.update(speakers - self.said_in.keys())
        self.voices.update(voices)
        self.voices_in.update(voices - self.voices_in.keys())

    def update(self, article: "Counts") -> None:
        """Take up a whole article."""
        for name, counter in vars(article).items():
            getattr(self, name).update(counter)

    def write(self, db: sqlite3.Connection, step: int) -> None:
        """Add to what the index has counted (step 1), or take it away (step -1)."""
        db.executemany(
            "UPDATE actor SET claims = claims + ?, acts = acts + ?, papers = papers + ?, said = said + ?,"
            " said_in = said_in + ? WHERE n = ?",
            [
                (
                    *(
                        step * counter[n]
                        for counter in (self.claims, self.acts, self.papers, self.said, self.said_in)
                    ),
                    n,
                )
                for n in self.claims.keys() | self.said.keys()
            ],
        )
        db.executemany(
            "INSERT INTO voice VALUES (?, ?, ?, ?) ON CONFLICT (speaker, about)"
            " DO UPDATE SET claims = claims + excluded.claims, articles = articles + excluded.articles",
            [(*pair, step * many, step * self.voices_in[pair]) for pair, many in self.voices.items()],
        )
        if step < 0:
            db.executemany(
                "DELETE FROM voice WHERE speaker = ? AND about = ? AND claims = 0", list(self.voices)
            )


def partner(db: sqlite3.Connection, source: int, target: int, step: int, *, asserted: bool = False) -> None:
    """Count two actors as partners, or no longer, where no other tie binds them (none of which something is asserted)."""
    told = " AND m0 > 0" if asserted else ""
    ties = f"SELECT 1 FROM tie WHERE source = ? AND target = ?{told}"
    other = db.execute(f"{ties} UNION ALL {ties}", (source, target, target, source)).fetchone()
    if other is None:
        column = "others" if asserted else "partners"
        db.execute(f"UPDATE actor SET {column} = {column} + ? WHERE n IN (?, ?)", (step, source, target))


# Rows of `pair` without their tie, what a tie loses, and rows of `party`.
Pair = tuple[str, int, int, int, int | None, int | None, bool]
Lost = tuple[int, int | None, int | None, int]
Party = tuple[int, int, int, int, int | None, str]


class Batch:
    """Rows gathered over some articles."""

    def __init__(self) -> None:
        self.parties: list[Party] = []
        self.pairs: dict[tuple[int, int, str], list[Pair]] = {}
        self.told = Counts()
