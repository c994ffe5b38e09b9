"""One writer at a time on a SPARQL server: a graph that holds who writes, taken by a conditional insert and read back.

It binds those who ask, which is Legation everywhere and nobody else, and it is as good as the server's transactions:
where two updates can interleave, two writers that begin in the same instant may both believe that they hold it, until
the next batch of one of them finds the other's name. Each article still is replaced whole. A writer that is killed
leaves the lock behind. It is void when its holder's process is gone, where that was on this machine, and else when it
was not renewed for TERM. All times are the server's own: no clock of ours takes part.
"""

import os
import platform
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pyoxigraph import Literal, NamedNode

from graph import vocabulary as v
from graph.errors import StoreError
from graph.safe import one_line
from graph.store._sparql_endpoint import Endpoint

GRAPH = NamedNode(v.BASE + "lock")
# Longer than a batch takes to be read and stored, short enough to wait for.
TERM = timedelta(minutes=5)
_HOLDER, _TURN, _SINCE, _RENEWED = (
    v.leg(name) for name in ("writtenBy", "writingTurn", "writingSince", "writingRenewed")
)

# Locks that this process holds no more, even if the server could not be told.
_LEFT: set[str] = set()


@dataclass(frozen=True, slots=True)
class _State:
    """Who holds the lock; `turn` changes with every renewal."""

    holder: str
    turn: str
    since: str
    renewed: str
    now: str

    @property
    def void(self) -> bool:
        """Whether the holder can be taken to be gone."""
        if self.holder in _LEFT:
            return True
        try:
            aged = datetime.fromisoformat(self.now) - datetime.fromisoformat(self.renewed)
        except (TypeError, ValueError):
            return False
        return aged > TERM or _gone(self.holder)


class Lock:
    """The right to write; `renew` gives the lines of an update that prolong it."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take it. Raises StoreError where somebody else is writing."""
        self._me = f"{_machine()} {os.getpid()} {secrets.token_hex(8)}"
        self._endpoint = endpoint
        before = self._state()
        if before is not None and not before.void:
            raise StoreError(_refusal(endpoint, before))
        endpoint.update(self._take(before))
        held = self._state()
        if held is None or held.holder != self._me:
            raise StoreError(_refusal(endpoint, held))

    def __del__(self) -> None:
        # A writer that nobody closed and nobody holds any more writes no more.
        _LEFT.add(self._me)

    def check(self) -> None:
        """Raise StoreError if somebody else has taken the lock over."""
        held = self._state()
        if held is None or held.holder != self._me:
            raise StoreError(f"{_refusal(self._endpoint, held)}; the lock was not renewed for too long")

    def renew(self) -> str:
        """An update that prolongs the lock, to be sent with a batch."""
        return (
            f"DELETE {{ GRAPH {GRAPH} {{ {GRAPH} {_RENEWED} ?before ; {_TURN} ?turn }} }} "
            f"INSERT {{ GRAPH {GRAPH} {{ {GRAPH} {_RENEWED} ?now ; {_TURN} {_fresh()} }} }} "
            f"WHERE {{ GRAPH {GRAPH} {{ {GRAPH} {_HOLDER} {Literal(self._me)} ; {_RENEWED} ?before ; {_TURN} ?turn }} "
            "BIND(NOW() AS ?now) }"
        )

    def release(self) -> None:
        """Let others write. Where the server cannot be told, this process at least knows that the lock is void."""
        _LEFT.add(self._me)
        self._endpoint.update(
            f"DELETE {{ GRAPH {GRAPH} {{ {GRAPH} ?property ?value }} }} WHERE {{ GRAPH {GRAPH} {{ "
            f"{GRAPH} {_HOLDER} {Literal(self._me)} ; ?property ?value }} }}"
        )

    def _take(self, void: _State | None) -> str:
        mine = f"{_HOLDER} {Literal(self._me)} ; {_TURN} {_fresh()} ; {_SINCE} ?now ; {_RENEWED} ?now"
        insert = f"INSERT {{ GRAPH {GRAPH} {{ {GRAPH} {mine} }} }}"
        if void is None:
            free = f"FILTER NOT EXISTS {{ GRAPH {GRAPH} {{ {GRAPH} {_HOLDER} ?somebody }} }}"
            return f"{insert} WHERE {{ BIND(NOW() AS ?now) {free} }}"
        # Only if nobody has renewed or taken it since it was looked at.
        return (
            f"DELETE {{ GRAPH {GRAPH} {{ {GRAPH} ?property ?value }} }} {insert} WHERE {{ GRAPH {GRAPH} {{ "
            f"{GRAPH} {_TURN} {Literal(void.turn)} ; ?property ?value }} BIND(NOW() AS ?now) }}"
        )

    def _state(self) -> _State | None:
        names = " ".join(
            f"{property_} ?{name} ;"
            for property_, name in (
                (_HOLDER, "holder"), (_TURN, "turn"), (_SINCE, "since"), (_RENEWED, "renewed"),
            )
        )  # fmt: skip
        text = (
            "SELECT ?holder ?turn (STR(?since) AS ?began) (STR(?renewed) AS ?last) (STR(NOW()) AS ?now) "
            f"{{ GRAPH {GRAPH} {{ {GRAPH} {names} }} }} ORDER BY ?turn"
        )
        found = [[getattr(term, "value", "") for term in row] for row in self._endpoint.rows(text)]
        return _State(*found[0]) if found else None


def _fresh() -> Literal:
    return Literal(secrets.token_hex(8))


def _machine() -> str:
    return "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in platform.node()) or "-"


def _gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended; False where that cannot be known."""
    machine, pid, *_ = [*holder.split(), "", ""]
    if os.name != "posix" or machine != _machine() or not pid.isdecimal() or int(pid) == 0:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _refusal(endpoint: Endpoint, held: _State | None) -> str:
    if held is None:
        return f"the lock of {endpoint.host} cannot be taken: nothing that is written there can be read back"
    machine, pid, *_ = [*held.holder.split(), "", ""]
    who = f"process {pid} on {machine}" if pid else "another process"
    return (
        f"{one_line(who, 120)} is writing to {endpoint.host} since {one_line(held.since, 40)}: wait until it ends "
        f"(a lock that is not renewed is void after {TERM.total_seconds() / 60:g} minutes)"
    )
