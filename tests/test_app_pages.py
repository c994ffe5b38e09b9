"""Each page of the app, run without a browser on a store made from the story."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph import session
from graph.commands.app import SETTINGS
from graph.drawing import tie_id
from graph.errors import InputError
from graph.export import EXPORTERS
from graph.model import Article, Modality, Passage, Problem, Reading
from graph.pages._downloads import MORE
from graph.session import TOP, Filters, filters_of
from graph.store import open_store
from graph.store.base import Selection
from graph.tables import csv_of
from loaders.adding import Given, pasted, uploaded

ROOT = Path(__file__).resolve().parent.parent
PAGES = {name: ROOT / "graph/pages" / f"{name}.py" for name in ("explore", "actor", "ask")} | {
    "add": ROOT / "loaders/pages/add.py"
}
PATIENCE = 60  # seconds; the first run of a session loads the front end's libraries
TODAY = date(2024, 5, 6)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store folder of its own for each test."""
    monkeypatch.setenv("LEGATION_STORE", str(tmp_path / "store"))
    yield tmp_path / "store"
    session._store.clear()


@pytest.fixture
def stored(folder: Path, story: tuple[Reading, ...]) -> Path:
    """The folder with the story in it."""
    store = open_store(folder, create=True)
    with store.writer() as writer:
        for reading in story:
            writer.put(reading)
    store.close()
    return folder


def opened(page: str, **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(PAGES[page]), default_timeout=PATIENCE)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def seen(at: AppTest) -> str:
    """All text on the page, without the escapes of Markdown."""
    assert not at.exception, at.exception
    parts = [*at.markdown, *at.caption, *at.info, *at.error, *at.warning, *at.success, *at.header, *at.code]
    return "\n".join(str(each.value) for each in parts).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("page", ["explore", "actor", "ask"])
def test_an_empty_store_says_how_to_fill_it(page: str, folder: Path) -> None:
    open_store(folder, create=True).close()
    assert "legation load ARTICLES" in seen(opened(page))


@pytest.mark.parametrize("page", ["explore", "actor", "ask"])
def test_a_missing_store_is_told_in_one_line(page: str, folder: Path) -> None:
    at = opened(page)
    assert len(at.error) == 1
    assert "there is no store" in seen(at)


def test_the_first_screen_says_what_is_shown_and_the_latest_claims_with_their_sentences(stored: Path) -> None:
    text = seen(opened("explore"))
    assert "4 articles, March 2021 to April 2021: 11 claims about" in text
    assert "Most connected" in text
    assert "The Baltic Union promised aid to Finland" in text
    assert "The Baltic Union will send aid to Finland." in text


@pytest.mark.parametrize("page", ["explore", "actor", "ask"])
def test_a_store_that_was_removed_under_the_running_app_is_said_to_be_gone(page: str, stored: Path) -> None:
    at = opened(page)
    assert not at.error
    shutil.rmtree(stored)
    text = seen(at.run())
    assert "there is no store" in text
    assert "holds no articles" not in text


def test_the_first_screen_says_what_it_is(stored: Path) -> None:
    assert "Legation reads news and draws who did what to whom" in seen(opened("explore"))


def retelling(stored: Path, text: str, modality: Modality, story: tuple[Reading, ...]) -> None:
    """Store the meeting of the story once more, as a paper of its own tells it."""
    met = next(c for r in story for c in r.claims if c.relation == "CONSULT")
    article = Article("retold", text, publisher="Morning Echo", published=date(2021, 3, 3))
    proof = (Passage(0, len(text), text),)
    sources = tuple(replace(party, start=None, end=None) for party in met.sources)
    claim = replace(
        met, id="cretold", article="retold", evidence=proof, modality=modality, sources=sources, place=None
    )
    store = open_store(stored)
    with store.writer() as writer:
        writer.put(Reading(article, (claim,), story[0].actors))
    store.close()


