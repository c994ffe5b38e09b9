"""Acts told by verbs: a frame fits a verb, its slots give the parties and the issue."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Mention, Passage
from loaders.document import Sentence
from loaders.extract.act import Act, distinct
from loaders.extract.lexicon import Frame, lexicon
from loaders.extract.passages import issue_at, phrase
from loaders.extract.scene import COUNTS, Scene
from loaders.extract.slots import Slots, inner_actors, mentions_at, slots_of
from loaders.extract.syntax import agents, child, coordinated, is_verb, passive, prepositions, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_SYMMETRIC = ("CONSULT", "COOPERATE")
# These say nothing without somebody or something they are about.
_NEED_MATTER = ("SUPPORT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "STATEMENT")
_TOPIC = ("over", "about", "of", "on", "for", "against", "at", "into", "to")
_HELP = frozenset(["help", "aid", "assistance", "support", "backing", "loan", "loans", "funding"])
_PRONOUNS = ("PRP", "WP", "WDT", "EX")
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
        noun for head in heads if head.lower_ in COUNTS for prep, noun in prepositions(head) if prep == "of"
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


def issue_in(
    names: tuple[str, ...], slots: Slots, sentence: Sentence, targets: list[Mention]
) -> tuple[Passage, "Token"] | None:
    """The issue in the first of these slots that holds more than the target itself."""
    taken = {(m.start, m.end) for m in targets}
    for slot in names:
        for token in slots.get(slot, []):
            passage = issue_at(token, sentence)
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
        if prep.dep_ != "prep" or prep.lower_ not in _TOPIC or prep.i < noun.i:
            continue
        topic = phrase(prep, sentence)
        gap = sentence.text[passage.end : topic.start] if topic else "x"
        if topic and not any(char.isalnum() for char in gap) and len(gap) <= 4:
            return Passage(passage.start, topic.end, sentence.text[passage.start : topic.end])
    return passage


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
    return slot in ("in", "on", "at", "for") and token.ent_type_ in ("GPE", "LOC", "FAC")


def _only_names(passage: Passage, taken: set[tuple[int, int]]) -> bool:
    """Whether a passage is no more than the name of a target (with an article or title before it)."""
    return any(
        passage.start <= start and end >= passage.end - 2 and start - passage.start < 5
        for start, end in taken
    )


def doers(verb: "Token", sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who does what the verb tells."""
    if passive(verb):
        return mentions_at(agents(verb), sentence, scene)
    return [*mentions_at(_likewise(verb), sentence, scene), *mentions_at(subjects(verb), sentence, scene)]


def _likewise(verb: "Token") -> list["Token"]:
    """Who did the same: "Like Egypt, Russia also stressed ..."."""
    if not any(c.lower_ in ("also", "too", "likewise") for c in verb.children if c.dep_ == "advmod"):
        return []
    return [noun for prep, noun in prepositions(verb) if prep == "like" and noun.i < verb.i]


