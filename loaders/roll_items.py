"""The names of a sentence with their titles: before the name, between commas before it, or in a remark behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PREMODIFIER = ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "PRP$", "DT", "VBN")
FINITE = ("VBD", "VBZ", "VBP", "MD")
# A title's phrase opens with one of these; before it stands a break, a verb or a preposition.
_OPENING = frozenset(["the", "its", "his", "her", "their"])


@dataclass(frozen=True, slots=True)
class Item:
    """One name of a list: tokens `start` to `end` (exclusive) with its title; the name is `first` to `name`.

    `behind` is the noun of a title that stands before the name with a comma ("the speaker of the house, B").
    """

    start: int
    first: int
    name: int
    end: int
    titled: bool
    behind: int | None = None


def items_of(span: "Span", people: list[tuple[int, int]], known: Lexis) -> Iterator[Item]:
    """The items of a sentence, in order; `people` are its names of persons (first token, end)."""
    before: Item | None = None
    for first, end in people:
        start = _premodified(span, first)
        titled = any(t.lower_ in known.title.heads for t in span.doc[start:first])
        item = Item(start, first, end - 1, end, titled)
        if start == first:
            item = _with_title_before(span, item, before, known) or item
        item = Item(
            item.start, item.first, item.name, _end(span, item, known), item.titled or item.behind is not None,
            item.behind,
        )  # fmt: skip
        yield item
        before = item


def _premodified(span: "Span", first: int) -> int:
    """The first token of what stands right before a name: "the Finnish prime minister | A"."""
    doc, at = span.doc, first
    while at > span.start and doc[at - 1].tag_ in _PREMODIFIER and doc[at - 1].ent_type_ != "PERSON":
        at -= 1
        if doc[at].tag_ in ("DT", "PRP$"):
            break
    return at


def _with_title_before(span: "Span", item: Item, before: Item | None, known: Lexis) -> Item | None:
    """The item with the title that a comma parts from the name: "the speaker of the house, B,"; None without one."""
    doc, comma = span.doc, item.first - 1
    if comma <= span.start or doc[comma].text != "," or not _closed(span, item):
        return None
    low = before.name + 1 if before else span.start
    for at in range(low, comma):
        if doc[at].lower_ not in _OPENING or not _breaks(doc, at, span.start):
            continue
        noun = _title_noun(doc, at + 1, comma, known)
        if noun is None or not all(_of_title(t) for t in doc[noun + 1 : comma]):
            continue
        if before and at == before.name + 2 and doc[at - 1].text == "," and not before.titled:
            return None  # "A, the speaker of the house, B and C": the speaker is A
        return Item(at, item.first, item.name, item.end, True, noun)
    return None


def _of_title(token: "Token") -> bool:
    """Whether a word may stand behind the noun of a title, in what the title is of: no verb, no other phrase."""
    if token.tag_ in FINITE or token.text in (",", ";"):
        return False
    if token.tag_ in ("DT", "PRP$"):
        return token.lower_ == "the"
    return token.tag_ not in ("IN", "TO") or token.lower_ in ("of", "for", "at", "in", "to")


def _breaks(doc: "Doc", at: int, start: int) -> bool:
    """Whether a new phrase may begin at a token: behind a break, a verb or a preposition that does not join titles."""
    if at == start:
        return True
    word = doc[at - 1]
    return (
        word.text in (",", ";", ":", "and", "(")
        or word.tag_.startswith("VB")
        or (word.tag_ in ("IN", "TO", "CC") and word.lower_ not in ("of", "for", "at"))
    )


def _title_noun(doc: "Doc", at: int, stop: int, known: Lexis) -> int | None:
    """The noun of the title that begins at a token: "special representative", "foreign minister"."""
    noun = None
    while at < stop and (doc[at].lower_ in known.title.any or doc[at].text == "-" or doc[at].ent_type_):
        if doc[at].lower_ in known.title.heads:
            noun = at
        at += 1
    return noun


def _closed(span: "Span", item: Item) -> bool:
    """Whether a name behind a comma ends its phrase there, so that it is in apposition and not a new subject."""
    if item.end >= span.end:
        return True
    after = span.doc[item.end]
    return after.text in (",", ".", ";", ":", ")") or after.lower_ == "and" or after.is_space


def _end(span: "Span", item: Item, known: Lexis) -> int:
    """The end of an item with what is said of the name behind it: ", the head of B", ", who chairs C", "(D)"."""
    doc, at = span.doc, item.end
    if at + 2 < span.end and doc[at].text == "," and item.behind is None:
        opens = doc[at + 1].lower_
        said = opens in ("who", "whom", "whose")
        title = not item.titled and (
            opens in _OPENING or opens == "a" or doc[at + 1].lower_ in known.title.any
        )
        if said or (
            title and _title_noun(doc, at + 1 + (opens in _OPENING or opens == "a"), span.end, known)
        ):
            while at + 1 < span.end and (doc[at + 1].text != "," and doc[at + 1].lower_ != "and"):
                at += 1
            return at + 1
    return at
