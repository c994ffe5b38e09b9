"""Processes that answer queries: started once, kept ready, killed at the time limit and replaced.

Starting one costs more than most queries take: Python, the library, the opening of the database.
"""

import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import QueryError, QueryTimeout

_SCRIPT = Path(__file__).with_name("_query_child.py")
# Enough for an app whose user clicks on while an answer is on its way; each takes some 40 MB.
KEPT = 2


class DiedError(Exception):
    """The process ended before it answered; `words` are its last ones."""

    def __init__(self, code: int, words: bytes) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Child:
    """One process. It answers one request after the other, and ends when its standard input does."""

    def __init__(self, database: Path | None) -> None:
        # -P keeps the script's folder off the module path, where its neighbours could pass for other modules.
        command = [sys.executable, "-P", "-X", "utf8", str(_SCRIPT), *([str(database)] if database else [])]
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own script; the query travels on standard input)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except OSError as wrong:
            raise QueryError(
                f"no process can be started for the query ({wrong.strerror}): try again"
            ) from wrong

    def answer(self, request: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], bool]:
        """The reply, and whether the process can be asked again. Raises QueryTimeout; DiedError."""
        late = threading.Event()
        timer = threading.Timer(seconds, self._too_late, (late,))
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(json.dumps(request).encode())
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            reply: dict[str, Any] = json.loads(line)
            return reply, reply.pop("again") and not late.is_set()
        words = self.end()
        if late.is_set():
            raise QueryTimeout(
                f"the query was stopped after {seconds:g} seconds: narrow it, add a LIMIT or allow it more time"
            )
        raise DiedError(self._process.returncode, words)

    def end(self) -> bytes:
        """Kill it; what it said on standard error."""
        self._process.kill()
        # Both pipes are empty or small by now; communicate() also closes them and waits.
        return self._process.communicate()[1] if not self._closed else b""

    @property
    def _closed(self) -> bool:
        return self._process.stdout is None or self._process.stdout.closed

    def _exchange(self, request: bytes) -> bytes:
        pipes = self._process
        assert pipes.stdin is not None and pipes.stdout is not None
        try:
            pipes.stdin.write(request + b"\n")
            pipes.stdin.flush()
        except (BrokenPipeError, OSError):  # it is gone: what it left on standard error says why
            return b""
        return pipes.stdout.readline()

    def _too_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()


class Children:
    """The processes of one database. Any number of threads may ask at once; some processes are kept for the next."""

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        # Ends them with the last reference to this object, at the latest when Python does.
        weakref.finalize(self, _end_all, self._idle)

    def answer(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """The reply of a process of its own to a request. Raises QueryTimeout, DiedError, QueryError."""
        child, fresh = self._take()
        try:
            reply, again = child.answer(request, seconds)
        except DiedError:
            if fresh:
                raise
            # It may have been killed while it waited; whether the query is to blame, a new one tells.
            child = Child(self._database)
            reply, again = child.answer(request, seconds)
        self._give_back(child, again)
        return reply

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            _end_all(self._idle)

    def _take(self) -> tuple[Child, bool]:
        with self._lock:
            if self._idle:
                return self._idle.pop(), False
        return Child(self._database), True

    def _give_back(self, child: Child, again: bool) -> None:
        with self._lock:
            if again and len(self._idle) < KEPT:
                self._idle.append(child)
                return
        child.end()


def _end_all(idle: list[Child]) -> None:
    while idle:
        idle.pop().end()
