"""Explain a reading: for every sentence of an article what was found, how surely and by which rule, and what was left out."""

from datetime import date

import streamlit as st

from graph import session
from graph.evidence import counted
from graph.model import Article
from graph.pages._frame import show
from graph.safe import one_line, safe_label, safe_markdown
from graph.store.base import Selection, View
from loaders.adding import Given, pasted, why
from loaders.explanation import Explanation, Told, stored
from loaders.explanation.show import Kind, Remark, names_of, remarks
from loaders.pages._fields import published
from loaders.pipeline import Reader

# Sentences on the page at first, and so many more at each press of a button.
STEP = 40
_ICONS: dict[Kind, str] = {
    "found": ":green[:material/check:]",
    "again": ":green[:material/done_all:]",
    "left out": ":gray[:material/close:]",
    "doubted": ":orange[:material/question_mark:]",
    "unread": ":gray[:material/search:]",
    "silent": ":red[:material/priority_high:]",
}
_OWN, _STORED = "A text of your own", "An article of the store"


def page() -> None:
    """Draw the page."""
    st.markdown("#### Why was it read so?")
    st.caption(
        "For every sentence: what was found, how surely and by which rule, and what was left out and why. Nothing is stored."
    )
    asked = _asked()
    if asked is not None:
        with st.spinner("Reading …"):
            st.session_state["explained"] = why(asked, Reader())
        st.session_state.pop("explained-shown", None)
    explanation: Explanation | None = st.session_state.get("explained")
    if explanation is not None:
        _draw(explanation)


def _asked() -> Article | None:
    """The article to explain, once a button was pressed or where the page's address names one. Raises LegationError."""
    named = next(iter(session.address().get("article", [])), None)
    source = st.segmented_control(
        "What to read", (_OWN, _STORED), default=_STORED if named else _OWN, label_visibility="collapsed"
    )
    return _from_store(named) if source == _STORED else _own()


def _own() -> Article | None:
    with st.form("own", border=True):
        text = st.text_area(
            "Text", height=160, placeholder="Paste an article or some sentences", key="own-text"
        )
        day = published("own-published")
        pressed = st.form_submit_button("Explain", type="primary", icon=":material/troubleshoot:")
    if not pressed:
        return None
    for key in ("explained", "asked"):
        st.session_state.pop(key, None)
    session.share({})
    if not text.strip():
        st.warning("There is nothing to read: paste a text.")
        return None
    return pasted(text, Given(published=day), today=date.today())


def _from_store(named: str | None) -> Article | None:
    """The article chosen or named; one that the address names is read at once."""
    seen = session.view()
    latest = _latest(seen)
    if not latest and not named:
        st.info("The store holds no claims yet: paste a text instead.")
        return None
    with st.form("stored", border=True):
        chosen = st.selectbox(
            "An article with the latest claims",
            [None, *latest],
            format_func=lambda each: latest[each] if each else "–",
            key="stored-choice",
        )
        typed = st.text_input("or the id or web address of any other", max_chars=2000, key="stored-name")
        pressed = st.form_submit_button("Explain", type="primary", icon=":material/troubleshoot:")
    if pressed:
        wanted = typed.strip() or chosen
        if not wanted:
            st.warning("Choose an article, or type its id or address.")
    else:  # the page's address is read once, not at every click
        wanted = named if named != st.session_state.get("asked") else None
    if not wanted:
        return None
    st.session_state.pop("explained", None)
    found = stored(seen, wanted)
    st.session_state["asked"] = found.id
    session.share({"article": found.id})
    return found


def _latest(seen: View) -> dict[str, str]:
    """Titles of the articles of the newest claims, by id."""
    claims = session.claims(seen, Selection(limit=session.CLAIMS))
    known = session.headers(seen)
    ids = dict.fromkeys(claim.article for claim in claims)
    return {each: one_line(known[each].title or each, 100) for each in ids if each in known}


def _draw(explanation: Explanation) -> None:
    reading = explanation.reading
    left = sum(len(told.dropped) + len(told.doubted) for told in explanation.sentences)
    silent = sum(told.silent for told in explanation.sentences)
    st.markdown(f"##### {safe_label(reading.article.title or 'The text', 120)}")
    st.caption(
        f"{counted(len(explanation.sentences), 'sentence')}, {counted(len(reading.claims), 'claim')}, "
        f"{counted(left, 'act')} left out, {counted(silent, 'sentence')} with two actors and a word for an act but no claim"
        + (f"; threshold {explanation.threshold:.0%}" if explanation.threshold is not None else "")
    )
    room, names = int(st.session_state.get("explained-shown", STEP)), names_of(explanation)
    for told in explanation.sentences[:room]:
        _sentence(told, list(remarks(told, explanation, names)))
    if len(explanation.sentences) > room and st.button(
        f"Show more of {len(explanation.sentences) - room} sentences", key="explained-more"
    ):
        st.session_state["explained-shown"] = room + STEP
        st.rerun()
    _rest(explanation)


def _sentence(told: Told, said: list[Remark]) -> None:
    with st.container(border=bool(said), gap="xsmall"):
        st.markdown(f"> {safe_markdown(one_line(told.text, 1000))}")
        for each in said:
            relation = f"`{each.relation}` " if each.relation else ""
            words = safe_markdown(each.told)
            strong = f"**{words}**" if each.kind in ("found", "again") else words
            st.markdown(f"{_ICONS[each.kind]} {relation}{strong}: :gray[{safe_markdown(each.why)}]")


def _rest(explanation: Explanation) -> None:
    reading = explanation.reading
    if reading.cuts:
        with st.expander(f"Cut as page furniture ({len(reading.cuts)})"):
            for cut in reading.cuts:
                words = one_line(reading.article.quote(cut.start, cut.end), 160)
                st.markdown(f"{safe_markdown(cut.reason)}: :gray[{safe_markdown(words)}]")
    if reading.problems:
        with st.expander(f"Problems ({len(reading.problems)})"):
            for problem in reading.problems:
                st.markdown(safe_markdown(one_line(problem.what, 300)))


show(page)
