"""What a verb of speech says: its clause and the quotes that it leads to."""

import re
from typing import TYPE_CHECKING

from graph.model import Passage
from loaders.document import Sentence
from loaders.extract.passages import content
from loaders.extract.quotes import Quote, leads_to
from loaders.extract.slots import Slots, slots_of
from loaders.extract.syntax import child, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = ("MD", "VBD", "VBZ", "VBP")
# "does not believe that ..." is no statement that it is so, nor a denial.
THOUGHT = frozenset("believe believes think thinks expect expects hope hopes say".split())


def words_said(
    verb: "Token", sentence: Sentence, said: list[Quote], text: str
) -> tuple[Passage, Passage] | None:
    """(issue, content) of a verb of speech: its clause, widened to the quote that the clause stands in."""
    slots = slots_of(verb)
    clause = next(iter(slots.get("that", []) + slots.get("clause", []) + slots.get("ing", [])), None)
    aside = host(verb) if clause is None else None
    clause = aside if clause is None else clause
    if (
        clause is not None
        and verb.lower_ in THOUGHT | {"thought", "believed"}
        and child(clause, "nsubj", "nsubjpass", "expl") is None
    ):
        return None  # "the men he thought would help": no statement of its own
    if clause is not None and any(t.text == ";" for t in verb.doc[clause.i : verb.i]):
        return None  # "Some were critical; A said B was right": the first half is not what A said
    at = sentence.at(verb)[0]
    if clause is not None and any(q.start <= at < q.end <= sentence.at(clause)[0] for q in said):
        return None  # "“They think that,” said A": the parser made "said" what they think
    passage = _whole_clause(clause, slots, sentence) if clause is not None else None
    for quote in said:
        if quote.end <= sentence.start - 3 or (
            quote.start >= sentence.end and not leads_to(sentence, quote.start)
        ):
            continue
        if passage is None or (quote.start < passage.end and passage.start < quote.end):
            led = leads_to(sentence, quote.start)
            if passage is None and not led and not _beside(verb, sentence, quote):
                continue
            start = min(quote.start, passage.start) if passage else quote.start
            end = max(quote.end, passage.end) if passage else quote.end
            issue = _first_sentence(Passage(start, end, text[start:end]))
            if not quote.start <= at < quote.end:
                end = max(end, quote.until)  # who speaks the quote goes on; who is told of in it does not
            return issue, Passage(start, end, text[start:end])
    if passage is None:
        return None
    return (_issue_behind(verb, aside, passage, sentence) if aside is not None else passage), passage


def host(verb: "Token") -> "Token | None":
    """The verb of the clause that a verb of speech is put into between commas: "The port, A said, | was closed"."""
    if verb.dep_ != "parataxis" or not is_verb(verb.head) or child(verb, "nsubj") is None:
        return None
    behind = verb.doc[verb.i + 1 : verb.i + 2].text
    commas = [c.text for c in verb.children if c.dep_ == "punct"]
    return verb.head if "," in (*commas, behind) else None


def _issue_behind(verb: "Token", clause: "Token", whole: Passage, sentence: Sentence) -> Passage:
    """The issue where a verb of speech is put into a clause: what is behind it, if that has subject and verb of its own."""
    subject = child(clause, "nsubj", "nsubjpass", "expl")
    last = verb.doc[verb.right_edge.i]
    if subject is None or not verb.i < subject.i or last.i >= subject.i:
        return whole
    start = sentence.at(verb.doc[last.i + 1])[0]
    text = sentence.text[start : whole.end]
    lead = len(text) - len(text.lstrip(", "))
    return Passage(start + lead, whole.end, text[lead:]) if whole.start < start + lead < whole.end else whole


def _whole_clause(clause: "Token", slots: Slots, sentence: Sentence) -> Passage | None:
    """What is said; with its subject where the parser made that the object: "announced the new port would open"."""
    passage = content(clause, sentence)
    lost = slots.get("obj", [])[:1] if child(clause, "nsubj", "nsubjpass", "expl") is None else []
    first = clause.doc[clause.left_edge.i]
    if passage is None or not lost or first.tag_ not in _FINITE or lost[0].i > first.i:
        return passage
    start = sentence.at(lost[0].doc[lost[0].left_edge.i])[0]
    return (
        Passage(start, passage.end, sentence.text[start : passage.end]) if start < passage.start else passage
    )


def _beside(verb: "Token", sentence: Sentence, quote: Quote) -> bool:
    at = sentence.at(verb)[0]
    return not quote.start <= at < quote.end and min(abs(at - quote.end), abs(at - quote.start)) < 60


def _first_sentence(whole: Passage) -> Passage:
    """The first sentence of a longer quote: its issue."""
    match = re.search(r"(?<=[a-z”\"’\)])[.!?](?=\s)", whole.text)
    text = whole.text[: match.start()] if match else whole.text
    text = text.rstrip(" ,.;:")
    return Passage(whole.start, whole.start + len(text), text)
