"""The example sentences of the ontology come out as it says: they document each relation and are tests."""

from typing import Any

import pytest
from reading import claims, names, short

from graph.model import Claim
from graph.ontology import Example, relations

CASES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name, relation in relations().items()
    for number, example in enumerate(relation.examples, 1)
]

# The sentences of the standing relations may tell an event besides.
EVENTS = [case for case in CASES if relations()[str(case.values[0])].family == "event"]


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ").rstrip("s")


def _fits(claim: Claim, relation: str, wanted: dict[str, Any]) -> bool:
    if claim.relation != relation or claim.modality != wanted.get("m", "asserted"):
        return False
    sources, targets = ({_plain(n) for n in names(side)} for side in (claim.sources, claim.targets))
    if sources != {_plain(n) for n in wanted["s"]}:
        return False
    if "t" in wanted and targets != {_plain(n) for n in wanted["t"]}:
        return False
    if "i" in wanted and (claim.issue is None or claim.issue.text.lower() != wanted["i"].lower()):
        return False
    if "by" in wanted and names(claim.attributed_to) != [wanted["by"]]:
        return False
    return claim.mode == wanted["mode"] if "mode" in wanted else True


@pytest.mark.parametrize(("relation", "example"), CASES)
def test_an_example_of_the_ontology_is_read_as_it_says(relation: str, example: Example) -> None:
    found = claims(example.text)
    for wanted in example.claims:
        assert any(_fits(c, relation, wanted) for c in found), [short(c) for c in found]


@pytest.mark.parametrize(("relation", "example"), EVENTS)
def test_an_example_yields_no_event_but_the_expected_one(relation: str, example: Example) -> None:
    events = [c for c in claims(example.text) if relations()[c.relation].family == "event"]
    assert all(c.relation == relation for c in events), [short(c) for c in events]
