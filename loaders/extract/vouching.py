"""Who vouches for an act: verbs of speech above it, the quote it stands in, outlets."""

from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.act import Act
from loaders.extract.lexicon import lexicon
from loaders.extract.mood import mood_of
from loaders.extract.quotes import Quote, speakers_of
from loaders.extract.said import host
from loaders.extract.scene import Scene
from loaders.extract.slots import mentions_at
from loaders.extract.syntax import child, coordinated, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_REPORTS = frozenset(["reported", "reports", "report", "said", "says", "quoted", "cited", "citing"])


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


def _asides(trigger: "Token") -> list["Token"]:
    """The verbs of speech put into the clause of an act, or into a clause above it."""
    clauses = [trigger, *trigger.ancestors]
    return [
        one
        for clause in clauses
        for one in clause.children
        if one.dep_ == "parataxis" and one.lower_ in lexicon().speech and host(one) is not None
    ]


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
            outlets = [m for m in speakers_of(token, sentence, scene) if is_media(m, scene)]
            if outlets:
                return outlets
    return []


def is_media(mention: Mention, scene: Scene) -> bool:
    """Whether a mention means an outlet or agency, which tells what others say."""
    return scene.cast.actor(mention.actor).kind == "media"
