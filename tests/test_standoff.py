"""Annotations apart from their text: there and back, and never on another text."""

import json
from pathlib import Path

import pytest

from graph.errors import DataError
from loaders.training.marks import article
from loaders.training.standoff import main, marked, note, written

TEXT = "Chad [sic] met Mali \\ and Mali met Chad.\n\nIt agreed on Monday, and on Monday it left."
MARKS = (
    "@ x1\n[1:Chad] \\[sic\\] met [2:Mali] \\\\ and [2:Mali] met [1:Chad].\n\n[2:It] agreed on Monday, and on Monday it left.\n---\n"
    '- CONSULT 1,2>- asserted "met"#2\n'
    '- AGREE/visit 2>1 planned former "agreed ... left" | date: on Monday#2 | by: 1\n'
)


def test_marks_are_written_as_they_were_read() -> None:
    found = article(MARKS, "x1.txt")
    assert found.text == TEXT
    assert written(found) == MARKS


def test_a_line_holds_offsets_and_no_word_of_the_text() -> None:
    found = article(MARKS, "x1.txt")
    line = json.loads(json.dumps(note(found)))
    assert marked(line, TEXT).claims == found.claims
    assert marked(line, TEXT).mentions == found.mentions
    assert not {"Chad", "Mali", "Monday", "left"} & set(json.dumps(line).replace('"', " ").split())


def test_a_line_is_refused_on_another_text() -> None:
    with pytest.raises(DataError, match="not the one that was annotated"):
        marked(note(article(MARKS, "x1.txt")), TEXT + " ")


def test_articles_go_out_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, folder, out = tmp_path / "in.jsonl", tmp_path / "work", tmp_path / "notes.jsonl"
    source.write_text(json.dumps({"id": "x1", "text": TEXT}) + "\n")
    assert main(["show", str(source), str(folder)]) == 0
    assert (folder / "x1.txt").read_text().endswith("\n---\n- none\n")
    (folder / "x1.txt").write_text(MARKS)
    assert main(["take", str(source), str(folder), "-o", str(out)]) == 0
    (folder / "x1.txt").unlink()
    assert main(["show", str(source), str(folder), "--notes", str(out)]) == 0
    assert (folder / "x1.txt").read_text() == MARKS
    (folder / "x1.txt").write_text(MARKS.replace("It] agreed", "He] agreed"))
    assert main(["take", str(source), str(folder)]) == 1
    assert "the text differs from the article's at" in capsys.readouterr().err
