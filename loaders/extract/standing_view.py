"""A document with its cast, seen by tokens, and what a sentence can say of a person or between two actors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Mention, Modality, Passage
from loaders.cast import Cast
from loaders.document import Document, Sentence
from loaders.titles import Title, title_at
from loaders.words import lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

BE_NOW = ("is", "are", "'s", "’s", "'re", "remains", "remain", "becomes", "became", "be")
BE_THEN = ("was", "were", "been")


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A title said of a person."""

    person: Mention
    title: Title
    method: str
    confidence: float
    modality: Modality = "asserted"
    former: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """A relation between two actors, as one sentence tells it."""

    source: Mention
    target: Mention
    sentence: Sentence
    method: str
    confidence: float
    issue: Passage | None = None
    modality: Modality = "asserted"
    former: bool = False
    speakers: tuple[Mention, ...] = ()


class View:
    """A document with its cast, by tokens."""

    def __init__(self, document: Document, who: Cast) -> None:
        self.document, self.who = document, who
        self.covered: dict[tuple[int, int], Mention] = {}
        self.first: dict[int, dict[int, int]] = {}
        starts = {m.start: m for m in who.mentions}
        for sentence in document.sentences:
            inside: Mention | None = None
            begin = -1
            for token in sentence.span:
                at = sentence.at(token)[0]
                if at in starts:
                    inside, begin = starts[at], token.i
                if inside is None or at >= inside.end:
                    inside = None
                    continue
                self.covered[sentence.index, token.i] = inside
                if inside.form == "name":
                    self.first.setdefault(sentence.paragraph, {})[token.i] = begin

    def at(self, sentence: Sentence, token: int) -> Mention | None:
        """The mention that a token belongs to or stands for."""
        return self.covered.get((sentence.index, token)) or self.who.heads.get((sentence.index, token))

    def several(self, sentence: Sentence, token: "Token") -> tuple[Mention, ...]:
        """All actors that a token and what is joined to it by "and" stand for."""
        found: list[Mention] = []
        for one in (token, *(t for t in token.conjuncts if t.i > token.i)):
            found += self.who.shared.get((sentence.index, one.i), ())
            mention = self.at(sentence, one.i)
            if mention is not None and (sentence.index, one.i) not in self.who.shared:
                found.append(mention)
        return tuple(found)

    def names(self, sentence: Sentence) -> dict[int, int]:
        """For each token of a name in the sentence's paragraph, the name's first token."""
        return self.first.get(sentence.paragraph, {})

    def demonyms(self, sentence: Sentence) -> frozenset[int]:
        """The tokens of the sentence that name a country as an adjective."""
        return frozenset(
            t.i
            for t in sentence.span
            if (m := self.covered.get((sentence.index, t.i)))
            and t.dep_ == "amod"
            and self.kind(m) == "country"
        )

    def title(self, sentence: Sentence, noun: int) -> Title | None:
        """The title whose noun is this token."""
        return title_at(sentence, noun, self.names(sentence), lexis())

    def kind(self, mention: Mention) -> str:
        """The kind of the actor meant."""
        return self.who.actor(mention.actor).kind

    def named(self) -> Iterator[tuple[Sentence, Mention, int, int]]:
        """Each name with its sentence and its first and last token."""
        for sentence in self.document.sentences:
            tokens: dict[int, list[int]] = {}
            held: dict[int, Mention] = {}
            for token in sentence.span:
                mention = self.covered.get((sentence.index, token.i))
                if mention is not None and mention.form == "name":
                    tokens.setdefault(mention.start, []).append(token.i)
                    held[mention.start] = mention
            for start, numbers in tokens.items():
                yield sentence, held[start], numbers[0], numbers[-1]


def subjects(view: View, sentence: Sentence, verb: "Token", kind: str | None = "person") -> list[Mention]:
    """The actors that are a verb's subject; of a relative clause, those it speaks of."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        if verb.dep_ == "acl":
            subject = verb.head
        else:
            return []
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        subject = verb.head
        if any(t.i > verb.i for t in subject.conjuncts):
            one = view.at(sentence, subject.i)  # "A, who leads B, and C": C is no part of it
            return [one] if one is not None and kind in (None, view.kind(one)) else []
    found = view.several(sentence, subject)
    return [m for m in found if kind is None or view.kind(m) == kind]


def modality_of(verb: "Token") -> Modality:
    """Whether a standing relation is told plainly, denied, planned or supposed."""
    if any(c.dep_ == "neg" for c in verb.children):
        return "denied"
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark", "advmod")}
    if words & {"may", "might", "could", "would", "if", "whether", "should", "unless", "perhaps", "can"}:
        return "hypothetical"
    return (
        "planned"
        if words & {"will", "'ll", "’ll", "shall"} or (words & {"to"} and verb.dep_ == "xcomp")
        else "asserted"
    )
