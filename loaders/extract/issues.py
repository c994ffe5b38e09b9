"""What an act is about: the words of the issue, found in the slots that its frame names."""

from typing import TYPE_CHECKING

from graph.model import Mention, Passage
from loaders.document import Sentence
from loaders.extract.passages import dated, issue_at, phrase
from loaders.extract.slots import Slots, doer_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOPIC = ("over", "about", "of", "on", "for", "against", "at", "into", "to")
_PRONOUNS = ("PRP", "WP", "WDT", "EX")


def issue_in(
    names: tuple[str, ...],
    slots: Slots,
    sentence: Sentence,
    targets: list[Mention],
    verb: "Token | None" = None,
) -> tuple[Passage, "Token"] | None:
    """The issue in the first of these slots that holds more than the target itself; `verb` is the act's own."""
    taken = {(m.start, m.end) for m in targets}
    for slot in names:
        for token in slots.get(slot, []):
            passage = issue_at(token, sentence, verb)
            if passage is not None and slot == "for-clause":
                passage = with_doer(passage, token, sentence)
            if passage is not None and slot == "obj":
                passage = _with_topic(passage, token, sentence)
            passage = _whole_quote(passage, sentence) if passage is not None else None
            if passage is None or _no_matter(token, slot) or _only_names(passage, taken):
                continue
            at = sentence.at(token)[0]
            heads = [at, *(sentence.at(c)[0] for c in token.children if c.dep_ == "appos")]
            if slot == "obj" and any(start <= head < end for start, end in taken for head in heads):
                continue
            return passage, token
    return None


def _with_topic(passage: Passage, noun: "Token", sentence: Sentence) -> Passage:
    """The object with the topic behind it that the parser hung on the verb: "voiced concern | over the arrests"."""
    for prep in noun.head.children:
        if prep.dep_ != "prep" or prep.lower_ not in _TOPIC or prep.i < noun.i or dated(prep):
            continue
        topic = phrase(prep, sentence)
        gap = sentence.text[passage.end : topic.start] if topic else "x"
        if topic and not any(char.isalnum() for char in gap) and len(gap) <= 4:
            return Passage(passage.start, topic.end, sentence.text[passage.start : topic.end])
    return passage


def with_doer(passage: Passage, clause: "Token", sentence: Sentence) -> Passage:
    """ "foreign forces | to leave": what is called for, with who is to do it, wherever the parser hung him."""
    noun = doer_of(clause.head, clause)
    if noun is None:
        return passage
    start = sentence.at(clause.doc[noun.left_edge.i])[0]
    return (
        Passage(start, passage.end, sentence.text[start : passage.end]) if start < passage.start else passage
    )


def _whole_quote(passage: Passage, sentence: Sentence) -> Passage:
    """An issue that opens a quotation, with the rest of it: the parser often breaks off inside quotation marks."""
    text = sentence.text
    opening = text[passage.start - 1 : passage.start]
    closing = {"“": "”", "«": "»", '"': '"'}.get(opening)
    end = text.find(closing, passage.start, sentence.end) if closing else -1
    if end <= passage.end:
        return passage
    kept = text[passage.start : end].rstrip(" ,.;")
    return Passage(passage.start, passage.start + len(kept), kept)


def _no_matter(token: "Token", slot: str) -> bool:
    """Whether the slot holds a mere pronoun, a date, or a place where something happens: nothing an act is about."""
    if (
        token.tag_ in _PRONOUNS
        or any(c.tag_ == "WP$" for c in token.children)
        or token.ent_type_ in ("DATE", "TIME")
    ):
        return True
    if token.lower_ in ("phone", "telephone"):
        return True
    return slot in ("in", "on", "at", "for") and token.ent_type_ in ("GPE", "LOC", "FAC")


def _only_names(passage: Passage, taken: set[tuple[int, int]]) -> bool:
    """Whether a passage is no more than the name of a target (with an article or title before it)."""
    return any(
        passage.start <= start and end >= passage.end - 2 and start - passage.start < 5
        for start, end in taken
    )
