"""The words of an issue or of what was said: as short as keeps the sense, always verbatim."""

from typing import TYPE_CHECKING

from graph.model import Passage
from loaders.document import Sentence
from loaders.extract.syntax import VERBAL, child

if TYPE_CHECKING:
    from spacy.tokens import Token

# Clauses that comment on an issue rather than belong to it.
_BESIDE = ("advcl", "parataxis")
_QUOTES = "\"“”'‘’«»"
_EDGE = set("," + ";:-–—" + ".()[]") | set(_QUOTES)


def _leaves_out(token: "Token", top: "Token") -> bool:
    """Whether a child of the issue's head opens a side remark: ", which ...", "after ...", a date."""
    if token.dep_ in _BESIDE and token.i > top.i:
        mark = child(token, "mark", "advmod")
        first = token.doc[token.left_edge.i]
        return first.lower_ not in ("to", "that") or mark is not None
    if token.dep_ == "relcl" and token.i > top.i:
        before = token.doc[token.left_edge.i - 1]
        return before.text in (",", "–", "-", "—")
    if token.dep_ == "prep" and token.i > top.i:
        return any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in token.children)
    return token.dep_ in ("npadvmod", "tmod") and token.ent_type_ == "DATE"


def _members(top: "Token", keep_clauses: bool, first: "Token | None" = None) -> set[int]:
    inside = {top.i}
    for one in top.children:
        if not keep_clauses and _leaves_out(one, first or top):
            continue
        if one.dep_ == "cc" and top.dep_ == "ROOT":
            continue
        inside |= _members(one, keep_clauses, first or top)
    return inside


def _trim(sentence: Sentence, first: int, last: int) -> Passage | None:
    doc = sentence.span.doc
    while first <= last and (doc[first].text in _EDGE or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].text in _EDGE or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    return sentence.passage_of(doc[first], doc[last]) if first <= last else None


def phrase(top: "Token", sentence: Sentence, *, keep_clauses: bool = False) -> Passage | None:
    """The stretch a word heads, without side remarks behind it and without quotation marks around it."""
    inside = _members(top, keep_clauses)
    first, last = min(inside), top.i
    while last + 1 in inside or _bridges(last, inside, sentence):
        last += 1
    return _trim(sentence, first, last)


def _bridges(at: int, inside: set[int], sentence: Sentence) -> bool:
    """Whether only punctuation parts the next word of the phrase from this one."""
    doc = sentence.span.doc
    step = at + 1
    while step < sentence.span.end and doc[step].is_punct and step not in inside:
        step += 1
    return step in inside and step > at + 1


def infinitive(verb: "Token", sentence: Sentence) -> Passage | None:
    """What is asked or promised: "reopen the border" of "to reopen the border"; its own subject is kept."""
    inside = _members(verb, False)
    doc = sentence.span.doc
    start = min(inside)
    while start < verb.i and doc[start].lower_ in ("to", "for", "that") and doc[start].head == verb:
        start += 1
    last = verb.i
    while last + 1 in inside or _bridges(last, inside, sentence):
        last += 1
    return _trim(sentence, start, last)


def content(clause: "Token", sentence: Sentence) -> Passage | None:
    """What is said: the whole clause, less an opening "that"."""
    inside = _members(clause, True)
    start = min(inside)
    doc = sentence.span.doc
    if doc[start].lower_ == "that" and start < clause.i:
        start += 1
    while start < clause.i and clause.head.i < start and _tells_when(doc[start]):
        start += 1  # "said last week it was ...": the day is that of the saying
    last = clause.i
    while last + 1 in inside or _bridges(last, inside, sentence):
        last += 1
    return _trim(sentence, start, last)


def _tells_when(word: "Token") -> bool:
    return word.ent_type_ == "DATE" or word.lower_ in (
        "morning",
        "afternoon",
        "evening",
        "night",
        "yesterday",
    )


def issue_at(token: "Token", sentence: Sentence) -> Passage | None:
    """The issue that a slot's head stands for, whatever its form."""
    if token.tag_ in VERBAL and token.dep_ in (
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "relcl",
        "pcomp",
        "conj",
        "ROOT",
    ):
        return infinitive(token, sentence)
    return phrase(token, sentence)
