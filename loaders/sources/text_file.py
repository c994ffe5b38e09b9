"""Plain text, one article a file (.txt), with metadata at its top or in a file beside it."""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from graph.model import Article
from loaders.sources.files import decode, read_bytes, shown
from loaders.sources.metadata import Defaults, beside, build, front_matter


def read(path: Path, defaults: Defaults) -> Iterator[Article]:
    """The article of the file; its text is all that follows the metadata, line ends and all. Raises InputError.

    A byte order mark is no part of the text.
    """
    name = shown(path)
    top, body = front_matter(decode(read_bytes(path), name), name)
    if not body.strip():
        raise InputError(f"{name}: has no text after its metadata: put the article there")
    meta = defaults.meta | beside(path) | top
    yield build(body, meta, name, today=defaults.today, source=path.resolve().as_uri())
