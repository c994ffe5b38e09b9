"""Use an installed legation as a stranger would: from another folder, with nothing but what the wheel brought along.

`python wheel.py FOLDER`: FOLDER holds `venv` (with the wheel installed), `wheel` and `article.txt`.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

OURS = {"graph", "loaders"}


def legation(folder: Path, *words: str) -> str:
    """Run the installed command in the folder; what it prints. Raises CalledProcessError."""
    command = [str(folder / "venv" / "bin" / "legation"), *words]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def top_levels(folder: Path) -> set[str]:
    """What the wheel puts at the top of site-packages, its own metadata apart."""
    (wheel,) = (folder / "wheel").glob("legation-*.whl")
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    return {name for name in names if not name.endswith(".dist-info")}


def app_answers(folder: Path) -> bool:
    """Whether the installed app serves its first page within a minute."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [
        str(folder / "venv" / "bin" / "legation"),
        "app",
        "--store",
        "store",
        "--port",
        port,
        "--no-browser",
    ]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                    return bool(answer.status == 200)
            except OSError:
                time.sleep(0.5)
        return False
    finally:
        server.terminate()
        server.wait(timeout=30)


def main(folder: Path) -> None:
    """All checks; ends with a message at the first that fails."""
    if top_levels(folder) != OURS:
        sys.exit(f"the wheel installs {sorted(top_levels(folder))} at the top instead of {sorted(OURS)}")
    print(legation(folder, "--version").strip())
    legation(folder, "extract", "article.txt", "-o", "claims.jsonl")
    lines = (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    if not any('"kind":"claim"' in line.replace(" ", "") for line in lines):
        sys.exit("the installed legation found no claim in a sample article")
    print(legation(folder, "demo", "--no-app", "--store", "store").splitlines()[0])
    if not app_answers(folder):
        sys.exit("the installed app did not answer")
    print("the wheel works by itself")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
