"""The cutter: furniture goes, with its reason; the article stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Article
from loaders.clean import furniture
from loaders.phrases import phrases

LEAD = "Finnish Prime Minister Selma Aalto met Turkish President Kemal Oran in Oslo on Monday."
SECOND = "The two leaders agreed that the strait would stay open to the fishing fleets of both countries."
THIRD = "The Harbour Council, which had called the meeting, praised the result in a short statement."
BODY = f"{LEAD}\n\n{SECOND}\n\n{THIRD}"


def cuts(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """The cuts as (text, reason)."""
    article = Article("a", text, title=title)
    return [(article.quote(cut.start, cut.end), cut.reason) for cut in furniture(article)]


def test_an_article_without_furniture_is_left_whole() -> None:
    assert cuts(BODY) == []


def test_a_path_its_title_a_byline_and_a_caption_above_the_text_are_cut_each_with_its_reason() -> None:
    head = "Home / World / Aalto meets Oran\n\nAalto meets Oran\n\n(Author: Gazette Staff)\n\nSelma Aalto with Kemal Oran"
    assert [reason for _, reason in cuts(f"{head}\n\n{BODY}")] == ["breadcrumb", "title", "byline", "caption"]


def test_a_title_is_known_by_the_metadata_whatever_its_quotes() -> None:
    assert cuts(f"Oslo’s strait deal\n\n{BODY}", title="Oslo's strait deal") == [
        ("Oslo’s strait deal", "title")
    ]


def test_a_title_followed_by_the_site_name_is_a_title() -> None:
    assert cuts(f"Aalto meets Oran | Island Gazette\n\n{BODY}", title="Aalto meets Oran")[0][1] == "title"


@pytest.mark.parametrize(
    "line",
    [
        "Friday, January 4, 2019",
        "Published: 4 January 2019, 10:30 GMT",
        "Last updated on Monday 2 March 2021 at 09:15",
    ],
)
def test_a_date_on_a_line_of_its_own_is_cut_as_dateline(line: str) -> None:
    assert cuts(f"{line}\n\n{BODY}") == [(line, "dateline")]


def test_a_place_and_date_alone_on_a_line_stay() -> None:
    assert cuts(f"OSLO, 2 March 2021\n\n{SECOND}") == []


@pytest.mark.parametrize(
    "line",
    [
        "By Ilse Brandt",
        "By Ilse Brandt and Omar Said in Oslo",
        "Reporting by Ilse Brandt; Editing by Omar Said",
    ],
)
def test_who_wrote_it_is_cut_as_byline(line: str) -> None:
    assert (line, "byline") in cuts(f"{LEAD}\n\n{SECOND}\n\n{line}")


def test_a_sentence_that_begins_with_by_stays() -> None:
    assert cuts(f"{LEAD}\n\nBy Monday the two sides had left the city without a deal.") == []


def test_everything_after_a_teaser_marker_at_the_end_is_cut() -> None:
    tail = "Check Also\n\nStorm closes the old harbour\n\nThe harbour master told the paper that ships …"
    assert [reason for _, reason in cuts(f"{BODY}\n\n{tail}")] == ["teaser", "teaser", "teaser"]


def test_login_cookie_and_account_lines_after_the_text_are_cut_with_their_own_reasons() -> None:
    tail = "Leave your vote\n\nLog In\n\nForgot password?\n\nWe use cookies to make this site work.\n\nPrivacy Policy"
    assert [reason for _, reason in cuts(f"{BODY}\n\n{tail}")] == [
        "vote",
        "login",
        "login",
        "cookies",
        "copyright",
    ]


def test_a_teaser_marker_in_the_middle_takes_its_titles_but_not_the_rest_of_the_article() -> None:
    text = f"{LEAD}\n\nCheck also\n\nStorm closes the old harbour\n\n{SECOND}\n\n{THIRD}"
    assert cuts(text) == [("Check also", "teaser"), ("Storm closes the old harbour", "teaser")]


def test_a_log_in_line_above_the_text_takes_only_itself() -> None:
    assert cuts(f"Log in\nSubscribe\n\n{BODY}") == [("Log in", "login"), ("Subscribe", "newsletter")]


def test_a_teaser_on_one_line_is_cut() -> None:
    line = "Read more: Why the strait matters to both countries"
    assert cuts(f"{LEAD}\n\n{line}\n\n{SECOND}") == [(line, "teaser")]


def test_a_paragraph_that_breaks_off_stays_where_no_teaser_is_announced() -> None:
    assert cuts(f"{LEAD}\n\n“I had hoped for more from these talks …”\n\n{SECOND}") == []


def test_readers_comments_are_cut_even_if_long() -> None:
    comment = "I have fished in that strait for thirty years and I do not believe one word of this."
    found = cuts(f"{BODY}\n\n2 comments\n\n{comment}\n\nReply")
    assert [reason for _, reason in found] == ["comments"] * 3


def test_a_short_heading_between_paragraphs_is_cut_and_a_sentence_without_stop_is_not() -> None:
    assert cuts(f"{LEAD}\n\nA new chapter\n\n{SECOND}") == [("A new chapter", "heading")]
    assert cuts(f"{LEAD}\n\nThe council said it agreed\n\n{SECOND}") == []


def test_items_of_a_list_and_questions_of_an_interview_stay() -> None:
    assert cuts(f"{LEAD}\n\n- Fishing rights\n\n- Customs\n\nQ: What was agreed\n\n{SECOND}") == []


def test_a_caption_with_a_credit_goes_and_one_that_tells_something_loses_only_its_credit() -> None:
    assert cuts(f"{LEAD}\n\nThe harbour at night. Photo: Ilse Brandt\n\n{SECOND}")[0][1] == "caption"
    told = cuts(f"{LEAD}\n\nMinisters arrived by ferry on Sunday. Photo: Ilse Brandt\n\n{SECOND}")
    assert told == [("Photo: Ilse Brandt", "credit")]


def test_share_buttons_advertisements_and_copyright_lines_are_cut() -> None:
    text = f"Share on Facebook\nTweet\n\n{LEAD}\n\nAdvertisement\n\n{SECOND}\n\n© 2021 Island Gazette. All rights reserved."
    assert [reason for _, reason in cuts(text)] == ["share", "share", "advertisement", "copyright"]


def test_a_row_of_buttons_is_furniture_if_each_of_them_is() -> None:
    assert cuts(f"{LEAD}\n\nTweet | Print | Log in\n\n{SECOND}") == [("Tweet | Print | Log in", "share")]
    assert (
        cuts(f"{LEAD}\n\nPrint | The council and the strait, a view from the far harbour.\n\n{SECOND}") == []
    )


def test_one_long_line_is_left_whole() -> None:
    assert cuts(f"Home / World / Log in {LEAD} {SECOND} Check Also Storm closes the harbour …") == []


def test_wrapped_lines_are_read_as_paragraphs() -> None:
    wrapped = (
        "Finnish Prime Minister Selma Aalto met Turkish President Kemal Oran in\n"
        "Oslo on Monday, and both said that the strait would stay open to the\nfleets\n\n"
        "The Harbour Council, which had called the meeting, praised the result\nin a short statement.\n"
    )
    assert cuts(wrapped) == []


def test_carriage_returns_do_not_hide_furniture() -> None:
    assert cuts(f"Home / World\r\n\r\n{LEAD}\r\n\r\n{SECOND}\r\n\r\nLog In\r\n") == [
        ("Home / World", "breadcrumb"),
        ("Log In", "login"),
    ]


def test_lines_without_any_stop_are_left_whole() -> None:
    lines = "\n".join(f"Minister number {n} met the council of the harbour in Oslo" for n in range(9))
    assert cuts(f"{lines}\n{LEAD}") == []


def test_a_page_of_nothing_but_buttons_is_cut_whole() -> None:
    assert cuts("Log in\nShare\nPrint") == [("Log in", "login"), ("Share", "share"), ("Print", "print")]


def test_every_phrase_of_the_data_file_is_found_by_itself() -> None:
    known = phrases()
    for line, reason in known.lines.items():
        assert cuts(f"{BODY}\n\n{line.replace('#', '3')}")[-1:] == [(line.replace("#", "3"), reason)], line


PIECES = st.sampled_from(
    [
        "Home / News",
        LEAD,
        SECOND,
        "Check Also",
        "Log In",
        "A title",
        "By Ilse Brandt",
        "…",
        "\r\n",
        "\u2028",
        "\n",
        " ",
        "\n\n",
        "Image: Ilse Brandt",
        "3 comments",
        "Read more: x",
        "2 March 2021",
        "\u202e",
        "\x00",
        "- item",
        "©",
    ]
)


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES, max_size=30).map("\n".join),
        st.lists(st.one_of(PIECES, st.text())).map("".join),
    )
)
def test_cuts_are_sorted_disjoint_and_inside_the_text_whatever_it_is(text: str) -> None:
    article = Article("a", text, title="A title")
    end, kept = 0, ""
    for cut in furniture(article):
        assert end <= cut.start < cut.end <= len(text)
        assert cut.reason
        kept += text[end : cut.start]
        end = cut.end
    kept += text[end:]
    assert len(kept) + sum(cut.end - cut.start for cut in furniture(article)) == len(text)


@pytest.mark.parametrize(
    "line",
    [
        "TUNIS, Nov 9 (Baltic Wire) - ",
        "NEW YORK - ",
        "OSLO, 3 March 2021 — ",
        "Rome (Baltic Wire) – ",
        "THE HAGUE, Netherlands (BW) -- ",
    ],
)
def test_an_agencys_dateline_is_cut_from_the_first_sentence(line: str) -> None:
    text = f"{line}Finland met Norway in the old town hall on Monday. The talks went on until the evening."
    assert [(c.start, c.end, c.reason) for c in furniture(Article("x", text))] == [(0, len(line), "dateline")]


@pytest.mark.parametrize(
    "start", ["UN - backed forces", "Finland - a small country -", "NATO said - as before -"]
)
def test_a_dash_in_the_first_sentence_makes_no_dateline(start: str) -> None:
    text = f"{start} met Norway in the old town hall on Monday. The talks went on until the evening."
    assert furniture(Article("x", text)) == ()
