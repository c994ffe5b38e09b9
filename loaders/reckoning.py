"""Arithmetic with whole days, weeks (from Monday), months and years; pure, no words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from graph.model import Precision


class Days(NamedTuple):
    """An interval of whole days, inclusive, and the unit it is known to."""

    start: date
    end: date
    precision: Precision


def day(when: date) -> Days:
    """One day."""
    return Days(when, when, "day")


def week(when: date) -> Days:
    """The week around a day, Monday to Sunday."""
    monday = shift(when, -when.weekday(), "day")
    return Days(monday, shift(monday, 6, "day"), "week")


def month(year: int, number: int) -> Days:
    """A month. Raises OverflowError outside the calendar."""
    first = _day_of(year, number, 1)
    return Days(first, shift(shift(first, 1, "month"), -1, "day"), "month")


def year(number: int) -> Days:
    """A year."""
    return Days(_day_of(number, 1, 1), _day_of(number, 12, 31), "year")


def around(when: date, unit: str) -> Days:
    """The day, calendar week, month or year that holds a day."""
    if unit == "week":
        return week(when)
    if unit == "month":
        return month(when.year, when.month)
    return year(when.year) if unit == "year" else day(when)


def weekend(when: date) -> Days:
    """The latest weekend that began on or before a day."""
    saturday = on_or_before(when, 5)
    return Days(saturday, shift(saturday, 1, "day"), "week")


def shift(when: date, count: int, unit: str) -> date:
    """So many days, weeks, months or years away; the last day of a shorter month. Raises OverflowError."""
    if unit in ("day", "week"):
        return when + timedelta(days=count * (7 if unit == "week" else 1))
    months = when.year * 12 + when.month - 1 + count * (12 if unit == "year" else 1)
    if not 12 <= months <= 9998 * 12:
        raise OverflowError(f"{count} {unit}s from {when} is outside the calendar")
    for number in (when.day, 30, 29, 28):
        try:
            return date(months // 12, months % 12 + 1, number)
        except ValueError:
            continue
    raise OverflowError(f"no such day {count} {unit}s from {when}")


def on_or_before(when: date, weekday: int) -> date:
    """The latest such weekday (Monday is 0) on or before a day."""
    return shift(when, -((when.weekday() - weekday) % 7), "day")


def on_or_after(when: date, weekday: int) -> date:
    """The first such weekday on or after a day."""
    return shift(when, (weekday - when.weekday()) % 7, "day")


def _day_of(year: int, month: int, day: int) -> date:
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"year {year} is outside the calendar")
    return date(year, month, day)


def valid(year_: int, month_: int, day_: int) -> date | None:
    """That date, or None where the calendar has no such day."""
    try:
        return date(year_, month_, day_)
    except ValueError:
        return None


def same_day_of(years: Iterator[int] | range, month_: int, day_: int) -> list[date]:
    """The date in each of these years that has it."""
    return [found for number in years if (found := valid(number, month_, day_))]
