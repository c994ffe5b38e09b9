"""`legation merge`: two actors become one, by their names, and two again."""

import re
from pathlib import Path

import pytest

from graph.cli import main
from graph.model import Reading
from graph.store import open_store
from graph.store.base import Selection


@pytest.fixture
def home(story: tuple[Reading, ...], tmp_path: Path) -> Path:
    store = open_store(tmp_path / "store", create=True)
    with store.writer() as writer:
        for reading in story:
            writer.put(reading)
    store.close()
    return tmp_path / "store"


def claims(home: Path, actor: str) -> int:
    store = open_store(home)
    try:
        return len(list(store.view().claims(Selection(actors=(actor,)))))
    finally:
        store.close()


def test_actors_are_merged_by_name_and_parted_by_the_id_it_says(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = claims(home, "person/kemal-oran")
    assert own == 3
    assert (
        main(["merge", "Oran", "Selma Aalto", "--by", "Desk", "--note", "a test", "--store", str(home)]) == 0
    )
    said = capsys.readouterr().out
    assert "Kemal Oran (person/kemal-oran) is Selma Aalto (person/selma-aalto)" in said
    assert claims(home, "person/kemal-oran") == 0
    assert main(["merge", "--store", str(home)]) == 0
    listed = capsys.readouterr().out
    assert "Desk" in listed
    assert "a test" in listed
    found = re.search(r"--undo (m\w+)", said)
    assert found
    assert found[1] in listed
    assert main(["merge", "--undo", found[1], "--store", str(home)]) == 0
    assert claims(home, "person/kemal-oran") == own


def test_what_is_judged_not_the_same_cannot_be_merged_through_a_third(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["Oran", "Aalto", "--not-same"], ["Oran", "Finland"]):
        assert main(["merge", *words, "--store", str(home)]) == 0
    assert main(["merge", "Aalto", "Finland", "--store", str(home)]) == 2
    assert "were judged not to be the same: undo m" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["Oran"], "name two actors"),
        (["Oran", "Aalto", "--undo", "m1"], "name two actors"),
        (["Oran", "Orann"], "did you mean"),
        (["Oran", "person/kemal-oran"], "is itself already"),
        (["--undo", "m1"], "there is no judgement m1"),
    ],
)
def test_a_call_that_cannot_be_is_told_what_to_do(
    home: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["merge", *words, "--store", str(home)]) == 2
    assert says in capsys.readouterr().err
