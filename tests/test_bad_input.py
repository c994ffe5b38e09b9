"""Bad input: one clear line each that says what to do, and the rest of the batch goes on."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_sources import LEAD, PARAGRAPHS, TODAY, page, problem, read, text_file

from graph.errors import InputError
from graph.model import Article, Problem
from loaders.sources import Defaults, find, open_source
from loaders.sources.files import MOST_CHARACTERS, shown


def walk(path: Path) -> list[Path | Problem]:
    """What is found at a path."""
    return list(find([path]))


def only_problem(path: Path) -> str:
    """The one problem that a path is."""
    (only,) = walk(path)
    assert isinstance(only, Problem)
    assert only.stage == "source"
    return only.what


def test_a_missing_path(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "nowhere") == "does not exist: check the path"


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "holds nothing to read: give a folder with .htm, .html, .jsonl, .txt files" in only_problem(
        tmp_path
    )


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    assert "a symbolic link that leads back to itself" in only_problem(tmp_path / "a.txt")


def test_a_folder_that_holds_a_link_to_itself_is_walked_once(tmp_path: Path) -> None:
    text_file(tmp_path, LEAD)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = walk(tmp_path)
    assert [p.stage for p in found if isinstance(p, Problem)] == ["skipped"]
    assert sum(isinstance(p, Path) for p in found) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert only_problem(tmp_path / "a.txt") == "is neither a file nor a folder: give a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = text_file(tmp_path, LEAD)
    path.chmod(0)
    assert "may not be read: change its permissions" in problem(path)


def test_a_file_that_the_system_refuses_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text_file(tmp_path, LEAD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read: change its permissions" in problem(path)


def test_another_kind_of_file(tmp_path: Path) -> None:
    assert problem(text_file(tmp_path, "a,b", "a.csv")).startswith(
        ".csv is no kind of file that is read: give .htm"
    )


@pytest.mark.parametrize("content", ["", " \n\r\n\t", "\ufeff", "\ufeff \n"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_an_empty_file(tmp_path: Path, content: str, name: str) -> None:
    assert "is empty: give" in problem(text_file(tmp_path, content, name))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
@pytest.mark.parametrize("data", [b"abc\0def" * 50, bytes(range(1, 9)) * 100, b"\x7fELF\x02\x01\x01\0\0\0"])
def test_a_binary_file(tmp_path: Path, name: str, data: bytes) -> None:
    assert "binary" in problem(text_file(tmp_path, data, name))


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "office document"),
        (b"\x1f\x8b\x08...", "unpack it first"),
        (b"{\\rtf1 ...", "rich text"),
    ],
)
def test_a_document_of_another_program_is_named(tmp_path: Path, data: bytes, advice: str) -> None:
    assert advice in problem(text_file(tmp_path, data))


def test_a_file_over_20_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "is larger than 20 MB" in problem(path)


def test_a_text_that_no_article_is_as_long_as(tmp_path: Path) -> None:
    assert "the most is 1,000,000: split it" in problem(text_file(tmp_path, "a " * MOST_CHARACTERS))


def test_a_large_file_of_many_lines_is_read(tmp_path: Path) -> None:
    line = json.dumps({"text": LEAD + " x" * 400_000})
    path = text_file(tmp_path, "".join(line.replace("Oslo", f"Oslo{n}") + "\n" for n in range(26)), "a.jsonl")
    assert path.stat().st_size > 20_000_000
    assert sum(isinstance(a, Article) for a in read(path)) == 26


def test_bytes_that_are_no_utf8_are_named_with_their_offset(tmp_path: Path) -> None:
    what = problem(text_file(tmp_path, b"caf\xe9 society met in Paris."))
    assert what.startswith(
        "byte 0xe9 at offset 3 is no UTF-8: convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8 "
    )


def test_a_line_that_is_no_utf8_is_named_and_the_advice_names_the_file(tmp_path: Path) -> None:
    good = json.dumps({"text": LEAD}).encode()
    path = text_file(tmp_path, good + b'\n{"text": "caf\xe9"}\n\xff\xfe{"text": "b"}\n', "mixed.jsonl")
    (first, latin, marked) = read(path)
    assert isinstance(first, Article)
    assert isinstance(latin, Problem)
    assert isinstance(marked, Problem)
    assert latin.article.endswith("mixed.jsonl:2")
    assert f"'{path}' > new" in latin.what
    assert "byte 0xff at offset 0 is no UTF-8" in marked.what


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_is_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    (found,) = read(text_file(tmp_path, LEAD.encode(encoding)))
    assert isinstance(found, Article)
    assert found.text == LEAD


def test_half_a_character_of_utf16(tmp_path: Path) -> None:
    assert "is no utf-16" in problem(text_file(tmp_path, LEAD.encode("utf-16") + b"\x00"))


def test_a_page_that_is_not_encoded_as_it_declares(tmp_path: Path) -> None:
    assert "is no UTF-8" in problem(
        text_file(tmp_path, page('<meta charset="utf-8">').encode() + b"\xe9", "a.html")
    )


def test_a_page_in_an_unknown_encoding(tmp_path: Path) -> None:
    assert "declares the unknown encoding 'klingon'" in problem(
        text_file(tmp_path, page('<meta charset="klingon">'), "a.html")
    )


@pytest.mark.parametrize(
    "html",
    ["<html><body><", "<p>no", "just text", "<html></html>", "<" * 5000, "<!-- " + "x" * 999, "</p>" * 500],
)
def test_a_broken_page(tmp_path: Path, html: str) -> None:
    assert "save its text as .txt" in problem(text_file(tmp_path, html, "a.html"))


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "span", "table><tr><td", "font"])
def test_a_page_nested_without_end_does_not_crash(tmp_path: Path, tag: str) -> None:
    closing = "".join(f"</{t}>" for t in reversed(tag.split("><")))
    html = f"<html><body>{PARAGRAPHS}{f'<{tag}>' * 30_000}{PARAGRAPHS}{closing * 30_000}</body></html>"
    (found,) = read(text_file(tmp_path, html, "a.html"))
    assert isinstance(found, Article) or "save its text as .txt" in found.what


def test_a_date_in_the_future_refuses_the_article(tmp_path: Path) -> None:
    what = problem(text_file(tmp_path, f"+++\npublished = 2099-01-01\n+++\n{LEAD}"))
    assert what == "published 2099-01-01 lies in the future: correct the date or leave it out"


def test_tomorrows_paper_is_read(tmp_path: Path) -> None:
    (found,) = read(text_file(tmp_path, f"+++\npublished = 2024-06-02\n+++\n{LEAD}"))
    assert isinstance(found, Article)


def test_a_slip_in_the_year_refuses_the_article(tmp_path: Path) -> None:
    assert "before the first newspaper" in problem(
        text_file(tmp_path, f"+++\npublished = 0216-05-12\n+++\n{LEAD}")
    )


def test_a_date_that_is_none_refuses_the_article(tmp_path: Path) -> None:
    assert "write it as 2021-03-02" in problem(
        text_file(tmp_path, f'+++\npublished = "May 2021"\n+++\n{LEAD}')
    )


@pytest.mark.parametrize(
    "url", ["not a url", "javascript:alert(1)", "https://", "http://[::1", "file:///etc/passwd"]
)
def test_an_address_that_is_none_refuses_the_article(tmp_path: Path, url: str) -> None:
    assert "'url' is no web address" in problem(text_file(tmp_path, f'+++\nurl = "{url}"\n+++\n{LEAD}'))


def test_metadata_of_endless_depth(tmp_path: Path) -> None:
    assert "metadata is no TOML" in problem(text_file(tmp_path, f"+++\ntitle = {'[' * 9000}\n+++\n{LEAD}"))


BAD_LINES = [
    ("{", "is no JSON"),
    ("[1]", "write one article a line"),
    ('"text"', "write one article a line"),
    ("{}", "no text"),
    ('{"text": ""}', "no text"),
    ('{"text": 3}', "make it a text"),
    ('{"text": "a", "published": "soon"}', "write it as 2021-03-02"),
    ('{"text": "a", "published": "2099-01-01"}', "lies in the future"),
    ('{"text": "a", "url": "x"}', "is no web address"),
    ('{"text": "a", "id": "b\\u0000"}', "'id' is blank or holds control characters"),
    ('{"text": "a\\u0000"}', "is binary"),
    ("[" * 100_000, "is no JSON"),
    ('{"text": ' + "9" * 5000 + "}", "is no JSON"),
    (b'{"text": "caf\xe9"}', "is no UTF-8"),
]


@pytest.mark.parametrize(("line", "what"), BAD_LINES)
def test_a_bad_line_is_named_and_the_next_one_read(tmp_path: Path, line: str | bytes, what: str) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    path = text_file(tmp_path, b'{"text": "One."}\n' + bad + b'\n{"text": "Three."}\n', "a.jsonl")
    one, second, three = read(path)
    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert isinstance(second, Problem)
    assert second.article == f"{shown(path)}:2"
    assert what in second.what
    assert len(second.what) < 300


def test_a_json_error_names_its_column(tmp_path: Path) -> None:
    assert "column 10" in problem(text_file(tmp_path, '{"text": }', "a.jsonl"))


def test_a_json_array_is_one_problem(tmp_path: Path) -> None:
    assert "is a JSON array: write one object a line" in problem(
        text_file(tmp_path, '[\n{"text": "a"}\n]\n', "a.jsonl")
    )


def test_a_page_of_endless_tags_is_refused_at_once(tmp_path: Path) -> None:
    page = "<html><body><article>" + "<p>spam</p>" * 60_000
    assert "has more than 100,000 tags" in problem(text_file(tmp_path, page, "a.html"))


def test_what_extract_wrote_is_no_file_of_articles(tmp_path: Path) -> None:
    line = (
        '{"kind": "mention", "article": "a", "start": 0, "end": 6, "actor": "country/no", "text": "Norway"}\n'
    )
    assert "holds what was read from articles" in problem(text_file(tmp_path, 2 * line, "a.jsonl"))


def test_half_a_surrogate_pair_in_a_page_is_mended(tmp_path: Path) -> None:
    page = "<title>A&#xD800;B</title><article><p>Denmark&#xDFFF; accused Iceland of delaying the vote.</p></article>"
    (found,) = read(text_file(tmp_path, f"<html><body>{page}</body></html>", "a.html"))
    assert isinstance(found, Article)
    assert f"{found.title}{found.text}".encode()


def test_an_id_given_twice_in_a_file(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n'
    first, second = read(text_file(tmp_path, lines, "a.jsonl"))
    assert isinstance(first, Article)
    assert isinstance(second, Problem)
    assert "was already given in line 1" in second.what


def test_half_a_surrogate_pair_keeps_the_offsets(tmp_path: Path) -> None:
    (found,) = read(text_file(tmp_path, '{"text": "a\\ud83d b"}', "a.jsonl"))
    assert isinstance(found, Article)
    assert found.text == "a\ufffd b"


def test_names_of_files_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    name = "\x1b[31mred\nline.txt"
    assert "\x1b" not in shown(tmp_path / name)
    assert "\n" not in shown(tmp_path / name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    name=st.sampled_from(["a.txt", "a.html", "a.jsonl"]),
    start=st.sampled_from(
        [b"", b"+++\n", b"<html><body><p>", b'{"text": "', b"\xff\xfe", b"<?xml version='1.0' encoding='"]
    ),
)
def test_any_bytes_give_an_article_or_a_problem(tmp_path: Path, data: bytes, name: str, start: bytes) -> None:
    path = text_file(tmp_path, start + data, name)
    try:
        found = list(open_source(path, Defaults(today=TODAY)))
    except InputError as error:  # pragma: no cover - open_source turns these into problems
        raise AssertionError from error
    assert found
    assert all(isinstance(each, Article) or "\n" not in each.what for each in found)
