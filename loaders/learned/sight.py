"""What the network sees of a sentence: its words, who may be a party, and the way through the parse between the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import ACTOR_KINDS, Mention
from loaders.cast import Cast
from loaders.document import Document, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

KINDS = ("", *ACTOR_KINDS)
FORMS = ("", "name", "nominal", "pronoun")
# What counts or dates is nobody.
_NOBODY = frozenset("DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL LANGUAGE LAW".split())
# Steps of a way through the parse; what is farther is "far".
_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Who may be a party: the mentions of one span (several for "they"), as word numbers, `last` inclusive."""

    mentions: tuple[Mention, ...]
    first: int
    last: int
    head: "Token"
    kind: int = 0
    form: int = 0

    @property
    def start(self) -> int:
        """Offset in the article's text."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.mentions[0].end


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A sentence as the network takes it."""

    sentence: Sentence
    tokens: tuple["Token", ...]
    candidates: tuple[Candidate, ...]

    @property
    def words(self) -> list[str]:
        """The words as the tokenizer of the encoder takes them."""
        return [t.text for t in self.tokens]


def sights(document: Document, who: Cast) -> Iterator[Sight]:
    """Every sentence of a document, with the candidates: the cast's mentions, then the nouns that mean nobody in it yet.

    The mentions of the latter have no actor: who turns out to be a party becomes one.
    """
    for sentence in document.sentences:
        tokens = words_of(sentence)
        spans: dict[tuple[int, int], list[Mention]] = {}
        for mention in who.inside(sentence.start, sentence.end):
            spans.setdefault((mention.start, mention.end), []).append(mention)
        for (index, _), together in who.shared.items():
            if index == sentence.index and together:
                spans.setdefault((together[0].start, together[0].end), list(together))
        found = [candidate(sentence, tokens, tuple(m), who) for _, m in sorted(spans.items())]
        named = [c for c in found if c]
        yield Sight(sentence, tokens, (*named, *_unnamed(sentence, tokens, named)))


def _unnamed(
    sentence: Sentence, tokens: Sequence["Token"], named: Sequence[Candidate]
) -> Iterator[Candidate]:
    taken = {tokens[n].i for c in named for n in range(c.first, c.last + 1)}
    numbers = {t.i: n for n, t in enumerate(tokens)}
    for chunk in sentence.span.noun_chunks:
        head = chunk.root
        inside = [t for t in chunk if not t.is_space]
        while (
            inside and inside[0].i != head.i and inside[0].dep_ in ("det", "poss", "predet", "punct", "case")
        ):
            inside = inside[1:]
        if not head.tag_.startswith("N") or head.ent_type_ in _NOBODY or head.i in taken:
            continue
        # "Two Syrian companies" are called so, but "Syrian" means Syria, whose word it stays.
        span = sentence.passage_of(inside[0], inside[-1])
        own = _behind(inside, head, taken)
        mention = Mention("", span.start, span.end, span.text, "", "nominal")
        yield Candidate((mention,), numbers[own[0].i], numbers[own[-1].i], head, 0, 0)


def _behind(chunk: Sequence["Token"], head: "Token", taken: set[int]) -> Sequence["Token"]:
    """The words of a noun phrase that belong to nobody named in it: behind the last of theirs before the head, to the next."""
    at = next(n for n, t in enumerate(chunk) if t.i == head.i)
    first = max((n + 1 for n in range(at) if chunk[n].i in taken or chunk[n].dep_ == "case"), default=0)
    last = min((n for n in range(at, len(chunk)) if chunk[n].i in taken), default=len(chunk))
    return chunk[first:last]


def words_of(sentence: Sentence) -> tuple["Token", ...]:
    """The tokens that are no white space."""
    return tuple(t for t in sentence.span if not t.is_space)


def candidate(
    sentence: Sentence, tokens: Sequence["Token"], mentions: tuple[Mention, ...], who: Cast
) -> Candidate | None:
    """The candidate of a span; None where it holds no word of the sentence."""
    start, end = mentions[0].start, mentions[0].end
    inside = [n for n, t in enumerate(tokens) if start < sentence.at(t)[1] and sentence.at(t)[0] < end]
    if not inside:
        return None
    kind = who.actor(mentions[0].actor).kind
    return Candidate(
        mentions,
        inside[0],
        inside[-1],
        root([tokens[n] for n in inside]),
        KINDS.index(kind),
        FORMS.index(mentions[0].form),
    )


def root(tokens: Sequence["Token"]) -> "Token":
    """The token of a stretch whose head lies outside."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[-1])


def ways(one: "Token", other: "Token") -> tuple[str, str]:
    """The way through the parse from one token to another, in full and without the prepositions' words.

    "nsubj" is a subject, "^conj nsubj" the subject of the verb that one is coordinated with, "prep:with pobj" an object behind "with".
    """
    up, down = _chain(one), _chain(other)
    shared = {t.i: n for n, t in enumerate(down)}
    meet = next((n for n, t in enumerate(up) if t.i in shared), None)
    if meet is None:
        return "apart", "apart"
    rising, falling = up[:meet], down[: shared[up[meet].i]][::-1]
    if len(rising) + len(falling) > _STEPS:
        return "far", "far"
    plain = [f"^{t.dep_}" for t in rising] + [t.dep_ for t in falling]
    full = [f"^{_label(t)}" for t in rising] + [_label(t) for t in falling]
    return " ".join(full) or "self", " ".join(plain) or "self"


def _label(token: "Token") -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent", "dative") else token.dep_


def _chain(token: "Token") -> list["Token"]:
    found = [token]
    while found[-1].head != found[-1] and len(found) < 20:
        found.append(found[-1].head)
    return found
