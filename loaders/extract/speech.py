"""Who says what: the speakers of an act, and statements."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import Mention, Passage
from loaders.document import Sentence
from loaders.extract.act import Act
from loaders.extract.lexicon import lexicon
from loaders.extract.mood import mood_of
from loaders.extract.passages import content
from loaders.extract.quotes import Quote, leads_to, speakers_of
from loaders.extract.scene import Scene
from loaders.extract.slots import Slots, mentions_at, slots_of
from loaders.extract.syntax import child, coordinated, is_verb, passive, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_TELLS = frozenset(
    "tell tells told telling inform informs informed informing assure assured assures remind reminded "
    "reminds warn warned warns ask asked briefed brief".split()
)
_FINITE = ("MD", "VBD", "VBZ", "VBP")
# "does not believe that ..." is no statement that it is so, nor a denial.
_THOUGHT = frozenset("believe believes think thinks expect expects hope hopes say".split())
_REPORTS = frozenset(["reported", "reports", "report", "said", "says", "quoted", "cited", "citing"])


def _according_to(sentence: Sentence, scene: Scene) -> list[Mention]:
    for token in sentence.span:
        if token.lower_ != "according":
            continue
        to = child(token, "prep")
        noun = child(to, "pobj") if to is not None else None
        if noun is None:
            continue
        found = mentions_at(coordinated(noun), sentence, scene)
        if found:
            return found
        start, end = sentence.at(noun.doc[noun.left_edge.i])[0], sentence.at(noun)[1]
        return list(scene.cast.inside(start, end))[:1]
    return []


def _reported_by(sentence: Sentence, scene: Scene) -> list[Mention]:
    """The outlet of ", Reuters reported" and of "reported TASS", whatever the parser made of it."""
    for token in sentence.span:
        if token.lower_ in _REPORTS and is_verb(token):
            outlets = [m for m in speakers_of(token, sentence, scene) if _is_media(m, scene)]
            if outlets:
                return outlets
    return []


def _is_media(mention: Mention, scene: Scene) -> bool:
    return scene.cast.actor(mention.actor).kind == "media"


def chain(act: Act, scene: Scene, said: list[Quote]) -> tuple[Mention, ...]:
    """All who vouch for an act, the nearest first: verbs of speech above it, the quote it stands in, outlets."""
    sentence = act.sentence
    mood = mood_of(act.trigger)
    found: list[Mention] = []
    for verb in (*mood.speech, *_asides(act.trigger)):
        if verb != act.trigger:
            found += speakers_of(verb, sentence, scene)
    at = sentence.at(act.trigger)[0]
    for quote in said:
        if quote.start <= at < quote.end:
            found += [m for m in quote.speakers if m.actor not in {x.actor for x in act.sources}]
    found += _according_to(sentence, scene)
    found += _reported_by(sentence, scene)
    return tuple(found)


def words_said(
    verb: "Token", sentence: Sentence, said: list[Quote], text: str
) -> tuple[Passage, Passage] | None:
    """(issue, content) of a verb of speech: its clause, widened to the quote that the clause stands in."""
    slots = slots_of(verb)
    clause = next(iter(slots.get("that", []) + slots.get("clause", []) + slots.get("ing", [])), None)
    aside = _host(verb) if clause is None else None
    clause = aside if clause is None else clause
    if (
        clause is not None
        and verb.lower_ in _THOUGHT | {"thought", "believed"}
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


def _host(verb: "Token") -> "Token | None":
    """The verb of the clause that a verb of speech is put into between commas: "The port, A said, | was closed"."""
    if verb.dep_ != "parataxis" or not is_verb(verb.head) or child(verb, "nsubj") is None:
        return None
    behind = verb.doc[verb.i + 1 : verb.i + 2].text
    commas = [c.text for c in verb.children if c.dep_ == "punct"]
    return verb.head if "," in (*commas, behind) else None


def _asides(trigger: "Token") -> list["Token"]:
    """The verbs of speech put into the clause of an act, or into a clause above it."""
    clauses = [trigger, *trigger.ancestors]
    return [
        one
        for clause in clauses
        for one in clause.children
        if one.dep_ == "parataxis" and one.lower_ in lexicon().speech and _host(one) is not None
    ]


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


def statement(verb: "Token", sentence: Sentence, scene: Scene, said: list[Quote], text: str) -> Act | None:
    """The statement a verb of speech tells; None if speaker or content is missing, or an outlet merely reports."""
    words = lexicon()
    if words.speech.get(verb.lower_) != "say":
        return None
    found = words_said(verb, sentence, said, text)
    everyone = speakers_of(verb, sentence, scene)
    everyone = _outside(everyone, verb, sentence, said)
    sources = [m for m in everyone if not _is_media(m, scene)]
    if found is None or not sources or _within_own(verb, sources, sentence, said):
        return None
    mood = mood_of(verb)
    if verb.lower_ in _THOUGHT and child(verb, "neg") is not None:
        return None
    if mood.governed or mood.purpose or mood.modality in ("requested", "hypothetical"):
        return None
    issue, whole = found
    slots = slots_of(verb)
    told = slots.get("dative", []) + slots.get("obj", []) if verb.lower_ in _TELLS else []
    hearers = mentions_at(told + slots.get("to", []), sentence, scene)
    doers = {m.actor for m in sources}
    targets = [m for m in hearers if not _is_media(m, scene) and m.actor not in doers]
    act = Act(
        sentence=sentence,
        trigger=verb,
        relation="STATEMENT",
        rule="patterns:speech",
        sources=tuple(sources),
        targets=tuple(targets),
        issue=issue,
        modality=mood.modality if mood.modality == "denied" else "asserted",
        predicate=verb.text,
        content=whole,
        confidence=0.8 if all(m.form == "name" for m in sources) else 0.65,
    )
    said_by = act.with_speakers(chain(act, scene, []))
    return _as_demand(said_by, slots.get("that", []), scene) or said_by


def _outside(found: list[Mention], verb: "Token", sentence: Sentence, said: list[Quote]) -> list[Mention]:
    """Speakers outside the quotation marks: for one who stands inside them, whoever speaks the quote."""
    at = sentence.at(verb)[0]
    for quote in said:
        if not quote.start <= at < quote.end and any(quote.start <= m.start < quote.end for m in found):
            return list(quote.speakers)
    return found


def _within_own(verb: "Token", sources: list[Mention], sentence: Sentence, said: list[Quote]) -> bool:
    """Whether a speaker says in his own quote that he says: "I think it is late," said A."""
    at, who = sentence.at(verb)[0], {m.actor for m in sources}
    return any(q.start <= at < q.end and who <= {m.actor for m in q.speakers} for q in said)


def _as_demand(act: Act, clauses: "list[Token]", scene: Scene) -> Act | None:
    """ "X says Y must leave" is X's demand of Y, whatever Y must do."""
    for clause in clauses[:1]:
        if not any(c.dep_ == "aux" and c.lower_ in ("must", "should") for c in clause.children):
            continue
        own = {m.actor for m in act.sources}
        asked = [m for m in mentions_at(subjects(clause), act.sentence, scene) if m.actor not in own]
        if asked and not passive(clause) and not child(clause, "neg"):
            return replace(
                act, relation="REQUEST", rule="patterns:must", targets=tuple(asked), content=act.content
            )
    return None


def statements(
    sentence: Sentence, scene: Scene, said: list[Quote], text: str, taken: set[int]
) -> Iterator[Act]:
    """The statements of a sentence, but for verbs already read as another act (`taken` token indices)."""
    found = []
    for token in sentence.span:
        if is_verb(token) and token.lower_ in lexicon().speech and token.i not in taken:
            act = statement(token, sentence, scene, said, text)
            if act is not None:
                found.append(act)
    for act in found:
        if not any(_says_it_better(other, act) for other in found if other is not act):
            yield act


def _says_it_better(one: Act, other: Act) -> bool:
    """Whether another verb of the same speaker in the sentence introduces the same words, and more plainly."""
    if {m.actor for m in one.sources} != {m.actor for m in other.sources} or not (
        one.content and other.content
    ):
        return False
    if one.content.start >= other.content.end or other.content.start >= one.content.end:
        return False
    plain = [any(c.dep_ == "ccomp" for c in act.trigger.children) for act in (one, other)]
    return plain[0] > plain[1] or (plain[0] == plain[1] and one.trigger.i < other.trigger.i)
