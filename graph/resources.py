"""Where the data files are: in the checkout's data/, or packaged inside the wheel."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from graph.errors import DataError

_HERE = Path(__file__).resolve().parent


@cache
def data_root() -> Path:
    """The folder of data files: `data/` beside the package in a checkout, else `graph/_data` of the wheel.

    An editable install leaves a stale packaged copy behind, therefore the checkout wins.
    """
    checkout = _HERE.parent / "data"
    if (checkout / "ontology").is_dir() and (_HERE.parent / "pyproject.toml").is_file():
        return checkout
    return _HERE / "_data"


def resource(name: str) -> Path:
    """The path of a data file or folder, e.g. `resource("ontology/relations.toml")`.

    Raises DataError if there is none.
    """
    path = data_root() / name
    if not path.exists():
        raise DataError(f"data file {name} is missing from {data_root()}: reinstall legation")
    return path


def read_toml(name: str) -> dict[str, Any]:
    """A data file in TOML, parsed. Raises DataError with file and line where it is no TOML."""
    path = resource(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise DataError(f"{path}: {wrong}") from wrong
