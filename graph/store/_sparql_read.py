"""Reading records from a SPARQL server: which articles, then their graphs in batches, each in one answer."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date
from itertools import islice
from threading import Lock
from typing import TypeVar, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from graph import rdf_merges, rdf_read
from graph import vocabulary as v
from graph.errors import StoreError
from graph.model import MODALITIES, Actor, Article, Claim, Merge, Modality, Party, Reading, When
from graph.ontology import relations
from graph.safe import one_line
from graph.store import select
from graph.store._sparql_endpoint import Endpoint
from graph.store._sparql_results import Cell, Row, terms
from graph.store._update import MARK
from graph.store.base import Selection, Stats

_T = TypeVar("_T")
# Graphs in one answer: of whole articles some megabytes, of their actors alone less.
GRAPHS = 50
CASTS = 200
# Readings that are kept decoded, by their fingerprint; about 20 kB each.
KEPT = 5_000
_PREFIX = v.BASE + "graph/"


class Reader:
    """What reads records from a server. Threads may share it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._known: OrderedDict[str, Reading] = OrderedDict()
        self._lock = Lock()

    def marks(self, article_ids: Iterable[str] | None = None) -> dict[str, str]:
        """The fingerprints of articles, of all where none are named."""
        if article_ids is not None:
            found: dict[str, str] = {}
            for some in _batches(sorted(article_ids), CASTS):
                found |= self._marks(f"VALUES ?g {{ {terms(map(v.graph_iri, some))} }}")
            return found
        return self._marks("")

    def _marks(self, which: str) -> dict[str, str]:
        text = f"SELECT DISTINCT ?g ?mark {{ {which} GRAPH ?g {{ ?g {MARK} ?mark }} }}"
        return {v.id_of(graph): mark.value for graph, mark in self._endpoint.rows(text)
                if isinstance(graph, NamedNode) and isinstance(mark, ox.Literal) and graph.value.startswith(_PREFIX)}  # fmt: skip

    def readings(self, marks: Mapping[str, str]) -> Iterator[Reading]:
        """The readings of articles, sorted by id; those known by their fingerprint are not asked for again."""
        for some in _batches(sorted(marks), GRAPHS):
            with self._lock:
                known = {each: self._known[marks[each]] for each in some if marks[each] in self._known}
            asked = {each.article.id: each for each in self.fetched([a for a in some if a not in known])}
            yield from (found for each in some if (found := known.get(each) or asked.get(each)))

    def outlines(self, selection: Selection) -> Iterator[select.Dated]:
        """Claims that may be selected, dates and limit aside, each with no more than selections and ties look at:
        who, what, when and how told. One answer, so that it is all of one moment."""
        # A row for each pair of source and target; half the time and a third of the bytes of a row for each statement.
        text = (
            f"SELECT ?g ?c ?r ?status ?source ?target ?day ?end ?published {{ {conditions(selection)} "
            f"?c {v.leg('relation')} ?r ; {v.leg('status')} ?status ; {v.leg('inArticle')} ?article "
            f"OPTIONAL {{ ?c {v.leg('source')} ?source }} OPTIONAL {{ ?c {v.leg('target')} ?target }} "
            f"OPTIONAL {{ ?c {v.leg('date')} ?day ; {v.leg('dateEnd')} ?end }} "
            f"OPTIONAL {{ ?article {v.expand('schema:datePublished')} ?published }} }} }}"
        )
        claims: dict[tuple[str, str], tuple[list[str], set[str], set[str]]] = {}
        for row in self._endpoint.rows(text):
            graph, claim, relation, status, source, target, *days = (
                getattr(cell, "value", "") for cell in row
            )
            _, sources, targets = claims.setdefault((graph, claim), ([relation, status, *days], set(), set()))
            sources.add(source)
            targets.add(target)
        with understood():
            yield from (
                _outline(graph, claim, *said)
                for (graph, claim), said in claims.items()
                if graph.startswith(_PREFIX)
            )

    def fetched(self, article_ids: Iterable[str]) -> Iterator[Reading]:
        """The readings of articles as they are stored now, in this order; those that are gone are left out."""
        for some in _batches(article_ids, GRAPHS):
            found = self._graphs(map(v.graph_iri, some))
            for graph in map(v.graph_iri, some):
                triples = found.get(graph, [])
                mark = next((t.object for t in triples if t.predicate == MARK), None)
                if isinstance(mark, ox.Literal):
                    with understood():
                        reading = rdf_read.reading(triples, v.id_of(graph))
                    yield self._keep(mark.value, reading)

    def articles(self, article_ids: Iterable[str]) -> Iterator[Article]:
        """Articles with their texts, without what was read from them."""
        for some in _batches(article_ids, GRAPHS):
            pairs = " ".join(f"({v.graph_iri(each)} {v.article_iri(each)})" for each in some)
            pages = self._pages(f"VALUES (?g ?s) {{ {pairs} }} GRAPH ?g {{ ?s ?p ?o }}")
            for each in some:
                if found := pages.get(v.graph_iri(each)):
                    yield rdf_read.article(rdf_read.Page(found), each)

    def casts(self, article_ids: Iterable[str]) -> Iterator[tuple[list[Actor], set[str]]]:
        """The actors of each article and the ids that it names."""
        meant = (v.expand("leg:actor"), v.expand("itsrdf:taIdentRef"))
        for some in _batches(article_ids, CASTS):
            pages = self._pages(
                f"VALUES ?g {{ {terms(map(v.graph_iri, some))} }} GRAPH ?g {{ {_cast_pattern(meant)} }}"
            )
            for _, page in sorted(pages.items(), key=lambda item: str(item[0])):
                named = {
                    v.id_of(t.object)
                    for t in page
                    if t.predicate in meant and isinstance(t.object, NamedNode)
                }
                yield rdf_read.actors(rdf_read.Page(page)), named

    def merges(self) -> list[Merge]:
        """What people decided on actors, sorted by id."""
        with understood():
            return rdf_merges.merges(self._graphs([v.MERGES]).get(v.MERGES, ()))

    def naming(self, actors: Iterable[str]) -> list[str]:
        """The articles that named any of these actors when they were read, sorted."""
        names = terms(map(v.expand, ("leg:readAs", "leg:mentionAs", "itsrdf:taIdentRef")))
        found: set[str] = set()
        for some in _batches(sorted(actors), CASTS):
            rows = self._endpoint.rows(
                f"SELECT DISTINCT ?g {{ VALUES ?p {{ {names} }} VALUES ?o {{ {terms(map(v.actor_iri, some))} }} "
                "GRAPH ?g { ?s ?p ?o } }"
            )
            found.update(v.id_of(graph) for (graph,) in rows if isinstance(graph, NamedNode))
        return sorted(found)

    def quads(self, graphs: Iterable[NamedNode]) -> Iterator[str]:
        """Graphs as N-Quads lines, sorted by graph and within each."""
        for some in _batches(sorted(graphs, key=str), GRAPHS):
            found = self._graphs(some)
            for graph in some:
                quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in found.get(graph, ()))
                text = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
                yield from sorted(line for line in text.split("\n") if line)

    def stats(self) -> Stats:
        """How much there is, counted by the server."""
        by_relation = self._by_relation()
        return Stats(
            articles=self._number(f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ ?g {MARK} ?mark }} }}"),
            claims=sum(by_relation.values()),
            actors=self._number(
                f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ GRAPH ?g {{ ?x {v.leg('actor')}|{v.expand('itsrdf:taIdentRef')} "
                f"?a . ?a {v.expand('skos:prefLabel')} ?name . ?g {MARK} ?mark }} }}"
            ),
            problems=self._number(
                f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ GRAPH ?g {{ ?x {v.TYPE} {v.leg('Problem')} }} }}"
            ),
            by_relation=by_relation,
            first=self._day("MIN", "leg:date"),
            last=self._day("MAX", "leg:dateEnd"),
            first_published=self._day("MIN", "schema:datePublished"),
            last_published=self._day("MAX", "schema:datePublished"),
        )

    def _by_relation(self) -> dict[str, int]:
        rows = self._endpoint.rows(
            f"SELECT ?r (COUNT(DISTINCT ?c) AS ?n) {{ GRAPH ?g {{ ?c {v.leg('relation')} ?r . ?g {MARK} ?mark }} }} GROUP BY ?r"
        )
        names = v.relation_names()
        counted: Counter[str] = Counter()
        for relation, number in rows:
            if isinstance(relation, NamedNode) and isinstance(number, ox.Literal):
                counted[names.get(relation.value, relation.value)] += int(number.value)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def _number(self, text: str) -> int:
        return int(self._one(text) or 0)

    def _day(self, which: str, name: str) -> date | None:
        day = self._one(
            f"SELECT ({which}(?day) AS ?n) {{ GRAPH ?g {{ ?c {v.expand(name)} ?day . ?g {MARK} ?mark }} }}"
        )
        return date.fromisoformat(day) if day else None

    def _one(self, text: str) -> str | None:
        """The one literal of a table, if any."""
        cells: list[Cell] = [cell for row in list(self._endpoint.rows(text)) for cell in row]
        return cells[0].value if cells and isinstance(cells[0], ox.Literal) else None

    def _graphs(self, graphs: Iterable[NamedNode]) -> dict[NamedNode, list[Triple]]:
        wanted = terms(graphs)
        return self._pages(f"VALUES ?g {{ {wanted} }} GRAPH ?g {{ ?s ?p ?o }}") if wanted else {}

    def _pages(self, pattern: str) -> dict[NamedNode, list[Triple]]:
        """The triples that a pattern finds, by graph."""
        pages: defaultdict[NamedNode, list[Triple]] = defaultdict(list)
        for row in self._endpoint.rows(f"SELECT DISTINCT ?g ?s ?p ?o {{ {pattern} }}"):
            graph, triple = _triple(row)
            pages[graph].append(triple)
        return pages

    def _keep(self, mark: str, reading: Reading) -> Reading:
        with self._lock:
            self._known[mark] = reading
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        return reading


