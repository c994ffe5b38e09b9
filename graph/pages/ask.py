"""Ask the store: named questions with their answers as tables, and SPARQL of one's own."""

from datetime import date
from typing import Any

import streamlit as st

from graph import session
from graph.errors import QueryError
from graph.evidence import counted
from graph.hints import fault, unknown
from graph.ontology import relations
from graph.pages._filters import actor_box
from graph.pages._frame import opened, show
from graph.questions import ROWS, Parameter, Question, ask, groups, questions, text_of
from graph.safe import safe_markdown
from graph.session import address, share
from graph.store.base import Answer, View
from graph.tables import answer_rows, csv_of
from graph.vocabulary import PREFIXES
from graph.wording import listed

LANGUAGES = {"sparql": "SPARQL", "cypher": "Cypher"}
LONGEST_QUERY = 20_000
# Fields beside each other: three can be read on a laptop, and stand one below the other on a telephone.
ABREAST = 3
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
MOST = 10_000
EXAMPLES = {
    "sparql": """# Who met whom, as told for a fact
SELECT DISTINCT ?who ?whom
WHERE { GRAPH ?article { ?a leg:met ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?whom } }
ORDER BY ?who ?whom""",
    "cypher": """// Who met whom, as told for a fact
MATCH (a:Actor)-[:MET]->(b:Actor)
RETURN DISTINCT a.name AS who, b.name AS whom
ORDER BY who, whom""",
}


def page() -> None:
    """Draw the page."""
    seen = opened()
    if seen is None:
        return
    own = LANGUAGES[seen.language]
    way = st.segmented_control(
        "Ask by",
        ("Questions", own),
        default="Questions",
        required=True,
        label_visibility="collapsed",
        key="ask-way",
    )
    if way == own:
        _typed(seen)
    else:
        _named(seen)


def _named(seen: View) -> None:
    question = _chosen()
    st.caption(safe_markdown(question.explanation))
    given = _parameters(question, seen)
    share({"question": question.name, **{key: str(value) for key, value in given.items()}})
    missing = [_wanted(each) for each in question.parameters if each.required and each.name not in given]
    if missing:
        st.info(f"Choose {listed(missing)} to get the answer.")
    else:
        with st.spinner("Asking …"):
            answer = _asked(seen, seen.revision(), question.name, tuple(given.items()))
        _show(answer, question.name)
    own, text = seen.language, text_of(question, seen.language, given)
    with st.expander(f"The query behind this ({LANGUAGES[own]})"):
        st.code(text, language=own)
        st.button(
            "Change it", on_click=_edit, args=(text, LANGUAGES[own]), help=f"Open it under {LANGUAGES[own]}"
        )


def _wanted(parameter: Parameter) -> str:
    words = {"actor": "an actor", "relation": "a kind of act", "outlet": "an outlet"}
    again = "another actor" if parameter.name == "other" else ""
    day = f"the day for “{parameter.label}”" if parameter.kind == "date" else ""
    return again or day or words.get(parameter.kind, parameter.label)


def _chosen() -> Question:
    """The question chosen, from all or from those under one heading."""
    known = questions()
    asked = next(iter(address().get("question", ())), None)
    if "question" not in st.session_state:
        st.session_state["question"] = asked if asked in known else next(iter(known))
    heading = st.pills("Subject", list(groups()), key="subject", label_visibility="collapsed")
    offered = [each.name for each in groups()[heading]] if heading else list(known)
    if st.session_state["question"] not in offered:
        st.session_state["question"] = offered[0]
    name: str = st.selectbox(
        "Question (type to search)", offered, format_func=lambda each: known[each].title, key="question"
    )
    return known[name]


@st.cache_resource(show_spinner=False, max_entries=32)
def _asked(_view: View, revision: str, name: str, given: tuple[tuple[str, object], ...]) -> Answer:
    values: dict[str, Any] = dict(given)
    return ask(_view, name, **values)


def _edit(text: str, way: str) -> None:
    st.session_state["typed"] = text
    st.session_state["ask-way"] = way


