"""Actors as the index keeps them: a line of JSON."""

import json

from graph.model import Actor


def packed(actor: Actor) -> str:
    """An actor as text."""
    row = (
        *(actor.id, actor.name, actor.kind, actor.names),
        *(actor.country, actor.wikidata, actor.known, actor.derived),
    )
    return json.dumps(row, ensure_ascii=False)


def unpacked(record: str) -> Actor:
    """The way back."""
    found, name, kind, names, country, wikidata, known, derived = json.loads(record)
    return Actor(found, name, kind, tuple(names), country, wikidata, known, derived)
