"""Who does an act and to whom, from the chances of a proposal's candidates and the parse."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.model import Mention
from graph.ontology import relations
from loaders.learned.network import Proposal
from loaders.learned.passages import issue_of
from loaders.learned.sight import Sight

if TYPE_CHECKING:
    from spacy.tokens import Token

Side = dict[str, tuple[Mention, float]]

# From these chances on somebody is a party. The likeliest source is one from LEAST on, so that the judge may weigh it, and the
# likeliest target of a standing relation from NEEDED on, of an event that would have none from LONE on; so is the second party of a
# joint act that would have but one.
PARTY, TARGET, LEAST, NEEDED, LONE = 0.5, 0.45, 0.15, 0.15, 0.2
_WITHIN = ("pobj", "poss", "compound", "amod", "nmod", "appos", "nummod")
_BELONGING = ("of", "in", "at", "near", "from", "on", "for")
_FAR = 6
# What two do together, but one may promise alone.
_ALSO_ALONE = ("AGREE",)


def sides(sight: Sight, one: Proposal) -> tuple[Side, Side]:
    """Sources and targets by actor, each with its likeliest mention and chance.

    Who may be both is what he is likelier; in a joint act all parties are sources. The likeliest source stands even where it is
    unlikely, and so does the likeliest target of a relation that has no sense without one.
    """
    relation = relations()[one.relation]
    sources, targets = chances(sight, one, 0), chances(sight, one, 1)
    if relation.symmetric:
        sources, targets = _joint(sources, targets), {}
    first = max(sources, key=lambda a: sources[a][1] - targets.get(a, (None, 0.0))[1], default=None)
    doers = _doers(one, sources, targets, first)
    hit = _hit(sight, one, {a: pair for a, pair in targets.items() if a not in doers})
    heads = {m.start: c.head for c in sight.candidates for m in c.mentions}
    if relation.family == "event":
        hit = _beyond(hit, doers, heads, sight.tokens[one.word])
    if relation.family == "standing" and not relation.symmetric and first:
        doers = {a: pair for a, pair in doers.items() if a == first or _listed(pair, sources[first], heads)}
    return in_order(_alone(doers, heads)), in_order(_alone(hit, heads))


def _joint(sources: Side, targets: Side) -> Side:
    """All parties of what is done together, each with the higher of its chances."""
    found = dict(sources)
    for actor, pair in targets.items():
        if pair[1] > found.get(actor, (pair[0], 0.0))[1]:
            found[actor] = pair
    return found


def _doers(one: Proposal, sources: Side, targets: Side, first: str | None) -> Side:
    doers = {
        a: pair
        for a, pair in sources.items()
        if (a == first and pair[1] >= LEAST)
        or (pair[1] >= PARTY and pair[1] >= targets.get(a, (None, 0.0))[1])
    }
    if relations()[one.relation].symmetric and len(doers) == 1 and one.relation not in _ALSO_ALONE:
        rest = {a: pair for a, pair in sources.items() if a not in doers and pair[1] >= LONE}
        second = max(rest, key=lambda a: rest[a][1], default=None)
        doers |= {} if second is None else {second: rest[second]}
    return doers


def _hit(sight: Sight, one: Proposal, others: Side) -> Side:
    hit = {a: pair for a, pair in others.items() if pair[1] >= TARGET}
    best = max(others, key=lambda a: others[a][1], default=None)
    if hit or best is None or others[best][1] < _least(one.relation):
        return hit
    asked = one.relation == "REQUEST" and _inside(others[best][0], sight, one)
    return {} if asked else {best: others[best]}


def _listed(one: tuple[Mention, float], first: tuple[Mention, float], heads: "Mapping[int, Token]") -> bool:
    """Whether two stand in one list: of one office two hold each his own only where the text names them side by side."""
    a, b = heads[one[0].start], heads[first[0].start]
    return a in b.conjuncts or b in a.conjuncts or a == b


def _inside(mention: Mention, sight: Sight, one: Proposal) -> bool:
    """Whether a mention stands in the issue: whom a demand is about is not whom it is made of."""
    issue = issue_of(sight, one)
    return issue is not None and issue.start <= mention.start < issue.end


def _least(relation: str) -> float:
    """The chance from which on the likeliest target stands where none is likely."""
    family = relations()[relation].family
    if family == "standing":
        return NEEDED if relation != "HOLDS_OFFICE" else TARGET
    return LONE if family == "event" else TARGET


def _alone(side: Side, heads: "Mapping[int, Token]") -> Side:
    """Without those that only say which other one is meant: "dockers in Dakar", "the Israeli company", "X, a son of Y"."""
    inside = {
        actor
        for actor, (mention, _) in side.items()
        for other, (whole, _) in side.items()
        if other != actor and _belongs(heads[mention.start], heads[whole.start])
    }
    return {actor: pair for actor, pair in side.items() if actor not in inside}


def _beyond(hit: Side, doers: Side, heads: "Mapping[int, Token]", trigger: "Token") -> Side:
    """Without those that only say who a source is: "UN envoy X backed the plan" tells nothing done to the UN.

    "Supporters of X" do: there the word of the act stands in the phrase itself.
    """
    phrases = [heads[m.start] for m, _ in doers.values()]
    named = [whole for whole in phrases if whole != trigger and not whole.is_ancestor(trigger)]
    return {
        actor: pair
        for actor, pair in hit.items()
        if not any(_belongs(heads[pair[0].start], whole) for whole in named)
    }


def _belongs(word: "Token", whole: "Token") -> bool:
    """Whether one noun hangs on another by prepositions of place and belonging, as its modifier or in apposition."""
    steps = 0
    while word != whole and word.head != word and steps < _FAR:
        if word.dep_ not in _WITHIN and not (word.dep_ == "prep" and word.lower_ in _BELONGING):
            return False
        word, steps = word.head, steps + 1
    return word == whole and steps > 0


def chances(sight: Sight, one: Proposal, role: int) -> Side:
    """The actors of a sentence's candidates, each with its likeliest mention in a role and the chance of it."""
    found: Side = {}
    for candidate, row in zip(sight.candidates, one.roles, strict=True):
        for mention in candidate.mentions:
            chance = float(row[role])
            if chance > found.get(mention.actor, (mention, 0.0))[1]:
                found[mention.actor] = (mention, chance)
    return found


def in_order(side: Side) -> Side:
    """The same in the order of the text."""
    return dict(sorted(side.items(), key=lambda pair: pair[1][0].start))
