"""When the server fails: each failure is one line that says what to do, and the same command goes on from there."""

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import Story, fill
from servers_neo4j import PASSWORD, Server, free_port, identify
from test_store_bolt import told

from graph.cli import main
from graph.errors import StoreError
from graph.model import Reading
from graph.store import open_store
from graph.store._bolt_link import Link

HERE = Path(__file__).resolve().parent
ARTICLES = 60


def numbered(story: Story, number: int) -> Reading:
    """The third and fourth reading of the story as often as one likes, each time as another article."""
    base = story[2 + number % 2]
    article = replace(base.article, id=f"n{number:04}", title=str(number))
    claims = tuple(replace(c, id=f"{c.id}{number}", article=article.id) for c in base.claims)
    return replace(base, article=article, claims=claims)


# Loads numbered articles, five at a time, and says so when they are stored.
LOADER = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from story import readings
from test_failures_bolt import ARTICLES, numbered
from graph.errors import LegationError
from graph.store import open_store
from graph.store._bolt_link import Link
try:
    store, waiting = open_store(sys.argv[1], create=True), []
    with store.writer() as writer:
        for number in range(ARTICLES):
            waiting.append(f"{{writer.put(numbered(readings(), number))}} {{number}}")
            if len(waiting) == 5:
                writer.flush()
                print(*waiting, sep="\\n", flush=True)
                waiting.clear()
    store.close()
