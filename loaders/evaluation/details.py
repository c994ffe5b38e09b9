"""What a claim says besides who did what: its modality, speaker, date and place; and who the actors are."""

from collections.abc import Sequence
from typing import Literal

from graph.model import Actor, Claim, Reading
from graph.ontology import relation
from loaders.evaluation.counts import Count
from loaders.evaluation.gold import GoldArticle, GoldClaim
from loaders.evaluation.match import Names, assigned, match

DETAILS = ("speakers", "dates", "places", "actors")


def date_verdict(claim: Claim, wanted: GoldClaim) -> Literal["right", "wrong", "missing"] | None:
    """Whether the date is that of the act; a date where none can be known is wrong; None where nothing is to say."""
    if wanted.date == "?" or relation(claim.relation).family == "standing":
        return None
    if claim.date is None:
        return "missing" if wanted.date else None
    start, end = claim.date.start.isoformat(), claim.date.end.isoformat()
    exact = bool(wanted.date) and start.startswith(wanted.date) and end.startswith(wanted.date)
    return "right" if exact else "wrong"


def date(count: Count, claim: Claim, wanted: GoldClaim) -> bool:
    """Counts the date of a claim that tells the gold one; whether it is wrong."""
    verdict = date_verdict(claim, wanted)
    if verdict == "right":
        count.hit()
    elif verdict == "wrong":
        count.instead(wanted=bool(wanted.date))
    elif verdict == "missing":
        count.missed += 1
    return verdict == "wrong"


def place(count: Count, claim: Claim, wanted: GoldClaim) -> None:
    """Counts the place, where the gold names one: elsewhere it is not known whether one is meant."""
    if not wanted.place:
        return
    if claim.place is None:
        count.missed += 1
    elif claim.place.name.lower() in wanted.place.lower().split("||"):
        count.hit()
    else:
        count.instead()


def speaker(count: Count, claim: Claim, wanted: GoldClaim, names: Names) -> None:
    """Counts the speakers: right where one of the chain is the gold's; wrong where the gold has others, or none."""
    if not claim.attributed_to:
        count.missed += bool(wanted.by)
    elif any(names.of(party) & set(wanted.by) for party in claim.attributed_to):
        count.hit()
    else:
        count.instead(wanted=bool(wanted.by))


def modalities(counts: dict[str, Count], gold: GoldArticle, reading: Reading) -> None:
    """Counts each modality over the claims that tell a wanted gold claim, whatever modality they give it."""
    for number, at in match(reading.claims, gold, reading, moods=False).items():
        said, wanted = reading.claims[number].modality, gold.claims[at]
        if wanted.optional:
            continue
        if said == wanted.modality:
            counts.setdefault(said, Count()).hit()
        else:
            counts.setdefault(said, Count()).wrong += 1
            counts.setdefault(wanted.modality, Count()).missed += 1


def actors(count: Count, gold: GoldArticle, reading: Reading) -> list[str]:
    """Counts those who take part in claims: one actor read for each gold actor. What is wrong or missed, in words.

    Wrong is one that stands for no gold actor, or only for one for whom another stands already: two that should be one.
    """
    names, wanted = Names(gold, reading), _taking_part(gold)
    known = {actor.id: actor for actor in reading.actors}
    parties = {p.actor: p.name for c in reading.claims for p in (*c.sources, *c.targets, *c.attributed_to)}
    meant = [
        sorted(_meant(known.get(i), name, names), key=lambda key: (key not in wanted, key))
        for i, name in sorted(parties.items())
    ]
    found = assigned(dict(enumerate(meant)))
    lines = []
    for number, (ident, name) in enumerate(sorted(parties.items())):
        if number not in found:
            again = f"is {', '.join(meant[number])} over again" if meant[number] else "is nobody of the gold"
            lines.append(f"actor wrong: “{name}” ({ident}) {again}")
    missed = sorted(wanted - set(found.values()))
    count.said += len(found)
    count.wrong += len(parties) - len(found)
    count.right += len(wanted) - len(missed)
    count.missed += len(missed)
    return lines + [f"actor missed: {key}" for key in missed]


def _meant(actor: Actor | None, name: str, names: Names) -> frozenset[str]:
    return names.keys(name) | (names.of_actor(actor) if actor else frozenset())


def _taking_part(gold: GoldArticle) -> set[str]:
    """Actors that the wanted claims cannot do without: of a group of several, none is."""
    groups: list[Sequence[str]] = [g for c in gold.claims if not c.optional for g in (*c.sources, *c.targets)]
    return {group[0] for group in groups if len(group) == 1}
