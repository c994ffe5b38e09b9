"""Where articles come from: a table of file kinds, and the walk through files and folders.

A source is `(path, defaults) -> Iterator[Article | Problem]`; a new kind of file is one module and one row.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.errors import InputError
from graph.model import Article, Problem
from graph.registry import load
from loaders.sources.files import reason, shown
from loaders.sources.metadata import Defaults

__all__ = ["SOURCES", "Defaults", "find", "open_source"]

SOURCES: dict[str, str] = {
    ".txt": "loaders.sources.text_file:read",
    ".html": "loaders.sources.html_file:read",
    ".htm": "loaders.sources.html_file:read",
    ".jsonl": "loaders.sources.json_lines:read",
}

_KINDS = ", ".join(sorted(SOURCES))


def open_source(path: Path, defaults: Defaults) -> Iterator[Article | Problem]:
    """The articles of one file, and a problem (stage "source") for each that cannot be read."""
    target = SOURCES.get(path.suffix.lower())
    if target is None:
        kind = path.suffix or "no suffix"
        yield Problem(shown(path), "source", f"{shown(kind)} is no kind of file that is read: give {_KINDS}")
        return
    try:
        yield from load(target)(path, defaults)
    except InputError as error:
        yield Problem(shown(path), "source", str(error).removeprefix(f"{shown(path)}: "))


def find(paths: Iterable[Path]) -> Iterator[Path | Problem]:
    """The files to read: those given, and those of folders with all that is below, sorted.

    In folders, hidden files and metadata beside articles (.toml) are passed over; links to folders and other kinds
    of files become problems of the stage "skipped". A missing path, an empty folder or what is neither file nor folder is a
    problem of the stage "source".
    """
    for path in paths:
        found = 0
        for each in _walk(path):
            found += isinstance(each, Path) or each.stage == "source"
            yield each
        if not found:
            yield Problem(shown(path), "source", f"holds nothing to read: give a folder with {_KINDS} files")


def _walk(path: Path) -> Iterator[Path | Problem]:
    pending = [path]
    while pending:
        here = pending.pop()
        try:
            facts = here.stat()
            inside = sorted(here.iterdir(), reverse=True) if stat.S_ISDIR(facts.st_mode) else None
        except (OSError, ValueError) as wrong:
            yield Problem(shown(here), "source", reason(wrong))
            continue
        if inside is None:
            yield from _file(here, facts, given=here is path)
        elif here is not path and here.is_symlink():
            # It may lead back to a folder above, or out of what was meant.
            yield Problem(shown(here), "skipped", "is a link to a folder: give that folder by its own name")
        else:
            pending += [each for each in inside if not each.name.startswith(".")]


def _file(path: Path, facts: os.stat_result, *, given: bool) -> Iterator[Path | Problem]:
    if not stat.S_ISREG(facts.st_mode):
        yield Problem(shown(path), "source", "is neither a file nor a folder: give a file")
    elif given or path.suffix.lower() in SOURCES:
        yield path
    elif path.suffix.lower() != ".toml":
        yield Problem(shown(path), "skipped", f"{shown(path.suffix or 'no suffix')} is none of {_KINDS}")
