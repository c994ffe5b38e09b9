"""A noun with what stands around it: "the two Turkish police officers", whose it is and what it is called."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.document import Sentence
from loaders.stage import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUN = ("NN", "NNS", "NNP", "NNPS")
_DEFINITE = ("the", "this", "that", "these", "those")
_INDEFINITE = ("a", "an", "another", "any", "no", "some", "every", "each")
# What a country after "in" owns: "police in Kenya", but not "the coalition in Syria".
_LOCAL = frozenset(
    "police government authorities court parliament army rebels protesters militants officials opposition "
    "judge prosecutors military junta regime embassy insurgents separatists".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """A noun with what stands around it. `owner` is the actor whose it is, `owner_text` how the words say so."""

    sentence: Sentence
    token: "Token"
    first: int
    start: int
    modifiers: tuple[str, ...]
    owner: str | None
    owner_text: str
    adjacent: bool
    behind: bool
    definite: bool
    indefinite: bool
    plural: bool

    @property
    def words(self) -> str:
        """Modifiers and noun."""
        return " ".join((*self.modifiers, self.token.text))


def heads_phrase(token: "Token") -> bool:
    """Whether a noun is the head of its phrase, not a modifier of the noun behind it."""
    if token.tag_ not in _NOUN or (
        not token.whitespace_ and token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == "-"
    ):
        return False
    if token.dep_ in ("compound", "amod", "nmod") and token.head.i > token.i:
        return any(t.text in (",", ";", ":") for t in token.doc[token.i : token.head.i])
    return True


def describe(stage: Stage, sentence: Sentence, token: "Token") -> Description:
    """What stands around a noun."""
    doc, start, names = token.doc, sentence.span.start, stage.names_in(sentence)
    loose = stage.roster.lexis.body.loose
    at, modifiers, first = token.i - 1, list[str](), token.i
    owner, text, adjacent = None, "", False
    while at >= start:
        one = doc[at]
        if at in names:
            owner, text, adjacent = (
                stage.actors.get((sentence.paragraph, at)),
                doc[names[at] : at + 1].text,
                True,
            )
            at = names[at] - 1
            break
        if one.text in ("'s", "’s", "'", "’") and at - 1 in names:
            owner = stage.actors.get((sentence.paragraph, at - 1))
            country = owner is not None and stage.draft(owner).kind == "country"
            text = "" if country else doc[names[at - 1] : at].text
            break
        if one.text == "-" and at - 1 >= start and modifiers:
            begin = names.get(at - 1, at - 1)
            modifiers[0] = doc[begin : at + 1].text + modifiers[0]
            at = begin - 1
            continue
        if not (
            one.tag_.startswith(("JJ", "NN", "VBN", "VBG"))
            and one.dep_ in ("amod", "compound", "nmod", "nsubj", "advmod")
        ):
            break
        if one.lower_ not in loose:
            modifiers.insert(0, one.text)
            first = at
        at -= 1
    before = doc[at].lower_ if at >= start else ""
    behind = owner is None
    if owner is None:
        owner, text = _owner_behind(stage, sentence, token)
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("police", "people")
    definite = before in _DEFINITE or bool(text and not adjacent and before == "")
    return Description(
        sentence,
        token,
        first,
        at + 1,
        tuple(modifiers),
        owner,
        text,
        adjacent,
        behind and owner is not None,
        definite,
        before in _INDEFINITE,
        plural,
    )


def _owner_behind(stage: Stage, sentence: Sentence, token: "Token") -> tuple[str | None, str]:
    for prep in token.children:
        if prep.dep_ != "prep" or prep.lower_ not in ("of", "in", "for", "at"):
            continue
        for noun in prep.children:
            actor = stage.actors.get((sentence.paragraph, noun.i))
            spot = stage.spots.get((sentence.paragraph, noun.i))
            if noun.dep_ != "pobj" or (actor is None and not (spot and spot.label == "seat")):
                continue
            if prep.lower_ == "in" and token.lower_ not in _LOCAL:
                continue
            if spot and spot.label == "seat" and prep.lower_ == "in" and token.lower_ == "authorities":
                continue  # those of the town, or whoever rules there
            if spot and spot.label == "seat" and spot.entry and prep.lower_ == "in":
                if token.dep_ not in ("nsubj", "nsubjpass", "poss"):
                    continue  # "demonstrated against the government in Bogota" is where they did it
                stage.roster.known(spot.entry)
                return spot.entry.actor.id, ""
            if actor and (prep.lower_ != "in" or stage.draft(actor).kind == "country"):
                country = stage.draft(actor).kind == "country"
                return actor, "" if country else spot.text if spot else noun.text
    return None, ""
