"""The N-Quads of a store that keeps records: the same lines that the embedded store gives of its graphs."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph import rdf_merges
from graph import vocabulary as v
from graph.model import Merge, Reading
from graph.ontology_rdf import ontology
from graph.store._update import marked


def graph_key(article_id: str) -> str:
    """By what the graphs of articles are sorted."""
    return str(v.graph_iri(article_id))


def quads(readings: Iterable[Reading], merges: Sequence[Merge]) -> Iterator[str]:
    """Graph after graph, the lines of each sorted. Readings come sorted by `graph_key`."""
    for reading in readings:
        yield from _lines(v.graph_iri(reading.article.id), marked(reading)[0])
    # Their IRIs come after those of articles.
    yield from _lines(v.MERGES, rdf_merges.triples(merges))
    yield from _lines(v.ONTOLOGY, ontology())


def _lines(graph: NamedNode, sheet: Iterable[Triple]) -> list[str]:
    held = (Quad(each.subject, each.predicate, each.object, graph) for each in sheet)
    text = (serialize(held, format=RdfFormat.N_QUADS) or b"").decode()
    return sorted(line for line in text.split("\n") if line)
