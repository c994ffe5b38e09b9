"""The names that the graph is written in: namespaces, prefixes, and the IRIs of our own things.

Every IRI is made from an id by percent-encoding, so that no id, however hostile, can end an IRI early, climb out of
its path or meet another thing's IRI; `id_of` undoes it exactly.
"""

import re
from functools import cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from graph.errors import StoreError
from graph.ontology import actor_kinds, relations

LEG = "https://w3id.org/legation/ontology#"
BASE = "https://w3id.org/legation/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
WIKIDATA = "http://www.wikidata.org/entity/"

# Declared in every query and in every Turtle file.
PREFIXES: dict[str, str] = {
    "leg": LEG,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "prov": PROV,
    "skos": SKOS,
    "schema": SCHEMA,
    "org": ORG,
    "foaf": FOAF,
    "nif": NIF,
    "itsrdf": ITSRDF,
    "sem": SEM,
    "wd": WIKIDATA,
}

ONTOLOGY = NamedNode(LEG.removesuffix("#"))
TYPE = NamedNode(RDF + "type")
# The named graph of what people decided on actors.
MERGES = NamedNode(BASE + "merges")


@cache
def leg(name: str) -> NamedNode:
    """A term of our own ontology."""
    return NamedNode(LEG + name)


@cache
def expand(name: str) -> NamedNode:
    """The IRI of a prefixed name, e.g. `foaf:Person`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _segment(text: str, keep: str = "") -> str:
    try:
        quoted = quote(text, safe=keep)
    except UnicodeEncodeError as wrong:
        raise StoreError(
            f"the id {text!r} holds half a character (a lone surrogate): give it a proper one"
        ) from wrong
    # A segment of dots alone would be taken for "this folder" or "the folder above" by whoever resolves the IRI.
    return re.sub(r"(?<![^/])\.+(?![^/])", lambda dots: "%2E" * len(dots.group()), quoted)


def article_iri(article_id: str) -> NamedNode:
    """The article itself."""
    return NamedNode(f"{BASE}article/{_segment(article_id)}")


def graph_iri(article_id: str) -> NamedNode:
    """The named graph that holds all that was read from an article."""
    return NamedNode(f"{BASE}graph/{_segment(article_id)}")


def claim_iri(claim_id: str) -> NamedNode:
    """A claim."""
    return NamedNode(f"{BASE}claim/{_segment(claim_id)}")


def actor_iri(actor_id: str) -> NamedNode:
    """An actor; the slashes of its id stay, so that `person/selma-aalto` remains readable."""
    return NamedNode(f"{BASE}actor/{_segment(actor_id, keep='/')}")


def judgement_iri(merge_id: str) -> NamedNode:
    """A judgement on two actors."""
    return NamedNode(f"{BASE}judgement/{_segment(merge_id)}")


def software_iri(version: str) -> NamedNode:
    """The version of this software that read an article."""
    return NamedNode(f"{BASE}software/{_segment(version)}")


def wikidata_iri(qid: str) -> NamedNode:
    """The Wikidata entity of a QID."""
    return NamedNode(WIKIDATA + _segment(qid))


def part_iri(whole: NamedNode, *parts: str | int) -> NamedNode:
    """Something that belongs to an article or claim alone, e.g. the first source of a claim."""
    return NamedNode("/".join([whole.value, *(str(part) for part in parts)]))


def span_iri(article: NamedNode, start: int, end: int) -> NamedNode:
    """A stretch of an article's text, by character offsets (RFC 5147)."""
    return NamedNode(f"{article.value}#char={start},{end}")


def id_of(iri: NamedNode) -> str:
    """The id that an article, graph, claim, actor or software IRI was made from."""
    return unquote(iri.value.removeprefix(BASE).partition("/")[2])


def qid_of(iri: NamedNode) -> str:
    """The QID of a Wikidata entity."""
    return unquote(iri.value.removeprefix(WIKIDATA))


def relation_iri(name: str) -> NamedNode:
    """The property of a relation. Raises KeyError for a name that is no relation."""
    return leg(relations()[name].term)


@cache
def relation_names() -> dict[str, str]:
    """Relation names by the IRI of their property."""
    return {LEG + each.term: name for name, each in relations().items()}


@cache
def kind_iri(kind: str) -> NamedNode:
    """The class of an actor kind."""
    return leg(next(row.rdf_class for name, row in actor_kinds().items() if name == kind))
