"""What date expressions mean: one small function a rule, from the words found to an interval of days.

Every rule returns None where the words do not say enough; a wrong date is worse than none.
"""

from collections.abc import Callable
from datetime import date

from loaders import reckoning
from loaders.date_frames import Frame, Given
from loaders.reckoning import Days

# A day without a year that would lie further back than this, in another year than publication, is rather the coming
# one ("from 15 June", written on 5 June): papers add the year to a day of the year before.
_STALE = 240


def _full(frame: Frame, given: Given) -> Days | None:
    """As in "3 March 2016", "March 3", "Monday, 3 March", "3-5 March": a day or a few; the weekday must agree."""
    weekday = frame.weekday() if frame.get("weekday") else frame.weekday("weekday2")
    month, first = frame.month(), int(frame.get("day"))
    last = int(frame.get("day2") or first)
    if frame.get("join") == "and" and frame.lead != "between" and last != first + 1:
        return None
    start = _in_year(frame, given, month, first, weekday)
    if start is None or (weekday is not None and start.weekday() != weekday):
        return None
    end = reckoning.valid(start.year, month, last)
    return Days(start, end, "day") if end else None


def _named_year(frame: Frame, given: Given) -> int | None:
    """The year that stands beside a day or month ("2016", "of last year")."""
    if frame.get("year"):
        return int(frame.get("year"))
    if frame.get("which") and given.published:
        return given.published.year + {"last": -1, "next": 1}.get(frame.get("which"), 0)
    return None


def _in_year(frame: Frame, given: Given, month: int, day: int, weekday: int | None) -> date | None:
    """The date in the year named, else in the year that publication, preference and weekday point to."""
    year = _named_year(frame, given)
    if year is not None:
        return reckoning.valid(year, month, day)
    if given.published is None or not date.min.year + 5 < given.published.year < date.max.year - 5:
        return None
    this = given.published.year
    near = reckoning.same_day_of(range(this - 4, this + 5), month, day)
    past = [d for d in near if d <= given.published][-1:]
    future = [d for d in near if d >= given.published][:1]
    if weekday is not None:
        agreeing = [d for d in (*past, *future) if d.weekday() == weekday]
        return agreeing[0] if len(set(agreeing)) == 1 else None
    if given.side(frame) == "future":
        return future[0] if future else None
    if not past or given.side(frame) != "past":
        return None
    stale = past[0].year < this and (given.published - past[0]).days > _STALE
    return None if stale else past[0]


def _numbers(frame: Frame, _: Given) -> Days | None:
    """As in "2016-03-03", "24/12/2016"; "03/04/2016" may be March or April and stays open."""
    year = int(frame.get("year"))
    if frame.get("month"):
        found = reckoning.valid(year, int(frame.get("month")), int(frame.get("day")))
    else:
        first, second = int(frame.get("first")), int(frame.get("second"))
        readings = {reckoning.valid(year, second, first), reckoning.valid(year, first, second)} - {None}
        found = readings.pop() if len(readings) == 1 else None
    return reckoning.day(found) if found else None


def _month(frame: Frame, given: Given) -> Days | None:
    """As in "in March 2016", "last May", "in May" (the latest May that has begun)."""
    number, turn = frame.month(), frame.get("turn")
    year = _named_year(frame, given)
    if year is not None:
        first = reckoning.month(year, number)
        if not frame.get("month2"):
            return first
        last = reckoning.month(year, frame.month("month2"))
        return Days(first.start, last.end, "month")
    if given.published is None:
        return None
    this, current = given.published.year, given.published.month
    past = this if number <= current else this - 1
    future = this if number >= current else this + 1
    if turn in ("last", "next", "this"):
        apart = {"last": past - (number == current), "next": future + (number == current), "this": this}
        return reckoning.month(apart[turn], number)
    side = given.side(frame)
    return None if side is None else reckoning.month(past if side == "past" else future, number)


def _year(frame: Frame, _: Given) -> Days | None:
    """As in "in 2016", "early 2017", "from 2012 to 2016"."""
    first = reckoning.year(int(frame.get("year")))
    last = reckoning.year(int(frame.get("year2") or frame.get("year")))
    return Days(first.start, last.end, "year")


def _weekday(frame: Frame, given: Given) -> Days | None:
    """As in "on Monday", "last Friday", "next Tuesday", "Friday of last week", "Monday night"."""
    number, turn, today = frame.weekday(), frame.get("turn"), given.published
    if today is None or number is None:
        return None
    if frame.get("week") or turn == "this":
        away = {"last": -7, "next": 7}.get(frame.get("week"), 0)
        return reckoning.day(reckoning.shift(reckoning.week(today).start, away + number, "day"))
    if turn in ("last", "this past", "the past"):
        return reckoning.day(reckoning.on_or_before(reckoning.shift(today, -1, "day"), number))
    if turn:
        return reckoning.day(reckoning.on_or_after(reckoning.shift(today, 1, "day"), number))
    side = given.side(frame)
    seek = {"past": reckoning.on_or_before, "future": reckoning.on_or_after}.get(side or "")
    return reckoning.day(seek(today, number)) if seek else None


_TODAY = {
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "last evening": -1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}


