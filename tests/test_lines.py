"""The public JSON Lines: what goes out, what comes in, and back again."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from story import AALTO, FINLAND, ORAN

from graph.errors import InputError
from graph.ids import article_id
from graph.lines import article_from, dump, encode, reading_from, to_lines
from graph.model import Article, Party, Passage, Place, Reading, When
from graph.ontology import relations
from graph.resources import resource


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resource(f"ontology/{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def rich(reading: Reading) -> Reading:
    """The reading, its first claim holding everything a claim can hold."""
    claim = reading.claims[0]
    text = reading.article.text
    month = When(date(2021, 3, 1), date(2021, 3, 31), "month", "in March")
    full = replace(
        claim,
        sources=(
            Party(AALTO.id, "Selma Aalto", 0, 5, "person/s-aalto"),
            Party(ORAN.id, "Kemal Oran", read_as=ORAN.id),
        ),
        targets=(Party(FINLAND.id, "Finland", 3, 9, FINLAND.id),),
        evidence=(claim.evidence[0], Passage(0, 4, text[:4])),
        mode="visit",
        issue=Passage(0, 6, text[:6]),
        date=month,
        place=Place("Oslo", 1, 5),
        content=Passage(0, 2, text[:2]),
        since=month,
        until=month,
        former=True,
        confidence=0.25,
    )
    return replace(reading, claims=(full, *reading.claims[1:]))


def meeting(reading: Reading) -> dict[str, Any]:
    return next(dict(line) for line in to_lines(reading) if line.get("relation") == "CONSULT")


def test_every_line_fits_the_published_schema(story: tuple[Reading, ...]) -> None:
    check = Draft202012Validator(schema("claim-lines"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    lines = [line for reading in (*story, rich(story[0])) for line in to_lines(reading)]
    assert {line["kind"] for line in lines} == {"claim", "mention", "actor", "cut", "problem"}
    assert [error.message for line in lines for error in check.iter_errors(line)] == []


def test_the_schema_refuses_a_claim_without_evidence(story: tuple[Reading, ...]) -> None:
    line = next(to_lines(story[0])) | {"evidence": None}
    assert not Draft202012Validator(schema("claim-lines")).is_valid(line)


def test_the_schemas_are_valid_schemas() -> None:
    for name in ("claim-lines", "article-lines"):
        Draft202012Validator.check_schema(schema(name))


def test_the_schema_knows_the_relations_of_the_ontology() -> None:
    assert schema("claim-lines")["$defs"]["relation"]["enum"] == list(relations())


def test_a_claim_line_says_who_did_what_where_and_when(story: tuple[Reading, ...]) -> None:
    line = meeting(story[0])
    assert (line["kind"], line["relation"], line["mode"], line["predicate"]) == (
        "claim",
        "CONSULT",
        None,
        "met",
    )
    assert line["sources"][0] == {"actor": AALTO.id, "name": "Selma Aalto", "start": 40, "end": 51}
    assert line["date"] == {
        "start": "2021-03-01",
        "end": "2021-03-01",
        "precision": "day",
        "expression": "on Monday",
    }
    assert line["place"]["name"] == "Oslo"
    assert line["evidence"]["text"].startswith("Finnish Prime Minister")
    assert line["issue"] is None
    assert line["content"] is None
    assert line["targets"] == line["attributed_to"] == line["more_evidence"] == []


def test_every_span_quotes_the_text_at_its_offsets(story: tuple[Reading, ...]) -> None:
    for reading in story:
        for line in to_lines(reading):
            for part in (line.get("evidence"), line.get("issue")):
                if isinstance(part, dict):
                    assert reading.article.text[part["start"] : part["end"]] == part["text"]


def test_the_loaders_own_id_shows_only_where_actors_were_merged(story: tuple[Reading, ...]) -> None:
    line = meeting(rich(story[0]))
    assert line["sources"][0]["read_as"] == "person/s-aalto"
    assert "read_as" not in line["sources"][1]


def test_lines_read_back_give_the_same_reading(story: tuple[Reading, ...]) -> None:
    for reading in (*story, rich(story[0])):
        rows = [json.loads(line) for line in dump(reading).split("\n") if line]
        back = reading_from(reading.article, rows)
        assert dump(back) == dump(reading)
        assert set(back.claims) == set(reading.claims)
        assert set(back.actors) == set(reading.actors)
        assert (back.mentions, back.cuts, back.problems) == (reading.mentions, reading.cuts, reading.problems)


def test_lines_of_other_articles_are_passed_over(story: tuple[Reading, ...]) -> None:
    rows = [line for reading in story for line in to_lines(reading)]
    assert len(reading_from(story[1].article, rows).claims) == len(story[1].claims)


def test_a_line_that_breaks_the_format_is_named(story: tuple[Reading, ...]) -> None:
    rows = [dict(line) for line in to_lines(story[0])]
    del rows[1]["sources"]
    with pytest.raises(InputError, match=r"line 2 \(claim\).*sources"):
        reading_from(story[0].article, rows)


def test_the_order_of_a_reading_does_not_change_its_lines(story: tuple[Reading, ...]) -> None:
    first = story[0]
    shuffled = replace(first, claims=first.claims[::-1], actors=first.actors[::-1])
    assert dump(shuffled) == dump(first)


@given(st.text())
def test_no_text_breaks_a_line_or_its_encoding(words: str) -> None:
    line = encode({"text": words})
    assert line.encode("utf-8").decode().splitlines() == [line]
    assert json.loads(line) == {"text": words}


def test_letters_of_any_script_stay_readable() -> None:
    assert encode({"name": "عقيلة صالح 🇱🇾"}) == '{"name": "عقيلة صالح 🇱🇾"}'


def test_an_article_needs_only_its_text() -> None:
    article = article_from({"text": "Norway met Chad."}, where="in.jsonl:1")
    assert article == Article(id=article_id("Norway met Chad."), text="Norway met Chad.")


def test_an_article_keeps_what_is_given_and_ignores_the_rest() -> None:
    row = {
        "id": "Item 7/ä",
        "text": " Text\n",
        "title": "T",
        "published": "2021-03-02T23:30:00-05:00",
        "publisher": "P",
        "url": "https://p.example/1",
        "language": ["en"],
    }
    assert article_from(row, where="x") == Article(
        "Item 7/ä", " Text\n", "T", date(2021, 3, 2), "P", "https://p.example/1"
    )


def test_an_article_without_id_is_known_by_its_url() -> None:
    row = {"text": "One.", "url": "https://www.p.example/1?utm_source=x"}
    assert article_from(row, where="x").id == article_id("Two.", "https://p.example/1")


def test_a_number_as_id_is_kept_as_text() -> None:
    assert article_from({"id": 17, "text": "x"}, where="x").id == "17"


def test_null_and_empty_values_count_as_missing() -> None:
    row = {"text": "x", "id": "", "title": None, "published": "", "publisher": "", "url": None}
    assert article_from(row, where="x") == Article(article_id("x"), "x")


def test_half_a_character_is_replaced_without_moving_offsets() -> None:
    assert article_from({"text": "a\ud800b"}, where="x").text == "a\ufffdb"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({}, "'text'"),
        ({"text": " \n"}, "'text'"),
        ({"text": 5}, "'text' is 5"),
        ({"text": "x", "title": ["a"]}, "'title'"),
        ({"text": "x", "id": True}, "'id'"),
        ({"text": "x", "published": "last week"}, "'published' is 'last week'"),
        ({"text": "x", "published": 1614643200}, "'published'"),
        ({"text": "x", "url": "http://[::1"}, "'url'"),
        (["text"], "not an object"),
        (None, "not an object"),
    ],
)
def test_a_wrong_article_line_is_refused_with_its_place(row: object, says: str) -> None:
    with pytest.raises(InputError) as error:
        article_from(row, where="in.jsonl:3")
    assert str(error.value).startswith("in.jsonl:3: ")
    assert says in str(error.value)


@pytest.mark.parametrize("row", [{"text": "x"}, {"id": 3, "text": "x", "published": "2021-03-02", "else": 1}])
def test_the_input_schema_takes_what_the_reader_takes(row: dict[str, object]) -> None:
    Draft202012Validator(schema("article-lines")).validate(row)
    article_from(row, where="x")


@pytest.mark.parametrize(
    "row", [{"text": " "}, {"text": "x", "published": "soon"}, {"text": "x", "title": 1}]
)
def test_the_input_schema_refuses_what_the_reader_refuses(row: dict[str, object]) -> None:
    assert not Draft202012Validator(schema("article-lines")).is_valid(row)
    with pytest.raises(InputError):
        article_from(row, where="x")


def documented() -> tuple[Article, list[dict[str, Any]]]:
    """The article and the lines that docs/formats.md shows."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```json\n(.*?)```", page, flags=re.DOTALL)
    return article_from(json.loads(first), where="docs"), [json.loads(line) for line in second.splitlines()]


def test_the_lines_of_the_documentation_are_real() -> None:
    article, rows = documented()
    check = Draft202012Validator(schema("claim-lines"))
    assert [error.message for row in rows for error in check.iter_errors(row)] == []
    reading = reading_from(article, rows)
    assert list(to_lines(reading)) == rows
    (claim,) = reading.claims
    for part in (*claim.evidence, claim.issue):
        assert part is not None
        assert article.quote(part.start, part.end) == part.text
    for party in (*claim.sources, *claim.targets, *claim.attributed_to):
        assert article.text[party.start : party.end] == party.name


def test_the_documentation_names_every_key_of_a_claim() -> None:
    _, (claim, *_) = documented()
    assert set(claim) == set(schema("claim-lines")["$defs"]["claimLine"]["required"])
