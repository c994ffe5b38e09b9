"""One actor: whom it met, what it called for, whom it supports and opposes, what it said, over time."""

from collections.abc import Mapping, Sequence

import streamlit as st

from graph import session
from graph.evidence import counted
from graph.model import Actor, Claim
from graph.ontology import actor_kinds
from graph.pages._claims import cards
from graph.pages._filters import actor_box
from graph.pages._frame import opened, show
from graph.profiles import Profile, months, profile
from graph.safe import one_line, safe_label, safe_markdown, safe_url
from graph.session import address, share
from graph.store.base import Selection, View
from graph.tables import claim_rows, csv_of

# Blue and orange keep apart for colour-blind eyes; the same as in the network.
COLOURS = {"cooperation": "#2b6cb0", "conflict": "#d9480f", "neither": "#8b93a1"}


def page() -> None:
    """Draw the page."""
    seen = opened()
    if seen is None:
        return
    actors = session.actors(seen)
    chosen = _choice(seen)
    if chosen is None:
        _suggest(seen, actors)
        return
    actor = actors[chosen]
    names = session.names(seen)
    claims = _claims_of(seen, actor.id)
    told = profile(actor.id, claims)
    _head(actor, told, names)
    _timeline(seen, claims)
    _groups(seen, told, names)
    _download(seen, actor, claims, names)


def _choice(seen: View) -> str | None:
    actors = session.actors(seen)
    if "actor-chosen" not in st.session_state:
        asked = next(iter(address().get("actor", ())), None)
        st.session_state["actor-chosen"] = asked if asked in actors else None
    chosen = actor_box(seen, "Actor", "actor-chosen", "Type a name")
    share({"actor": chosen} if chosen else {})
    return chosen if chosen in actors else None


def _suggest(seen: View, actors: Mapping[str, Actor]) -> None:
    st.caption("Choose a person, a country or a body. These are the most connected:")
    with st.container(horizontal=True, gap="small"):
        for actor, _, _ in session.prominent(seen, Selection(), 16):
            if actor in actors:
                st.button(
                    safe_label(actors[actor].name, 40), on_click=_choose, args=(actor,), key=f"take-{actor}"
                )


def _choose(actor: str) -> None:
    st.session_state["actor-chosen"] = actor


def _claims_of(seen: View, actor: str) -> Sequence[Claim]:
    """The claims it is a party of, then those it is only the speaker of; of each the newest."""
    claims = session.claims(seen, Selection(actors=(actor,), limit=session.CLAIMS))
    known = {claim.id for claim in claims}
    spoken = session.claims(seen, Selection(speakers=(actor,), limit=session.CLAIMS))
    if session.CLAIMS in (len(claims), len(spoken)):
        st.caption(
            f"More is told of this actor than fits on a page: shown are the newest {session.CLAIMS} claims."
        )
    return [*claims, *(claim for claim in spoken if claim.id not in known and not _takes_part(claim, actor))]


def _takes_part(claim: Claim, actor: str) -> bool:
    return any(party.actor == actor for party in (*claim.sources, *claim.targets))


def _head(actor: Actor, told: Profile, names: Mapping[str, str]) -> None:
    st.markdown(f"## {safe_label(actor.name)}")
    facts = [actor_kinds()[actor.kind].label.capitalize()]
    if actor.country and actor.kind != "country":
        code = actor.country.lower()
        facts.append(f"of {safe_label(names.get(f'country/{code}', actor.country))}")
    facts.append(f"named in {counted(told.claims, 'claim')} of {counted(told.articles, 'article')}")
    others = [name for name in actor.names if name != actor.name]
    if others:
        facts.append("also called " + ", ".join(safe_label(name, 40) for name in others[:8]))
    if actor.wikidata and (link := safe_url(f"https://www.wikidata.org/wiki/{actor.wikidata}")):
        facts.append(f"[Wikidata](<{link}>)")
    st.caption(" · ".join(facts))
    if told.partners:
        nearest = ", ".join(
            f"{safe_label(names.get(other, other), 40)} ({n})" for other, n in told.partners[:6]
        )
        st.markdown(f"Named most often with {nearest}.")


def _timeline(seen: View, claims: Sequence[Claim]) -> None:
    articles = {a.id: a for a in map(seen.article, dict.fromkeys(c.article for c in claims)) if a}
    rows = months(claims, articles)
    if not rows:
        return
    import altair as alt

    chart = (
        alt.Chart({"values": [{**row, "month": f"{row['month']}T00:00:00"} for row in rows]})
        .mark_bar(width={"band": 0.8} if len(rows) > 1 else 40)
        .encode(
            x=alt.X(
                "month:T", timeUnit="yearmonth", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True)
            ),
            y=alt.Y("claims:Q", title="claims", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "side:N",
                title=None,
                scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("month:T", format="%B %Y"),
                alt.Tooltip("side:N"),
                alt.Tooltip("claims:Q"),
            ],
        )
        .properties(height=180)
    )
    total = sum(int(str(row["claims"])) for row in rows)
    st.altair_chart(
        chart, alt=f"Bars by month: {counted(total, 'claim')} of cooperation, conflict or neither."
    )


def _groups(seen: View, told: Profile, names: Mapping[str, str]) -> None:
    left, right = st.columns(2, gap="medium")
    heights = [0, 0]
    for title, claims in told.groups.items():
        side = 0 if heights[0] <= heights[1] else 1
        heights[side] += min(5, len(claims)) + 1
        with (left, right)[side]:
            st.markdown(f"##### {safe_markdown(title)} ({len(claims)})")
            cards(seen, claims, names, key=f"{told.actor}-{title}", step=5)


def _download(seen: View, actor: Actor, claims: Sequence[Claim], names: Mapping[str, str]) -> None:
    def table() -> bytes:
        articles = {a.id: a for a in map(seen.article, dict.fromkeys(c.article for c in claims)) if a}
        rows = claim_rows(claims, articles, names)
        return csv_of(list(rows[0]) if rows else ["Claim"], [list(row.values()) for row in rows])

    stem = "".join(letter if letter.isalnum() else "-" for letter in one_line(actor.id, 60))
    st.download_button(
        "Download these claims as CSV",
        table,
        f"legation-{stem}.csv",
        "text/csv",
        on_click="ignore",
        type="tertiary",
    )


show(page)
