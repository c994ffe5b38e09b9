"""The first screen: the network of who did what to whom, and the claims behind each tie."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from graph import session
from graph.component import network
from graph.drawing import picture, tie_id
from graph.evidence import counted, holdings, tie_words
from graph.model import Actor, Tie
from graph.ontology import actor_kinds, relations
from graph.pages._claims import cards
from graph.pages._downloads import downloads, scope
from graph.pages._filters import filters, focus
from graph.pages._frame import opened, show
from graph.profiles import most_connected
from graph.safe import safe_label, safe_markdown
from graph.session import Filters
from graph.store.base import Selection, View
from graph.tables import tie_rows
from graph.telling import basis

HEIGHT = 600  # pixels: network and headline fit a laptop's screen


def page() -> None:
    """Draw the page."""
    seen = opened()
    if seen is None:
        return
    actors, stats = session.actors(seen), seen.stats()
    wanted = filters(seen)
    ties, total = session.ties(seen, wanted)
    st.markdown("#### Who met, backed, opposed or called on whom, and the sentence that says so")
    st.caption(
        "Legation reads news and draws who did what to whom. "
        f"Here: {holdings(stats)}. Click a line or a name to read the sentences."
    )
    left, right = st.columns([7, 4], gap="medium")
    with left:
        picked_actor, picked_ties = _picture(seen, ties, total, wanted.top)
        downloads(seen, wanted, actors)
    with right:
        st.html('<div id="behind"></div>')
        _pane(seen, wanted, ties, actors, picked_actor, picked_ties)
        names = session.names(seen)
        _note(
            [tie_words(tie, names) for tie in picked_ties]
            or [names[a] for a in (picked_actor,) if a and a in names]
        )


def _picture(seen: View, ties: Sequence[Tie], total: int, top: int) -> tuple[str | None, list[Tie]]:
    """The network or its table twin; the actor or the ties picked in it."""
    way = st.segmented_control(
        "View",
        ["Network", "Table"],
        default="Network",
        required=True,
        label_visibility="collapsed",
        key="way",
    )
    if not ties:
        st.info("No ties match these filters. Clear some of them in the panel on the left.")
        return None, []
    if way == "Table":
        return None, _table(seen, ties, total)
    actors = session.actors(seen)
    shown = picture(ties, actors, budget=top, total=total)
    # The places of all, so that no filter moves anybody.
    whole = picture(session.ties(seen, Filters())[0], actors, budget=top)
    picked = network(shown, key="network", height=HEIGHT, whole=whole)
    if picked.expand in actors:
        focus(picked.expand)
        st.rerun()
    by_id = {tie_id(tie): tie for tie in ties}
    chosen = [by_id[edge] for edge in picked.edges if edge in by_id]
    return (picked.nodes[-1] if picked.nodes and not chosen else None), chosen


def _table(seen: View, ties: Sequence[Tie], total: int) -> list[Tie]:
    names = session.names(seen)
    if total > len(ties):
        st.caption(f"The strongest {len(ties):,} of {total:,} ties; the files below hold all.")
    event = st.dataframe(
        tie_rows(ties, names),
        hide_index=True,
        height=HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        key="table",
        column_config={day: st.column_config.DateColumn(format="YYYY-MM-DD") for day in ("First", "Last")},
    )
    return [ties[row] for row in event["selection"]["rows"] if row < len(ties)]


def _pane(
    seen: View,
    wanted: Filters,
    ties: Sequence[Tie],
    actors: Mapping[str, Actor],
    actor: str | None,
    chosen: Sequence[Tie],
) -> None:
    """What is behind the selection; the best connected actors and the latest claims where there is none."""
    names = session.names(seen)
    if chosen:
        for tie in chosen:
            found = session.claims(seen, Selection(ids=tie.claim_ids, limit=session.CLAIMS))
            st.markdown(f"##### {safe_label(tie_words(tie, names), 160)}")
            st.caption(safe_markdown(basis(tie, found, session.headers(seen))))
            cards(seen, found, names, key=tie_id(tie))
        return
    shown = actor or wanted.actor
    if shown is not None and shown in actors:
        _summary(seen, wanted, actors[shown], names)
        return
    _connected(_most_connected(seen, wanted, ties), names)
    st.markdown("##### Latest claims")
    latest = replace(scope(wanted, ties).selection, limit=session.CLAIMS)
    if not latest.relations:
        # Offices and memberships are no news; they are shown where they are asked for.
        latest = replace(latest, relations=_news())
    found = session.claims(seen, latest)
    cards(seen, session.newest(seen, found), names, key="latest", step=5, brief=True)


def _news() -> tuple[str, ...]:
    return tuple(name for name, kind in relations().items() if kind.family != "standing")


def _most_connected(seen: View, wanted: Filters, ties: Sequence[Tie]) -> Sequence[tuple[str, int, int]]:
    """Of the whole view, or, where a filter works on ties, of those that are left."""
    if wanted.kinds or wanted.least > 1:
        return most_connected(ties)
    return session.prominent(seen, wanted.selection(), 6)


def _note(picked: Sequence[str]) -> None:
    """On a phone the sentences stand below the picture, out of sight; this line at the lower edge leads there."""
    if not picked:
        return
    more = f" and {len(picked) - 1} more" if len(picked) > 1 else ""
    with st.container(key="picked"):
        st.markdown(f"{safe_label(picked[0] + more, 70)} [Read the sentences ↓](#behind)")


def _summary(seen: View, wanted: Filters, actor: Actor, names: Mapping[str, str]) -> None:
    st.markdown(f"##### {safe_label(actor.name)}")
    found = session.claims(seen, replace(wanted.selection(), actors=(actor.id,), limit=session.CLAIMS))
    many = f"at least {len(found):,} claims" if len(found) == session.CLAIMS else counted(len(found), "claim")
    st.caption(f"{actor_kinds()[actor.kind].label.capitalize()}, named in {many}")
    with st.container(horizontal=True):
        if st.button("Open its page", key="open-actor", icon=":material/person:"):
            st.switch_page(Path(__file__).with_name("actor.py"), query_params={"actor": actor.id})
        if wanted.actor == actor.id:
            st.button("Show everybody again", on_click=focus, args=(None,), key="focus-nobody")
        else:
            st.button("Show only its ties", on_click=focus, args=(actor.id,), key="focus-actor")
    cards(seen, found, names, key=f"of-{actor.id}", step=5, brief=True)


def _connected(rows: Sequence[tuple[str, int, int]], names: Mapping[str, str]) -> None:
    st.markdown("##### Most connected actors")
    st.caption("In brackets: with how many others. Click one to see only its ties.")
    with st.container(horizontal=True, gap="small"):
        for actor, partners, _ in rows:
            label = f"{safe_label(names.get(actor, actor), 40)} ({partners})"
            st.button(label, key=f"connected-{actor}", on_click=focus, args=(actor,))


show(page)
