"""Wait for a server: `wait.py bolt|http HOST:PORT[/path] PID [SECONDS]`.

Exits with 0 as soon as the server answers; with 1 and a line that says why if its process ended first, or time is up
(90 seconds unless told otherwise). Needs nothing but Python.
"""

import os
import socket
import sys
import time
import urllib.error
import urllib.request

# The Bolt handshake: its mark, then four versions of the protocol that we would speak (5.0 to 5.8, 4.4), the best first.
HELLO = bytes.fromhex("6060b01700080805000004040000000000000000")
UNANSWERED = (b"\0\0\0\0", b"HTTP")


def bolt(where: str) -> bool:
    """Whether a Bolt server agrees on a version."""
    host, port = where.rsplit(":", 1)
    with socket.create_connection((host, int(port)), 2) as link:
        link.settimeout(2)
        link.sendall(HELLO)
        reply = link.recv(4)
    return len(reply) == 4 and reply not in UNANSWERED


def http(where: str) -> bool:
    """Whether an HTTP server answers, be it with the demand for a password."""
    try:
        with urllib.request.urlopen(f"http://{where}", timeout=2) as reply:
            return bool(reply.status < 500)
    except urllib.error.HTTPError as refused:
        return refused.code == 401


ASK = {"bolt": bolt, "http": http}


def alive(pid: int) -> bool:
    """Whether the process is still there."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def wait(kind: str, where: str, pid: int, seconds: float = 90.0) -> str | None:
    """None once the server answers, else the reason why there is nothing to wait for any more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if ASK[kind](where):
                return None
        except OSError:
            pass  # not there yet
        if not alive(pid):
            return f"server process {pid} ended before it answered"
        time.sleep(0.1)
    return f"{where} did not answer within {seconds:g} seconds"


if __name__ == "__main__":
    _, kind, where, pid, *more = sys.argv
    sys.exit(wait(kind, where, int(pid), *map(float, more)))
