"""The codebook of a data package in Markdown, made from data/ontology."""

from collections.abc import Iterable, Iterator

from graph.export.package_tables import Table, tables
from graph.ontology import actor_kinds, relations
from graph.resources import read_toml
from graph.version import __version__

_INTRO = """# Codebook

What the tables and the graph of this package hold. Everything was read by Legation {version}, a program: each claim
has the sentence that it was read from, so that it can be checked.

A **claim** is one relation that one article tells, with how the article tells it. Nothing here says that an act
happened: `asserted` says that the article tells it as a fact. Count independent sources (`weight` of a tie), not rows.

An empty cell means that nothing is known. A text that a spreadsheet would run as a formula, or that begins with an
apostrophe, has one apostrophe in front; take one leading apostrophe away to have the text as it is. Offsets count the
characters (Unicode code points) of the article's text from 0.
"""


def codebook() -> str:
    """The whole codebook."""
    return "\n".join(
        [
            _INTRO.format(version=__version__),
            "## Tables\n",
            *(_table(table) for table in tables().values()),
            "## Relations\n",
            "Events follow PLOVER (2023 revision); CAMEO root codes and quad classes are those of that scheme. The score "
            "runs from conflict (-10) to cooperation (10).\n",
            *_relations(),
            "## Kinds of actors\n",
            *_rows(("kind", "meaning"), ((name, each.definition) for name, each in actor_kinds().items())),
            "## Modalities\n",
            *_rows(
                ("modality", "meaning"),
                ((n, row["definition"]) for n, row in read_toml("ontology/terms.toml")["modality"].items()),
            ),
        ]
    )


def _table(table: Table) -> str:
    rows = ((f"`{name}`", column.kind, column.about) for name, column in table.columns.items())
    lines = _rows(("column", "type", "what it is"), rows)
    return "\n".join([f"### {table.name}.csv\n", f"{table.about} Key: {', '.join(table.key)}.\n", *lines])


def _relations() -> Iterator[str]:
    yield from _rows(
        (
            "relation",
            "reads as",
            "meaning",
            "CAMEO",
            "quad class",
            "score",
            "joint",
            "modes with a score of their own",
        ),
        (
            (
                name,
                each.verb,
                each.definition,
                " ".join(each.cameo),
                each.quad,
                f"{each.score:g}",
                "yes" if each.symmetric else "",
                ", ".join(f"{mode} {value:g}" for mode, value in each.modes.items()),
            )
            for name, each in relations().items()
        ),
    )


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""