def test_a_tie_told_and_denied_shows_both_sides_beside_one_another(
    stored: Path, story: tuple[Reading, ...]
) -> None:
    retelling(stored, "The two did not meet, an aide said.", "denied", story)
    tie = open_store(stored).view().ties(Selection(actors=("person/selma-aalto",), relations=("CONSULT",)))[0]
    at = opened("explore")
    at.session_state["network"] = {"selection": {"nodes": [], "edges": [tie_id(tie)]}}
    text = seen(at.run())
    assert "told as fact twice, denied once" in text
    assert any(":red-badge[contradicted]" in each.value for each in at.markdown)
    assert "Denied in Morning Echo" in text
    assert "Told as fact in Island Gazette" in text


def test_a_tie_told_in_the_same_wording_by_two_articles_says_so(
    stored: Path, story: tuple[Reading, ...]
) -> None:
    met = next(c for r in story for c in r.claims if c.relation == "CONSULT")
    retelling(stored, met.evidence[0].text, "asserted", story)
    tie = open_store(stored).view().ties(Selection(actors=("person/selma-aalto",), relations=("CONSULT",)))[0]
    at = opened("explore")
    at.session_state["network"] = {"selection": {"nodes": [], "edges": [tie_id(tie)]}}
    text = seen(at.run())
    assert "2 articles have the same wording" in text
    assert "2 articles, same wording" in " ".join(each.label for each in at.expander)


def test_a_denied_claim_carries_a_badge_in_words(stored: Path) -> None:
    at = opened("explore", told="denied")
    assert "It is denied that Turkey met the Harbour Council" in seen(at)
    assert any(":red-badge[denied]" in each.value for each in at.markdown)


def test_clicking_a_tie_shows_its_claims_and_the_article_with_the_evidence_marked(stored: Path) -> None:
    ties = open_store(stored).view().ties(Selection(relations=("SUPPORT",)))
    at = opened("explore")
    at.session_state["network"] = {"selection": {"nodes": [], "edges": [tie_id(ties[0])]}}
    text = seen(at.run())
    assert "Finland → Harbour Council: support" in text
    assert ":orange-background[Aalto said Finland supported the Harbour Council.]" in text
    assert ":gray[Home / Politics]" in text
    assert "Read by hand; confidence 90% (high)" in text


def test_clicking_an_actor_shows_its_claims(stored: Path) -> None:
    at = opened("explore")
    at.session_state["network"] = {"selection": {"nodes": ["person/kemal-oran"], "edges": []}}
    text = seen(at.run())
    assert "##### Kemal Oran" in text
    assert "Kemal Oran is President of Turkey" in text


def test_a_row_of_the_table_shows_the_same_claims_as_its_line(stored: Path) -> None:
    at = opened("explore")
    at.session_state["way"] = "Table"
    at.run()
    rows = at.dataframe[0].value
    number = list(rows["What"]).index("support")
    at.session_state["table"] = {"selection": {"rows": [number], "columns": [], "cells": []}}
    assert "Finland → Harbour Council: support" in seen(at.run())


def test_filters_come_from_the_address_and_go_back_into_it(stored: Path) -> None:
    at = opened("explore", relation=["ACCUSE", "NONSENSE"], kind="country", articles="1")
    assert at.query_params["relation"] in ("ACCUSE", ["ACCUSE"])
    assert "Finland accused Turkey" in seen(at)
    assert "promised aid" not in seen(at)


def test_a_filter_that_nothing_matches_says_so(stored: Path) -> None:
    assert "No ties match these filters" in seen(opened("explore", since="2050-01-01"))


def test_an_actor_s_page_groups_what_it_did_and_each_row_has_its_sentence(stored: Path) -> None:
    text = seen(opened("actor", actor="country/fi"))
    assert "## Finland" in text
    assert "Opposes (1)" in text
    assert "Finland accused Turkey of delaying the vote." in text
    assert "What others did or said" in text


def test_an_actor_s_page_holds_what_it_is_the_speaker_of(stored: Path) -> None:
    text = seen(opened("actor", actor="person/selma-aalto"))
    assert "Finland supports the Harbour Council, says Selma Aalto" in text


def test_without_an_actor_the_page_suggests_some(stored: Path) -> None:
    at = opened("actor", actor="person/nobody")
    assert "most connected" in seen(at)
    next(button for button in at.button if button.label == "Finland").click().run()
    assert "## Finland" in seen(at)


