"""Claims in the codes of event data: PLOVER sectors, CAMEO roots, quad classes, three-letter countries."""

from functools import cache
from typing import Any

from graph.errors import DataError
from graph.model import Actor, Claim
from graph.ontology import relation, relations
from graph.resources import read_toml

FILE = "ontology/events.toml"


@cache
def codes() -> dict[str, dict[str, Any]]:
    """The tables of codes. Raises DataError where they do not fit the relations."""
    found = read_toml(FILE)
    for name, roots in found["cameo"].items():
        known = relations().get(name)
        if known is None or not {*roots} <= {"", *known.modes} or not {*roots.values()} <= {*known.cameo}:
            raise DataError(f"{FILE}: cameo.{name} has a mode or code that the relation has not")
    return found


def country(actor: Actor | None) -> str | None:
    """The three-letter code of an actor's country."""
    code = actor.country if actor else None
    found: str | None = codes()["country"].get(code) if code else None
    return found


def sector(actor: Actor | None) -> str | None:
    """The sector of an actor, where its kind tells it."""
    found: str | None = codes()["sector"].get(actor.kind) if actor else None
    return found


def actor_code(actor: Actor | None) -> str | None:
    """An actor as CAMEO codes it: country, then sector; a state has its country alone."""
    if actor is None:
        return None
    what = "" if actor.kind == "country" else sector(actor) or ""
    return (country(actor) or "") + what or None


def root(claim: Claim) -> str | None:
    """The CAMEO root code of a claim; None for standing relations."""
    by_mode = codes()["cameo"].get(claim.relation)
    if by_mode:
        return str(by_mode.get(claim.mode or "", by_mode[""]))
    return next(iter(relation(claim.relation).cameo), None)


def quad(claim: Claim) -> int | None:
    """The number of a claim's quad class; None for standing relations."""
    found: int | None = codes()["quad"].get(relation(claim.relation).quad)
    return found
