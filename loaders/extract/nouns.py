"""Acts told by nouns ("talks between A and B", "A's call for X") and by participles before a name ("US-backed")."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Mention, Modality, Passage
from loaders.document import Sentence
from loaders.extract.act import Act, distinct
from loaders.extract.lexicon import Frame, lexicon
from loaders.extract.mood import mood_of, stronger
from loaders.extract.passages import issue_at, phrase
from loaders.extract.scene import Scene
from loaders.extract.slots import Slots, mentions_at
from loaders.extract.syntax import child, coordinated, is_verb, passive, prepositions, subjects
from loaders.extract.verbs import asked_mode, filled

if TYPE_CHECKING:
    from spacy.tokens import Token

_SYMMETRIC = ("CONSULT", "COOPERATE")
# Under these relations a noun names what is asked for, refused or threatened: not an act that was done.
_UNDONE = ("REQUEST", "REJECT", "AGREE", "THREATEN", "CONCEDE")
# What comes before or after such words is told as a fact, whatever the rest of the sentence plans or denies.
_SETTING = frozenset(["after", "following", "since", "despite", "amid", "before", "over", "because"])
# These hold already when somebody asks for their end or renewal.
# At such a meeting whoever does what the sentence tells was there.
_DURING = frozenset(["after", "following", "during", "in", "at", "amid"])
_STANDING_ACTS = ("SANCTION",)


def _slots(noun: "Token") -> Slots:
    slots: Slots = {}

    def put(name: str, tokens: list["Token"]) -> None:
        if tokens:
            slots.setdefault(name, []).extend(tokens)

    for prep, inner in prepositions(noun):
        put(prep, coordinated(inner))
    for one in noun.children:
        if one.dep_ == "poss":
            put("poss", coordinated(one))
        elif one.dep_ in ("amod", "compound", "nmod"):
            put("modifier", [one])
            lead = child(one, "npadvmod") if one.lower_ == "led" else None
            if lead is not None:
                put("led", [lead])
        elif one.dep_ in ("acl", "relcl") and one.tag_ == "VB":
            put("to-clause", [one])
        elif one.dep_ in ("acl", "ccomp") and child(one, "mark"):
            put("that", [one])
    return slots


def _governor(noun: "Token") -> "Token | None":
    """The verb whose object (or prepositional object) the noun is."""
    node = noun
    while node.dep_ in ("conj", "compound", "nmod") and not is_verb(node.head):
        node = node.head
    if node.dep_ == "dobj" and is_verb(node.head):
        return node.head
    if node.dep_ == "pobj" and is_verb(node.head.head):
        return node.head.head
    return None


def _modality(noun: "Token", relation: str) -> Modality | None:
    """The modality of the act a noun names; None where the noun is only the content of another act."""
    if any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "any") for c in noun.children):
        return "denied" if any(c.lower_ == "no" for c in noun.children) else None
    if noun.dep_ == "pobj" and noun.head.lower_ in _SETTING and relation not in _UNDONE:
        told = mood_of(noun).modality
        return "asserted" if noun.head.lower_ != "before" or told == "asserted" else told
    if any(c.dep_ == "poss" for c in noun.children) and relation in ("REQUEST", "ACCUSE"):
        mood = mood_of(_governor(noun) or noun)
        return None if mood.governed or _asked_for(noun) else "asserted"
    verb = _governor(noun)
    mood = mood_of(noun if verb is None else verb)
    if mood.governed and relation not in _STANDING_ACTS:
        return None
    if verb is None:
        return "asserted" if mood.modality in ("denied", "requested") else mood.modality
    words = lexicon()
    if _asked_for(noun) and relation not in _STANDING_ACTS:
        return None
    if words.moods.get(verb.lower_) in ("asked", "refused", "planned") and relation not in _STANDING_ACTS:
        return None
    if words.moods.get(verb.lower_) == "hypothetical":
        return "hypothetical"
    return stronger("asserted", mood.modality)


def _asked_for(noun: "Token") -> bool:
    """Whether the noun is what its verb asks for, refuses or promises."""
    verb = _governor(noun)
    frames = lexicon().verbs.get(verb.lower_, ()) if verb is not None else ()
    return any(f.relation in _UNDONE and (not f.nouns or noun.lower_ in f.nouns) for f in frames)


def _in(names: tuple[str, ...], slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    for name in names:
        found = mentions_at(slots.get(name, []), sentence, scene)
        if found:
            return found
    return []


def _joint(frame: Frame, slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    found: list[Mention] = []
    for name in frame.joint:
        found += mentions_at(slots.get(name, []), sentence, scene)
    return found


def _with_subject(noun: "Token", fellows: list[Mention], sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who met in "A proposed a truce after talks with B and C": A, too; nobody certain where no A is told."""
    during = noun.dep_ in ("pobj", "dobj") and noun.head.lower_ in _DURING
    verb = noun.head.head if during else None
    if verb is None or not is_verb(verb) or passive(verb):
        return []
    first = mentions_at(subjects(verb), sentence, scene)
    return [*first, *fellows] if first and fellows else []


