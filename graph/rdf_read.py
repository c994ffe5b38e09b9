"""The way back: the triples of one article's graph as the reading that they were made from, exactly."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal, Protocol, cast

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as LiteralTerm

from graph import vocabulary as v
from graph.errors import StoreError
from graph.model import (
    Actor,
    Article,
    Claim,
    Cut,
    Mention,
    Modality,
    Party,
    Passage,
    Place,
    Problem,
    Reading,
    When,
)
from graph.ontology import actor_kinds
from graph.rdf_order import (
    cut_key,
    mention_key,
    name_order,
    passage_key,
    plain_order,
    problem_key,
    restore,
)

_TYPE = v.TYPE.value
_OF_ACTORS = (
    "skos:prefLabel",
    "skos:altLabel",
    "leg:nameOrder",
    "leg:country",
    "leg:known",
    "leg:derived",
    "owl:sameAs",
)
Term = NamedNode | BlankNode | LiteralTerm | Triple


class Statement(Protocol):
    """A triple or quad."""

    @property
    def subject(self) -> Any: ...
    @property
    def predicate(self) -> Any: ...
    @property
    def object(self) -> Any: ...


class Page:
    """The triples of one graph, by subject and predicate."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._rows: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._kinds: defaultdict[str, list[str]] = defaultdict(list)
        for each in statements:
            subject, predicate, value = each.subject.value, each.predicate.value, each.object
            self._rows[subject][predicate].append(value)
            if predicate == _TYPE:
                self._kinds[value.value].append(subject)

    def of_type(self, name: str) -> list[str]:
        """All subjects of a class (prefixed name)."""
        return sorted(self._kinds.get(v.expand(name).value, ()))

    def all(self, subject: str, name: str) -> list[Any]:
        """All values of a property (prefixed name) of the subject."""
        row = self._rows.get(subject)
        return row.get(v.expand(name).value, []) if row else []

    def text(self, subject: str, name: str) -> str | None:
        """Its one value as text, or None."""
        found = self.all(subject, name)
        return found[0].value if found else None

    def must(self, subject: str, name: str) -> str:
        """Its one value as text. Raises StoreError if there is none."""
        found = self.text(subject, name)
        if found is None:
            raise StoreError(f"the store is damaged: {subject} has no {name}; load its article again")
        return found

    def number(self, subject: str, name: str) -> int | None:
        """Its one value as an integer, or None."""
        found = self.text(subject, name)
        return None if found is None else int(found)

    def day(self, subject: str, name: str) -> date | None:
        """Its one value as a date, or None."""
        found = self.text(subject, name)
        return None if found is None else date.fromisoformat(found)


class LookedUp(Page):
    """The triples of one graph, fetched subject by subject when they are asked for; `of_type` finds nothing."""

    def __init__(self, fetch: Callable[[str], Iterable[Statement]]) -> None:
        super().__init__(())
        self._fetch, self._there = fetch, set[str]()

    def all(self, subject: str, name: str) -> list[Any]:
        """All values of a property (prefixed name) of the subject."""
        if subject not in self._there:
            self._there.add(subject)
            for each in self._fetch(subject):
                self._rows[subject][each.predicate.value].append(each.object)
        return super().all(subject, name)


def _passage(page: Page, node: str) -> Passage:
    begin, end = (int(page.must(node, f"nif:{edge}Index")) for edge in ("begin", "end"))
    return Passage(begin, end, page.must(node, "nif:anchorOf"))


def _passage_of(page: Page, claim: str, name: str) -> Passage | None:
    node = page.text(claim, f"leg:{name}Span")
    return None if node is None else _passage(page, node)


def _party(page: Page, node: str) -> tuple[int, Party]:
    read_as = page.all(node, "leg:readAs")
    party = Party(
        actor=v.id_of(NamedNode(page.must(node, "leg:actor"))),
        name=page.must(node, "leg:name"),
        start=page.number(node, "nif:beginIndex"),
        end=page.number(node, "nif:endIndex"),
        read_as=v.id_of(read_as[0]) if read_as else "",
    )
    return int(page.must(node, "leg:position")), party


def _parties(page: Page, claim: str, role: str) -> tuple[Party, ...]:
    found = [_party(page, node.value) for node in page.all(claim, f"leg:{role}Party")]
    return tuple(party for _, party in sorted(found, key=lambda pair: pair[0]))


def _when(page: Page, claim: str, name: str) -> When | None:
    start = page.day(claim, f"leg:{name}")
    if start is None:
        return None
    end = date.fromisoformat(page.must(claim, f"leg:{name}End"))
    precision = cast(Literal["day", "week", "month", "year"], page.must(claim, f"leg:{name}Precision"))
    return When(start, end, precision, page.must(claim, f"leg:{name}Expression"))


