"""Who says what: the speakers of an act, direct speech over several sentences, and statements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model import Mention, Passage
from loaders.document import Document, Sentence
from loaders.extract.act import Act
from loaders.extract.lexicon import lexicon
from loaders.extract.mood import mood_of
from loaders.extract.passages import content
from loaders.extract.scene import Scene
from loaders.extract.slots import mentions_at, slots_of
from loaders.extract.syntax import agents, child, coordinated, is_verb, passive, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^«»]*(?:»|$)")
_REPORTS = frozenset(["reported", "reports", "report", "said", "says", "quoted", "cited", "citing"])


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of direct speech in the article's text, quotation marks excluded, and who speaks."""

    start: int
    end: int
    speakers: tuple[Mention, ...]


def speakers_of(verb: "Token", sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who speaks where this verb of speech is used."""
    return mentions_at(agents(verb) if passive(verb) else subjects(verb), sentence, scene)


def _quoted_spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """(start, end, paragraph) of all that stands between quotation marks and is longer than a word or two."""
    text = document.article.text
    bounds: dict[int, list[int]] = {}
    for sentence in document.sentences:
        low, high = bounds.setdefault(sentence.paragraph, [sentence.start, sentence.end])
        bounds[sentence.paragraph] = [min(low, sentence.start), max(high, sentence.end)]
    for paragraph, (low, high) in bounds.items():
        for match in _QUOTED.finditer(text[low:high]):
            start, end = low + match.start() + 1, low + match.end()
            if end > start and text[end - 1] in '”"»':
                end -= 1
            if len(text[start:end].split()) >= 4:
                yield start, end, paragraph


def _speech_near(document: Document, start: int, end: int, scene: Scene) -> tuple[Mention, ...]:
    """The speaker named outside the quotation marks in a sentence that the quote touches."""
    best: tuple[int, tuple[Mention, ...]] | None = None
    for sentence in document.sentences:
        if sentence.end <= start - 2 or sentence.start >= end + 2:
            continue
        for token in sentence.span:
            at = sentence.at(token)[0]
            if start <= at < end or not is_verb(token) or token.lower_ not in lexicon().speech:
                continue
            who = tuple(speakers_of(token, sentence, scene))
            distance = min(abs(at - end), abs(at - start))
            if who and (best is None or distance < best[0]):
                best = (distance, who)
    return best[1] if best else ()


def quotes(document: Document, scene: Scene) -> list[Quote]:
    """The direct speech of an article. A quote without a speaker of its own goes on from the last one."""
    found: list[Quote] = []
    last: tuple[int, tuple[Mention, ...]] | None = None
    for start, end, paragraph in _quoted_spans(document):
        who = _speech_near(document, start, end, scene)
        if not who and last and paragraph - last[0] <= 1 and _opens(document, start, paragraph, last[0]):
            who = last[1]
        if who:
            last = (paragraph, who)
            found.append(Quote(start, end, who))
    return found


def _opens(document: Document, start: int, paragraph: int, before: int) -> bool:
    """Whether a quote goes on by itself: later in the same paragraph, or at the very start of the next."""
    if paragraph == before:
        return True
    first = next(s.start for s in document.sentences if s.paragraph == paragraph)
    return start - first <= 1


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
    for verb in mood.speech:
        if verb != act.trigger:
            found += speakers_of(verb, sentence, scene)
    at = sentence.at(act.trigger)[0]
    for quote in said:
        if quote.start <= at < quote.end:
            found += [m for m in quote.speakers if m.actor not in {x.actor for x in act.sources}]
    found += _according_to(sentence, scene)
    found += _reported_by(sentence, scene)
    return tuple(found)


def _said(verb: "Token", sentence: Sentence, said: list[Quote], text: str) -> tuple[Passage, Passage] | None:
    """(issue, content) of a verb of speech: its clause, widened to the quote that the clause stands in."""
    slots = slots_of(verb)
    clause = next(iter(slots.get("that", []) + slots.get("clause", []) + slots.get("ing", [])), None)
    passage = content(clause, sentence) if clause is not None else None
    for quote in said:
        if quote.end <= sentence.start - 2 or quote.start >= sentence.end:
            continue
        if passage is None or (quote.start < passage.end and passage.start < quote.end):
            if passage is None and not _beside(verb, sentence, quote):
                continue
            start = min(quote.start, passage.start) if passage else quote.start
            end = max(quote.end, passage.end) if passage else quote.end
            whole = Passage(start, end, text[start:end])
            return _first_sentence(whole), whole
    return (passage, passage) if passage is not None else None


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
    found = _said(verb, sentence, said, text)
    everyone = speakers_of(verb, sentence, scene)
    sources = [m for m in everyone if not _is_media(m, scene)]
    if found is None or not sources:
        return None
    mood = mood_of(verb)
    if mood.governed or mood.purpose or mood.modality in ("requested", "hypothetical"):
        return None
    issue, whole = found
    slots = slots_of(verb)
    hearers = mentions_at(
        slots.get("dative", []) + slots.get("obj", []) + slots.get("to", []), sentence, scene
    )
    doers = {m.actor for m in sources}
    targets = [m for m in hearers if not _is_media(m, scene) and m.actor not in doers]
    outlets = tuple(m for m in hearers if _is_media(m, scene))
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
    told = act.with_speakers((*outlets, *chain(act, scene, [])))
    return _as_demand(told, slots.get("that", []), scene) or told


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
    for token in sentence.span:
        if is_verb(token) and token.lower_ in lexicon().speech and token.i not in taken:
            act = statement(token, sentence, scene, said, text)
            if act is not None:
                yield act
