"""What is known about an article besides its text, and where it is written.

Later ones win: the command line, the HTML page, a file beside the article (NAME.toml or NAME.txt.toml), the TOML
between two lines `+++` at the top of a text.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import InputError
from graph.lines import article_from
from graph.model import Article
from loaders.sources.files import MOST_CHARACTERS, decode, read_bytes, shown

KEYS = ("title", "published", "publisher", "url", "note")
Meta = dict[str, str]

# The first newspaper; an earlier date is a slip of the pen.
_FIRST = date(1605, 1, 1)
# Where it is tomorrow already, papers carry tomorrow's date.
_AHEAD = timedelta(days=1)
_LONGEST = 2_000
_MOST_TOML = 64_000

_FENCE = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r|$)")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for all articles that do not say otherwise; `today` is the day that no publication date passes."""

    published: date | None = None
    publisher: str | None = None
    today: date = field(default_factory=date.today)

    @property
    def meta(self) -> Meta:
        """The defaults as metadata."""
        given = {
            "published": self.published.isoformat() if self.published else None,
            "publisher": self.publisher,
        }
        return {key: value for key, value in given.items() if value}


def from_toml(text: str, where: str) -> Meta:
    """Metadata in TOML, dates in ISO form. Raises InputError, naming the line or the key that is wrong."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise InputError(
            f'{where}: metadata is no TOML ({wrong}): write lines such as title = "..."'
        ) from wrong
    return {key: _value(key, value, where) for key, value in table.items()}


def _value(key: str, value: object, where: str) -> str:
    if key not in KEYS:
        near = get_close_matches(key, KEYS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(KEYS)}"
        raise InputError(f"{where}: '{shown(key)}' is no key of an article; {hint}")
    if key == "published" and isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise InputError(f"{where}: '{key}' is no text: put it in quotes")
    return value


def beside(path: Path) -> Meta:
    """The metadata in NAME.txt.toml, else in NAME.toml, else none. Raises InputError."""
    for file in (path.with_name(path.name + ".toml"), path.with_suffix(".toml")):
        if file.is_file():
            return from_toml(decode(read_bytes(file, _MOST_TOML), shown(file)), shown(file))
    return {}


def front_matter(text: str, where: str) -> tuple[Meta, str]:
    """The metadata at the top of a text, and the body: all that follows the closing line, exactly as given.

    Raises InputError where the metadata is not closed or wrong.
    """
    opening = _FENCE.match(text)
    if not opening:
        return {}, text
    closing = re.compile(r"^" + _FENCE.pattern, re.MULTILINE).search(text, opening.end())
    if not closing:
        raise InputError(
            f"{where}: the metadata after the first line +++ has no end: close it with a line +++"
        )
    # A line feed in place of the first fence, so that errors name the line of the file.
    inner = text[opening.end() : closing.start()].replace("\r\n", "\n").replace("\r", "\n")
    return from_toml("\n" + inner, where), text[closing.end() :]


def build(text: str, meta: Mapping[str, str], where: str, *, today: date, source: str | None) -> Article:
    """The article of a text with its metadata. Raises InputError if one cannot be right."""
    article = article_from({"text": text, **meta}, where=where)
    return replace(fit(article, where, today=today), note=meta.get("note"), source=source)


def fit(article: Article, where: str, *, today: date) -> Article:
    """The article with its title and publisher on one line. Raises InputError for what cannot be right in it.

    A wrong publication date would put every "on Monday" of the article on a wrong day; so the article is refused.
    """
    if not article.id.strip() or not article.id.isprintable():
        raise InputError(f"{where}: 'id' is blank or holds control characters: give a plain one")
    if len(article.text) > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS:,}"
        raise InputError(f"{where}: has {len(article.text):,} characters, the most is {most}: split it")
    for key in ("id", "title", "publisher", "url"):
        if len(getattr(article, key) or "") > _LONGEST:
            raise InputError(f"{where}: '{key}' has more than {_LONGEST:,} characters: shorten it")
    if article.published:
        check_day(article.published, where, today=today)
    if article.url and not is_web_address(article.url):
        raise InputError(f"{where}: 'url' is no web address: write it as https://... or leave it out")
    return replace(article, title=_one_line(article.title), publisher=_one_line(article.publisher))


def check_day(published: date, where: str, *, today: date) -> None:
    """Raises InputError if nothing can have been published on that day."""
    if published > today + _AHEAD:
        raise InputError(
            f"{where}: published {published} lies in the future: correct the date or leave it out"
        )
    if published < _FIRST:
        raise InputError(f"{where}: published {published} lies before the first newspaper: correct the date")


def is_web_address(url: str) -> bool:
    """Whether a URL is an absolute http or https one."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def day(text: str) -> date:
    """A day from ISO form, with or without a time. Raises ValueError."""
    return datetime.fromisoformat(text.strip()).date()


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
