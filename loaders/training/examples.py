"""Annotations as examples: every sentence parsed as the reader parses it, each claim at the word that states it.

Candidates are the reader's own mentions and the nouns besides; what is no party of a claim is a negative.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Article, Claim, Modality
from loaders import models
from loaders.cast import cast
from loaders.document import parse
from loaders.extract import claims
from loaders.extract.mood import mood_of
from loaders.learned.sight import Candidate, Sight, root, sights
from loaders.training.marks import Marked, MarkedClaim, Span

# The ways of reading whose claims the network is told of.
FRAMES = ("offices", "patterns")

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A claim in a sentence: the number of its word, its labels, and by candidate whether it is source, target, speaker.

    `issue` is a pair of word numbers, the last inclusive, where the issue lies in the sentence.
    """

    word: int
    relation: str
    mode: str | None
    modality: Modality
    former: bool
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    speakers: tuple[int, ...]
    issue: tuple[int, int] | None
    claim: MarkedClaim


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A sentence with its claims; `group` is the passage or article, so that no group is divided."""

    sight: Sight
    told: tuple[Told, ...]
    group: str
    actors: tuple[frozenset[int], ...]
    rules: tuple[Claim, ...] = ()


def examples(texts: Iterable[Marked]) -> Iterator[Example]:
    """All sentences of annotated texts."""
    nlp = models.load(None)
    for marked in texts:
        article = Article(marked.where or marked.label, marked.text)
        document = parse(article, (), nlp)
        who = cast(document)
        rules, _ = claims(document, who, steps=FRAMES)
        for sight in sights(document, who):
            yield _example(sight, marked, rules)


def _example(sight: Sight, marked: Marked, rules: Sequence[Claim]) -> Example:
    actors = tuple(_meant(c, marked, sight) for c in sight.candidates)
    told = [t for claim in marked.claims if (t := _told(claim, sight, actors))]
    near = tuple(
        c
        for c in rules
        if any(e.start < sight.sentence.end and sight.sentence.start < e.end for e in c.evidence)
    )
    return Example(sight, tuple(told), marked.where, actors, near)


def _meant(one: Candidate, marked: Marked, sight: Sight) -> frozenset[int]:
    """The annotated actors that a candidate means: those of the marks whose head it holds ("Dakar" is not "dockers in Dakar")."""
    found: set[int] = set()
    for mark in marked.mentions:
        inside = (
            _words((mark.start, mark.end), sight) if mark.start < one.end and one.start < mark.end else []
        )
        if inside:
            head = root([sight.tokens[n] for n in inside])
            if any(sight.tokens[n].i == head.i for n in range(one.first, one.last + 1)):
                found.update(mark.actors)
    return frozenset(found)


def _told(claim: MarkedClaim, sight: Sight, actors: Sequence[frozenset[int]]) -> Told | None:
    words = _words(claim.trigger[0], sight)
    if not words:
        return None
    head = root([sight.tokens[n] for n in words])
    return Told(
        word=next(n for n in words if sight.tokens[n].i == head.i),
        relation=claim.relation,
        mode=claim.mode,
        modality=claim.modality,
        former=claim.former,
        sources=_numbers(claim.sources, actors),
        targets=_numbers(claim.targets, actors),
        speakers=_numbers(claim.speakers, actors),
        issue=(inside[0], inside[-1]) if claim.issue and (inside := _words(claim.issue, sight)) else None,
        claim=claim,
    )


def _numbers(wanted: Sequence[int], actors: Sequence[frozenset[int]]) -> tuple[int, ...]:
    return tuple(n for n, meant in enumerate(actors) if meant & set(wanted))


def _words(span: Span, sight: Sight) -> list[int]:
    start, end = span
    at = sight.sentence.at
    return [n for n, t in enumerate(sight.tokens) if start < at(t)[1] and at(t)[0] < end]


def rule_modality(token: "Token") -> Modality:
    """The modality that the parse alone gives: a feature beside the words."""
    return mood_of(token).modality
