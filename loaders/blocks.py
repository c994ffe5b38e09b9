"""A text as blocks: its lines, or its paragraphs where lines are wrapped, each with what the cutter asks of it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# Wrapped text breaks lines at one width; no line of a page of paragraphs stays below this.
_WRAP = 120
# A text is wrapped if most of its lines that are followed by another are about full.
_FULL = 45

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CLOSED = re.compile(r"[.!?…。！？؟।۔][\"'”’»)\]\s]*(?:\[\d{1,3}\])*$")
_TRUNCATED = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\"'”’»)\s]*$")
_QUOTES = str.maketrans("‘’‛“”„«»", '\'\'\'"""""')
_EDGES = " \t'\"()[]{}<>|/\\-–—_·•*#»«›‹→←▶►■●○+=~:;,.!?…&"


def plain(text: str) -> str:
    """A line as phrases are compared: lower case, straight quotes, numbers as #, no punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    numbered = re.sub(r"\d+(?:[.,]\d+)*", "0", " ".join(folded.split())).strip(_EDGES)
    return numbered.replace("0", "#")


@dataclass(frozen=True)
class Block:
    """A stretch [start, end) of the article's text without blanks at its ends."""

    start: int
    end: int
    text: str

    @cached_property
    def plain(self) -> str:
        """The text as phrases are compared."""
        return plain(self.text)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_CLOSED.search(self.text[-40:]))

    @cached_property
    def truncated(self) -> bool:
        """Whether it breaks off, as the summary of another article does."""
        return bool(_TRUNCATED.search(self.text[-40:]))

    @property
    def prose(self) -> bool:
        """Whether it is running text: a whole sentence of eight words or more, or too long for a heading."""
        long = self.words > 25 or len(self.text) > 160
        return long or (self.closed and self.words >= 8)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    lines = list(_lines(text, 0, len(text)))
    if not _wrapped(text, lines):
        return tuple(lines)
    return tuple(_paragraphs(text, lines))


def _lines(text: str, start: int, end: int) -> Iterator[Block]:
    for match in _LINE.finditer(text, start, end):
        inner = match.group().strip()
        if inner:
            first = match.start() + match.group().index(inner)
            yield Block(first, first + len(inner), inner)


def _adjacent(text: str, one: Block, other: Block) -> bool:
    return len(_END.findall(text, one.end, other.start)) <= 1


def _wrapped(text: str, lines: list[Block]) -> bool:
    if any(len(line.text) > _WRAP for line in lines):
        return False
    followed = [a for a, b in pairwise(lines) if _adjacent(text, a, b)]
    full = sum(len(line.text) >= _FULL and not line.closed for line in followed)
    return full >= 2 and full * 2 > len(followed)


def _paragraphs(text: str, lines: list[Block]) -> Iterator[Block]:
    first = previous = lines[0]
    for line in lines[1:]:
        # A short line ends its paragraph, so that "Share" above wrapped text stays a line of its own.
        if not _adjacent(text, previous, line) or len(previous.text) < _FULL:
            yield Block(first.start, previous.end, text[first.start : previous.end])
            first = line
        previous = line
    yield Block(first.start, previous.end, text[first.start : previous.end])
