"""How the built files reach the browser: served by Streamlit as files, never sent inline with the data."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

NAME = "legation.network"  # distribution and component, as both manifests have them
STATIC = Path(__file__).resolve().parent / "static"


def mount(*, key: str, height: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Place the component and return its state: `selection` lasts, `expand` is there for one rerun."""
    _declare()
    result: Mapping[str, Any] = _component()(
        key=key,
        data=data,
        height=height,
        on_selection_change=_nothing,
        on_expand_change=_nothing,
    )
    return result


def _nothing() -> None:
    """Streamlit keeps a state only for names that have a callback."""


@cache
def _component() -> Callable[..., Mapping[str, Any]]:
    made: Callable[..., Mapping[str, Any]] = st.components.v2.component(NAME, js="network.js")
    return made


def _declare() -> None:
    """Tell Streamlit where the files are, in a checkout.

    An installed wheel is found by its manifest, graph/pyproject.toml. Streamlit cannot see that of an editable
    install or of a bare checkout, since neither lists its files; hence this, with Streamlit's own classes.
    """
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
    from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) == STATIC:
        return
    distribution, component = NAME.split(".")
    manifest = ComponentManifest(distribution, "0", [ComponentConfig(component, STATIC.name)])
    manager.register_from_manifest(manifest, STATIC.parent)
