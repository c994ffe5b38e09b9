"""The ontology as RDF: relations, actor kinds and terms of data/ontology, ready to publish.

`python -m graph.ontology_rdf > data/ontology/legation.ttl` writes the published file anew.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph import vocabulary as v
from graph.ontology import KindOfActor, Relation, actor_kinds, relations
from graph.rdf import turtle
from graph.resources import read_toml

# Properties of W3C's organization ontology that say the same of organizations.
_ALSO = {"MEMBER_OF": "org:memberOf", "PART_OF": "org:subOrganizationOf", "LEADS": "org:headOf"}


def _described(node: NamedNode, kind: str, label: str, definition: str) -> list[Triple]:
    return [
        Triple(node, v.TYPE, v.expand(kind)),
        Triple(node, v.expand("rdfs:label"), Literal(label, language="en")),
        Triple(node, v.expand("skos:definition"), Literal(definition, language="en")),
        Triple(node, v.expand("rdfs:isDefinedBy"), v.ONTOLOGY),
    ]


def _under(node: NamedNode, how: str, above: Iterable[str]) -> list[Triple]:
    return [Triple(node, v.expand(how), v.expand(each)) for each in above]


def _header() -> list[Triple]:
    about = "Claims of the political press: who did what to whom, who says so, and in which sentence."
    return [
        *_described(v.ONTOLOGY, "owl:Ontology", "Legation ontology", about)[:3],
        *(
            Triple(v.expand(f"skos:{name}"), v.TYPE, v.expand("owl:AnnotationProperty"))
            for name in ("definition", "notation")
        ),
    ]


def _kind(kind: KindOfActor) -> list[Triple]:
    node = v.leg(kind.rdf_class)
    return [
        *_described(node, "owl:Class", kind.label, kind.definition),
        *_under(node, "rdfs:subClassOf", ("leg:Actor", kind.parent)),
        Triple(node, v.expand("skos:notation"), Literal(kind.name)),
    ]


def _sides(node: NamedNode, relation: Relation) -> list[Triple]:
    """Domain and range: the class where there is one, else any actor, with the kinds that may stand there."""
    found = []
    for side, kinds in (("domain", relation.source_kinds), ("range", relation.target_kinds)):
        classes = [v.kind_iri(kind) for kind in kinds]
        found.append(
            Triple(node, v.expand(f"rdfs:{side}"), classes[0] if len(classes) == 1 else v.leg("Actor"))
        )
        found += [Triple(node, v.expand(f"schema:{side}Includes"), each) for each in classes]
    return found


def _relation(relation: Relation) -> list[Triple]:
    node = v.leg(relation.term)
    facts: list[tuple[str, Literal]] = [
        ("skos:notation", Literal(relation.name)),
        ("leg:noun", Literal(relation.noun)),
        ("leg:family", Literal(relation.family)),
        ("leg:quad", Literal(relation.quad)),
        ("leg:score", Literal(relation.score)),
        *(("leg:cameo", Literal(code)) for code in relation.cameo),
        *([("leg:plover", Literal(relation.plover))] if relation.plover else []),
    ]
    return [
        *_described(node, "owl:ObjectProperty", relation.verb, relation.definition),
        Triple(node, v.TYPE, v.leg("Relation")),
        *([Triple(node, v.TYPE, v.expand("owl:SymmetricProperty"))] if relation.symmetric else []),
        *_under(node, "rdfs:subPropertyOf", ("leg:relatedTo", *_ALSO.get(relation.name, "").split())),
        *_sides(node, relation),
        *(Triple(node, v.expand(name), value) for name, value in facts),
        *(triple for mode, score in relation.modes.items() for triple in _mode(relation, mode, score)),
    ]


def _mode(relation: Relation, mode: str, score: float) -> list[Triple]:
    node = v.leg(f"{relation.term}-{mode}")
    return [
        Triple(node, v.TYPE, v.leg("Mode")),
        Triple(node, v.expand("rdfs:label"), Literal(f"{relation.verb} ({mode})", language="en")),
        Triple(node, v.expand("skos:notation"), Literal(mode)),
        Triple(node, v.expand("skos:broader"), v.leg(relation.term)),
        Triple(node, v.leg("score"), Literal(score)),
    ]


def _property(name: str, row: Mapping[str, Any]) -> list[Triple]:
    node, points = v.leg(name), not row["range"].startswith("xsd:")
    return [
        *_described(
            node, "owl:ObjectProperty" if points else "owl:DatatypeProperty", row["label"], row["definition"]
        ),
        *_under(node, "rdfs:domain", (row["domain"],)),
        *_under(node, "rdfs:range", (row["range"],)),
        *_under(node, "rdfs:subPropertyOf", row.get("above", ())),
    ]


def _class(name: str, row: Mapping[str, Any]) -> list[Triple]:
    node = v.leg(name)
    described = _described(node, "owl:Class", row["label"], row["definition"])
    return [*described, *_under(node, "rdfs:subClassOf", row["above"])]


def ontology() -> list[Triple]:
    """All triples of the ontology, in the order of the data files; without blank nodes."""
    terms = read_toml("ontology/terms.toml")
    parts = [
        _header(),
        *(_class(name, row) for name, row in terms["class"].items()),
        *(_kind(kind) for kind in actor_kinds().values()),
        *(_relation(relation) for relation in relations().values()),
        *(
            _described(v.leg(n), "leg:Modality", r["label"], r["definition"])
            for n, r in terms["modality"].items()
        ),
        *(_property(name, row) for name, row in terms["property"].items()),
    ]
    return [triple for part in parts for triple in part]


if __name__ == "__main__":
    sys.stdout.write(turtle(ontology()))
