"""Text with marks that a person can read and edit: who is mentioned, and which claims it holds.

    @ COERCE.arrest wire
    [1:Police in Kenya] detained [2:Amina Odhiambo] in Mombasa on Monday, [3:her] lawyer said.
    - COERCE/arrest 1>2 asserted "detained" | date: on Monday | place: Mombasa | by: 3

The first line names the cell and the style. `[1:words]` is a mention of actor 1, `[1,2:words]` of both. Each claim has
relation and mode, sources and targets by number (`-` for none), modality (and `former`), the words that state it, and, if
the text has them, issue, date, place, content and the speakers, nearest first. Words are those of the text; `#2` after
them means their second occurrence, `...` leaves words out. A text without claims says `- none`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import DataError
from graph.model import MODALITIES, Modality
from graph.ontology import relations

Span = tuple[int, int]

_MENTION = re.compile(
    r"\\(?P<plain>[\[\]\\])|\[(?P<who>\d+(?:,\d+)*):(?P<words>[^\[\]]+)\]|(?P<stray>[\[\]])"
)
_CLAIM = re.compile(
    r"- (?P<relation>[A-Z_]+)(?:/(?P<mode>[a-z-]+))? (?P<sources>-|[\d,]+)>(?P<targets>-|[\d,]+) "
    r'(?P<modality>[a-z]+)(?P<former> former)? "(?P<trigger>[^"]+)"(?P<nth>#\d+)?(?P<rest>( \| .*)?)'
)
_KEYS = ("issue", "date", "place", "content", "by")


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A span of the text and the numbers of the actors that it means."""

    start: int
    end: int
    actors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A claim with actors by number and all else by spans of the text; `trigger` holds one span or more."""

    relation: str
    mode: str | None
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    modality: Modality
    former: bool
    trigger: tuple[Span, ...]
    issue: Span | None = None
    date: Span | None = None
    place: Span | None = None
    content: Span | None = None
    speakers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks; `label` is what stands behind the `@`, `where` is file and line."""

    label: str
    text: str
    mentions: tuple[MarkedMention, ...]
    claims: tuple[MarkedClaim, ...]
    where: str = ""


def passages(content: str, name: str) -> Iterator[Marked]:
    """The passages of a file: blocks parted by empty lines. Raises DataError with file and line."""
    lines = content.split("\n")
    begin = 0
    for place, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        block = [(n, lines[n]) for n in range(begin, place) if not lines[n].startswith("# ")]
        begin = place + 1
        if block:
            yield _passage(block, name)


def _passage(block: list[tuple[int, str]], name: str) -> Marked:
    number, head = block[0]
    where = f"{name}:{number + 1}"
    if not head.startswith("@ "):
        raise DataError(f"{where}: a passage begins with '@ CELL STYLE', not '{head[:40]}'")
    texts = [line for _, line in block[1:] if not line.startswith("- ")]
    claims = [(f"{name}:{n + 1}", line) for n, line in block[1:] if line.startswith("- ")]
    return marked(head[2:].strip(), "\n".join(texts), claims, where)


def article(content: str, name: str) -> Marked:
    """One article: '@ ID', its marked text as it is, a line '---', its claims. Raises DataError."""
    head, _, rest = content.partition("\n")
    body, found, claims = rest.rpartition("\n---\n")
    if not head.startswith("@ ") or not found:
        raise DataError(f"{name}: an article begins with '@ ID', and a line '---' stands before its claims")
    first = content.count("\n", 0, content.rindex("\n---\n")) + 3
    lines = [
        (f"{name}:{first + n}", line) for n, line in enumerate(claims.split("\n")) if line.startswith("- ")
    ]
    return marked(head[2:].strip(), body, lines, name)


def marked(label: str, body: str, claims: list[tuple[str, str]], where: str) -> Marked:
    """A marked text and its claim lines, each with where it stands, as records. Raises DataError."""
    text, mentions = _unmarked(body, where)
    if not text.strip():
        raise DataError(f"{where}: no text")
    if not claims:
        raise DataError(f"{where}: no claims: say '- none' where the text holds none")
    told = [line for line in claims if line[1].strip() != "- none"]
    if told and len(told) < len(claims):
        raise DataError(f"{where}: '- none' beside claims")
    known = {actor for mention in mentions for actor in mention.actors}
    found = tuple(_claim(line, text, known, at) for at, line in told)
    return Marked(label, text, mentions, found, where)


