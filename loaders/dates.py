"""Dates in running text, reckoned as news agencies write them; what is not certain stays unresolved.

"on Monday" is the latest Monday on or before publication: on a Friday, "on Friday" is that very day. Words live in
data/languages/en/dates.toml, the patterns that join them in loaders/date_patterns.py, arithmetic in
loaders/reckoning.py. Durations ("for two days"), names ("Sunday Times") and verbs ("may", "march") are no dates.
"""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from graph.model import When
from loaders import date_patterns
from loaders.date_frames import Frame, Given
from loaders.date_rules import RULES

Bound = Literal["since", "until", "by", "before", "after"]
Prefer = Literal["past", "future"]

_BOUNDS: dict[str, Bound] = {
    "since": "since",
    "from": "since",
    "between": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "to": "until",
    "by": "by",
    "before": "before",
    "after": "after",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression of a text; `start` and `end` are offsets into it, preposition included ("on Monday").

    `when` is None where the words are recognised but not resolved: without a publication date, ambiguous
    ("03/04/2016"), vague ("a few days ago"), or contradictory ("Monday, 3 March 2016" was a Thursday).
    `anchor_needed`: the words count from the last date told before ("the following day").
    `bound`: the words limit a time rather than date an act ("since 2015", "by Monday").
    """

    start: int
    end: int
    when: When | None
    anchor_needed: bool
    bound: Bound | None = None


def dates_in(
    text: str, *, published: date | None, anchor: date | None = None, prefer: Prefer = "past"
) -> list[Dated]:
    """The date expressions of a text in order, not overlapping. Never raises, whatever the text.

    `published` is the article's day of publication; `anchor` the last day that the article told before this text.
    `prefer` settles weekdays, months and days without a year: "past" takes the latest on or before publication,
    "future" (for acts that lie ahead) the first on or after it. Words that say themselves where they lie
    ("tomorrow", "next week", "3 March 2021") are taken at their word.
    """
    found: list[Dated] = []
    for frame in _expressions(text):
        if frame.rule == "none":
            continue
        given = Given(text, published, anchor, prefer)
        dated = _resolved(frame, given)
        found.append(dated)
        anchor = last_day([dated], anchor)
    return found


@lru_cache(maxsize=4)  # each sentence is asked twice: for what lies behind, and for what lies ahead
def _expressions(text: str) -> tuple[Frame, ...]:
    return tuple(_chosen(date_patterns.frames(text)))


def last_day(found: Iterable[Dated], anchor: date | None = None) -> date | None:
    """The anchor for what follows: the last day told by these expressions, else the anchor before them.

    After a date that stayed open there is none: "due on 14 October, the same day" counts from that one.
    """
    for dated in found:
        if dated.when is None:
            anchor = None
        elif dated.when.precision == "day" and dated.bound is None:
            anchor = dated.when.end
    return anchor


def _resolved(frame: Frame, given: Given) -> Dated:
    """What a frame means; calendar overflows ("9000 years ago") mean that it stays unresolved."""
    bound = None if frame.to_another else _BOUNDS.get(frame.lead)
    try:
        days = RULES[frame.rule](frame, given)
    except OverflowError:
        days = None
    when = None
    if days is not None and days.start <= days.end:
        words = " ".join(given.text[frame.start : frame.end].split())
        when = When(days.start, days.end, days.precision, words)
    return Dated(frame.start, frame.end, when, frame.rule.startswith("anchored"), bound)


def _chosen(frames: Iterable[Frame]) -> list[Frame]:
    """The frames that stand: names that are no dates first, then the longest; none overlaps another."""
    ranked = sorted(frames, key=lambda f: (f.rule != "none", f.start - f.end, f.start, f.order))
    taken: list[Frame] = []
    for frame in ranked:
        place = bisect(taken, frame.start, key=lambda f: f.start)
        clear_left = place == 0 or taken[place - 1].end <= frame.start
        if clear_left and (place == len(taken) or frame.end <= taken[place].start):
            taken.insert(place, frame)
    return taken
