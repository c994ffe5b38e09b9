"""Who writes to a store in Neo4j: one process at a time, told by the store's own node.

The node holds the writer's token and until when it counts, by the server's clock; the writer renews it while it lives.
Each transaction that writes checks the token on the locked node, so that a writer that was taken for dead (a laptop
that slept) can do no harm when it wakes. One that died on this machine is known as dead at once, others after SECONDS.
"""

import os
import secrets
import socket
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import StoreError
from graph.store._bolt_link import RESUME, Link
from graph.store._bolt_schema import SCHEMA
from graph.store._schema import check_not_newer

if TYPE_CHECKING:
    from neo4j import Transaction

# How long a writer counts as alive after it was last heard of.
SECONDS = 20.0
NAME = "legation"

_LOCKED = """
MERGE (s:Store {name: $name})
ON CREATE SET s.schema = $schema, s.revision = 0, s.made = $made
SET s.asked = timestamp()
RETURN s {.*} AS store, timestamp() AS now
"""
_TAKEN = """
MATCH (s:Store {name: $name})
SET s.writer = $token, s.writer_host = $host, s.writer_process = $process, s.writer_until = timestamp() + $ms
"""
_RENEWED = """
MATCH (s:Store {name: $name, writer: $token}) SET s.writer_until = timestamp() + $ms RETURN s.revision AS revision
"""
_CHANGED = """
MATCH (s:Store {name: $name, writer: $token})
SET s.revision = s.revision + 1, s.writer_until = timestamp() + $ms RETURN s.revision AS revision
"""
_RELEASED = """
MATCH (s:Store {name: $name, writer: $token})
REMOVE s.writer, s.writer_host, s.writer_process, s.writer_until
"""

_LIVE: set[str] = set()


class WriterLock:
    """The right to write, held until it is released or lost."""

    def __init__(self, link: Link) -> None:
        self._link, self.token = link, secrets.token_hex(8)
        link.write(self._take)
        _LIVE.add(self.token)
        self._over = threading.Event()
        self._beat = threading.Thread(target=self._renew, name="legation-writer", daemon=True)
        self._beat.start()

    def changed(self, tx: "Transaction") -> None:
        """Count a change in a transaction, which waits for others that write. Raises StoreError where it may not."""
        self._need(tx, _CHANGED)

    def release(self) -> None:
        """Let others write. Raises StoreError where the server cannot be told."""
        self.abandon()
        self._link.write(lambda tx: tx.run(_RELEASED, name=NAME, token=self.token).consume())

    def abandon(self) -> None:
        """Stop renewing the right to write, and tell nobody: others on this machine see it at once, elsewhere soon."""
        self._over.set()
        _LIVE.discard(self.token)
        self._beat.join()

    def _take(self, tx: "Transaction") -> None:
        made = secrets.token_hex(4)
        found = tx.run(_LOCKED, name=NAME, schema=SCHEMA, made=made).single(strict=True)
        store = found["store"]
        check_not_newer(self._link.address, store["schema"], SCHEMA)
        if store.get("writer") and store["writer_until"] > found["now"] and not _dead(store):
            left = (store["writer_until"] - found["now"]) / 1000
            raise StoreError(
                f"{store['writer_process']} on {store['writer_host'].partition(' ')[0]} is writing to the store "
                f"{self._link.address}: wait until it ends; if it was killed, {left:.0f} seconds are enough"
            )
        tx.run(_TAKEN, name=NAME, token=self.token, host=_host(), process=_process(), ms=_MS).consume()

    def _need(self, tx: "Transaction", query: str) -> None:
        if tx.run(query, name=NAME, token=self.token, ms=_MS).single() is None:
            raise StoreError(
                f"another process is writing to the store {self._link.address} by now, since this one was not heard of "
                f"for {SECONDS:.0f} seconds: {RESUME}"
            )

    def _renew(self) -> None:
        while not self._over.wait(SECONDS / 4):
            try:
                self._link.write(lambda tx: self._need(tx, _RENEWED))
            except StoreError:
                # Nobody waits for this thread; the next transaction of the writer finds the same, and says so.
                continue


_MS = int(SECONDS * 1000)


def _host() -> str:
    """This machine's name, and which boot of it and which container: process ids mean something there only."""
    return (
        f"{socket.gethostname()} {_read('/proc/sys/kernel/random/boot_id')} {_link_of('/proc/self/ns/pid')}"
    )


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123 (no file of ours)
            return file.read().strip()
    except OSError:
        return "-"


def _link_of(path: str) -> str:
    try:
        return os.readlink(path)  # noqa: PTH115
    except OSError:
        return "-"


def _process() -> str:
    return f"process {os.getpid()}"


def _dead(store: Mapping[str, Any]) -> bool:
    """Whether the writer is known to be gone. Elsewhere than on this machine nothing is known."""
    if store["writer_host"] != _host() or os.name != "posix":
        return False
    if store["writer_process"] == _process():
        return store["writer"] not in _LIVE
    try:
        os.kill(int(store["writer_process"].split()[-1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
