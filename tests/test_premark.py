"""What the reader finds, as marks to correct."""

import json
from pathlib import Path

import pytest

from loaders.training.premark import main
from loaders.training.standoff import marked, notes

TEXT = "The foreign minister of Chad, Idriss Moussa Adoum, accused Mali of piracy on Monday. He met Peru's president."


def test_the_readers_claims_become_marks_and_articles_set_aside_stay_unread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, aside, out = tmp_path / "in.jsonl", tmp_path / "aside.toml", tmp_path / "notes.jsonl"
    source.write_text("".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("x1", "x2")))
    aside.write_text('drawn = ["x2"]\n')
    assert main([str(source), "--without", str(aside), "-o", str(out)]) == 0
    assert capsys.readouterr().out == "1 articles\n"
    found = marked(notes(out)["x1"], TEXT)
    accused = next(c for c in found.claims if c.relation == "ACCUSE")
    names = {TEXT[m.start : m.end]: m.actors[0] for m in found.mentions}
    assert accused.targets == (names["Mali"],)
    assert TEXT[slice(*accused.trigger[0])] == "accused"
