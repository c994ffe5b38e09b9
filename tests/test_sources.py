"""Articles from files: text, pages, JSON Lines, folders, and where their metadata comes from."""

from datetime import date
from pathlib import Path

import pytest

from graph.ids import article_id
from graph.model import Article, Problem
from graph.registry import load
from loaders.sources import SOURCES, Defaults, find, open_source

LEAD = "Finnish Prime Minister Selma Aalto met Turkish President Kemal Oran in Oslo on Monday."
PARAGRAPHS = (
    f"<p>{LEAD}</p><p>The two leaders agreed that the strait would stay open to the fishing fleets.</p>"
    "<p>The Harbour Council, which had called the meeting, praised the result in a statement.</p>"
)
TODAY = date(2024, 6, 1)


def read(path: Path, published: date | None = None, publisher: str | None = None) -> list[Article | Problem]:
    """What a file yields."""
    return list(open_source(path, Defaults(published, publisher, today=TODAY)))


def article(path: Path, published: date | None = None, publisher: str | None = None) -> Article:
    """The one article of a file."""
    (only,) = read(path, published, publisher)
    assert isinstance(only, Article), only
    return only


def problem(path: Path) -> str:
    """The one problem of a file."""
    (only,) = read(path)
    assert isinstance(only, Problem), only
    assert only.stage == "source"
    assert "\n" not in only.what
    return only.what


