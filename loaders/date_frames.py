"""A date expression as found, before it is reckoned: its words, and what they are reckoned from."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

# How far back the words are looked at that say whether a date lies ahead ("talks due to start on Monday").
_LOOK_BACK = 40
_UP_TO = ("until", "till", "through", "to", "by")


class Words:
    """The words of dates.toml, folded for look-up."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.months = {k.lower(): int(v) for k, v in {**raw["months"], **raw["short_months"]}.items()}
        self.weekdays = {k.lower(): int(v) for k, v in {**raw["weekdays"], **raw["short_weekdays"]}.items()}
        self.numbers = {k.lower(): int(v) for k, v in raw["numbers"].items()}

    @cached_property
    def ahead(self) -> re.Pattern[str]:
        """Matches where the words before a date put it ahead."""
        near = "|".join(re.escape(word) for word in self.raw["words"]["ahead"])
        verbs = "|".join(re.escape(word) for word in self.raw["words"]["ahead_verbs"])
        return re.compile(
            rf"\b(?:(?:{near})(?:\s\w{{1,9}})?|(?:{verbs})(?:\s\w{{1,15}}){{1,3}})\s*$", re.IGNORECASE
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A match of a pattern: its rule, its span, its named groups, and the rank of the pattern."""

    rule: str
    start: int
    end: int
    order: int
    groups: dict[str, str]
    words: Words = field(compare=False, repr=False)

    def get(self, name: str) -> str:
        """The words of a group in lower case, one space between; empty where it did not match."""
        return " ".join(self.groups.get(name, "").lower().split())

    @property
    def lead(self) -> str:
        """The preposition, in lower case."""
        return self.get("lead")

    @property
    def to_another(self) -> bool:
        """Whether it runs from one day, month or year to another."""
        return any(self.get(name) for name in ("day2", "month2", "year2"))

    def month(self, name: str = "month") -> int:
        """The number of the month in a group."""
        return self.words.months[self.get(name).rstrip(".")]

    def weekday(self, name: str = "weekday") -> int | None:
        """The weekday in a group (Monday is 0), if any."""
        return self.words.weekdays.get(self.get(name).rstrip("."))

    def number(self) -> int:
        """The number in the group `number`."""
        found = self.get("number")
        return int(found) if found.isdecimal() else self.words.numbers[found]


@dataclass(frozen=True, slots=True)
class Given:
    """What an expression is reckoned from: the text around it, the publication day, the last day told."""

    text: str
    published: date | None
    anchor: date | None
    prefer: str

    def side(self, frame: Frame) -> str | None:
        """Whether the date is to be sought in the past or the future; None where words and preference disagree."""
        if frame.lead in ("since", "after"):
            return "past"
        if self.prefer == "future":
            return "future"
        before = self.text[max(0, frame.start - _LOOK_BACK) : frame.start]
        ahead = frame.lead in _UP_TO or frame.words.ahead.search(before)
        return None if ahead else "past"
