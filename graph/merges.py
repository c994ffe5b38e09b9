"""Which actors are one: judgements as a map to canonical actors, and readings under that map and back.

`apply` keeps the ids that a reading was read with, so `strip(apply(reading, anything)) == reading` and a merge that is
undone leaves no trace. The pattern is that of a statement with an entity id beside its canonical id.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from graph.errors import StoreError
from graph.model import Actor, Claim, Mention, Merge, Party, Reading

Canonical = Mapping[str, Actor]
_P = TypeVar("_P", Party, Mention)


def canonical(merges: Iterable[Merge]) -> dict[str, Actor]:
    """Actor id -> the actor that it finally stands for; actors that stand for themselves are left out.

    Raises StoreError where the judgements run in a circle.
    """
    into = {merge.actor: merge.into for merge in merges if merge.same}
    return {actor: _end(actor, into) for actor in sorted(into)}


def _end(actor: str, into: Mapping[str, Actor]) -> Actor:
    last, seen = into[actor], {actor}
    while last.id in into:
        if last.id in seen:
            raise StoreError(f"the merges of {actor} run in a circle: undo one of them")
        seen.add(last.id)
        last = into[last.id]
    return replace(last, derived=True)


def check(merge: Merge, others: Iterable[Merge]) -> None:
    """Raise StoreError where a judgement contradicts the others, saying which one to undo."""
    held = [other for other in others if other.id != merge.id]
    if merge.actor == merge.into.id:
        raise StoreError(f"{merge.actor} is itself already: name two actors")
    if not merge.same:
        return
    taken = next((other for other in held if other.same and other.actor == merge.actor), None)
    if taken:
        raise StoreError(
            f"{merge.actor} was merged into {taken.into.id} before: undo {taken.id} first, or merge that one"
        )
    groups = canonical([*held, merge])

    def final(actor: str) -> str:
        return groups[actor].id if actor in groups else actor

    for other in held:
        if not other.same and final(other.actor) == final(other.into.id):
            raise StoreError(
                f"{other.actor} and {other.into.id} were judged not to be the same: undo {other.id} first"
            )


def changed(before: Canonical, after: Canonical) -> set[str]:
    """The ids of actors as read that stand for somebody else afterwards."""
    return {actor for actor in {*before, *after} if before.get(actor) != after.get(actor)}


def apply(reading: Reading, final: Canonical) -> Reading:
    """The reading with canonical actors in its claims and mentions; what it was read with stays in `read_as`.

    Where the article lacks a canonical actor, it gets one that says so (`derived`).
    """
    bare = strip(reading)
    if final.keys().isdisjoint(_named(bare)):
        return bare

    def move(part: _P) -> _P:
        actor = final.get(part.read_as)
        return replace(part, actor=actor.id) if actor else part

    there = {actor.id for actor in bare.actors}
    added = {final[each].id: final[each] for each in _named(bare) if each in final}
    return replace(
        bare,
        claims=tuple(_claim(claim, move) for claim in bare.claims),
        mentions=tuple(move(mention) for mention in bare.mentions),
        actors=(*bare.actors, *(added[each] for each in sorted(added.keys() - there))),
    )


def strip(reading: Reading) -> Reading:
    """The reading as the loader made it, without any merge."""

    def back(part: _P) -> _P:
        return part if part.actor == part.read_as else replace(part, actor=part.read_as)

    if all(not actor.derived for actor in reading.actors) and all(
        part.actor == part.read_as for part in _parts(reading)
    ):
        return reading
    return replace(
        reading,
        claims=tuple(_claim(claim, back) for claim in reading.claims),
        mentions=tuple(back(mention) for mention in reading.mentions),
        actors=tuple(actor for actor in reading.actors if not actor.derived),
    )


def _claim(claim: Claim, move: Callable[[Party], Party]) -> Claim:
    sources, targets, speakers = (
        tuple(map(move, parties)) for parties in (claim.sources, claim.targets, claim.attributed_to)
    )
    if (sources, targets, speakers) == (claim.sources, claim.targets, claim.attributed_to):
        return claim
    return replace(claim, sources=sources, targets=targets, attributed_to=speakers)


def _parts(reading: Reading) -> Iterable[Party | Mention]:
    for claim in reading.claims:
        yield from (*claim.sources, *claim.targets, *claim.attributed_to)
    yield from reading.mentions


def _named(reading: Reading) -> set[str]:
    """The ids that a reading names as read."""
    return {part.read_as for part in _parts(reading)}
