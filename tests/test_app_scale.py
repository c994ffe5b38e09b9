"""What the app does where a store holds more than fits on a page: the same pages, with the limits set low."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from graph import session
from graph.model import Reading
from graph.pages import _filters
from graph.questions import actor_called
from graph.session import Filters
from graph.store import open_store
from graph.store.base import Selection, View
from graph.store.oxigraph import OxigraphView
from graph.store.select import EVERYTHING

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, story: tuple[Reading, ...]) -> Iterator[Path]:
    """The app's store with the story in it."""
    path = tmp_path / "store"
    monkeypatch.setenv("LEGATION_STORE", str(path))
    with open_store(path, create=True).writer() as writer:
        for reading in story:
            writer.put(reading)
    yield path
    session._store.clear()


def opened(page: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "graph/pages" / f"{page}.py"), default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def typed(box: Selectbox[str], words: str) -> None:
    """Type into a box what it does not list; the test kit takes only what is listed."""
    box.options.append(words)
    box.set_value(words).run()


def text(at: AppTest) -> str:
    assert not at.exception, at.exception
    parts = [*at.markdown, *at.caption, *at.info, *at.warning]
    return "\n".join(str(each.value) for each in parts).replace("\\", "").replace("\u2060", "")


def test_a_large_store_lists_the_most_prominent_and_finds_others_by_what_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_filters, "LISTED", 2)
    at = opened("actor")
    box = at.selectbox(key="actor-chosen")
    assert len(box.options) == 2
    assert "Baltic Union" not in box.options
    typed(box, "balt")
    assert at.session_state["actor-chosen"] == "igo/baltic-union"
    assert "## Baltic Union" in text(at)
    typed(at.selectbox(key="actor-chosen"), "zzz")
    assert "No actor of this store has a name that begins like that" in text(at)


def test_an_actor_outside_the_list_can_still_be_sent_as_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_filters, "LISTED", 2)
    assert "## Baltic Union" in text(opened("actor", actor="igo/baltic-union"))


def test_a_page_holds_no_more_than_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []
    plain = OxigraphView.ties

    def ties(self: OxigraphView, selection: Selection = EVERYTHING, *, most: int | None = None) -> object:
        asked.append(most)
        return plain(self, selection, most=most)

    monkeypatch.setattr(OxigraphView, "ties", ties)
    monkeypatch.setattr(OxigraphView, "readings", None)
    monkeypatch.setattr(OxigraphView, "articles", None)
    for page in ("explore", "actor", "ask"):
        assert not opened(page).exception
    assert asked
    assert None not in asked


def test_ties_that_are_left_out_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SHOWN", 3)
    seen = session.view()
    everything = list(seen.ties())
    assert session.ties(seen, Filters()) == (everything[:3], len(everything))
    at = opened("explore")
    at.segmented_control(key="way").set_value("Table").run()
    assert f"The strongest 3 of {len(everything)} ties" in text(at)


def test_a_filter_that_works_on_ties_looks_further_than_the_strongest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "SHOWN", 1)
    seen = session.view()
    people = Filters(kinds=("organization", "country"))
    kept = people.keep(seen.ties(), session.actors(seen))
    assert session.ties(seen, people)[0] == kept[:1]
    assert session.ties(seen, Filters(least=2))[1] == len([t for t in seen.ties() if t.articles >= 2])


def test_an_actor_of_many_claims_shows_the_newest_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "CLAIMS", 2)
    assert "shown are the newest 2 claims" in text(opened("actor", actor="country/tr"))
    assert "at least 2 claims" in text(opened("explore", actor="country/tr"))


@pytest.mark.parametrize("name", ["person/kemal-oran", "Kemal Oran", "kemal ORAN", "Oran"])
def test_a_name_is_understood_without_a_look_at_all_actors(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: View = session.view()
    monkeypatch.setattr(OxigraphView, "actors", None)
    assert actor_called(seen, name).id == "person/kemal-oran"
