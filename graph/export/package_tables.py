"""The tables of a data package: their columns from data/ontology/tables.toml, their rows from a view."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.errors import DataError
from graph.export import Scope
from graph.export.graphml import network_of
from graph.export.table_files import Cell, Row
from graph.model import Actor, Claim, Party
from graph.network import score
from graph.ontology import relation
from graph.resources import read_toml
from graph.store.base import View
from graph.told import told

FILE = "ontology/tables.toml"
KINDS: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type by its name in Table Schema, and what it is."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `key` are the columns that name a row, `refers` maps a column to the "table.column" it names."""

    name: str
    about: str
    key: tuple[str, ...]
    refers: Mapping[str, str]
    columns: Mapping[str, Column]

    @property
    def types(self) -> dict[str, type]:
        """The columns with the types of their cells."""
        return {name: KINDS[column.kind] for name, column in self.columns.items()}


@cache
def tables() -> dict[str, Table]:
    """All tables by name. Raises DataError where the file is wrong."""
    found = {}
    for name, row in read_toml(FILE).items():
        columns = {column: Column(*told) for column, told in row["columns"].items()}
        table = Table(name, row["about"], tuple(row["key"]), row.get("refers", {}), columns)
        unknown = {column.kind for column in columns.values()} - set(KINDS)
        if unknown or not {*table.key, *table.refers} <= set(columns):
            raise DataError(f"{FILE}: {name}: a type or a column of its key is not known")
        found[name] = table
    return found


def claim_rows(view: View, scope: Scope) -> Iterator[Row]:
    """The claims selected."""
    for claim, _ in told(view, scope.selection):
        yield _claim_row(claim)


def _claim_row(claim: Claim) -> dict[str, Cell]:
    proof = claim.evidence[0]
    return {
        "id": claim.id,
        "article": claim.article,
        "relation": claim.relation,
        "mode": claim.mode,
        "predicate": claim.predicate,
        "modality": claim.modality,
        "former": claim.former,
        "quad": relation(claim.relation).quad,
        "score": score(claim),
        "sources": _ids(claim.sources),
        "targets": _ids(claim.targets),
        "speakers": _ids(claim.attributed_to),
        "issue": claim.issue.text if claim.issue else None,
        "content": claim.content.text if claim.content else None,
        "date": claim.date.start if claim.date else None,
        "date_end": claim.date.end if claim.date else None,
        "precision": claim.date.precision if claim.date else None,
        "place": claim.place.name if claim.place else None,
        "since": claim.since.start if claim.since else None,
        "until": claim.until.end if claim.until else None,
        "sentence": proof.text,
        "start": proof.start,
        "end": proof.end,
        "confidence": float(claim.confidence),
        "method": claim.method,
        "version": claim.version,
    }


def _ids(parties: Iterable[Party]) -> str:
    return "|".join(party.actor for party in parties)


def party_rows(view: View, scope: Scope) -> Iterator[Row]:
    """The parties of the claims selected."""
    for claim, _ in told(view, scope.selection):
        for role, parties in roles(claim):
            for position, party in enumerate(parties):
                yield {
                    "claim": claim.id,
                    "article": claim.article,
                    "role": role,
                    "position": position,
                    "actor": party.actor,
                    "name": party.name,
                    "start": party.start,
                    "end": party.end,
                    "read_as": party.read_as,
                }


def roles(claim: Claim) -> tuple[tuple[str, tuple[Party, ...]], ...]:
    """The parties of a claim by role."""
    return ("source", claim.sources), ("target", claim.targets), ("speaker", claim.attributed_to)


@dataclass(frozen=True, slots=True)
class Named:
    """What the claims selected name: how many of them each article makes, and which actors stand in them."""

    articles: Counter[str]
    actors: frozenset[str]


def named(view: View, scope: Scope) -> Named:
    """What the claims selected name."""
    articles: Counter[str] = Counter()
    actors: set[str] = set()
    for claim, _ in told(view, scope.selection):
        articles[claim.article] += 1
        actors.update(party.actor for _, parties in roles(claim) for party in parties)
    return Named(articles, frozenset(actors))


def article_rows(view: View, scope: Scope, meant: Named) -> Iterator[Row]:
    """The articles with a claim selected; all of them where everything is meant."""
    for article in view.articles():
        if not scope.everything and article.id not in meant.articles:
            continue
        yield {
            "id": article.id,
            "title": article.title,
            "published": article.published,
            "publisher": article.publisher,
            "url": article.url,
            "sha256": hashlib.sha256(article.text.encode(errors="replace")).hexdigest(),
            "characters": len(article.text),
            "claims": meant.articles[article.id],
            "note": article.note,
            "text": article.text if scope.about.texts else None,
        }


def actor_rows(view: View, meant: Named) -> Iterator[Row]:
    """The actors named; one whom no article describes has its id for a name."""
    left = set(meant.actors)
    for actor in view.actors():
        if actor.id in left:
            left.remove(actor.id)
            yield _actor_row(actor)
    for missing in sorted(left):
        yield {"id": missing, "name": missing}


def _actor_row(actor: Actor) -> dict[str, Cell]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "wikidata": actor.wikidata,
        "known": actor.known,
        "names": "|".join(actor.names or (actor.name,)),
    }


def tie_rows(view: View, scope: Scope) -> Iterator[Row]:
    """The claims selected as ties, with the days as dates."""
    edges, _, _ = network_of(view, Scope(scope.selection, ties=True))
    columns = tables()["ties"].columns
    for edge in edges:
        row: dict[str, Cell] = {name: edge.attributes.get(name) for name in columns}
        row |= {"source": edge.source, "target": edge.target, "weight": int(edge.attributes["weight"])}
        for name in ("first", "last"):
            row[name] = date.fromisoformat(str(row[name])) if row[name] else None
        yield row
