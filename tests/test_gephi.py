"""GraphML as Gephi itself reads it. Needs Java 17 and the Gephi toolkit; skipped aloud without them.

To run: mvn dependency:copy -Dartifact=org.gephi:gephi-toolkit:0.10.1:jar:all -DoutputDirectory=DIR
        GEPHI_TOOLKIT=DIR/gephi-toolkit-0.10.1-all.jar python -m pytest tests/test_gephi.py
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from export_stores import exported
from story import FINLAND

from graph.export import Scope
from graph.model import Reading
from graph.network import CLAIM_TYPES, NODE_TYPES, TIE_TYPES

TYPES = {str: "String", int: "Integer", float: "Double", bool: "Boolean"}
# Columns that Gephi makes its own.
OWN = {"label": "Label", "weight": "Weight"}


def opened(path: Path) -> list[list[str]]:
    """What tests/GephiCheck.java prints about a file."""
    jar, java = os.environ.get("GEPHI_TOOLKIT"), shutil.which("java")
    if not java or not jar or not Path(jar).is_file():
        pytest.skip("no Gephi: tests/test_gephi.py says how to get it")
    check = Path(__file__).with_name("GephiCheck.java")
    command = [java, "-Djava.awt.headless=true", "-cp", jar, str(check), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(("ties", "edges"), [(False, 11), (True, 10)])
def test_gephi_opens_the_whole_network_without_a_warning(
    story: tuple[Reading, ...], tmp_path: Path, ties: bool, edges: int
) -> None:
    rows = opened(exported(tmp_path, story, "g.graphml", Scope(ties=ties)))
    assert [row for row in rows if row[0] == "issue" and row[1] != "INFO"] == []
    assert ["count", "7", str(edges)] in rows
    assert ["label", FINLAND.id, "Finland"] in rows
    for what, types in (("node", NODE_TYPES), ("edge", TIE_TYPES if ties else CLAIM_TYPES)):
        for name, kind in types.items():
            assert [what, OWN.get(name, name), TYPES[kind]] in rows
