"""Gold articles: what a careful person reads in an article, one TOML file each. docs/reading.md explains the format."""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.model import ACTOR_KINDS, MODALITIES, Article
from graph.ontology import relations
from loaders.sources.files import decode, read_bytes, shown

# Finds the text of an article: its name, the SHA-256 of its text in UTF-8 (or None), the gold file. Raises InputError.
FindText = Callable[[str, str | None, Path], Article]

_KEYS = ("article", "sha256", "actors", "claims", "furniture")
_CLAIM_KEYS = (
    "relation", "alt", "sources", "targets", "also", "issue", "issue_at", "date", "place", "modality", "by",
    "optional", "evidence", "evidence_at",
)  # fmt: skip
# A place is no actor, but may be named where one is expected.
_KINDS = (*ACTOR_KINDS, "place")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|.(?=\n)")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|\??")


@dataclass(frozen=True, slots=True)
class GoldActor:
    """An actor of a gold article: `names` are the forms that count for it there, in any case."""

    key: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim that should be read. `sources` and `targets` are groups of actor keys: one of each group is enough.

    `alt` are other relations that count, `also` actors that may stand there as well. `issue` and `place` may hold
    several wordings parted by `||`. `date` is an ISO day, month or year, "" where none can be known, "?" where it
    is arguable. `by` are the speakers, of whom the nearest is enough. `spans` are the evidence sentences in the body.
    An `optional` claim is neither wanted nor wrong.
    """

    relation: str
    alt: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]
    issue: str
    date: str
    place: str
    modality: str
    by: tuple[str, ...]
    optional: bool
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with its actors, its claims and the spans of its page furniture. `stem` is its short name."""

    stem: str
    article: Article
    actors: tuple[GoldActor, ...]
    claims: tuple[GoldClaim, ...]
    furniture: tuple[tuple[int, int], ...]


def stretch(text: str, words: str) -> tuple[int, int]:
    """The span of the words. Raises ValueError unless they stand in the text exactly once."""
    found = text.count(words) if words else 0
    if found != 1:
        raise ValueError(f"'{words}' stands {found} times in the text: give words that stand there once")
    start = text.index(words)
    return start, start + len(words)


def sentence_from(text: str, words: str) -> tuple[int, int]:
    """The span from the words to the end of their sentence. Raises ValueError unless they stand there once."""
    start, end = stretch(text, words)
    stop = _SENTENCE_END.search(text, end - 1)
    return start, stop.start() + 1 if stop else len(text)


def is_gold(path: Path) -> bool:
    """Whether a TOML file is one of gold: it names its article. Raises InputError where it cannot be read."""
    return "article" in _table(path)


def read_gold(path: Path, find: FindText) -> GoldArticle:
    """One gold file with the text it is about. Raises InputError, naming file and claim, where the two do not agree."""
    name, data = shown(path), _table(path)
    try:
        _known(data, _KEYS)
        stem = _text(data, "article")
        given = _text(data, "sha256") if "sha256" in data else None
        article = find(stem, given, path)
        if given and sha256(article.text.encode()).hexdigest() != given:
            raise ValueError(  # noqa: TRY301 -- one place that names the file
                f"the text of '{stem}' has changed: check its claims, then renew sha256"
            )
        actors = tuple(_actor(row) for row in _rows(data, "actors"))
        rows = _rows(data, "claims")
        furniture = tuple(stretch(article.text, words) for words in _texts(data, "furniture"))
    except ValueError as wrong:
        raise InputError(f"{name}: {shown(str(wrong))}") from wrong
    keys = {actor.key for actor in actors}
    claims = [_numbered(row, number, article, keys, name) for number, row in enumerate(rows, 1)]
    return GoldArticle(stem, article, actors, tuple(claims), furniture)


def _table(path: Path) -> dict[str, Any]:
    name = shown(path)
    try:
        return tomllib.loads(decode(read_bytes(path), name))
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise InputError(f"{name}: is no TOML ({wrong}): mend the line") from wrong


def _numbered(row: dict[str, Any], number: int, article: Article, keys: set[str], name: str) -> GoldClaim:
    try:
        return _claim(row, article, keys)
    except ValueError as wrong:
        what = f"claim {number} ({row.get('relation')})"
        raise InputError(f"{name}: {shown(what)}: {shown(str(wrong))}") from wrong