except LegationError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory, neo4j_lib: Path) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("own") / "home", neo4j_lib)
    server.set_password()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def own(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that a test may kill, empty; the test leaves it running."""
    identify(monkeypatch)
    link = Link(own_server.address)
    link.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    link.close()
    return own_server


def loading(address: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", LOADER, address],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(process: "subprocess.Popen[str]", number: int) -> None:
    """Read what a load says until it has stored so many articles."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith(f" {number}\n"):
            return
    raise AssertionError(f"the load ended before article {number}")


def rest(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What an ending load still says, and its complaint. `communicate` would miss the lines that `until` read ahead."""
    with process:
        assert process.stdout is not None and process.stderr is not None
        return process.stdout.read(), process.stderr.read()


@pytest.mark.server
def test_a_load_whose_server_is_killed_stops_with_one_line_and_resumes(
    own: Server, tmp_path: Path, story: Story
) -> None:
    first = loading(own.address)
    until(first, 17)
    own.kill()
    said, complaint = rest(first)
    assert first.returncode == 2
    assert re.fullmatch(r"no Neo4j answers at .*start it .*give the same command again: .*\n", complaint)
    acknowledged = 18 + len(said.splitlines())
    assert acknowledged % 5 == 0

    own.start()
    second = loading(own.address)
    said, complaint = second.communicate(timeout=300)
    assert (second.returncode, complaint) == (0, "")
    changes = [line.split()[0] for line in said.splitlines()]
    assert set(changes[:acknowledged]) == {"unchanged"}
    # Five more may have been stored whose acknowledgement was lost with the connection: all of them, or none.
    assert changes[acknowledged : acknowledged + 5] in (["unchanged"] * 5, ["added"] * 5)
    assert set(changes[acknowledged + 5 :]) == {"added"}

    twin = open_store(tmp_path / "twin", create=True)
    fill(twin, tuple(numbered(story, number) for number in range(ARTICLES)))
    store = open_store(own.address)
    assert told(store.view()) == told(twin.view())
    for each in (store, twin):
        each.close()


@pytest.mark.server
def test_an_open_store_serves_again_after_its_server_was_restarted(own: Server, story: Story) -> None:
    store = open_store(own.address)
    fill(store, story[:1])
    view = store.view()
    own.stop()
    with pytest.raises(StoreError, match="no Neo4j answers"):
        view.stats()
    own.start()
    assert view.stats().articles == 1
    assert fill(store, story[:2]) == ["unchanged", "added"]
    store.close()


@pytest.mark.server
def test_a_writer_that_outlives_a_restart_goes_on(own: Server, story: Story) -> None:
    store = open_store(own.address)
    with store.writer() as writer:
        assert writer.put(story[0]) == "added"
        writer.flush()
        own.kill()
        assert writer.put(story[1]) == "added"
        with pytest.raises(StoreError, match="give the same command again"):
            writer.flush()
        own.start()
        assert writer.put(story[1]) == "unchanged"
    assert store.view().stats().articles == 2
    store.close()


@pytest.mark.server
def test_a_killed_load_leaves_whole_articles_and_all_that_were_acknowledged(
    own: Server, story: Story
) -> None:
    for round_ in range(3):
        load = loading(own.address)
        until(load, 10 + 15 * round_)
        load.kill()
        said = rest(load)[0].splitlines()
        store = open_store(own.address)
        found = {article.id for article in store.view().articles()}
        assert len(found) >= 11 + 15 * round_ + len(said)
        for article_id in found:
            assert store.view().reading(article_id) == numbered(story, int(article_id[1:]))
        store.close()


@pytest.mark.server
@pytest.mark.parametrize("user", [("neo4j", "wrong-password"), ("nobody", PASSWORD), None])
def test_a_wrong_password_is_told_without_it(
    neo4j_address: str,
    user: tuple[str, str] | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in zip(("LEGATION_USER", "LEGATION_PASSWORD"), user or ("", ""), strict=True):
        monkeypatch.setenv(name, value) if user else monkeypatch.delenv(name)
    assert main(["stats", "--store", neo4j_address]) == 2
    complaint = capsys.readouterr().err
    assert "refuses this user or password: set LEGATION_USER" in complaint
    assert complaint.count("\n") == 1
    assert "wrong-password" not in complaint
    assert PASSWORD not in complaint


@pytest.mark.server
def test_a_database_that_there_is_none_of_is_named(neo4j_address: str) -> None:
    with pytest.raises(StoreError, match="no database 'nowhere'"):
        open_store(f"{neo4j_address}/nowhere").view()


@pytest.mark.server
def test_the_drivers_own_log_is_silent(neo4j_address: str) -> None:
    code = f"""
from graph.store import open_store
view = open_store({neo4j_address!r}).view()
view.query("MATCH (n:NoSuchLabel) WHERE n.nothing = 1 RETURN n")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.server
def test_the_database_may_be_named(neo4j_address: str) -> None:
    store = open_store(f"{neo4j_address}/neo4j")
    assert store.view().stats().claims == 0
    store.close()


class TestNoServer:
    """What needs no server, but the driver."""

    @pytest.fixture(autouse=True)
    def driver(self) -> None:
        pytest.importorskip("neo4j")

    @pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
    def test_nobody_listens(self, scheme: str) -> None:
        with pytest.raises(StoreError, match=r"no Neo4j answers at .* give the same command again"):
            open_store(f"{scheme}://127.0.0.1:{free_port()}")

    @pytest.mark.parametrize("host", ["no-such-host.invalid", "127.0.0.1:port", "[::1", ""])
    def test_the_address_leads_nowhere(self, host: str) -> None:
        with pytest.raises(StoreError) as refused:
            open_store(f"bolt://{host}")
        assert "\n" not in str(refused.value)

    def test_a_web_server_is_no_neo4j(self) -> None:
        with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port, pytest.raises(StoreError, match="Neo4j"):
            open_store(f"bolt://127.0.0.1:{port}")

    @pytest.mark.parametrize(
        ("version", "agent"),
        [
            (b"\x00\x00\x04\x04", "Neo4j/4.4.38"),
            (b"\x00\x00\x04\x04", "Memgraph/2.1"),
            (b"\x00\x00\x00\x03", ""),
            (b"\x00\x00\x00\x00", ""),
        ],
    )
    def test_an_older_server_and_another_product_are_refused(self, version: bytes, agent: str) -> None:
        with answering(version, _hello(agent)) as port, pytest.raises(StoreError) as refused:
            open_store(f"bolt://127.0.0.1:{port}")
        assert re.search(r"needs Neo4j 5 or newer|no Neo4j 5 or newer|no Neo4j answers", str(refused.value))
        assert agent in str(refused.value)

    def test_without_the_driver_the_way_to_get_it_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "neo4j", None)
        with pytest.raises(StoreError, match=r"pip install 'legation\[neo4j\]'"):
            open_store("bolt://127.0.0.1:7687")


def _hello(agent: str) -> bytes:
    """A server's answer to HELLO in Bolt: SUCCESS {server, connection_id}."""
    message = b"\xb1\x70\xa2\x86server" + _text(agent) + b"\x8dconnection_id" + _text("bolt-1")
    return len(message).to_bytes(2, "big") + message + b"\x00\x00"


def _text(text: str) -> bytes:
    return bytes([0x80 + len(text)]) + text.encode()


class answering:  # noqa: N801 -- reads as what it is
    """A server that answers each connection with a few bytes, then with more, whatever it is told."""

    def __init__(self, first: bytes, then: bytes = b"") -> None:
        self._answers = (first, then)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._server.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return  # closed: the test is over
            with link:
                link.settimeout(5)
                for answer in filter(None, self._answers):
                    try:
                        link.recv(4096)
                        link.sendall(answer)
                    except OSError:
                        break
                if len([a for a in self._answers if a]) > 1:
                    try:
                        link.recv(4096)
                    except OSError:
                        continue
