"""Claims in words, their evidence in the article, and outside text made harmless."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import (
    Segment,
    clipped,
    dated,
    holdings,
    marked,
    segments,
    tie_words,
    trust_words,
    when_words,
)
from graph.model import Article, Claim, Cut, Passage, Reading, Tie, When
from graph.safe import one_line, safe_label, safe_link, safe_markdown, safe_url, visible
from graph.store.base import Stats

Story = tuple[Reading, ...]


def told(story: Story, relation: str, number: int = 0) -> Claim:
    """The n-th claim of a relation in the story."""
    return [c for r in story for c in r.claims if c.relation == relation][number]


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2021, 3, 1), date(2021, 3, 1), "day", "1 March 2021"),
        (date(2021, 3, 1), date(2021, 3, 3), "day", "1 March 2021 to 3 March 2021"),
        (date(2021, 3, 1), date(2021, 3, 7), "week", "the week of 1 March 2021"),
        (date(2021, 3, 1), date(2021, 3, 31), "month", "March 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "year", "2021"),
    ],
)
def test_a_date_reads_as_exactly_as_it_is_known(start: date, end: date, precision: str, words: str) -> None:
    assert when_words(When(start, end, precision, "x")) == words  # type: ignore[arg-type]


def test_without_a_date_the_day_of_the_report_is_given_as_such(story: Story) -> None:
    assert dated(told(story, "SUPPORT"), story[0].article) == "reported 2 March 2021"
    assert dated(story[3].claims[0], story[3].article) == "date unknown"


def test_a_store_is_summed_up_in_one_line() -> None:
    stats = Stats(24, 1312, 96, 0, {}, date(1999, 5, 2), date(2024, 3, 9), date(2015, 5, 9), date(2021, 3, 2))
    assert holdings(stats) == "24 articles, May 2015 to March 2021: 1,312 claims about 96 actors"
    assert holdings(Stats(1, 1, 1, 0, {}, None, None)) == "1 article: 1 claim about 1 actor"


def test_a_tie_is_named_with_an_arrow_only_where_it_has_a_direction() -> None:
    names = {"a": "Arden", "b": "Borland"}
    assert tie_words(Tie("a", "b", "SUPPORT", 1, 1), names) == "Arden → Borland: support"
    assert tie_words(Tie("a", "b", "CONSULT", 1, 1), names) == "Arden and Borland: meeting"


def test_trust_is_told_with_the_rule_and_in_words(story: Story) -> None:
    claim = replace(told(story, "REQUEST"), method="patterns:call_on", confidence=0.7)
    assert trust_words(claim) == "Read by a sentence pattern (call on); confidence 70% (fair)"


def test_evidence_and_cuts_are_told_apart_in_the_article(story: Story) -> None:
    reading = story[0]
    kinds = [(s.kind, s.text[:15]) for s in segments(reading.article, reading.claims[:1], reading.cuts)]
    assert kinds[0] == ("cut", "Home / Politics")
    assert kinds[2] == ("evidence", "Finnish Prime M")


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
    cuts=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
)
def test_segments_always_give_back_the_whole_text(
    text: str, spans: list[tuple[int, int]], cuts: list[tuple[int, int]]
) -> None:
    article = Article("a", text)
    claim = Claim("c", "a", "ACCUSE", (), (), tuple(Passage(x, y, text[x:y]) for x, y in spans))
    found = segments(article, [claim], [Cut("a", x, y, "test") for x, y in cuts])
    assert "".join(segment.text for segment in found) == text


def test_a_very_long_article_is_shown_around_its_evidence() -> None:
    text = "a" * 50_000 + "PROOF" + "b" * 50_000
    claim = Claim("c", "a", "ACCUSE", (), (), (Passage(50_000, 50_005, "PROOF"),))
    shown = clipped(segments(Article("a", text), [claim]), most=1000)
    assert [s.kind for s in shown] == ["cut", "plain", "evidence", "plain", "cut"]
    assert sum(len(s.text) for s in shown) < 1010


# --- outside text ---


def plain(markdown: str) -> str:
    """What the escapes of Markdown stand for."""
    lines = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line) for line in markdown.split("  \n")]
    return "\n".join(lines).replace("\u2060", "")


@given(st.text())
def test_safe_markdown_shows_the_visible_text_and_nothing_else(text: str) -> None:
    wanted = [line.strip() or "\u00a0" for line in visible(text).replace("\u2060", "").split("\n")]
    assert [line.strip() or "\u00a0" for line in plain(safe_markdown(text)).split("\n")] == wanted


@given(st.text(alphabet="<>[]()*_`#:$~|!&\\-+.1 ahtpsw/@\n", max_size=40))
def test_no_control_character_of_markdown_or_html_is_left_unescaped(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", safe_markdown(text))
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)


@pytest.mark.parametrize(
    "text", ["https://evil.example/x", "www.evil.example", "a@evil.example", ":smile:", "a -- b", "<->"]
)
def test_what_turns_into_something_after_the_escapes_is_broken(text: str) -> None:
    assert "\u2060" in safe_markdown(text)


def test_marks_that_reverse_text_are_taken_out() -> None:
    assert safe_label("\u202eetisoh") == "etisoh"


def test_a_label_is_one_short_line() -> None:
    assert one_line("a\n\tb   c") == "a b c"
    assert len(one_line("x" * 500, 50)) == 50


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "//evil.example",
        "file:///etc/passwd",
        "https://",
        "http://[",
        "",
        None,
        "JaVaScRiPt:alert(1)//https://x",
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert safe_link("Source", url) is None


@given(st.text(max_size=40))
def test_no_url_can_break_out_of_its_link(tail: str) -> None:
    link = safe_link("Source", "https://paper.example/" + tail)
    assert link is None or re.fullmatch(r"\[Source\]\(<https://[^\s<>()\[\]\\\"`]*>\)", link)


def test_marked_evidence_keeps_paragraphs_and_escapes_what_is_inside() -> None:
    found = [
        Segment("Menu]\n\n", "cut"),
        Segment("One [x](y) **b**.", "evidence"),
        Segment(" Two.\n\n    Three\nfour", "plain"),
    ]
    assert marked(found) == (
        ":gray[Menu\\]]\n\n:orange-background[One \\[x\\]\\(y\\) \\*\\*b\\*\\*\\.] Two\\.\n\nThree  \nfour"
    )


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_no_text_of_an_article_can_end_its_marking_early(text: str, start: int, end: int) -> None:
    claim = Claim("c", "a", "ACCUSE", (), (), (Passage(start, end, text[start:end]),))
    shown = marked(segments(Article("a", text), [claim]))
    ours = re.sub(r":(?:orange-background|gray)\[((?:\\.|[^\]\\])*)\]", r"\1", shown)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", ours))
