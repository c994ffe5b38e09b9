"""SHACL shapes for everything that a store holds, made from data/ontology.

`python -m graph.shapes > data/ontology/shapes.ttl` writes the published file anew. A checker needs the ontology beside
the data, since an actor's class tells only by it that it is an actor; a store's own export holds both.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal

from graph import vocabulary as v
from graph.errors import DataError
from graph.model import MODALITIES
from graph.ontology import Relation, actor_kinds, relations
from graph.resources import read_toml

FILE = "ontology/shapes.toml"
COUNTS = {"1": (1, 1), "0..1": (0, 1), "1..*": (1, None), "0..*": (0, None)}
SHAPES = v.BASE + "shapes#"
# What more a value must be.
_MORE: dict[str, str] = {
    "leg:confidence": "sh:minExclusive 0.0e0 ; sh:maxInclusive 1.0e0",
    "leg:position": "sh:minInclusive 0",
    "nif:beginIndex": "sh:minInclusive 0",
    "leg:sha256": 'sh:pattern "^[0-9a-f]{64}$"',
    "leg:country": 'sh:pattern "^[A-Z]{2}$"',
    "leg:form": 'sh:in ( "name" "nominal" "pronoun" )',
    **dict.fromkeys(
        ("leg:datePrecision", "leg:sincePrecision", "leg:untilPrecision"),
        'sh:in ( "day" "week" "month" "year" )',
    ),
}

# Constraints over several nodes: name, what they are about, what is wrong, and how to find it. `$this` is a node of
# the class; SHACL allows no VALUES, MINUS or SERVICE here.
_QUERIES: tuple[tuple[str, str, str, str], ...] = (
    (
        "Text",
        "schema:NewsArticle",
        "A span ends beyond the article's text.",
        """$this schema:articleBody ?text .
        ?value nif:referenceContext $this ; nif:endIndex ?end .
        FILTER ( ?end > STRLEN(?text) )""",
    ),
    (
        "Verbatim",
        "schema:NewsArticle",
        "A span named by its offsets holds other words than the article has there.",
        """$this schema:articleBody ?text .
        ?value nif:referenceContext $this ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words .
        FILTER ( CONTAINS(STR(?value), "#char=") )
        FILTER ( SUBSTR(?text, ?begin + 1, ?end - ?begin) != ?words )""",
    ),
    (
        "Quoted",
        "leg:Claim",
        "The sentence that a claim was read from is none of its evidence.",
        """$this prov:wasQuotedFrom ?value .
        FILTER NOT EXISTS { $this leg:evidence ?value }""",
    ),
    (
        "OwnArticle",
        "leg:Claim",
        "The evidence of a claim stands in another article.",
        """$this leg:inArticle ?article ; leg:evidence ?value .
        ?value nif:referenceContext ?other .
        FILTER ( ?article != ?other )""",
    ),
    (
        "ToldAsFact",
        "leg:Actor",
        "Two actors are related directly although no claim that is told as fact says so.",
        """$this ?path ?value . ?path a leg:Relation .
        FILTER NOT EXISTS {
            ?claim leg:relation ?path ; leg:status leg:asserted ; leg:source $this ; leg:target ?value .
            FILTER NOT EXISTS { ?claim leg:former true }
        }
        FILTER NOT EXISTS {
            ?path a owl:SymmetricProperty .
            ?claim leg:relation ?path ; leg:status leg:asserted ; leg:source|leg:target $this ; leg:source|leg:target ?value .
            FILTER NOT EXISTS { ?claim leg:former true }
        }""",
    ),
    (
        "Related",
        "leg:Claim",
        "A claim is told as fact, but its actors are not related directly.",
        """$this leg:relation ?path ; leg:status leg:asserted ; leg:source ?source ; leg:target ?value .
        FILTER ( ?source != ?value )
        FILTER NOT EXISTS { $this leg:former true }
        FILTER NOT EXISTS { ?source ?path ?value }""",
    ),
)


def shapes() -> str:
    """All shapes in Turtle. Raises DataError where the data files do not fit together."""
    found = read_toml(FILE)
    loose = set(found.pop("undescribed"))
    ranges = _ranges()
    return "\n".join(
        [
            *_head(),
            *(_shape(name, row, ranges, loose) for name, row in found.items()),
            _somebody(),
            *(each for relation in relations().values() for each in _sides(relation)),
            *(_modes(relation) for relation in relations().values()),
            *(_query(*row) for row in _QUERIES),
            *(
                _order(name, row, *pair)
                for name, row in found.items()
                for pair in row.get("order", {}).items()
            ),
        ]
    )


def _ranges() -> dict[str, str]:
    return {f"leg:{name}": row["range"] for name, row in read_toml("ontology/terms.toml")["property"].items()}


def _head() -> Iterator[str]:
    for prefix, namespace in {**v.PREFIXES, "sh": "http://www.w3.org/ns/shacl#", "": SHAPES}.items():
        yield f"@prefix {prefix}: <{namespace}> ."
    yield "\n# Made from data/ontology by graph/shapes.py: change the data there, not this file.\n"
    declared = " ,\n    ".join(
        f'[ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]'
        for prefix, namespace in v.PREFIXES.items()
    )
    yield f":prefixes sh:declare\n    {declared} .\n"


def _shape(name: str, row: Mapping[str, Any], ranges: Mapping[str, str], loose: set[str]) -> str:
    known = {**ranges, **row.get("range", {})}
    missing = set(row["count"]) - set(known)
    if missing:
        raise DataError(f"{FILE}: {name}: no range is known of {', '.join(sorted(missing))}")
    lines = [
        f"[ {_property(path, count, known[path], path in loose)} ]" for path, count in row["count"].items()
    ]
    return f":{name} a sh:NodeShape ;\n    sh:targetClass {row['class']} ;\n    {_properties(lines)} .\n"


def _properties(lines: Iterable[str]) -> str:
    return " ;\n    ".join(f"sh:property {line}" for line in lines)


def _property(path: str, count: str, kind: str, loose: bool) -> str:
    least, most = COUNTS[count]
    parts = [f"sh:path {path}", _kind(path, kind, loose)]
    parts += [f"sh:minCount {least}"] if least else []
    parts += [f"sh:maxCount {most}"] if most else []
    parts += [_MORE[path]] if path in _MORE else []
    return " ; ".join(parts)


def _kind(path: str, kind: str, loose: bool) -> str:
    if kind.startswith("xsd:"):
        return f"sh:datatype {kind}"
    if path == "leg:relation":
        return f"sh:in ( {' '.join(f'leg:{each.term}' for each in relations().values())} )"
    if path == "leg:status":
        return f"sh:in ( {' '.join(f'leg:{each}' for each in MODALITIES)} )"
    return "sh:nodeKind sh:IRI" if loose else f"sh:class {kind}"


def _somebody() -> str:
    sides = " ".join(f"[ sh:path leg:{side} ; sh:minCount 1 ]" for side in ("source", "target"))
    return (
        ":Somebody a sh:NodeShape ;\n    sh:targetClass leg:Claim ;\n"
        f'    sh:or ( {sides} ) ;\n    sh:message "A claim names nobody." .\n'
    )


def _sides(relation: Relation) -> Iterator[str]:
    """One shape for each side of a relation on which not every kind of actor may stand."""
    for side, kinds in (("source", relation.source_kinds), ("target", relation.target_kinds)):
        if not kinds:
            continue
        allowed = " ".join(f"[ sh:class leg:{actor_kinds()[kind].rdf_class} ]" for kind in kinds)
        what = f"Only {', '.join(actor_kinds()[kind].label for kind in kinds)} may be the {side} of {relation.name}."
        yield _only(
            relation, side.capitalize(), f"[ sh:property [ sh:path leg:{side} ; sh:or ( {allowed} ) ] ]", what
        )


def _modes(relation: Relation) -> str:
    allowed = " ".join(str(Literal(mode)) for mode in relation.modes)
    # A relation without modes of its own has none at all.
    rule = f"sh:in ( {allowed} )" if allowed else "sh:maxCount 0"
    return _only(
        relation,
        "Mode",
        f"[ sh:property [ sh:path leg:mode ; {rule} ] ]",
        f"{relation.name} has no such mode.",
    )


def _only(relation: Relation, what: str, rule: str, message: str) -> str:
    """A rule for the claims of one relation."""
    other = f"[ sh:not [ sh:property [ sh:path leg:relation ; sh:hasValue leg:{relation.term} ] ] ]"
    return (
        f":{relation.term}-{what} a sh:NodeShape ;\n    sh:targetClass leg:Claim ;\n"
        f"    sh:or ( {other}\n            {rule} ) ;\n    sh:message {Literal(message)} .\n"
    )


def _query(name: str, target: str, message: str, where: str) -> str:
    return (
        f":{name} a sh:NodeShape ;\n    sh:targetClass {target} ;\n    sh:sparql [\n"
        f"        sh:message {Literal(message)} ;\n        sh:prefixes :prefixes ;\n"
        f'        sh:select """SELECT $this ?value WHERE {{\n        {where}\n        }}""" ] .\n'
    )


def _order(name: str, row: Mapping[str, Any], first: str, last: str) -> str:
    # Not sh:lessThanOrEquals: pyshacl 0.40 breaks off where the two cannot be compared.
    where = f"$this {first} ?first ; {last} ?value . FILTER ( ?value < ?first )"
    what = f"{last} comes before {first}."
    return _query(f"{name}-{first.partition(':')[2]}-Order", row["class"], what, where)


if __name__ == "__main__":
    sys.stdout.write(shapes())
