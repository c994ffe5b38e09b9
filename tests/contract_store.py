"""What every store must do, whatever it is made of.

A test module gives the fixture `store`, an empty store of its kind, and inherits `StoreContract` together with one of
`FrozenViews` and `LiveViews`, according to what a view of that kind promises while somebody writes.
"""

from dataclasses import replace
from datetime import date
from itertools import cycle
from threading import Event, Thread

import pytest
from story import TURKEY, UNION

from graph.errors import StoreError
from graph.model import Merge, Reading
from graph.store.base import Selection, Store

Story = tuple[Reading, ...]
ORAN_IS_TURKEY = Merge(
    "person/kemal-oran", TURKEY, by="An editor", on=date(2021, 5, 1), note='one "and" the same'
)


def fill(store: Store, story: Story) -> list[str]:
    with store.writer() as writer:
        return [writer.put(reading) for reading in story]


def check_changes(store: Store, story: Story) -> None:
    """What puts and drops say of changes to what is stored, and to what still waits for its batch."""
    home = "file:///news/a%20file.txt"
    first, second = (replace(each, article=replace(each.article, source=home)) for each in story[2:])
    assert fill(store, (*story[:2], first)) == ["added"] * 3
    assert fill(store, (*story[:2], first)) == ["unchanged"] * 3
    with store.writer() as writer:
        assert writer.put(second) == "replaced"
        assert writer.put(second) == "unchanged"
        assert writer.put(first) == "replaced"
        assert writer.put(second) == "replaced"
        assert writer.drop(story[0].article.id) is True
        assert writer.drop(story[0].article.id) is False
        writer.flush()
        assert writer.drop(story[0].article.id) is False
        assert writer.put(story[0]) == "added"
        assert writer.put(second) == "unchanged"
    found = {article.id for article in store.view().articles()}
    assert found == {story[0].article.id, story[1].article.id, second.article.id}
    assert store.view().reading(second.article.id) == second


