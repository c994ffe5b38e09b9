"""`legation app`: what it refuses, and what it starts. That it serves is tested in a browser (test_app_browser.py)."""

import socket
from pathlib import Path

import pytest

from graph.cli import main
from graph.commands.app import flags, script
from graph.store import open_store


def test_a_missing_store_is_refused_with_a_line_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["app", "--store", str(tmp_path / "none"), "--no-browser"]) == 2
    told = capsys.readouterr().err
    assert "there is no store at" in told
    assert "legation load" in told
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_things_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear sir")
    assert main(["app", "--store", str(tmp_path), "--no-browser"]) == 2
    assert "is no store" in capsys.readouterr().err


def test_a_port_in_use_is_refused_with_another_one_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(tmp_path / "store", create=True).close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "--store", str(tmp_path / "store"), "--port", str(port), "--no-browser"]) == 2
    told = capsys.readouterr().err
    assert f"cannot listen on 127.0.0.1 port {port}" in told
    assert f"--port {port + 1}" in told


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_number_that_is_no_port_is_refused(
    tmp_path: Path, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(tmp_path / "store", create=True).close()
    assert main(["app", "--store", str(tmp_path / "store"), "--port", port, "--no-browser"]) == 2
    assert "is no port" in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(tmp_path / "store", create=True).close()
    assert main(["app", "--store", str(tmp_path / "store"), "--address", "192.0.2.1", "--no-browser"]) == 2
    assert "cannot listen on 192.0.2.1" in capsys.readouterr().err


def test_the_app_never_reports_to_its_makers_and_listens_where_it_is_told() -> None:
    said = flags("127.0.0.1", 8600)
    assert "--browser.gatherUsageStats=false" in said
    assert "--server.address=127.0.0.1" in said
    assert "--server.port=8600" in said


def test_every_flag_is_one_that_streamlit_knows() -> None:
    from streamlit import config

    known = set(config._config_options_template)
    assert {flag.removeprefix("--").partition("=")[0] for flag in flags("127.0.0.1", 8600)} <= known


def test_the_checkout_s_own_app_is_started_in_a_checkout() -> None:
    assert script() == Path(__file__).resolve().parent.parent / "app.py"
