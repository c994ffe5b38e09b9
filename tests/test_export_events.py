"""Event data as who works with POLECAT, ICEWS or GDELT would read them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from export_stores import exported, simple_reading
from story import AALTO, COUNCIL, FINLAND, GAZETTE, HOSTILE, ORAN, TURKEY, UNION

from graph import event_codes
from graph.errors import InputError
from graph.export import Scope
from graph.export.events import CAMEO_TYPES, UNKNOWN
from graph.model import MODALITIES, Actor, Reading
from graph.ontology import relations
from graph.register import register
from graph.store.base import Selection

ALL = Scope(Selection(modalities=MODALITIES))
# As published with POLECAT's weekly files.
POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Primary Actor Sector|\
Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Actor Country|Actor COW|Recipient Name|\
Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|\
Recipient Country|Recipient COW|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|\
Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|\
Version""".split("|")


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def cameo(path: Path) -> pd.DataFrame:
    """The TSV as the documentation says that it should be read."""
    return pd.read_csv(
        path,
        sep="\t",
        keep_default_na=False,
        na_values=[""],
        dtype={"CAMEO Root Code": "str"},
        parse_dates=["Event Date", "Publication Date"],
    )


def test_what_is_told_as_fact_is_an_event_and_nothing_else(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    found = events(exported(tmp_path, story, "e.plover.jsonl"))
    told = {c.id for r in story for c in r.claims if c.asserted and relations()[c.relation].family == "event"}
    assert {event["Event ID"] for event in found} == told
    assert {event["Modality"] for event in found} == {"asserted"}
    rows = cameo(exported(tmp_path, story, "e.cameo.tsv"))
    assert set(rows["Modality"]) == {"asserted"}
    assert set(rows["Claim ID"]) == told


def test_other_modalities_are_there_on_request_and_say_so(story: tuple[Reading, ...], tmp_path: Path) -> None:
    found = events(exported(tmp_path, story, "e.plover.jsonl", ALL))
    assert {event["Modality"] for event in found} == {"asserted", "planned", "denied"}
    assert set(cameo(exported(tmp_path, story, "e.cameo.tsv", ALL))["Modality"]) == {
        "asserted",
        "planned",
        "denied",
    }


def test_what_once_was_is_no_event(tmp_path: Path) -> None:
    reading = simple_reading("SUPPORT", [FINLAND], [TURKEY])
    former = replace(reading, claims=(replace(reading.claims[0], former=True),))
    assert events(exported(tmp_path, [former], "e.plover.jsonl", ALL)) == []


def test_every_event_has_the_fields_of_polecat(story: tuple[Reading, ...], tmp_path: Path) -> None:
    for event in events(exported(tmp_path, story, "e.plover.jsonl", ALL)):
        assert set(POLECAT) <= set(event)
        assert all(event[name] is None for name in UNKNOWN)


def test_an_event_says_who_what_whom_when_where_and_in_which_words(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    found = {e["Event Text"]: e for e in events(exported(tmp_path, story, "e.plover.jsonl"))}
    met = found["Kemal Oran and Selma Aalto held talks in Oslo on 1 March."]
    expected = {
        "Event Type": "CONSULT",
        "Event Date": "2021-03-01",
        "Event Date Precision": "day",
        "Quad Code": "VERBAL COOPERATION",
        "Intensity": 2.5,
        "Actor Name": "Kemal Oran",
        "Actor Country": "TUR",
        "Recipient Name": "Selma Aalto",
        "Recipient Country": "FIN",
        "Placename": "Oslo",
        "Source": "Baltic Wire",
        "Publication Date": "2021-04-10",
        "CAMEO Root Code": "04",
    }
    assert expected.items() <= met.items()
    accused = found["Finland accused Turkey of delaying the vote."]
    assert (accused["Event Date"], accused["Event Date Precision"]) == ("2021-03-05", "publication")
    assert (accused["Primary Actor Sector"], accused["Recipient Wikidata"]) == ("GOV", "Q43")


def test_several_actors_are_joined_and_each_keeps_its_place(tmp_path: Path) -> None:
    wild = Actor("organization/x", "A; B", "organization")
    reading = simple_reading("ACCUSE", [wild, UNION, FINLAND], [TURKEY])
    (event,) = events(exported(tmp_path, [reading], "e.plover.jsonl"))
    assert event["Actor Name"] == "A, B;Baltic Union;Finland"
    assert event["Actor Sectors"] == ";IGO;GOV"
    assert event["Actor Country"] == ";;FIN"


def test_a_tsv_row_is_one_pair_with_its_codes(story: tuple[Reading, ...], tmp_path: Path) -> None:
    rows = cameo(exported(tmp_path, story, "e.cameo.tsv"))
    assert list(rows.columns) == list(CAMEO_TYPES)
    assert rows["Event ID"].is_unique
    (row,) = rows[rows["CAMEO Root Code"] == "10"].to_dict("records")
    assert (row["Source ID"], row["Target ID"], row["Target Code"]) == (COUNCIL.id, TURKEY.id, "TUR")
    assert (row["Quad Class"], row["Intensity"]) == (3, -1.0)
    assert row["Event Date"].date() == date(2021, 3, 2)


def test_a_meeting_of_three_is_three_rows_and_one_event(tmp_path: Path) -> None:
    reading = simple_reading("CONSULT", [ORAN, AALTO, UNION])
    assert len(cameo(exported(tmp_path, [reading], "e.cameo.tsv"))) == 3
    (event,) = events(exported(tmp_path, [reading], "e.plover.jsonl"))
    assert (event["Actor ID"], event["Recipient ID"]) == (ORAN.id, f"{AALTO.id};{UNION.id}")


def test_an_act_without_a_target_is_a_row_without_one(tmp_path: Path) -> None:
    (row,) = cameo(exported(tmp_path, [simple_reading("RETREAT", [ORAN])], "e.cameo.tsv")).to_dict("records")
    assert row["Source ID"] == ORAN.id
    assert pd.isna(row["Target ID"])


def test_statements_have_a_cameo_code_and_standing_relations_none(tmp_path: Path) -> None:
    readings = [simple_reading("STATEMENT", [ORAN]), simple_reading("LEADS", [ORAN], [COUNCIL])]
    rows = cameo(exported(tmp_path, readings, "e.cameo.tsv"))
    assert list(rows["CAMEO Root Code"]) == ["01"]
    assert events(exported(tmp_path, readings, "e.plover.jsonl")) == []


def test_actors_are_coded_by_country_and_sector() -> None:
    paper = replace(GAZETTE, country="FI")
    coded = [event_codes.actor_code(each) for each in (FINLAND, paper, UNION, COUNCIL, AALTO, None)]
    assert coded == ["FIN", "FINMED", "IGO", None, "FIN", None]


def test_every_country_of_the_register_has_three_letters() -> None:
    two = {entry.actor.country for entry in register().entries.values() if entry.actor.country}
    assert two <= set(event_codes.codes()["country"])
    three = list(event_codes.codes()["country"].values())
    assert len(set(three)) == len(three) > 240


@pytest.mark.parametrize("name", relations())
def test_every_relation_with_cameo_codes_has_one_of_them_in_every_mode(name: str) -> None:
    claim = simple_reading(name, [FINLAND], [TURKEY]).claims[0]
    relation = relations()[name]
    for mode in (None, *relation.modes):
        root = event_codes.root(replace(claim, mode=mode))
        assert root in relation.cameo if relation.cameo else root is None
        assert (event_codes.quad(claim) is None) == (not relation.cameo)


def test_ties_are_no_events(story: tuple[Reading, ...], tmp_path: Path) -> None:
    for name in ("e.plover.jsonl", "e.cameo.tsv"):
        with pytest.raises(InputError, match="leave out --ties"):
            exported(tmp_path, story, name, Scope(ties=True))


def test_hostile_names_break_no_line(tmp_path: Path) -> None:
    wild = replace(HOSTILE, name="=1\tx\ny\u2028z\x00")
    reading = simple_reading("ACCUSE", [wild], [FINLAND], text="@a\tb\r\nc")
    (event,) = events(exported(tmp_path, [reading], "e.plover.jsonl"))
    assert event["Actor Name"] == "=1\tx\ny\u2028z"
    (row,) = cameo(exported(tmp_path, [reading], "e.cameo.tsv")).to_dict("records")
    assert (row["Source Name"], row["Sentence"]) == ("'=1\tx\ny\u2028z", "'@a\tb\nc")


@pytest.mark.parametrize("name", ["plover.jsonl", "cameo.tsv"])
def test_exporting_twice_gives_the_same_bytes(story: tuple[Reading, ...], tmp_path: Path, name: str) -> None:
    first = exported(tmp_path, story, f"1.{name}").read_bytes()
    assert exported(tmp_path, story[::-1], f"2.{name}").read_bytes() == first