def _parameters(question: Question, seen: View) -> dict[str, str | int | date]:
    """The values given in the form, those left empty left out."""
    if not question.parameters:
        return {}
    given: dict[str, str | int | date] = {}
    for place, parameter in enumerate(question.parameters):
        if place % ABREAST == 0:
            columns = st.columns(min(ABREAST, len(question.parameters)))
        with columns[place % ABREAST]:
            value = _field(parameter, seen)
        if value is not None and value != "":
            given[parameter.name] = value
    return given


def _day(given: str | None) -> date | None:
    """A day as the address gives it, if it is one that can be chosen."""
    try:
        day = date.fromisoformat(given or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _number(given: str | None) -> int | None:
    """A number of rows as the address gives it, if it is one that can be chosen."""
    number = (
        int(given)
        if given and given.isascii() and given.isdecimal() and len(given) < len(str(MOST)) + 1
        else 0
    )
    return number if 1 <= number <= MOST else None


def _field(parameter: Parameter, seen: View) -> str | int | date | None:
    key, label = f"given-{parameter.name}", parameter.label
    first = next(iter(address().get(parameter.name, ())), None)
    if parameter.kind == "actor":
        if key not in st.session_state:
            st.session_state[key] = first if first in session.actors(seen) else None
        return actor_box(seen, label, key, "Choose one" if parameter.required else "Everybody")
    if parameter.kind == "date":
        day = st.date_input(
            label,
            value=_day(first),
            min_value=FIRST,
            max_value=LAST,
            format="YYYY-MM-DD",
            key=key,
            help=safe_markdown(parameter.about),
        )
        return day if isinstance(day, date) else None
    if parameter.kind == "relation":
        return _relation(key, label, first)
    if parameter.kind == "outlet":
        return st.text_input(label, value=first or "", key=key, help=safe_markdown(parameter.about)) or None
    number = st.number_input(
        "At most",
        min_value=1,
        max_value=MOST,
        value=_number(first),
        key=key,
        placeholder=f"{ROWS} rows",
        step=10,
    )
    return None if number is None else int(number)


def _relation(key: str, label: str, first: str | None) -> str | None:
    known = {name: each.noun for name, each in relations().items()}
    if key not in st.session_state:
        st.session_state[key] = first if first in known else None
    chosen: str | None = st.selectbox(
        label,
        list(known),
        index=None,
        key=key,
        format_func=lambda each: known[each],
        placeholder="Choose one",
    )
    return chosen


def _typed(seen: View) -> None:
    share({})
    spoken = seen.language == "sparql"
    prefixes = f" Prefixes that need no declaration: {', '.join(PREFIXES)}; a bare colon is leg."
    st.caption("Queries only read." + (prefixes if spoken else ""))
    if "typed" not in st.session_state:
        st.session_state["typed"] = EXAMPLES[seen.language]
    with st.form("query", border=False):
        text = st.text_area("Query", height=220, max_chars=LONGEST_QUERY, key="typed")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            pressed = st.form_submit_button("Ask", type="primary")
            seconds = st.number_input("Stop after (seconds)", 1, 120, 10, key="seconds", width=180)
    if pressed:
        st.session_state.pop("answer", None)
        for name, near in unknown(text).items() if spoken else ():
            advice = f"; did you mean leg:{near}?" if near else "."
            st.warning(safe_markdown(f"The vocabulary has no leg:{name}{advice}"), icon=":material/warning:")
        with st.spinner("Asking …"):
            answer = _answer(seen, text, float(seconds))
        if answer:
            st.session_state["answer"] = answer
    if "answer" in st.session_state:
        _show(st.session_state["answer"], "query")


def _answer(seen: View, text: str, seconds: float) -> Answer | None:
    """The answer; None, after showing where the mistake is, where the query is wrong. Raises QueryError."""
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
    return {
        "sentence": 420,
        "date": 100,
        "issue": 260,
        "refusal": 420,
        "denial": 420,
        "sentence_before": 420,
    }.get(column)


show(page)
