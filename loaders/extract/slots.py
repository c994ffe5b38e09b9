"""The slots of a verb or noun (object, prepositions, clauses) as frames name them, and who stands in them."""

from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.lexicon import lexicon
from loaders.extract.mood import refused
from loaders.extract.scene import Scene
from loaders.extract.senses import senses
from loaders.extract.syntax import asks, child, coordinated, is_verb, objects, passive, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

# What one is called who is accused by the very word: "regards X as terrorists", "called X a threat".
HOSTILE = frozenset(
    "terrorist terrorists terror threat threats enemy enemies criminal criminals illegal illegitimate "
    "traitor traitors extremist extremists militant militants aggressor puppet puppets coup dictator "
    "fascist fascists rebel danger unacceptable intolerable invader invaders occupier occupiers liar "
    "tyrant provocation".split()
)

_PARTICLES = ("down", "out", "off", "together", "up", "over")
# Where something is said, not what about: "praised X on Twitter".
_CHANNELS = frozenset(
    "twitter facebook instagram telegram youtube tv television radio cnn bbc fox msnbc air media platform "
    "website account blog channel whatsapp".split()
)
_MEN = frozenset("troops forces soldiers army military fighters police ships warships navy men".split())
_WHOSE = ("by", "of", "from", "between")
# Acts of force whose "of" names who did them: "the violence of Hamas".
_DONE_BY = frozenset(
    "violence raid raids abuse abuses terror terrorism aggression brutality crackdown crackdowns operation operations offensive "
    "offensives campaign campaigns rule repression atrocity atrocities cruelty tyranny".split()
)
_CALLS = frozenset("call calls called calling appeal appeals appealed appealing".split())
_PLACING = (
    "on",
    "in",
    "at",
    "by",
    "for",
    "from",
    "over",
    "to",
    "after",
    "before",
    "since",
    "until",
    "during",
    "of",
)

Slots = dict[str, list["Token"]]


def _put(slots: Slots, name: str, tokens: list["Token"]) -> None:
    if tokens:
        slots.setdefault(name, []).extend(tokens)


def _of_noun(slots: Slots, noun: "Token") -> None:
    """What hangs on an object noun: "sanctions on X", "call to end Y"."""
    for prep, inner in prepositions(noun):
        _put(slots, f"obj/{prep}", coordinated(inner))
        for deep, what in prepositions(inner):
            _put(slots, f"obj/{prep}/{deep}", coordinated(what))
    for one in noun.children:
        if one.dep_ in ("acl", "relcl") and one.tag_ == "VB" and child(one, "aux"):
            _put(slots, "obj/to-clause", [one])
        elif one.dep_ in ("acl", "ccomp") and child(one, "mark"):
            _put(slots, "obj/that", [one])


def _clauses(slots: Slots, verb: "Token") -> None:
    for one in verb.children:
        if one.dep_ not in ("ccomp", "xcomp", "advcl"):
            continue
        mark = child(one, "mark")
        to = any(c.dep_ == "aux" and c.tag_ == "TO" for c in one.children)
        if (mark is not None and mark.lower_ == "for" and to) or (to and doer_of(verb, one) is not None):
            _put(slots, "for-clause", [one])
        elif to and one.dep_ in ("xcomp", "ccomp"):
            _put(slots, "to", [one])
            subject = child(one, "nsubj", "nsubjpass")
            if subject is not None and subject.i > verb.i and not passive(verb):
                _put(slots, "obj", coordinated(subject))
        elif to and one.i > verb.i:
            _put(slots, "purpose", [one])
        elif one.dep_ == "advcl":
            continue
        elif one.tag_ == "VBG" and one.dep_ == "xcomp":
            _put(slots, "ing", [one])
        elif one.dep_ == "ccomp":
            _put(slots, "that", [one])
            if asks(one):
                _put(slots, "that-ask", [one])
            subject = child(one, "nsubj", "nsubjpass")
            if subject is not None:
                _put(slots, "that-subject", coordinated(subject))
                if not passive(one):
                    _put(slots, "that-doer", coordinated(subject))
        else:
            _put(slots, "clause", [one])


def doer_of(verb: "Token", clause: "Token") -> "Token | None":
    """The noun after "for" that is to do what the infinitive right behind it says: "called for | troops | to leave"."""
    if verb.lower_ not in _CALLS:
        return None
    first = clause.doc[clause.left_edge.i]
    for prep, noun in prepositions(verb):
        if prep == "for" and noun.right_edge.i + 1 == first.i and first.lower_ == "to":
            return noun
    return None


def _named(slots: Slots, verb: "Token") -> None:
    """What somebody is called: "called the plan illegal", "called him a hero", "called it “a disgrace”."""
    found = [c for c in verb.children if c.dep_ in ("oprd", "acomp", "attr") and c.i > verb.i]
    for clause in slots.get("clause", []) + slots.get("that", []):
        subject = child(clause, "nsubj")
        if not is_verb(clause) and subject is not None and child(clause, "mark", "aux") is None:
            found.append(clause)
    _put(slots, "named", found)
    if found and not slots.get("obj"):
        subject = child(found[0], "nsubj")
        if subject is not None:
            _put(slots, "obj", coordinated(subject))


def _circumstance(prep: str, noun: "Token") -> bool:
    """Whether a preposition tells when or by which channel: no slot of the act."""
    if prep not in _PLACING:
        return False
    return noun.ent_type_ in ("DATE", "TIME") or (prep in ("on", "in") and noun.lower_ in _CHANNELS)


