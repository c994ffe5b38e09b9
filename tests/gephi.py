"""Gephi, headless: what it makes of a file."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
JAR = "gephi-toolkit-0.10.1-all.jar"


def toolkit() -> Path | None:
    """The toolkit's jar: GEPHI_TOOLKIT, else in the folder LEGATION_SERVERS, else in .servers/; None without one."""
    folder = Path(os.environ.get("LEGATION_SERVERS") or ROOT / ".servers")
    jar = Path(os.environ.get("GEPHI_TOOLKIT") or folder / JAR)
    return jar if jar.is_file() else None


def opened(path: Path) -> list[list[str]]:
    """The rows that tests/GephiCheck.java prints about a file; skips the test where Java or the toolkit is missing."""
    jar, java = toolkit(), shutil.which("java")
    if not jar or not java:
        pytest.skip("no Gephi to open the file: it needs Java 17 and the toolkit, which `make gephi` fetches")
    check = Path(__file__).with_name("GephiCheck.java")
    command = [java, "-Djava.awt.headless=true", "-cp", str(jar), str(check), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]
