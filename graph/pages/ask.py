"""Ask the store: named questions with their answers as tables, and SPARQL of one's own."""

from datetime import date
from typing import Any

import streamlit as st

from graph import session
from graph.errors import QueryError
from graph.evidence import counted
from graph.hints import fault, unknown
from graph.pages._filters import actor_box
from graph.pages._frame import opened, show
from graph.questions import Parameter, Question, ask, questions
from graph.safe import safe_markdown
from graph.session import address, share
from graph.store.base import Answer, View
from graph.tables import answer_rows, csv_of
from graph.vocabulary import PREFIXES

WAYS = ("Questions", "SPARQL")
LONGEST_QUERY = 20_000
EXAMPLE = """# Who met whom, as told for a fact
SELECT DISTINCT ?who ?whom
WHERE { GRAPH ?article { ?a leg:met ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?whom } }
ORDER BY ?who ?whom"""


def page() -> None:
    """Draw the page."""
    seen = opened()
    if seen is None:
        return
    way = st.segmented_control(
        "Ask by", WAYS, default=WAYS[0], required=True, label_visibility="collapsed", key="ask-way"
    )
    if way == "SPARQL":
        _sparql(seen)
    else:
        _named(seen)


def _named(seen: View) -> None:
    known = questions()
    if "question" not in st.session_state:
        asked = next(iter(address().get("question", ())), None)
        st.session_state["question"] = asked if asked in known else next(iter(known))
    name = st.selectbox("Question", list(known), format_func=lambda each: known[each].title, key="question")
    question = known[name]
    st.caption(safe_markdown(question.explanation))
    given = _parameters(question, seen)
    share({"question": name, **{key: str(value) for key, value in given.items()}})
    if any(each.required and each.name not in given for each in question.parameters):
        st.info("Choose an actor to get the answer.")
    else:
        with st.spinner("Asking …"):
            answer = _asked(seen, seen.revision(), name, tuple(given.items()))
        _show(answer, name)
    with st.expander("The query behind this (SPARQL)"):
        st.code(question.sparql, language="sparql")
        st.button("Change it", on_click=_edit, args=(question.sparql,), help="Open it under SPARQL")


@st.cache_resource(show_spinner=False, max_entries=32)
def _asked(_view: View, revision: str, name: str, given: tuple[tuple[str, object], ...]) -> Answer:
    values: dict[str, Any] = dict(given)
    return ask(_view, name, **values)


def _edit(sparql: str) -> None:
    st.session_state["sparql"] = sparql
    st.session_state["ask-way"] = "SPARQL"


def _parameters(question: Question, seen: View) -> dict[str, str | int | date]:
    """The values given in the form, those left empty left out."""
    if not question.parameters:
        return {}
    given: dict[str, str | int | date] = {}
    columns = st.columns(len(question.parameters))
    for column, parameter in zip(columns, question.parameters, strict=True):
        with column:
            value = _field(parameter, seen)
        if value is not None and value != "":
            given[parameter.name] = value
    return given


def _field(parameter: Parameter, seen: View) -> str | int | date | None:
    key, label = f"given-{parameter.name}", parameter.name.capitalize()
    first = next(iter(address().get(parameter.name, ())), None)
    if parameter.kind == "actor":
        if key not in st.session_state:
            st.session_state[key] = first if first in session.actors(seen) else None
        return actor_box(seen, label, key, "Choose one" if parameter.required else "Everybody")
    if parameter.kind == "date":
        day = st.date_input(
            label,
            value=None,
            min_value=date(1900, 1, 1),
            max_value=date(2100, 12, 31),
            format="YYYY-MM-DD",
            key=key,
            help=safe_markdown(parameter.about),
        )
        return day if isinstance(day, date) else None
    number = st.number_input(
        "At most", min_value=1, max_value=10_000, value=None, key=key, placeholder="all rows", step=10
    )
    return None if number is None else int(number)


def _sparql(seen: View) -> None:
    share({})
    st.caption(
        "Queries only read. Prefixes that need no declaration: "
        + ", ".join(PREFIXES)
        + "; a bare colon is leg."
    )
    if "sparql" not in st.session_state:
        st.session_state["sparql"] = EXAMPLE
    with st.form("query", border=False):
        text = st.text_area("Query", height=220, max_chars=LONGEST_QUERY, key="sparql")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            pressed = st.form_submit_button("Ask", type="primary")
            seconds = st.number_input("Stop after (seconds)", 1, 120, 10, key="seconds", width=180)
    if pressed:
        st.session_state.pop("answer", None)
        for name, near in unknown(text).items():
            advice = f"; did you mean leg:{near}?" if near else "."
            st.warning(safe_markdown(f"The vocabulary has no leg:{name}{advice}"), icon=":material/warning:")
        with st.spinner("Asking …"):
            answer = _answer(seen, text, float(seconds))
        if answer:
            st.session_state["answer"] = answer
    if "answer" in st.session_state:
        _show(st.session_state["answer"], "query")


def _answer(seen: View, text: str, seconds: float) -> Answer | None:
    """The answer; None, after showing where the mistake is, where the query is no SPARQL. Raises QueryError."""
    try:
        return seen.query(text, seconds=seconds)
    except QueryError as error:
        found = fault(str(error), text)
        if found is None:
            raise
        words, line = found
        st.error(safe_markdown(words), icon=":material/error:")
        st.code(line, language=None)
        return None


def _show(answer: Answer, name: str) -> None:
    if answer.turtle is not None:
        st.code(answer.turtle, language="turtle", height=420)
        st.download_button(
            "Download as Turtle", answer.turtle, f"{name}.ttl", "text/turtle", on_click="ignore"
        )
        return
    st.caption(
        counted(len(answer.rows), "row") + (" (cut at the limit; there are more)" if answer.cut_short else "")
    )
    if not answer.rows:
        st.info(safe_markdown(answer.hint or "Nothing in the store answers this."))
        return
    st.dataframe(
        [{column: value or "" for column, value in row.items()} for row in answer_rows(answer)],
        hide_index=True,
        column_config={
            column: st.column_config.TextColumn(column.replace("_", " ").capitalize(), width=_width(column))
            for column in answer.columns
        },
    )
    st.download_button(
        "Download as CSV",
        csv_of(answer.columns, answer.rows),
        f"{name}.csv",
        "text/csv",
        on_click="ignore",
        type="tertiary",
    )


def _width(column: str) -> int | None:
    return {"sentence": 420, "date": 100, "issue": 260}.get(column)


show(page)
