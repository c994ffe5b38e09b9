"""What the documents say is there."""

import re
from pathlib import Path

import pytest
from export_stores import view_of
from story import readings

from graph.cli import COMMANDS
from graph.export import EXPORTERS, export
from graph.ontology import relations

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TOPS = (
    "graph/",
    "loaders/",
    "data/",
    "tests/",
    "docs/",
    "benchmarks/",
    ".ci/",
    "app.py",
    "pyproject.toml",
    "Makefile",
)

# `graph/_data` exists in an installed package only.
PLACEHOLDER = re.compile(r"[<>*…]|/(ID|NAME)\b|^graph/_data")


def text(page: Path) -> str:
    """A document."""
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`legation {name}`" in text(ROOT / "README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_document_tells_of_a_command_that_is_not_there(page: Path) -> None:
    told = set(re.findall(r"(?:^ {4}|`|&& )legation ([a-z]+)", text(page), flags=re.MULTILINE))
    assert told - set(COMMANDS) == set()


@pytest.mark.parametrize("name", relations())
def test_every_relation_is_explained_as_the_ontology_has_it(name: str) -> None:
    relation = relations()[name]
    (row,) = re.findall(rf"^\| `{name}` \|.*$", text(ROOT / "docs" / "relations.md"), flags=re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1].removesuffix(" (joint)") == relation.verb
    assert cells[1].endswith("(joint)") == relation.symmetric
    assert cells[2] == relation.definition
    assert float(cells[4]) == relation.score
    assert cells[5] == (", ".join(relation.modes) or "–")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_a_document_names_exists(page: Path) -> None:
    named = {word for word in re.findall(r"`([^`\s]+)`", text(page)) if word.startswith(TOPS)}
    if page.name == "architecture.md":
        named |= {word.strip(",") for word in re.findall(r"\S+", text(page)) if word.startswith(TOPS)}
    paths = {re.split(r"[:#`|]", word)[0].rstrip(".,);:") for word in named if not PLACEHOLDER.search(word)}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    links = {link for link in re.findall(r"\]\(([^)#]+)", text(page)) if "://" not in link}
    assert [link for link in sorted(links) if not (page.parent / link).exists()] == []


def test_the_make_targets_that_documents_name_exist() -> None:
    rules = [ROOT / "Makefile", *sorted((ROOT / "servers").glob("*.mk"))]
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", "\n".join(map(text, rules)), flags=re.MULTILINE))
    named = {
        word
        for page in PAGES
        for word in re.findall(r"(?:`|^ {4})make ([a-z][a-z0-9-]*)", text(page), flags=re.MULTILINE)
    }
    assert named - targets == set()


def test_the_python_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", text(ROOT / "README.md"), flags=re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert "CONSULT" in capsys.readouterr().out


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `graph.` file of every format."""
    folder = tmp_path_factory.mktemp("formats")
    with view_of(folder / "store", readings()) as view:
        for suffix in EXPORTERS:
            export(view, folder / f"graph{suffix}")
    return folder


EXAMPLES = [
    example
    for example in re.findall(r"```python\n(.*?)```", text(ROOT / "docs" / "formats.md"), flags=re.DOTALL)
    if '"graph.' in example
]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_of_the_formats_page_run(
    files: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    held: dict[str, object] = {}
    exec(compile(EXAMPLES[number], f"example {number}", "exec"), held)
    assert [value for name, value in held.items() if name in RESULTS and value is not None]


RESULTS = ("network", "edges", "events", "rows", "claims", "store")


def test_the_formats_page_has_an_example_for_every_kind_of_tool() -> None:
    tools = {
        word for example in EXAMPLES for word in re.findall(r"^import (.*)$", example, flags=re.MULTILINE)
    }
    assert {
        "networkx",
        "json, networkx, pathlib",
        "pandas",
        "pandas, zipfile",
        "rdflib",
        "pyoxigraph",
    } <= tools
