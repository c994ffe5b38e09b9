"""A stretch of tokens that names somebody, and the search for the forms that the register knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.register import Entry, Register, key, opening
from loaders.document import Document, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Label = Literal["person", "body", "country", "demonym", "seat", "place", "people", "nothing"]

POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Tokens `first` to `last` (inclusive, numbers in the paragraph's doc) that name something."""

    sentence: Sentence
    first: int
    last: int
    label: Label
    entry: Entry | None = None

    @property
    def doc(self) -> "Doc":
        """The parsed paragraph."""
        return self.sentence.span.doc

    @property
    def span(self) -> "Span":
        """The tokens."""
        return self.doc[self.first : self.last + 1]

    @property
    def text(self) -> str:
        """The words as they stand in the paragraph."""
        return self.span.text

    @property
    def head(self) -> "Token":
        """The syntactic head among the tokens."""
        return self.span.root

    def covers(self, i: int) -> bool:
        """Whether a token is among them."""
        return self.first <= i <= self.last


@dataclass(frozen=True, slots=True)
class Support:
    """What an article names outright: country codes, actor ids and words; it decides about weak names."""

    countries: frozenset[str]
    ids: frozenset[str]
    words: frozenset[str]

    def choose(self, form: str, entries: Iterable[Entry]) -> Entry | None:
        """The actor a weak form names here, if just one reading is supported best."""
        named: list[Entry] = []
        near: list[Entry] = []
        for entry in entries:
            if any(word in self.words for word in entry.unless):
                continue
            if entry.actor.id in self.ids or (form == entry.actor.name and entry.actor.kind == "country"):
                named.append(entry)
            elif entry.actor.country and entry.actor.country in self.countries:
                near.append(entry)
        best = named or near
        return best[0] if len(best) == 1 else None


def capital(token: "Token") -> bool:
    return token.text[:1].isupper()


def register_spots(sentence: Sentence, register: Register, support: Support | None) -> Iterator[Spot]:
    """The longest forms of the register at each token; weak ones where `support` is given."""
    base = sentence.span.start_char
    tokens = [(t.i, t.idx - base, t.idx - base + len(t.text)) for t in sentence.span]
    text, reach = sentence.span.text, register.longest + 3
    for n, (i, start, end) in enumerate(tokens):
        if opening(text[start:end]) not in register.openings:
            continue
        for j, _, stop in reversed(tokens[n : n + reach]):
            found = _known(text[start:stop], register, support)
            if found:
                yield Spot(sentence, i, j, found[0], found[1])
                break


def _known(text: str, register: Register, support: Support | None) -> tuple[Label, Entry] | None:
    """Whom a form names, and as what. A form in small letters counts only where the register has it so."""
    form = key(text)
    cased = text != text.lower()
    strong = register.strong.get(form, ()) if cased or text in register.lower_forms else ()
    entry = strong[0] if strong else None
    if entry is None and support is not None:
        weak = register.weak.get(form, ())
        if weak and (cased or any(text in e.weak for e in weak)):
            entry = support.choose(text, weak)
    if (
        entry is not None
        and " " in text
        and cased
        and not text[:1].isupper()
        and text not in entry.actor.names
    ):
        entry = None
    if text.lower().startswith("the ") or text.endswith(POSSESSIVE):
        return None
    if entry is not None:
        kind = entry.actor.kind
        return ("country" if kind == "country" else "person" if kind == "person" else "body"), entry
    if not cased:
        return None
    if seat := register.seats.get(form):
        return "seat", seat
    if demonym := register.demonyms.get(form):
        return "demonym", demonym
    return None


def support(document: Document, register: Register) -> Support:
    """What the article names by strong forms."""
    countries: set[str] = set()
    ids: set[str] = set()
    for sentence in document.sentences:
        for spot in register_spots(sentence, register, None):
            if spot.entry:
                ids.add(spot.entry.actor.id)
                if spot.entry.actor.country and spot.entry.actor.kind != "media":
                    countries.add(spot.entry.actor.country)
    words = frozenset(t.text for s in document.sentences for t in s.span)
    return Support(frozenset(countries), frozenset(ids), words)
