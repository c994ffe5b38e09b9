"""How sure a claim is: what the network and the frames say of it together, as the chance that it is right.

A logistic regression over a few figures, fitted on running news that the network was not trained on (its weights stand
with the model). Agreement of both ways of reading counts most.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model import Claim
from graph.ontology import relations
from loaders.cast import Cast
from loaders.extract.quotes import Quote
from loaders.learned.acts import Seen
from loaders.learned.around import Around
from loaders.learned.joining import joined, of_another, overlap, same_claim, words_of_another

# Acts of two together have no target. What is peculiar to one relation counts for less than what holds of all: many are rare.
_TOGETHER, _OWN = 2, 0.4
# The chance of a party that the network did not choose.
_ANOTHER = 0.2
# What the frames read between two actors of the register of what is part of what, who is whose member or ally: nothing that the
# network does not know counts against it.
_KNOWN = 0.6
# Acts below this chance are not looked at.
LEAST = 0.08

FEATURES = (
    "one", "act", "source", "target", "no target", "frames", "frames' act", "frames alone", "pronoun", "unnamed",
    "unsure of mood", "statement of an official", "statement among events", "frames' own", "event of officials",
    "event between officials", "event among events", "framed event of officials",
    "framed standing", "framed statement", "standing frames' act", "quoted statement", "quoted official", "office of another", "reported event", "noun", "listed event",
    "listed", "statement in public matters", "private statement in public matters", "event in public matters",
    "statement near public matters", *(f"is {name}" for name in relations()),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A claim with what the judge weighs; `seen` is the network's, and `framed` says that the frames tell it."""

    claim: Claim
    figures: tuple[float, ...]
    seen: Seen | None = None
    framed: bool = False


def heard(
    rules: Sequence[Claim], found: Sequence[Seen], who: Cast, text: str, said: Sequence[Quote] = ()
) -> list[Heard]:
    """Claims of the frames joined to those of the network that tell the same, and the rest of both.

    `text` is the article's, `said` the direct speech in it.
    """
    left = [one for one in found if not words_of_another(one.claim, said, text)]
    told: list[tuple[Claim, Seen | None, bool]] = []
    for claim in rules:
        same = [s for s in left if same_claim(claim, s.claim)]
        best = max(same, key=lambda s: s.act * s.source, default=None)
        left = [s for s in left if s not in same]
        told.append((joined(claim, best.claim), best, True) if best else (claim, _other(claim, found), True))
    told += [(one.claim, one, False) for one in left]
    around = Around.of(told, who, text, said)
    return [
        Heard(claim, figures(claim, seen, around, framed=framed), seen, framed)
        for claim, seen, framed in told
    ]


def _other(claim: Claim, found: Sequence[Seen]) -> Seen | None:
    """What the network sees of the same relation at the same word or about the same issue, with other parties: half a confirmation."""
    word = claim.predicate.split(" ")[0].lower()
    same = [
        s
        for s in found
        if s.claim.relation == claim.relation
        and s.claim.evidence[0].start == claim.evidence[0].start
        and (s.claim.predicate.lower() == word or overlap(s.claim.issue, claim.issue))
    ]
    best = max(same, key=lambda s: s.act, default=None)
    return replace(best, source=_ANOTHER, target=_ANOTHER) if best else None


def figures(claim: Claim, seen: Seen | None, around: Around, *, framed: bool) -> tuple[float, ...]:
    """The figures of a claim, in the order of FEATURES."""
    act, source, target = (seen.act, seen.source, seen.target) if seen else (0.01, 0.5, 1.0)
    statement = claim.relation == "STATEMENT"
    event = relations()[claim.relation].family == "event"
    standing = relations()[claim.relation].family == "standing"
    parties = (*claim.sources, *claim.targets)
    official = any(p.actor in around.officials for p in claim.sources)
    matters = around.matters
    return (
        1.0,
        _logit(act),
        _logit(source),
        _logit(target) if claim.targets and seen else 0.0,
        float(not claim.targets and len(claim.sources) < _TOGETHER),
        float(framed),
        _logit(act) if framed else 0.0,
        float(framed and seen is None),
        float(any(p.start in around.pronouns for p in claim.sources)),
        float(any(p.actor not in around.known for p in parties)),
        float(claim.modality != "asserted"),
        float(statement and official),
        around.events if statement else 0.0,
        _logit(claim.confidence) if framed else 0.0,
        float(event and official),
        float(event and official and len(parties) > 1 and all(p.actor in around.officials for p in parties)),
        around.events if event else 0.0,
        float(event and official and framed),
        float(standing and framed),
        float(statement and framed),
        _logit(act) if standing and framed else 0.0,
        float(statement and around.quoted(claim)),
        float(statement and official and around.quoted(claim)),
        float(not framed and around.taken(claim)),
        float(event and bool(claim.attributed_to)),
        float(event and seen is not None and seen.noun),
        float(event and seen is not None and seen.listed),
        float(seen is not None and seen.listed),
        matters.whole * statement,
        matters.whole * (statement and not official),
        matters.whole * event,
        matters.near(claim.evidence[0]) if statement else 0.0,
        *(_OWN * (claim.relation == name) for name in relations()),
    )


def _logit(chance: float) -> float:
    kept = min(max(chance, 0.005), 0.995)
    return math.log(kept / (1 - kept))


def sure(figures: Sequence[float], weights: Mapping[str, float]) -> float:
    """The chance that a claim of these figures is right."""
    total = sum(value * _weight(name, weights) for name, value in zip(FEATURES, figures, strict=True))
    return 1 / (1 + math.exp(-max(min(total, 30), -30)))


def _weight(name: str, weights: Mapping[str, float]) -> float:
    # A relation that came into the ontology after the judge was fitted is like any other.
    return weights.get(name, 0.0) if name.startswith("is ") else weights[name]


def judged(told: Sequence[Heard], weights: Mapping[str, float], who: Cast) -> list[Heard]:
    """The claims with their confidence, the surest of those that one word tells of one actor; in the order given."""
    known = {a.id for a in who.actors if a.known}
    rated = [replace(one, claim=replace(one.claim, confidence=_rated(one, weights, known))) for one in told]
    best: dict[tuple[str, int, str], Heard] = {}
    for one in rated:
        for key in _places(one.claim):
            if key not in best or _rank(one) > _rank(best[key]):
                best[key] = one
    framed = [one.claim for one in rated if one.framed and one.claim.relation == "STATEMENT"]
    return [
        one
        for one in rated
        if one.framed
        or (all(best[key] is one for key in _places(one.claim)) and not of_another(one.claim, framed))
    ]


def _rated(one: Heard, weights: Mapping[str, float], known: set[str]) -> float:
    chance = sure(one.figures, weights)
    standing = relations()[one.claim.relation].family == "standing"
    parties = (*one.claim.sources, *one.claim.targets)
    if one.framed and standing and len(parties) > 1 and all(p.actor in known for p in parties):
        chance = max(chance, _KNOWN)
    return round(chance, 2)


def _rank(one: Heard) -> tuple[float, bool, str]:
    return one.claim.confidence, one.framed, one.claim.id


def _places(claim: Claim) -> list[tuple[str, int, str]]:
    """The word that tells a claim, in its sentence, with each of its sources; a standing relation competes with none."""
    if relations()[claim.relation].family == "standing":
        return []
    word = claim.predicate.split(" ")[0].lower()
    return [(p.actor, claim.evidence[0].start, word) for p in claim.sources]
