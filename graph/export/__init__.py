"""Exports: a store, or a selection of its claims, as a file in a format told by the file's suffix.

One format a module; each function of the table is `write(view, out, scope) -> Counts` on a binary file.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from graph.errors import InputError
from graph.registry import load
from graph.store.base import Selection, View

# What was written, for the user to read: "edges" -> 12, in the order to print.
Counts = Mapping[str, int]
Write = Callable[[View, BinaryIO, "Scope"], Counts]

EXPORTERS: dict[str, str] = {
    ".graphml": "graph.export.graphml:write",
    ".gexf": "graph.export.gexf:write",
    ".cyjs": "graph.export.cyjs:write",
    ".csv": "graph.export.lists:write_edges_csv",
    ".parquet": "graph.export.lists:write_edges_parquet",
    ".nodes.csv": "graph.export.lists:write_nodes_csv",
    ".nodes.parquet": "graph.export.lists:write_nodes_parquet",
    ".zip": "graph.export.package:write",
    ".plover.jsonl": "graph.export.events:write_plover",
    ".cameo.tsv": "graph.export.events:write_cameo",
    ".jsonl": "graph.export.json_lines:write",
    ".ttl": "graph.export.rdf_files:write_turtle",
    ".nq": "graph.export.rdf_files:write_nquads",
    ".rdf12.ttl": "graph.export.rdf_files:write_turtle12",
    ".rdf12.nq": "graph.export.rdf_files:write_nquads12",
    ".jsonld": "graph.export.rdf_files:write_jsonld",
    ".neo4j.zip": "graph.export.neo4j_csv:write",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a data package says of itself; a version is made from the data where none is given.

    `licence` is an SPDX name if it has one; `made` the day it is made; `texts` says whether it holds the articles' texts.
    """

    title: str | None = None
    version: str | None = None
    licence: str | None = None
    authors: tuple[str, ...] = ()
    made: date | None = None
    texts: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be written: which claims, whether as `ties` instead, and what a data package says of itself."""

    selection: Selection = field(default_factory=Selection)
    ties: bool = False
    about: About = field(default_factory=About)

    @property
    def everything(self) -> bool:
        """Whether all claims are meant."""
        return self.selection == Selection()


def format_of(path: Path) -> str:
    """The ending of the table that a file's name has; the longest where several fit. Raises InputError."""
    name = path.name.lower()
    fitting = [suffix for suffix in EXPORTERS if name.endswith(suffix)]
    if not fitting:
        raise InputError(
            f"{path.name}: '{path.suffix}' is no format to export: let the file's name end in {', '.join(EXPORTERS)}"
        )
    return max(fitting, key=len)


def exporter(path: Path) -> Write:
    """The function that writes files like `path`. Raises InputError, naming the formats there are."""
    write: Write = load(EXPORTERS[format_of(path)])
    return write


def check_target(path: Path, *, force: bool) -> None:
    """Raise InputError where a file cannot or should not be written."""
    if path.is_dir():
        raise InputError(f"{path} is a folder: name a file in it")
    exporter(path)
    if path.exists() and not force:
        raise InputError(f"{path} exists already: add --force to write over it, or choose another name")
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} does not exist: make it first")


def export(view: View, path: Path, scope: Scope = Scope(), *, force: bool = False) -> Counts:
    """Write a view to a file, whole or not at all, and say how much was written. Raises InputError."""
    check_target(path, force=force)
    with _whole(path) as out:
        return exporter(path)(view, out, scope)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when all went well, and is gone when not."""
    # Through a link, so that the link stays.
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as out:
            yield out
        draft.replace(target)
    except OSError as wrong:
        raise InputError(
            f"{path} could not be written ({wrong.strerror or wrong}): nothing was changed"
        ) from wrong
    finally:
        draft.unlink(missing_ok=True)
