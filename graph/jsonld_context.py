"""The JSON-LD context of what a store holds: prefixes, and our own terms by their plain names with their types.

`python -m graph.jsonld_context > data/ontology/context.jsonld` writes the published file anew. Exports carry the
context inside, so that nobody has to be online to read them.
"""

import json
import sys
from functools import cache
from typing import Any

from graph import vocabulary as v
from graph.ontology import relations
from graph.resources import read_toml

# Terms of other vocabularies that stand in a store, with the type of their values ("@id": they name things).
FOREIGN: dict[str, str] = {
    "itsrdf:taIdentRef": "@id",
    "nif:beginIndex": "xsd:integer",
    "nif:endIndex": "xsd:integer",
    "nif:referenceContext": "@id",
    "owl:sameAs": "@id",
    "prov:wasAttributedTo": "@id",
    "prov:wasDerivedFrom": "@id",
    "prov:wasQuotedFrom": "@id",
    "schema:datePublished": "xsd:date",
    "schema:url": "xsd:anyURI",
}


@cache
def terms() -> dict[str, tuple[str, str | None]]:
    """Every typed term by its name in JSON: its prefixed name, and the type of its values (None: plain text)."""
    own: dict[str, tuple[str, str | None]] = {}
    for name, row in read_toml("ontology/terms.toml")["property"].items():
        kind = row["range"]
        own[name] = (
            f"leg:{name}",
            None if kind == "xsd:string" else kind if kind.startswith("xsd:") else "@id",
        )
    for relation in relations().values():
        own[relation.term] = (f"leg:{relation.term}", "@id")
    return own | {name: (name, kind) for name, kind in FOREIGN.items()}


def context() -> dict[str, Any]:
    """The context itself."""
    typed = {name: {"@id": iri, **({"@type": kind} if kind else {})} for name, (iri, kind) in terms().items()}
    return {"@version": 1.1, **v.PREFIXES, **dict(sorted(typed.items()))}


@cache
def short_names() -> dict[str, tuple[str, str | None]]:
    """By the IRI of a property: its name in JSON, and the IRI of the type that its values then have by themselves."""

    def whole(kind: str | None) -> str | None:
        return kind if kind in (None, "@id") else v.expand(str(kind)).value

    return {v.expand(iri).value: (name, whole(kind)) for name, (iri, kind) in terms().items()}


def document() -> str:
    """The published file."""
    return json.dumps({"@context": context()}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
