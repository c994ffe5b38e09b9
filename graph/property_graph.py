"""A reading as the nodes and relationships of a property graph, as Neo4j holds it; docs/stores-neo4j.md draws it.

Rows are plain dicts of properties; None means that a property is absent. What the drawing has no room for stays in
`record` properties, so that a reading comes back exactly.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from graph.errors import StoreError
from graph.lines import actor_from, actor_line, claim_from, claim_line, encode
from graph.model import Actor, Article, Claim, Cut, Mention, Merge, Party, Problem, Reading
from graph.ontology import relation, relations
from graph.pairs import pairs
from graph.resources import read_toml
from graph.store import select

Row = dict[str, Any]

ROLES = {"SOURCE": "sources", "TARGET": "targets", "ATTRIBUTED_TO": "attributed_to"}
_PARTS: dict[str, type[Mention] | type[Cut] | type[Problem]] = {
    "mentions": Mention,
    "cuts": Cut,
    "problems": Problem,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one article.

    `names`: actor, properties of NAMES. `roles`: by type of relationship, claim, actor, properties. `direct`: by type,
    source, target, properties. `unknown`: names by id of actors that the article has no record of.
    """

    article: Row
    claims: list[Row]
    names: list[tuple[str, Row]]
    roles: Mapping[str, list[tuple[str, str, Row]]]
    direct: Mapping[str, list[tuple[str, str, Row]]]
    unknown: Mapping[str, str] = field(default_factory=dict)


@cache
def direct_types() -> dict[str, str]:
    """The type of the direct relationship of each relation, e.g. CONSULT -> MET, CALL_ON -> CALLED_ON."""
    return {
        name: re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", each.term).upper() for name, each in relations().items()
    }


@cache
def _told() -> dict[str, str]:
    return {name: row["label"] for name, row in read_toml("ontology/terms.toml")["modality"].items()}


def sheet(reading: Reading, mark: str, final: Mapping[str, Actor]) -> Sheet:
    """The rows of a reading. `mark` is its fingerprint, `final` tells which actors were merged into which.

    Raises StoreError for a claim without evidence, which no reader may make.
    """
    for claim in reading.claims:
        if not claim.evidence:
            raise StoreError(
                f"article {reading.article.id}: claim {claim.id} has no evidence; give it a sentence"
            )
    names = list(_names(reading, final))
    known = {actor for actor, _ in names}
    parties = [p for c in reading.claims for p in (*c.sources, *c.targets, *c.attributed_to)]
    return Sheet(
        article=_article(reading, mark),
        claims=[_claim(claim, reading.article, mark) for claim in reading.claims],
        names=names,
        roles={role: _roles(reading, attribute) for role, attribute in ROLES.items()},
        direct=_direct(reading),
        unknown={party.actor: party.name for party in parties if party.actor not in known},
    )


def _article(reading: Reading, mark: str) -> Row:
    article = reading.article
    rest: Row = {"claims": [claim.id for claim in reading.claims]}
    rest["actors"] = [actor_line(article.id, actor) for actor in reading.actors]
    rest |= {part: [asdict(each) for each in getattr(reading, part)] for part in _PARTS}
    return asdict(article) | {
        "sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "problems": len(reading.problems),
        "fingerprint": mark,
        "record": encode(rest),
    }


def _claim(claim: Claim, article: Article, mark: str) -> Row:
    when = claim.date
    return {
        "id": claim.id,
        "article": claim.article,
        "relation": claim.relation,
        "verb": relation(claim.relation).verb,
        "family": relation(claim.relation).family,
        "mode": claim.mode,
        "predicate": claim.predicate or None,
        "modality": claim.modality,
        "told": _told()[claim.modality],
        "former": claim.former,
        "issue": claim.issue.text if claim.issue else None,
        "content": claim.content.text if claim.content else None,
        "date": when.start if when else None,
        "date_end": when.end if when else None,
        "precision": when.precision if when else None,
        "place": claim.place.name if claim.place else None,
        "when": _when(claim, article),
        "confidence": float(claim.confidence),
        "method": claim.method or None,
        "version": claim.version or None,
        "sentence": claim.evidence[0].text,
        "sources": [party.name for party in claim.sources],
        "targets": [party.name for party in claim.targets],
        "speakers": [party.name for party in claim.attributed_to],
        "source_ids": [party.actor for party in claim.sources],
        "target_ids": [party.actor for party in claim.targets],
        "title": article.title,
        "publisher": article.publisher,
        "since": claim.since.start if claim.since else None,
        "until": claim.until.start if claim.until else None,
        "reading": mark,
        "record": encode(claim_line(claim)),
    }


def _when(claim: Claim, article: Article) -> date | None:
    return claim.date.start if claim.date else article.published


