"""HTTP to a SPARQL server: one deadline for the whole of a request, and every way it can fail told in one line.

Written over the standard library, since a deadline has to reach the socket: a time-out of a client library begins anew
with every byte that arrives. Redirects are not followed, settings of proxies and of .netrc not read: what is sent, a
password among it, goes to the address that was given and nowhere else.
"""

import base64
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from graph.errors import StoreError
from graph.safe import one_line
from graph.store._credentials import Credentials
from graph.version import __version__

# A server that is there accepts a connection in milliseconds; a wrong address should not cost a minute.
CONNECT = 10.0
# What a server says about an error is shown in one line; a proxy's page may be long.
_SAID = 20_000
# The end of an answer, kept since a server that stops in the middle may say there why.
_TAIL = 200
_LOST = (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError)


class Refused(StoreError):  # noqa: N818 -- named as what happened
    """The server answered with an error: `status` is that of HTTP, `said` its own words in one line."""

    def __init__(self, message: str, status: int, said: str) -> None:
        super().__init__(message)
        self.status, self.said = status, said


class Late(StoreError):  # noqa: N818 -- named as what happened
    """The time limit passed before the answer was whole."""


class Reply:
    """An answer that is read as it comes; `read` makes it a file for parsers."""

    def __init__(self, response: http.client.HTTPResponse, watch: "_Watch", where: str) -> None:
        self._response, self._watch, self._where = response, watch, where
        self.kind = response.headers.get_content_type()
        self.tail = b""
        # Parsers turn what a read raises into errors of their own; this is the true one.
        self.failed: StoreError | None = None

    def read(self, size: int = 65_536) -> bytes:
        """What has come, at most `size` bytes; b"" at the end. Raises Late, StoreError."""
        try:
            data = self._response.read1(max(size, 1))
            if not data and self._response.length:
                raise http.client.IncompleteRead(b"", self._response.length)
            if not data and (late := self._watch.late()):
                raise late
        except (OSError, http.client.HTTPException, ValueError, AttributeError, Late) as wrong:
            self.failed = self._watch.late() or StoreError(
                f"{self._where} broke off in the middle of its answer ({_why(wrong)}): try again"
            )
            raise self.failed from wrong
        self.tail = (self.tail + data)[-_TAIL:] if data else self.tail
        return data

    def whole(self) -> bool:
        """Whether all of it was read, so that the connection can serve again."""
        return self._response.isclosed()


