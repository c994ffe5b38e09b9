"""Acts told by verbs: a frame fits a verb, its slots give the parties and the issue."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Mention, Passage
from loaders.document import Sentence
from loaders.extract.act import Act, distinct
from loaders.extract.doers import cited, doers, generic, implied, own_thing, press
from loaders.extract.issues import issue_in
from loaders.extract.lexicon import Frame, lexicon
from loaders.extract.scene import COUNTS, Scene
from loaders.extract.slots import Slots, inner_actors, mentions_at, owned, slots_of
from loaders.extract.syntax import coordinated, is_verb, passive, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

_SYMMETRIC = ("CONSULT", "COOPERATE")
# These say nothing without somebody or something they are about.
_NEED_MATTER = ("SUPPORT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "STATEMENT")
_HELP = frozenset(["help", "aid", "assistance", "support", "backing", "loan", "loans", "funding"])
# What an act asked for or refused is called as a mode of REQUEST and REJECT.
_ASKED = {
    "AID": "assist", "SUPPORT": "assist", "COOPERATE": "assist", "AGREE": "change", "CONSULT": "meet",
    "RETREAT": "yield", "CONCEDE": "yield",
}  # fmt: skip


def filled(slots: Slots, needs: str) -> bool:
    """Whether one of the alternatives "a|b" is filled; "on:strike" asks for that word in that slot."""
    for name in needs.split("|"):
        slot, _, word = name.partition(":")
        if any(not word or token.lower_ == word for token in slots.get(slot, [])):
            return True
    return False


def fits(frame: Frame, verb: "Token", slots: Slots, sentence: Sentence, scene: Scene) -> bool:
    """Whether a verb with these slots is told by this frame."""
    if not all(filled(slots, need) for need in frame.needs) or any(
        filled(slots, lack) for lack in frame.lacks
    ):
        return False
    obj = slots.get("obj", [])
    if frame.nouns and not any(token.lower_ in frame.nouns for token in (*obj, *_counted(obj))):
        return False
    if frame.actor_object and not mentions_at(obj, sentence, scene):
        return False
    if frame.source_kinds and not _of_kinds(doers(verb, sentence, scene), frame.source_kinds, scene):
        return False
    return not frame.target_kinds or _of_kinds(mentions_at(obj, sentence, scene), frame.target_kinds, scene)


def _counted(heads: list["Token"]) -> list["Token"]:
    """What is counted: "troops" of "some of its troops"."""
    return [
        noun
        for head in heads
        if head.lower_ in COUNTS | {"round", "series", "wave"}
        for prep, noun in prepositions(head)
        if prep == "of"
    ]


def _of_kinds(mentions: list[Mention], kinds: tuple[str, ...], scene: Scene) -> bool:
    return any(scene.cast.actor(m.actor).kind in kinds for m in mentions)


def frame_of(verb: "Token", slots: Slots, sentence: Sentence, scene: Scene) -> Frame | None:
    """The first frame that fits, the most demanding ones tried first; None if the verb tells no act we know."""
    for frame in lexicon().verbs.get(verb.lower_, ()):
        if fits(frame, verb, slots, sentence, scene):
            return frame
    return None


def _from_slot(slot: str, slots: Slots, sentence: Sentence, scene: Scene, frame: Frame) -> list[Mention]:
    tokens = slots.get(slot, [])
    found = mentions_at(tokens, sentence, scene)
    if not found and frame.inner:
        for token in tokens:
            found = inner_actors(token, sentence, scene)
            if found:
                break
    return found


def parties(
    names: tuple[str, ...], slots: Slots, sentence: Sentence, scene: Scene, frame: Frame
) -> list[Mention]:
    """The mentions in the first of these slots that has any."""
    for slot in names:
        found = _from_slot(slot, slots, sentence, scene, frame)
        if found:
            return found
    return []


def _of_clause(frame: Frame, slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    """Whom the act agreed to, refused or threatened would concern: "refused to send aid to Chad"."""
    if frame.relation not in ("AGREE", "REJECT", "THREATEN") or "to" not in frame.needs:
        return []
    for clause in slots.get("to", [])[:1]:
        inner = slots_of(clause)
        told = frame_of(clause, inner, sentence, scene)
        if told is not None and not any(owned(token) for token in inner.get("obj", [])):
            return parties((*told.target, *told.joint), inner, sentence, scene, told)
    return []


def predicate(verb: "Token", frame: Frame, slots: Slots) -> str:
    """The words that tell the act: "called on", "held talks"."""
    words = [verb.text]
    if frame.nouns:
        words += [t.text for t in slots.get("obj", []) if t.lower_ in frame.nouns][:1]
    words += [need.lstrip("+") for need in frame.needs if need in slots and need not in _CLAUSAL]
    return " ".join(words)


_CLAUSAL = ("obj", "that", "to", "ing", "dative", "clause", "for-clause", "hostile", "refused")


def asked_mode(token: "Token", sentence: Sentence, scene: Scene) -> str | None:
    """The mode of a demand or refusal, from the act in its issue: assist, meet, yield or change."""
    if not is_verb(token):
        return "assist" if token.lower_ in _HELP else _noun_mode(token)
    for one in coordinated(token):
        frame = frame_of(one, slots_of(one), sentence, scene)
        if frame is not None and frame.relation in _ASKED:
            return _ASKED[frame.relation]
    return None


def _noun_mode(noun: "Token") -> str | None:
    frames = lexicon().nouns.get(noun.lower_, ())
    return next((_ASKED[f.relation] for f in frames if f.relation in _ASKED), None)


def _by_phone(slots: Slots) -> bool:
    """Whether they spoke "by telephone", "in a phone call", "during a telephone call"."""
    nouns = [token for name in ("by", "in", "during", "over", "on") for token in slots.get(name, [])]
    return any(
        token.lower_ in ("phone", "telephone")
        or (
            token.lower_ == "call"
            and any(c.lower_ in ("phone", "telephone", "video") for c in token.children)
        )
        for token in nouns
    )


def _both(
    verb: "Token", frame: Frame, slots: Slots, sentence: Sentence, scene: Scene
) -> tuple[list[Mention], list[Mention]] | None:
    """(sources, targets) of what a verb tells; None where nobody certain does it or it is no single act."""
    sources = doers(verb, sentence, scene)
    if not sources and passive(verb):
        sources = implied(verb, frame, slots, sentence, scene)
    if not sources or generic(verb, frame, sources, scene):
        return None
    if frame.id == "express_support":
        sources = _whose(slots, sources, sentence, scene)
    targets = parties(frame.target, slots, sentence, scene, frame)
    if frame.joint:
        fellows = parties(frame.joint, slots, sentence, scene, frame)
        if frame.relation == "CONSULT" and any(press(m, scene) for m in (*sources, *fellows)):
            return None
        if frame.fellow_kinds:
            fellows = [m for m in fellows if _of_kinds([m], frame.fellow_kinds, scene)]
        if frame.relation in _SYMMETRIC:
            sources = sources + (fellows or _named_before(verb, sources, sentence, scene))
        else:
            targets = targets or fellows
    targets = targets or _of_clause(frame, slots, sentence, scene)
    sources = [m for m in distinct(sources) if not cited(m, sentence)]
    return sources, [m for m in distinct(targets) if m.actor not in {s.actor for s in sources}]


def _whose(slots: Slots, sources: list[Mention], sentence: Sentence, scene: Scene) -> list[Mention]:
    """Whose support is expressed: in "A expressed Kenya's support for B" that of Kenya."""
    owners = [
        c for noun in slots.get("obj", []) for c in noun.children if c.dep_ == "poss" and c.tag_ != "PRP$"
    ]
    return mentions_at(owners, sentence, scene) or sources


def _named_before(verb: "Token", sources: list[Mention], sentence: Sentence, scene: Scene) -> list[Mention]:
    """Those named with the last one of a list in "A and B, who met in X": one alone does not meet."""
    if verb.dep_ != "relcl" or verb.head.dep_ != "conj" or len(distinct(sources)) > 1:
        return []
    return mentions_at([t for t in verb.head.conjuncts if t.i < verb.head.i], sentence, scene)


def _too_few(
    frame: Frame,
    slots: Slots,
    sources: list[Mention],
    targets: list[Mention],
    sentence: Sentence,
    scene: Scene,
) -> bool:
    """Whether a frame lacks a party it cannot do without, or only one's own things are meant."""
    if not sources or (frame.relation in _SYMMETRIC and len(sources) < 2 and not frame.solo):
        return True
    if not frame.targetless and not targets and frame.relation not in _SYMMETRIC:
        return True
    mine = (frame.relation == "SUPPORT" and not targets) or frame.id.startswith("close_")
    return mine and own_thing(slots, sources, sentence, scene)


