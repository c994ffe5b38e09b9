"""A real Neo4j for tests: the one that NEO4J_URI names, else one of our own from the jars of `make neo4j`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "legation-test"
HOW = (
    "no Neo4j: 'make neo4j-jars' fetches one for tests (it needs Java 17 and Maven), or NEO4J_URI, LEGATION_USER and "
    "LEGATION_PASSWORD name one with an empty database"
)
_FLAGS = [
    "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
]  # fmt: skip


def jars() -> Path | None:
    """The folder of the server's jars, if they and Java are there. LEGATION_SERVERS names a folder that has it."""
    found = Path(os.environ.get("LEGATION_SERVERS") or ROOT / ".servers") / "neo4j-lib"
    return (
        found if found.is_dir() and any(found.glob("neo4j-server-*.jar")) and shutil.which("java") else None
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A Neo4j in a folder of its own, on this machine only."""

    def __init__(self, home: Path, lib: Path) -> None:
        self.home, self.lib, self.port = home, lib, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("conf", "logs"):
            (home / name).mkdir(parents=True, exist_ok=True)
        settings = (ROOT / "servers" / "neo4j.conf").read_text()
        (home / "conf" / "neo4j.conf").write_text(
            settings.replace("127.0.0.1:17687", f"127.0.0.1:{self.port}")
        )

    @property
    def address(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def tool(self, *arguments: str, cwd: Path | None = None) -> str:
        """What an administration command says. Raises CalledProcessError where it fails."""
        command = ["java", "-Xmx512m", "-cp", f"{self.lib}/*", "org.neo4j.cli.AdminTool", *arguments]
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **places},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def set_password(self) -> None:
        """Only before the first start."""
        self.tool("dbms", "set-initial-password", PASSWORD)

    def start(self) -> None:
        command = ["java", *_FLAGS, "-cp", f"{self.lib}/*", "org.neo4j.server.CommunityEntryPoint"]
        places = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *places], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        wait = [sys.executable, str(ROOT / "servers" / "wait.py"), "bolt", f"127.0.0.1:{self.port}"]
        done = subprocess.run([*wait, str(self._process.pid)], capture_output=True, text=True, check=False)
        if done.returncode:
            self.stop()
            raise AssertionError(f"{done.stderr}\n{(self.home / 'logs' / 'console.log').read_text()[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


@pytest.fixture(scope="session")
def neo4j_lib() -> Path:
    """The jars, for tests that start servers of their own."""
    found = jars()
    if found is None:
        pytest.skip(HOW)
    return found


@pytest.fixture(scope="session")
def neo4j_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an empty database; the credentials are in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        given = os.environ.get("NEO4J_URI")
        if given:
            yield given
            return
        lib = jars()
        if lib is None:
            pytest.skip(HOW)
        server = Server(tmp_path_factory.mktemp("neo4j"), lib)
        server.set_password()
        identify(patch)
        try:
            server.start()
            yield server.address
        finally:
            server.stop()


def identify(patch: pytest.MonkeyPatch) -> None:
    """Put the credentials of our own servers into the environment."""
    patch.delenv("LEGATION_CREDENTIALS", raising=False)
    patch.setenv("LEGATION_USER", "neo4j")
    patch.setenv("LEGATION_PASSWORD", PASSWORD)


@pytest.fixture
def empty_neo4j(neo4j_address: str) -> Iterator[str]:
    """The same address; what a test leaves there is removed. A database that holds something before is left alone."""
    from graph.store._bolt_link import Link

    link = Link(neo4j_address)
    try:
        left = link.read(lambda tx: tx.run("MATCH (n) RETURN count(n)").single(strict=True)[0])
        if left:
            pytest.fail(f"the database at {neo4j_address} holds {left} nodes: tests need an empty one")
        yield neo4j_address
        link.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    finally:
        link.close()
