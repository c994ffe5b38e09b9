"""Readers beside a writer: the short version of tests/soak.py."""

import re
from pathlib import Path

import pytest
import soak
from contract_store import Story, fill

from graph.store import open_store


@pytest.mark.slow
def test_four_readers_and_one_writer_see_no_error_and_nothing_half(tmp_path: Path) -> None:
    well, said = soak.soak(tmp_path / "store", 15)
    assert well, said
    looks = [int(number) for number in re.findall(r"at (\d+) revisions", said)]
    assert len(looks) == soak.READERS
    assert max(looks) > 1, "readers saw the store change"


def test_a_reader_notices_what_cannot_be(tmp_path: Path, story: Story) -> None:
    from dataclasses import replace

    store = open_store(tmp_path, create=True)
    whole = soak.edition(1, 5)
    fill(store, (whole, soak.edition(2, 6)))
    assert soak.faults(store.view()) == []
    fill(store, (replace(whole, claims=whole.claims[:1]),))
    assert soak.faults(store.view()) == [f"article {whole.article.id} is not edition 5"]
