"""Exports as Gephi itself reads them."""

from pathlib import Path

import pytest
from export_stores import exported
from gephi import opened
from story import AALTO, FINLAND, ORAN

from graph.export import Scope
from graph.model import Reading
from graph.network import CLAIM_TYPES, NODE_TYPES, TIE_TYPES

pytestmark = [pytest.mark.server, pytest.mark.slow]

TYPES = {str: "String", int: "Integer", float: "Double", bool: "Boolean"}
# Columns that Gephi makes its own.
OWN = {"label": "Label", "weight": "Weight"}
Rows = list[list[str]]


@pytest.fixture(
    scope="module",
    params=[(".graphml", False), (".graphml", True), (".gexf", False), (".gexf", True)],
    ids=str,
)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bool, Rows]:
    """A format, whether as ties, and what Gephi makes of the story in it."""
    from story import readings

    suffix, ties = request.param
    path = exported(tmp_path_factory.mktemp("gephi"), readings(), f"g{suffix}", Scope(ties=ties))
    return suffix, ties, opened(path)


def test_it_opens_without_a_warning(case: tuple[str, bool, Rows]) -> None:
    assert [row for row in case[2] if row[0] == "issue" and row[1] != "INFO"] == []


def test_it_has_every_actor_and_edge(case: tuple[str, bool, Rows]) -> None:
    _, ties, rows = case
    assert ["count", "7", "10" if ties else "11"] in rows
    assert [row[2] for row in rows if row[:2] == ["label", FINLAND.id]] == ["Finland"]


def test_every_attribute_has_its_type(case: tuple[str, bool, Rows]) -> None:
    _, ties, rows = case
    for what, types in (("node", NODE_TYPES), ("edge", TIE_TYPES if ties else CLAIM_TYPES)):
        for name, kind in types.items():
            assert [what, OWN.get(name, name), TYPES[kind]] in rows


def test_a_tie_is_as_thick_as_it_has_sources(case: tuple[str, bool, Rows]) -> None:
    _, ties, rows = case
    weights = [row[4] for row in rows if row[:3] == ["tie", ORAN.id, AALTO.id]]
    assert weights == (["2.0"] if ties else ["1.0", "1.0"])


def test_the_timeline_knows_the_days_of_gexf(case: tuple[str, bool, Rows]) -> None:
    suffix, _, rows = case
    if suffix != ".gexf":
        return
    assert ["time", "INTERVAL", "DATE"] in rows
    days = {tuple(row[1:4]): row[5] for row in rows if row[0] == "tie"}
    assert days[ORAN.id, AALTO.id, "CONSULT"] == "2021-03-01/2021-03-01"
    seen = {row[1]: row[3] for row in rows if row[0] == "label"}
    assert seen[FINLAND.id] == "2021-03-02/2021-03-02 2021-03-05/2021-03-05 2021-04-10/2021-04-10"
    assert seen[ORAN.id] == "2021-03-01/2021-03-02"


def test_parallel_edges_of_gexf_survive_gephis_own_merging(case: tuple[str, bool, Rows]) -> None:
    suffix, ties, rows = case
    if (suffix, ties) != (".gexf", False):
        return
    kinds = sorted(row[3] for row in rows if row[:3] == ["tie", ORAN.id, AALTO.id])
    assert kinds == ["CONSULT", "CONSULT 2"]


def test_a_big_story_keeps_all_edges(tmp_path: Path) -> None:
    from dataclasses import replace

    from story import readings

    many = []
    for reading in readings():
        for number in range(30):
            name = f"{reading.article.id}-{number}"
            claims = tuple(replace(c, id=f"{c.id}{number}", article=name) for c in reading.claims)
            many.append(Reading(replace(reading.article, id=name), claims, reading.actors))
    rows = opened(exported(tmp_path, many, "big.gexf"))
    assert ["count", "7", str(11 * 30)] in rows
    assert [row for row in rows if row[0] == "issue" and row[1] != "INFO"] == []