class StoreContract:
    """What holds for every store."""

    def test_an_empty_store_holds_nothing(self, store: Store) -> None:
        view = store.view()
        assert (view.stats().articles, view.stats().claims, view.stats().first) == (0, 0, None)
        assert [*view.articles(), *view.claims(), *view.actors(), *view.ties()] == []
        assert view.article("a1") is None
        assert view.reading("a1") is None

    def test_what_was_put_comes_back_exactly(self, store: Store, story: Story) -> None:
        assert fill(store, story) == ["added"] * 4
        view = store.view()
        assert [view.reading(each.article.id) for each in story] == list(story)
        assert [view.article(each.article.id) for each in story] == [each.article for each in story]

    def test_articles_are_listed_by_id(self, store: Store, story: Story) -> None:
        fill(store, story)
        assert list(store.view().articles()) == sorted(
            (r.article for r in story), key=lambda article: article.id
        )

    def test_putting_the_same_again_changes_nothing(self, store: Store, story: Story) -> None:
        fill(store, story)
        before, revision = list(store.view().quads()), store.view().revision()
        assert fill(store, story) == ["unchanged"] * 4
        assert list(store.view().quads()) == before
        assert store.view().revision() == revision

    def test_a_changed_article_replaces_its_claims(self, store: Store, story: Story) -> None:
        fill(store, story)
        shorter = replace(story[0], claims=story[0].claims[:1])
        revision = store.view().revision()
        assert fill(store, (shorter,)) == ["replaced"]
        assert store.view().reading(shorter.article.id) == shorter
        assert store.view().stats().claims == sum(len(r.claims) for r in story) - 4
        assert store.view().revision() != revision

    def test_another_reader_version_replaces_claims_too(self, store: Store, story: Story) -> None:
        fill(store, story[:1])
        newer = replace(story[0], claims=tuple(replace(claim, version="next") for claim in story[0].claims))
        assert fill(store, (newer,)) == ["replaced"]

    def test_a_changed_file_replaces_the_article_it_held_before(self, store: Store, story: Story) -> None:
        home = "file:///news/a%20file.txt"
        first = replace(story[2], article=replace(story[2].article, source=home))
        second = replace(story[3], article=replace(story[3].article, source=home))
        assert fill(store, (story[0], first, second)) == ["added", "added", "replaced"]
        assert {article.id for article in store.view().articles()} == {story[0].article.id, second.article.id}
        assert fill(store, (second,)) == ["unchanged"]

    def test_dropping_an_article_leaves_nothing_of_it(self, store: Store, story: Story) -> None:
        fill(store, story[:1])
        before = list(store.view().quads())
        fill(store, story[1:])
        with store.writer() as writer:
            assert [writer.drop(reading.article.id) for reading in story[1:]] == [True] * 3
            assert writer.drop(story[1].article.id) is False
        assert list(store.view().quads()) == before

    def test_what_was_put_is_seen_when_the_writer_ends_by_an_error(self, store: Store, story: Story) -> None:
        with pytest.raises(KeyboardInterrupt), store.writer() as writer:
            writer.put(story[0])
            raise KeyboardInterrupt
        assert store.view().stats().articles == 1

    def test_a_second_writer_is_refused(self, store: Store) -> None:
        with store.writer(), pytest.raises(StoreError, match="is writing"):
            store.writer()
        with store.writer():
            pass

    def test_a_closed_writer_writes_no_more(self, store: Store, story: Story) -> None:
        with store.writer() as writer:
            pass
        with pytest.raises(StoreError, match="closed"):
            writer.put(story[0])

    def test_actors_are_one_over_all_articles(self, store: Store, story: Story) -> None:
        fill(store, story)
        fuller = replace(story[2].actors[3], name="Finland", names=("Finland", "Suomi"))
        fill(store, (replace(story[2], actors=(*story[2].actors[:3], fuller)),))
        actors = {actor.id: actor for actor in store.view().actors()}
        assert list(actors) == sorted(actors)
        assert len(actors) == 7
        assert actors["country/fi"].names == ("Finland", "Suomi")
        assert actors["country/fi"].known

    def test_actors_that_nothing_names_are_not_listed(self, store: Store, story: Story) -> None:
        fill(store, (replace(story[3], claims=()),))
        assert list(store.view().actors()) == []

    def test_one_actor_can_be_had_by_its_id(self, store: Store, story: Story) -> None:
        fill(store, story)
        view = store.view()
        assert [view.actor(actor.id) for actor in view.actors()] == list(view.actors())
        assert view.actor("person/nobody") is None

    def test_readings_come_one_by_one_in_the_order_of_articles(self, store: Store, story: Story) -> None:
        fill(store, story)
        assert list(store.view().readings()) == sorted(story, key=lambda reading: reading.article.id)

    def test_claims_are_found_by_who_is_cited(self, store: Store, story: Story) -> None:
        fill(store, story)
        cited = list(store.view().claims(Selection(speakers=("person/kemal-oran", "person/selma-aalto"))))
        assert {claim.id for claim in cited} == {story[0].claims[3].id, story[1].claims[0].id}

    def test_stats_tell_the_days_of_publication(self, store: Store, story: Story) -> None:
        fill(store, story)
        stats = store.view().stats()
        assert (stats.first_published, stats.last_published) == (date(2021, 3, 2), date(2021, 4, 10))

    def test_claims_come_newest_first(self, store: Store, story: Story) -> None:
        fill(store, story)
        published = {r.article.id: r.article.published for r in story}
        days = [c.date.start if c.date else published[c.article] for c in store.view().claims()]
        assert days[-1] is None
        assert days[:-1] == sorted((day for day in days[:-1] if day), reverse=True)

    @pytest.mark.parametrize(
        ("selection", "number"),
        [
            (Selection(), 11),
            (Selection(limit=2), 2),
            (Selection(actors=("person/kemal-oran",)), 3),
            (Selection(actors=("person/kemal-oran", "igo/baltic-union")), 4),
            (Selection(between=("country/fi", "country/tr")), 1),
            (Selection(between=("person/selma-aalto", "person/kemal-oran")), 2),
            (Selection(relations=("CONSULT", "REJECT")), 4),
            (Selection(relations=("CONSULT",), modalities=("denied",)), 1),
            (Selection(since=date(2021, 3, 2)), 8),
            (Selection(since=date(2021, 3, 1), until=date(2021, 3, 1)), 2),
            (Selection(until=date(1999, 1, 1)), 0),
            (Selection(actors=("nobody",)), 0),
            (Selection(articles=("none",)), 0),
            (Selection(ids=("none",)), 0),
        ],
    )
    def test_a_selection_keeps_what_it_says(
        self, store: Store, story: Story, selection: Selection, number: int
    ) -> None:
        fill(store, story)
        assert len(list(store.view().claims(selection))) == number

    def test_claims_are_found_by_id_and_article(self, store: Store, story: Story) -> None:
        fill(store, story)
        wanted = story[1].claims[2]
        assert list(store.view().claims(Selection(ids=(wanted.id,)))) == [wanted]
        found = store.view().claims(Selection(articles=(story[1].article.id,)))
        assert {claim.id for claim in found} == {claim.id for claim in story[1].claims}

    def test_ties_count_articles_and_claims(self, store: Store, story: Story) -> None:
        fill(store, story)
        first, *others = store.view().ties()
        assert (first.source, first.target, first.relation) == (
            "person/kemal-oran",
            "person/selma-aalto",
            "CONSULT",
        )
        assert (first.claims, first.articles, first.modalities) == (2, 2, {"asserted": 2})
        assert first.first == first.last == date(2021, 3, 1)
        assert {tie.articles for tie in others} == {1}

    def test_a_symmetric_tie_stands_once_with_the_smaller_id_first(self, store: Store, story: Story) -> None:
        fill(store, story)
        joint = [tie for tie in store.view().ties() if tie.relation == "CONSULT"]
        assert len(joint) == 2
        assert all(tie.source < tie.target for tie in joint)

    def test_a_meeting_of_three_makes_three_ties_and_a_lone_act_none(
        self, store: Store, story: Story
    ) -> None:
        meeting, lone = story[0].claims[0], story[0].claims[4]
        third = story[0].claims[3].sources[0]
        claims = (replace(meeting, sources=(*meeting.sources, third)), replace(lone, targets=()))
        fill(store, (replace(story[0], claims=claims),))
        assert [tie.relation for tie in store.view().ties()] == ["CONSULT"] * 3

    def test_stats_count_by_relation(self, store: Store, story: Story) -> None:
        fill(store, story)
        stats = store.view().stats()
        assert (stats.articles, stats.claims, stats.actors, stats.problems) == (4, 11, 7, 1)
        assert stats.by_relation == {
            "CONSULT": 3, "ACCUSE": 2, "HOLDS_OFFICE": 2, "AGREE": 1, "REJECT": 1, "REQUEST": 1, "SUPPORT": 1
        }  # fmt: skip
        assert next(iter(stats.by_relation)) == "CONSULT"
        assert (stats.first, stats.last) == (date(2021, 3, 1), date(2021, 3, 1))

    def test_a_reading_that_contradicts_itself_is_refused_whole(self, store: Store, story: Story) -> None:
        stray = replace(story[0], claims=(story[1].claims[0],))
        with store.writer() as writer, pytest.raises(StoreError, match="belongs to article"):
            writer.put(stray)
        assert store.view().stats().articles == 0

    def test_half_a_character_is_refused_with_a_way_out(self, store: Store, story: Story) -> None:
        broken = replace(story[3], article=replace(story[3].article, title="\ud800"))
        with store.writer() as writer, pytest.raises(StoreError, match="U\\+FFFD"):
            writer.put(broken)

    def test_ties_can_be_had_in_part_and_counted(self, store: Store, story: Story) -> None:
        fill(store, story)
        view = store.view()
        everything = list(view.ties())
        assert list(view.ties(most=3)) == everything[:3]
        assert view.tie_count() == len(everything)
        assert view.tie_count(Selection(relations=("CONSULT",))) == 2

    def test_the_most_prominent_have_the_most_partners(self, store: Store, story: Story) -> None:
        fill(store, story)
        rows = store.view().prominent()
        assert list(rows) == sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))
        assert {actor for actor, _, _ in rows} == {
            end for tie in store.view().ties() for end in (tie.source, tie.target)
        }
        assert list(store.view().prominent(most=2)) == list(rows[:2])

    def test_names_are_found_by_their_beginnings_without_case_and_accents(
        self, store: Store, story: Story
    ) -> None:
        accented = tuple(
            replace(actor, names=("Kémal Örån",)) if actor.id == "person/kemal-oran" else actor
            for actor in story[2].actors
        )
        fill(store, (replace(story[2], actors=accented),))
        view = store.view()
        assert [actor.id for actor in view.find("oran kem")] == ["person/kemal-oran"]
        assert [actor.id for actor in view.find("SELMA")] == ["person/selma-aalto"]
        assert [actor.id for actor in view.find("örå")] == ["person/kemal-oran"]
        assert [*view.find(""), *view.find("ran"), *view.find('"*')] == []
        assert len(view.find("a", most=1)) == 1

    def test_a_merge_moves_all_claims_of_an_actor_to_another(self, store: Store, story: Story) -> None:
        fill(store, story)
        with store.writer() as writer:
            assert writer.merge(ORAN_IS_TURKEY) is True
            assert writer.merge(ORAN_IS_TURKEY) is False
        view = store.view()
        assert list(view.merges()) == [ORAN_IS_TURKEY]
        assert list(view.claims(Selection(actors=("person/kemal-oran",)))) == []
        met = next(iter(view.claims(Selection(between=("person/selma-aalto", "country/tr")))))
        assert ("country/tr", "person/kemal-oran") in {(p.actor, p.read_as) for p in met.sources}
        actors = {actor.id: actor for actor in view.actors()}
        assert "person/kemal-oran" not in actors
        assert "Kemal Oran" in actors["country/tr"].names
        assert actors["country/tr"].name == "Turkey"
        assert not actors["country/tr"].derived

    def test_a_merge_that_is_undone_leaves_no_trace(self, store: Store, story: Story) -> None:
        fill(store, story)
        before = list(store.view().quads())
        with store.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
            writer.merge(Merge("country/tr", UNION))
        assert list(store.view().quads()) != before
        with store.writer() as writer:
            assert writer.undo(ORAN_IS_TURKEY.id) is True
            assert writer.undo(ORAN_IS_TURKEY.id) is False
            assert writer.undo(Merge("country/tr", UNION).id) is True
        assert list(store.view().quads()) == before
        assert [store.view().reading(each.article.id) for each in story] == list(story)

    def test_what_is_put_after_a_merge_is_merged_too(self, store: Store, story: Story) -> None:
        fill(store, story[:1])
        with store.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
        assert fill(store, story) == ["unchanged", "added", "added", "added"]
        late = list(store.view().quads())
        with store.writer() as writer:
            writer.undo(ORAN_IS_TURKEY.id)
        fill(store, story)
        with store.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
        assert list(store.view().quads()) == late

    def test_actors_judged_not_the_same_stay_apart(self, store: Store, story: Story) -> None:
        fill(store, story)
        apart = replace(ORAN_IS_TURKEY, same=False)
        actors = list(store.view().actors())
        with store.writer() as writer:
            writer.merge(apart)
            assert writer.merge(ORAN_IS_TURKEY) is True
            assert writer.merge(apart) is True
        assert list(store.view().merges()) == [apart]
        assert list(store.view().actors()) == actors

    def test_a_merge_that_contradicts_another_changes_nothing(self, store: Store, story: Story) -> None:
        fill(store, story)
        with store.writer() as writer:
            writer.merge(ORAN_IS_TURKEY)
        before = list(store.view().quads())
        with store.writer() as writer, pytest.raises(StoreError, match="undo"):
            writer.merge(Merge("person/kemal-oran", UNION))
        assert list(store.view().quads()) == before


