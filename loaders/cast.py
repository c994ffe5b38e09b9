"""Who is who in one article: mentions found and tied to actors (the in-article half of resolution)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.model import Actor, Mention, Problem
from graph.register import key, register
from loaders import words
from loaders.coreference import Pronouns
from loaders.document import Document, Sentence
from loaders.mentions import spots
from loaders.nominals import Nominals, counted
from loaders.persons import bare, gender_said, introduce, person, repeated
from loaders.places import acts, hit, modifies, taken
from loaders.resolve import body, define, even
from loaders.roster import Draft, Roster
from loaders.spot import Spot
from loaders.stage import Form, Mark, Stage, read_holders

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of an article and every mention of them, in text order, not overlapping.

    `heads` maps (sentence index, token index in its doc) of a mention's syntactic head to the mention.
    `shared` holds the heads that stand for several actors at once ("they", "the two countries", "the Italian
    and French leaders"); their mentions share one span and are not among `mentions`.
    """

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    heads: dict[tuple[int, int], Mention] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    shared: dict[tuple[int, int], tuple[Mention, ...]] = field(default_factory=dict)

    def parties(self, sentence: Sentence, token: "Token") -> tuple[Mention, ...]:
        """All actors this token stands for: several for "they" or "both countries", usually one, () for none."""
        together = self.shared.get((sentence.index, token.i))
        if together:
            return together
        one = self.at(sentence, token)
        return (one,) if one else ()

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
    lexis, known = words.lexis(), register()
    roster = Roster(document.article.id, known, lexis)
    found = define(even(spots(document, known, lexis)), document, roster)
    found = sorted((*found, *repeated(found, document)), key=lambda s: (s.sentence.index, s.first))
    stage = Stage(document, roster)
    for spot in found:
        stage.note(spot)
    introduce(found, roster)
    _place_names(found, stage)
    read_holders(stage)
    Nominals(stage).run()
    Pronouns(stage).run()
    for draft in list(roster.drafts.values()):
        roster.country(draft.country)  # an office may be at a country that only a person's record names
    return _finished(stage)


def _place_names(found: list[Spot], stage: Stage) -> None:
    """Resolve all names in text order; what names nobody who acts stays without a mark."""
    seen: list[str] = []
    for spot in found:
        draft = _meaning(spot, stage, seen)
        if draft is None:
            continue
        form: Form = "name" if any(t.text[:1].isupper() for t in spot.span) else "nominal"
        draft.forms.setdefault(" ".join(spot.text.split()))
        if draft.kind == "person":
            draft.gender = draft.gender or gender_said(spot, stage.roster.lexis)
            seen.append(draft.id)
        stage.place(spot, draft.id, form)


def _meaning(spot: Spot, stage: Stage, seen: list[str]) -> Draft | None:
    roster = stage.roster
    if spot.label in ("country", "demonym", "seat") and spot.entry:
        if spot.label == "seat" and hit(spot.head):
            return roster.new("group", " ".join(spot.text.split()))
        if spot.label == "seat" and not acts(spot.head, roster.lexis):
            return None
        if spot.label == "demonym" and not modifies(spot.head):
            return None
        return roster.known(spot.entry)
    if spot.label == "person":
        lone = spot.entry is None and " " not in spot.text and key(spot.text) not in roster.aliases
        if lone and taken(spot.head):
            return roster.new("group", spot.text)
        return person(spot, roster, seen)
    if spot.entry is None and " " not in spot.text and key(spot.text) not in roster.aliases:
        meant = bare(spot.text, roster, seen, spot)
        if meant:
            return meant
    if spot.label == "body":
        return body(spot, roster)
    if spot.label == "people":
        return roster.new("group", " ".join(spot.text.split()))
    return (
        roster.new("group", " ".join(spot.text.split())) if acts(spot.head, roster.lexis, hit=True) else None
    )


def _mention(mark: Mark, article: str) -> Mention:
    doc = mark.sentence.span.doc
    passage = mark.sentence.passage_of(doc[mark.first], doc[mark.last])
    return Mention(article, passage.start, passage.end, passage.text, mark.actor, mark.form)


def _finished(stage: Stage) -> Cast:
    """Marks become mentions; of overlapping ones names win, then the longer."""
    article = stage.document.article.id
    index = {(s.paragraph, t.i): s.index for s in stage.document.sentences for t in s.span}
    heads: dict[tuple[int, int], Mention] = {}
    kept: list[Mention] = []
    taken: set[tuple[int, int]] = set()
    for mark in sorted(stage.marks, key=lambda m: (m.form != "name", m.first - m.last)):
        first = mark.first
        while first < mark.head and (mark.sentence.paragraph, first) in taken:
            first += 1
        tokens = {(mark.sentence.paragraph, i) for i in range(first, mark.last + 1)}
        if tokens & taken:
            continue
        taken |= tokens
        mention = _mention(replace(mark, first=first), article)
        kept.append(mention)
        heads[mark.sentence.index, mark.head] = mention
    for sentence, token, mark in counted(stage):
        counts = heads.get((mark.sentence.index, mark.head))
        if counts:
            heads.setdefault((sentence.index, token), counts)
    shared = {
        (index[at], at[1]): tuple(_mention(m, article) for m in marks) for at, marks in stage.shared.items()
    }
    return Cast(
        actors=tuple(draft.actor() for draft in stage.roster.drafts.values()),
        mentions=tuple(sorted(kept, key=lambda m: m.start)),
        heads=heads,
        problems=tuple(stage.roster.problems),
        shared=shared,
    )