class Strange(StoreError):  # noqa: N818 -- named as what happened
    """The server's graphs hold what Legation never writes."""


@contextmanager
def understood() -> Iterator[None]:
    """What cannot be understood within it was not written by us: an error that says so."""
    try:
        yield
    except (ValueError, KeyError, IndexError) as wrong:
        raise Strange(
            f"the server's graphs hold what Legation never writes ({one_line(str(wrong), 120)}): load the articles again"
        ) from wrong


def _triple(row: Row) -> tuple[NamedNode, Triple]:
    graph, subject, predicate, value = row
    if (
        not isinstance(graph, NamedNode)
        or not isinstance(subject, NamedNode)
        or not isinstance(predicate, NamedNode)
        or value is None
    ):
        raise Strange(
            "the server's graphs hold what Legation never writes (a blank node): load the articles again"
        )
    return graph, Triple(subject, predicate, value)


def _cast_pattern(meant: Iterable[NamedNode]) -> str:
    patterns = rdf_read.actor_patterns()
    classes = terms(value for _, value in patterns if value is not None)
    others = terms([*(predicate for predicate, value in patterns if value is None), *meant])
    return f"{{ VALUES ?o {{ {classes} }} VALUES ?p {{ {v.TYPE} }} ?s ?p ?o }} UNION {{ VALUES ?p {{ {others} }} ?s ?p ?o }}"


