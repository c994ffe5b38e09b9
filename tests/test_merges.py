"""Judgements on actors: which become one, what an article then says, and that all of it can be taken back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from story import AALTO, COUNCIL, FINLAND, ORAN, TURKEY, UNION, readings

from graph.errors import StoreError
from graph.merges import apply, canonical, changed, check, strip
from graph.model import Actor, Merge, Reading

MEETING = readings()[0]
EVERYBODY = (AALTO, ORAN, FINLAND, TURKEY, COUNCIL, UNION)


def named(reading: Reading) -> set[str]:
    return {
        party.actor
        for claim in reading.claims
        for party in (*claim.sources, *claim.targets, *claim.attributed_to)
    }


def test_a_merged_actor_stands_with_the_other_and_says_how_it_was_read() -> None:
    told = apply(MEETING, canonical([Merge(ORAN.id, TURKEY)]))
    assert ORAN.id in named(MEETING)
    assert ORAN.id not in named(told)
    met = next(claim for claim in told.claims if claim.relation == "CONSULT")
    assert [(p.actor, p.read_as) for p in met.sources] == [(AALTO.id, AALTO.id), (TURKEY.id, ORAN.id)]
    assert [claim.id for claim in told.claims] == [claim.id for claim in MEETING.claims]


def test_an_article_that_lacks_the_other_gets_it_and_says_so() -> None:
    told = apply(MEETING, canonical([Merge(COUNCIL.id, UNION)]))
    assert [actor for actor in told.actors if actor.derived] == [replace(UNION, derived=True)]
    assert COUNCIL in told.actors


def test_a_merge_of_merged_actors_leads_to_the_last() -> None:
    final = canonical([Merge(AALTO.id, ORAN), Merge(ORAN.id, TURKEY)])
    assert {actor: into.id for actor, into in final.items()} == {AALTO.id: TURKEY.id, ORAN.id: TURKEY.id}


def test_what_was_judged_not_the_same_merges_nobody() -> None:
    assert canonical([Merge(AALTO.id, ORAN, same=False)]) == {}


def test_a_judgement_on_a_pair_is_one_whichever_comes_first() -> None:
    assert Merge(AALTO.id, ORAN).id == Merge(ORAN.id, AALTO, same=False).id
    assert Merge(AALTO.id, ORAN).id != Merge(AALTO.id, TURKEY).id


@pytest.mark.parametrize(
    ("merge", "others", "says"),
    [
        (Merge(AALTO.id, AALTO), [], "is itself already"),
        (Merge(AALTO.id, ORAN), [Merge(ORAN.id, TURKEY), Merge(TURKEY.id, AALTO)], "in a circle"),
        (Merge(AALTO.id, ORAN), [Merge(AALTO.id, TURKEY)], r"merged into country/tr before: undo m\w+ first"),
        (
            Merge(AALTO.id, TURKEY),
            [Merge(ORAN.id, TURKEY), Merge(AALTO.id, ORAN, same=False)],
            r"judged not to be the same: undo m\w+ first",
        ),
    ],
)
def test_a_judgement_that_contradicts_another_is_refused(
    merge: Merge, others: list[Merge], says: str
) -> None:
    with pytest.raises(StoreError, match=says):
        check(merge, others)


def test_a_judgement_may_be_given_again_or_turned_round() -> None:
    held = [Merge(AALTO.id, ORAN)]
    check(Merge(AALTO.id, ORAN, by="Editor", on=date(2024, 1, 2)), held)
    check(Merge(ORAN.id, AALTO), held)
    check(Merge(AALTO.id, ORAN, same=False), held)


def test_only_those_whose_end_differs_have_changed() -> None:
    before = canonical([Merge(AALTO.id, ORAN)])
    after = canonical([Merge(AALTO.id, ORAN), Merge(ORAN.id, TURKEY)])
    assert changed(before, after) == {AALTO.id, ORAN.id}
    assert changed(before, before) == set()


@st.composite
def judgements(draw: st.DrawFn) -> list[Merge]:
    """Merges that make no circle: each actor at most into one that comes later."""
    order: list[Actor] = draw(st.permutations(EVERYBODY))
    held = []
    for place, actor in enumerate(order[:-1]):
        if draw(st.booleans()):
            held.append(Merge(actor.id, draw(st.sampled_from(order[place + 1 :])), draw(st.booleans())))
    return held


@given(judgements(), judgements(), st.sampled_from(readings()))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_taken_back_leaves_no_trace(one: list[Merge], other: list[Merge], reading: Reading) -> None:
    plain = reading
    told = apply(plain, canonical(one))
    assert strip(told) == plain
    assert apply(told, canonical(other)) == apply(plain, canonical(other))
    assert apply(told, canonical(one)) == told
