"""The command line as a user meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import COMMANDS, main
from graph.version import __version__

ROOT = Path(__file__).resolve().parent.parent


def legation(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, without standard input."""
    return subprocess.run(
        [sys.executable, "-m", "graph", *words],
        capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, check=False, timeout=120,
    )  # fmt: skip


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    shown = capsys.readouterr().out
    assert (end.value.code, [name for name in COMMANDS if f"  {name} " not in shown]) == (0, [])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert f"usage: legation {name}" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"legation {__version__}\n"


def test_an_unknown_command_is_refused_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["exprot"])
    message = capsys.readouterr().err
    assert end.value.code == 2
    assert "'exprot' is no command; did you mean 'export'?" in message


def test_a_missing_path_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = legation("load", "nowhere.txt", "--store", "store", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_option_of_a_wrong_value_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Chile met Peru.")
    done = legation("load", "a.txt", "--published", "2999-01-01", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "'legation load --help' lists the options" in done.stderr


def test_a_store_that_is_none_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = legation("stats", "--store", "nothing-here", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("legation stats: ")
    assert "Traceback" not in done.stderr


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = legation("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"legation {__version__}\n")