_MATERIAL = ("CONSULT", "COOPERATE", "AID", "RETREAT", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT")
_PRESS = frozenset(["reporters", "journalists", "press", "media", "correspondents", "newsmen", "audience"])
_POLICE = frozenset(
    ["police", "authorities", "officials", "prosecutors", "army", "military", "ministry", "forces"]
)


def _press(mention: Mention, scene: Scene) -> bool:
    """Whether speaking to them is an interview, not a consultation."""
    return scene.cast.actor(mention.actor).kind == "media" or mention.text.lower().split()[-1] in _PRESS


def _own_thing(slots: Slots, sources: list[Mention], sentence: Sentence, scene: Scene) -> bool:
    """Whether somebody only stands up for what is his: "defended its position"."""
    own = {m.actor for m in sources}
    owners = [c for noun in slots.get("obj", []) for c in noun.children if c.dep_ == "poss"]
    return any(m.actor in own for m in mentions_at(owners, sentence, scene))


def _of_clause(frame: Frame, slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    """Whom the act agreed to, refused or threatened would concern: "refused to send aid to Chad"."""
    if frame.relation not in ("AGREE", "REJECT", "THREATEN") or "to" not in frame.needs:
        return []
    for clause in slots.get("to", [])[:1]:
        inner = slots_of(clause)
        told = frame_of(clause, inner, sentence, scene)
        if told is not None:
            return parties((*told.target, *told.joint), inner, sentence, scene, told)
    return []


def _cited(mention: Mention, sentence: Sentence) -> bool:
    """Whether somebody only stands in "according to ...": he vouches and does nothing."""
    for token in sentence.span:
        if token.lower_ == "according" and any(
            mention.start <= sentence.at(t)[0] < mention.end for t in token.subtree if t.i > token.i
        ):
            return token.head.i != token.i
    return False


def _generic(verb: "Token", frame: Frame, sources: list[Mention]) -> bool:
    """ "people vote for their members": what some unnamed ones do as a rule, in the plain present."""
    if verb.tag_ not in ("VBP", "VBZ") or child(verb, "aux") is not None or passive(verb):
        return False
    if any(
        c.lower_ in ("when", "whenever", "how", "why") for c in verb.children if c.dep_ in ("advmod", "mark")
    ):
        return True
    habit = frame.relation in _MATERIAL or frame.id.startswith("vote")
    return habit and all(m.form == "nominal" for m in sources)


def _implied(verb: "Token", frame: Frame, slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who did what a passive without "by" tells: the owner of the troops moved, the police who tell of the arrest."""
    if any(c.dep_ == "auxpass" and c.lower_ in ("is", "are") for c in verb.children):
        return []  # "the troops are deployed there": how it is, not what was done
    if frame.nouns and (frame.relation == "MOBILIZE" or frame.mode == "withdraw"):
        heads = [t for t in slots.get("obj", []) if t.lower_ in frame.nouns]
        found = mentions_at(heads, sentence, scene) or [
            m for head in heads for m in inner_actors(head, sentence, scene)
        ]
        return found if not frame.actor_object else []
    if frame.mode in ("arrest", "deport") and frame.relation == "COERCE" and verb.dep_ == "ccomp":
        tellers = mentions_at(subjects(verb.head), sentence, scene)
        return [m for m in tellers if m.text.lower().split()[-1] in _POLICE]
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


def act_of(verb: "Token", sentence: Sentence, scene: Scene) -> Act | None:
    """The act a verb tells, without its mood; None if it tells none or a party is not known."""
    slots = slots_of(verb)
    frame = frame_of(verb, slots, sentence, scene)
    if frame is None:
        return None
    sources = doers(verb, sentence, scene)
    if not sources and passive(verb):
        sources = _implied(verb, frame, slots, sentence, scene)
    if not sources or _generic(verb, frame, sources):
        return None
    targets = parties(frame.target, slots, sentence, scene, frame)
    if frame.joint:
        fellows = parties(frame.joint, slots, sentence, scene, frame)
        if frame.relation == "CONSULT" and any(_press(m, scene) for m in (*sources, *fellows)):
            return None
        if frame.fellow_kinds:
            fellows = [m for m in fellows if _of_kinds([m], frame.fellow_kinds, scene)]
        if frame.relation in _SYMMETRIC:
            sources = sources + fellows
        else:
            targets = targets or fellows
    targets = targets or _of_clause(frame, slots, sentence, scene)
    sources = [m for m in distinct(sources) if not _cited(m, sentence)]
    targets = [m for m in distinct(targets) if m.actor not in {s.actor for s in sources}]
    if not sources or (frame.relation in _SYMMETRIC and len(sources) < 2 and not frame.solo):
        return None
    if not frame.targetless and not targets and frame.relation not in _SYMMETRIC:
        return None
    if frame.relation == "SUPPORT" and not targets and _own_thing(slots, sources, sentence, scene):
        return None
    found = issue_in(
        frame.issue, slots, sentence, targets if "obj" not in frame.joint else [*targets, *sources]
    )
    issue, token = found if found else (None, None)
    mode = frame.mode
    if mode is None and frame.relation == "CONSULT" and _by_phone(slots):
        mode = "phone"
    if mode is None and frame.relation in ("REQUEST", "REJECT") and token is not None:
        mode = asked_mode(token, sentence, scene)
    if (
        issue is None
        and not targets
        and (frame.relation in _NEED_MATTER or (frame.solo and len(sources) < 2))
    ):
        return None
    return Act(
        sentence=sentence,
        trigger=verb,
        relation=frame.relation,
        rule=f"patterns:{frame.id}",
        sources=tuple(sources),
        targets=tuple(targets),
        issue=issue,
        mode=mode,
        predicate=predicate(verb, frame, slots),
        confidence=_confidence(frame, sources, targets),
        takes_no="neg" in frame.needs,
    )


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
