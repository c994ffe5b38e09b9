"""The triples of an article with their fingerprint, and the SPARQL update that puts them in place of what was there."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from graph import rdf
from graph import vocabulary as v
from graph.model import Reading

# Every article's graph carries its fingerprint.
MARK = v.leg("fingerprint")


def marked(reading: Reading) -> tuple[list[Triple], str]:
    """The triples of a reading with their fingerprint among them, and the fingerprint."""
    sheet, graph = rdf.triples(reading), v.graph_iri(reading.article.id)
    mark = rdf.fingerprint(sheet)
    return [*sheet, Triple(graph, MARK, Literal(mark))], mark


def replacing(sheets: Mapping[NamedNode, list[Triple]], gone: Iterable[NamedNode] = ()) -> str:
    """The update that puts triples in place of what graphs hold. One update is one transaction: all of it, or nothing."""
    drops = [f"DROP SILENT GRAPH {each}" for each in sorted({*sheets, *gone}, key=str)]
    inserts = [
        f"INSERT DATA {{ GRAPH {graph} {{\n{rdf.n_triples(sheet)}}} }}"
        for graph, sheet in sheets.items()
        if sheet
    ]
    return " ;\n".join([*drops, *inserts])