class _Watch:
    """Ends a connection when time is up, whatever it is doing."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._socket = connection.sock
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        try:
            # Of the plain socket: an encrypted one would first say goodbye, and wait for that.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself

    def late(self) -> Late | None:
        if time.monotonic() < self._until - 0.01:
            return None
        return Late(f"the server did not answer within {self._seconds:g} seconds")

    def stop(self) -> None:
        self._timer.cancel()


class Server:
    """A server's connections, kept open between requests. Threads may share it."""

    def __init__(self, credentials: Credentials | None = None) -> None:
        self._headers = {"User-Agent": f"legation/{__version__}"}
        self._secrets: list[str] = []
        if credentials is not None:
            pair = base64.b64encode(f"{credentials.user}:{credentials.password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {pair}"
            self._secrets = [pair, credentials.password]
        self._idle: dict[str, list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """End all connections that are not in use."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connection in (each for several in idle.values() for each in several):
            connection.close()

    @contextmanager
    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float, method: str = "POST"
    ) -> Iterator[Reply]:
        """The answer to a POST, or a PUT. Raises Refused for an answer that is an error, Late, and StoreError.

        A connection that was idle may have been closed by the server, and the request is then sent once more: all
        that this package sends may come twice.
        """
        parts = urlsplit(url)
        where = f"{parts.scheme}://{parts.netloc}"
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        until = time.monotonic() + seconds
        connection, response, watch = self._sent(where, (method, target or "/"), body, headers, until)
        reusable = False
        try:
            reply = Reply(response, watch, where)
            if not 200 <= response.status < 300:
                raise self._refusal(url, response, reply)
            yield reply
            reusable = reply.whole() and not response.will_close
        finally:
            watch.stop()
            if reusable:
                with self._lock:
                    self._idle.setdefault(where, []).append(connection)
            else:
                # The answer has a hold on the socket of its own.
                response.close()
                connection.close()

    def _sent(
        self, where: str, what: tuple[str, str], body: bytes, headers: Mapping[str, str], until: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse, _Watch]:
        while True:
            with self._lock:
                waiting = self._idle.get(where)
                connection = waiting.pop() if waiting else None
            used = connection is not None
            connection = connection or _connection(where, until)
            watch = _Watch(connection, max(until - time.monotonic(), 0.001))
            try:
                connection.request(*what, body, {**self._headers, **headers})
                response = connection.getresponse()
                if late := watch.late():
                    response.close()
                    raise late
            except (OSError, http.client.HTTPException, ValueError, Late) as wrong:
                watch.stop()
                connection.close()
                if late := watch.late():
                    raise late from wrong
                if not used or not isinstance(wrong, _LOST):
                    raise StoreError(
                        f"{where} ended the connection without an answer ({_why(wrong)}): see that the server is well"
                    ) from wrong
            else:
                return connection, response, watch

    def _refusal(self, url: str, response: http.client.HTTPResponse, reply: Reply) -> Refused:
        text = b""
        while len(text) < _SAID and (more := reply.read()):
            text += more
        said = _said(text.decode(errors="replace"), reply.kind)
        for secret in self._secrets:
            said = said.replace(secret, "***") if secret else said
        return Refused(_told(url, response, said), response.status, said)


def _connection(where: str, until: float) -> http.client.HTTPConnection:
    parts = urlsplit(where)
    limit = max(min(CONNECT, until - time.monotonic()), 0.001)
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=limit)
    try:
        connection.connect()
    except ssl.SSLError as wrong:
        connection.close()
        raise StoreError(f"no safe connection to {where} ({_why(wrong)}): check the address") from wrong
    except (OSError, UnicodeError) as wrong:
        connection.close()
        raise StoreError(
            f"no server answers at {where} ({_why(wrong)}): start it, or check the address"
        ) from wrong
    # From here on the watch counts.
    connection.sock.settimeout(None)
    return connection


def _why(wrong: Exception) -> str:
    return one_line(getattr(wrong, "strerror", None) or str(wrong) or type(wrong).__name__, 120)


def _said(text: str, kind: str) -> str:
    """The words of an error: of a web page its title."""
    if kind == "text/html" or text.lstrip()[:1] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title", text, re.IGNORECASE | re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", title.group(1) if title else text)
    return one_line(text, 300)


def _told(url: str, response: http.client.HTTPResponse, said: str) -> str:
    """What an error of HTTP means, and what to do."""
    status = response.status
    more = f" ({said})" if said else ""
    if 300 <= status < 400:
        place = one_line(response.headers.get("Location") or "elsewhere", 120)
        return f"{url} has moved to {place}: name that address"
    known = {
        401: f"the server at {url} wants another user or password: set LEGATION_USER and LEGATION_PASSWORD",
        403: f"the server at {url} does not allow this user to do that{more}: ask who runs it",
        404: f"there is no SPARQL endpoint at {url} (404): check the path of the address",
        405: f"{url} does not take what was sent (405){more}: check the path of the address",
        407: f"a proxy in front of {url} wants a password: reach the server without it",
        413: f"{url} does not take so much at once (413){more}: raise the server's limit",
        415: f"{url} does not take what was sent (415){more}: is this the address for it?",
        503: f"the server at {url} is busy or stopped the request (503){more}: try again",
    }
    return known.get(status, f"the server at {url} answered with error {status}{more}")
