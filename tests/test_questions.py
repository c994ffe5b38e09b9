"""Named questions: every one answers, readably, and only what was asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from contract_store import Story, fill

from graph.cli import main
from graph.errors import LegationError, QueryError
from graph.model import Actor, Reading
from graph.ontology import relations
from graph.question_page import page
from graph.question_values import find_relation
from graph.questions import ask, find_actor, questions
from graph.resources import resource
from graph.store import open_store
from graph.store.base import View
from graph.twins import days, fitted, in_order, months


def contradiction(story: Story) -> Reading:
    """The denial of the second article turned on the meeting of the first."""
    denied = replace(story[1].claims[0], sources=story[0].claims[0].sources)
    return replace(story[1], claims=(denied, *story[1].claims[1:]))


@pytest.fixture
def folder(tmp_path: Path, story: Story) -> Path:
    store = open_store(tmp_path / "store", create=True)
    fill(store, (story[0], contradiction(story), *story[2:]))
    store.close()
    return tmp_path / "store"


@pytest.fixture
def view(folder: Path) -> Iterator[View]:
    store = open_store(folder)
    yield store.view()
    store.close()


def rows(view: View, name: str, *columns: str, **given: object) -> list[tuple[str | None, ...]]:
    answer = ask(view, name, **given)  # type: ignore[arg-type]
    places = [answer.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in answer.rows]


def test_there_are_at_least_25_questions_and_two_files_for_each() -> None:
    for kind in ("rq", "cypher"):
        assert {path.stem for path in resource("questions").glob(f"*.{kind}")} == set(questions())
    assert len(questions()) >= 25


# What the questions take, as somebody would ask who knows the story.
NEEDED = {
    "actor": "Kemal Oran",
    "other": "Selma Aalto",
    "relation": "meeting",
    "outlet": "Island Gazette",
    "on": "2021-04-01",
    "since": "2020-01-01",
    "until": "2020-12-31",
    "since2": "2021-01-01",
    "until2": "2021-12-31",
}
# Nobody of the story threatens, goes between, or turns on a friend: tests/test_twins.py asks the sample news.
SILENT = {"who-threatened-whom", "mediators", "reversals"}


@pytest.mark.parametrize("name", list(questions()))
def test_every_question_answers_with_date_sentence_and_article(view: View, name: str) -> None:
    needed = {p.name: NEEDED[p.name] for p in questions()[name].parameters if p.required}
    if name in ("members-and-parts", "allies-of-rivals", "rivals-of-rivals"):
        needed["actor"] = "Turkey"
    if name == "statements-about":
        needed["actor"] = "Finland"
    if name == "common-partners":
        needed |= {"actor": "Finland", "other": "Turkey"}
    answer = ask(view, name, **needed)  # type: ignore[arg-type]
    assert {"date", "sentence", "title", "publisher"} <= set(answer.columns)
    assert bool(answer.rows) == (name not in SILENT)
    assert len(set(answer.rows)) == len(answer.rows)


@pytest.mark.parametrize("name", list(questions()))
def test_every_question_takes_its_parameters(view: View, name: str) -> None:
    samples = {**NEEDED, "since": "1999-01-01", "until": "2999-01-01", "limit": "1"}
    given = {p.name: samples[p.name] for p in questions()[name].parameters}
    answer = ask(view, name, **given)  # type: ignore[arg-type]
    assert len(answer.rows) <= 1 or "limit" not in given
    if "since" in given:
        none = {**given, "since": "2999-01-01", "until": "2999-02-01", "since2": "2998-01-01"}
        none = {key: value for key, value in none.items() if key in given}
        if name != "what-changed":
            assert list(ask(view, name, **none).rows) == []  # type: ignore[arg-type]


def test_relations_named_in_questions_exist() -> None:
    terms = {relation.term for relation in relations().values()}
    assert {
        "met",
        "calledOn",
        "supports",
        "aided",
        "accused",
        "holdsOfficeAt",
        "spokeOf",
        "cooperatedWith",
        "allyOf",
    } <= terms


def test_who_met_whom_puts_the_actor_asked_for_first(view: View) -> None:
    told = rows(view, "who-met-whom", "date", "who", "whom", "place", actor="aalto")
    assert told == [("2021-03-01", "Selma Aalto", "Kemal Oran", "Oslo")] * 2
    assert len(rows(view, "who-met-whom", "who")) == 2


def test_denied_meetings_are_no_meetings(view: View) -> None:
    publishers = {row[0] for row in rows(view, "who-met-whom", "publisher")}
    assert "Strait Times" not in publishers


def test_who_called_for_what_names_the_issue(view: View) -> None:
    assert rows(view, "who-called-for-what", "who", "whom", "issue") == [
        ("Harbour Council", "Turkey", "reopen the strait")
    ]


def test_who_supports_whom_looks_from_both_sides(view: View) -> None:
    for actor in ("Finland", "Harbour Council"):
        assert rows(view, "who-supports-whom", "who", "whom", actor=actor) == [("Finland", "Harbour Council")]


def test_countries_and_bodies_are_counted(view: View) -> None:
    found = rows(view, "which-countries-support-which-bodies", "country", "body", "articles")
    assert found == [("Finland", "Harbour Council", "1")]


def test_offices_are_listed_by_person(view: View) -> None:
    found = rows(view, "offices", "who", "office", "body")
    assert found == [("Kemal Oran", "President", "Turkey"), ("Selma Aalto", "Prime Minister", "Finland")]


def test_accusations_of_hostile_names_come_back_verbatim(view: View) -> None:
    assert ("<script>alert(1)</script>", "Finland") in rows(view, "who-accused-whom", "who", "whom")


def test_statements_are_those_attributed_to_the_speaker(view: View) -> None:
    assert rows(view, "statements-of", "who", "verb", "whom", actor="Selma Aalto") == [
        ("Finland", "supports", "Harbour Council")
    ]


def test_an_ego_network_says_in_which_direction(view: View) -> None:
    found = rows(view, "ego-network", "who", "verb", "direction", "told", "claims", actor="Kemal Oran")
    assert found == [
        ("Selma Aalto", "met", "--", "asserted", "2"),
        ("Selma Aalto", "met", "--", "denied", "1"),
        ("Turkey", "holds office at", "->", "asserted", "1"),
    ]


def test_sentence_and_article_of_an_aggregate_belong_together(view: View, story: Story) -> None:
    texts = {reading.article.title: reading.article.text for reading in story}
    for name, given in (("ego-network", {"actor": "Oran"}), ("most-connected", {})):
        for sentence, title in rows(view, name, "sentence", "title", **given):
            assert sentence is not None
            assert sentence in texts[title]


def test_what_two_articles_tell_is_not_of_a_single_source(view: View) -> None:
    found = rows(view, "single-source-claims", "verb", "who", "whom")
    assert ("accused", "Finland", "Turkey") in found
    assert "met" not in {row[0] for row in found}


def test_denials_name_who_denies(view: View) -> None:
    assert rows(view, "denied-claims", "who", "verb", "denied_by") == [
        ("Kemal Oran", "met", "Kemal Oran"),
        ("Selma Aalto", "met", "Kemal Oran"),
    ]


def test_contradictions_show_both_sides(view: View) -> None:
    found = rows(view, "contradicting-claims", "who", "whom", "publisher", "denial_publisher")
    assert sorted(found) == [
        ("Kemal Oran", "Selma Aalto", "Baltic Wire", "Strait Times"),
        ("Kemal Oran", "Selma Aalto", "Island Gazette", "Strait Times"),
    ]


def test_a_denial_of_another_year_contradicts_nothing(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "later", create=True)
    denied = next(r for r in story if any(c.modality == "denied" for c in r.claims))
    later = replace(denied, article=replace(denied.article, published=date(2022, 3, 5)))
    later = replace(
        later, claims=tuple(replace(c, date=None) if c.modality == "denied" else c for c in later.claims)
    )
    fill(store, tuple(later if reading is denied else reading for reading in story))
    assert list(ask(store.view(), "denied-claims").rows) != []
    assert list(ask(store.view(), "contradicting-claims").rows) == []
    store.close()


def test_an_article_that_denies_nothing_contradicts_nobody(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "calm", create=True)
    fill(store, story)
    assert list(ask(store.view(), "contradicting-claims").rows) == []
    store.close()


def test_the_latest_claims_have_a_row_for_each_that_acts(view: View) -> None:
    found = rows(view, "latest-claims", "date", "who", "told")
    assert len(found) == 14
    assert found[0] == ("2021-04-10", "Baltic Union", "planned")


def test_the_most_connected_come_first(view: View) -> None:
    assert rows(view, "most-connected", "who", "others", limit=1) == [("Finland", "4")]


def test_an_actor_is_found_by_name_then_without_case_then_by_part() -> None:
    plain, nested = (
        Actor("person/li", "Li", "person"),
        Actor("person/li-wei", "Li Wei", "person", ("Li Wei", "LW")),
    )
    assert find_actor([plain, nested], "Li") == plain
    assert find_actor([plain, nested], " li ") == plain
    assert find_actor([plain, nested], "wei") == nested
    assert find_actor([plain, nested], "lw") == nested
    assert find_actor([plain, nested], "person/li-wei") == nested


def test_a_name_of_several_lists_them(view: View) -> None:
    with pytest.raises(QueryError, match=r"Baltic Union \(igo/baltic-union\); Harbour Council"):
        ask(view, "who-met-whom", actor="b")


def test_a_name_of_nobody_offers_near_ones(view: View) -> None:
    with pytest.raises(QueryError, match="did you mean Selma Aalto"):
        ask(view, "who-met-whom", actor="Selma Alto")
    with pytest.raises(QueryError, match="no actor of this store is called 'Zzz'"):
        ask(view, "who-met-whom", actor="Zzz")


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("who-met", {}, "did you mean 'who-met-whom'"),
        ("who-met-whom", {"actr": "Oran"}, "did you mean 'actor'"),
        ("who-met-whom", {"since": "yesterday"}, "'yesterday' is no date"),
        ("who-met-whom", {"limit": "many"}, "'many' is no number"),
        ("who-met-whom", {"limit": 0}, "too small"),
        ("ego-network", {}, "needs --actor"),
    ],
)
def test_a_wrong_call_says_what_to_do(view: View, name: str, given: dict[str, object], message: str) -> None:
    with pytest.raises(LegationError, match=message):
        ask(view, name, **given)  # type: ignore[arg-type]


def test_the_command_lists_the_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in questions())


def test_the_command_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who-met-whom", "--actor", "oran", "--store", str(folder)]) == 0
    assert "Selma Aalto" in capsys.readouterr().out
    assert main(["ask", "who-met-whom", "--actor", "nobody", "--store", str(folder)]) == 2


def test_stats_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--store", str(folder)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.split("\n")]
    assert ["articles", "4"] in lines
    assert ["CONSULT", "meeting", "3"] in lines
    assert ["dates", "2021-03-01", "to", "2021-03-01"] in lines


def test_the_handbook_is_made_from_the_table() -> None:
    stored = (Path(__file__).parent.parent / "docs" / "questions.md").read_text(encoding="utf-8")
    assert stored == page(), "python -m graph.question_page > docs/questions.md writes it anew"


def test_the_queries_of_the_handbook_of_questions_run(view: View) -> None:
    (text,) = re.findall(r"```sparql\n(.*?)```", page(), re.DOTALL)
    assert view.query(text).rows


def test_a_relation_is_found_by_name_verb_noun_or_property() -> None:
    for word in ("CONSULT", "met", "Meeting", " meeting "):
        assert find_relation(word).name == "CONSULT"
    with pytest.raises(QueryError, match="did you mean sanction"):
        find_relation("sanctoin")
    with pytest.raises(QueryError, match=r"there are: ACCUSE, AGREE"):
        find_relation("zzz")


def test_an_outlet_of_which_nothing_is_there_is_told(view: View) -> None:
    with pytest.raises(QueryError, match="did you mean Island Gazette"):
        ask(view, "told-by-one-outlet", outlet="Iland Gazete")


def test_lines_of_a_twin_stay_where_their_parameter_is_given() -> None:
    text = "a\nb  # with actor\nc  // without period\nLIMIT 201"
    assert fitted(text, {"actor"}, 5) == "a\nb\nc\nLIMIT 6"
    assert fitted(text, {"since"}, 200) == "a\nLIMIT 201"


def test_rows_come_in_one_order_whatever_the_store() -> None:
    mixed = [("b", "10"), (None, "9"), ("a", None), ("c", "9")]
    by_number = in_order(("x", "n"), mixed, (("n", True), ("x", False)))
    assert by_number == [("b", "10"), ("c", "9"), (None, "9"), ("a", None)]


def test_months_and_days_of_a_period() -> None:
    assert months(date(2015, 11, 30), date(2016, 2, 1)) == ("2015-11", "2015-12", "2016-01", "2016-02")
    assert months(date(1, 1, 1), date(9999, 1, 1)) == ()
    assert days(date(2016, 2, 28), date(2016, 3, 1)) == tuple(
        date(2016, m, d) for m, d in ((2, 28), (2, 29), (3, 1))
    )
    assert days(date(2016, 3, 2), date(2016, 3, 1)) == ()


def test_a_period_changes_only_what_is_looked_at(view: View) -> None:
    everything = rows(view, "latest-claims", "date", "who", "sentence")
    dated = [row for row in everything if row[0] is not None]
    assert (
        rows(view, "latest-claims", "date", "who", "sentence", since="2021-03-01", until="2021-04-30")
        == dated
    )
    assert rows(view, "latest-claims", "date", "who", "sentence", since="2021-03-01") == dated
    assert (
        rows(view, "latest-claims", "date", "who", "sentence", since="1900-01-01", until="2999-01-01")
        == dated
    )


def test_the_command_explains_a_question_and_offers_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "what-changed", "--explain"]) == 0
    out = capsys.readouterr().out
    assert "What changed between two periods?" in out
    assert "--since2" in out
    assert main(["ask", "allies"]) == 2
    assert "did you mean 'allies-of-rivals'" in capsys.readouterr().err


def test_the_queries_of_the_handbook_run(view: View) -> None:
    page = (Path(__file__).parent.parent / "docs" / "data-model.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)
    assert len(queries) == 3
    for text in queries:
        assert view.query(text).rows
