"""The register of known actors."""

import csv
from pathlib import Path

import pytest

from graph import register as module
from graph.errors import DataError
from graph.register import Register, key, register
from graph.resources import resource


@pytest.fixture
def known() -> Register:
    return register()


def test_full_names_and_acronyms_find_the_same_actor(known: Register) -> None:
    assert known.find("Government of National Accord") == known.find("GNA")
    assert known.find("the European Union") == known.find("EU")


def test_acronyms_keep_their_case(known: Register) -> None:
    assert known.find("US") is not None
    assert known.find("us") is None
    assert known.find("who") is None


def test_longer_names_are_found_in_any_case(known: Register) -> None:
    assert known.find("Arab league") == known.find("Arab League")


def test_curly_apostrophes_are_read_as_straight_ones(known: Register) -> None:
    assert known.find("Kurdistan Workers’ Party") == known.find("PKK")


def test_spellings_of_one_person_have_one_id(known: Register) -> None:
    hifter, haftar = known.find("Khalifa Hifter"), known.find("Khalifa Haftar")
    assert hifter is not None
    assert hifter == haftar


def test_kim_jong_il_is_not_kim_jong_un(known: Register) -> None:
    assert known.find("Kim Jong Il") != known.find("Kim Jong Un")


def test_weak_forms_name_nobody_by_themselves(known: Register) -> None:
    assert known.find("PC") is None
    assert [e.actor.name for e in known.may_mean("PC")] == ["Presidential Council"]
    assert known.find("Georgia") is None


def test_every_country_has_code_qid_and_unique_demonyms(known: Register) -> None:
    countries = [e for e in known.entries.values() if e.actor.kind == "country"]
    assert len(countries) >= 195
    assert all(e.actor.country and e.actor.wikidata for e in countries)
    demonyms = [key(d) for e in countries for d in e.demonyms]
    assert len(demonyms) == len(set(demonyms))


def test_no_wikidata_id_stands_for_two_actors(known: Register) -> None:
    ids = [e.actor.wikidata for e in known.entries.values() if e.actor.wikidata]
    assert len(ids) == len(set(ids))


def test_countries_of_actors_are_countries_of_the_register(known: Register) -> None:
    codes = {e.actor.country for e in known.entries.values() if e.actor.country}
    assert [c for c in codes if known.country(c) is None] == []


def test_wholes_that_parts_name_are_in_the_register(known: Register) -> None:
    assert [e.part_of for e in known.entries.values() if e.part_of and e.part_of not in known.entries] == []


def test_nobody_holds_one_office_of_one_place_twice_at_a_time(known: Register) -> None:
    for one in known.offices:
        for other in known.offices:
            if one is not other and (one.office, one.at) == (other.office, other.at):
                first, second = sorted((one, other), key=lambda t: t.since)
                assert first.until, first
                assert first.until[:7] <= second.since[:7] or first.until <= second.since, (first, second)


def _copy(tmp_path: Path) -> Path:
    for name in (*module.FILES, "offices"):
        (tmp_path / f"{name}.csv").write_bytes(resource(f"register/{name}.csv").read_bytes())
    return tmp_path


def _read_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(module, "resource", lambda name: folder / Path(name).name)
    module.register.cache_clear()
    try:
        return module.register()
    finally:
        module.register.cache_clear()


def _add(path: Path, row: list[str]) -> None:
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerow(row)


def test_a_row_that_a_user_adds_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _copy(tmp_path)
    _add(folder / "parties.csv", ["party/island-list", "Island List", "FI", "", "IL party", ""])
    found = _read_from(folder, monkeypatch).find("Island List")
    assert found is not None
    assert found.actor.kind == "party"


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("parties.csv", ["party/x", "X List", "FI", "33", "", ""], "no Wikidata id"),
        ("parties.csv", ["party/fatah", "Fatah", "PS", "", "", ""], "stands there twice"),
        ("parties.csv", ["party/x", "X List", "FI"], "wrong number of columns"),
        ("parties.csv", ["party/x", "X List", "FI", "", "Hamas", ""], "strong name of"),
        ("bodies.csv", ["organization/x", "X", "club", "", "", "", "", "", ""], "is none of"),
        ("offices.csv", ["person/nobody", "Mayor", "country/fi", "2001", ""], "no id of the register"),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do(
    name: str, row: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _copy(tmp_path)
    _add(folder / name, row)
    with pytest.raises(DataError, match=says):
        _read_from(folder, monkeypatch)
