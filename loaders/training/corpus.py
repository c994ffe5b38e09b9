"""What is trained on: our own passages, and news with its annotations and texts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.model import Article, Problem
from loaders.training.marks import Marked, passages
from loaders.training.standoff import marked, notes


@dataclass(frozen=True, slots=True)
class News:
    """An annotated article with the article itself (its date is needed to read it)."""

    marks: Marked
    article: Article


def own(folder: Path) -> list[Marked]:
    """All passages of a folder's files."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InputError(f"{folder}: no passages (*.txt) here")
    return [each for path in files for each in passages(path.read_text(encoding="utf-8"), path.name)]


def news(lines: Path, texts: Sequence[Path]) -> list[News]:
    """The articles of a file of annotations. Raises InputError where a text is not at hand."""
    known = _articles(texts)
    held = notes(lines)
    missing = sorted(set(held) - set(known))
    if missing:
        some = ", ".join(missing[:3])
        raise InputError(
            f"{lines.name}: the texts of {len(missing)} articles are missing ({some}): data/SOURCES.md says how to rebuild them"
        )
    return [News(marked(held[name], known[name].text), known[name]) for name in sorted(held)]


def _articles(texts: Sequence[Path]) -> dict[str, Article]:
    from loaders.sources.json_lines import read
    from loaders.sources.metadata import Defaults

    known: dict[str, Article] = {}
    for path in texts:
        for each in read(path, Defaults()):
            if isinstance(each, Problem):
                raise InputError(f"{each.article}: {each.what}")
            known[each.id] = each
    return known


def folds(items: Sequence[News], number: int, seed: int) -> list[list[News]]:
    """The articles in `number` parts of about one size, at random."""
    order = sorted(items, key=lambda each: each.marks.label)
    random.Random(seed).shuffle(order)  # noqa: S311
    return [order[n::number] for n in range(number)]
