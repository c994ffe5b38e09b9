"""What goes with a claim in words: its date, what says the same, and its evidence marked in the article's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from graph.model import Article, Claim, Cut, Tie, When
from graph.ontology import relation
from graph.safe import safe_markdown, visible
from graph.store.base import Stats

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's text: plain, cut as furniture, or evidence."""

    text: str
    kind: Literal["plain", "cut", "evidence"]


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


def holdings(stats: Stats) -> str:
    """What a store holds in one line: "24 articles, May 2015 to March 2021: 312 claims about 96 actors".

    The days are those of publication: claims may speak of long before and after.
    """
    span = ""
    if stats.first_published and stats.last_published:
        first, last = month_words(stats.first_published), month_words(stats.last_published)
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
