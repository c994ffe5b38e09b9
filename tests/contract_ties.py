"""What servers must count just as `graph.store.select` counts records: ties, and who has most of them."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_index import narrow, readings

from graph.model import Reading
from graph.store import select
from graph.store.base import Selection, Store


class TiesContract:
    """For stores that leave it to a server; a test module inherits it and gives the fixture `store`."""

    def test_any_selection_gives_the_ties_of_its_records(self, store: Store) -> None:
        # A server is too slow to search for the smallest example.
        @settings(
            max_examples=6,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=[Phase.generate],
        )
        @given(st.lists(readings(), min_size=3, max_size=8), st.lists(narrow, min_size=8, max_size=8))
        def agrees(told: list[Reading], wanted: list[Selection]) -> None:
            _fill(store, told)
            for selection in (Selection(), *wanted):
                _agree(store, selection)

        agrees()


def _fill(store: Store, told: list[Reading]) -> None:
    with store.writer() as writer:
        for article in "abcd":
            writer.drop(article)
        for reading in told:
            writer.put(reading)
    assert {each.id for each in store.view().articles()} == {reading.article.id for reading in told}


def _agree(store: Store, selection: Selection) -> None:
    view = store.view()
    chosen = select.select(selection, select.dated(view.readings()))
    expected = select.ties(chosen)
    assert list(view.claims(selection)) == [each.claim for each in chosen]
    assert list(view.ties(selection)) == expected
    assert list(view.ties(selection, most=2)) == expected[:2]
    assert view.tie_count(selection) == len(expected)
    assert list(view.prominent(selection)) == select.prominent(expected)
    assert list(view.prominent(selection, most=2)) == select.prominent(expected, 2)
