"""Credentials come from the environment or a file that nobody else reads, and are never shown."""

import sys
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.store import open_store, scheme_of
from graph.store._credentials import Credentials, credentials

SECRET = "tarn-otter-7"


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LEGATION_USER", "LEGATION_PASSWORD", "LEGATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)


def file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "credentials.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_without_any_there_are_none() -> None:
    assert credentials() is None


def test_they_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_USER", "desk")
    monkeypatch.setenv("LEGATION_PASSWORD", SECRET)
    assert credentials() == Credentials("desk", SECRET)
    assert SECRET not in repr(credentials())


def test_a_password_without_a_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_PASSWORD", SECRET)
    with pytest.raises(StoreError, match="user or a password is missing") as told:
        credentials()
    assert SECRET not in str(told.value)


def test_they_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = file(tmp_path, f'user = "desk"\npassword = "{SECRET}"\n')
    monkeypatch.setenv("LEGATION_CREDENTIALS", str(path))
    assert credentials() == Credentials("desk", SECRET)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_that_others_may_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = file(tmp_path, f'user = "desk"\npassword = "{SECRET}"\n', 0o644)
    monkeypatch.setenv("LEGATION_CREDENTIALS", str(path))
    with pytest.raises(StoreError, match="chmod 600"):
        credentials()


@pytest.mark.parametrize(
    "text", [f'user = "desk\npassword = "{SECRET}"', f'password = "{SECRET}"', "user = 1\npassword = 2"]
)
def test_a_file_of_another_form_is_refused_without_quoting_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    monkeypatch.setenv("LEGATION_CREDENTIALS", str(file(tmp_path, text)))
    with pytest.raises(StoreError, match="should hold user") as told:
        credentials()
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEGATION_CREDENTIALS", str(tmp_path / "none.toml"))
    with pytest.raises(StoreError, match=r"none\.toml cannot be read"):
        credentials()


@pytest.mark.parametrize(
    ("where", "scheme"),
    [
        ("bolt://127.0.0.1:7687", "bolt"),
        ("sparql+HTTP://h/q?update=/u", "sparql+http"),
        ("news", None),
        ("./a://b", None),
        (Path("bolt:/x"), None),
    ],
)
def test_an_address_is_told_from_a_path(where: str | Path, scheme: str | None) -> None:
    assert scheme_of(where) == scheme


def test_an_address_of_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(Exception, match="is no kind of address for a store"):
        open_store("mongodb://127.0.0.1")
