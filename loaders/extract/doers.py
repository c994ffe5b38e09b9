"""Who does what a verb tells, also where the sentence hides it; and who only seems to do it."""

from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.lexicon import Frame
from loaders.extract.scene import Scene
from loaders.extract.slots import Slots, inner_actors, mentions_at
from loaders.extract.syntax import agents, child, passive, prepositions, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_MATERIAL = ("CONSULT", "COOPERATE", "AID", "RETREAT", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT")
_PRESS = frozenset(["reporters", "journalists", "press", "media", "correspondents", "newsmen", "audience"])
_POLICE = frozenset(
    ["police", "authorities", "officials", "prosecutors", "army", "military", "ministry", "forces"]
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


def press(mention: Mention, scene: Scene) -> bool:
    """Whether speaking to them is an interview, not a consultation."""
    return scene.cast.actor(mention.actor).kind == "media" or mention.text.lower().split()[-1] in _PRESS


def own_thing(slots: Slots, sources: list[Mention], sentence: Sentence, scene: Scene) -> bool:
    """Whether somebody only stands up for what is his: "defended its position"."""
    own = {m.actor for m in sources}
    owners = [c for noun in slots.get("obj", []) for c in noun.children if c.dep_ == "poss"]
    return any(m.actor in own for m in mentions_at(owners, sentence, scene))


def cited(mention: Mention, sentence: Sentence) -> bool:
    """Whether somebody only stands in "according to ...": he vouches and does nothing."""
    for token in sentence.span:
        if token.lower_ == "according" and any(
            mention.start <= sentence.at(t)[0] < mention.end for t in token.subtree if t.i > token.i
        ):
            return token.head.i != token.i
    return False


def generic(verb: "Token", frame: Frame, sources: list[Mention], scene: Scene) -> bool:
    """ "people vote for their members": what some unnamed ones do as a rule, in the plain present."""
    if verb.tag_ not in ("VBP", "VBZ") or child(verb, "aux") is not None or passive(verb):
        return False
    if any(
        c.lower_ in ("when", "whenever", "how", "why") for c in verb.children if c.dep_ in ("advmod", "mark")
    ):
        return True
    habit = frame.relation in _MATERIAL or frame.id.startswith("vote")
    return habit and all(m.form == "nominal" and scene.cast.actor(m.actor).country is None for m in sources)


def implied(verb: "Token", frame: Frame, slots: Slots, sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who did what a passive without "by" tells: the owner of the troops moved, the police who tell of the arrest."""
    if verb.dep_ == "amod" or any(c.dep_ == "auxpass" and c.lower_ in ("is", "are") for c in verb.children):
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
