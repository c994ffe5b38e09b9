"""How dates are written: patterns built from the words of data/languages/en/dates.toml, found in a text.

Each pattern has a rule of loaders/date_rules.py that says what it means. Every repetition in a pattern is bounded, so
that no text, however made, costs more than its length.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from graph.errors import DataError
from graph.resources import read_toml
from loaders.date_frames import Frame, Words

_FILE = "languages/en/dates.toml"
_YEAR = r"(?:1[89]\d\d|20\d\d)(?!\d|[.,/]\d|-\d\d?\b|–\d|%)"
_UNIT = r"(?i:day|week|fortnight|month|year|decade)"
_TH = r"(?:st|nd|rd|th)?"
_DASH = r"\s?(?:-|–|—)\s?"


def _any(words: Iterable[str]) -> str:
    """One of the words, longest first, in any case."""
    return "(?i:" + _forms(words) + ")"


def _as_written(words: Iterable[str]) -> str:
    """One of the words just as written."""
    return "(?:" + _forms(words) + ")"


def _capitals(words: Iterable[str]) -> str:
    """One of the words as written or all in capitals."""
    return _as_written(form for word in words for form in dict.fromkeys((word, word.upper())))


def _forms(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace("\\ ", " ") for w in sorted(words, key=lambda w: (-len(w), w)))


def _patterns(words: Words) -> Iterator[tuple[str, str]]:
    """(rule, pattern) pairs; a space stands for any white space."""
    table = words.raw["words"]
    not_dates = words.raw["not_dates"]
    month = f"(?P<month>{_capitals(words.raw['months'])})"
    any_month = (
        f"(?P<month>{_capitals(words.raw['months'])}\\b|{_capitals(words.raw['short_months'])}\\b\\.?)"
    )
    plain = [m for m in words.raw["months"] if m not in table["ambiguous_months"]]
    weekday = f"(?P<weekday>{_capitals(words.raw['weekdays'])})\\b"
    short_weekday = f"(?:(?P<weekday>{_capitals([*words.raw['weekdays'], *words.raw['short_weekdays']])})\\b\\.?,? (?:the )?)?"
    after = rf"(?: \((?P<weekday2>{_capitals(words.raw['weekdays'])})\))?"
    part = f"(?: (?P<part>{_any(table['parts_of_day'])}))?"
    number = rf"(?P<number>\d{{1,4}}|{_any(words.raw['numbers'])})"
    lead = r"(?:(?P<lead>(?i:on|by|since|until|till|before|after|from|through|to|between|in|during)) )?"
    manner = r"(?:(?i:(?:as )?(?:early|late|earlier|later)(?: as)?|sometime) )?"
    plausible = r"(?![.,]?\d|:\d|%| (?i:per cent|percent|million|billion|degrees))"

    in_year_of = rf"(?:,? (?P<year>{_YEAR})|,? (?i:of )?(?P<which>(?i:this|last|next)) (?i:year)\b)"

    yield "none", r"\b" + _capitals(not_dates["phrases"]) + r"\b"
    yield (
        "none",
        rf"(?:\b\d{{1,2}}{_TH} )?{month}(?: \d{{1,2}}{_TH})?[\s-]{_as_written(not_dates['after_month'])}\b",
    )
    yield "none", rf"{weekday}[\s-]{_as_written(not_dates['after_weekday'])}\b"
    yield "none", rf"\b(?:(?i:on|by) )?{_any(not_dates['recurring'])} (?:[a-z]{{2,9}} )?{weekday}"
    yield "none", rf"\b(?i:the last) (?:{weekday}|{_UNIT}s?|(?i:weekend)) (?i:of)\b"

    yield "vague", rf"\b(?i:on |by )?(?i:the) {weekday} (?i:after|before|following|prior)\b"
    yield (
        "full",
        rf"\b(?<![/\d]){lead}{manner}{short_weekday}(?i:the )?(?P<day>\d{{1,2}}){_TH}(?:(?P<join>{_DASH}| (?i:to|and) )(?P<day2>\d{{1,2}}){_TH})?(?i: of)? {any_month}{in_year_of}?{after}(?!\w)",
    )
    yield (
        "full",
        rf"\b(?:(?P<lead>(?i:on|by|since|until|till|before|after|from|through|to|between)) )?{manner}{short_weekday}(?<!\b[Ii]n\s){any_month} (?i:the )?(?P<day>\d{{1,2}}){_TH}(?:(?P<join>{_DASH}| (?i:to|and) )(?P<day2>\d{{1,2}}){_TH})?(?!\w){plausible}{in_year_of}?{after}",
    )
    yield (
        "numbers",
        rf"(?<![\w/.-])(?:{lead})(?P<year>(?:1[89]|20)\d\d)(?P<join>[-/.])(?P<month>\d{{1,2}})(?P=join)(?P<day>\d{{1,2}})(?![\d/-]|\.\d)",
    )
    yield (
        "numbers",
        rf"(?<![\w/.-])(?:{lead})(?P<first>\d{{1,2}})(?P<join>[-/.])(?P<second>\d{{1,2}})(?P=join)(?P<year>(?:1[89]|20)\d\d)(?![\d/-]|\.\d)",
    )
    yield "vague", r"(?<![\w/.-])\d{1,2}/\d{1,2}/\d\d(?![\d/-]|\.\d)"

    in_year = r"(?:(?P<lead>(?i:in|by|since|until|till|before|after|from|through|to|between|during|throughout|of)) )?"
    stage = r"(?:(?:(?i:the) )?(?i:early|mid|late|(?:end|start|beginning|middle) of|end)[\s-])?"
    yield (
        "month",
        rf"\b{in_year}{stage}{any_month}(?:{_DASH}| (?i:to|and) )(?P<month2>{_capitals(words.raw['months'])})(?: (?i:of))?,? (?P<year>{_YEAR})",
    )
    yield "month", rf"\b{in_year}{stage}{any_month}(?: (?i:of))?{in_year_of}"
    yield "month", rf"\b{in_year}{stage}(?P<month>{_as_written(plain)})\b(?! \d{{4}})"
    yield (
        "month",
        rf"\b(?P<lead>{_any(table['before_month'])}) (?:(?i:early|mid|late)[\s-])?{month}\b(?!['’]s)(?! (?i:took|came|became|was|had|has))",
    )
    yield (
        "month",
        rf"\b(?:(?P<lead>(?i:in|since|until|by)) )?(?P<turn>(?i:last|next|this|early|mid|late))[\s-]{month}\b(?!['’]s)(?! \d)",
    )
    yield (
        "year",
        rf"\b(?P<lead>(?i:in|by|since|until|till|before|after|from|through|to|during|throughout)) {stage}(?P<year>{_YEAR})(?!s)",
    )
    yield (
        "year",
        rf"\b(?:(?P<lead>(?i:in|by)) )?(?:(?i:the) )?(?i:early|mid|late|end|(?:end|start|beginning|middle) of|(?:spring|summer|autumn) (?:of )?)[\s-]?(?<=[\s-])(?P<year>{_YEAR})(?!s)",
    )
    yield "year", rf"\b(?P<lead>(?i:from|between)) (?P<year>{_YEAR}) (?i:to|and|until) (?P<year2>{_YEAR})"
    yield (
        "vague",
        r"\b(?:(?i:in|since|during|throughout) )?(?i:the )(?i:early |mid-|late )?(?:1[89]|20)\d0s\b",
    )
    yield (
        "vague",
        r"\b(?:(?i:in|by|at|since|until) )?(?i:the )?(?i:end|start|beginning|middle) (?i:of the )(?i:week|month|year|decade|century)\b",
    )
    yield "vague", r"\b(?:(?i:in|by) )?(?i:last|next|this|the) (?i:spring|summer|autumn|winter)\b"

    turn = r"(?P<turn>(?i:last|next|this coming|this past|this|the coming|coming|the past))"
    other = r"(?:,? (?i:of )?(?P<week>(?i:last|this|next)) (?i:week))?"
    yield "weekday", rf"\b{manner}{lead}{manner}(?:{turn} )?(?:(?i:the) )?{weekday}{part}{other}"
    yield (
        "anchored weekday",
        rf"\b{lead}(?:(?i:the) )(?P<turn>(?i:following|next|previous|preceding)) {weekday}{part}",
    )
    yield "anchored vague", rf"\b(?:(?i:on|in) )?(?i:that|the same) (?:{weekday}|{month}\b)"

    yield (
        "today",
        rf"\b(?:{manner}(?P<word>(?i:today|tonight|yesterday|tomorrow|(?:the )?day before yesterday|(?:the )?day after tomorrow)){part})\b(?<!['’]s)",
    )
    yield (
        "today",
        rf"\b(?:{manner}(?P<word>(?i:this (?:morning|afternoon|evening)|last (?:night|evening))))\b",
    )
    yield (
        "unit",
        rf"\b(?<!\b[Tt]he\s){in_year}(?:(?P<manner>(?i:early|earlier|late|later)) )?(?P<turn>(?i:last|this|next)) (?P<unit>(?i:week|month|year))\b(?! (?i:of)\b)",
    )
    yield "vague", r"\b(?<!\b[Tt]he\s)(?i:last|this|next) (?i:decade|century)\b"
    yield (
        "lately",
        r"\b(?i:in|over|during|within) the (?i:past|last) (?P<unit>(?i:day|week|month|year))\b(?! (?i:of)\b)",
    )
    yield "vague", rf"\b(?i:in|over|during|within) the (?i:past|last) {number} {_UNIT}s?\b"
    yield (
        "weekend",
        r"\b(?:(?P<lead>(?i:over|at|on|during|since|by)) )?(?P<turn>(?i:the|last|this|next|this past)) (?i:weekend)\b",
    )

    yield (
        "ago",
        rf"\b(?:(?P<degree>{_any([*table['just_under'], *table['give_or_take'], *table['open_ended']])}) )?{number} (?P<unit>{_UNIT})s? (?i:ago)\b",
    )
    yield "vague", rf"\b(?:{_any(table['vague_numbers'])} )?{_UNIT}s? (?i:ago)\b"
    yield "vague", rf"\b(?:{number} )?(?i:(?:and )?a half )?{_UNIT}s? (?i:and a half ago)\b"
    yield "vague", rf"\b(?:{number}|{_any(table['vague_numbers'])}) (?i:minute|hour)s? (?i:ago)\b"

    end = r"(?=\W*$|[.,;:)”\"]| (?i:in|at|on|with|by|and|but|near)\b)"
    noun = rf"(?P<unit>(?i:{_any(table['parts_of_day'])}|day|week|month|year))"
    yield (
        "anchored next",
        rf"\b(?:(?i:on|by) )?(?i:the )(?P<turn>(?i:following|very next|next|previous|preceding)) {noun}\b(?<!\b[Ii]n\s)",
    )
    yield "none", rf"\b(?i:in|over|for|within|during) (?i:the next|the following few|the coming) {_UNIT}s?\b"
    yield (
        "anchored next",
        rf"\b(?i:the )(?P<unit>(?i:day|night|week|month|year)) (?P<turn>(?i:before|after)){end}",
    )
    yield "vague", rf"\b(?:{number}|the) {_UNIT}s? (?i:before|after)\b"
    yield (
        "anchored away",
        rf"\b{number} (?P<unit>(?i:day|week|month|year))s? (?P<turn>(?i:earlier|later|afterwards|before|after)){end}",
    )
    yield "vague", rf"\b(?:{number}|{_any(table['vague_numbers'])}) {_UNIT}s? (?i:earlier|later|afterwards)\b"
    yield (
        "anchored same",
        rf"\b(?:(?i:on|later|earlier|early|late|in) ){{0,2}}(?i:that|(?:the )?same|the very same) {noun}\b",
    )
    yield (
        "anchored same",
        r"\b(?i:earlier|later|early|late) (?i:in|on) (?i:the) (?:same )?(?P<unit>(?i:day))\b",
    )
    yield (
        "passing",
        r"\b(?P<turn>(?i:earlier|later|early|late)) (?i:in) (?i:the) (?P<unit>(?i:week|month|year))\b",
    )


@cache
def _compiled() -> tuple[Words, tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    raw = read_toml(_FILE)
    try:
        words = Words(raw)
        rows = tuple(
            (rule, re.compile(pattern.replace(" ", r"\s{1,3}"))) for rule, pattern in _patterns(words)
        )
    except KeyError as missing:
        raise DataError(f"{_FILE}: {missing} is missing") from missing
    parts = [*raw["words"]["parts_of_day"], "today", "tonight", "yesterday", "tomorrow"]
    hint = re.compile(
        r"\d|" + _any([*raw["months"], *raw["weekdays"], *parts])
        + r"|\b(?i:ago|day|week|weekend|month|year|decade|century|spring|summer|autumn|winter)"
    )  # fmt: skip
    return words, rows, hint


def frames(text: str) -> Iterator[Frame]:
    """Every match of every pattern, overlapping ones too."""
    words, rows, hint = _compiled()
    if not hint.search(text):
        return
    for order, (rule, pattern) in enumerate(rows):
        for match in pattern.finditer(text):
            groups = {name: value for name, value in match.groupdict().items() if value}
            yield Frame(rule, match.start(), match.end(), order, groups, words)
