"""Export as event data: PLOVER events as JSON Lines with POLECAT's field names, and CAMEO-coded events as TSV.

What is told as fact is an event; what is planned, asked for, supposed or denied is none, unless the selection names
these modalities. Every event says its modality.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from graph import event_codes as code
from graph.errors import InputError
from graph.export import Counts, Scope
from graph.export.graphml import clean
from graph.export.table_files import Row, write_csv
from graph.model import Actor, Article, Claim, Party
from graph.network import score
from graph.ontology import relation
from graph.pairs import pairs
from graph.store.base import View
from graph.told import told
from graph.version import __version__

Actors = Mapping[str, Actor]

# Fields of POLECAT that we know nothing of; they are there, and null.
UNKNOWN = (
    *("Contexts", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Feature Type", "Story People", "Story Organizations", "Story Locations", "Language"),
)
_UNKNOWN_OF_A_SIDE = ("Title", "COW")

CAMEO_TYPES: dict[str, type] = {
    "Event ID": str,
    "Event Date": date,
    "Date Precision": str,
    "Source Name": str,
    "Source ID": str,
    "Source Code": str,
    "Source Sectors": str,
    "Source Country": str,
    "Event Text": str,
    "CAMEO Root Code": str,
    "Quad Class": int,
    "Intensity": float,
    "Target Name": str,
    "Target ID": str,
    "Target Code": str,
    "Target Sectors": str,
    "Target Country": str,
    "Location": str,
    "Modality": str,
    "Speakers": str,
    "Sentence": str,
    "Story ID": str,
    "Publisher": str,
    "Publication Date": date,
    "URL": str,
    "Claim ID": str,
    "Confidence": float,
    "Method": str,
    "Version": str,
}


def write_plover(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write one event a line for each claim of the event family."""
    number = 0
    actors = {actor.id: actor for actor in view.actors()}
    for claim, article in _events(view, scope):
        if relation(claim.relation).family == "event":
            number += 1
            event = plover_event(claim, actors, article)
            out.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
    return {"events": number}