class FrozenViews:
    """For stores whose view is a snapshot: what somebody writes later is not in it."""

    def test_a_view_does_not_change_while_somebody_writes(self, store: Store, story: Story) -> None:
        fill(store, story[:1])
        view = store.view()
        with store.writer() as writer:
            writer.put(story[1])
            writer.flush()
            assert view.stats().articles == 1
            assert store.view().stats().articles == 2
            writer.drop(story[0].article.id)
        assert view.reading(story[0].article.id) == story[0]


class LiveViews:
    """For servers, whose view shows at each call what is stored then: never half an article, but no snapshot either."""

    def test_what_is_flushed_is_seen_by_a_view_taken_before(self, store: Store, story: Story) -> None:
        fill(store, story[:1])
        view = store.view()
        with store.writer() as writer:
            writer.put(story[1])
            writer.flush()
            assert view.stats().articles == 2
            assert view.reading(story[1].article.id) == story[1]

    def test_no_call_ever_sees_half_an_article(self, store: Store, story: Story) -> None:
        full, short = story[0], replace(story[0], claims=story[0].claims[:1], mentions=(), cuts=())
        fill(store, (full,))
        enough = Event()
        writing = Thread(target=_alternate, args=(store, (short, full), enough))
        writing.start()
        view, seen = store.view(), set()
        try:
            for _ in range(300):
                assert view.reading(full.article.id) in (full, short)
                seen.add(len(list(view.claims())))
                if len(seen) > 1:
                    break
        finally:
            enough.set()
            writing.join()
        assert seen == {len(full.claims), len(short.claims)}


def _alternate(store: Store, versions: Story, enough: Event) -> None:
    """Put the versions of an article in turn, until somebody has seen enough."""
    with store.writer() as writer:
        for reading in cycle(versions):
            writer.put(reading)
            writer.flush()
            if enough.is_set():
                return
