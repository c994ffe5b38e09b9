"""What was not read: sentences that seem to tell an act and gave no claim, and parties that the register does not have."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Actor, Mention, Reading
from loaders.document import Document, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.extract.lexicon import Frame


@dataclass(frozen=True, slots=True)
class Silent:
    """A sentence without a claim that holds words for an act (`triggers`) and two actors or more."""

    article: str
    start: int
    end: int
    text: str
    triggers: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass
class Unread:
    """Silent sentences, and the parties of claims with the number of their claims; `linked` counts those of the register.

    `told` is False while no reading had mentions, without which nothing can be told of sentences.
    """

    sentences: list[Silent] = field(default_factory=list)
    unlinked: Counter[tuple[str, str]] = field(default_factory=Counter)
    linked: set[str] = field(default_factory=set)
    told: bool = False

    def add(self, reading: Reading, model: str | None = None) -> None:
        """Adds what one article's reading leaves out; parses the article. Raises ModelError."""
        self._parties(reading)
        if reading.mentions:
            self.told = True
            self.sentences += silent(reading, model)

    def _parties(self, reading: Reading) -> None:
        known = {actor.id: actor for actor in reading.actors}
        for claim in reading.claims:
            for ident in {p.actor for p in (*claim.sources, *claim.targets)}:
                self._party(known.get(ident))

    def _party(self, actor: Actor | None) -> None:
        if actor is None:
            return
        if actor.known:
            self.linked.add(actor.id)
        else:
            self.unlinked[actor.name, actor.kind] += 1


def silent(reading: Reading, model: str | None = None) -> list[Silent]:
    """The silent sentences of an article. Raises ModelError."""
    from loaders import models
    from loaders.document import parse

    return list(silences(parse(reading.article, reading.cuts, models.load(model)), reading))


def silences(document: Document, reading: Reading) -> Iterable[Silent]:
    """The silent sentences of a document that is parsed already."""
    spans = [(e.start, e.end) for claim in reading.claims for e in claim.evidence]
    for sentence in document.sentences:
        if any(start < sentence.end and sentence.start < end for start, end in spans):
            continue
        named, found = _named(sentence, reading), telling(sentence, reading)
        inside = {m.actor: m.text for m in reversed(named)}
        if found and len(inside) > 1:
            passage = sentence.passage
            yield Silent(
                reading.article.id,
                passage.start,
                passage.end,
                passage.text,
                found,
                tuple(reversed(inside.values())),
            )


def telling(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """The words of a sentence that may tell an act, names aside."""
    named = _named(sentence, reading)
    return tuple(dict.fromkeys(t.text for t in triggers(sentence) if not _inside(sentence.at(t)[0], named)))


def _named(sentence: Sentence, reading: Reading) -> list[Mention]:
    return [m for m in reading.mentions if sentence.start <= m.start and m.end <= sentence.end]


def _inside(at: int, mentions: Sequence[Mention]) -> bool:
    """Whether a word is part of a name: the Accord of a Government of National Accord tells nothing."""
    return any(m.start <= at < m.end for m in mentions)


def triggers(sentence: Sentence) -> Iterable["Token"]:
    """The words that tell an act by a frame of an interaction; words of speech alone are none."""
    from graph.ontology import relations
    from loaders.extract.lexicon import lexicon
    from loaders.extract.syntax import is_verb

    known, words = lexicon(), {token.lower_ for token in sentence.span}
    for token in sentence.span:
        table = known.verbs if is_verb(token) else known.nouns if token.tag_.startswith("N") else {}
        frames = (f for f in table.get(token.lower_, ()) if relations()[f.relation].family == "event")
        if any(_may_tell(frame, words) for frame in frames):
            yield token


def _may_tell(frame: "Frame", words: set[str]) -> bool:
    """Whether the sentence has the words that a frame asks for besides its own: "took part", "went on strike"."""
    asked = (need for need in frame.needs if ":" in need or need.startswith("+"))
    wanted = (
        {alternative.rpartition(":")[2].lstrip("+") for alternative in need.split("|")} for need in asked
    )
    return (not frame.nouns or bool(frame.nouns & words)) and all(each & words for each in wanted)
