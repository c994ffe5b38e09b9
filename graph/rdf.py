"""A reading as RDF triples; `graph.rdf_read` is the way back. Nothing is lost, and no blank nodes are made.

Lists keep their order: where it is not the plain one (by id, by place in the text), a `leg:...Order` literal gives it
as positions in the plain order.
"""

import hashlib
from collections.abc import Iterable, Sequence, Set
from datetime import date

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph import vocabulary as v
from graph.errors import StoreError
from graph.model import Actor, Article, Claim, Cut, Mention, Party, Passage, Reading, When
from graph.ontology import actor_kinds, relation
from graph.pairs import pairs
from graph.rdf_order import cut_key, mention_key, name_order, passage_key, places, plain_order, problem_key
from graph.version import __version__

Value = str | int | float | bool | date | NamedNode


def literal(value: str | float | bool | date) -> Literal:
    """A value as a typed literal. Raises StoreError for text that is no Unicode text."""
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=v.expand("xsd:date"))
    try:
        return Literal(value)
    except ValueError as wrong:
        raise StoreError(
            f"the text {str(value)[:40]!r} holds half a character (a lone surrogate): replace it by U+FFFD first"
        ) from wrong


class _Sheet:
    """The triples of one article as they are gathered."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.article = v.article_iri(article.id)
        self.triples: set[Triple] = set()
        self.mentioned: set[NamedNode] = set()

    def add(self, subject: NamedNode, name: str, *values: Value | None) -> None:
        """State `name` (a prefixed name) of the subject, once for each value that is not None."""
        predicate = v.expand(name)
        for value in values:
            if value is not None:
                term = value if isinstance(value, NamedNode) else literal(value)
                self.triples.add(Triple(subject, predicate, term))

    def span(
        self, start: int, end: int, text: str, otherwise: NamedNode, taken: Set[NamedNode] = frozenset()
    ) -> NamedNode:
        """The node of a stretch of text, named by its offsets; `otherwise` where the words differ or it is taken."""
        verbatim = 0 <= start <= end and self.text[start:end] == text
        node = v.span_iri(self.article, start, end) if verbatim else otherwise
        if node in taken:
            node = otherwise
        self.add(node, "rdf:type", v.expand("nif:RFC5147String"))
        self.add(node, "nif:referenceContext", self.article)
        self.add(node, "nif:beginIndex", start)
        self.add(node, "nif:endIndex", end)
        self.add(node, "nif:anchorOf", text)
        return node

    def passage(self, passage: Passage, otherwise: NamedNode) -> NamedNode:
        return self.span(passage.start, passage.end, passage.text, otherwise)


def _article(sheet: _Sheet, article: Article) -> None:
    node = sheet.article
    any_uri = v.expand("xsd:anyURI")
    sheet.add(node, "rdf:type", v.expand("schema:NewsArticle"), v.expand("nif:Context"))
    sheet.add(node, "schema:articleBody", article.text)
    sheet.add(node, "schema:headline", article.title)
    sheet.add(node, "schema:datePublished", article.published)
    sheet.add(node, "schema:publisher", article.publisher)
    sheet.add(node, "leg:note", article.note)
    sheet.add(node, "leg:sha256", hashlib.sha256(article.text.encode()).hexdigest())
    for name, address in (("schema:url", article.url), ("leg:file", article.source)):
        if address is not None:
            # A literal, since addresses found in the wild are often no valid IRIs.
            literal(address)
            sheet.triples.add(Triple(node, v.expand(name), Literal(address, datatype=any_uri)))


def _actor(sheet: _Sheet, actor: Actor) -> None:
    node = v.actor_iri(actor.id)
    kind = actor_kinds()[actor.kind]
    plain = name_order(actor)
    sheet.add(node, "rdf:type", v.leg(kind.rdf_class), v.expand(kind.parent))
    sheet.add(node, "skos:prefLabel", actor.name)
    sheet.add(node, "skos:altLabel", *plain[1:])
    sheet.add(node, "leg:nameOrder", places(actor.names, plain))
    sheet.add(node, "leg:country", actor.country)
    sheet.add(node, "leg:known", actor.known or None)
    sheet.add(node, "leg:derived", actor.derived or None)
    if actor.wikidata is not None:
        sheet.add(node, "owl:sameAs", v.wikidata_iri(actor.wikidata))


def _mention(sheet: _Sheet, place: int, mention: Mention) -> None:
    own = v.part_iri(sheet.article, "mention", place)
    # Two mentions of one stretch: the second gets a node of its own.
    node = sheet.span(mention.start, mention.end, mention.text, own, sheet.mentioned)
    sheet.mentioned.add(node)
    sheet.add(node, "rdf:type", v.leg("Mention"))
    sheet.add(node, "itsrdf:taIdentRef", v.actor_iri(mention.actor))
    if mention.read_as != mention.actor:
        sheet.add(node, "leg:mentionAs", v.actor_iri(mention.read_as))
    sheet.add(node, "leg:form", mention.form)


def _parties(sheet: _Sheet, claim: NamedNode, role: str, parties: Sequence[Party]) -> None:
    for place, party in enumerate(parties):
        node = v.part_iri(claim, role, place)
        sheet.add(claim, f"leg:{role}Party", node)
        sheet.add(node, "rdf:type", v.leg("Participant"))
        sheet.add(node, "leg:position", place)
        sheet.add(node, "leg:actor", v.actor_iri(party.actor))
        sheet.add(node, "leg:name", party.name)
        sheet.add(node, "nif:beginIndex", party.start)
        sheet.add(node, "nif:endIndex", party.end)
        sheet.add(node, "leg:readAs", v.actor_iri(party.read_as))


def _when(sheet: _Sheet, claim: NamedNode, name: str, when: When | None) -> None:
    if when is not None:
        sheet.add(claim, f"leg:{name}", when.start)
        sheet.add(claim, f"leg:{name}End", when.end)
        sheet.add(claim, f"leg:{name}Precision", when.precision)
        sheet.add(claim, f"leg:{name}Expression", when.expression)


def _roles(sheet: _Sheet, node: NamedNode, claim: Claim) -> None:
    for role, parties in (("source", claim.sources), ("target", claim.targets)):
        _parties(sheet, node, role, parties)
        sheet.add(node, f"leg:{role}", *(v.actor_iri(p.actor) for p in parties))
        sheet.add(node, f"leg:{role}As", *(v.actor_iri(p.read_as) for p in parties))
    _parties(sheet, node, "speaker", claim.attributed_to)
    sheet.add(node, "prov:wasAttributedTo", *(v.actor_iri(p.actor) for p in claim.attributed_to))


def _passages(sheet: _Sheet, node: NamedNode, claim: Claim) -> None:
    plain = plain_order(claim.evidence, passage_key)
    spans = [sheet.passage(each, v.part_iri(node, "evidence", place)) for place, each in enumerate(plain)]
    sheet.add(node, "leg:evidence", *spans)
    sheet.add(node, "leg:evidenceOrder", places(claim.evidence, plain))
    if claim.evidence:
        sheet.add(node, "prov:wasQuotedFrom", spans[plain.index(claim.evidence[0])])
    for name, passage in (("issue", claim.issue), ("content", claim.content)):
        if passage is not None:
            sheet.add(node, f"leg:{name}", passage.text)
            sheet.add(node, f"leg:{name}Span", sheet.passage(passage, v.part_iri(node, name)))
    if claim.place is not None:
        sheet.add(node, "leg:place", claim.place.name)
        where = Passage(claim.place.start, claim.place.end, claim.place.name)
        sheet.add(node, "leg:placeSpan", sheet.passage(where, v.part_iri(node, "place")))


def _direct(sheet: _Sheet, claim: Claim) -> None:
    """Actor relation actor, both ways in a symmetric act."""
    kind = relation(claim.relation)
    for source, target in pairs(claim):
        one, other, predicate = v.actor_iri(source), v.actor_iri(target), v.leg(kind.term)
        sheet.triples.add(Triple(one, predicate, other))
        if kind.symmetric:
            sheet.triples.add(Triple(other, predicate, one))


def _placed_in_time(sheet: _Sheet, node: NamedNode, claim: Claim, day: date | None) -> None:
    """The day that a claim counts for, and the month for its actors: what queries of a period begin with.

    A database looks up a few months at once, where it would have to look at every date to compare it.
    """
    sheet.add(node, "leg:when", day)
    for party in (*claim.sources, *claim.targets, *claim.attributed_to):
        sheet.add(v.actor_iri(party.actor), "leg:activeIn", day.isoformat()[:7] if day else "undated")


def _claim(sheet: _Sheet, claim: Claim, published: date | None) -> None:
    node = v.claim_iri(claim.id)
    sheet.add(node, "rdf:type", v.leg("Claim"))
    sheet.add(node, "leg:inArticle", sheet.article)
    sheet.add(node, "leg:relation", v.leg(relation(claim.relation).term))
    sheet.add(node, "leg:status", v.leg(claim.modality))
    sheet.add(node, "leg:mode", claim.mode)
    sheet.add(node, "leg:predicate", claim.predicate or None)
    sheet.add(node, "leg:former", claim.former or None)
    sheet.add(node, "leg:confidence", float(claim.confidence))
    sheet.add(node, "leg:method", claim.method or None)
    sheet.add(node, "leg:version", claim.version or None)
    _roles(sheet, node, claim)
    _passages(sheet, node, claim)
    for name, when in (("date", claim.date), ("since", claim.since), ("until", claim.until)):
        _when(sheet, node, name, when)
    _placed_in_time(sheet, node, claim, claim.date.start if claim.date else published)
    if claim.asserted:
        _direct(sheet, claim)


def _check(reading: Reading) -> None:
    home = reading.article.id
    claims, actors = set(reading.claims), set(reading.actors)
    if len({claim.id for claim in claims}) < len(claims):
        raise StoreError(f"article {home}: two claims that differ share an id; give each its own")
    if len({actor.id for actor in actors}) < len(actors):
        raise StoreError(f"article {home}: two actors that differ share an id; give each its own")
    parts: tuple[Claim | Mention | Cut, ...] = (*reading.claims, *reading.mentions, *reading.cuts)
    for part in parts:
        if part.article != home:
            raise StoreError(
                f"article {home}: a {type(part).__name__.lower()} belongs to article {part.article}"
            )


def _lists(sheet: _Sheet, graph: NamedNode, reading: Reading) -> None:
    mentions = plain_order(reading.mentions, mention_key)
    cuts = plain_order(reading.cuts, cut_key)
    problems = plain_order(reading.problems, problem_key)
    for place, mention in enumerate(mentions):
        _mention(sheet, place, mention)
    for place, cut in enumerate(cuts):
        node = v.part_iri(sheet.article, "cut", place)
        sheet.add(node, "rdf:type", v.leg("Cut"))
        sheet.add(node, "nif:beginIndex", cut.start)
        sheet.add(node, "nif:endIndex", cut.end)
        sheet.add(node, "leg:reason", cut.reason)
    for place, problem in enumerate(problems):
        node = v.part_iri(sheet.article, "problem", place)
        sheet.add(node, "rdf:type", v.leg("Problem"))
        sheet.add(node, "leg:stage", problem.stage)
        sheet.add(node, "leg:what", problem.what)
        sheet.add(node, "leg:about", problem.article if problem.article != reading.article.id else None)
    claims = plain_order(reading.claims, lambda claim: claim.id)
    actors = plain_order(reading.actors, lambda actor: actor.id)
    for name, order in (
        ("claim", places(reading.claims, claims)),
        ("actor", places(reading.actors, actors)),
        ("mention", places(reading.mentions, mentions)),
        ("cut", places(reading.cuts, cuts)),
        ("problem", places(reading.problems, problems)),
    ):
        sheet.add(graph, f"leg:{name}Order", order)


def triples(reading: Reading) -> list[Triple]:
    """All that is stored of a reading, sorted. Raises StoreError where it contradicts itself or is no Unicode text."""
    _check(reading)
    sheet = _Sheet(reading.article)
    graph, software = v.graph_iri(reading.article.id), v.software_iri(__version__)
    sheet.add(graph, "rdf:type", v.expand("prov:Bundle"))
    sheet.add(graph, "prov:wasDerivedFrom", sheet.article)
    sheet.add(graph, "prov:wasAttributedTo", software)
    sheet.add(software, "rdf:type", v.expand("prov:SoftwareAgent"))
    sheet.add(software, "schema:softwareVersion", __version__)
    _article(sheet, reading.article)
    for actor in reading.actors:
        _actor(sheet, actor)
    for claim in reading.claims:
        _claim(sheet, claim, reading.article.published)
    _lists(sheet, graph, reading)
    return sorted(sheet.triples, key=str)


def n_triples(sheet: Iterable[Triple]) -> str:
    """Triples as N-Triples, which are SPARQL too; whatever the text holds is escaped by the library."""
    return (serialize(sheet, format=RdfFormat.N_TRIPLES) or b"").decode()


def turtle(sheet: Iterable[Triple]) -> str:
    """Triples in Turtle, with our prefixes in their order."""
    return tidy((serialize(sheet, format=RdfFormat.TURTLE, prefixes=v.PREFIXES) or b"").decode())


def tidy(text: str) -> str:
    """Turtle with its prefixes sorted: the library writes them in any order, and we want the same text each time."""
    lines = text.split("\n")
    head = [line for line in lines[: len(v.PREFIXES)] if line.startswith("@prefix ")]
    return "\n".join([*sorted(head), *lines[len(head) :]])


def fingerprint(sheet: Iterable[Triple]) -> str:
    """A hash of the triples: equal exactly where the same version read the same thing."""
    return hashlib.sha256(n_triples(sheet).encode()).hexdigest()