def _hostile(slots: Slots, verb: "Token") -> None:
    """The word that makes "regards X as ..." or "considers X ..." an accusation."""
    found = list(slots.get("as", []))
    found += [c for c in verb.children if c.dep_ in ("oprd", "attr", "acomp")]
    for clause in slots.get("that", []) + slots.get("to", []) + slots.get("clause", []):
        found += [c for c in clause.children if c.dep_ in ("attr", "acomp", "oprd")]
        if clause.dep_ == "ccomp" and not is_verb(clause):
            found.append(clause)
    for noun in found:
        near = [
            noun,
            *coordinated(noun),
            *(c for c in noun.children if c.dep_ in ("amod", "compound", "nmod")),
        ]
        if any(word.lower_ in HOSTILE for word in near):
            _put(slots, "hostile", [noun])
    if slots.get("hostile") and not slots.get("obj"):
        for clause in slots.get("that", []) + slots.get("to", []) + slots.get("clause", []):
            subject = child(clause, "nsubj")
            if subject is not None:
                _put(slots, "obj", coordinated(subject))


def slots_of(verb: "Token") -> Slots:
    """All filled slots of a verb, each with the heads that fill it, coordinated ones included."""
    slots: Slots = {}
    own = objects(verb)
    _put(slots, "obj", own)
    if any(c.dep_ == "dobj" and c.tag_ == "WP" and c.i < verb.i for c in verb.children):
        _put(slots, "free", [verb])  # "what Turkey sees as a threat"
    _put(slots, "passive", [verb] if passive(verb) else [])
    _put(slots, "reflexive", [t for t in own if t.lower_.endswith(("self", "selves"))])
    dative = child(verb, "dative")
    if dative is not None and dative.tag_.startswith(("N", "PRP")):
        _put(slots, "dative", coordinated(dative))
    for prep, noun in prepositions(verb):
        if _circumstance(prep, noun):
            continue
        _put(slots, prep, coordinated(noun))
        for inner, what in prepositions(noun):
            _put(slots, f"{prep}/{inner}", coordinated(what))
    for one in verb.children:
        if one.dep_ == "prt" or (one.dep_ == "advmod" and one.lower_ in _PARTICLES):
            _put(slots, f"+{one.lower_}", [one])
    # "brought A and B together on Tuesday": the parser hangs the particle on what follows.
    behind = max((t.right_edge.i for t in own), default=-2) + 1
    if 0 <= behind < len(verb.doc) and verb.doc[behind].lower_ == "together" and "+together" not in slots:
        _put(slots, "+together", [verb.doc[behind]])
    for noun in own[:1]:
        if noun.i > verb.i or passive(verb):
            _of_noun(slots, noun)
    negation = child(verb, "neg")
    if negation is not None:
        _put(slots, "neg", [negation])
    if refused(verb):
        _put(slots, "refused", [verb])
    _clauses(slots, verb)
    _named(slots, verb)
    _hostile(slots, verb)
    _put(slots, "guilty", [c for c in verb.children if c.lower_ == "guilty"])
    for clause in slots.get("to", []):
        _put(slots, "to-target", [o for o in objects(clause) if o.i > clause.i and not owned(o)])
    return slots


def owned(noun: "Token") -> bool:
    """Whether somebody's own men are meant: "refused to withdraw its troops" is refused to no troops."""
    own = [c for c in noun.children if c.dep_ == "poss" and c.tag_ == "PRP$"]
    return bool(own) and (noun.lower_ in _MEN or any(c.lower_ == "own" for c in noun.children))


def mentions_at(tokens: list["Token"], sentence: Sentence, scene: Scene) -> list[Mention]:
    """The mentions whose heads these tokens are."""
    return [mention for token in tokens for mention in scene.at(sentence, token)]


def _hit(noun: str) -> set[str]:
    """The slots of a noun where that stands which its act hits: by its frames, else "of" in acts of force."""
    frames = lexicon().nouns.get(noun, ())
    if frames:
        return {slot for frame in frames for slot in frame.target} - {"against"}
    force = senses().nouns.get(noun, frozenset()) & {"ASSAULT", "COERCE"}
    return {"of"} if force and noun not in _DONE_BY else set()


def _person(noun: "Token", sentence: Sentence, scene: Scene) -> bool:
    """Whether a person is meant: "X's arrest" is done to him, "Norway's arrest of X" by Norway."""
    found = scene.at(sentence, noun)
    return bool(found) and all(scene.cast.actor(m.actor).kind == "person" for m in found)


def inner_actors(noun: "Token", sentence: Sentence, scene: Scene) -> list[Mention]:
    """Whose thing it is: "Serbia's decision", "the attack by X", "the French proposal", "the decision of X".

    In "the arrest of A by B" that is B; whom the act hits ("the killing of A", "A's murder") did not do it.
    """
    hit = _hit(noun.lower_)
    within = [(prep, inner) for prep, inner in prepositions(noun) if prep in _WHOSE]
    whole = any(prep == "of" for prep, _ in within)
    places = [inner for prep, inner in within if prep == "by"]
    places += [
        c for c in noun.children if c.dep_ == "poss" and (whole or not hit or not _person(c, sentence, scene))
    ]
    places += [inner for prep, inner in within if prep != "by" and prep not in hit]
    places += [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod")]
    for place in places:
        found = [m for each in coordinated(place) for m in scene.at(sentence, each) if m.form != "pronoun"]
        if found:
            return found
    return []
