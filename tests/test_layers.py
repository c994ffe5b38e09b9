"""The tables resolve, and naming a thing does not import it."""

import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import COMMANDS
from graph.export import EXPORTERS
from graph.registry import load
from graph.store import STORES

HEAVY = ("streamlit", "neo4j", "pandas", "rdflib", "spacy", "networkx", "pyoxigraph", "trafilatura", "numpy")
ROOT = Path(__file__).resolve().parent.parent


def imported_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import graph",
        "import loaders",
        "import graph.cli, graph.model, graph.ontology; graph.ontology.relations()",
        "import graph.store, graph.export",
        "import loaders.pipeline, loaders.document, loaders.dates",
        "import loaders.sources, loaders.extract",
    ],
)
def test_naming_a_part_imports_no_heavy_library(statement: str) -> None:
    assert imported_by(statement) & set(HEAVY) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_configured_and_run(name: str) -> None:
    module, about = COMMANDS[name]
    assert callable(load(f"{module}:configure"))
    assert callable(load(f"{module}:run"))
    assert load(f"{module}:__doc__")
    assert about


def rows() -> list[str]:
    """The "module:name" entries of every table."""
    from loaders.sources import SOURCES

    tables = [EXPORTERS, STORES, SOURCES]
    entries = [
        entry
        for table in tables
        for row in table.values()
        for entry in (row if isinstance(row, tuple) else (row,))
    ]
    return sorted({entry for entry in entries if isinstance(entry, str) and ":" in entry})


def test_every_row_of_a_table_names_something_that_is_there() -> None:
    targets = rows()
    assert targets
    assert [target for target in targets if not callable(load(target))] == []


def test_every_page_of_the_app_is_a_file() -> None:
    import app

    missing = [row for row in app.PAGES if not Path(row[0]).is_file()]
    assert (missing, len(app.PAGES) >= 4) == ([], True)


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for top in ("graph", "loaders")
        for file in (ROOT / top).rglob("*.py")
        if "node_modules" not in file.parts
        and file.read_text(encoding="utf-8").strip()
        and not file.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""', "#"))
    ]
    assert silent == []