def _roles(reading: Reading, attribute: str) -> list[tuple[str, str, Row]]:
    return [
        (claim.id, party.actor, _party(party, place))
        for claim in reading.claims
        for place, party in enumerate(getattr(claim, attribute))
    ]


def _party(party: Party, place: int) -> Row:
    return {
        "position": place,
        "name": party.name,
        "start": party.start,
        "end": party.end,
        "read_as": party.read_as,
    }


def _direct(reading: Reading) -> dict[str, list[tuple[str, str, Row]]]:
    found: dict[str, list[tuple[str, str, Row]]] = {}
    for claim in reading.claims:
        row = {
            "claim": claim.id,
            "article": claim.article,
            "date": claim.date.start if claim.date else None,
            "when": _when(claim, reading.article),
            "confidence": float(claim.confidence),
        }
        for source, target in pairs(claim) if claim.asserted else ():
            found.setdefault(direct_types()[claim.relation], []).append((source, target, row))
    return found


def _names(reading: Reading, final: Mapping[str, Actor]) -> Iterable[tuple[str, Row]]:
    """What the article says of actors that its claims and mentions name, or named before they were merged."""
    meant = {p.actor for c in reading.claims for p in (*c.sources, *c.targets, *c.attributed_to)}
    meant |= {mention.actor for mention in reading.mentions}
    for actor in reading.actors:
        stands_for = actor.id if actor.id in meant else final[actor.id].id if actor.id in final else None
        if stands_for in meant:
            yield stands_for, said(actor)


def said(actor: Actor) -> Row:
    """The properties of NAMES: an article's own record of an actor."""
    row = asdict(actor)
    return {"read_as": row.pop("id"), **row, "names": list(actor.names)}


def actor_said(row: Mapping[str, Any]) -> Actor:
    """The actor that properties of NAMES tell of."""
    return Actor(
        row["read_as"],
        row["name"],
        row["kind"],
        tuple(row.get("names") or ()),
        row.get("country"),
        row.get("wikidata"),
        row["known"],
        row["derived"],
    )


def actor_row(actor: Actor) -> Row:
    """The properties of an Actor node; `search` holds its names folded, as `select.find` compares them."""
    row = asdict(actor)
    del row["derived"]
    search = sorted({select.folded(name) for name in (actor.name, *actor.names)})
    return row | {"names": list(actor.names), "search": search}


def actor_of(row: Mapping[str, Any]) -> Actor:
    """The actor of a node."""
    return Actor(
        row["id"],
        row["name"],
        row["kind"],
        tuple(row.get("names") or ()),
        row.get("country"),
        row.get("wikidata"),
        row["known"],
    )


def told_of(actor_id: str, versions: Iterable[tuple[Mapping[str, Any], int]]) -> Actor | None:
    """One actor from what articles say of it: properties of NAMES, each with how many articles say just that."""
    casts: list[tuple[list[Actor], set[str]]] = []
    final: dict[str, Actor] = {}
    for row, times in versions:
        actor = actor_said(row)
        if actor.id != actor_id:
            final[actor.id] = Actor(actor_id, "", actor.kind)
        casts += [([actor], {actor_id})] * times
    return next(select.named(casts, final), None)


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a node; its `published` is a date."""
    optional = {key: row.get(key) for key in ("title", "published", "publisher", "url", "source", "note")}
    return Article(row["id"], row["text"], **optional)


def claim_of(record: str) -> Claim:
    """The claim of a Claim node's record."""
    return claim_from(json.loads(record))


def reading_of(article: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> Reading | None:
    """The reading of an Article node and its Claim nodes (id, record, reading); None where they do not fit together."""
    rest = json.loads(article["record"])
    records = {claim["id"]: claim["record"] for claim in claims if claim["reading"] == article["fingerprint"]}
    if len(records) != len(claims) or records.keys() != set(rest["claims"]):
        return None
    return Reading(
        article_of(article),
        tuple(claim_of(records[each]) for each in rest["claims"]),
        tuple(map(actor_from, rest["actors"])),
        tuple(Mention(**row) for row in rest["mentions"]),
        tuple(Cut(**row) for row in rest["cuts"]),
        tuple(Problem(**row) for row in rest["problems"]),
    )


def judgement_row(merge: Merge) -> Row:
    """The properties of a Judgement node."""
    row = {key: value for key, value in asdict(merge).items() if key != "into"}
    record = encode(actor_line(merge.id, replace(merge.into, derived=False)))
    return row | {"id": merge.id, "into": merge.into.id, "record": record}


def merge_of(row: Mapping[str, Any]) -> Merge:
    """The judgement of a node; its `on` is a date."""
    into = actor_from(json.loads(row["record"]))
    return Merge(row["actor"], into, row["same"], row.get("by"), row.get("on"), row.get("note"))
