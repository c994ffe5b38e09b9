"""Known actors: names, spellings, seats, demonyms, dated offices; read from data/register, checked when first used.

A strong form names its actor wherever it stands. A weak form ("PC", "Congress", a famous surname) names it only
where the article supports the reading, which is for the caller to judge.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.errors import DataError
from graph.model import ACTOR_KINDS, Actor, ActorKind
from graph.resources import resource

_OPENING = re.compile(r"\w+")

FILES: dict[str, ActorKind | None] = {
    "countries": "country",
    "bodies": None,
    "armed_groups": "armed group",
    "media": "media",
    "parties": "party",
    "people": "person",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A known actor. `seats` are capitals and palaces that act for it; `unless` are words that speak against it.

    `demonyms` ("Libyan") are names of a country in adjective form; `gender` is "m", "f" or None.
    """

    actor: Actor
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    gender: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person held an office of a country or body; dates as precise as they are known, ISO 8601."""

    person: str
    office: str
    at: str
    since: str
    until: str


@dataclass(frozen=True)
class Register:
    """All known actors by id, and by every form that names them; `longest` counts words, hyphens between them too."""

    entries: dict[str, Entry]
    offices: tuple[Tenure, ...] = ()
    strong: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    weak: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    seats: dict[str, Entry] = field(default_factory=dict)
    demonyms: dict[str, Entry] = field(default_factory=dict)
    longest: int = 1
    lower_forms: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()

    def find(self, form: str) -> Entry | None:
        """The one actor that this form names wherever it stands, or None."""
        found = self.strong.get(key(form), ())
        return found[0] if len(found) == 1 else None

    def may_mean(self, form: str) -> tuple[Entry, ...]:
        """The actors that this form may name where the article supports it."""
        return self.weak.get(key(form), ())

    def country(self, code: str | None) -> Entry | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self.entries.get(f"country/{code.lower()}") if code else None


def key(form: str) -> str:
    """The form as looked up: without "the", straight apostrophes; several words in lower case, one word as it is."""
    plain = " ".join(form.replace("’", "'").replace("‘", "'").split())
    for article in ("the ", "The "):
        plain = plain.removeprefix(article)
    return plain.casefold() if " " in plain else plain


def opening(form: str) -> str:
    """The letters and digits that a form starts with, in lower case: what a search can look for first."""
    found = _OPENING.match(key(form))
    return found[0].casefold() if found else ""


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = resource(f"register/{name}.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if None in row or None in row.values():
                raise DataError(f"{path}:{number}: wrong number of columns: compare with the first line")
            yield number, row


def _entry(name: str, row: dict[str, str], kind: ActorKind) -> Entry:
    weak = _split(row.get("weak"))
    plain = row["name"].partition(" (")[0]
    if plain != row["name"]:
        weak = (*weak, plain)
    names = (row["name"], *_split(row["aliases"]))
    actor = Actor(
        id=row["id"],
        name=row["name"],
        kind=kind,
        names=tuple(dict.fromkeys((*names, *weak))),
        country=row.get("iso2") or row.get("country") or None,
        wikidata=row["wikidata"] or None,
        known=True,
    )
    return Entry(
        actor=actor,
        strong=tuple(form for form in names if form not in weak),
        weak=weak,
        seats=(*_split(row.get("capitals")), *_split(row.get("seats"))),
        demonyms=_split(row.get("demonyms")),
        unless=_split(row.get("unless")),
        gender=row.get("gender") or None,
        part_of=row.get("part_of") or None,
    )


def _read(name: str, kind: ActorKind | None) -> Iterator[Entry]:
    for number, row in _rows(name):
        here = f"register/{name}.csv:{number}"
        if not row["id"] or not row["name"]:
            raise DataError(f"{here}: id and name must not be empty")
        of_kind = kind or next((k for k in ACTOR_KINDS if k == row["kind"]), None)
        if of_kind is None:
            raise DataError(f"{here}: '{row['kind']}' is none of {', '.join(ACTOR_KINDS)}")
        if row["wikidata"] and not (row["wikidata"][0] == "Q" and row["wikidata"][1:].isdigit()):
            raise DataError(
                f"{here}: '{row['wikidata']}' is no Wikidata id: write it like Q1016, or leave it empty"
            )
        yield _entry(name, row, of_kind)


def _index(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for form, entry in pairs:
        others = found.get(form, ())
        if entry not in others:
            found[form] = (*others, entry)
    return found


def _offices(entries: dict[str, Entry]) -> Iterator[Tenure]:
    for number, row in _rows("offices"):
        for column in ("person", "at"):
            if row[column] not in entries:
                raise DataError(f"register/offices.csv:{number}: '{row[column]}' is no id of the register")
        yield Tenure(**row)


def _build(entries: Iterable[Entry]) -> Register:
    by_id: dict[str, Entry] = {}
    for entry in entries:
        if entry.actor.id in by_id:
            raise DataError(f"register: the id {entry.actor.id} stands there twice: remove one of the two")
        by_id[entry.actor.id] = entry
    strong = _index((key(form), e) for e in by_id.values() for form in e.strong)
    for form, found in strong.items():
        if len(found) > 1:
            ids = ", ".join(e.actor.id for e in found)
            raise DataError(
                f"register: '{form}' is a strong name of {ids}: make it weak (column weak) in all of them"
            )
    weak = _index((key(form), e) for e in by_id.values() for form in e.weak)
    forms = [form for e in by_id.values() for form in (*e.strong, *e.weak, *e.seats)]
    return Register(
        entries=by_id,
        offices=tuple(_offices(by_id)),
        strong=strong,
        weak=weak,
        seats={key(form): e for e in by_id.values() for form in e.seats},
        demonyms={key(form): e for e in by_id.values() for form in e.demonyms},
        lower_forms=frozenset(f for e in by_id.values() for f in e.strong if f == f.lower()),
        openings=frozenset(opening(f) for f in forms)
        | {opening(f) for e in by_id.values() for f in e.demonyms},
        longest=max(
            len(form.replace("-", " - ").split()) + form.count("'") + form.count("’") for form in forms
        ),
    )


@cache
def register() -> Register:
    """The register of known actors. Raises DataError, naming file and line, where a file is wrong."""
    return _build(entry for name, kind in FILES.items() for entry in _read(name, kind))
