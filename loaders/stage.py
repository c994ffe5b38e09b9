"""What is known of an article while its cast is being made: marks on tokens, actors, who holds which title."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from loaders.document import Document, Sentence
from loaders.roster import Draft, Roster
from loaders.spot import Spot
from loaders.titles import Title, name_behind, title_at, title_before

if TYPE_CHECKING:
    from spacy.tokens import Token

Form = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Tokens `first` to `last` of a sentence that mean an actor; `head` is the syntactic head among them."""

    sentence: Sentence
    first: int
    last: int
    head: int
    actor: str
    form: Form

    @property
    def token(self) -> "Token":
        """The head token."""
        return self.sentence.span.doc[self.head]


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """That a person bears a title in this article; `at` is the actor where, if it is named."""

    person: str
    title: Title
    at: str | None


@dataclass(slots=True)
class Stage:
    """Marks and names by place. Places are (paragraph, token), as a paragraph is one parsed doc."""

    document: Document
    roster: Roster
    marks: list[Mark] = field(default_factory=list)
    names: dict[int, dict[int, int]] = field(default_factory=dict)
    spots: dict[tuple[int, int], Spot] = field(default_factory=dict)
    actors: dict[tuple[int, int], str] = field(default_factory=dict)
    heads: dict[tuple[int, int], Mark] = field(default_factory=dict)
    shared: dict[tuple[int, int], tuple[Mark, ...]] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)

    def put(self, mark: Mark) -> None:
        """Add a mark; the first one on a head stays."""
        at = (mark.sentence.paragraph, mark.head)
        if at in self.heads:
            return
        self.marks.append(mark)
        self.heads[at] = mark

    def place(self, spot: Spot, actor: str, form: Form = "name") -> None:
        """Add a name and what it means."""
        self.put(Mark(spot.sentence, spot.first, spot.last, spot.head.i, actor, form))
        for i in range(spot.first, spot.last + 1):
            self.actors[spot.sentence.paragraph, i] = actor

    def note(self, spot: Spot) -> None:
        """Enter the tokens of a name before it is resolved, so that titles can be read around it."""
        row = self.names.setdefault(spot.sentence.paragraph, {})
        for i in range(spot.first, spot.last + 1):
            row[i] = spot.first
            self.spots[spot.sentence.paragraph, i] = spot

    def names_in(self, sentence: Sentence) -> dict[int, int]:
        """For each token of a name in the sentence's paragraph, the name's first token."""
        return self.names.get(sentence.paragraph, {})

    def mark_at(self, sentence: Sentence, token: "Token | int") -> Mark | None:
        """The mark whose head a token is."""
        return self.heads.get((sentence.paragraph, token if isinstance(token, int) else token.i))

    def actor_at(self, sentence: Sentence, i: int) -> str | None:
        """The actor that a token is part of a name or description of."""
        mark = self.heads.get((sentence.paragraph, i))
        return self.actors.get((sentence.paragraph, i)) or (mark.actor if mark else None)

    def draft(self, actor: str) -> Draft:
        """The draft of that id."""
        return self.roster.drafts[actor]

    def title_at(self, sentence: Sentence, noun: int) -> Title | None:
        """The title whose noun is this token."""
        return title_at(sentence, noun, self.names_in(sentence), self.roster.lexis)

    def title_before(self, spot: Spot) -> Title | None:
        """The title right before a name."""
        return title_before(spot.sentence, spot.first, self.names_in(spot.sentence), self.roster.lexis)


def title_of(stage: Stage, mark: Mark) -> list[Title]:
    """The titles that a person's name has around it: before it, and in apposition before or behind it."""
    doc, sentence = mark.sentence.span.doc, mark.sentence
    found: list[Title | None] = []
    spot = stage.spots.get((sentence.paragraph, mark.first))
    if spot is not None:
        found.append(stage.title_before(spot))
    head = doc[mark.head]
    nouns = [c.i for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        nouns.append(head.head.i)
    found += [stage.title_at(sentence, i) for i in nouns]
    found.append(_behind(stage, mark))
    return list({t.noun: t for t in found if t is not None}.values())


def _behind(stage: Stage, mark: Mark) -> Title | None:
    """The title in "Ahmed Maiteeq, Deputy Prime Minister of ...", read by its words alone: parsers err here."""
    doc, stop = mark.sentence.span.doc, mark.sentence.span.end
    if mark.last + 1 >= stop or doc[mark.last + 1].text != ",":
        return None
    at, names = mark.last + 2, stage.names_in(mark.sentence)
    lexis = stage.roster.lexis
    limit = min(stop, at + 12)
    while at < limit:
        word = doc[at].lower_
        goes_on = at + 1 < stop and at + 1 not in names and doc[at + 1].lower_ in lexis.title.heads
        if word in lexis.title.heads and at not in names and not goes_on:
            title = stage.title_at(mark.sentence, at)
            return None if title is None or _of_the_next(stage, title) else title
        fits = word in lexis.title.any or word in ("the", "a", "an", "'s", "’s", "-", "and") or at in names
        if not fits or (at in names and stage.spots[mark.sentence.paragraph, at].label == "person"):
            return None
        at += 1
    return None


def _of_the_next(stage: Stage, title: Title) -> bool:
    """Whether a title behind a comma belongs to the person who follows it: "X, Turkish minister Y"."""
    doc, after = title.sentence.span.doc, title.last + 1
    if after >= title.sentence.span.end:
        return False
    name = name_behind(title.sentence, title, stage.names_in(title.sentence))
    spot = stage.spots.get((title.sentence.paragraph, after if name is None else name))
    return doc[after].text == "(" or (spot is not None and spot.label == "person")


def read_holders(stage: Stage) -> None:
    """Enter who bears which title, and what country that makes a person's."""
    for mark in stage.marks:
        if mark.form != "name" or stage.draft(mark.actor).kind != "person":
            continue
        for title in title_of(stage, mark):
            at = stage.actor_at(title.sentence, title.at) if title.at is not None else None
            if at == mark.actor:
                continue
            stage.holders.append(Holder(mark.actor, title, at))
            draft = stage.draft(mark.actor)
            if draft.country is None and at is not None:
                draft.country = stage.draft(at).country
