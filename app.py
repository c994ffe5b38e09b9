"""The app: a table of pages. Start it with `legation app`, or `streamlit run app.py` in a checkout."""

from pathlib import Path

import streamlit as st

import graph
import loaders

GRAPH = Path(graph.__file__).parent / "pages"
LOADERS = Path(loaders.__file__).parent / "pages"

# file, title, address, icon; the first is the first screen
PAGES = (
    (GRAPH / "explore.py", "Explore", "explore", ":material/hub:"),
    (GRAPH / "actor.py", "Actor", "actor", ":material/person:"),
    (GRAPH / "ask.py", "Ask", "ask", ":material/help:"),
    (LOADERS / "explain.py", "Explain", "explain", ":material/troubleshoot:"),
    (LOADERS / "add.py", "Add", "add", ":material/note_add:"),
)


def main() -> None:
    """Show the page chosen."""
    st.set_page_config(page_title="Legation", page_icon=str(GRAPH / "icon.svg"), layout="wide")
    pages = [
        st.Page(file, title=title, url_path=address, icon=icon, default=number == 0)
        for number, (file, title, address, icon) in enumerate(PAGES)
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":  # run as a page's script, once for every click
    main()
else:  # imported once by `streamlit run`, which serves the object `app`
    from starlette.middleware import Middleware

    from graph.headers import SecureHeaders
    from graph.session import unforeseen

    app = st.App(Path(__file__).resolve(), middleware=[Middleware(SecureHeaders)], on_script_error=unforeseen)
