"""What every page begins with: the look, the store opened, errors in plain words."""

from collections.abc import Callable

import streamlit as st

from graph import session
from graph.errors import LegationError
from graph.safe import safe_markdown
from graph.settings import default_store
from graph.store.base import View

# Our own constant text: less empty space above the page than the front end leaves, above all on a phone.
_LOOK = """<style>
.stMainBlockContainer { padding: 4.2rem 2.5rem 2rem; }
.stSidebar [data-testid="stSidebarHeader"] { min-height: 1.5rem; }
[data-testid="stMarkdownContainer"] blockquote { margin: 0.2rem 0; color: inherit; opacity: 1; }
.st-key-sparql textarea { font-family: monospace; font-size: 0.9rem; }
.st-key-picked { display: none; }
#behind { scroll-margin-top: 4rem; }
.stElementContainer:has(#behind) { height: 0; margin-bottom: -1rem; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.4rem 1rem 4rem; }
  .st-key-picked { display: block; position: fixed; z-index: 90; left: 0; right: 0; bottom: 0; padding: 0.6rem 1rem;
    background: #f2f6f9; border-top: 1px solid #c5d2dc; color: #1f2733; }
}
</style>"""


def show(page: Callable[[], None]) -> None:
    """Run a page; a mistake that the user can mend is told in one line, and nothing else of it is seen."""
    st.html(_LOOK)
    try:
        page()
    except LegationError as error:
        st.error(safe_markdown(str(error)), icon=":material/error:")


def opened() -> View | None:
    """The store as it is now; None, after saying how to fill it, where it holds no article."""
    seen = session.view()
    if seen.stats().articles:
        return seen
    st.header("Nothing to show yet")
    st.write("This store holds no articles. There are two ways to fill it:")
    st.write("1. Paste or upload an article on the **Add** page.")
    st.write("2. Read files or folders on the command line, then reload this page:")
    st.code(f"legation load ARTICLES --store {default_store()}", language="bash")
    return None