def text_file(folder: Path, content: str | bytes, name: str = "a.txt") -> Path:
    """A file with that content, byte for byte."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def page(head: str = "", body: str = PARAGRAPHS, foot: str = "") -> str:
    """A saved page."""
    return f"<html><head>{head}</head><body><article>{body}</article>{foot}</body></html>"


def test_every_row_of_the_table_names_a_function() -> None:
    assert all(callable(load(target)) for target in SOURCES.values())


def test_a_text_is_taken_exactly_as_given_with_its_line_ends(tmp_path: Path) -> None:
    text = f"  \r\n{LEAD}\r\n\r\nEnd.\n\n"
    found = article(text_file(tmp_path, text))
    assert found.text == text
    assert found.id == article_id(text)
    assert found.title is None


def test_a_text_file_is_the_source_of_its_article(tmp_path: Path) -> None:
    path = text_file(tmp_path, LEAD)
    assert article(path).source == path.resolve().as_uri()


def test_front_matter_gives_metadata_and_the_body_begins_after_its_last_line(tmp_path: Path) -> None:
    top = '+++\ntitle = "Aalto  meets Oran"\npublished = 2021-03-02\npublisher = "Gazette"\nurl = "https://g.example/1"\nnote = "x"\n+++\n'
    found = article(text_file(tmp_path, top + f"\n{LEAD}\n"))
    assert found.text == f"\n{LEAD}\n"
    assert (found.title, found.published, found.publisher, found.note) == (
        "Aalto meets Oran",
        date(2021, 3, 2),
        "Gazette",
        "x",
    )
    assert found.id == article_id(found.text, "https://g.example/1")


@pytest.mark.parametrize(
    "value", ["2021-03-02", '"2021-03-02"', '"2021-03-02T23:30:00Z"', "2021-03-02T23:30:00Z"]
)
def test_a_publication_date_may_be_a_date_or_a_text_with_or_without_a_time(
    tmp_path: Path, value: str
) -> None:
    assert article(text_file(tmp_path, f"+++\npublished = {value}\n+++\n{LEAD}")).published == date(
        2021, 3, 2
    )


def test_front_matter_with_windows_line_ends_is_read(tmp_path: Path) -> None:
    found = article(text_file(tmp_path, f'+++\r\ntitle = "T"\r\n+++\r\n{LEAD}\r\n'))
    assert (found.title, found.text) == ("T", f"{LEAD}\r\n")


def test_plus_signs_further_down_are_text(tmp_path: Path) -> None:
    text = f"{LEAD}\n+++\nEnd."
    assert article(text_file(tmp_path, text)).text == text


def test_an_unknown_key_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    assert problem(text_file(tmp_path, f"+++\npublised = 2021-03-02\n+++\n{LEAD}")) == (
        "'publised' is no key of an article; did you mean 'published'?"
    )


def test_wrong_front_matter_is_refused_with_its_line_in_the_file(tmp_path: Path) -> None:
    assert "line 3" in problem(text_file(tmp_path, f'+++\ntitle = "T"\npublished = soon\n+++\n{LEAD}'))


def test_front_matter_without_end_is_refused(tmp_path: Path) -> None:
    assert "close it with a line +++" in problem(text_file(tmp_path, f'+++\ntitle = "T"\n{LEAD}'))


def test_front_matter_without_text_is_refused(tmp_path: Path) -> None:
    assert "no text after its metadata" in problem(text_file(tmp_path, '+++\ntitle = "T"\n+++\n \n'))


@pytest.mark.parametrize("name", ["a.txt.toml", "a.toml"])
def test_a_file_beside_the_text_gives_metadata(tmp_path: Path, name: str) -> None:
    text_file(tmp_path, 'publisher = "Beside"', name)
    assert article(text_file(tmp_path, LEAD)).publisher == "Beside"


def test_a_wrong_file_beside_the_text_is_named(tmp_path: Path) -> None:
    text_file(tmp_path, "publisher = Beside", "a.toml")
    assert "a.toml" in problem(text_file(tmp_path, LEAD))


def test_metadata_nearer_to_the_text_wins(tmp_path: Path) -> None:
    text_file(tmp_path, 'publisher = "Beside"\ntitle = "Beside"', "a.toml")
    path = text_file(tmp_path, f'+++\ntitle = "Top"\n+++\n{LEAD}')
    found = article(path, date(2021, 1, 1), "Given")
    assert (found.title, found.publisher, found.published) == ("Top", "Beside", date(2021, 1, 1))


def test_a_page_gives_its_paragraphs_parted_by_blank_lines(tmp_path: Path) -> None:
    found = article(text_file(tmp_path, page(), "a.html"))
    assert found.text.split("\n\n")[0] == LEAD
    assert len(found.text.split("\n\n")) == 3


def test_a_page_says_when_and_by_whom_it_was_published(tmp_path: Path) -> None:
    head = (
        '<title>Aalto meets Oran</title><meta property="og:site_name" content="Island Gazette">'
        '<meta property="article:published_time" content="2021-03-02T10:00:00Z">'
        '<meta property="article:modified_time" content="2022-04-05T10:00:00Z">'
        '<link rel="canonical" href="https://gazette.example/aalto">'
    )
    found = article(text_file(tmp_path, page(head), "a.html"))
    assert (found.title, found.publisher, found.published) == (
        "Aalto meets Oran",
        "Island Gazette",
        date(2021, 3, 2),
    )
    assert found.url == "https://gazette.example/aalto"
    assert found.note == "date from the page's metadata"


def test_a_page_dated_by_its_address_says_so(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://gazette.example/2016/12/16/aalto">'
    found = article(text_file(tmp_path, page(head), "a.html"))
    assert (found.published, found.note) == (date(2016, 12, 16), "date from the page's address")


def test_a_page_dated_by_a_marked_time_says_so(tmp_path: Path) -> None:
    body = f'<time class="entry-date" datetime="2019-04-05">5 April</time>{PARAGRAPHS}'
    found = article(text_file(tmp_path, page(body=body), "a.html"))
    assert (found.published, found.note) == (date(2019, 4, 5), "date from the page's time element")


@pytest.mark.parametrize(
    "foot",
    [
        "<footer>Copyright 2016-2023 Island Gazette</footer>",
        '<aside><time datetime="2018-01-02">2 January 2018</time> Another story</aside>',
        "<p>Updated 2015-02-03</p>",
    ],
)
def test_a_date_elsewhere_in_a_page_does_not_become_that_of_the_article(tmp_path: Path, foot: str) -> None:
    found = article(text_file(tmp_path, page(foot=foot), "a.html"))
    assert (found.published, found.note) == (None, None)


def test_a_page_wins_over_the_command_line_and_a_file_beside_it_over_the_page(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2021-03-02"><meta property="og:site_name" content="Page">'
    path = text_file(tmp_path, page(head), "a.html")
    assert article(path, date(2020, 1, 1), "Given").published == date(2021, 3, 2)
    text_file(tmp_path, "published = 2019-01-01", "a.html.toml")
    found = article(path, date(2020, 1, 1), "Given")
    assert (found.published, found.publisher, found.note) == (date(2019, 1, 1), "Page", None)


def test_a_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    data = page('<meta charset="iso-8859-1">').replace("Oslo", "Orléans – here").encode("cp1252")
    assert "Orléans – here" in article(text_file(tmp_path, data, "a.html")).text


def test_an_address_that_is_none_is_not_taken_from_a_page(tmp_path: Path) -> None:
    found = article(text_file(tmp_path, page('<link rel="canonical" href="javascript:alert(1)">'), "a.html"))
    assert found.url is None


def test_a_page_names_files_and_addresses_that_are_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    secret = text_file(tmp_path, "SECRET", "secret")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    links = '<link rel="stylesheet" href="http://127.0.0.1:9/x"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9">'
    found = article(text_file(tmp_path, doctype + page(links, PARAGRAPHS + "<p>&x;</p>"), "a.html"))
    assert "SECRET" not in found.text


def test_each_line_of_json_lines_is_an_article(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        f'{{"id": "one", "text": "{LEAD}", "published": "2021-03-02"}}\n\n{{"text": "A second one.", "publisher": "P"}}',
        "a.jsonl",
    )
    first, second = read(path, date(2020, 1, 1), "Given")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.published, first.publisher, first.source) == (
        "one",
        date(2021, 3, 2),
        "Given",
        None,
    )
    assert (second.published, second.publisher) == (date(2020, 1, 1), "P")


def test_json_lines_may_begin_with_a_mark_and_end_their_lines_as_windows_does(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + b'{"text": "One."}\r\n{"text": "Two."}\r\n'
    assert [a.text for a in read(text_file(tmp_path, data, "a.jsonl")) if isinstance(a, Article)] == [
        "One.",
        "Two.",
    ]


def test_a_folder_is_walked_in_order_without_hidden_files_and_metadata(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.html", "a/1.TXT", ".hidden.txt", ".git/x.txt", "b.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LEAD)
    found = [p.relative_to(tmp_path).as_posix() for p in find([tmp_path]) if isinstance(p, Path)]
    assert found == ["a/1.TXT", "a/2.html", "b.txt"]


def test_files_of_other_kinds_in_a_folder_are_listed_as_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAD)
    (tmp_path / "notes.md").write_text("x")
    (skipped,) = (p for p in find([tmp_path]) if isinstance(p, Problem))
    assert (skipped.stage, Path(skipped.article).name) == ("skipped", "notes.md")
