"""Saved web pages, one article a file (.html, .htm): trafilatura finds the article; nothing is fetched."""

import codecs
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.model import Article
from loaders.sources.files import decode, read_bytes, shown
from loaders.sources.metadata import Defaults, Meta, beside, build, day, is_web_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# As browsers read these names (WHATWG Encoding Standard); a page that could say UTF-16 so is not UTF-16.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# News on the web is younger than that; saved pages of scanned papers say their date in metadata.
_FIRST = "1900-01-01"
# Taking a page apart takes longer than in proportion to its tags. The longest pages of encyclopedias have half as many.
_MOST_TAGS = 100_000
# What is left of a broken page may be a bracket or a menu entry.
_FEWEST_WORDS = 5
_PUBLISHED = (
    "//time[@pubdate or contains(@itemprop, 'datePublished') or contains(@class, 'published')"
    " or contains(@class, 'entry-date')] | //*[@itemprop='datePublished']"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: the article's text, what it says about itself, and where its date was found."""

    text: str
    meta: Meta
    dated_by: str | None


def read(path: Path, defaults: Defaults) -> Iterator[Article]:
    """The article of the page, its paragraphs parted by blank lines. Raises InputError if there is none."""
    name = shown(path)
    data = read_bytes(path)
    aside = beside(path)
    page = parse(decode(data, name, declared(data, name)), name, today=defaults.today, url=aside.get("url"))
    meta = defaults.meta | page.meta | aside
    if page.dated_by and "published" not in aside:
        meta["note"] = "; ".join(filter(None, (meta.get("note"), f"date from {page.dated_by}")))
    yield build(page.text, meta, name, today=defaults.today, source=path.resolve().as_uri())


def declared(data: bytes, name: str) -> str | None:
    """The encoding that the page declares in its first 4 kB, if any. Raises InputError if there is no such one."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    label = (found.group(1) or found.group(2)).decode("ascii")
    try:
        known = codecs.lookup(label).name
        "".encode(known)
    except LookupError as wrong:
        raise InputError(
            f"{name}: declares the unknown encoding '{label}': convert the page to UTF-8"
        ) from wrong
    return _MEANT.get(known, known)


def parse(html: str, name: str, *, today: date, url: str | None = None) -> Page:
    """The article in a page. Raises InputError if none is found or the page cannot be taken apart."""
    from lxml.etree import LxmlError

    if html.count("<") > _MOST_TAGS:
        raise InputError(
            f"{name}: has more than {_MOST_TAGS:,} tags, which is no article: save its text as .txt"
        )
    for library in ("trafilatura", "htmldate", "courlan"):
        # Their warnings say what our problems say, without the file's name.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        page = _page(html, url, today)
    except (RecursionError, LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError) as wrong:
        what = f"{type(wrong).__name__}: {wrong}"[:80]
        raise InputError(f"{name}: the page cannot be taken apart ({what}): save its text as .txt") from wrong
    if page is None or len(page.text.split()) < _FEWEST_WORDS:
        raise InputError(f"{name}: no article was found in the page: save its text as .txt")
    return page


def _page(html: str, url: str | None, today: date) -> Page | None:
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document
    from trafilatura.utils import load_html

    tree = load_html(html)
    if tree is None:
        return None
    dates = {"extensive_search": False, "original_date": True, "max_date": today.isoformat()}
    about = extract_metadata(tree, default_url=url, date_config=dict(dates), extensive=False)
    found = bare_extraction(tree, url=url, include_comments=False, include_tables=False) or bare_extraction(
        tree, url=url, include_comments=False
    )
    if not isinstance(found, Document):
        return None
    address = about.url if about.url and is_web_address(about.url) else None
    published, dated_by = _date(tree, url or address, today)
    meta = {"title": about.title, "publisher": about.sitename, "url": address, "published": published}
    lines = (line.strip() for line in (found.text or "").splitlines())
    return Page("\n\n".join(filter(None, lines)), {k: v for k, v in meta.items() if v}, dated_by)


def _date(tree: "HtmlElement", url: str | None, today: date) -> tuple[str | None, str | None]:
    """The publication date and where it was found; (None, None) if the page does not say it.

    Free text is not searched: there, a copyright line or the date of another article would become the date.
    """
    from htmldate import find_date
    from lxml.html import document_fromstring

    limits: dict[str, Any] = {
        "extensive_search": False,
        "original_date": True,
        "max_date": today.isoformat(),
        "min_date": _FIRST,
    }
    marks = [*tree.xpath("//meta"), *tree.xpath("//script[@type='application/ld+json']")]
    head = document_fromstring("<html><head></head><body></body></html>")
    head[0].extend(deepcopy(mark) for mark in marks)
    if found := find_date(head, **limits):
        return found, "the page's metadata"
    if found := _marked(tree):
        return found, "the page's time element"
    empty = document_fromstring("<html><head></head><body></body></html>")
    if url and (found := find_date(empty, url=url, **limits)):
        return found, "the page's address"
    return None, None


def _marked(tree: "HtmlElement") -> str | None:
    """The day in the elements marked as the publication date, if they agree."""
    days = set[str]()
    for element in tree.xpath(_PUBLISHED):
        given = element.get("datetime") or element.get("content") or ""
        with suppress(ValueError):
            days.add(day(given).isoformat())
    return days.pop() if len(days) == 1 else None
