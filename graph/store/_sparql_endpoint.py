"""The two endpoints of a SPARQL server: queries and updates, by the SPARQL 1.1 Protocol."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from pyoxigraph import NamedNode

from graph import vocabulary as v
from graph.errors import StoreError
from graph.store import _sparql_results as results
from graph.store._credentials import Credentials
from graph.store._sparql_address import Address
from graph.store._sparql_http import Reply, Server
from graph.store._sparql_results import Row

# What the store says of itself: the version of its schema, and a word that changes with every change.
ABOUT = NamedNode(v.BASE + "store")
SCHEMA = 1
# What the package itself asks for is bounded; a server that needs longer than this is not well.
READ_SECONDS = 300.0
WRITE_SECONDS = 600.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
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
