"""Relations and actor kinds: read from data/ontology, checked when first used."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.errors import DataError
from graph.model import ACTOR_KINDS, ActorKind
from graph.registry import look_up
from graph.resources import read_toml

FAMILIES = ("event", "statement", "standing")
QUADS = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
    "statement",
    "none",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own with the claims to be read from it (keys as explained in relations.toml)."""

    text: str
    claims: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. `term` is the local name of its RDF property; `score` is the conflict-cooperation score (-10 to 10); `modes` maps mode to its own score.

    `source_kinds` and `target_kinds` are empty where any kind may stand there.
    """

    name: str
    family: str
    verb: str
    noun: str
    term: str
    definition: str
    cameo: tuple[str, ...]
    quad: str
    score: float
    symmetric: bool
    source_kinds: tuple[ActorKind, ...]
    target_kinds: tuple[ActorKind, ...]
    issue: str
    modes: dict[str, float]
    examples: tuple[Example, ...]

    @property
    def plover(self) -> str | None:
        """The PLOVER event type: the name itself for events, else None."""
        return self.name if self.family == "event" else None

    @property
    def sign(self) -> int:
        """1 for cooperation, -1 for conflict, 0 for neither (by quad class; REQUEST counts as neither)."""
        if self.score == 0:
            return 0
        return 1 if self.score > 0 else -1


@dataclass(frozen=True, slots=True)
class KindOfActor:
    """An actor kind with its labels, RDF class and the general class above it."""

    name: ActorKind
    label: str
    plural: str
    rdf_class: str
    parent: str
    definition: str


def _relation(name: str, row: dict[str, Any]) -> Relation:
    def wrong(what: str) -> DataError:
        return DataError(f"ontology/relations.toml: {name}: {what}")

    try:
        relation = Relation(
            name=name,
            family=row["family"],
            verb=row["verb"],
            noun=row["noun"],
            term=row["property"],
            definition=row["definition"],
            cameo=tuple(row["cameo"]),
            quad=row["quad"],
            score=float(row["score"]),
            symmetric=row["symmetric"],
            source_kinds=tuple(row.get("source", ())),
            target_kinds=tuple(row.get("target", ())),
            issue=row["issue"],
            modes={mode: float(score) for mode, score in row["modes"].items()},
            examples=tuple(Example(e["text"], tuple(e["claims"])) for e in row.get("examples", ())),
        )
    except KeyError as missing:
        raise wrong(f"{missing} is missing") from missing
    if relation.family not in FAMILIES:
        raise wrong(f"family '{relation.family}' is none of {', '.join(FAMILIES)}")
    if relation.quad not in QUADS:
        raise wrong(f"quad '{relation.quad}' is none of {', '.join(QUADS)}")
    for kind in (*relation.source_kinds, *relation.target_kinds):
        if kind not in ACTOR_KINDS:
            raise wrong(f"'{kind}' is no actor kind")
    if len(relation.examples) < 3:
        raise wrong("needs three examples")
    return relation


@cache
def relations() -> dict[str, Relation]:
    """All relations by name, in the order of the file. Raises DataError where the file is wrong."""
    found = {name: _relation(name, row) for name, row in read_toml("ontology/relations.toml").items()}
    properties = [r.term for r in found.values()]
    if len(set(properties)) != len(properties):
        raise DataError("ontology/relations.toml: two relations share a property")
    return found


def relation(name: str) -> Relation:
    """The relation of that name. Raises LegationError, naming the nearest, where there is none."""
    found: Relation = look_up(relations(), name, "relation")
    return found


@cache
def actor_kinds() -> dict[str, KindOfActor]:
    """All actor kinds by name. Raises DataError where the file and the model disagree."""
    rows = read_toml("ontology/actor_kinds.toml")
    if set(rows) != set(ACTOR_KINDS):
        raise DataError("ontology/actor_kinds.toml: its kinds are not those of graph.model.ACTOR_KINDS")
    return {
        name: KindOfActor(name, row["label"], row["plural"], row["class"], row["parent"], row["definition"])
        for name, row in rows.items()
        if name in ACTOR_KINDS
    }
