"""Queries of users: read only, bounded, and the command that runs them."""

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from contract_store import Story, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cli import main
from graph.commands._output import write_answer
from graph.errors import QueryError, QueryTimeout
from graph.store import open_store
from graph.store._child import Children
from graph.store._query import Queries
from graph.store._sparql import bind, refuse, term
from graph.store.base import Answer, View
from graph.store.term import Term

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MET = "SELECT DISTINCT ?a ?b { ?a leg:met ?b } ORDER BY ?a"


@pytest.fixture
def folder(tmp_path: Path, story: Story) -> Path:
    store = open_store(tmp_path / "store", create=True)
    fill(store, story)
    store.close()
    return tmp_path / "store"


@pytest.fixture
def view(folder: Path) -> Iterator[View]:
    store = open_store(folder)
    yield store.view()
    store.close()


def test_who_met_whom_just_works(view: View) -> None:
    people = (
        "https://w3id.org/legation/actor/person/kemal-oran",
        "https://w3id.org/legation/actor/person/selma-aalto",
    )
    answer = view.query(MET)
    assert answer.columns == ("a", "b")
    assert list(answer.rows) == [people, people[::-1]]
    assert not answer.cut_short


def test_the_empty_prefix_is_ours_unless_the_query_declares_it(view: View) -> None:
    assert view.query("ASK { ?a :met ?b }").rows == [("true",)]
    assert view.query("PREFIX : <x:> ASK { ?a :met ?b }").rows == [("false",)]


def test_the_query_of_the_readme_gives_who_met_whom(view: View) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r"legation query '([^']+)'", readme)
    assert [bool(view.query(query).rows) for query in queries] == [True]


def test_denied_talks_are_no_fact(view: View) -> None:
    assert view.query("ASK { ?a skos:prefLabel 'Turkey' ; leg:met ?b }").rows == [("false",)]


def test_cells_know_what_they_were(view: View) -> None:
    row = view.query(
        "SELECT ?a ?d ?l { ?c leg:source ?a ; leg:date ?d . leg:met rdfs:label ?l } LIMIT 1"
    ).rows[0]
    iri, day, label = (cell for cell in row if isinstance(cell, Term))
    assert (iri.kind, day.datatype, label.language) == ("uri", "http://www.w3.org/2001/XMLSchema#date", "en")


def test_construct_gives_turtle(view: View) -> None:
    answer = view.query("CONSTRUCT { ?a leg:met ?b } WHERE { ?a leg:met ?b }")
    assert answer.turtle is not None
    assert answer.turtle.count(" leg:met ") == 2


def test_an_endless_query_is_stopped_in_time(view: View) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeout, match="stopped after 1 seconds"):
        view.query(ENDLESS, seconds=1)
    assert time.monotonic() - begin < 3


def test_a_query_can_be_run_from_any_thread(view: View) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(view.query(MET).rows))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2, 2, 2]


