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
    return replacing_lines({graph: rdf.n_triples(sheet) for graph, sheet in sheets.items()}, gone)


def replacing_lines(lines: Mapping[NamedNode, str], gone: Iterable[NamedNode] = ()) -> str:
    """The same of triples as lines of N-Triples."""
    drops = [f"DROP SILENT GRAPH {each}" for each in sorted({*lines, *gone}, key=str)]
    inserts = [f"INSERT DATA {{ GRAPH {graph} {{\n{each}}} }}" for graph, each in lines.items() if each]
    return " ;\n".join([*drops, *inserts])


def in_graph(lines: str, graph: NamedNode) -> str:
    """Lines of N-Triples as N-Quads of a graph."""
    return "".join(f"{line[:-1]}{graph} .\n" for line in lines.split("\n") if line)