def test_a_hostile_name_stays_text_everywhere(stored: Path) -> None:
    for at in (opened("explore"), opened("actor", actor="organization/script-alert-1-script")):
        assert not at.exception
        assert all("<script>" not in each.value for each in [*at.markdown, *at.caption])


def test_a_named_question_is_answered_as_a_table(stored: Path) -> None:
    at = opened("ask", question="who-met-whom")
    assert "2 rows" in seen(at)
    assert list(at.dataframe[0].value["who"]) == ["Kemal Oran", "Kemal Oran"]
    assert at.query_params["question"] in ("who-met-whom", ["who-met-whom"])


def test_a_question_that_needs_an_actor_asks_for_one(stored: Path) -> None:
    at = opened("ask", question="statements-of")
    assert "Choose an actor" in seen(at)
    at.selectbox(key="given-actor").set_value("person/selma-aalto").run()
    assert "Choose an actor" not in seen(at)
    assert at.query_params["actor"] in ("person/selma-aalto", ["person/selma-aalto"])


def asked(query: str) -> AppTest:
    at = opened("ask")
    at.session_state["ask-way"] = "SPARQL"
    at.run()
    at.text_area(key="typed").set_value(query)
    return at.button[0].click().run()


def test_a_query_of_one_s_own_is_answered(stored: Path) -> None:
    at = asked("SELECT (COUNT(DISTINCT ?c) AS ?claims) WHERE { GRAPH ?g { ?c leg:relation ?r } }")
    assert list(at.dataframe[0].value["claims"]) == ["11"]


def test_the_query_that_the_editor_begins_with_finds_meetings(stored: Path) -> None:
    at = opened("ask")
    at.session_state["ask-way"] = "SPARQL"
    at.run().button[0].click().run()
    assert ["Kemal Oran", "Selma Aalto"] in at.dataframe[0].value.values.tolist()


