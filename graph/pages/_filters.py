"""The filters of the first screen, kept in the page's address so that a view can be sent to somebody."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

import streamlit as st

from graph import session
from graph.model import MODALITIES, Actor
from graph.ontology import Relation, actor_kinds, relations
from graph.session import TOPS, Filters, address, filters_of, share
from graph.store.base import Selection, Stats, View
from graph.wording import MODALITY_WORDS

# Key in the page's state -> the part of a filter it holds.
_KEYS = ("actor", "kinds", "modalities", "since", "until", "least", "top")

# Of a store with more actors the box lists so many: a longer list nobody scrolls, and the browser takes long to draw it.
LISTED = 300


def relation_groups() -> dict[str, list[Relation]]:
    """The relations under the headings of the filter."""
    groups: dict[str, list[Relation]] = {
        "Cooperation": [],
        "Conflict": [],
        "Statements": [],
        "Lasting ties": [],
    }
    for kind in relations().values():
        if kind.family == "standing":
            groups["Lasting ties"].append(kind)
        else:
            groups[{1: "Cooperation", -1: "Conflict", 0: "Statements"}[kind.sign]].append(kind)
    return groups


def actor_labels(actors: Iterable[Actor]) -> dict[str, str]:
    """A label for each actor id, by name; the kind tells apart those of one name."""
    listed = sorted(actors, key=lambda actor: (actor.name.casefold(), actor.id))
    often: dict[str, int] = {}
    for actor in listed:
        often[actor.name] = often.get(actor.name, 0) + 1
    kinds = actor_kinds()
    return {a.id: a.name if often[a.name] == 1 else f"{a.name} ({kinds[a.kind].label})" for a in listed}


def actor_box(seen: View, label: str, key: str, placeholder: str) -> str | None:
    """A box to choose an actor in. Of a large store it lists the most prominent, and finds others by what is typed."""
    listed = {actor.id: actor for actor in islice(seen.actors(), LISTED + 1)}
    all_there = len(listed) <= LISTED
    known = session.actors(seen)
    if not all_there:
        ids = [actor for actor, _, _ in session.prominent(seen, Selection(), LISTED)]
        near = st.session_state.get(f"{key}-near", [])
        chosen = st.session_state.get(key)
        listed = {each: known[each] for each in dict.fromkeys([chosen, *near, *ids]) if each in known}
    labels = actor_labels(listed.values())
    found = st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda actor: labels.get(actor, actor),
        placeholder=placeholder if all_there else f"{placeholder}, or type a name",
        key=key,
        accept_new_options=not all_there,
        on_change=None if all_there else _look_up,
        args=(seen, key),
    )
    near = st.session_state.get(f"{key}-near", [])
    if st.session_state.pop(f"{key}-nobody", None):
        st.warning("No actor of this store has a name that begins like that.")
    elif found is not None and len(near) > 1 and found in near:
        st.caption("Others of that name are in the list too.")
    return found


def _look_up(seen: View, key: str) -> None:
    """What was typed becomes the actor that it most likely means, with the others at hand."""
    typed = st.session_state.get(key)
    if typed is None or typed in session.actors(seen):
        return
    found = [actor.id for actor in seen.find(str(typed), most=20)]
    st.session_state[f"{key}-near"] = found
    st.session_state[f"{key}-nobody"] = not found
    st.session_state[key] = found[0] if found else None


def _begin(actors: Mapping[str, Actor]) -> None:
    """Fill the page's state from the address, once for each visit of the page."""
    if "filter-actor" in st.session_state:
        return
    _set(filters_of(address()), actors)


def _set(wanted: Filters, actors: Mapping[str, Actor]) -> None:
    state: dict[str, Any] = {
        "actor": wanted.actor if wanted.actor in actors else None,
        "kinds": list(wanted.kinds),
        "modalities": list(wanted.modalities),
        "since": wanted.since,
        "until": wanted.until,
        "least": wanted.least,
        "top": wanted.top,
    }
    for group, kinds in relation_groups().items():
        state[group] = [kind.name for kind in kinds if kind.name in wanted.relations]
    for key, value in state.items():
        st.session_state[f"filter-{key}"] = value


def focus(actor: str | None) -> None:
    """Show only what an actor takes part in, from the next run on (a widget that is drawn cannot be set)."""
    st.session_state["focus"] = actor


def _clear(actors: Mapping[str, Actor]) -> None:
    _set(Filters(), actors)


def filters(seen: View) -> Filters:
    """Draw the filters in the sidebar and give what they say."""
    actors, stats = session.actors(seen), seen.stats()
    _begin(actors)
    if "focus" in st.session_state:
        st.session_state["filter-actor"] = st.session_state.pop("focus")
    with st.sidebar:
        actor = actor_box(seen, "Actor", "filter-actor", "Everybody")
        chosen = _relations()
        kinds = _pills("Kinds of actor", {k.name: k.plural for k in actor_kinds().values()}, "kinds")
        told = _pills("How it is told", {m: MODALITY_WORDS[m] for m in MODALITIES}, "modalities")
        since, until = _days(stats)
        least = st.number_input(
            "Articles that tell of a tie, at least", min_value=1, max_value=1000, step=1, key="filter-least"
        )
        top = st.select_slider("Ties in the picture, at most", list(TOPS), key="filter-top")
        st.button("Clear filters", on_click=_clear, args=(actors,), width="stretch")
    said = Filters(tuple(chosen), tuple(kinds), tuple(told), actor, since, until, int(least or 1), int(top))
    share(said.query())
    return said


def _pills(label: str, options: Mapping[str, str], key: str) -> list[str]:
    picked = st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda name: options[name],
        key=f"filter-{key}",
    )
    return list(picked or ())


def _relations() -> list[str]:
    chosen: list[str] = []
    with st.expander("Relations", expanded=True):
        for group, kinds in relation_groups().items():
            chosen += _pills(group, {kind.name: kind.noun for kind in kinds}, group)
    return chosen


def _days(stats: Stats) -> tuple[date | None, date | None]:
    # A day outside the store's own span is no mistake: it shows nothing, or all.
    first, last = date(1900, 1, 1), date(2100, 12, 31)
    left, right = st.columns(2)
    common: dict[str, Any] = {"min_value": first, "max_value": last, "format": "YYYY-MM-DD"}
    with left:
        since = st.date_input("From", value=None, key="filter-since", **common)
    with right:
        until = st.date_input("To", value=None, key="filter-until", **common)
    if since and until and since > until:
        st.warning("The first day is after the last: nothing can match.")
    return since, until
