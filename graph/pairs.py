"""Which actors a claim ties: the one rule that direct triples and ties share."""

from graph.model import Claim
from graph.ontology import relation


def pairs(claim: Claim) -> list[tuple[str, str]]:
    """The pairs of actors, by id, each once and sorted: everyone with everyone (the smaller id first) in a symmetric
    act, else each source with each target. Nobody is tied to himself; an act without a target ties nobody.
    """
    sources = sorted({party.actor for party in claim.sources})
    targets = sorted({party.actor for party in claim.targets})
    if relation(claim.relation).symmetric:
        together = sorted({*sources, *targets})
        return [(a, b) for place, a in enumerate(together) for b in together[place + 1 :]]
    return [(a, b) for a in sources for b in targets if a != b]