@pytest.mark.parametrize(
    "query", ["SELECT nonsense", "DROP ALL", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"]
)
def test_a_wrong_or_forbidden_query_is_answered_in_plain_words(stored: Path, query: str) -> None:
    at = asked(query)
    assert len(at.error) == 1
    assert "Traceback" not in seen(at)


def test_a_mistake_in_a_query_is_shown_where_it_is(stored: Path) -> None:
    at = asked("SELECT ?a WHERE {\n  ?a leg:met ?b .")
    assert "This is no valid SPARQL: line 2" in seen(at)
    assert "expected one of" not in seen(at)
    assert at.code[0].value.splitlines()[-1].strip() == "^"


def test_a_misspelt_relation_is_answered_with_the_nearest(stored: Path) -> None:
    at = asked("SELECT ?a WHERE { ?a leg:mett ?b }")
    assert "did you mean leg:met?" in seen(at)


def test_an_empty_cell_of_an_answer_is_empty(stored: Path) -> None:
    at = asked("SELECT ?a ?b WHERE { VALUES (?a ?b) { ('x' UNDEF) } }")
    assert at.dataframe[0].value.values.tolist() == [["x", ""]]


def added(text: str) -> AppTest:
    at = opened("add")
    at.text_area(key="text").set_value(text)
    return at.button[0].click().run()


def test_an_article_is_read_and_shown_before_anything_is_stored(folder: Path) -> None:
    open_store(folder, create=True).close()
    at = added("Norwegian Prime Minister Ida Berg met Chilean President Luis Prado in Oslo.")
    assert "Ida Berg met Luis Prado" in seen(at)
    assert open_store(folder).view().stats().articles == 0
    at.button(key="store").click().run()
    assert "Stored: 1 added" in seen(at)
    assert open_store(folder).view().stats().articles == 1


def test_what_was_read_can_be_thrown_away(folder: Path) -> None:
    open_store(folder, create=True).close()
    at = added("Norway met Chile in Oslo.")
    at.button(key="discard").click().run()
    assert "What was read" not in seen(at)
    assert open_store(folder).view().stats().articles == 0


def test_a_store_that_another_process_writes_to_says_so_and_keeps_the_reading(folder: Path) -> None:
    open_store(folder, create=True).close()
    at = added("Norwegian Prime Minister Ida Berg met Chilean President Luis Prado in Oslo.")
    other = open_store(folder)
    with other.writer():
        at.button(key="store").click().run()
    assert "is writing to the store" in seen(at)
    at.button(key="store").click().run()
    assert "Stored: 1 added" in seen(at)


def test_nothing_to_read_is_said_in_one_line(folder: Path) -> None:
    open_store(folder, create=True).close()
    assert "There is nothing to read" in seen(added("   "))


# --- what the pages rest on ---


def test_a_filter_survives_the_way_through_the_address() -> None:
    wanted = Filters(
        ("CONSULT", "AID"), ("person",), ("denied",), "country/fi", date(2020, 1, 2), date(2021, 3, 4), 3
    )
    query = {key: [value] if isinstance(value, str) else value for key, value in wanted.query().items()}
    assert filters_of(query) == wanted
    assert Filters().query() == {}


@pytest.mark.parametrize(
    "query",
    [
        {"relation": ["x"]},
        {"since": ["yesterday"]},
        {"articles": ["-3"]},
        {"articles": ["9" * 400]},
        {"articles": ["²"]},
    ],
)
def test_nonsense_in_the_address_is_left_out(query: dict[str, list[str]]) -> None:
    assert filters_of(query) == Filters()


def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    assert csv_of(["a"], [['=HYPERLINK("http://evil.example")'], [-3]]).decode("utf-8-sig").splitlines() == [
        "a",
        '"\'=HYPERLINK(""http://evil.example"")"',
        "-3",
    ]


def test_a_pasted_article_takes_what_was_said_about_it() -> None:
    article = pasted(
        "Chile met Peru.", Given("Talks", date(2024, 5, 1), "Wire", "https://wire.example/1"), today=TODAY
    )
    assert (article.title, article.published, article.publisher) == ("Talks", date(2024, 5, 1), "Wire")
    assert article.source is None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("\0\0\0", Given()),
        ("Chile met Peru.", Given(url="javascript:alert(1)")),
        ("Chile met Peru.", Given(published=date(2031, 1, 1))),
        ('+++\ntitle = "x"\n+++\n', Given()),
    ],
)
def test_a_pasted_text_that_cannot_be_right_is_refused(text: str, given: Given) -> None:
    with pytest.raises(InputError):
        pasted(text, given, today=TODAY)


def test_an_uploaded_file_is_read_under_its_own_name_and_leaves_no_path_behind() -> None:
    (article,) = uploaded("../../evil name.txt", b"Chile met Peru.", Given(title="Talks"), today=TODAY)
    assert isinstance(article, Article)
    assert (article.source, article.title) == (None, "Talks")


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b"%PDF"), ("a.txt", b"\xff\xfe\xff"), ("a.jsonl", b"{]"), ("a", b"x")]
)
def test_an_uploaded_file_that_cannot_be_read_is_a_problem_with_its_name(name: str, data: bytes) -> None:
    found = list(uploaded(name, data, Given(), today=TODAY))
    assert found
    assert all(isinstance(each, Problem) and each.article.startswith(name) for each in found)
    assert all("/tmp" not in each.what for each in found if isinstance(each, Problem))


def test_the_command_passes_the_settings_that_the_checkout_has() -> None:
    import tomllib

    stated = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    flat = {f"{section}.{key}": value for section, rows in stated.items() for key, value in rows.items()}
    assert flat.pop("server.address") == "127.0.0.1"
    assert flat == dict(SETTINGS)


@pytest.mark.parametrize(("address", "top"), [("300", 300), ("7", TOP), ("many", TOP), ("", TOP)])
def test_the_number_of_ties_drawn_is_read_from_the_address(address: str, top: int) -> None:
    assert filters_of({"ties": [address]}).top == top


def test_every_export_format_is_offered() -> None:
    assert {suffix for suffix, _ in MORE.values()} | {".graphml", ".jsonl"} == set(EXPORTERS)
