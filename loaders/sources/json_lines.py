"""JSON Lines, one article a line (.jsonl); data/ontology/article-lines.schema.json says what a line holds."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph.errors import InputError
from graph.lines import article_from
from graph.model import Article, Problem
from loaders.sources.files import MOST_BYTES, checked, decode_line, marked_encoding, reason, shown
from loaders.sources.metadata import Defaults, day, fit

# The first line of what `legation extract` writes.
_KIND = re.compile(rb'\s*\{"kind": ?"(?:claim|mention|actor|cut|problem)",')


def read(path: Path, defaults: Defaults) -> Iterator[Article | Problem]:
    """The articles of the file's lines, in order; a line that cannot be read is a problem and the next one follows.

    Raises InputError where the whole file is of another kind.
    """
    name, seen = shown(path), dict[str, int]()
    number = 0
    for number, line in _lines(path, name):
        where = f"{name}:{number}"
        try:
            article = _article(line, where, name, defaults)
            first = seen.setdefault(article.id, number)
            if first != number:
                same = f"id '{shown(article.id)}' was already given in line {first}"
                raise InputError(f"{where}: {same}: give each article its own id")  # noqa: TRY301
            yield article
        except InputError as error:
            yield Problem(where, "source", str(error).removeprefix(f"{where}: "))
    if not number:
        raise InputError(f"{name}: is empty: give one article a line")


def _lines(path: Path, name: str) -> Iterator[tuple[int, bytes]]:
    """The numbered lines that are not blank; one that is too long is given as its first bytes."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(MOST_BYTES + 1):
                number += 1
                if number == 1:
                    line = _first(line, name)
                if line.strip():
                    yield number, line
                while len(line) > MOST_BYTES and not line.endswith(b"\n"):
                    line = file.readline(MOST_BYTES + 1)
    except (OSError, ValueError) as wrong:
        raise InputError(f"{name}: {reason(wrong)}") from wrong


def _first(line: bytes, name: str) -> bytes:
    encoding = marked_encoding(line)
    if encoding not in (None, "utf-8-sig"):
        raise InputError(
            f"{name}: is {encoding}: convert it, e.g. iconv -f {encoding} -t UTF-8 '{name}' > new.jsonl"
        )
    plain = line.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in plain:
        raise InputError(f'{name}: is binary: give one article a line, as {{"text": "..."}}')
    if plain.lstrip().startswith(b"["):
        raise InputError(f"{name}: is a JSON array: write one object a line (jq -c '.[]' does it)")
    if _KIND.match(plain):
        raise InputError(
            f"{name}: holds what was read from articles, not articles: give the articles themselves"
        )
    return plain


def _article(line: bytes, where: str, name: str, defaults: Defaults) -> Article:
    if len(line) > MOST_BYTES:
        raise InputError(f"{where}: is longer than {MOST_BYTES // 1_000_000} MB: split the article")
    try:
        row = json.loads(decode_line(line, where, name))
    except json.JSONDecodeError as wrong:
        raise InputError(f"{where}: is no JSON ({wrong.msg}, column {wrong.colno}): mend the line") from wrong
    except (RecursionError, ValueError) as wrong:
        raise InputError(f"{where}: is no JSON that can be read ({wrong}): mend the line") from wrong
    article = article_from(row, where=where)
    checked(article.text, where)
    given = defaults.meta
    published = article.published or (day(given["published"]) if "published" in given else None)
    publisher = article.publisher or given.get("publisher")
    return fit(replace(article, published=published, publisher=publisher), where, today=defaults.today)
