"""Whether a city acts or is only where something happens; whether a demonym modifies or stands alone."""

from typing import TYPE_CHECKING

from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACTING = ("nsubj", "nsubjpass")
_TOWARDS = ("between", "with", "by", "against", "for", "on", "upon", "among", "alongside", "without")
_HITTING = frozenset(
    "attack attacks attacked attacking shell shells shelled shelling bomb bombs bombed bombing bombard bombarded "
    "bombarding storm stormed storming besiege besieged besieging capture captured capturing recapture recaptured "
    "retake retook invade invaded invading occupy occupied occupying overran overrun liberate liberated".split()
)
_TAKING = frozenset(
    "capture captured capturing recapture recaptured retake retook seize seized besiege besieged storm stormed "
    "liberate liberated occupy occupied shell shelled overrun overran".split()
)
_ARMED = frozenset(
    "troops forces army rebels militants fighters soldiers militia militias militiamen insurgents units brigades "
    "tanks jihadists".split()
)
_ASSAULTS = frozenset(
    "attack attacks offensive offensives assault assaults strike strikes airstrike airstrikes raid raids march "
    "marched marching advance advanced advancing siege shelling bombardment bombing capture battle".split()
)
_LEANING = frozenset(
    "support backing help aid assistance relations ties talks tensions policy decision request demand "
    "refusal rejection criticism influence interests allies ally".split()
)


def _first_conjunct(token: "Token") -> "Token":
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def hit(token: "Token") -> bool:
    """Whether a capital is the town that arms hit ("shelled X", "the offensive against X"), not its government."""
    word = _first_conjunct(token)
    above = word.head
    if any(t.lower_ == "over" and t.dep_ == "prep" for t in above.subtree if t.i > word.i):
        return False  # "attacked X over the tariffs" is words
    if word.dep_ == "dobj":
        return above.lower_ in _HITTING
    return word.dep_ == "pobj" and above.lower_ in ("on", "against", "of") and above.head.lower_ in _ASSAULTS


def taken(token: "Token") -> bool:
    """Whether an unknown name is that of a town that troops take: "forces captured X", but "police captured X"."""
    verb = token.head
    if token.dep_ != "dobj" or verb.lower_ not in _TAKING:
        return False
    subjects = {c.lower_ for c in verb.children if c.dep_ == "nsubj"}
    subjects |= {c.lower_ for c in verb.head.children if c.dep_ == "nsubj"} if verb.dep_ == "conj" else set()
    return bool(subjects & _ARMED)


def acts(token: "Token", lexis: Lexis, *, hit: bool = False) -> bool:
    """Whether a city's name stands where an actor stands. `hit` counts what an act hits ("shelled Idlib") as well."""
    word = _first_conjunct(token)
    if _governed(token, lexis):
        return True
    if hit and token.ent_type_ == "LOC":
        return word.dep_ == "dobj"
    if word.dep_ in _ACTING or word.dep_ == "agent":
        return True
    if word.dep_ in ("dobj", "dative"):
        return hit or word.head.lower_ not in lexis.reached
    if word.dep_ == "poss":
        return not hit
    if word.dep_ == "pobj":
        prep = word.head
        if prep.lower_ in _TOWARDS:
            return not hit or prep.lower_ in ("by", "against", "on")
        return prep.lower_ == "of" and prep.head.lower_ in _LEANING and not hit
    return False


def _governed(token: "Token", lexis: Lexis) -> bool:
    """Whether an office of the place follows: "Oslo mayor Marta Lind", "England's transport secretary"."""
    title = lexis.title
    for after in token.doc[token.i + 1 : token.i + 6]:
        if after.lower_ in title.heads:
            return True
        if (
            after.text not in ("'s", "’s")
            and after.lower_ not in title.portfolio | title.qualifier | title.remark
        ):
            return False
    return False


def modifies(token: "Token") -> bool:
    """Whether a demonym is an adjective before a noun ("Turkish police"), not a person or a language."""
    if token.dep_ in ("amod", "compound", "nmod", "poss", "npadvmod"):
        return True
    if token.dep_ == "conj":
        return modifies(_first_conjunct(token)) if _first_conjunct(token) != token else False
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.tag_.startswith("JJ") and after is not None and after.tag_.startswith(("NN", "JJ", "HYPH"))