def _claim(page: Page, node: str, article: str, names: dict[str, str]) -> Claim:
    plain = plain_order((_passage(page, each.value) for each in page.all(node, "leg:evidence")), passage_key)
    where = _passage_of(page, node, "place")
    term = page.must(node, "leg:relation")
    if term not in names:
        raise StoreError(
            f"the store knows a relation that this version does not: {term}; load its articles again"
        )
    return Claim(
        id=v.id_of(NamedNode(node)),
        article=article,
        relation=names[term],
        sources=_parties(page, node, "source"),
        targets=_parties(page, node, "target"),
        evidence=restore(plain, page.text(node, "leg:evidenceOrder")),
        mode=page.text(node, "leg:mode"),
        predicate=page.text(node, "leg:predicate") or "",
        issue=_passage_of(page, node, "issue"),
        date=_when(page, node, "date"),
        place=Place(where.text, where.start, where.end) if where else None,
        modality=cast(Modality, page.must(node, "leg:status").removeprefix(v.LEG)),
        attributed_to=_parties(page, node, "speaker"),
        content=_passage_of(page, node, "content"),
        since=_when(page, node, "since"),
        until=_when(page, node, "until"),
        former=page.text(node, "leg:former") == "true",
        confidence=float(page.must(node, "leg:confidence")),
        method=page.text(node, "leg:method") or "",
        version=page.text(node, "leg:version") or "",
    )


def actor_patterns() -> list[tuple[NamedNode, NamedNode | None]]:
    """Predicate and object (None: any) of the triples that `actors` needs."""
    kinds = [(v.TYPE, v.leg(row.rdf_class)) for row in actor_kinds().values()]
    return [*kinds, *((v.expand(name), None) for name in _OF_ACTORS)]


def day(term: Term) -> date:
    """The day that a literal holds."""
    return date.fromisoformat(getattr(term, "value", ""))


def actors(page: Page) -> list[Actor]:
    """The actors that a graph describes, sorted by id."""
    found = []
    for row in actor_kinds().values():
        for node in page.of_type(f"leg:{row.rdf_class}"):
            same = page.all(node, "owl:sameAs")
            name = page.must(node, "skos:prefLabel")
            others = tuple(each.value for each in page.all(node, "skos:altLabel"))
            bare = Actor(
                id=v.id_of(NamedNode(node)),
                name=name,
                kind=row.name,
                names=others,
                country=page.text(node, "leg:country"),
                wikidata=v.qid_of(same[0]) if same else None,
                known=page.text(node, "leg:known") == "true",
                derived=page.text(node, "leg:derived") == "true",
            )
            names = restore(name_order(bare), page.text(node, "leg:nameOrder"))
            found.append(replace(bare, names=names))
    return sorted(found, key=lambda actor: actor.id)


def article(page: Page, article_id: str) -> Article:
    node = v.article_iri(article_id).value
    return Article(
        id=article_id,
        text=page.must(node, "schema:articleBody"),
        title=page.text(node, "schema:headline"),
        published=page.day(node, "schema:datePublished"),
        publisher=page.text(node, "schema:publisher"),
        url=page.text(node, "schema:url"),
        source=page.text(node, "leg:file"),
        note=page.text(node, "leg:note"),
    )


def _mention(page: Page, node: str, article: str) -> Mention:
    where = _passage(page, node)
    actor = v.id_of(page.all(node, "itsrdf:taIdentRef")[0])
    form = cast(Literal["name", "nominal", "pronoun"], page.must(node, "leg:form"))
    read_as = page.all(node, "leg:mentionAs")
    origin = v.id_of(read_as[0]) if read_as else ""
    return Mention(article, where.start, where.end, where.text, actor, form, origin)


def _cut(page: Page, node: str, article: str) -> Cut:
    begin, end = (int(page.must(node, f"nif:{edge}Index")) for edge in ("begin", "end"))
    return Cut(article, begin, end, page.must(node, "leg:reason"))


def _problem(page: Page, node: str, article: str) -> Problem:
    about = page.text(node, "leg:about")
    stage, what = page.must(node, "leg:stage"), page.must(node, "leg:what")
    return Problem(article if about is None else about, stage, what)


def claim(page: Page, claim_id: str, article_id: str) -> Claim:
    """One claim of a graph. Raises StoreError where the graph lacks what it needs."""
    return _claim(page, v.claim_iri(claim_id).value, article_id, v.relation_names())


def claims(page: Page, article_id: str) -> tuple[Claim, ...]:
    """The claims of a graph, in the order they were given."""
    names = v.relation_names()
    found = [_claim(page, node, article_id, names) for node in page.of_type("leg:Claim")]
    order = page.text(v.graph_iri(article_id).value, "leg:claimOrder")
    return restore(plain_order(found, lambda claim: claim.id), order)


def reading(statements: Iterable[Statement], article_id: str) -> Reading:
    """The reading of an article. Raises StoreError where its graph lacks what a reading needs."""
    page, graph = Page(statements), v.graph_iri(article_id).value
    mentions = plain_order((_mention(page, n, article_id) for n in page.of_type("leg:Mention")), mention_key)
    cuts = plain_order((_cut(page, n, article_id) for n in page.of_type("leg:Cut")), cut_key)
    problems = plain_order((_problem(page, n, article_id) for n in page.of_type("leg:Problem")), problem_key)
    return Reading(
        article=article(page, article_id),
        claims=claims(page, article_id),
        actors=restore(actors(page), page.text(graph, "leg:actorOrder")),
        mentions=restore(mentions, page.text(graph, "leg:mentionOrder")),
        cuts=restore(cuts, page.text(graph, "leg:cutOrder")),
        problems=restore(problems, page.text(graph, "leg:problemOrder")),
    )