def write_cameo(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write one row for each pair of actors of each claim that has a CAMEO code."""
    actors = {actor.id: actor for actor in view.actors()}
    rows = (
        row
        for claim, article in _events(view, scope)
        if code.root(claim)
        for row in cameo_rows(claim, actors, article)
    )
    return {"events": write_csv(CAMEO_TYPES, rows, out, delimiter="\t", mark=False)}


def _events(view: View, scope: Scope) -> Iterator[tuple[Claim, Article]]:
    """The claims that are told as events, each with its article."""
    if scope.ties:
        raise InputError("event data hold claims, not ties: leave out --ties, or export GraphML")
    meant = scope.selection.modalities or ("asserted",)
    return (
        (claim, article)
        for claim, article in told(view, scope.selection)
        if claim.modality in meant and not claim.former
    )


def plover_event(claim: Claim, actors: Actors, article: Article | None) -> dict[str, Any]:
    """A claim under the field names of POLECAT, our own fields after them. What is not known is null."""
    doers, others = _sides(claim)
    quad = relation(claim.relation).quad.upper()
    event: dict[str, Any] = {
        "Event ID": claim.id,
        "Event Date": _day(claim, article),
        "Event Type": claim.relation,
        "Event Mode": claim.mode,
        "Intensity": score(claim),
        "Quad Code": quad,
        **_side("Actor", doers, actors),
        **_side("Recipient", others, actors),
        "Placename": claim.place.name if claim.place else None,
        "Raw Placename": claim.place.name if claim.place else None,
        "Source": article.publisher if article else None,
        "Publication Date": article.published if article else None,
        "Headline": article.title if article else None,
        "Event Text": claim.evidence[0].text,
        "Version": f"Legation {claim.version or __version__}",
        **dict.fromkeys(UNKNOWN),
        "Event Date End": claim.date.end if claim.date else _day(claim, article),
        "Event Date Precision": _precision(claim, article),
        "Modality": claim.modality,
        "Predicate": claim.predicate,
        "Issue": claim.issue.text if claim.issue else None,
        "Speakers": _joined(party.name for party in claim.attributed_to),
        "CAMEO Root Code": code.root(claim),
        "Article ID": claim.article,
        "URL": article.url if article else None,
        "Text Start": claim.evidence[0].start,
        "Text End": claim.evidence[0].end,
        "Confidence": float(claim.confidence),
        "Method": claim.method,
    }
    return {name: _plain(value) for name, value in event.items()}


def _sides(claim: Claim) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actor and recipient. Of a joint act, whose parties are all sources, the first named is the actor."""
    if relation(claim.relation).symmetric:
        together = (*claim.sources, *claim.targets)
        return together[:1], together[1:]
    return claim.sources, claim.targets


def _side(role: str, parties: Iterable[Party], actors: Actors) -> dict[str, str | None]:
    listed = list({party.actor: party for party in parties}.values())
    known = [actors.get(party.actor) for party in listed]
    sectors = [code.sector(each) for each in known]
    return {
        f"{role} Name": _joined(
            each.name if each else party.name for each, party in zip(known, listed, strict=True)
        ),
        f"Primary {role} Sector": next((each for each in sectors if each), None),
        f"{role} Sectors": _joined(each or "" for each in sectors),
        f"{role} Name Raw": _joined(party.name for party in listed),
        f"Wikipedia {role} ID": None,
        f"{role} Country": _joined(code.country(each) or "" for each in known),
        **{f"{role} {what}": None for what in _UNKNOWN_OF_A_SIDE},
        f"{role} ID": _joined(party.actor for party in listed),
        f"{role} Wikidata": _joined((each.wikidata if each else None) or "" for each in known),
    }


def _joined(words: Iterable[str]) -> str | None:
    """Words joined as POLECAT joins them, each in its place; None where there are none."""
    found = [word.replace(";", ",") for word in words]
    return ";".join(found) if any(found) else None


def _day(claim: Claim, article: Article | None) -> date | None:
    return claim.date.start if claim.date else article.published if article else None


def _precision(claim: Claim, article: Article | None) -> str | None:
    if claim.date:
        return claim.date.precision
    return "publication" if article and article.published else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return (clean(value) or None) if isinstance(value, str) else value


def cameo_rows(claim: Claim, actors: Actors, article: Article | None) -> Iterator[Row]:
    """A row for each pair of actors; of a claim that ties nobody one for each source, without a target."""
    ends: list[tuple[str, str | None]] = [*pairs(claim)] or [
        (each, None) for each in sorted({p.actor for p in claim.sources})
    ]
    names = {party.actor: party.name for party in (*claim.sources, *claim.targets)}
    for number, (source, target) in enumerate(ends, 1):
        yield {
            "Event ID": f"{claim.id}-{number}",
            "Event Date": _day(claim, article),
            "Date Precision": _precision(claim, article),
            **_end("Source", source, actors, names),
            "Event Text": relation(claim.relation).verb,
            "CAMEO Root Code": code.root(claim),
            "Quad Class": code.quad(claim),
            "Intensity": score(claim),
            **(_end("Target", target, actors, names) if target else {}),
            "Location": claim.place.name if claim.place else None,
            "Modality": claim.modality,
            "Speakers": _joined(party.name for party in claim.attributed_to),
            "Sentence": claim.evidence[0].text,
            "Story ID": claim.article,
            "Publisher": article.publisher if article else None,
            "Publication Date": article.published if article else None,
            "URL": article.url if article else None,
            "Claim ID": claim.id,
            "Confidence": float(claim.confidence),
            "Method": claim.method,
            "Version": claim.version,
        }


def _end(side: str, actor_id: str, actors: Actors, names: Mapping[str, str]) -> dict[str, str | None]:
    actor = actors.get(actor_id)
    return {
        f"{side} Name": actor.name if actor else names[actor_id],
        f"{side} ID": actor_id,
        f"{side} Code": code.actor_code(actor),
        f"{side} Sectors": code.sector(actor),
        f"{side} Country": code.country(actor),
    }
