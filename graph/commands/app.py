"""Explore a store in the browser: the network, each claim with its sentence, questions, and adding articles."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from graph.errors import InputError, LegationError
from graph.settings import default_store

# What .streamlit/config.toml says for a checkout, as flags, so that it holds in any working directory.
SETTINGS: Mapping[str, str | int | bool] = {
    "server.headless": True,
    "server.maxUploadSize": 20,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "type",
    "client.showErrorLinks": "false",
    "theme.base": "light",
    "theme.primaryColor": "#1f5673",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f6f8",
    "theme.textColor": "#1c2b33",
    "theme.borderColor": "#d7dfe4",
    "theme.linkColor": "#1f5673",
    "theme.orangeBackgroundColor": "#ffe2b0",
    "theme.baseRadius": "0.4rem",
    "theme.baseFontSize": 15,
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_START_LIMIT = 60.0  # seconds; a cold start of the app takes about five on a slow laptop


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--store", metavar="STORE", help="the store to show: its folder or address")
    parser.add_argument("--port", metavar="N", type=int, default=8501, help="port to listen on (8501)")
    parser.add_argument(
        "--address",
        metavar="HOST",
        default="127.0.0.1",
        help="address to listen on (127.0.0.1: this machine only)",
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address, open no browser")


def script() -> Path:
    """The app's entry file: app.py of the checkout, else the packaged copy."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "app.py"
    if checkout.is_file() and (package.parent / "pyproject.toml").is_file():
        return checkout
    return package / "_app.py"


def flags(address: str, port: int) -> list[str]:
    """The settings as streamlit's command-line flags."""
    settings = {**SETTINGS, "server.address": address, "server.port": port}
    return [
        f"--{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in settings.items()
    ]


def check_store(place: str) -> None:
    """Raise StoreError if there is no store in that folder or at that address, or it cannot be read."""
    from graph.store import open_store

    store = open_store(place)
    try:
        store.view()
    finally:
        store.close()


def check_port(address: str, port: int) -> None:
    """Raise InputError if the port cannot be listened on."""
    if not 1 <= port <= 65535:
        raise InputError(f"{port} is no port: give one from 1 to 65535, e.g. --port 8501")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does: a port that was closed a moment ago is free.
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, UnicodeError) as refused:
            raise InputError(
                f"cannot listen on {address} port {port} ({refused}): give another with --port, e.g. --port {port % 65535 + 1}"
            ) from refused


def listening(address: str, port: int) -> bool:
    """Whether something answers on the port."""
    try:
        with socket.create_connection((address, port), timeout=0.5):
            return True
    except OSError:
        return False


def run(args: argparse.Namespace) -> int:
    """Serve the app until it is stopped. Raises StoreError, InputError."""
    from graph.store import absolute

    store = absolute(args.store or default_store())
    check_store(store)
    check_port(args.address, args.port)
    # -P: a file in the working directory must not stand in for one of the app's modules.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(script()), *flags(args.address, args.port)]
    paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "LEGATION_STORE": store,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }
    if args.address in LOOPBACK:
        # Against a web page elsewhere whose name is made to lead here (DNS rebinding).
        environment["STREAMLIT_SERVER_ALLOWED_HOSTS"] = "127.0.0.1 localhost [::1]"
    # Ended by a service manager as by Ctrl+C: the server must not outlive the command.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 (no shell)
    try:
        return _attend(server, args.address, args.port, store, browse=not args.no_browser)
    except KeyboardInterrupt:
        print("Stopped.")
        return 0
    finally:
        server.terminate()
        server.wait()


def _attend(server: subprocess.Popen[bytes], address: str, port: int, store: str, *, browse: bool) -> int:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 (only asked for)
    patience = time.monotonic() + _START_LIMIT
    while not listening(reached, port):
        if server.poll() is not None:
            raise LegationError(
                f"the app ended while starting (code {server.returncode}); see the lines above"
            )
        if time.monotonic() > patience:
            raise LegationError(f"the app did not start within {_START_LIMIT:.0f} seconds; try again")
        time.sleep(0.1)
    where = f"http://{f'[{reached}]' if ':' in reached else reached}:{port}"
    print(f"Legation shows {store}\nOpen {where} in a browser. Stop with Ctrl+C.", flush=True)
    if address not in LOOPBACK:
        print("Anyone who can reach this machine can read and add to this store.", flush=True)
    if browse:
        webbrowser.open(where)
    return server.wait()
