"""A real Fuseki for tests: the one at SPARQL_URL, else one that is started here from its jar, else the test is skipped.

The jar is fetched by `make fuseki-jar` into .servers/; LEGATION_SERVERS names another folder that has it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
JAR = "jena-fuseki-server-5.6.0.jar"
MAIN = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
NO_FUSEKI = (
    "Tests on a real SPARQL server were skipped: there is none here. With Java 17 and Maven installed, "
    "'make fuseki-jar' fetches Apache Jena Fuseki (56 MB, once), and the next run uses it; or name an empty dataset "
    "of your own: SPARQL_URL='sparql+http://HOST:PORT/QUERY?update=/UPDATE'"
)


def jar() -> Path | None:
    """The jar of Fuseki, if it is there and Java too."""
    folder = Path(os.environ.get("LEGATION_SERVERS") or ROOT / ".servers")
    return folder / JAR if (folder / JAR).is_file() and shutil.which("java") else None


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Fuseki:
    """A Fuseki process of our own on 127.0.0.1; `options` are those of its command line, data before all."""

    def __init__(self, folder: Path, options: Sequence[str], port: int | None = None) -> None:
        self.folder, self.options = folder, options
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> str:
        """Where the dataset is, as an http URL."""
        return f"http://127.0.0.1:{self.port}/kg"

    @property
    def address(self) -> str:
        """The address of the store."""
        return f"sparql+{self.root}/sparql?update=/kg/update"

    def start(self) -> None:
        """Start it and wait until it answers."""
        found = jar()
        assert found is not None
        java = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(found), MAIN]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*java, "--localhost", "--port", str(self.port), "--ping", *self.options, "/kg"],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        where = f"127.0.0.1:{self.port}/$/ping"
        wait = [sys.executable, str(ROOT / "servers" / "wait.py"), "http", where, str(self.process.pid)]
        done = subprocess.run(wait, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (self.folder / "log").read_text(errors="replace")[-2000:]
            self.stop()
            pytest.fail(f"Fuseki did not start: {done.stderr}\n{said}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.stop(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait until it is gone."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        time.sleep(0.05)


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Fuseki]:
    """A Fuseki of our own with these options, stopped at the end; skips where there is none."""
    if jar() is None:
        pytest.skip(NO_FUSEKI)
    server = Fuseki(folder, options)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sparql_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that holds nothing of anybody's; its default graph is not the union of its graphs."""
    given = os.environ.get("SPARQL_URL")
    if given:
        from graph.store.sparql import SparqlStore

        with closing(SparqlStore(given)) as store:
            if store._endpoint.holds("ASK { { ?a ?b ?c } UNION { GRAPH ?g { ?a ?b ?c } } }"):
                pytest.fail(
                    "the dataset at SPARQL_URL is not empty, and these tests wipe it: name an empty one"
                )
            yield given
            store._endpoint.update("DROP ALL")
        return
    with running(tmp_path_factory.mktemp("fuseki"), "--tdb2", "--memTDB", "--update", "--timeout=20000",
                 "--set", "arq:httpServiceAllowed=false") as server:  # fmt: skip
        yield server.address
