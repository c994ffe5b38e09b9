"""Claims as an answer shows them: parties, titles and days from the index, sentences and other words from the database."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pyoxigraph as ox

from graph import vocabulary as v
from graph.model import MODALITIES
from graph.ontology import relation
from graph.resources import read_toml
from graph.store._quick import Asked
from graph.store.base import Row
from graph.store.term import XSD_STRING, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
ASSERTED, DENIED, PLANNED = (MODALITIES.index(each) for each in ("asserted", "denied", "planned"))
SOURCE, TARGET, SPEAKER = range(3)
# The newest has the greatest: undated ones come first, those of one day by their ids.
KEY = "((coalesce({0}.first, 0) + 1000000) || ' ' || {0}.id)"


def text(value: str | None) -> Term | None:
    """A cell of text."""
    return None if value is None else Term(value, "literal", XSD_STRING)


def number(value: int) -> Term:
    """A cell that holds a whole number."""
    return Term(str(value), "literal", f"{_XSD}integer")


def day(ordinal: int | None) -> Term | None:
    """A cell that holds a day."""
    return None if ordinal is None else Term(date.fromordinal(ordinal).isoformat(), "literal", f"{_XSD}date")


def verb(name: str) -> Term:
    """A cell with the verb of a relation."""
    return Term(relation(name).verb, "literal", _LANGUAGE, "en")


@cache
def how(modality: int) -> Term:
    """A cell that says how a claim is told."""
    label: str = read_toml("ontology/terms.toml")["modality"][MODALITIES[modality]]["label"]
    return Term(label, "literal", _LANGUAGE, "en")


@dataclass(frozen=True, slots=True)
class Named:
    """A party: in which role and place, who, and by which name."""

    role: int
    position: int
    actor: int
    name: str

    @property
    def place(self) -> tuple[int, str]:
        """What parties are sorted by in the queries."""
        return self.role, str(self.position)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim. `day` is an ordinal, `modality` a place in MODALITIES."""

    id: str
    article: str
    relation: str
    modality: int
    fact: bool
    day: int | None
    title: str | None
    publisher: str | None
    parties: list[Named] = field(default_factory=list)

    def of(self, *roles: int) -> list[Named]:
        """The parties in these roles."""
        return [each for each in self.parties if each.role in roles]

    def names(self, actor: int, *roles: int) -> list[str]:
        """By which names an actor stands in these roles."""
        return list(dict.fromkeys(each.name for each in self.of(*roles) if each.actor == actor))


def claims(asked: Asked, numbers: Iterable[int]) -> dict[int, Told]:
    """Claims by their numbers."""
    wanted = json.dumps(sorted(set(numbers)))
    rows = asked.rows(
        "SELECT claim.c, claim.id, article.id, relation, modality, fact, first, title, publisher"
        " FROM json_each(?) AS wanted CROSS JOIN claim ON claim.c = wanted.value JOIN article USING (a)",
        wanted,
    )
    found = {c: Told(*rest) for c, *rest in rows}
    for c, *party in asked.rows(
        "SELECT c, role, position, actor, name FROM json_each(?) AS wanted CROSS JOIN party ON party.c = wanted.value"
        " ORDER BY c, role, position",
        wanted,
    ):
        found[c].parties.append(Named(*party))
    return found


def ids(asked: Asked, numbers: Iterable[int]) -> dict[int, str]:
    """The ids of actors by their numbers."""
    return dict(
        asked.rows(
            "SELECT actor.n, actor.id FROM json_each(?) AS wanted CROSS JOIN actor ON actor.n = wanted.value",
            json.dumps(sorted(set(numbers))),
        )
    )


def value(asked: Asked, claim: Told, name: str) -> Term | None:
    """A property of a claim that the index does not hold, e.g. `issue`."""
    for found in _objects(asked, v.claim_iri(claim.id), f"leg:{name}", claim):
        return Term(found.value, "literal", found.datatype.value)
    return None


def sentence(asked: Asked, claim: Told) -> Term | None:
    """The sentence that a claim was read from."""
    for quote in _objects(asked, v.claim_iri(claim.id), "prov:wasQuotedFrom", claim):
        for words in _objects(asked, quote, "nif:anchorOf", claim):
            return text(words.value)
    return None


def _objects(asked: Asked, subject: ox.NamedNode, name: str, claim: Told) -> Iterator[Any]:
    graph = v.graph_iri(claim.article)
    return (
        each.object for each in asked.database.store.quads_for_pattern(subject, v.expand(name), None, graph)
    )


def evidence(asked: Asked, claim: Told) -> Row:
    """The columns that every answer has: when, which sentence, in which article."""
    return {
        "date": day(claim.day),
        "sentence": sentence(asked, claim),
        "title": text(claim.title),
        "publisher": text(claim.publisher),
    }


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Each row once."""
    return list({tuple(row.items()): row for row in rows}.values())


def renamed(row: Row, names: Mapping[str, str]) -> Row:
    """Some columns of a row under other names."""
    return {new: row[old] for old, new in names.items()}


Group = tuple[Row, int, Callable[[Told], Iterable[Row]]]


def grouped(asked: Asked, groups: Sequence[Group]) -> list[Row]:
    """Rows of sums, each with the evidence of one claim: the sums, the claim's number, and what tells its names."""
    told = claims(asked, (c for _, c, _ in groups))
    found: list[Row] = []
    for sums, c, naming in groups:
        proof = evidence(asked, told[c])
        found += [{**sums, **names, **proof} for names in naming(told[c])]
    return distinct(found)
