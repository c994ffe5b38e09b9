"""Where an article names somebody: by the register, the entity recogniser and the shape of the words."""

from collections.abc import Iterable

from graph.register import Register
from loaders.document import Document
from loaders.named_bodies import judged, plain_body, split_body
from loaders.named_entities import entity_spots
from loaders.named_shapes import person_shapes, shape_spots
from loaders.spot import Spot, register_spots, support
from loaders.words import Lexis


def _choose(candidates: Iterable[Spot]) -> list[Spot]:
    """The longest first, of equal ones the earlier listed; what overlaps a chosen one goes."""
    chosen: list[Spot] = []
    taken: set[int] = set()
    for spot in sorted(candidates, key=lambda s: s.first - s.last):
        tokens = set(range(spot.first, spot.last + 1))
        if not tokens & taken:
            taken |= tokens
            chosen.append(spot)
    return sorted(chosen, key=lambda s: s.first)


def spots(document: Document, register: Register, lexis: Lexis) -> list[Spot]:
    """All stretches that name somebody, in text order, not overlapping."""
    given = support(document, register)
    found: list[Spot] = []
    for sentence in document.sentences:
        known = list(register_spots(sentence, register, given))
        entities = list(entity_spots(sentence, lexis, register))
        shapes = [*shape_spots(sentence, lexis), *person_shapes(sentence, lexis)]
        persons = {
            i
            for e in entities
            if e.label == "person" and e.last > e.first
            for i in range(e.first, e.last + 1)
        }
        shapes = [s for s in shapes if s.label != "body" or not persons & set(range(s.first, s.last + 1))]
        shapes = [s for s in shapes if s.label != "body" or not plain_body(s, lexis, register)]
        shapes = [t for s in shapes for t in (split_body(s, lexis, register) if s.label == "body" else [s])]
        shapes = [t for s in shapes for t in (judged(s, lexis, register) if s.label == "body" else [s])]
        found += _choose([*known, *entities, *shapes])
    return [s for s in found if s.label != "nothing"]