def test_the_row_limit_is_said(view: View) -> None:
    answer = view.query("SELECT * { ?a ?b ?c }", max_rows=5)
    assert (len(answer.rows), answer.cut_short) == (5, True)
    answer = view.query("CONSTRUCT WHERE { ?a ?b ?c }", max_rows=5)
    assert answer.cut_short
    assert not view.query(MET, max_rows=2).cut_short


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "# SELECT\nDELETE WHERE { ?a ?b ?c }",
        "PREFIX x: <x:#> LOAD <http://x.example/>",
        "DROP ALL",
        "WITH <x:g> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "clear all",
    ],
)
def test_updates_are_refused(view: View, text: str) -> None:
    with pytest.raises(QueryError, match="changes the store"):
        view.query(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{}> {{ ?a ?b ?c }}",
        "service silent <{}> {{ ?a ?b ?c }}",
        "?s ?p true.SERVICE<{}>{{?a ?b ?c}}",
        "?s ?p trueSERVICE<{}>{{?a ?b ?c}}",
        "?s ?p leg:.SERVICE<{}>{{?a ?b ?c}}",
        "?s ?p 1SERVICE<{}>{{?a ?b ?c}}",
        "?s ?p '''x'''SERVICE<{}>{{?a ?b ?c}}",
        "BIND('\\u0022' AS ?x) SERVICE <{}> {{ ?a ?b ?c }} BIND('\"' AS ?y)",
        "# \n SERVICE <{}> {{ ?a ?b ?c }}",
        "{{ SELECT * {{ SERVICE <{}> {{ ?a ?b ?c }} }} }}",
        "SERVICE:x {{ ?a ?b ?c }} # {}",
    ],
)
def test_no_query_reaches_another_machine(view: View, pattern: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(QueryError):
            view.query(f"PREFIX : <{address}> SELECT * {{ {pattern.format(address)} }}", seconds=5)
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_word_service_may_stand_in_strings_comments_and_iris(view: View) -> None:
    text = "SELECT * { ?service <x:SERVICE> 'SERVICE' } # SERVICE"
    assert list(view.query(text).rows) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?a ?b }", r"line 2, column \d+: "),
        (
            "SELECT * { ?a nix:met ?b }",
            "^the prefix nix: is not declared: the query needs PREFIX nix: <...>$",
        ),
        ("PREFIX nix: <x:> SELECT * { ?a nix:met ?b ", "line 1, column "),
        ("", "no SPARQL query"),
        ("who met whom", "no SPARQL query"),
    ],
)
def test_a_wrong_query_is_told_where(view: View, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        view.query(text)


def test_values_are_bound_also_in_sub_selects(view: View) -> None:
    text = """SELECT ?name WHERE { { SELECT ?a WHERE { GRAPH ?g { ?a leg:met ?b } FILTER(?b = ?who) } }
              GRAPH ?h { ?a skos:prefLabel ?name } } LIMIT 1"""
    oran = "<https://w3id.org/legation/actor/person/kemal-oran>"
    assert list(view.query(text, values={"who": oran}).rows) == [("Selma Aalto",)]


@pytest.mark.parametrize(
    "value",
    [
        '"a" . <x:s> <x:p> "b"',
        "<x:a> } SELECT",
        "?x",
        "_:b",
        "<a b>",
        '"open',
        "<x:a> <x:b> <x:c>",
        "",
        '"a"@en ; ',
    ],
)
def test_a_value_that_is_more_than_a_term_is_refused(view: View, value: str) -> None:
    with pytest.raises(QueryError, match="N-Triples syntax"):
        view.query("SELECT * { ?a skos:prefLabel ?x }", values={"x": value})


def test_a_value_for_no_variable_is_refused(view: View) -> None:
    with pytest.raises(QueryError, match=r"no variable \?y"):
        view.query("SELECT * { ?a ?b ?x }", values={"y": "<x:a>"})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    for check in (refuse, term):
        try:
            check(text)
        except QueryError as error:
            assert str(error)


def ask_cli(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["query", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_command_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask_cli(capsys, MET, "--store", str(folder))
    assert code == 0
    assert out.split("\n")[2].split() == ["actor/person/kemal-oran", "actor/person/selma-aalto"]


def test_the_command_reads_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "met.rq").write_text(MET, encoding="utf-8")
    assert ask_cli(capsys, str(tmp_path / "met.rq"), "--store", str(folder))[0] == 0
    code, _, err = ask_cli(capsys, str(tmp_path / "gone.rq"), "--store", str(folder))
    assert (code, "cannot be read" in err) == (2, True)


def test_the_command_prints_csv_whole(folder: Path, story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"SELECT ?t {{ <https://w3id.org/legation/article/{story[3].article.id}> schema:articleBody ?t }}"
    _, out, _ = ask_cli(capsys, text, "--store", str(folder), "--format", "csv")
    assert list(csv.reader(io.StringIO(out, newline=""))) == [["t"], [story[3].article.text]]


def test_the_command_prints_sparql_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask_cli(
        capsys, "SELECT ?d ?x { ?c leg:date ?d }", "--store", str(folder), "--format", "json", "--limit", "1"
    )
    reply = json.loads(out)
    assert reply["head"] == {"vars": ["d", "x"]}
    day = {"type": "literal", "value": "2021-03-01", "datatype": "http://www.w3.org/2001/XMLSchema#date"}
    assert reply["results"]["bindings"] == [{"d": day}]
    _, out, _ = ask_cli(capsys, "ASK { ?a leg:met ?b }", "--store", str(folder), "--format", "json")
    assert json.loads(out) == {"head": {}, "boolean": True}


def test_the_command_says_when_rows_are_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = ask_cli(capsys, "SELECT * { ?a ?b ?c }", "--store", str(folder), "--limit", "3")
    assert err == "only the first 3 rows: --limit allows more\n"


def test_a_table_is_no_graph_and_a_graph_no_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask_cli(capsys, MET, "--store", str(folder), "--format", "turtle")[0] == 2
    graph = "CONSTRUCT WHERE { ?a leg:met ?b }"
    assert ask_cli(capsys, graph, "--store", str(folder), "--format", "csv")[0] == 2
    code, out, _ = ask_cli(capsys, graph, "--store", str(folder), "--format", "turtle")
    assert (code, "leg:met" in out) == (0, True)


def test_errors_are_one_line_and_exit_code_2(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([MET, "--store", str(tmp_path / "none")], ["SELECT * {", "--store", str(folder)],
                  [ENDLESS, "--store", str(folder), "--seconds", "0.5"], [MET, "--store", str(folder), "--limit", "0"]):  # fmt: skip
        code, out, err = ask_cli(capsys, *words)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_table_holds_no_control_characters(
    tmp_path: Path, story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = replace(story[3], article=replace(story[3].article, title="\x1b[2J\x07red\u202e\nline\x9b31m"))
    store = open_store(tmp_path / "evil", create=True)
    fill(store, (evil,))
    store.close()
    _, out, _ = ask_cli(capsys, "SELECT ?t { ?a schema:headline ?t }", "--store", str(tmp_path / "evil"))
    assert not set("\x1b\x07\x9b\u202e") & set(out)
    assert out.count("\n") == 3


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_terminal_gets_no_control_characters_in_any_format(form: str) -> None:
    screen = Screen()
    write_answer(Answer(("t",), [("red\x9b31m \x1b[2J\u202eend",)]), form, screen)
    assert {"\x9b", "\x1b", "\u202e"}.isdisjoint(screen.getvalue())


def test_a_terminal_that_cannot_show_a_letter_gets_its_number(folder: Path) -> None:
    words = [sys.executable, "-m", "graph", "query", "--store", str(folder)]
    where = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parent.parent)}
    text = "SELECT ?a { VALUES ?a { 'Salamé' } }"
    shown = subprocess.run([*words, text], env=where, capture_output=True, check=True).stdout
    kept = subprocess.run(
        [*words, text, "--format", "csv"], env=where, capture_output=True, check=True
    ).stdout
    assert shown.split()[-1] == b"Salam\\xe9"
    assert kept.decode() == "a\nSalamé\n"


def test_after_a_query_was_stopped_the_next_is_answered(view: View) -> None:
    with pytest.raises(QueryTimeout):
        view.query(ENDLESS, seconds=0.5)
    assert len(view.query(MET).rows) == 2


def test_a_waiting_process_that_somebody_killed_is_replaced() -> None:
    children = Children(None)
    queries = Queries(None)
    queries._children = children
    asked = {"seconds": 10.0, "max_rows": 10, "values": {}}
    queries.run("ASK { }", **asked)  # type: ignore[arg-type]
    (waiting,) = children._idle
    waiting._process.kill()
    waiting._process.wait()
    assert list(queries.run("ASK { }", **asked).rows) == [("true",)]  # type: ignore[arg-type]
    assert children._idle[0] is not waiting
    queries.close()
    assert children._idle == []


def test_a_process_is_kept_also_where_the_one_that_asks_is_large() -> None:
    large = bytearray(700 * 2**20)  # zeroed, so that it takes real memory
    large[::4096] = b"\1" * len(large[::4096])
    queries = Queries(None)
    queries.run("ASK { }", seconds=10.0, max_rows=10, values={})
    assert len(queries._children._idle) == 1
    queries.close()
    assert len(large) > 0


def test_a_process_answers_one_query_after_the_other_and_threads_have_their_own(view: View) -> None:
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda _: len(view.query(MET).rows), range(30)))
    assert found == [2] * 30


def test_several_values_are_bound_where_the_pattern_names_them() -> None:
    text = "SELECT * WHERE { { SELECT ?a WHERE { ?a leg:when ?day } } ?a leg:met ?b }"
    bound = bind(text, {"day": ('"x"', '"y"'), "b": "<x:b>"})
    assert bound.count('VALUES ?day { "x" "y" }') == 1
    assert bound.index("VALUES ?day") > bound.index("SELECT ?a")
    assert bound.count("VALUES (?b)") == 2
