"""Titles: "former Peruvian foreign minister", "Turkey's president", "head of the mission", by the words around a noun."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.document import Sentence
from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

_SENT = ("envoy", "representative", "ambassador", "special", "mediator")
_OWNING = ("of", "for", "at", "with")
_AFTER = {
    "secretary": ("general", "of"),
    "attorney": ("general",),
    "secretaries": ("general",),
    "governor": ("general",),
}
_MATTERS = frozenset(
    [
        "staff",
        "state",
        "defence",
        "defense",
        "foreign",
        "interior",
        "finance",
        "justice",
        "trade",
        "affairs",
        "energy",
        "health",
        "education",
        "labour",
        "war",
        "information",
        "commerce",
        "homeland",
        "agriculture",
        "transport",
        "oil staff",
    ]
)

_HOUSES = frozenset(
    "parliament house senate assembly congress council chamber court cabinet committee commission".split()
)


@dataclass(frozen=True, eq=False)  # without slots, so that its words are put together once
class Title:
    """A title's words, tokens `first` to `last`; `noun` is its head. `at` is the token that names where it is held.

    `start` is the first token of the whole phrase, remarks and country included. `shared`: the noun is a plural that
    several persons share, each at a place of his own.
    """

    sentence: Sentence
    start: int
    first: int
    last: int
    noun: int
    at: int | None
    former: bool
    planned: bool
    supposed: bool
    shared: bool = False

    @cached_property
    def word(self) -> str:
        """The noun in lower case, of several holders in the singular: "minister"."""
        word = self.sentence.span.doc[self.noun].lower_
        return word.removesuffix("s") if self.shared else word

    @cached_property
    def key(self) -> str:
        """The title in lower case with American spellings evened out: "deputy defence minister"."""
        doc = self.sentence.span.doc
        words = [t.lower_ for t in doc[self.first : self.last + 1] if t.text != "-"]
        words = [self.word if w == doc[self.noun].lower_ else w for w in words]
        return " ".join(words).replace("defense", "defence").replace(" affairs minister", " minister")


def _left(sentence: Sentence, noun: int, names: dict[int, int], lexis: Lexis) -> tuple[int, int, set[str]]:
    """First token of the title's words, first token with remarks and markers, and the markers met."""
    doc, start = sentence.span.doc, sentence.span.start
    title = lexis.title
    part = title.portfolio | title.qualifier
    first, at, marks = noun, noun - 1, set[str]()
    while at >= start:
        word = doc[at].lower_
        if at in names:
            break
        joins = word in ("and", "&", ",", "-") and at > start
        if word in part or (
            doc[at].tag_ == "NN"
            and doc[at].dep_ == "compound"
            and doc[at].text.islower()
            and not _said(word, lexis)
        ):
            first = at
        elif (
            joins
            and (doc[at - 1].lower_ in part | title.heads or word == "-")
            and doc[at + 1].lower_ in part | title.heads
        ):
            if word == "-" and doc[at - 1].lower_ in title.former:
                marks.add("former")
                at -= 2
                continue
            if word != "-" and doc[at - 1].lower_ not in title.portfolio:
                break
            first = at - 1
            at -= 1
        elif doc[at].tag_ == "VBD" or not (
            _mark(word, lexis, marks) or word in title.remark | title.honorifics
        ):
            break
        at -= 1
    return first, at + 1, marks


def _said(word: str, lexis: Lexis) -> bool:
    """Whether a word says something about a title without being part of it."""
    title = lexis.title
    return (
        word in title.former | title.planned | title.supposed | title.remark | title.honorifics | title.heads
    )


def _mark(word: str, lexis: Lexis, marks: set[str]) -> bool:
    title = lexis.title
    for name, words in (("former", title.former), ("planned", title.planned), ("supposed", title.supposed)):
        if word in words:
            marks.add(name)
            return True
    return False


