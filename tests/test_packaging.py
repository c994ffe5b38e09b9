"""What an installed legation brings along. (`.ci/run` builds the wheel and uses it in an environment of its own.)"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL: dict[str, Any] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
# Data that serves development, not reading.
STAYS_HOME = {"training", "models"}


@pytest.mark.parametrize("source", WHEEL["force-include"])
def test_every_file_or_folder_of_the_wheel_is_there(source: str) -> None:
    path = ROOT / source
    assert path.is_file() or any(path.iterdir())


def test_all_data_folders_go_into_the_wheel() -> None:
    folders = {path.name for path in (ROOT / "data").iterdir() if path.is_dir()} - STAYS_HOME
    assert {f"data/{name}" for name in folders} - set(WHEEL["force-include"]) == set()


def test_nothing_but_our_two_packages_is_installed_at_the_top() -> None:
    assert WHEEL["packages"] == ["graph", "loaders"]
    assert {target.split("/")[0] for target in WHEEL["force-include"].values()} == {"graph"}


def test_data_is_packaged_where_the_code_looks_for_it() -> None:
    data = {source: target for source, target in WHEEL["force-include"].items() if source.startswith("data/")}
    assert [source for source, target in data.items() if target != f"graph/_{source}"] == []


def test_the_component_is_where_streamlit_is_told_to_look() -> None:
    manifest = tomllib.loads((ROOT / "graph" / "pyproject.toml").read_text(encoding="utf-8"))
    (component,) = manifest["tool"]["streamlit"]["component"]["components"]
    assert manifest["project"]["name"] == PROJECT["project"]["name"]
    assert any((ROOT / "graph" / component["asset_dir"]).glob("*.js"))


def test_the_licence_is_the_one_named() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
