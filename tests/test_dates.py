"""Dates in running text. Publication is Friday, 16 December 2016, unless a test says otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import Dated, dates_in, last_day

FRIDAY = date(2016, 12, 16)


def only(text: str, **more: object) -> Dated:
    """The one date expression of a text."""
    options = {"published": FRIDAY, **more}
    (found,) = dates_in(text, **options)  # type: ignore[arg-type]
    return found


def interval(found: Dated) -> str:
    """A result as text: "2016-12-12", "2016-12-05/2016-12-11 week", or "open"."""
    if found.when is None:
        return "open"
    when = found.when
    if when.precision == "day" and when.start == when.end:
        return when.start.isoformat()
    return f"{when.start}/{when.end} {when.precision}"


SINGLE_DAYS = [
    ("The envoy landed on Monday.", "2016-12-12"),
    ("The envoy landed on Friday.", "2016-12-16"),
    ("The envoy landed on Saturday.", "2016-12-10"),
    ("The envoy landed Wednesday.", "2016-12-14"),
    ("The envoy landed last Friday.", "2016-12-09"),
    ("The envoy landed last Monday.", "2016-12-12"),
    ("The envoy leaves next Friday.", "2016-12-23"),
    ("The envoy leaves this coming Sunday.", "2016-12-18"),
    ("Both sides sat down this Tuesday.", "2016-12-13"),
    ("They parted late on Tuesday.", "2016-12-13"),
    ("They parted late Tuesday.", "2016-12-13"),
    ("They parted on Tuesday night.", "2016-12-13"),
    ("They parted on Friday last week.", "2016-12-09"),
    ("They convene on Tuesday of next week.", "2016-12-20"),
    ("Thursday's session was brief.", "2016-12-15"),
    ("CABINET MEETS SUNDAY", "2016-12-11"),
    ("The council voted yesterday.", "2016-12-15"),
    ("The council votes today.", "2016-12-16"),
    ("The council votes tomorrow.", "2016-12-17"),
    ("The council votes tonight.", "2016-12-16"),
    ("The council voted this morning.", "2016-12-16"),
    ("The council voted last night.", "2016-12-15"),
    ("The council voted the day before yesterday.", "2016-12-14"),
    ("The council votes the day after tomorrow.", "2016-12-18"),
    ("The road was cut two days ago.", "2016-12-14"),
    ("The road was cut 10 days ago.", "2016-12-06"),
    ("The road was cut on 3 March.", "2016-03-03"),
    ("The road was cut on March 3.", "2016-03-03"),
    ("The road was cut on the 3rd of March.", "2016-03-03"),
    ("The road was cut on March 3rd, 2014.", "2014-03-03"),
    ("The road was cut on 3 March 2014.", "2014-03-03"),
    ("The road was cut on March 3, 2014, by rain.", "2014-03-03"),
    ("The road was cut on Dec. 5, 2015.", "2015-12-05"),
    ("The road was cut on Sept 9.", "2016-09-09"),
    ("The road was cut on Monday, 5 December 2016.", "2016-12-05"),
    ("The road was cut on Monday, December 5.", "2016-12-05"),
    ("The road was cut on 16 November (Wednesday).", "2016-11-16"),
    ("Signed 2016-03-03 in Tunis.", "2016-03-03"),
    ("Signed 24/11/2016 in Tunis.", "2016-11-24"),
    ("Signed 11/24/2016 in Tunis.", "2016-11-24"),
    ("The road was cut on 20 May of last year.", "2015-05-20"),
]


@pytest.mark.parametrize(("text", "expected"), SINGLE_DAYS)
def test_a_day_is_found(text: str, expected: str) -> None:
    assert interval(only(text)) == expected


LONGER = [
    ("Talks stalled last week.", "2016-12-05/2016-12-11 week"),
    ("Talks go on this week.", "2016-12-12/2016-12-18 week"),
    ("Talks resume next week.", "2016-12-19/2016-12-25 week"),
    ("Talks stalled a week ago.", "2016-12-05/2016-12-11 week"),
    ("Talks stalled over the weekend.", "2016-12-10/2016-12-11 week"),
    ("Talks stalled last weekend.", "2016-12-10/2016-12-11 week"),
    ("Talks resume next weekend.", "2016-12-24/2016-12-25 week"),
    ("Talks stalled in the past week.", "2016-12-09/2016-12-16 week"),
    ("Talks began earlier this month.", "2016-12-01/2016-12-16 month"),
    ("Talks end later this month.", "2016-12-16/2016-12-31 month"),
    ("Talks began last month.", "2016-11-01/2016-11-30 month"),
    ("Talks end next month.", "2017-01-01/2017-01-31 month"),
    ("Talks began two months ago.", "2016-10-01/2016-10-31 month"),
    ("Talks began in May.", "2016-05-01/2016-05-31 month"),
    ("Talks began last December.", "2015-12-01/2015-12-31 month"),
    ("Talks began in December.", "2016-12-01/2016-12-31 month"),
    ("Talks began in mid-May.", "2016-05-01/2016-05-31 month"),
    ("Talks began in early March 2014.", "2014-03-01/2014-03-31 month"),
    ("Talks began in March 2014.", "2014-03-01/2014-03-31 month"),
    ("Talks ran from March to May 2014.", "2014-03-01/2014-05-31 month"),
    ("Talks began last year.", "2015-01-01/2015-12-31 year"),
    ("Talks begin next year.", "2017-01-01/2017-12-31 year"),
    ("Talks began in August last year.", "2015-08-01/2015-08-31 month"),
    ("Talks began in May of this year.", "2016-05-01/2016-05-31 month"),
    ("Talks began in 2014.", "2014-01-01/2014-12-31 year"),
    ("Talks begin in early 2017.", "2017-01-01/2017-12-31 year"),
    ("Talks began in the summer of 2015.", "2015-01-01/2015-12-31 year"),
    ("Talks began two years ago.", "2014-01-01/2014-12-31 year"),
    ("Talks began nearly two years ago.", "2014-12-16/2015-12-15 year"),
    ("Talks ran between 2012 and 2014.", "2012-01-01/2014-12-31 year"),
    ("Talks were held on 5-7 December.", "2016-12-05/2016-12-07 day"),
    ("Talks were held on December 5 and 6.", "2016-12-05/2016-12-06 day"),
]


@pytest.mark.parametrize(("text", "expected"), LONGER)
def test_weeks_months_and_years_keep_their_precision(text: str, expected: str) -> None:
    assert interval(only(text)) == expected


OPEN = [
    "Signed 03/04/2016 in Tunis.",
    "Signed 3/4/16 in Tunis.",
    "Signed on 30 February 2016.",
    "Signed on Tuesday, 5 December 2016.",
    "They met a few days ago.",
    "They met about ten days ago.",
    "Masks are worn from 20 December.",
    "The vote was moved to 2 June.",
    "Rain may go on into early February.",
    "They met more than a year ago.",
    "They met three hours ago.",
    "They met 9000 years ago.",
    "They met last summer.",
    "They met in the 1990s.",
    "They met the day before the vote.",
    "Talks are due on Monday.",
    "The two will meet on Monday.",
    "The vote is scheduled for Tuesday.",
    "The truce holds until Sunday.",
    "The vote planned for 24 December is at risk.",
]


@pytest.mark.parametrize("text", OPEN)
def test_what_is_not_certain_is_recognised_and_left_open(text: str) -> None:
    assert interval(only(text)) == "open"


NO_DATES = [
    "The Sunday Times wrote so.",
    "Shops were full on Black Friday.",
    "Worshippers left after Friday prayers.",
    "The envoy may return.",
    "Troops march through the town.",
    "Prime Minister May met the envoy.",
    "The plan was rejected by May.",
    "MPs had lost confidence in May.",
    "Hopes of the Arab Spring faded.",
    "They talked for two days.",
    "An answer is due within three weeks.",
    "They hope to meet in the next week.",
    "Markets open every Monday.",
    "Markets open on Mondays.",
    "A March on the capital was banned.",
    "Russia Today showed the pictures.",
    "The September 11 attacks changed that.",
    "The 17 November group was named.",
    "It cost 2,016 dinars and took 2016 bricks.",
    "The season of 2015-16 was poor.",
    "It was the last week of the campaign.",
    "It was the last weekend of the campaign.",
    "Section 3.4.20 applies around the clock, 24/7.",
    "The dogs sat and the sun rose; they wed in haste.",
    "",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_names_verbs_and_durations_are_no_dates(text: str) -> None:
    assert dates_in(text, published=FRIDAY) == []


AHEAD = [
    ("They will meet on Monday.", "2016-12-19"),
    ("They will meet on Friday.", "2016-12-16"),
    ("They will meet on 3 March.", "2017-03-03"),
    ("They will meet in May.", "2017-05-01/2017-05-31 month"),
    ("They will meet in December.", "2016-12-01/2016-12-31 month"),
    ("They will meet at the weekend.", "2016-12-17/2016-12-18 week"),
    ("Those held since Monday will be freed.", "2016-12-12"),
    ("They will meet, as agreed last week.", "2016-12-05/2016-12-11 week"),
]


@pytest.mark.parametrize(("text", "expected"), AHEAD)
def test_an_act_that_lies_ahead_takes_the_first_such_date(text: str, expected: str) -> None:
    assert interval(only(text, prefer="future")) == expected


ANCHORED = [
    ("They signed the following day.", "2016-12-08"),
    ("They signed the next day.", "2016-12-08"),
    ("They signed the day before.", "2016-12-06"),
    ("They signed the previous evening.", "2016-12-06"),
    ("They signed the same day.", "2016-12-07"),
    ("They had spoken earlier in the day.", "2016-12-07"),
    ("They signed two days later.", "2016-12-09"),
    ("They had spoken two days earlier.", "2016-12-05"),
    ("They signed the following Monday.", "2016-12-12"),
    ("They signed a week later.", "2016-12-12/2016-12-18 week"),
    ("They signed later that month.", "2016-12-01/2016-12-31 month"),
    ("They signed that year.", "open"),
    ("They signed that September.", "open"),
    ("They signed eight years earlier.", "open"),
]


@pytest.mark.parametrize(("text", "expected"), ANCHORED)
def test_some_dates_count_from_the_last_one_told(text: str, expected: str) -> None:
    found = only(text, anchor=date(2016, 12, 7))
    assert (interval(found), found.anchor_needed) == (expected, True)


@pytest.mark.parametrize("text", [text for text, _ in ANCHORED])
def test_without_an_earlier_date_they_stay_open(text: str) -> None:
    found = only(text)
    assert (found.when, found.anchor_needed) == (None, True)


def test_an_earlier_date_of_the_same_text_is_the_anchor() -> None:
    found = dates_in("They met on Tuesday and signed the following day.", published=FRIDAY)
    assert [interval(d) for d in found] == ["2016-12-13", "2016-12-14"]


def test_only_days_of_acts_become_the_anchor_for_what_follows() -> None:
    found = dates_in("Held since Monday, he was freed on Thursday, as in 2015.", published=FRIDAY)
    assert last_day(found) == date(2016, 12, 15)


def test_a_date_that_stays_open_is_no_anchor() -> None:
    found = dates_in(
        "They met on Tuesday. A vote is due on 20 May, the same day as the fair.", published=FRIDAY
    )
    assert [interval(d) for d in found] == ["2016-12-13", "open", "open"]


def test_without_a_publication_date_only_full_dates_are_resolved() -> None:
    text = "On Monday, two days ago, last week, in May, on 3 March, yesterday; on 3 March 2014, in 2012."
    found = dates_in(text, published=None)
    assert [interval(d) for d in found] == ["open"] * 6 + ["2014-03-03", "2012-01-01/2012-12-31 year"]


def test_the_words_are_kept_with_their_preposition_and_their_place() -> None:
    text = "Sadly,  the talks ended late on\nTuesday  night in Oslo."
    found = only(text)
    assert text[found.start : found.end] == "late on\nTuesday  night"
    assert found.when is not None
    assert found.when.expression == "late on Tuesday night"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("In office since 2015.", "since"),
        ("He left after Monday.", "after"),
        ("It was done by Monday.", "by"),
        ("The talks of 5 May lasted until 7 May 2016.", "until"),
        ("He left on Monday.", None),
    ],
)
def test_limits_of_a_time_are_told_from_dates_of_acts(text: str, bound: str | None) -> None:
    assert dates_in(text, published=FRIDAY)[-1].bound == bound


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28)
)
def test_a_day_without_a_year_is_a_recent_one_or_open(published: date, month: int, day: int) -> None:
    name = date(2000, month, day).strftime("%B")
    when = only(f"They met on {day} {name}.", published=published).when
    assert when is None or when.start <= published
    assert when is None or when.start.year == published.year or (published - when.start).days <= 240


def test_a_number_after_a_month_may_count_something_else() -> None:
    assert interval(only("In March 20 soldiers died.")) == "2016-03-01/2016-03-31 month"


def test_a_month_of_the_other_half_of_the_year_is_last_years() -> None:
    found = only("They signed in October.", published=date(2017, 2, 1))
    assert interval(found) == "2016-10-01/2016-10-31 month"


def test_a_weekday_decides_the_year_of_a_date() -> None:
    found = only("The vote is on Saturday, 24 December.")
    assert interval(found) == "2016-12-24"


def test_a_leap_day_is_not_moved_to_another_year() -> None:
    assert interval(only("Signed on 29 February.")) == "2016-02-29"
    assert interval(only("Signed on 29 February.", published=date(2017, 6, 1))) == "open"


WORDS = st.sampled_from(
    """on in by since until the a last next this following that day week month year weekend ago two nearly earlier
    later 3 5 2016 2017-01-02 1/2/2016 Monday Friday, May March Dec. December (Sunday) and - – of to between from
    before after night yesterday tomorrow half early mid- 31 99 2016. 0000 ’s 's February 30th""".split()
)
DAYS = st.one_of(st.none(), st.dates())


@given(
    st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=80),
    DAYS,
    DAYS,
    st.sampled_from(["past", "future"]),
)
def test_any_text_is_read_without_harm(text, published, anchor, prefer) -> None:  # type: ignore[no-untyped-def]
    end = 0
    for dated in dates_in(text, published=published, anchor=anchor, prefer=prefer):
        assert end <= dated.start < dated.end <= len(text)
        end = dated.end
        if dated.when:
            assert dated.when.start <= dated.when.end
            assert dated.when.expression == " ".join(text[dated.start : dated.end].split())


UNDATED = st.sampled_from(
    [
        "on Monday",
        "Friday night",
        "in May",
        "yesterday",
        "over the weekend",
        "last March",
        "last Sunday",
    ]
)


@given(UNDATED, st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_a_told_act_never_begins_after_publication(words: str, published: date) -> None:
    found = only(f"They met {words}.", published=published)
    assert found.when is not None
    assert found.when.start <= published
    assert (published - found.when.end).days <= 2 * 366


def test_a_long_hostile_text_takes_time_by_its_length_only() -> None:
    text = "Monday the last 3 March 3-" * 4_000
    assert len(dates_in(text, published=FRIDAY)) > 4_000