def _right(sentence: Sentence, noun: int, marks: set[str], lexis: Lexis) -> int:
    """The last token of the title: "secretary general", "Secretary of State", "president-elect"."""
    doc, stop, last = sentence.span.doc, sentence.span.end, noun
    if (
        last + 1 < stop
        and doc[last + 1].lower_ in _AFTER.get(doc[noun].lower_, ())
        and doc[last + 1].lower_ != "of"
    ):
        last += 1
    if last + 2 < stop and doc[last + 1].text == "-" and not doc[last].whitespace_:
        if doc[last + 2].lower_ in lexis.title.planned:
            marks.add("planned")
            return last + 2
        if doc[last + 2].lower_ in ("general", "president", "minister", "in"):
            last += 2
            while last + 2 < stop and doc[last + 1].text == "-":
                last += 2
    elif last + 1 < stop and doc[last + 1].lower_ in lexis.title.planned - lexis.title.heads:
        marks.add("planned")
        return last + 1
    if last + 2 < stop and doc[last + 1].lower_ in ("of", "for"):
        reach = last + 2 + (doc[last + 2].lower_ == "the")
        while (
            reach < stop
            and doc[reach].lower_ in _MATTERS | {"and"}
            and not (
                doc[reach].lower_ == "and" and (reach + 1 >= stop or doc[reach + 1].lower_ not in _MATTERS)
            )
        ):
            last = reach
            reach += 1
    return _of_office(sentence, last, lexis)


def _of_office(sentence: Sentence, last: int, lexis: Lexis) -> int:
    """The last token of "Special Representative | of the Secretary-General": whose envoy he is belongs to the title."""
    doc, stop = sentence.span.doc, sentence.span.end
    if last + 3 >= stop or doc[last + 1].lower_ not in ("of", "to") or doc[last + 2].lower_ != "the":
        return last
    if doc[last].lower_ not in (*_SENT, "adviser", "advisor", "spokesman", "spokeswoman", "deputy", "aide"):
        return last
    at = last + 3
    while at < stop and doc[at].lower_ in lexis.title.portfolio | lexis.title.qualifier - lexis.title.heads:
        at += 1
    if at >= stop or doc[at].lower_ not in lexis.title.heads:
        return last
    while at + 2 < stop and doc[at + 1].text == "-" and doc[at + 2].lower_ in lexis.title.any | {"general"}:
        at += 2
    return at


def _owner_left(
    sentence: Sentence, start: int, names: dict[int, int], marks: set[str], lexis: Lexis
) -> tuple[int | None, int]:
    """The token naming country or body before the title, and the first token of the phrase with it.

    `names` maps each token of a name to the name's first token.
    """
    doc, at = sentence.span.doc, start - 1
    if at >= sentence.span.start and doc[at].text in ("'s", "’s", "'", "’"):
        at -= 1
    if (
        at > sentence.span.start
        and doc[at].text == ")"
        and at - 1 in names
        and doc[names[at - 1] - 1].text == "("
    ):
        at -= 1
    if at < sentence.span.start or at not in names:
        return None, start
    owner, begin = at, names[at]
    if doc[start].lower_ in _SENT or (start + 1 < sentence.span.end and doc[start + 1].lower_ in _SENT):
        owner, begin = _sender(sentence, owner, begin, names, lexis)
    at = begin - 1
    while at >= sentence.span.start and (
        _mark(doc[at].lower_, lexis, marks) or doc[at].lower_ in lexis.title.remark or doc[at].text == "-"
    ):
        begin = at
        at -= 1
    return owner, begin


def _sender(
    sentence: Sentence, owner: int, begin: int, names: dict[int, int], lexis: Lexis
) -> tuple[int, int]:
    """In "the UN's special Yemen envoy" the body that sent the envoy, not the country he was sent to."""
    doc, at = sentence.span.doc, begin - 1
    while at > sentence.span.start and (
        doc[at].lower_ in lexis.title.portfolio | lexis.title.qualifier | lexis.title.remark
        or doc[at].text in ("'s", "’s")
    ):
        at -= 1
    return (at, names[at]) if at in names else (owner, begin)