def _today(frame: Frame, given: Given) -> Days | None:
    """As in "today", "this morning", "yesterday", "last night"."""
    if given.published is None:
        return None
    return reckoning.day(
        reckoning.shift(given.published, _TODAY.get(frame.get("word").removeprefix("the "), 0), "day")
    )


def _unit(frame: Frame, given: Given) -> Days | None:
    """As in "last week", "next year", "earlier this month" (until publication), "later this month" (from then on)."""
    if given.published is None:
        return None
    away = {"last": -1, "next": 1}.get(frame.get("turn"), 0)
    days = reckoning.around(reckoning.shift(given.published, away, frame.get("unit")), frame.get("unit"))
    return _part(days, frame.get("manner") if away == 0 else "", given.published)


def _passing(frame: Frame, given: Given) -> Days | None:
    """As in "earlier in the week": of the last day told, else of publication."""
    today = given.anchor or given.published
    if today is None:
        return None
    return _part(reckoning.around(today, frame.get("unit")), frame.get("turn"), today)


def _part(days: Days, manner: str, today: date) -> Days:
    if manner == "earlier":
        return days._replace(end=today)
    return days._replace(start=today) if manner == "later" else days


def _lately(frame: Frame, given: Given) -> Days | None:
    """As in "in the past week": the days up to publication."""
    if given.published is None:
        return None
    unit = frame.get("unit")
    return reckoning.around(given.published, unit)._replace(
        start=reckoning.shift(given.published, -1, unit), end=given.published
    )


def _weekend(frame: Frame, given: Given) -> Days | None:
    """As in "over the weekend", "last weekend", "next weekend", by Saturday and Sunday."""
    today, turn = given.published, frame.get("turn")
    if today is None:
        return None
    if turn == "next":
        return reckoning.weekend(reckoning.shift(reckoning.on_or_after(today, 0), 6, "day"))
    if turn == "last":
        return reckoning.weekend(reckoning.shift(reckoning.week(today).start, -1, "day"))
    side = given.side(frame)
    if side == "future":
        return reckoning.weekend(reckoning.week(today).end)
    return reckoning.weekend(today) if side else None


def _ago(frame: Frame, given: Given) -> Days | None:
    """As in "two days ago" is a day; a week, month or year ago the calendar one; "nearly two years ago" the year since."""
    if given.published is None:
        return None
    unit, count, degree = frame.get("unit"), frame.number(), frame.get("degree")
    if unit == "fortnight":
        unit, count = "week", count * 2
    table = frame.words.raw["words"]
    if unit == "decade" or degree in table["open_ended"] or (degree and unit == "day"):
        return None
    then = reckoning.shift(given.published, -count, unit)
    days = reckoning.around(then, unit)
    if degree in table["just_under"]:
        return days._replace(start=then, end=reckoning.shift(reckoning.shift(then, 1, unit), -1, "day"))
    return days


def _anchored_weekday(frame: Frame, given: Given) -> Days | None:
    """As in "the following Monday", "the previous Friday": from the last day told."""
    number = frame.weekday()
    if given.anchor is None or number is None:
        return None
    if frame.get("turn") in ("previous", "preceding"):
        return reckoning.day(reckoning.on_or_before(reckoning.shift(given.anchor, -1, "day"), number))
    return reckoning.day(reckoning.on_or_after(reckoning.shift(given.anchor, 1, "day"), number))


def _whole(frame: Frame) -> str:
    """The unit of an expression; a part of a day counts as the day."""
    unit = frame.get("unit")
    return unit if unit in ("week", "month", "year") else "day"


# Whole years from the last day told are left open: "that year" is mostly one named without a day ("the crisis of 2009").


def _anchored_next(frame: Frame, given: Given) -> Days | None:
    """As in "the following day", "the next week", "the day before": from the last day told."""
    if given.anchor is None or frame.get("unit") == "year":
        return None
    away = -1 if frame.get("turn") in ("previous", "preceding", "before") else 1
    return reckoning.around(reckoning.shift(given.anchor, away, _whole(frame)), _whole(frame))


def _anchored_away(frame: Frame, given: Given) -> Days | None:
    """As in "two days earlier", "a week later": from the last day told."""
    if given.anchor is None or frame.get("unit") == "year":
        return None
    away = -frame.number() if frame.get("turn") in ("earlier", "before") else frame.number()
    return reckoning.around(reckoning.shift(given.anchor, away, _whole(frame)), _whole(frame))


def _anchored_same(frame: Frame, given: Given) -> Days | None:
    """As in "the same day", "later that week", "earlier in the day": the last day told, or what holds it."""
    if given.anchor is None or frame.get("unit") == "year":
        return None
    return reckoning.around(given.anchor, _whole(frame))


def _vague(_: Frame, __: Given) -> None:
    """Recognised as a date, but the words do not say which."""
    return


RULES: dict[str, Callable[[Frame, Given], Days | None]] = {
    "full": _full,
    "numbers": _numbers,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "today": _today,
    "unit": _unit,
    "passing": _passing,
    "lately": _lately,
    "weekend": _weekend,
    "ago": _ago,
    "vague": _vague,
    "anchored weekday": _anchored_weekday,
    "anchored next": _anchored_next,
    "anchored away": _anchored_away,
    "anchored same": _anchored_same,
    "anchored vague": _vague,
}
