"""A claim on a page: in words, with its sentence, and marked in its article."""

from collections.abc import Mapping, Sequence

import streamlit as st

from graph import session
from graph.evidence import clipped, counted, dated, marked, segments, trust_words
from graph.model import Claim, Reading
from graph.safe import one_line, safe_label, safe_link, safe_markdown
from graph.store.base import Selection, View
from graph.telling import copies, opposing, retold, rival_days, rivals
from graph.wording import MODALITY_WORDS, sentence

_BADGES = {"planned": "blue", "requested": "violet", "hypothetical": "orange", "denied": "red"}


def badge(claim: Claim) -> str:
    """Markdown that says in words how the claim is told; nothing for what is told as fact."""
    colour = _BADGES.get(claim.modality)
    words = f" :{colour}-badge[{MODALITY_WORDS[claim.modality]}]" if colour else ""
    return words + (" :gray-badge[formerly]" if claim.former else "")


def card(
    claim: Claim,
    reading: Reading | None,
    names: Mapping[str, str],
    others: Sequence[tuple[Claim, Reading | None]] = (),
    *,
    against: Sequence[tuple[Claim, Reading | None]] = (),
    brief: bool = False,
) -> None:
    """Show one claim, where `others` say the same, and what speaks `against` it. A brief one omits how it was read."""
    with st.container(border=True, gap="xsmall"):
        dispute = " :red-badge[contradicted]" if against else ""
        words = safe_markdown(one_line(sentence(claim, names, aside=False), 400))
        st.markdown(f"**{words}**{badge(claim)}{dispute}")
        _quoted(claim, reading)
        for rival, where in against:
            found = {where.article.id: where.article} if where else {}
            st.markdown(f":red[**{safe_label(opposing(rival, found))}**]")
            _quoted(rival, where)
        if not brief:
            st.caption(safe_markdown(trust_words(claim)))
        if reading:
            with st.expander(f"In the article: {safe_label(reading.article.title or 'untitled', 60)}"):
                article_text(reading, [claim])
        if others:
            with st.expander(_again(claim, [other for other, _ in others])):
                for other, where in others:
                    _quoted(other, where)


def _again(claim: Claim, others: Sequence[Claim]) -> str:
    """How often it is told besides; articles in the same wording are one voice, and that is said."""
    told = f"Told {counted(len(others), 'more time')}"
    same = copies((claim, *others))
    return f"{told}: {same} articles, same wording" if same else told


def _quoted(claim: Claim, reading: Reading | None) -> None:
    """The sentence, and below it when and where."""
    article = reading.article if reading else None
    quote = " […] ".join(one_line(passage.text, 600) for passage in claim.evidence)
    st.markdown(f"> {safe_markdown(quote)}")
    where = [dated(claim, article)]
    if article and article.publisher:
        where.append(safe_label(article.publisher))
    if article and (link := safe_link("Source", article.url)):
        where.append(link)
    st.caption(" · ".join(where))


def article_text(reading: Reading, claims: Sequence[Claim]) -> None:
    """The article's whole text with the evidence of these claims marked and what was cut in grey."""
    st.markdown(marked(clipped(segments(reading.article, claims, reading.cuts))))
    legend = ":orange-background[Marked]: the sentence the claim was read from."
    if reading.cuts:
        legend += " :gray[Grey]: page furniture that was not read."
    st.caption(legend)
    if reading.article.note:
        st.caption(safe_markdown(one_line(reading.article.note, 600)))


def cards(
    seen: View,
    claims: Sequence[Claim],
    names: Mapping[str, str],
    key: str,
    *,
    step: int = 10,
    brief: bool = False,
) -> None:
    """The first claims as cards, those that say the same on one, with a button for more."""
    groups = retold(claims, names)
    for first, *rest in groups[: _room(key, step)]:
        others = [(claim, seen.reading(claim.article)) for claim in rest]
        against = [(claim, seen.reading(claim.article)) for claim in _against(seen, first)]
        card(first, seen.reading(first.article), names, others, against=against, brief=brief)
    _more(len(groups), key, step)


def _against(seen: View, claim: Claim) -> list[Claim]:
    """The claims of the store that contradict one; of several in the same words the first."""
    days = session.published(seen)
    span = rival_days(claim, days)
    if span is None or claim.modality not in ("asserted", "denied"):
        return []
    others = Selection(
        actors=tuple(sorted({party.actor for party in (*claim.sources, *claim.targets)})),
        relations=(claim.relation,),
        modalities=("asserted",) if claim.modality == "denied" else ("denied",),
        since=span[0],
        until=span[1],
    )
    return [group[0] for group in retold(rivals(claim, session.claims(seen, others), days))]


def cards_of(reading: Reading, names: Mapping[str, str], key: str, *, step: int = 10) -> None:
    """The claims of one reading, stored or not, as cards."""
    for claim in reading.claims[: _room(key, step)]:
        card(claim, reading, names)
    _more(len(reading.claims), key, step)


def _room(key: str, step: int) -> int:
    return int(st.session_state.get(f"{key}-shown", step))


def _more(found: int, key: str, step: int) -> None:
    shown = _room(key, step)
    if found > shown and st.button(
        f"Show {min(step, found - shown)} more of {found - shown}", key=f"{key}-more"
    ):
        st.session_state[f"{key}-shown"] = shown + step
        st.rerun()
