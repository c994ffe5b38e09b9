"""What a SPARQL server says of the fingerprints of its articles."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from graph import vocabulary as v
from graph.store._sparql_endpoint import Endpoint
from graph.store._update import MARK

FILE = v.leg("file")


class SparqlMarks:
    """The articles of a server; see `graph.store._marks.Source`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def some(self, most: int) -> Sequence[tuple[str, str, str | None]]:
        """Id, fingerprint and file of so many articles."""
        rows = self._endpoint.rows(
            f"SELECT ?g ?mark ?home {{ GRAPH ?g {{ ?g {MARK} ?mark OPTIONAL {{ ?article {FILE} ?home }} }} }} "
            f"LIMIT {most}"
        )
        return [
            (v.id_of(graph), mark.value, getattr(home, "value", None))
            for graph, mark, home in rows
            if isinstance(graph, NamedNode) and isinstance(mark, Literal)
        ]

    def mark(self, article_id: str) -> str | None:
        """The fingerprint of an article, None where there is none."""
        graph = v.graph_iri(article_id)
        rows = list(
            self._endpoint.rows(f"SELECT ?mark {{ GRAPH {graph} {{ {graph} {MARK} ?mark }} }} LIMIT 1")
        )
        return getattr(rows[0][0], "value", None) if rows else None

    def of_file(self, file: str) -> set[str]:
        """The articles that a file held."""
        home = Literal(file, datatype=v.expand("xsd:anyURI"))
        rows = self._endpoint.rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?article {FILE} {home} }} }}")
        return {v.id_of(graph) for (graph,) in rows if isinstance(graph, NamedNode)}
