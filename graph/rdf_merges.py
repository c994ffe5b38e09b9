"""Judgements on actors as RDF, and back. They stand in a named graph of their own."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from graph import vocabulary as v
from graph.lines import actor_from, actor_line, encode
from graph.model import Merge
from graph.rdf import literal
from graph.rdf_read import Page, Statement


def triples(merges: Iterable[Merge]) -> list[Triple]:
    """All that is stored of judgements, sorted. Raises StoreError for text that is no Unicode text."""
    return sorted((triple for merge in merges for triple in _judgement(merge)), key=str)


def _judgement(merge: Merge) -> list[Triple]:
    node = v.judgement_iri(merge.id)
    record = encode(actor_line(merge.id, replace(merge.into, derived=False)))
    values: list[tuple[str, NamedNode | Literal | None]] = [
        ("rdf:type", v.leg("Judgement")),
        ("leg:judged", v.actor_iri(merge.actor)),
        ("leg:into", v.actor_iri(merge.into.id)),
        ("leg:record", literal(record)),
        ("leg:same", literal(merge.same)),
        ("leg:judgedBy", None if merge.by is None else literal(merge.by)),
        ("leg:judgedOn", None if merge.on is None else literal(merge.on)),
        ("leg:why", None if merge.note is None else literal(merge.note)),
    ]
    return [Triple(node, v.expand(name), value) for name, value in values if value is not None]


def merges(statements: Iterable[Statement]) -> list[Merge]:
    """The judgements that a graph holds, sorted by id."""
    page = Page(statements)
    found = [_merge(page, node) for node in page.of_type("leg:Judgement")]
    return sorted(found, key=lambda merge: merge.id)


def _merge(page: Page, node: str) -> Merge:
    judged_on = page.text(node, "leg:judgedOn")
    return Merge(
        actor=v.id_of(page.all(node, "leg:judged")[0]),
        into=actor_from(json.loads(page.must(node, "leg:record"))),
        same=page.must(node, "leg:same") == "true",
        by=page.text(node, "leg:judgedBy"),
        on=date.fromisoformat(judged_on) if judged_on else None,
        note=page.text(node, "leg:why"),
    )
