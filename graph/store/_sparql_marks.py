"""Which articles a SPARQL server has, by the fingerprints of their graphs, as a writer needs to know."""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from graph import vocabulary as v
from graph.model import Article
from graph.store._sparql_endpoint import Endpoint
from graph.store._update import MARK

FILE = v.leg("file")
# So many fingerprints are read at once and kept (about 20 MB); of a larger store each is asked for when it is needed.
REMEMBERED = 50_000


@dataclass
class _Known:
    """Fingerprint and file of articles, by their graph; None: there is no such article."""

    marks: dict[NamedNode, str | None] = field(default_factory=dict)
    homes: dict[NamedNode, str] = field(default_factory=dict)
    by_home: dict[str, set[NamedNode]] = field(default_factory=dict)

    def note(self, graph: NamedNode, mark: str | None, home: str | None) -> None:
        before = self.homes.pop(graph, None)
        if before is not None:
            self.by_home[before].discard(graph)
        self.marks[graph] = mark
        if home is not None:
            self.homes[graph] = home
            self.by_home.setdefault(home, set()).add(graph)


class Marks:
    """Which articles the server has, as it will be when all that is waiting has been sent."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._known = _Known()
        rows = list(endpoint.rows(
            f"SELECT ?g ?mark ?home {{ GRAPH ?g {{ ?g {MARK} ?mark OPTIONAL {{ ?article {FILE} ?home }} }} }} "
            f"LIMIT {REMEMBERED + 1}"
        ))  # fmt: skip
        self._whole = len(rows) <= REMEMBERED
        for graph, mark, home in rows if self._whole else ():
            if isinstance(graph, NamedNode):
                self._known.note(graph, getattr(mark, "value", None), getattr(home, "value", None))

    def of(self, graph: NamedNode) -> str | None:
        """The fingerprint of an article's graph, None where there is none."""
        if self._whole or graph in self._known.marks:
            return self._known.marks.get(graph)
        rows = list(
            self._endpoint.rows(f"SELECT ?mark {{ GRAPH {graph} {{ {graph} {MARK} ?mark }} }} LIMIT 1")
        )
        return getattr(rows[0][0], "value", None) if rows else None

    def of_file(self, article: Article) -> set[NamedNode]:
        """The graphs of other articles that the same file held before."""
        if article.source is None:
            return set()
        found = set(self._known.by_home.get(article.source, ()))
        if not self._whole:
            home = Literal(article.source, datatype=v.expand("xsd:anyURI"))
            rows = self._endpoint.rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?article {FILE} {home} }} }}")
            found |= {g for (g,) in rows if isinstance(g, NamedNode) and g not in self._known.marks}
        return found - {v.graph_iri(article.id)}

    def note(self, graph: NamedNode, mark: str | None, home: str | None = None) -> None:
        """Remember what is about to be sent."""
        self._known.note(graph, mark, home)

    def sent(self) -> None:
        """The server now has it all; what is more than the bound allows is forgotten."""
        if not self._whole or len(self._known.marks) > REMEMBERED:
            self._whole, self._known = False, _Known()
