"""The view of the first screen as files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import streamlit as st

from graph import session
from graph.export import EXPORTERS, About, Scope, Write
from graph.model import Actor, Tie
from graph.registry import load
from graph.session import Filters
from graph.store.base import Selection, View
from graph.tables import csv_of, tie_rows

# What else there is: the name shown, the ending, and whether it may be one edge a pair ("network") or is always everything ("whole").
MORE: dict[str, tuple[str, str]] = {
    "Data package to cite (ZIP)": (".zip", ""),
    "Gephi, with a timeline (GEXF)": (".gexf", "network"),
    "Cytoscape (cyjs)": (".cyjs", "network"),
    "Edge list (CSV)": (".csv", "network"),
    "Edge list (Parquet)": (".parquet", "network"),
    "Node list (CSV)": (".nodes.csv", ""),
    "Node list (Parquet)": (".nodes.parquet", ""),
    "Events with POLECAT's field names (JSON Lines)": (".plover.jsonl", ""),
    "Events with CAMEO codes (TSV)": (".cameo.tsv", ""),
    "The whole store as RDF (Turtle)": (".ttl", "whole"),
    "The whole store as RDF (N-Quads)": (".nq", "whole"),
    "The whole store as RDF (JSON-LD)": (".jsonld", "whole"),
    "The whole store as RDF 1.2 (Turtle)": (".rdf12.ttl", "whole"),
    "The whole store as RDF 1.2 (N-Quads)": (".rdf12.nq", "whole"),
    "The whole store for Neo4j's importer (ZIP)": (".neo4j.zip", "whole"),
}


def scope(wanted: Filters, ties: Sequence[Tie]) -> Scope:
    """The claims of the view: where a filter works on ties, those of the ties that are left."""
    if not wanted.kinds and wanted.least == 1:
        return Scope(wanted.selection())
    return Scope(Selection(ids=tuple(sorted({each for tie in ties for each in tie.claim_ids})) or ("none",)))


def downloads(seen: View, wanted: Filters, actors: Mapping[str, Actor]) -> None:
    """Buttons that download the claims and ties of the view, all of them; a file is made when its button is pressed."""

    def ties() -> list[Tie]:
        return wanted.keep(seen.ties(wanted.selection()), actors)

    def view() -> Scope:
        return scope(wanted, ties() if wanted.kinds or wanted.least > 1 else ())

    def written(suffix: str, what: Callable[[], Scope] = view) -> bytes:
        out = BytesIO()
        write: Write = load(EXPORTERS[suffix])
        write(seen, out, what())
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
        with st.popover("More formats", type="tertiary"):
            _more(written, view)


def _more(written: Callable[[str, Callable[[], Scope]], bytes], view: Callable[[], Scope]) -> None:
    """The other formats, one at a time."""
    label = st.selectbox("Format", list(MORE), key="more-format")
    suffix, how = MORE[label]
    ties = how == "network" and st.checkbox("One edge for each pair and relation", key="more-ties")

    def what() -> Scope:
        if how == "whole":
            return Scope()
        return replace(view(), ties=ties, about=About(made=date.today()) if suffix == ".zip" else About())

    if how == "whole":
        st.caption("The filters do not apply: this is always all that the store holds.")
    st.download_button(
        "Download",
        lambda: written(suffix, what),
        f"legation{suffix}",
        "application/octet-stream",
        on_click="ignore",
        key="get-more",
    )
