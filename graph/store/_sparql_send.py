"""How a batch of articles gets to a SPARQL server: by one update, or faster where the server takes whole graphs.

Measured on Fuseki (TDB2 on disk, articles of 600 triples, fifty a request): updates 16 articles a second, N-Quads given to
the dataset's own address 45, a PUT for each graph 6, since each is a transaction of its own. So articles that are new go as
N-Quads; all else goes by the update; and PUT is for the article that the server refuses to read as an update. To DELETE
graph by graph would be slower than the update too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.errors import StoreError
from graph.safe import one_line
from graph.store._alone import each_alone
from graph.store._sparql_endpoint import Endpoint
from graph.store._sparql_http import Refused
from graph.store._update import in_graph

# Fewer new articles than this go with the update: a request more, which is a transaction, costs 0.2 s.
WORTH = 10
# How a server says that it does not take what was sent, or not so much of it.
_TOO_MUCH = (400, 413, 500)
_NOT_TAKEN = (*_TOO_MUCH, 404, 405, 406, 415, 501)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be sent: the name it goes by in messages, and the update that does it.

    Where it puts one graph and touches no other: that graph, and its N-Triples. `new`: nothing stands there yet.
    """

    name: str
    update: str
    graph: NamedNode | None = None
    lines: str = ""
    new: bool = False


class Sender:
    """Sends batches."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._has_graphs = endpoint.address.graphs is not None
        self._takes_quads = self._has_graphs

    def send(self, parts: Sequence[Part], ending: Callable[[], str]) -> None:
        """Send parts, each whole or not at all. What the server refuses together is sent part by part.

        `ending` gives the updates that every request ends with: those that belong to the store, not to an article.
        Raises StoreError, naming the first part that it refuses then, too, when all were tried.
        """
        left, refusals = self._without_new(parts), []
        try:
            self._endpoint.update(" ;\n".join([*(part.update for part in left), ending()]))
        except Refused as wrong:
            if wrong.status not in _TOO_MUCH or not left:
                raise
            if len(left) > 1:
                refusals = each_alone(left, lambda part: self.send([part], ending), _refused)
            else:
                self._put(left[0], ending, wrong)
        if refusals:
            raise refusals[0]

    def _without_new(self, parts: Sequence[Part]) -> Sequence[Part]:
        """Send those that are new as N-Quads, where that is worth it; those that are left."""
        new = [part for part in parts if part.new and part.graph is not None]
        if not self._takes_quads or len(new) < WORTH:
            return parts
        try:
            self._endpoint.add_quads("".join(in_graph(p.lines, p.graph) for p in new if p.graph).encode())
        except Refused as wrong:
            if wrong.status not in _NOT_TAKEN:
                raise
            self._takes_quads = False
            return parts
        return [part for part in parts if not part.new]

    def _put(self, part: Part, ending: Callable[[], str], refusal: Refused) -> None:
        """Put a graph by the Graph Store Protocol, if there is one: it has no limits on the length of a statement."""
        if not self._has_graphs or part.graph is None:
            raise StoreError(f"{one_line(part.name)} was not stored: {refusal}") from refusal
        try:
            self._endpoint.put_graph(part.graph, part.lines.encode())
        except Refused as wrong:
            raise StoreError(f"{one_line(part.name)} was not stored: {wrong}") from wrong
        self._endpoint.update(ending())


def _refused(wrong: StoreError) -> bool:
    return isinstance(wrong.__cause__, Refused)
