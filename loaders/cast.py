"""Who is who in one article: mentions found and tied to actors (the in-article half of resolution)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Actor, Mention, Problem
from loaders.document import Document, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of an article and every mention of them, in text order, not overlapping.

    `heads` maps (sentence index, token index in its doc) of a mention's syntactic head to the mention.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    heads: dict[tuple[int, int], Mention] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def at(self, sentence: Sentence, token: "Token") -> Mention | None:
        """The mention whose head this token is, or which covers it; None if the token belongs to no mention."""
        found = self.heads.get((sentence.index, token.i))
        if found:
            return found
        start, _ = sentence.at(token)
        return next((m for m in self.mentions if m.start <= start < m.end), None)

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id. Raises KeyError if this article has none."""
        return next(a for a in self.actors if a.id == actor_id)

    def inside(self, start: int, end: int) -> Iterable[Mention]:
        """The mentions that lie within a span, in order."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]


def cast(document: Document) -> Cast:
    """The cast of a document."""
    raise NotImplementedError
