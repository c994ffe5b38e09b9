"""Check marked passages: every slip with its line, then what the files hold against the grid's quota.

python -m loaders.training.check data/training/own/*.txt
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph.errors import DataError
from graph.resources import read_toml
from loaders.training.marks import Marked, passages

NEAR = 0.3  # word-trigram Jaccard above which two passages are told twice
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*(?=\s|$)")


def cells() -> dict[str, int]:
    """The cells of the grid, `RELATION.act`, with the number of sentences that each should have."""
    grid = read_toml("training/grid.toml")
    return {
        f"{relation}.{act}": int(grid["quota"]) for relation, acts in grid["cells"].items() for act in acts
    }


def read(path: Path) -> list[Marked]:
    """The passages of a file, whose labels must name a cell and a style. Raises DataError at the first slip."""
    found = list(passages(path.read_text(encoding="utf-8"), path.name))
    known = cells()
    for passage in found:
        cell, *style = passage.label.split()
        if cell not in known:
            raise DataError(f"{passage.where}: '{cell}' is no cell of data/training/grid.toml")
        if not style or style[0] not in ("wire", "long", "hard", "local"):
            raise DataError(f"{passage.where}: say the style after the cell: wire, long, hard or local")
    return found


def sentences(text: str) -> int:
    """About how many sentences a text has."""
    return max(1, len(_SENTENCE_END.findall(text)))


def trigrams(text: str) -> frozenset[tuple[str, ...]]:
    """The word trigrams of a text, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def doubles(found: Sequence[Marked]) -> Iterator[tuple[Marked, Marked]]:
    """Pairs of passages that share too many trigrams; only those that share one at all are compared."""
    seen: dict[tuple[str, ...], list[int]] = {}
    sets = [trigrams(passage.text) for passage in found]
    for place, own in enumerate(sets):
        near = Counter(other for each in own for other in seen.get(each, ()))
        for other, shared in sorted(near.items()):
            if shared / len(own | sets[other]) > NEAR:
                yield found[other], found[place]
        for each in own:
            seen.setdefault(each, []).append(place)


def report(found: Sequence[Marked]) -> Iterator[str]:
    """What the passages hold, line by line."""
    told = [claim for passage in found for claim in passage.claims]
    yield f"{len(found)} passages, {sum(sentences(p.text) for p in found)} sentences, {len(told)} claims"
    yield f"without a claim: {sum(not passage.claims for passage in found)}"
    yield from _counted("relation", (claim.relation for claim in told))
    yield from _counted("modality", (claim.modality for claim in told))
    yield from _counted("style", (passage.label.split()[1] for passage in found))
    have = Counter[str]()
    for passage in found:
        have[passage.label.split()[0]] += sentences(passage.text)
    short = {cell: have[cell] for cell, quota in cells().items() if have[cell] < quota}
    yield f"cells below their quota: {len(short)} of {len(cells())}"
    pairs = list(doubles(found))
    yield f"near doubles: {len(pairs)}"
    yield from (f"  {one.where} and {other.where}" for one, other in pairs[:20])


def _counted(what: str, values: Iterable[str]) -> Iterator[str]:
    counts = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    yield f"{what}: " + ", ".join(f"{name} {number}" for name, number in counts)


def main(paths: Sequence[str]) -> int:
    """Check files and report; 1 where one has a slip."""
    found, wrong = [], 0
    for path in map(Path, paths):
        try:
            found += read(path)
        except DataError as slip:
            print(slip, file=sys.stderr)
            wrong += 1
    print("\n".join(report(found)))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
