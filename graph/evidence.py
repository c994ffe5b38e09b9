"""A claim in words: one human sentence, its date, and its evidence marked in the article's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from graph.errors import DataError
from graph.model import Article, Claim, Cut, Party, Tie, When
from graph.ontology import relation, relations
from graph.resources import read_toml
from graph.safe import safe_markdown, visible
from graph.store.base import Stats

MODALITY_WORDS: dict[str, str] = {
    "asserted": "told as fact",
    "planned": "planned",
    "requested": "asked for",
    "hypothetical": "supposed",
    "denied": "denied",
}

_LONGEST_ISSUE = 140
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one relation is said; see data/ontology/phrases.toml."""

    to: str
    alone: str
    to_issue: str
    alone_issue: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's text: plain, cut as furniture, or evidence."""

    text: str
    kind: Literal["plain", "cut", "evidence"]


@cache
def phrases() -> dict[tuple[str, str | None], Phrase]:
    """The phrase of every relation (mode None) and of the modes that have their own. Raises DataError."""
    found: dict[tuple[str, str | None], Phrase] = {}
    rows: dict[str, dict[str, Any]] = read_toml("ontology/phrases.toml")
    for name in relations():
        row = rows.get(name)
        if row is None or "to" not in row or "alone" not in row:
            raise DataError(f"ontology/phrases.toml: {name} needs 'to' and 'alone'")
        plain = Phrase(
            row["to"],
            row["alone"],
            row.get("to_issue", row["to"] + ": “{issue}”"),
            row.get("alone_issue", row["alone"] + ": “{issue}”"),
        )
        found[name, None] = plain
        for mode, (to, alone) in row.get("modes", {}).items():
            found[name, mode] = Phrase(to, alone, to + ": “{issue}”", alone + ": “{issue}”")
    return found


def listed(words: Sequence[str]) -> str:
    """Words as an English list: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def _named(parties: Iterable[Party], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names.get(p.actor, p.name) for p in parties))


def sentence(claim: Claim, names: Mapping[str, str] | None = None, *, aside: bool = True) -> str:
    """The claim as one sentence, e.g. "Finland supports Harbour Council, says Selma Aalto (planned)".

    A denial says so first: "It is denied that Turkey met Harbour Council".

    `names` maps actor ids to display names; without one the article's own name is taken. Without `aside` the words in
    brackets are left out, for a reader who sees them as a badge.
    """
    known = names or {}
    doers, others = _named(claim.sources, known), _named(claim.targets, known)
    if relation(claim.relation).symmetric and len(doers) > 1:
        doers, others = doers[:1], doers[1:] + others
    table = phrases()
    phrase = table.get((claim.relation, claim.mode)) or table[claim.relation, None]
    plain, about = (phrase.to, phrase.to_issue) if others else (phrase.alone, phrase.alone_issue)
    issue = _shortened(claim.issue.text) if claim.issue else ""
    template = about if issue and issue.lower() not in plain.lower() else plain
    told = template.format(a=listed(doers) or "Somebody", b=listed(others), issue=issue)
    # A denial must not be taken for the act by a reader who stops half-way.
    told = f"It is denied that {told}" if claim.modality == "denied" else told
    return told + _according_to(_named(claim.attributed_to, known)) + (_aside(claim) if aside else "")


def retold(claims: Iterable[Claim], names: Mapping[str, str] | None = None) -> list[tuple[Claim, ...]]:
    """Claims that say the same put together, in the order of the first of each.

    The same means: the same words and, unless it is a standing relation, the same date. Acts without a date stay
    apart, for nothing says that they are one act.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        when: object = claim.date and (claim.date.start, claim.date.end)
        if relation(claim.relation).family == "standing":
            when = "standing"
        groups.setdefault((sentence(claim, names), when or claim.id), []).append(claim)
    return [tuple(group) for group in groups.values()]


def _shortened(text: str) -> str:
    words = " ".join(text.split()).strip("“”\"'‘’ ")
    return words if len(words) <= _LONGEST_ISSUE else words[:_LONGEST_ISSUE].rsplit(" ", 1)[0] + " …"


def _according_to(speakers: Sequence[str]) -> str:
    if not speakers:
        return ""
    first, rest = speakers[0], speakers[1:]
    return f", says {first}" + (f", as {listed(rest)} reported" if rest else "")


def _aside(claim: Claim) -> str:
    words = [] if claim.modality in ("asserted", "denied") else [MODALITY_WORDS[claim.modality]]
    if claim.former:
        words.append("formerly")
    return f" ({', '.join(words)})" if words else ""


def tie_words(tie: Tie, names: Mapping[str, str]) -> str:
    """A tie as a heading: "Finland → Harbour Council: support"; joint acts have no arrow."""
    kind = relation(tie.relation)
    arrow = "and" if kind.symmetric else "→"
    return f"{names.get(tie.source, tie.source)} {arrow} {names.get(tie.target, tie.target)}: {kind.noun}"


