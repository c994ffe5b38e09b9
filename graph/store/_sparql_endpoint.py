"""The endpoints of a SPARQL server: queries and updates by the SPARQL 1.1 Protocol, graphs by the Graph Store Protocol."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Literal, NamedNode

from graph import vocabulary as v
from graph.errors import StoreError
from graph.store import _sparql_results as results
from graph.store._credentials import Credentials
from graph.store._folder import SCHEMA
from graph.store._schema import check_not_newer
from graph.store._sparql_address import Address
from graph.store._sparql_http import Reply, Server
from graph.store._sparql_results import Row
from graph.store._update import MARK

# What the store says of itself: the version of its schema, and a word that changes with every change.
ABOUT = NamedNode(v.BASE + "store")
# What the package itself asks for is bounded; a server that needs longer than this is not well.
READ_SECONDS = 300.0
WRITE_SECONDS = 600.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_QUADS = {"Content-Type": "application/n-quads", "Accept": "*/*"}
_TRIPLES = {"Content-Type": "application/n-triples", "Accept": "*/*"}
_UPDATE = {"Content-Type": "application/sparql-update; charset=utf-8", "Accept": "*/*"}


class Endpoint:
    """A server that is asked and told."""

    def __init__(self, address: Address, credentials: Credentials | None = None) -> None:
        self.address = address
        self._server = Server(credentials)

    @property
    def host(self) -> str:
        """The server, for messages."""
        return urlsplit(self.address.query).netloc

    def close(self) -> None:
        """End the connections."""
        self._server.close()

    @contextmanager
    def asked(
        self, text: str, accept: str, seconds: float, dataset: Mapping[str, str] | None = None
    ) -> Iterator[Reply]:
        """The answer to a query as it comes. It travels in the body, where no length is too long.

        `dataset` holds parameters of the protocol, such as default-graph-uri. The time limit is also told to the
        server, in the header that Jena reads.
        """
        body = urlencode({"query": text, **(dataset or {})}).encode()
        headers = {**_FORM, "Accept": accept, "Timeout": f"{seconds:g}"}
        with self._server.post(self.address.query, body, headers, seconds) as reply:
            yield reply

    def rows(self, text: str) -> Iterator[Row]:
        """The rows of a SELECT of ours. Raises StoreError."""
        with self.asked(text, results.TABLES, READ_SECONDS) as reply:
            found = results.table(reply)
            if isinstance(found, bool):
                raise StoreError(
                    f"{self.address.query} answered yes or no to a SELECT: is it a SPARQL endpoint?"
                )
            yield from found.rows

    def holds(self, text: str, dataset: Mapping[str, str] | None = None) -> bool:
        """The truth of an ASK of ours. Raises StoreError."""
        with self.asked(text, results.TABLES, READ_SECONDS, dataset) as reply:
            return results.table(reply) is True

    def update(self, text: str) -> None:
        """Run an update, which a server does as one transaction. Raises StoreError."""
        if self.address.update is None:
            raise StoreError(
                f"{self.address.query} is only for reading: add where it takes updates to the address, "
                "e.g. ?update=/kg/update"
            )
        with self._server.post(self.address.update, text.encode(), _UPDATE, WRITE_SECONDS) as reply:
            results.drain(reply)

    def add_quads(self, lines: bytes) -> None:
        """Add N-Quads to whatever graphs they name, in one request. Raises StoreError.

        The Graph Store Protocol itself has only single graphs; Jena and RDF4J take a whole dataset at its address too.
        """
        self._give("POST", "", lines, _QUADS)

    def put_graph(self, graph: NamedNode, lines: bytes) -> None:
        """Put N-Triples in place of what a graph holds. Raises StoreError."""
        self._give("PUT", urlencode({"graph": graph.value}), lines, _TRIPLES)

    def _give(self, method: str, parameter: str, lines: bytes, headers: Mapping[str, str]) -> None:
        url = self.address.graphs or ""
        if parameter:
            url += ("&" if "?" in url else "?") + parameter
        with self._server.post(url, lines, headers, WRITE_SECONDS, method) as reply:
            results.drain(reply)


@dataclass(frozen=True, slots=True)
class About:
    """What a store on a server says of itself.

    `revision` changes with what is stored: it holds what the last writer left, and the number of articles, so that a bulk
    load by the server's own means is seen too. `schema` is None where no writer has been there yet.
    """

    revision: str
    schema: int | None


def about(endpoint: Endpoint) -> About:
    """What the store says. Raises StoreError where a newer version wrote it: its triples are those of a folder's schema."""
    rows = endpoint.rows(
        f"SELECT ?revision ?schema ?articles {{ {{ SELECT (COUNT(DISTINCT ?g) AS ?articles) "
        f"{{ GRAPH ?g {{ ?g {MARK} ?mark }} }} }} OPTIONAL {{ GRAPH {ABOUT} {{ {ABOUT} "
        f"{v.leg('revision')} ?revision ; {v.leg('schema')} ?schema }} }} }} ORDER BY ?revision LIMIT 1"
    )
    revision, schema, articles = next(iter(list(rows)), [None, None, None])
    number = _number(schema)
    if number is not None:
        check_not_newer(f"on {endpoint.host}", number, SCHEMA)
    said = revision.value if isinstance(revision, Literal) else "empty"
    return About(f"{said}.{_number(articles) or 0}", number)


def _number(term: object) -> int | None:
    """The number that a literal holds; one that is none counts as more than we know."""
    if not isinstance(term, Literal):
        return None
    return int(term.value) if term.value.isdecimal() and len(term.value) < 10 else 10**9
