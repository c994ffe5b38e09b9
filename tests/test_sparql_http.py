"""What a SPARQL store makes of servers that misbehave, played by one that does as it is told."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from graph.errors import LegationError, QueryError, QueryTimeout, StoreError
from graph.store import open_store
from graph.store._sparql_address import Address, parse
from graph.store.sparql import SparqlStore, SparqlView

JSON = "application/sparql-results+json"
HEAD = '{"head":{"vars":["a"]},"results":{"bindings":['
ROW = '{"a":{"type":"literal","value":"1"}}'
EMPTY = HEAD + "]}}"
Play = Callable[[socket.socket], None]


def reply(
    text: str, kind: str = JSON, status: str = "200 OK", length: int | None = None, more: str = ""
) -> Play:
    """Answer with this text, once the request is there; `length` is what the answer says it is long."""
    body = text.encode()
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n{more}\r\n"
    return lambda link: link.sendall(head.encode() + body)


def drip(link: socket.socket) -> None:
    """A row a moment, for ever."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nConnection: close\r\n\r\n{HEAD}{ROW}"
    link.sendall(head.encode())
    while True:
        link.sendall(f",{ROW}".encode())
        time.sleep(0.05)


def drip_head(link: socket.socket) -> None:
    """A header a moment, for ever."""
    link.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(90):
        link.sendall(f"X-{number}: x\r\n".encode())
        time.sleep(0.05)


def silent(link: socket.socket) -> None:
    """Nothing, until the other side gives up."""
    link.recv(1)


