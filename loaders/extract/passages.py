"""The words of an issue or of what was said: as short as keeps the sense, always verbatim."""

from typing import TYPE_CHECKING

from graph.model import Passage
from loaders.document import Sentence
from loaders.extract.syntax import VERBAL, child, is_verb, speaker_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Clauses that comment on an issue rather than belong to it.
_BESIDE = ("advcl", "parataxis")
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
OCCASIONS = frozenset(
    "meeting summit conference session briefing interview ceremony forum assembly congress rally hearing".split()
)
_HELD_THERE = frozenset(
    "talks meeting meetings session speech speeches negotiations discussions protest seat place presence vote "
    "part role".split()
)
_TEXTS = frozenset("statement letter interview speech communique address message tweet broadcast".split())
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
        # "the truce to begin on Monday": the day is what is asked for.
        own = token.head.tag_ == "VB" and token.i == token.head.i + 1
        return (dated(token) and not own) or _occasion(token)
    return token.dep_ in ("npadvmod", "tmod") and token.ent_type_ == "DATE"


def dated(prep: "Token") -> bool:
    """Whether a preposition says when: "on Friday", also where the recogniser made the day part of a name."""
    return any(
        c.dep_ == "pobj" and (c.ent_type_ == "DATE" or (prep.lower_ == "on" and c.lower_ in _DAYS))
        for c in prep.children
    )


def _occasion(prep: "Token") -> bool:
    """Whether a preposition says on what occasion it was asked or said: "repeated his call to end it at the summit".

    Right behind its verb it may be what the verb needs ("speak at the summit").
    """
    above = prep.head
    done = above.tag_ in VERBAL or (
        above.dep_ == "dobj" and above.head.tag_ == "VB" and above.lower_ not in _HELD_THERE
    )
    nouns = {c.lower_ for c in prep.children if c.dep_ == "pobj"} if done else set()
    if prep.lower_ == "in":
        return bool(nouns & _TEXTS)
    needed = above.tag_ in VERBAL and prep.i == above.i + 1
    return prep.lower_ in ("at", "during") and not needed and bool(nouns & OCCASIONS)


def _members(
    top: "Token", keep_clauses: bool, first: "Token | None" = None, without: "Token | None" = None
) -> set[int]:
    inside = {top.i}
    for one in top.children:
        if not keep_clauses and _leaves_out(one, first or top):
            continue
        if one == without or _said_besides(one):
            continue
        if one.dep_ == "cc" and top.dep_ == "ROOT":
            continue
        inside |= _members(one, keep_clauses, first or top, without)
    return inside


def _said_besides(token: "Token") -> bool:
    """Words inside the parser's clause that are no part of it: ", according to X", "and called for Y"."""
    if token.lower_ == "according" and token.dep_ in ("prep", "advcl"):
        return True
    return token.dep_ == "conj" and is_verb(token) and speaker_verb(token) is not None


def _trim(sentence: Sentence, first: int, last: int) -> Passage | None:
    doc = sentence.span.doc
    while first <= last and (doc[first].text in _EDGE or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].text in _EDGE or doc[last].is_space or doc[last].dep_ == "cc"):
        if doc[last].text == ")" and _open(doc, first, last) > 0:
            break
        last -= 1
    last = _closing(sentence, first, last)
    return sentence.passage_of(doc[first], doc[last]) if first <= last else None


def _open(doc: "Doc", first: int, stop: int) -> int:
    """How many brackets are open before token `stop`."""
    return sum((t.text == "(") - (t.text == ")") for t in doc[first:stop])


def _closing(sentence: Sentence, first: int, last: int) -> int:
    """The last token with the bracket that closes behind it: "the Government of National Accord (GNA | )"."""
    doc = sentence.span.doc
    while _open(doc, first, last + 1) > 0 and last + 1 < sentence.span.end and doc[last + 1].text == ")":
        last += 1
    if last + 1 < sentence.span.end and doc[last + 1].lower_ in ("a.m.", "p.m."):
        return last + 1  # "at 6 | a.m."
    if _open(doc, first, last + 1) > 0:
        at = max(t.i for t in doc[first : last + 1] if t.text == "(")
        return at - 1 if at > first else last
    return last


def phrase(
    top: "Token", sentence: Sentence, *, keep_clauses: bool = False, without: "Token | None" = None
) -> Passage | None:
    """The stretch a word heads, without side remarks behind it, `without` a clause and quotation marks around it."""
    inside = _members(top, keep_clauses, without=without)
    first, last = min(inside), top.i
    while last + 1 in inside or _bridges(last, inside, sentence):
        last += 1
    last = _second(top, inside, last)
    return _trim(sentence, first, last)


def _second(top: "Token", inside: set[int], last: int) -> int:
    """The end of the phrase where a remark parts "between A, who ..., | and B": half a pair would turn the sense."""
    if top.doc[last].tag_ in VERBAL or not any(t.lower_ == "between" for t in top.doc[top.i : last + 1]):
        return last
    far = [i for i in inside if i > last and top.doc[i].dep_ == "conj" and top.doc[i].head.i <= last]
    return max(far, default=last)


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


def issue_at(token: "Token", sentence: Sentence, verb: "Token | None" = None) -> Passage | None:
    """The issue that a slot's head stands for, whatever its form; without the clause that its own `verb` heads."""
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
    return phrase(token, sentence, without=verb)
