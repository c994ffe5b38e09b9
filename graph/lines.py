"""The public JSON Lines: what one article yields, one JSON object a line, and the articles that are put in.

docs/formats.md explains the lines; data/ontology/claim-lines.schema.json and article-lines.schema.json are their
schemas. Offsets count characters of the article's text exactly as given.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from graph.errors import InputError
from graph.ids import article_id
from graph.model import Actor, Article, Claim, Cut, Mention, Party, Passage, Place, Problem, Reading, When

Line = dict[str, object]

# Line separators of Unicode, at which `str.splitlines` and some readers break, and halves of surrogate pairs, which
# UTF-8 cannot hold.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_lines(reading: Reading) -> Iterator[Line]:
    """The lines of a reading: claims, mentions, actors, cuts, problems; each kind in a fixed order."""
    article = reading.article.id
    yield from map(claim_line, sorted(reading.claims, key=lambda c: (c.evidence[0].start, c.id)))
    for m in sorted(reading.mentions, key=lambda m: (m.start, m.end, m.actor)):
        yield _mention(m)
    for actor in sorted(reading.actors, key=lambda a: a.id):
        yield actor_line(article, actor)
    for cut in sorted(reading.cuts, key=lambda c: (c.start, c.end, c.reason)):
        yield {"kind": "cut", "article": article, "start": cut.start, "end": cut.end, "reason": cut.reason}
    for problem in sorted(reading.problems, key=lambda p: (p.stage, p.what)):
        yield {"kind": "problem", "article": article, "stage": problem.stage, "what": problem.what}


def dump(reading: Reading) -> str:
    """The lines of a reading as text, each ended by a line feed."""
    return "".join(f"{encode(line)}\n" for line in to_lines(reading))


def encode(line: Mapping[str, object]) -> str:
    """One line as JSON without its line feed: no character in it breaks a line, and it can be written as UTF-8."""
    text = json.dumps(line, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def claim_line(claim: Claim) -> Line:
    """A claim as a line. `evidence` is the sentence it was read from, `more_evidence` the others."""
    return {
        "kind": "claim",
        "id": claim.id,
        "article": claim.article,
        "relation": claim.relation,
        "mode": claim.mode,
        "predicate": claim.predicate,
        "sources": [_party(p) for p in claim.sources],
        "targets": [_party(p) for p in claim.targets],
        "issue": _passage(claim.issue),
        "date": _when(claim.date),
        "place": {"name": claim.place.name, "start": claim.place.start, "end": claim.place.end}
        if claim.place
        else None,
        "modality": claim.modality,
        "attributed_to": [_party(p) for p in claim.attributed_to],
        "evidence": _passage(claim.evidence[0]),
        "more_evidence": [_passage(p) for p in claim.evidence[1:]],
        "content": _passage(claim.content),
        "since": _when(claim.since),
        "until": _when(claim.until),
        "former": claim.former,
        "confidence": claim.confidence,
        "method": claim.method,
        "version": claim.version,
    }


def _party(party: Party) -> Line:
    line: Line = {"actor": party.actor, "name": party.name, "start": party.start, "end": party.end}
    # Only a merge tells the two apart; without one the key would repeat the actor.
    return line | _read_as(party)


def _read_as(part: Party | Mention) -> Line:
    return {"read_as": part.read_as} if part.read_as != part.actor else {}


def _passage(passage: Passage | None) -> Line | None:
    return {"start": passage.start, "end": passage.end, "text": passage.text} if passage else None


def _when(when: When | None) -> Line | None:
    if when is None:
        return None
    return {
        "start": when.start.isoformat(),
        "end": when.end.isoformat(),
        "precision": when.precision,
        "expression": when.expression,
    }


def _mention(mention: Mention) -> Line:
    return {
        "kind": "mention",
        "article": mention.article,
        "start": mention.start,
        "end": mention.end,
        "actor": mention.actor,
        "text": mention.text,
        "form": mention.form,
    } | _read_as(mention)


def actor_line(article: str, actor: Actor) -> Line:
    """An actor as a line."""
    line: Line = {
        "kind": "actor",
        "article": article,
        "actor": actor.id,
        "name": actor.name,
        "actor_kind": actor.kind,
        "names": list(actor.names),
        "country": actor.country,
        "wikidata": actor.wikidata,
        "known": actor.known,
    }
    return line | ({"derived": True} if actor.derived else {})


def article_from(row: object, *, where: str) -> Article:
    """The article of one input line: `text` is required, all else may be missing or null; unknown keys are ignored.

    A half of a surrogate pair (no Unicode text) becomes U+FFFD, so that offsets stay. `where` names the line for
    errors. Raises InputError.
    """
    if not isinstance(row, Mapping):
        raise InputError(f'{where}: not an object: write one article a line, as {{"text": "..."}}')
    text = _words(row, "text", where)
    if text is None or not text.strip():
        raise InputError(f"{where}: no text: give the article's words under the key 'text'")
    identity = row.get("id")
    whole_number = isinstance(identity, int) and not isinstance(identity, bool)
    given = str(identity) if whole_number else _words(row, "id", where)
    url = _words(row, "url", where)
    try:
        made = article_id(text, url)
    except ValueError as wrong:
        raise InputError(f"{where}: 'url' is no web address ({wrong}): mend it or leave it out") from wrong
    return Article(
        id=given or made,
        text=text,
        title=_words(row, "title", where),
        published=_published(_words(row, "published", where), where),
        publisher=_words(row, "publisher", where),
        url=url,
    )


def _words(row: Mapping[str, object], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{where}: '{key}' is {json.dumps(value)[:40]}: make it a text in quotes or null")
    return _LONE_SURROGATE.sub("\ufffd", value) or None


def _published(text: str | None, where: str) -> date | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as wrong:
        raise InputError(
            f"{where}: 'published' is '{text[:40]}': write it as 2021-03-02 or 2021-03-02T18:30:00Z, or null"
        ) from wrong


def reading_from(article: Article, lines: Iterable[Mapping[str, Any]]) -> Reading:
    """The reading that gave these lines; lines of other articles are passed over. The way back from `to_lines`.

    Raises InputError, naming the line, where one breaks the format.
    """
    return numbered_reading(article, enumerate(lines, 1))


def numbered_reading(article: Article, lines: Iterable[tuple[int, Mapping[str, Any]]]) -> Reading:
    """The same of lines with their numbers, for lines that stood apart. Raises InputError."""
    found: dict[str, list[Any]] = {kind: [] for kind in _READERS}
    for number, line in lines:
        if line.get("article") != article.id:
            continue
        kind = str(line.get("kind"))
        try:
            found[kind].append(_READERS[kind](line))
        except (KeyError, TypeError, ValueError) as wrong:
            raise InputError(
                f"line {number} ({kind}): {type(wrong).__name__} {wrong}: compare it with claim-lines.schema.json"
            ) from wrong
    return Reading(article, *(tuple(found[kind]) for kind in ("claim", "actor", "mention", "cut", "problem")))


def claim_from(line: Mapping[str, Any]) -> Claim:
    """The claim of a line. Raises KeyError, TypeError or ValueError where it breaks the format."""
    place = line["place"]
    return Claim(
        id=line["id"],
        article=line["article"],
        relation=line["relation"],
        sources=tuple(map(_read_party, line["sources"])),
        targets=tuple(map(_read_party, line["targets"])),
        evidence=tuple(Passage(**each) for each in (line["evidence"], *line["more_evidence"])),
        mode=line["mode"],
        predicate=line["predicate"],
        issue=_read_passage(line["issue"]),
        date=_read_when(line["date"]),
        place=Place(**place) if place else None,
        modality=line["modality"],
        attributed_to=tuple(map(_read_party, line["attributed_to"])),
        content=_read_passage(line["content"]),
        since=_read_when(line["since"]),
        until=_read_when(line["until"]),
        former=line["former"],
        confidence=line["confidence"],
        method=line["method"],
        version=line["version"],
    )


def _read_party(part: Mapping[str, Any]) -> Party:
    return Party(part["actor"], part["name"], part["start"], part["end"], part.get("read_as", ""))


def _read_passage(part: Mapping[str, Any] | None) -> Passage | None:
    return Passage(part["start"], part["end"], part["text"]) if part else None


def _read_when(part: Mapping[str, Any] | None) -> When | None:
    if not part:
        return None
    start, end = date.fromisoformat(part["start"]), date.fromisoformat(part["end"])
    return When(start, end, part["precision"], part["expression"])


def _read_mention(line: Mapping[str, Any]) -> Mention:
    return Mention(
        line["article"],
        line["start"],
        line["end"],
        line["text"],
        line["actor"],
        line["form"],
        line.get("read_as", ""),
    )


def actor_from(line: Mapping[str, Any]) -> Actor:
    """The actor of a line. Raises KeyError or TypeError where it breaks the format."""
    names = tuple(line["names"])
    return Actor(
        line["actor"],
        line["name"],
        line["actor_kind"],
        names,
        line["country"],
        line["wikidata"],
        line["known"],
        line.get("derived", False),
    )


def _read_cut(line: Mapping[str, Any]) -> Cut:
    return Cut(*(line[key] for key in ("article", "start", "end", "reason")))


def _read_problem(line: Mapping[str, Any]) -> Problem:
    return Problem(*(line[key] for key in ("article", "stage", "what")))


_READERS: dict[str, Callable[[Mapping[str, Any]], object]] = {
    "claim": claim_from,
    "mention": _read_mention,
    "actor": actor_from,
    "cut": _read_cut,
    "problem": _read_problem,
}
