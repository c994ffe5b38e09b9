"""Writing to a SPARQL server: articles in batches, since a transaction there costs much and articles in it little."""

import secrets
from contextlib import suppress
from typing import Self

from pyoxigraph import Literal, Triple

from graph import merges as judged
from graph import rdf, rdf_merges
from graph import vocabulary as v
from graph.errors import StoreError
from graph.merges import Canonical
from graph.model import Merge, Reading
from graph.ontology_rdf import ontology
from graph.store._folder import SCHEMA
from graph.store._judging import Judging
from graph.store._marks import Marks
from graph.store._sparql_endpoint import ABOUT, Endpoint, about
from graph.store._sparql_lock import Lock
from graph.store._sparql_marks import SparqlMarks
from graph.store._sparql_read import Reader, Strange
from graph.store._sparql_send import Part, Sender
from graph.store._update import marked, replacing, replacing_lines
from graph.store.base import Change

# A batch is one request and one transaction, which costs 0.2 s on Fuseki however small it is. Larger batches gain little,
# and servers refuse bodies of many megabytes.
BATCH = 50
BATCH_BYTES = 4 * 2**20
RESUME = "what was stored before is kept: start the same load again, and it goes on from there"


class SparqlWriter(Judging):
    """The one writer. A batch that fails leaves those before it stored, and ends the writer."""

    def __init__(self, endpoint: Endpoint, reader: Reader) -> None:
        self._endpoint, self._reader = endpoint, reader
        self._lock: Lock | None = Lock(endpoint)
        self._sender = Sender(endpoint)
        self._schema = SCHEMA
        # What is to be sent, and the articles that it concerns.
        self._waiting: list[Part] = []
        self._touched: set[str] = set()
        self._bytes = 0
        self._failed = False
        try:
            self._marks = Marks(SparqlMarks(endpoint))
            self._know(reader.merges())
            self._describe()
            self._bring_up(about(endpoint).schema)
        except StoreError:
            self._failed = True
            self.close()
            raise

    def put(self, reading: Reading) -> Change:
        """Store a reading in place of what was read from the same article or file before, with its batch."""
        self._open()
        sheet, mark = marked(judged.apply(reading, self._final))
        change, stale = self._marks.put(reading.article, mark)
        if change != "unchanged":
            new = change == "added" and reading.article.id not in self._touched
            self._touched |= {reading.article.id, *stale}
            self._wait(_part(reading.article.id, sheet, stale, new=new))
        return change

    def drop(self, article_id: str) -> bool:
        """Remove an article with all that was read from it, with its batch."""
        self._open()
        there = self._marks.drop(article_id)
        if there:
            self._touched.add(article_id)
            self._wait(Part(f"the article {article_id}", replacing({}, {v.graph_iri(article_id)})))
        return there

    def flush(self) -> None:
        """Send what is waiting; the server has then stored it."""
        lock, waiting = self._open(), self._waiting
        if not waiting:
            return
        try:
            lock.check()
            self._sender.send(waiting, self._ending)
        except StoreError as wrong:
            self._failed = True
            raise StoreError(f"{wrong}; {RESUME}") from wrong
        # Only now: what an interrupt keeps from being sent is sent when the writer is closed; twice does no harm.
        self._waiting, self._touched, self._bytes = [], set(), 0
        self._marks.sent()

    def close(self) -> None:
        """Flush, and let others write."""
        lock = self._lock
        if lock is None:
            return
        try:
            if not self._failed:
                self.flush()
        finally:
            self._lock = None
            self._release(lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _release(self, lock: Lock) -> None:
        try:
            lock.release()
        except StoreError:
            # After a failure the server may be gone, and what it failed of was told; the lock becomes void by itself.
            if not self._failed:
                raise

    def _open(self) -> Lock:
        if self._lock is None:
            raise StoreError("this writer is closed: take a new one from the store")
        if self._failed:
            raise StoreError(f"this writer has failed; {RESUME}")
        return self._lock

    def _judge(self, merges: list[Merge], final: Canonical) -> None:
        """Put these judgements in place of those there are, and tell the articles again that they change, in one request."""
        self.flush()
        sheets = {v.MERGES: rdf_merges.triples(merges)}
        told: list[tuple[str, str, str | None]] = []
        for reading in self._reader.fetched(self._reader.naming(judged.changed(self._final, final))):
            graph = v.graph_iri(reading.article.id)
            sheets[graph], mark = marked(judged.apply(reading, final))
            told.append((reading.article.id, mark, reading.article.source))
        self._waiting.append(Part("the judgement", replacing(sheets)))
        self.flush()
        for each in told:
            self._marks.note(*each)

    def _wait(self, part: Part) -> None:
        self._waiting.append(part)
        self._bytes += len(part.update.encode())
        if len(self._waiting) >= BATCH or self._bytes >= BATCH_BYTES:
            self.flush()

    def _ending(self) -> str:
        """The updates that end each batch: the store's new revision, and the lock prolonged."""
        lock, word = self._open(), Literal(secrets.token_hex(8))
        said = f"{ABOUT} {v.leg('revision')} {word} ; {v.leg('schema')} {Literal(self._schema)}"
        turned = f"DROP SILENT GRAPH {ABOUT} ;\nINSERT DATA {{ GRAPH {ABOUT} {{ {said} }} }}"
        return f"{turned} ;\n{lock.renew()}"

    def _bring_up(self, schema: int | None) -> None:
        """Tell all articles again as this version does, where an older one wrote them; what it cannot read stays.

        Who is interrupted leaves a store of the older schema, and the next writer begins again.
        """
        if schema is None or schema >= SCHEMA:
            return
        self._schema = schema
        for article_id in sorted(self._reader.marks()):
            with suppress(Strange):
                for reading in self._reader.fetched([article_id]):
                    self.put(reading)
        self.flush()
        self._schema = SCHEMA
        self._waiting.append(Part("the schema", replacing({v.ONTOLOGY: ontology()})))
        self.flush()

    def _describe(self) -> None:
        """Keep the ontology in a graph of its own, so that queries can use its labels, and the schema's version."""
        rows = self._endpoint.rows(f"SELECT ?s ?p ?o {{ GRAPH {v.ONTOLOGY} {{ ?s ?p ?o }} }}")
        held = {" ".join(map(str, row)) for row in rows}
        sheet = ontology()
        if held != {" ".join(map(str, (t.subject, t.predicate, t.object))) for t in sheet}:
            self._wait(Part("the ontology", replacing({v.ONTOLOGY: sheet})))


def _part(article_id: str, sheet: list[Triple], stale: set[str], *, new: bool) -> Part:
    """The part of a batch that puts an article, and takes others out."""
    name, graph, lines = f"the article {article_id}", v.graph_iri(article_id), rdf.n_triples(sheet)
    update = replacing_lines({graph: lines}, map(v.graph_iri, stale))
    return Part(name, update) if stale else Part(name, update, graph, lines, new)
