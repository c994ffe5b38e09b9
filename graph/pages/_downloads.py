"""The view of the first screen as files."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import streamlit as st

from graph import session
from graph.export import EXPORTERS, Scope, Write
from graph.model import Actor, Tie
from graph.registry import load
from graph.session import Filters
from graph.store.base import Selection, View
from graph.tables import csv_of, tie_rows


def scope(wanted: Filters, ties: Sequence[Tie]) -> Scope:
    """The claims of the view: where a filter works on ties, those of the ties that are left."""
    if not wanted.kinds and wanted.least == 1:
        return Scope(wanted.selection())
    return Scope(Selection(ids=tuple(sorted({each for tie in ties for each in tie.claim_ids})) or ("none",)))


def downloads(seen: View, wanted: Filters, actors: Mapping[str, Actor]) -> None:
    """Buttons that download the claims and ties of the view, all of them; a file is made when its button is pressed."""

    def ties() -> list[Tie]:
        return wanted.keep(seen.ties(wanted.selection()), actors)

    def written(suffix: str) -> bytes:
        out = BytesIO()
        write: Write = load(EXPORTERS[suffix])
        write(seen, out, scope(wanted, ties() if wanted.kinds or wanted.least > 1 else ()))
        return out.getvalue()

    def table() -> bytes:
        rows = tie_rows(ties(), session.names(seen))
        return csv_of(list(rows[0]) if rows else ["From", "What", "To"], [list(row.values()) for row in rows])

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Download this view", width="content")
        for label, name, mime, make in (
            ("GraphML", "legation.graphml", "application/graphml+xml", lambda: written(".graphml")),
            ("JSON Lines", "legation.jsonl", "application/x-ndjson", lambda: written(".jsonl")),
            ("CSV", "legation-ties.csv", "text/csv", table),
        ):
            st.download_button(
                label, make, name, mime, on_click="ignore", type="tertiary", key=f"get-{label}"
            )