def day_words(day: date) -> str:
    """A day as people write it: "1 March 2021"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """The month of a day: "March 2021"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def when_words(when: When) -> str:
    """The date of an act: "1 March 2021", "the week of 1 March 2021", "March 2021", "2021", or a span of two days."""
    if when.precision == "year":
        return str(when.start.year)
    if when.precision == "month":
        return month_words(when.start)
    if when.precision == "week":
        return f"the week of {day_words(when.start)}"
    if when.start != when.end:
        return f"{day_words(when.start)} to {day_words(when.end)}"
    return day_words(when.start)


def dated(claim: Claim, article: Article | None) -> str:
    """When it happened, else when it was published, else that neither is known."""
    if claim.date:
        return when_words(claim.date)
    if article and article.published:
        return f"reported {day_words(article.published)}"
    return "date unknown"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 claim", "1,204 claims"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def holdings(stats: Stats, published: Iterable[date] = ()) -> str:
    """What a store holds in one line: "24 articles, May 2015 to March 2021: 312 claims about 96 actors".

    `published` are the days the articles were published: claims may speak of long before and after.
    """
    days = sorted(published)
    span = ""
    if days:
        first, last = month_words(days[0]), month_words(days[-1])
        span = f", {first}" if first == last else f", {first} to {last}"
    said = f"{counted(stats.claims, 'claim')} about {counted(stats.actors, 'actor')}"
    return f"{counted(stats.articles, 'article')}{span}: {said}"


def trust_words(claim: Claim) -> str:
    """How the claim was read and how sure the reader is, in words."""
    sure = "high" if claim.confidence >= 0.85 else "fair" if claim.confidence >= 0.6 else "low"
    how, _, rule = claim.method.partition(":")
    said = {"patterns": "a sentence pattern", "offices": "a title", "hand": "hand"}.get(how, how or "unknown")
    rule_words = f" ({rule.replace('_', ' ')})" if rule and rule not in said else ""
    return f"Read by {said}{rule_words}; confidence {claim.confidence:.0%} ({sure})"


def segments(article: Article, claims: Iterable[Claim], cuts: Iterable[Cut] = ()) -> tuple[Segment, ...]:
    """The whole text in order, split where evidence or a cut begins or ends; evidence wins over a cut.

    The texts of the segments joined give the article's text exactly.
    """
    length = len(article.text)
    proof = [(p.start, p.end) for claim in claims for p in claim.evidence]
    gone = [(cut.start, cut.end) for cut in cuts]
    inside = [(max(0, a), min(length, b)) for a, b in (*proof, *gone) if a < b]
    edges = sorted({0, length, *(edge for span in inside for edge in span if 0 <= edge <= length)})
    found: list[Segment] = []
    for start, end in pairwise(edges):
        kind: Literal["plain", "cut", "evidence"] = "plain"
        if any(a <= start and end <= b for a, b in proof):
            kind = "evidence"
        elif any(a <= start and end <= b for a, b in gone):
            kind = "cut"
        if found and found[-1].kind == kind:
            found[-1] = Segment(found[-1].text + article.text[start:end], kind)
        else:
            found.append(Segment(article.text[start:end], kind))
    return tuple(found)


def clipped(found: Sequence[Segment], most: int = 30_000) -> tuple[Segment, ...]:
    """The segments around the first evidence, at most `most` characters; what is left out shows as an ellipsis."""
    if sum(len(segment.text) for segment in found) <= most:
        return tuple(found)
    first = 0
    for segment in found:
        if segment.kind == "evidence":
            break
        first += len(segment.text)
    low = max(0, first - most // 2)
    kept, at = [], 0
    for segment in found:
        text = segment.text[max(0, low - at) : max(0, low + most - at)]
        at += len(segment.text)
        if text:
            kept.append(Segment(text, segment.kind))
    before = (Segment("… ", "cut"),) if low else ()
    after = (Segment(" …", "cut"),) if low + most < at else ()
    return (*before, *kept, *after)


_WRAP = {"plain": "{}", "cut": ":gray[{}]", "evidence": ":orange-background[{}]"}


def marked(found: Iterable[Segment]) -> str:
    """Segments as Markdown that shows exactly their text: evidence on a coloured ground, cuts in grey."""
    lines = [""]
    for segment in found:
        for number, piece in enumerate(visible(segment.text).split("\n")):
            if number:
                lines.append("")
            words = safe_markdown(piece)
            if not piece.strip():
                lines[-1] += " "
                continue
            lead, tail = (" " if edge.isspace() else "" for edge in (piece[0], piece[-1]))
            lines[-1] += lead + _WRAP[segment.kind].format(words) + tail
    paragraphs, current = [], []
    for line in [*lines, ""]:
        if line.strip():
            current.append(line.strip())
        elif current:
            paragraphs.append("  \n".join(current))
            current = []
    return "\n\n".join(paragraphs)
