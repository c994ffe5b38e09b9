"""The filters of the first screen, kept in the page's address so that a view can be sent to somebody."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from graph.model import MODALITIES, Actor
from graph.ontology import Relation, actor_kinds, relations
from graph.session import TOPS, Filters, address, filters_of, share
from graph.store.base import Stats
from graph.wording import MODALITY_WORDS

# Key in the page's state -> the part of a filter it holds.
_KEYS = ("actor", "kinds", "modalities", "since", "until", "least", "top")


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


def filters(actors: Mapping[str, Actor], stats: Stats) -> Filters:
    """Draw the filters in the sidebar and give what they say."""
    _begin(actors)
    if "focus" in st.session_state:
        st.session_state["filter-actor"] = st.session_state.pop("focus")
    with st.sidebar:
        labels = actor_labels(actors.values())
        actor = st.selectbox(
            "Actor",
            list(labels),
            index=None,
            format_func=lambda chosen: labels.get(chosen, chosen),
            placeholder="Everybody",
            key="filter-actor",
        )
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
