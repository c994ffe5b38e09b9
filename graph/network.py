"""Claims and ties as a network: nodes are actors, edges carry what a claim says, ready for networkx and for files.

A claim makes one edge for each pair of actors that it ties: source with target, or, in a symmetric act, everyone with
everyone once (from the smaller id to the larger). A claim that ties nobody ("Selma Aalto resigned") makes no edge.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.ids import digest
from graph.model import MODALITIES, Actor, Article, Claim, Tie, When
from graph.ontology import Relation, relation
from graph.store.select import pairs
from graph.voices import Key

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

Value = str | int | float | bool
Attributes = dict[str, Value]

# What nodes and edges carry, in the order of files. Every attribute has one type throughout, and one without a value is
# left out: readers of GraphML guess, drop or fail otherwise. Gephi and igraph draw `label`.
NODE_TYPES: dict[str, type[Value]] = {
    "label": str,
    "name": str,
    "kind": str,
    "country": str,
    "wikidata": str,
    "claims": int,
    "statements": int,
}
CLAIM_TYPES: dict[str, type[Value]] = {
    "label": str,
    "claim": str,
    "relation": str,
    "mode": str,
    "verb": str,
    "symmetric": bool,
    "score": float,
    "quad": str,
    "modality": str,
    "former": bool,
    "confidence": float,
    "date": str,
    "date_end": str,
    "precision": str,
    "sentence": str,
    "issue": str,
    "speaker": str,
    "place": str,
    "article": str,
    "article_id": str,
    "publisher": str,
    "published": str,
    "url": str,
    "method": str,
    "version": str,
}
TIE_TYPES: dict[str, type[Value]] = {
    "label": str,
    "relation": str,
    "verb": str,
    "symmetric": bool,
    "score": float,
    "quad": str,
    "weight": float,
    "articles": int,
    "claims": int,
    **dict.fromkeys(MODALITIES, int),
    "first": str,
    "last": str,
}


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge; `id` is unique in the network and the same on every run."""

    id: str
    source: str
    target: str
    attributes: Attributes


@dataclass(slots=True)
class Tally:
    """How many claims each actor has a part in, and how many of these tie it to nobody, counted as edges are made."""

    claims: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    edges: int = 0
    used: int = 0
    alone: int = 0

    def claim(self, claim: Claim, edges: int) -> None:
        """Count a claim that made so many edges."""
        actors = {party.actor for party in (*claim.sources, *claim.targets)}
        self.claims.update(actors)
        self.edges += edges
        if edges:
            self.used += 1
        else:
            self.alone += 1
            self.statements.update(actors)


def claim_edges(claim: Claim, article: Article | None = None, tally: Tally | None = None) -> list[Edge]:
    """The edges of a claim, with where it is told. Counts them in the tally."""
    tied = pairs(claim)
    if tally is not None:
        tally.claim(claim, len(tied))
    attributes = _claim_attributes(claim, article) if tied else {}
    return [Edge(f"{claim.id}-{n}", a, b, attributes) for n, (a, b) in enumerate(tied, 1)]


def tie_edge(tie: Tie, weight: int) -> Edge:
    """The edge of a tie. `weight` is the number of its independent sources: see `graph.voices`."""
    kind = relation(tie.relation)
    counts: dict[str, int] = {modality: tie.modalities.get(modality, 0) for modality in MODALITIES}
    attributes: dict[str, Any] = {
        "relation": tie.relation,
        **_of_relation(kind),
        "score": kind.score,
        "weight": float(weight),
        "articles": tie.articles,
        "claims": tie.claims,
        **counts,
        "first": tie.first and tie.first.isoformat(),
        "last": tie.last and tie.last.isoformat(),
    }
    return Edge(
        "t" + digest(tie.source, tie.relation, tie.target), tie.source, tie.target, _given(attributes)
    )


def node(actor: Actor, tally: Tally) -> Attributes:
    """What the node of an actor carries."""
    attributes = {
        "label": actor.name,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "wikidata": actor.wikidata,
        "claims": tally.claims[actor.id],
        "statements": tally.statements[actor.id],
    }
    return _given(attributes)


def claim_network(
    claims: Iterable[Claim], actors: Iterable[Actor] = (), articles: Mapping[str, Article] | None = None
) -> "Network":
    """Claims as a MultiDiGraph, edge keys being edge ids; nodes are those with a claim, also one without an edge."""
    tally = Tally()
    told = articles or {}
    edges = (edge for claim in claims for edge in claim_edges(claim, told.get(claim.article), tally))
    return _network(edges, actors, tally)


def tie_network(ties: Iterable[Tie], sources: Mapping[Key, int], actors: Iterable[Actor] = ()) -> "Network":
    """Ties as a MultiDiGraph, weighed by `graph.voices.sources`; a node's `claims` counts the claims that tie it."""
    listed = list(ties)
    told: dict[str, set[str]] = {}
    for tie in listed:
        for end in (tie.source, tie.target):
            told.setdefault(end, set()).update(tie.claim_ids)
    tally = Tally(Counter({actor: len(ids) for actor, ids in told.items()}))
    edges = (tie_edge(tie, sources[tie.source, tie.target, tie.relation]) for tie in listed)
    return _network(edges, actors, tally)


def _network(edges: Iterable[Edge], actors: Iterable[Actor], tally: Tally) -> "Network":
    import networkx as nx

    network: Network = nx.MultiDiGraph()
    for edge in edges:
        network.add_edge(edge.source, edge.target, key=edge.id, **edge.attributes)
    for actor in actors:
        if actor.id in tally.claims:
            network.add_node(actor.id, **node(actor, tally))
    return network


def score(claim: Claim) -> float:
    """The conflict-cooperation score of a claim: that of its mode where it has one of its own, else its relation's."""
    kind = relation(claim.relation)
    return kind.modes.get(claim.mode or "", kind.score)


def _claim_attributes(claim: Claim, article: Article | None) -> Attributes:
    attributes: dict[str, Any] = {
        "claim": claim.id,
        "relation": claim.relation,
        "mode": claim.mode,
        **_of_relation(relation(claim.relation)),
        "score": score(claim),
        "modality": claim.modality,
        "former": claim.former,
        "confidence": float(claim.confidence),
        **_of_date(claim.date),
        "sentence": claim.evidence[0].text,
        "issue": claim.issue.text if claim.issue else None,
        "speaker": "; ".join(party.name for party in claim.attributed_to),
        "place": claim.place.name if claim.place else None,
        "article": (article.title if article else None) or claim.article,
        "article_id": claim.article,
        "method": claim.method,
        "version": claim.version,
    }
    if article:
        attributes |= {
            "publisher": article.publisher,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
        }
    return _given(attributes)


def _of_relation(kind: Relation) -> dict[str, Value]:
    return {"label": kind.verb, "verb": kind.verb, "symmetric": kind.symmetric, "quad": kind.quad}


def _of_date(when: When | None) -> dict[str, str]:
    if when is None:
        return {}
    return {"date": when.start.isoformat(), "date_end": when.end.isoformat(), "precision": when.precision}


def _given(attributes: Mapping[str, Any]) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None and value != ""}


def metadata(articles: Iterable[Article]) -> Iterator[tuple[str, Article]]:
    """Articles by id without their texts, for edges to name them: `dict(metadata(view.articles()))`."""
    for article in articles:
        yield (
            article.id,
            Article(article.id, "", article.title, article.published, article.publisher, article.url),
        )
