"""The connection to a Neo4j server: transactions that end in time, and failures told in one line."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from graph.errors import StoreError
from graph.store._credentials import credentials

if TYPE_CHECKING:
    from neo4j import Driver, Session, Transaction
    from neo4j.exceptions import DriverError, Neo4jError

_T = TypeVar("_T")
Row = dict[str, Any]

# A dead server should be told of soon; a server that is only starting again is waited for by whoever resumes.
RETRY_SECONDS = 3.0
CONNECT_SECONDS = 5.0
# Of one transaction. Reading a whole store takes longest, then judging that two busy actors are one.
READ_SECONDS = 300.0
WRITE_SECONDS = 300.0
OLDEST = 5

_MEMORY = "MemoryPoolOutOfMemoryError"
RESUME = "give the same command again: what was stored stays, and it goes on from there"


class Link:
    """A driver with our credentials and limits. `address` is as the user gave it, and holds no secret."""

    def __init__(self, address: str) -> None:
        _need_driver()
        self.address = address
        parts = urlsplit(address)
        # bolt://host:7687/name chooses a database, which drivers have no form of address for.
        self.database: str | None = parts.path.strip("/") or None
        with self.told():
            self._driver = _driver(parts._replace(path="").geturl())
        try:
            with self.told():
                self._driver.verify_connectivity()
                self._check_version()
                self._bookmarks = _bookmarks()
                if self.database:
                    self.read(lambda tx: tx.run("RETURN 1").consume())
        except BaseException:
            self._driver.close()
            raise

    def session(self, *, write: bool = False) -> "Session":
        """A session that sees what this link wrote before."""
        mode = "WRITE" if write else "READ"
        return self._driver.session(
            default_access_mode=mode, bookmark_manager=self._bookmarks, fetch_size=1000, **self._where()
        )

    def read(self, work: Callable[["Transaction"], _T], seconds: float = READ_SECONDS) -> _T:
        """What a function reads in one transaction, which may be run again. Raises StoreError."""
        return self._transact(work, seconds, write=False)

    def write(self, work: Callable[["Transaction"], _T], seconds: float = WRITE_SECONDS) -> _T:
        """What a function does in one transaction: all of it, or nothing. It may be run again. Raises StoreError."""
        return self._transact(work, seconds, write=True)

    def _transact(self, work: Callable[["Transaction"], _T], seconds: float, *, write: bool) -> _T:
        """As the driver's own `execute_write`, but for a failure that it repeats in vain: see `_passes`."""
        from neo4j.exceptions import DriverError, Neo4jError

        end, pause = time.monotonic() + RETRY_SECONDS, 0.1
        with self.told():
            while True:
                try:
                    with (
                        self.session(write=write) as session,
                        session.begin_transaction(timeout=seconds) as tx,
                    ):
                        found = work(tx)
                        tx.commit()
                        return found
                except (DriverError, Neo4jError) as wrong:
                    if not _passes(wrong) or time.monotonic() > end:
                        raise
                time.sleep(pause)
                pause *= 2

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within it, what goes wrong with the server becomes a StoreError of one line."""
        try:
            yield
        except _failures() as wrong:
            raise StoreError(self._line(wrong)) from wrong

    def _line(self, wrong: Exception) -> str:
        from neo4j.exceptions import (
            AuthError,
            ConfigurationError,
            Neo4jError,
            ServiceUnavailable,
            SessionExpired,
        )

        code, text = (wrong.code, wrong.message) if isinstance(wrong, Neo4jError) else ("", str(wrong))
        where, why, code = self.address, " ".join((text or "").split())[:200], code or ""
        if isinstance(wrong, AuthError) or "AuthenticationRateLimit" in code:
            return (
                f"the server at {where} refuses this user or password: set LEGATION_USER and LEGATION_PASSWORD, "
                f"or LEGATION_CREDENTIALS, and {RESUME}"
            )
        if code.endswith(_MEMORY):
            return (
                f"the server at {where} has too little memory for one transaction: raise "
                f"dbms.memory.transaction.total.max in its neo4j.conf, then {RESUME}"
            )
        if "TransactionTimedOut" in code:
            return f"the server at {where} took too long and the transaction was stopped: {RESUME}"
        if code.endswith("DatabaseNotFound"):
            return f"the server at {where} has no database '{self.database}': leave the name out, or make it there"
        if type(wrong).__name__ in _FOREIGN or isinstance(wrong, ConfigurationError):
            return f"what answers at {where} is no Neo4j {OLDEST} or newer ({why}): name another --store"
        if isinstance(wrong, (ServiceUnavailable, SessionExpired, OSError, ValueError)):
            return f"no Neo4j answers at {where} ({why}): start it or mend the address, then {RESUME}"
        return (
            f"the server at {where} failed ({code or type(wrong).__name__}: {why}): mend that, then {RESUME}"
        )

    def _where(self) -> dict[str, Any]:
        return {"database": self.database} if self.database else {}

    def _check_version(self) -> None:
        agent = str(self._driver.get_server_info().agent)
        product, _, version = agent.partition("/")
        first = version.partition(".")[0]
        if product != "Neo4j" or not first.isdigit() or int(first) < OLDEST:
            raise StoreError(
                f"what answers at {self.address} is {agent[:60]}, and a store needs Neo4j {OLDEST} or newer: upgrade it"
            )


# What version 5 of the driver raises, outside its own hierarchy, where something else than a Neo4j answers.
_FOREIGN = ("UnsupportedServerProduct", "BoltHandshakeError", "BoltProtocolError")


def _failures() -> tuple[type[Exception], ...]:
    """What goes wrong with servers and drivers."""
    from neo4j import _exceptions
    from neo4j.exceptions import DriverError, Neo4jError, UnsupportedServerProduct

    return (DriverError, Neo4jError, UnsupportedServerProduct, _exceptions.BoltError, OSError, ValueError)


def _passes(wrong: "DriverError | Neo4jError") -> bool:
    """Whether the driver says that a failure may pass. That of memory calls itself transient, and is not."""
    return wrong.is_retryable() and not str(getattr(wrong, "code", "") or "").endswith(_MEMORY)


def refused(wrong: StoreError) -> bool:
    """Whether the server refused what a transaction holds, and might take less of it."""
    from neo4j.exceptions import AuthError, Forbidden, Neo4jError

    cause = wrong.__cause__
    return (
        isinstance(cause, Neo4jError)
        and not isinstance(cause, (AuthError, Forbidden))
        and not _passes(cause)
        and "TransactionTimedOut" not in str(cause.code)
    )


def _need_driver() -> None:
    try:
        import neo4j  # noqa: F401
    except ImportError as missing:
        raise StoreError("a Neo4j store needs the driver: pip install 'legation[neo4j]'") from missing


def _driver(uri: str) -> "Driver":
    from neo4j import GraphDatabase

    # What fails is told as a StoreError; the driver would write it to standard error as well, and version 6 of it the
    # server's hints too ("no such label yet"). Asking the server to be silent works only from 5.7 on.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)
    known = credentials()
    return GraphDatabase.driver(
        uri,
        auth=(known.user, known.password) if known else None,
        connection_timeout=CONNECT_SECONDS,
        connection_acquisition_timeout=RETRY_SECONDS + 2 * CONNECT_SECONDS,
        user_agent="legation",
    )


def _bookmarks() -> Any:
    from neo4j import GraphDatabase

    return GraphDatabase.bookmark_manager()