def _actor(row: dict[str, Any]) -> GoldActor:
    _known(row, ("key", "names", "kind"))
    names, kind = _texts(row, "names"), _text(row, "kind")
    if not names:
        raise ValueError(f"actor '{row.get('key')}' has no names: give those that the text uses")
    _one_of(kind, _KINDS, "kind of actor")
    return GoldActor(_text(row, "key"), names, kind)


def _claim(row: dict[str, Any], article: Article, keys: set[str]) -> GoldClaim:
    _known(row, _CLAIM_KEYS)
    relation, alt = _text(row, "relation"), _texts(row, "alt")
    for each in (relation, *alt):
        _one_of(each, tuple(relations()), "relation")
    modality = _text(row, "modality") if "modality" in row else "asserted"
    _one_of(modality, MODALITIES, "modality")
    sources, targets = _groups(row, "sources"), _groups(row, "targets")
    by, also = _texts(row, "by"), _texts(row, "also")
    if "sources" not in row:
        raise ValueError("it has no sources: give their keys, or [] where the text names nobody")
    if unknown := {key for group in (*sources, *targets, by, also) for key in group} - keys:
        raise ValueError(f"no actor has the key {', '.join(sorted(unknown))}: list it under [[actors]]")
    return GoldClaim(
        relation=relation,
        alt=alt,
        sources=sources,
        targets=targets,
        also=also,
        issue=_issue(row, article.text),
        date=_date(row),
        place=_text(row, "place") if "place" in row else "",
        modality=modality,
        by=by,
        optional=row.get("optional", False) is True,
        spans=_evidence(row, article.text),
    )


def _issue(row: dict[str, Any], text: str) -> str:
    if "issue_at" in row:
        return "||".join(text[start:end] for start, end in _spans(row, "issue_at", text))
    return _text(row, "issue") if "issue" in row else ""


def _evidence(row: dict[str, Any], text: str) -> tuple[tuple[int, int], ...]:
    if "evidence_at" in row:
        found = _spans(row, "evidence_at", text)
    else:
        found = tuple(sentence_from(text, words) for words in _texts(row, "evidence"))
    if not found:
        raise ValueError("it has no evidence: give the first words of its sentence")
    return found


def _date(row: dict[str, Any]) -> str:
    said = row.get("date", "")
    told = said.isoformat()[:10] if isinstance(said, date) else said
    if not isinstance(told, str) or not _DAY.fullmatch(told):
        raise ValueError(f'date is {told!r}: write 2021-03-02, 2021-03, 2021, nothing, or "?"')
    return told


def _known(row: dict[str, Any], keys: Sequence[str]) -> None:
    for key in row:
        _one_of(key, keys, "key")


def _one_of(value: str, allowed: Sequence[str], what: str) -> None:
    if value not in allowed:
        near = get_close_matches(value, allowed, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(allowed)}"
        raise ValueError(f"'{value}' is no {what}; {hint}")


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or (not value.strip() and key in ("article", "key", "relation")):
        raise ValueError(f"'{key}' is {'missing' if value is None else 'no text'}: give a text in quotes")
    return value


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError(f'\'{key}\' is no list of texts: write ["one", "other"]')
    return tuple(values)


def _groups(row: dict[str, Any], key: str) -> tuple[tuple[str, ...], ...]:
    """Groups of actors' keys; one that stands for itself needs no brackets of its own."""
    values = row.get(key, [])
    found: list[Any] = (
        [[each] if isinstance(each, str) else each for each in values] if _listed(values) else [0]
    )
    if not all(_listed(group) and group and all(isinstance(k, str) for k in group) for group in found):
        raise ValueError(f'\'{key}\' is no list of actors: write [["ONE"], ["OTHER", "OR THIS"]]')
    return tuple(tuple(group) for group in found)


def _listed(value: object) -> bool:
    return isinstance(value, list)


def _spans(row: dict[str, Any], key: str, text: str) -> tuple[tuple[int, int], ...]:
    found = row[key]
    right = isinstance(found, list) and all(
        isinstance(each, list) and len(each) == 2 and all(type(n) is int for n in each) for each in found
    )
    if not right or not all(0 <= start < end <= len(text) for start, end in found):
        raise ValueError(
            f"'{key}' is no list of stretches of the text ({len(text)} characters): write [[0, 80]]"
        )
    return tuple((start, end) for start, end in found)


def _rows(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"'{key}' is no list of tables: write [[{key}]]")
    return rows
