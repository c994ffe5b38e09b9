"""The statements of a sentence: who says what."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.act import Act
from loaders.extract.lexicon import lexicon
from loaders.extract.mood import mood_of
from loaders.extract.quotes import Quote, speakers_of
from loaders.extract.said import THOUGHT, words_said
from loaders.extract.scene import Scene
from loaders.extract.slots import mentions_at, slots_of
from loaders.extract.syntax import child, is_verb, passive, subjects
from loaders.extract.vouching import chain, is_media

if TYPE_CHECKING:
    from spacy.tokens import Token

_TELLS = frozenset(
    "tell tells told telling inform informs informed informing assure assured assures remind reminded "
    "reminds warn warned warns ask asked briefed brief".split()
)


def statement(verb: "Token", sentence: Sentence, scene: Scene, said: list[Quote], text: str) -> Act | None:
    """The statement a verb of speech tells; None if speaker or content is missing, or an outlet merely reports."""
    words = lexicon()
    if words.speech.get(verb.lower_) != "say":
        return None
    found = words_said(verb, sentence, said, text)
    everyone = speakers_of(verb, sentence, scene)
    everyone = _outside(everyone, verb, sentence, said)
    sources = [m for m in everyone if not is_media(m, scene)]
    if found is None or not sources or _within_own(verb, sources, sentence, said):
        return None
    mood = mood_of(verb)
    if verb.lower_ in THOUGHT and child(verb, "neg") is not None:
        return None
    if mood.governed or mood.purpose or mood.modality in ("requested", "hypothetical"):
        return None
    issue, whole = found
    slots = slots_of(verb)
    told = slots.get("dative", []) + slots.get("obj", []) if verb.lower_ in _TELLS else []
    hearers = mentions_at(told + slots.get("to", []), sentence, scene)
    doers = {m.actor for m in sources}
    targets = [m for m in hearers if not is_media(m, scene) and m.actor not in doers]
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