def _unmarked(body: str, where: str) -> tuple[str, tuple[MarkedMention, ...]]:
    pieces: list[str] = []
    mentions: list[MarkedMention] = []
    done = length = 0
    for mark in _MENTION.finditer(body):
        before = body[done : mark.start()]
        if mark["stray"]:
            near = body[max(0, mark.start() - 20) : mark.end() + 20]
            raise DataError(f"{where}: a bracket without its mate near '{near}': write a plain one as \\[")
        words = mark["plain"] or mark["words"]
        start = length + len(before)
        if mark["who"]:
            actors = tuple(int(each) for each in mark["who"].split(","))
            mentions.append(MarkedMention(start, start + len(words), actors))
        pieces += [before, words]
        length, done = start + len(words), mark.end()
    return "".join([*pieces, body[done:]]), tuple(mentions)


def _claim(line: str, text: str, known: set[int], where: str) -> MarkedClaim:
    shape = _CLAIM.fullmatch(line.rstrip())
    if not shape:
        raise DataError(
            f'{where}: not a claim: write - TYPE/mode 1>2 asserted "words" | issue: ... | date: ...: {line}'
        )
    relation = _relation(shape["relation"], shape["mode"], where)
    modality = next((each for each in MODALITIES if each == shape["modality"]), None)
    if modality is None:
        raise DataError(f"{where}: '{shape['modality']}' is no modality: {', '.join(MODALITIES)}")
    rest = _rest(shape["rest"], where)
    spans = {key: _one(rest[key], text, where) for key in _KEYS if key in rest and key != "by"}
    claim = MarkedClaim(
        relation=relation,
        mode=shape["mode"],
        sources=_numbers(shape["sources"], known, where),
        targets=_numbers(shape["targets"], known, where),
        modality=modality,
        former=bool(shape["former"]),
        trigger=_spans(shape["trigger"] + (shape["nth"] or ""), text, where),
        speakers=_numbers(rest.get("by", "-"), known, where),
        **spans,
    )
    return _sound(claim, where)


def _relation(name: str, mode: str | None, where: str) -> str:
    if name not in relations():
        raise DataError(f"{where}: '{name}' is no relation: {', '.join(relations())}")
    if mode and mode not in relations()[name].modes:
        raise DataError(
            f"{where}: {name} has no mode '{mode}': {', '.join(relations()[name].modes) or 'none'}"
        )
    return name


def _sound(claim: MarkedClaim, where: str) -> MarkedClaim:
    if not claim.sources:
        raise DataError(f"{where}: a claim needs a source")
    if set(claim.sources) & set(claim.targets):
        raise DataError(f"{where}: an actor stands on both sides")
    return claim


def _rest(text: str, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(" | ")[1:]:
        key, colon, value = part.partition(": ")
        if not colon or key not in _KEYS or key in found:
            raise DataError(f"{where}: '{part}' should be one of {', '.join(_KEYS)}, a colon and words, once")
        found[key] = value.strip()
    return found


def _numbers(text: str, known: set[int], where: str) -> tuple[int, ...]:
    numbers = () if text == "-" else tuple(int(each) for each in text.split(",") if each.strip().isdigit())
    unknown = [each for each in numbers if each not in known]
    if unknown or (text != "-" and len(numbers) != len(text.split(","))):
        raise DataError(f"{where}: '{text}' names an actor that no mention has")
    return numbers


def _one(words: str, text: str, where: str) -> Span:
    spans = _spans(words, text, where)
    return spans[0][0], spans[-1][1]


def occurrences(words: str, text: str) -> list[int]:
    """Where the words begin in the text, as whole words."""
    return [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _spans(words: str, text: str, where: str) -> tuple[Span, ...]:
    """Where the words stand, one span for each piece between `...`. Raises DataError unless that is certain."""
    plain, _, nth = words.partition("#") if re.search(r"#\d+$", words) else (words, "", "")
    first, *others = [piece.strip() for piece in plain.split("...")]
    starts = occurrences(first, text)
    if not starts:
        raise DataError(f"{where}: the text has no '{first}'")
    if len(starts) > 1 and not nth:
        raise DataError(f"{where}: '{first}' stands {len(starts)} times: say which, as {first}#2")
    if nth and int(nth) > len(starts):
        raise DataError(f"{where}: '{first}' stands only {len(starts)} times")
    start = starts[int(nth or 1) - 1]
    spans = [(start, start + len(first))]
    for piece in others:
        at = text.find(piece, spans[-1][1])
        if at < 0:
            raise DataError(f"{where}: '{piece}' does not follow '{first}'")
        spans.append((at, at + len(piece)))
    return tuple(spans)
