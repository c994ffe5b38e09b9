"""An article cut and parsed: paragraphs, sentences and tokens that know their place in the article's text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Article, Cut, Passage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span, Token

_PARAGRAPH = re.compile(r"\S(?:[^\r\n]*\S)?(?:[ \t]*\r?\n[ \t]*\S(?:[^\r\n]*\S)?)*")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One parsed sentence. `base` is what to add to a token's `idx` to get its offset in the article's `text`."""

    index: int
    paragraph: int
    span: "Span"
    base: int
    text: str

    @property
    def start(self) -> int:
        """Offset of the first character in the article's text."""
        return self.base + self.span.start_char

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.base + self.span.end_char

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
    """An article with what was cut and the sentences of the rest, in order."""

    article: Article
    cuts: tuple[Cut, ...]
    sentences: tuple[Sentence, ...]


def paragraphs(text: str, cuts: Sequence[Cut]) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs (runs of lines without a blank one) of what the cuts leave."""
    edges = [0]
    for cut in sorted(cuts, key=lambda c: c.start):
        edges += [cut.start, cut.end]
    edges.append(len(text))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for match in _PARAGRAPH.finditer(text, start, end):
            yield match.start(), match.end()


def _legible(text: str) -> str:
    """The text as the parser takes it, character for character: breaks as spaces, no lone surrogates."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"[\n\r\t\u00a0]", " ", text))


def parse(article: Article, cuts: Iterable[Cut], nlp: "Language") -> Document:
    """The article's paragraphs, each parsed by itself, so that no sentence runs across two.

    Line breaks inside a paragraph are read as spaces; offsets stay those of the article's text.
    """
    kept = tuple(cuts)
    spans = list(paragraphs(article.text, kept))
    plain = (_legible(article.text[start:end]) for start, end in spans)
    sentences: list[Sentence] = []
    for number, ((start, _), doc) in enumerate(zip(spans, nlp.pipe(plain), strict=True)):
        for span in doc.sents:
            if span.text.strip():
                sentences.append(Sentence(len(sentences), number, span, start, article.text))
    return Document(article, kept, tuple(sentences))
