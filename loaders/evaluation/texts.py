"""Finds the text that a gold file is about: by its hash, else by its name, in the files given or beside the gold file."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path, PurePath

from graph.errors import InputError
from graph.model import Article, Problem
from loaders.sources import SOURCES, Defaults, find, open_source
from loaders.sources.files import shown


class Texts:
    """The articles of some files and folders, by hash and by name (id, or file name without its ending)."""

    def __init__(self, paths: Sequence[Path] = (), defaults: Defaults | None = None) -> None:
        """Reads all articles. Raises InputError where one cannot be read."""
        self._defaults = defaults or Defaults()
        self._by_hash: dict[str, list[tuple[str, Article]]] = {}
        self._by_name: dict[str, Article] = {}
        for path in find(paths):
            if isinstance(path, Path):
                self._take(path)
            elif path.stage == "source":
                raise InputError(f"{path.article}: {path.what}")

    def _take(self, path: Path) -> None:
        for article in open_source(path, self._defaults):
            if isinstance(article, Problem):
                raise InputError(f"{article.article}: {article.what}")
            self._by_hash.setdefault(_hash(article), []).append((path.stem, article))
            self._by_name.setdefault(article.id, article)
            if article.source:
                self._by_name.setdefault(path.stem, article)

    def find(self, name: str, digest: str | None, gold: Path) -> Article:
        """The text of a gold file. Raises InputError where there is none; whether its hash is right is not asked."""
        same = self._by_hash.get(digest or "", [])
        exact = next((a for stem, a in same if name in (stem, a.id)), same[0][1] if same else None)
        found = exact or self._by_name.get(name) or self._beside(name, gold)
        if found is None:
            raise InputError(
                f"{shown(gold)}: the text of '{shown(name)}' is not there: put it beside as "
                f"{shown(PurePath(name).name)}.txt, or name its file or folder with --texts"
            )
        return found

    def _beside(self, name: str, gold: Path) -> Article | None:
        if PurePath(name).name != name or "\0" in name:
            return None  # no file's name: an id that has slashes, or a way out of the folder
        for suffix in SOURCES:
            path = gold.parent / f"{name}{suffix}"
            if path.is_file():
                if gold in (path.with_suffix(".toml"), path.with_name(path.name + ".toml")):
                    raise InputError(
                        f"{shown(gold)}: would be taken for metadata of {shown(path.name)}: call it {shown(name)}.gold.toml"
                    )
                self._take(path)
        return self._by_name.get(name)


def _hash(article: Article) -> str:
    return sha256(article.text.encode()).hexdigest()