def _mode(frame: Frame, slots: Slots, matter: "Token | None", sentence: Sentence, scene: Scene) -> str | None:
    """The frame's mode, else what the words around it say."""
    if frame.mode is None and frame.relation == "CONSULT" and _by_phone(slots):
        return "phone"
    if frame.mode is None and frame.relation in ("REQUEST", "REJECT") and matter is not None:
        return asked_mode(matter, sentence, scene)
    return frame.mode


def _lacking(
    frame: Frame,
    slots: Slots,
    both: tuple[list[Mention], list[Mention]],
    issue: Passage | None,
    matter: "Token | None",
    sentence: Sentence,
    scene: Scene,
) -> str | None:
    """What keeps a verb whose frame fits from telling an act; None where nothing does."""
    sources, targets = both
    if _too_few(frame, slots, sources, targets, sentence, scene):
        return "a party that it cannot do without is missing"
    if frame.id == "announce_thing" and matter is not None and mentions_at([matter], sentence, scene):
        return "an actor is no content"
    bare = frame.relation in _NEED_MATTER or (frame.solo and len(sources) < 2)
    if issue is None and (frame.relation == "STATEMENT" or (bare and not targets)):
        return "nothing tells what it is about"
    return None


def act_of(verb: "Token", sentence: Sentence, scene: Scene) -> Act | None:
    """The act a verb tells, without its mood; None if it tells none or a party is not known."""
    slots = slots_of(verb)
    frame = frame_of(verb, slots, sentence, scene)
    if frame is None:
        return None
    both = _both(verb, frame, slots, sentence, scene)
    if both is None or not both[0]:
        quiet = frame.relation == "STATEMENT"
        scene.drop("nobody known who does it", sentence, verb, frame.relation, frame.id, quiet=quiet)
        return None
    sources, targets = both
    taken = targets if "obj" not in frame.joint else [*targets, *sources]
    issue, matter = issue_in(frame.issue, slots, sentence, taken, verb) or (None, None)
    why = _lacking(frame, slots, both, issue, matter, sentence, scene)
    if why:
        scene.drop(why, sentence, verb, frame.relation, frame.id, quiet=True)
        return None
    return Act(
        sentence=sentence,
        trigger=verb,
        relation=frame.relation,
        rule=f"patterns:{frame.id}",
        sources=tuple(sources),
        targets=tuple(targets),
        issue=issue,
        mode=_mode(frame, slots, matter, sentence, scene),
        predicate=predicate(verb, frame, slots),
        confidence=_confidence(frame, sources, targets),
        speakers=_speaking(verb, frame, sources, sentence, scene),
        takes_no="neg" in frame.needs,
    )


def _speaking(
    verb: "Token", frame: Frame, sources: list[Mention], sentence: Sentence, scene: Scene
) -> tuple[Mention, ...]:
    """Who expresses another's support: he speaks, the other supports."""
    if frame.id != "express_support":
        return ()
    own = {m.actor for m in sources}
    return tuple(m for m in distinct(doers(verb, sentence, scene)) if m.actor not in own)


def _confidence(frame: Frame, sources: list[Mention], targets: list[Mention]) -> float:
    """The frame's own, less for parties that are only described or pointed to."""
    weak = sum(m.form != "name" for m in (*sources, *targets))
    return max(0.2, frame.confidence - 0.08 * weak)


def verb_acts(sentence: Sentence, scene: Scene) -> Iterator[Act]:
    """The acts that the verbs of a sentence tell."""
    for token in sentence.span:
        if is_verb(token) and token.lower_ in lexicon().verbs:
            act = act_of(token, sentence, scene)
            if act is not None:
                yield act