@contextmanager
def server(play: Play) -> Iterator[str]:
    """The address of a server that does this with every request."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, play), daemon=True).start()
        yield f"sparql+http://127.0.0.1:{listening.getsockname()[1]}/kg/sparql?update=/kg/update"
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, play: Play) -> None:
    while True:
        try:
            link, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(link, play), daemon=True).start()


def _answer(link: socket.socket, play: Play) -> None:
    with link:
        try:
            while _request(link):
                play(link)
        except OSError:
            return  # the other side has had enough


def _request(link: socket.socket) -> bool:
    """Whether a request came, headers and body."""
    text = b""
    while b"\r\n\r\n" not in text:
        if not (more := link.recv(65_536)):
            return False
        text += more
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += link.recv(65_536)
    return True


def queried(play: Play, seconds: float = 5) -> LegationError:
    """The error of a query to a server that plays this."""
    with server(play) as address, closing(SparqlStore(address)) as store:
        store._default_graph = "union"
        begin = time.monotonic()
        with pytest.raises(LegationError) as told:
            SparqlView(store, "r").query(
                "SELECT * { GRAPH ?g { ?a ?b ?c } }", seconds=seconds, max_rows=10**6
            )
        assert time.monotonic() - begin < 60
        assert "\n" not in str(told.value)
        return told.value


@pytest.mark.parametrize(
    ("play", "kind", "message"),
    [
        (reply("Parse error: Encountered \"}\" at line 1, column 9000.", "text/plain", "400 Bad Request"), QueryError, "line 1, column 82"),
        (reply("odd", "text/plain", "400 Bad Request"), QueryError, "refused the query: odd"),
        (reply("no SERVICE", "text/plain", "422 Unprocessable"), QueryError, "refused the query: no SERVICE"),
        (reply("x", "text/plain", "401 Unauthorized"), StoreError, "LEGATION_USER"),
        (reply("x", "text/plain", "403 Forbidden"), StoreError, "does not allow"),
        (reply("x", "text/plain", "404 Not Found"), StoreError, "no SPARQL endpoint at http://127.0.0.1:.*/kg/sparql"),
        (reply("x", "text/plain", "415 Unsupported"), StoreError, "does not take what was sent"),
        (reply("Query timed out", "text/plain", "503 Unavailable"), QueryTimeout, "time limit"),
        (reply("later", "text/plain", "503 Unavailable"), StoreError, "busy"),
        (reply("<html><title>Bad\n gateway</title><p>x", "text/html", "502 Bad Gateway"), StoreError, "502 .Bad gateway.$"),
        (reply("x", "text/plain", "302 Found", more="Location: http://other.example/\r\n"), StoreError, "has moved to http://other.example/"),
        (reply("<html>log in", "text/html"), StoreError, "a web page: a login or a proxy"),
        (reply("hello"), StoreError, "cannot be read"),
        (reply('{"a": 1}'), StoreError, "cannot be read"),
        (reply(f"{HEAD}{ROW}\n## Query cancelled due to timeout during execution ##"), QueryTimeout, "time limit"),
        (reply(f"{HEAD}{ROW},"), QueryTimeout, "time limit"),
        (reply(f"{HEAD}{ROW},", length=9000), StoreError, "broke off in the middle"),
        (lambda link: link.shutdown(socket.SHUT_RDWR), StoreError, "ended the connection without an answer"),
        (lambda link: link.sendall(b"SSH-2.0-x\r\n"), StoreError, "ended the connection|answer"),
    ],
)  # fmt: skip
def test_every_way_to_fail_is_told_in_one_line(play: Play, kind: type[LegationError], message: str) -> None:
    def once(link: socket.socket) -> None:
        play(link)
        link.shutdown(socket.SHUT_RDWR)

    wrong = queried(once)
    assert isinstance(wrong, kind)
    assert re.search(message, str(wrong)), str(wrong)


@pytest.mark.parametrize("play", [silent, drip, drip_head])
def test_a_server_that_never_ends_its_answer_is_left_at_the_time_limit(play: Play) -> None:
    assert isinstance(queried(play, seconds=0.5), QueryTimeout)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    store = open_store(f"sparql+http://127.0.0.1:{port}/kg/sparql")
    with pytest.raises(StoreError, match=f"no server answers at http://127.0.0.1:{port} .*: start it"):
        store.view()


def test_a_plain_server_is_no_encrypted_one() -> None:
    def answer(listening: socket.socket) -> None:
        link, _ = listening.accept()
        with link:
            link.recv(65_536)
            link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer, args=(listening,))
        thread.start()
        store = open_store(f"sparql+https://127.0.0.1:{listening.getsockname()[1]}/kg/sparql")
        with pytest.raises(StoreError, match="no safe connection"):
            store.view()
        thread.join()


def test_a_connection_that_the_server_has_closed_meanwhile_is_made_anew() -> None:
    def once(link: socket.socket) -> None:
        reply(EMPTY)(link)
        link.close()

    with server(once) as address, closing(SparqlStore(address)) as store:
        assert [store.view().revision() for _ in range(3)] == ["empty.0"] * 3


def test_a_store_without_an_update_address_is_only_for_reading() -> None:
    with server(reply(EMPTY)) as address, closing(open_store(address.partition("?")[0])) as store:
        assert store.view().revision() == "empty.0"
        with pytest.raises(StoreError, match=r"only for reading: add .*\?update=/kg/update"):
            store.writer()


def test_no_message_shows_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_USER", "selma")
    monkeypatch.setenv("LEGATION_PASSWORD", "s3cret-word")
    heard = []

    def echo(link: socket.socket) -> None:
        heard.append(1)
        reply("you said s3cret-word", "text/plain", "403 Forbidden")(link)

    with server(echo) as address, closing(SparqlStore(address)) as store:
        with pytest.raises(StoreError) as told:
            store.view()
        assert heard
        assert "s3cret" not in str(told.value)
        assert "you said ***" in str(told.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sparql+http://h:3030/kg/sparql", Address("http://h:3030/kg/sparql")),
        ("sparql+https://h/q?update=/u", Address("https://h/q", "https://h/u")),
        ("sparql+http://h/a/q?update=u", Address("http://h/a/q", "http://h/a/u")),
        ("sparql+http://h/q?update=http%3A%2F%2Fother:1%2Fu", Address("http://h/q", "http://other:1/u")),
        ("sparql+http://h/q?graph-store=/d&update=/u", Address("http://h/q", "http://h/u", "http://h/d")),
    ],
)
def test_an_address_names_the_places_of_queries_and_updates(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "sparql+http://h/q?graph=/x",
        "sparql+http://h/q?update=/u&update=/v",
        "sparql+http://h/q?update",
        "sparql+http://h/q?graph-store=/d",
        "sparql+http://h/q?update=/u&graph-store=file:///d",
        "sparql+http://h/q?update=file:///etc/passwd",
        "sparql+http:///q",
        "sparql+http://h:99999/q",
        "sparql+http://h/q#x",
        "sparql+http://h/q?update=/u%0D%0AX: y",
        "sparql+http://h/a b",
        "sparql+http://h\n/q",
        "http://h/q",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(StoreError, match=r"is no address of a SPARQL server .*write it as sparql\+http://"):
        parse(text)


@pytest.mark.parametrize(
    "text", ["sparql+http://me:s3cret@h/q", "sparql+http://h/q?update=http://me:s3cret@h/u"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(StoreError, match="LEGATION_PASSWORD") as told:
        parse(text)
    assert "s3cret" not in str(told.value)
