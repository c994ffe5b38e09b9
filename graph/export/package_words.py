"""What a data package says of itself: description, read-me and citation."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.export import About
from graph.export.graphml import clean
from graph.ids import slug
from graph.version import __version__

TITLE = "Claims of the political press"
_NO_LICENCE = (
    "No licence was stated for these data. Sentences are quoted from the articles of the publishers named, who keep "
    "their rights in them."
)
_QUOTES = "Sentences are quoted from the articles of the publishers named, who keep their rights in them."
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def title(about: About) -> str:
    """The package's title on one line."""
    return " ".join(clean(about.title or TITLE).split()) or TITLE


def rights(about: About) -> str:
    """What is said of the licence in words."""
    return f"Licence of the data: {about.licence}. {_QUOTES}" if about.licence else _NO_LICENCE


def description(about: About, version: str, publishers: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """The head of datapackage.json, all but the files."""
    sources = [{"title": f"{clean(name)} ({number} articles)"} for name, number in publishers]
    return {
        "profile": "data-package",
        "name": slug(title(about)),
        "title": title(about),
        "description": f"Read from news articles by Legation {__version__}. {rights(about)}",
        "version": version,
        **({"created": f"{about.made.isoformat()}T00:00:00Z"} if about.made else {}),
        **({"licenses": [_licence(about.licence)]} if about.licence else {}),
        **(
            {"contributors": [{"title": name, "role": "author"} for name in about.authors]}
            if about.authors
            else {}
        ),
        **({"sources": sources} if sources else {}),
    }


def _licence(licence: str) -> dict[str, str]:
    if _SPDX.fullmatch(licence):
        return {"name": licence}
    # The form wants a short name; what is none becomes the title.
    return {"name": slug(licence), "title": licence}


def citation(about: About, version: str) -> str:
    """CITATION.cff. Strings are written as JSON, which YAML reads."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them as below.",
        "type: dataset",
        f"title: {json.dumps(title(about))}",
        f"version: {json.dumps(version)}",
        *([f"date-released: {about.made.isoformat()}"] if about.made else []),
        *([f"license: {json.dumps(about.licence)}"] if _SPDX.fullmatch(about.licence or "") else []),
        "authors:",
        *(f"  - name: {json.dumps(name)}" for name in about.authors or ("not stated",)),
        f"abstract: {json.dumps(f'Read from news articles by Legation {__version__}. {rights(about)}')}",
    ]
    return "\n".join(lines) + "\n"


def readme(about: About, version: str, counts: Mapping[str, int]) -> str:
    """README.md: what is in the package and how to read it."""
    held = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    graph = (
        "`graph.nq.gz` is the same as RDF, one named graph an article, for any triple store.\n"
        if "statements" in counts
        else "The package holds a part of its store, so it has no graph.\n"
    )
    texts = "with" if about.texts else "without"
    return f"""# {title(about)}

Version {version}: {held}. Read from news articles by Legation {__version__}.

Each row of `claims.csv` is what one article tells, with the sentence it was read from, how it is told (`modality`: filter
by it) and how sure the reader is. `codebook.md` explains every column, relation and code; `datapackage.json` has the
types of the columns and the SHA-256 of every file. Articles are listed {texts} their texts.
{graph}
    import pandas
    claims = pandas.read_csv("claims.csv", keep_default_na=False, na_values=[""], parse_dates=["date", "date_end"])

A text that a spreadsheet would run as a formula has an apostrophe in front; take one leading apostrophe away.

{rights(about)}
To cite: `CITATION.cff`.
"""