def _issue(frame: Frame, noun: "Token", slots: Slots, sentence: Sentence) -> tuple[Passage, "Token"] | None:
    for name in frame.issue:
        tokens = [noun] if name == "self" else slots.get(name, [])
        for token in tokens[:1]:
            passage = phrase(noun, sentence) if name == "self" else issue_at(token, sentence)
            if passage is not None:
                return passage, token
    return None


def noun_act(noun: "Token", frame: Frame, sentence: Sentence, scene: Scene) -> Act | None:
    """The act a noun names under a frame; None where parties are missing or it is another act's content."""
    slots = _slots(noun)
    if not all(filled(slots, need) for need in frame.needs):
        return None
    if frame.joint:
        sources, targets = _joint(frame, slots, sentence, scene), []
        if slots.get("with") and not any(slots.get(name) for name in frame.joint if name != "with"):
            sources = _with_subject(noun, sources, sentence, scene)
    else:
        sources, targets = (
            _in(frame.source, slots, sentence, scene),
            _in(frame.target, slots, sentence, scene),
        )
    at = sentence.at(noun)[0]
    sources = [m for m in distinct(sources) if not m.start <= at < m.end]
    targets = [m for m in distinct(targets) if m.actor not in {s.actor for s in sources}]
    found = _issue(frame, noun, slots, sentence)
    if not sources or (frame.relation in _SYMMETRIC and len(sources) < 2):
        return None
    if not frame.joint and not frame.alone and not targets and (found is None or "self" in frame.issue):
        return None
    modality = _modality(noun, frame.relation)
    if modality is None:
        why = "only named: asked for, refused, or content of another act"
        scene.drop(why, sentence, noun, frame.relation, frame.id, quiet=True)
        return None
    return Act(
        sentence=sentence,
        trigger=noun,
        relation=frame.relation,
        rule=f"patterns:{frame.id}",
        sources=tuple(sources),
        targets=tuple(targets),
        issue=found[0] if found and not frame.alone else None,
        mode=frame.mode
        or (asked_mode(found[1], sentence, scene) if found and frame.relation == "REQUEST" else None),
        modality=modality,
        predicate=noun.text,
        confidence=0.6,
    )


def _modifier_act(word: "Token", sentence: Sentence, scene: Scene) -> Act | None:
    """ "the US-backed X": support (or aid) by the one named before the participle."""
    relation = lexicon().modifiers.get(word.lower_)
    by = child(word, "npadvmod", "nsubj", "compound")
    if relation is None or by is None or word.dep_ not in ("amod", "compound", "acl"):
        return None
    sources, targets = mentions_at([by], sentence, scene), mentions_at([word.head], sentence, scene)
    if not sources or not targets or sources[0].actor == targets[0].actor:
        return None
    return Act(
        sentence=sentence,
        trigger=word,
        relation=relation,
        rule="patterns:modifier",
        sources=tuple(sources[:1]),
        targets=tuple(targets[:1]),
        predicate=f"{by.text}-{word.text}",
        confidence=0.65,
    )


def noun_acts(sentence: Sentence, scene: Scene) -> Iterator[Act]:
    """The acts that the nouns and participles of a sentence tell."""
    words = lexicon()
    for token in sentence.span:
        if token.tag_.startswith("N"):
            for frame in words.nouns.get(token.lower_, ()):
                act = noun_act(token, frame, sentence, scene)
                if act is not None:
                    yield act
                    break
        elif token.lower_ in words.modifiers:
            act = _modifier_act(token, sentence, scene)
            if act is not None:
                yield act
