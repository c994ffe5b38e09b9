"""An article cut and parsed: paragraphs, sentences and tokens that know their place in the article's text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Article, Cut, Passage, Problem
from graph.safe import one_line
from loaders.legible import odd_paragraph, odd_sentence
from loaders.rolls import mend

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span, Token

# The parser needs a gigabyte for every 300,000 characters it takes at once, and what walks over its result no less
# time than the square of them. No paragraph of a newspaper is that long; a page saved without line breaks is.
LONGEST = 10_000
# Characters parsed at one go: far more than an article has, as little as a small machine can hold.
_AT_ONCE = 100_000
# The longest sentences of newspapers have some 200 words; what is longer is a list or table that lost its form, and
# its tree may be as deep as it is long.
MOST_WORDS = 400
_STOP = re.compile(r"[.!?][\"'”’)]*\s+(?=\S)")

# What the eye sees as a space, and the invisible marks that turn the direction of writing.
_SPACES = re.compile(r"[\n\r\t\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_PARAGRAPH = re.compile(r"\S(?:[^\r\n]*\S)?(?:[ \t]*\r?\n[ \t]*\S(?:[^\r\n]*\S)?)*")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One parsed sentence. `base` is what to add to a token's `idx` to get its offset in the article's `text`.

    `start` and `end` are the offsets of its first and behind its last character there, white space aside.
    """

    index: int
    paragraph: int
    span: "Span"
    base: int
    text: str
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        # Asked for by the thousand, and the text of a span is put together anew each time.
        words, first = self.span.text, self.base + self.span.start_char
        object.__setattr__(self, "start", first + len(words) - len(words.lstrip()))
        object.__setattr__(self, "end", first + len(words.rstrip()))

    @property
    def passage(self) -> Passage:
        """The sentence as evidence."""
        return Passage(self.start, self.end, self.text[self.start : self.end])

    def at(self, token: "Token") -> tuple[int, int]:
        """Start and end of a token in the article's text."""
        return self.base + token.idx, self.base + token.idx + len(token.text)

    def passage_of(self, first: "Token", last: "Token") -> Passage:
        """The stretch from one token to another (inclusive) as a passage."""
        start, end = self.base + first.idx, self.base + last.idx + len(last.text)
        return Passage(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """An article with what was cut, the sentences of the rest, in order, and what was left out of them."""

    article: Article
    cuts: tuple[Cut, ...]
    sentences: tuple[Sentence, ...]
    problems: tuple[Problem, ...] = ()


def paragraphs(text: str, cuts: Sequence[Cut]) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs (runs of lines without a blank one) of what the cuts leave."""
    edges = [0]
    for cut in sorted(cuts, key=lambda c: c.start):
        edges += [cut.start, cut.end]
    edges.append(len(text))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for match in _PARAGRAPH.finditer(text, start, end):
            yield match.start(), match.end()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in stretches of at most LONGEST characters, cut after a sentence where one ends, else at a space."""
    while end - start > LONGEST:
        limit = start + LONGEST
        stops = [match.end() for match in _STOP.finditer(text, start + LONGEST // 2, limit)]
        space = text.rfind(" ", start + LONGEST // 2, limit) + 1
        cut = stops[-1] if stops else space or limit
        yield start, cut
        start = cut
    yield start, end


def _legible(text: str) -> str:
    """The text as the parser takes it, character for character: breaks and marks of direction as spaces, no lone surrogates."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", _SPACES.sub(" ", text))


def parse(article: Article, cuts: Iterable[Cut], nlp: "Language") -> Document:
    """The article's paragraphs, each parsed by itself (endless ones in pieces), so that no sentence runs across two.

    Line breaks inside a paragraph are read as spaces; offsets stay those of the article's text. A sentence of more than
    MOST_WORDS words becomes a problem; so do sentences that are no English prose, one problem for each reason.
    """
    kept = tuple(cuts)
    spans = [
        (number, *piece)
        for number, (start, end) in enumerate(paragraphs(article.text, kept))
        for piece in _pieces(article.text, start, end)
    ]
    plain = (_legible(article.text[start:end]) for _, start, end in spans)
    sentences: list[Sentence] = []
    problems: list[Problem] = []
    unread: dict[str, list[str]] = {}
    room = max(1, _AT_ONCE * len(spans) // (sum(end - start for _, start, end in spans) or 1))
    docs = nlp.pipe(plain, batch_size=min(room, 1000))
    for (number, start, end), doc in zip(spans, docs, strict=True):
        mend(doc)
        strange = odd_paragraph(article.text[start:end])
        for span in doc.sents:
            if len(span) > MOST_WORDS:
                what = f"'{one_line(span.text, 40)}' runs on for {len(span):,} words without an end: not read"
                problems.append(Problem(article.id, "parse", what))
            elif odd := strange or odd_sentence(span.text):
                unread.setdefault(odd, []).append(span.text)
            elif span.text.strip():
                sentences.append(Sentence(len(sentences), number, span, start, article.text))
    problems += [Problem(article.id, "parse", _not_read(why, texts)) for why, texts in unread.items()]
    return Document(article, kept, tuple(sentences), tuple(problems))


def _not_read(why: str, texts: Sequence[str]) -> str:
    number = f"{len(texts)} sentence{'s' if len(texts) > 1 else ''}"
    return f"{number} not read: {why} ('{one_line(texts[0], 40)}')"
