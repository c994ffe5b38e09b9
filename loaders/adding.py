"""Articles that come in by the app: pasted, or uploaded; read first, stored only when somebody says so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from threading import Lock

from graph.errors import InputError
from graph.model import Article, Problem, Reading
from graph.safe import one_line
from graph.store.base import Change, Store
from loaders.explanation import Explanation, explain
from loaders.pipeline import Reader
from loaders.sources import SOURCES, Defaults, open_source
from loaders.sources.files import checked
from loaders.sources.metadata import build, front_matter

# An upload is read while somebody waits; more belongs to `legation load`.
MOST_ARTICLES = 200

_READING = Lock()  # the parser is shared by all visitors and works for one at a time


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says about an article besides its text; all may be empty."""

    title: str = ""
    published: date | None = None
    publisher: str = ""
    url: str = ""

    @property
    def meta(self) -> dict[str, str]:
        """What was said, as metadata."""
        day = self.published.isoformat() if self.published else ""
        said = {"title": self.title, "published": day, "publisher": self.publisher, "url": self.url}
        return {key: value.strip() for key, value in said.items() if value.strip()}


def pasted(text: str, given: Given, *, today: date) -> Article:
    """The article of a pasted text; metadata at its top wins. Raises InputError if it is none."""
    top, body = front_matter(checked(text, "the text"), "the text")
    if not body.strip():
        raise InputError("the text: holds nothing after its metadata: paste the article there")
    return build(body, given.meta | top, "the text", today=today, source=None)


def uploaded(name: str, data: bytes, given: Given, *, today: date) -> Iterator[Article | Problem]:
    """The articles of an uploaded file, at most MOST_ARTICLES, and a problem for each that cannot be read.

    Title and URL are those given where the file holds one article that has none. `source` stays empty: the file of
    the visitor is none that could be read again.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SOURCES:
        kinds = ", ".join(sorted(SOURCES))
        yield Problem(one_line(name), "source", f"is no kind of file that is read: upload {kinds}")
        return
    with TemporaryDirectory(prefix="legation-") as folder:
        # The visitor's own name is never used as a path.
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(data)
        for number, found in enumerate(
            open_source(path, Defaults(given.published, given.publisher or None, today))
        ):
            if number >= MOST_ARTICLES:
                yield Problem(
                    one_line(name), "source", f"holds more than {MOST_ARTICLES} articles: use legation load"
                )
                return
            yield _renamed(found, str(path), one_line(name), given)


def _renamed(found: Article | Problem, path: str, name: str, given: Given) -> Article | Problem:
    if isinstance(found, Problem):
        return replace(found, article=name, what=found.what.replace(path, name))
    return replace(
        found,
        source=None,
        title=found.title or given.title.strip() or None,
        url=found.url or given.url.strip() or None,
    )


def read_all(
    articles: Sequence[Article], reader: Reader, progress: Callable[[float], object] = lambda _: None
) -> list[Reading]:
    """The reading of each article, in order; `progress` is told the share done."""
    readings = []
    for number, article in enumerate(articles, 1):
        with _READING:
            readings.append(reader.read(article))
        progress(number / len(articles))
    return readings


def why(article: Article, reader: Reader) -> Explanation:
    """Why an article is read as it is, sentence by sentence. Raises ModelError."""
    with _READING:
        return explain(article, reader)


def keep(readings: Iterable[Reading], store: Store) -> list[Change]:
    """Store readings; what became of each. Raises StoreError if another process is writing."""
    with store.writer() as writer:
        return [writer.put(reading) for reading in readings]