def _outline(
    graph: str, claim: str, said: Sequence[str], sources: Set[str], targets: Set[str]
) -> select.Dated:
    relation, status, day, end, published = said

    def parties(iris: Set[str]) -> tuple[Party, ...]:
        return tuple(Party(v.id_of(NamedNode(iri)), "") for iri in sorted(iris) if iri)

    outline = Claim(
        id=v.id_of(NamedNode(claim)),
        article=v.id_of(NamedNode(graph)),
        relation=v.relation_names().get(relation, relation),
        sources=parties(sources),
        targets=parties(targets),
        evidence=(),
        date=When(date.fromisoformat(day), date.fromisoformat(end), "day", "") if day else None,
        modality=cast(Modality, status.removeprefix(v.LEG)),
    )
    return select.Dated(outline, date.fromisoformat(published) if published else None)


def conditions(selection: Selection) -> str:
    """The beginning of a pattern of claims that meet a selection, dates and limit aside: a GRAPH, left open."""
    party = f"{v.leg('source')}|{v.leg('target')}"
    inside: list[str] = []
    if selection.actors:
        inside.append(f"VALUES ?actor {{ {terms(map(v.actor_iri, selection.actors))} }} ?c {party} ?actor")
    inside += [f"?c {party} {v.actor_iri(each)}" for each in selection.between or ()]
    if selection.speakers:
        speakers = terms(map(v.actor_iri, selection.speakers))
        inside.append(f"VALUES ?speaker {{ {speakers} }} ?c {v.expand('prov:wasAttributedTo')} ?speaker")
    if selection.relations:
        known = [v.relation_iri(each) for each in selection.relations if each in relations()]
        inside.append(f"VALUES ?relation {{ {terms(known)} }} ?c {v.leg('relation')} ?relation")
    if selection.modalities:
        inside.append(
            f"VALUES ?status {{ {terms(v.leg(each) for each in selection.modalities if each in MODALITIES)} }} ?c {v.leg('status')} ?status"
        )
    if selection.ids:
        inside.insert(
            0, f"VALUES ?c {{ {terms(map(v.claim_iri, selection.ids))} }} ?c {v.TYPE} {v.leg('Claim')}"
        )
    chosen = f"VALUES ?g {{ {terms(map(v.graph_iri, selection.articles))} }} " if selection.articles else ""
    return f"{chosen}GRAPH ?g {{ {' '.join(f'{each} .' for each in inside)} "


def _batches(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