def _owner_right(sentence: Sentence, last: int, names: dict[int, int]) -> int | None:
    doc, stop = sentence.span.doc, sentence.span.end
    if last + 1 >= stop or doc[last + 1].lower_ not in _OWNING:
        return None
    at = last + 2
    while at < stop and doc[at].lower_ in ("the", "a", "an", "its", "his", "her", "their"):
        at += 1
    end = at
    while at in names and names.get(end + 1) == names[at]:
        end += 1
    for noun in doc[last + 1].children:
        if noun.dep_ == "pobj" and not (at in names and names.get(noun.i) == end + 1):
            return int(noun.i)  # unless it is the holder's name: "president of Peru | Elena Rojas"
    return at if at in names else None


def name_behind(sentence: Sentence, title: Title, names: dict[int, int]) -> int | None:
    """The first token of the name in "the Turkish foreign minister, Kemal Oran, said", where it is no apposition.

    Such a title does not belong to whoever was named before it ("after a call with X, the foreign minister, Y, said").
    """
    doc, stop = sentence.span.doc, sentence.span.end
    for at in range(title.last + 1, min(stop - 1, title.last + 9)):
        if doc[at].text == ",":
            end = at + 1
            while names.get(end) == at + 1:
                end += 1
            acts = (
                end + 1 < stop and doc[end].text == "," and doc[end + 1].tag_ in ("VBD", "VBZ", "VBP", "MD")
            )
            noun = doc[title.noun]
            loose = noun.dep_ not in ("appos", "conj") or noun.head.i > noun.i
            return at + 1 if at + 1 in names and (loose or acts) else None
        if doc[at].tag_.startswith("VB") or doc[at].tag_ == "MD":
            return None
    return None


def title_at(sentence: Sentence, noun: int, names: dict[int, int], lexis: Lexis) -> Title | None:
    """The title whose noun is this token, or None where the word makes no title."""
    doc = sentence.span.doc
    if (
        doc[noun].lower_ == "general"
        and noun > sentence.span.start
        and "general" in _AFTER.get(doc[noun - 1].lower_, ())
    ):
        noun -= 1
    if doc[noun].lower_ not in lexis.title.heads or noun in names:
        return None
    first, start, marks = _left(sentence, noun, names, lexis)
    last = _right(sentence, noun, marks, lexis)
    owner, start = _owner_left(sentence, start, names, marks, lexis)
    if owner is None:
        owner = _owner_right(sentence, last, names)
    while first < noun and doc[first].text in ("-", "and", ",", "&"):
        first += 1
    return Title(
        sentence, start, first, last, noun, owner, "former" in marks, "planned" in marks, "supposed" in marks
    )


def title_before(sentence: Sentence, name: int, names: dict[int, int], lexis: Lexis) -> Title | None:
    """The title right before a name that starts at token `name`: "Finnish Foreign Minister | Aino Laine"."""
    doc, at = sentence.span.doc, name - 1
    while at > sentence.span.start and doc[at].lower_ in lexis.title.honorifics:
        at -= 1
    if at < sentence.span.start:
        return None
    if (
        doc[at].lower_ in ("general", "elect", "designate", "nominee", "candidate", "suspect")
        and at > sentence.span.start
    ):
        back = at - 1 - (doc[at - 1].text == "-")
        if (
            back >= sentence.span.start
            and doc[back].lower_ in lexis.title.office | lexis.title.leader
            and back not in names
        ):
            at = back
    if at not in names:
        at = _over_of(sentence, at, lexis)
    return title_at(sentence, at, names, lexis)


def _over_of(sentence: Sentence, at: int, lexis: Lexis) -> int:
    """The noun of a title that goes on to token `at`: "secretary | of State", "speaker | of the parliament"."""
    doc, step = sentence.span.doc, at
    while step > sentence.span.start and doc[step].lower_ in _MATTERS:
        step -= 1
    if step == at and doc[at].lower_ in _HOUSES:
        step -= 1
    if step > sentence.span.start and doc[step].lower_ == "the":
        step -= 1
    before = max(step - 1, sentence.span.start)
    return (
        before
        if step < at and doc[step].lower_ in ("of", "for") and doc[before].lower_ in lexis.title.heads
        else at
    )


def is_definite(token: "Token") -> bool:
    """Whether a noun phrase points to something known: "the", "this", a possessor."""
    return any(
        (c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "both"))
        or c.dep_ == "poss"
        for c in token.children
    )
