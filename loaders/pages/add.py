"""Add an article: paste or upload it, see what is read from it, then store it. Nothing is stored before."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph import session
from graph.evidence import counted
from graph.model import Article, Problem, Reading
from graph.pages._claims import article_text, cards_of
from graph.pages._frame import show
from graph.safe import one_line, safe_label, safe_markdown
from loaders.adding import Given, keep, pasted, read_all, uploaded
from loaders.pages._fields import published
from loaders.pipeline import Reader
from loaders.sources import SOURCES

MOST_MEGABYTES = 20
_DONE = {"added": "added", "replaced": "replaced an earlier reading", "unchanged": "already there, unchanged"}


def page() -> None:
    """Draw the page."""
    st.markdown("#### Add an article")
    st.caption("Read it first, look at what was found, then decide. Nothing is stored until you say so.")
    if "stored" in st.session_state:
        st.success(st.session_state.pop("stored"), icon=":material/check:")
    found = _form()
    if found is not None:
        articles = [each for each in found if isinstance(each, Article)]
        st.session_state["problems"] = [each for each in found if isinstance(each, Problem)]
        bar = st.progress(0.0, "Reading …")
        try:
            st.session_state["readings"] = read_all(articles, Reader(), bar.progress)
        finally:
            bar.empty()
    for problem in st.session_state.get("problems", ()):
        st.warning(f"{safe_label(problem.article)}: {safe_markdown(problem.what)}", icon=":material/warning:")
    readings: list[Reading] = st.session_state.get("readings", [])
    if readings:
        _preview(readings)


def _form() -> list[Article | Problem] | None:
    """The form; what is to be read when its button was pressed, else None. Raises InputError."""
    with st.form("article", border=True):
        text = st.text_area(
            "Text", height=160, placeholder="Paste the article here, as it stands on the page", key="text"
        )
        file = st.file_uploader(
            f"or a file ({', '.join(sorted(SOURCES))}; up to {MOST_MEGABYTES} MB)",
            type=[suffix.lstrip(".") for suffix in SOURCES],
            max_upload_size=MOST_MEGABYTES,
            key="file",
        )
        left, right = st.columns(2)
        title = left.text_input("Title", max_chars=500, key="title")
        publisher = right.text_input("Publisher", max_chars=200, key="publisher")
        url = left.text_input("Web address", max_chars=2000, placeholder="https://…", key="url")
        with right:
            day = published("published")
        pressed = st.form_submit_button("Read", type="primary", icon=":material/menu_book:")
    if not pressed:
        return None
    st.session_state.pop("readings", None)
    st.session_state.pop("problems", None)
    given = Given(title, day, publisher, url)
    if file is not None and text.strip():
        st.warning("There is both a text and a file: empty one of the two, then read again.")
        return None
    if file is not None:
        return list(uploaded(file.name, file.getvalue(), given, today=date.today()))
    if text.strip():
        return [pasted(text, given, today=date.today())]
    st.warning("There is nothing to read: paste a text or choose a file.")
    return None


def _preview(readings: Sequence[Reading]) -> None:
    number = 0
    if len(readings) > 1:
        titles = [one_line(r.article.title or r.article.text, 80) for r in readings]
        number = st.selectbox(
            f"{len(readings)} articles were read; shown is",
            range(len(readings)),
            format_func=lambda each: f"{each + 1}. {titles[each]}",
        )
    reading = readings[number]
    st.markdown(f"##### What was read: {safe_label(reading.article.title or 'untitled article')}")
    st.caption(
        f"{counted(len(reading.claims), 'claim')}, {counted(len(reading.actors), 'actor')}, "
        f"{counted(len(reading.cuts), 'stretch', 'stretches')} cut, {counted(len(reading.problems), 'problem')}"
    )
    _store_button(readings)
    left, right = st.columns(2, gap="medium")
    with left:
        names = {actor.id: actor.name for actor in reading.actors}
        if not reading.claims:
            st.info("No claim was found: nothing in the text says clearly who did what to whom.")
        cards_of(reading, names, key=f"new-{reading.article.id}")
    with right:
        _receipt(reading)


def _receipt(reading: Reading) -> None:
    with st.container(border=True):
        st.markdown("**The text, with what was used**")
        article_text(reading, reading.claims)
    if reading.cuts:
        with st.expander(f"Cut as page furniture ({len(reading.cuts)})", expanded=True):
            for cut in reading.cuts:
                words = one_line(reading.article.quote(cut.start, cut.end), 160)
                st.markdown(f"{safe_markdown(cut.reason)}: :gray[{safe_markdown(words)}]")
    if reading.problems:
        with st.expander(f"Problems ({len(reading.problems)})", expanded=True):
            for problem in reading.problems:
                st.markdown(safe_markdown(one_line(problem.what, 300)))


def _store_button(readings: Sequence[Reading]) -> None:
    label = "Store it" if len(readings) == 1 else f"Store all {len(readings)} articles"
    with st.container(horizontal=True):
        if st.button(label, type="primary", icon=":material/save:", key="store"):
            changes = keep(readings, session.store())
            counts = [f"{changes.count(c)} {words}" for c, words in _DONE.items() if c in changes]
            st.session_state["stored"] = f"Stored: {', '.join(counts)}. The Explore page shows it now."
            _forget()
            st.rerun()
        if st.button("Discard", key="discard"):
            _forget()
            st.rerun()


def _forget() -> None:
    st.session_state.pop("readings", None)
    st.session_state.pop("problems", None)


show(page)
