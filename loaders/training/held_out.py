"""The reader on the held-out news: precision and recall at every threshold, by family, and how far its confidence can be trusted.

    python -m loaders.training.held_out --texts ARTICLES.jsonl ... [--json FILE] [--svg FILE]

Matched by `loaders.training.match`. ARTICLES.jsonl hold the texts of data/training/wikinews/held_out.jsonl. Nothing may be tuned on
these figures; say in the model card how often they were looked at.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.errors import LegationError
from graph.model import Claim, Reading
from graph.ontology import relations
from graph.resources import resource
from loaders.learned import model
from loaders.training import corpus
from loaders.training.fit import calibration
from loaders.training.match import verdicts

FAMILIES = ("all", "interactions", "statements", "standing")
_FAMILY = {"event": "interactions", "statement": "statements", "standing": "standing"}
THRESHOLDS = tuple(n / 20 for n in range(4, 19))
_LEAST = 0.0

Read = tuple[corpus.News, Reading]


def figures(read: Sequence[Read]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of claims of each family."""
    counts = {family: [0, 0, 0, 0] for family in FAMILIES}
    for news, reading in read:
        found = verdicts(reading.claims, reading.mentions, news.marks)
        for claim, match in zip(reading.claims, found.matched, strict=True):
            for row in (counts["all"], counts[_family(claim.relation)]):
                row[0] += match is not None and match >= 0
                row[1] += match is None
        told = set(found.matched)
        for n, (gold, wanted) in enumerate(zip(news.marks.claims, found.wanted, strict=True)):
            for row in (counts["all"], counts[_family(gold.relation)]):
                row[2] += wanted
                row[3] += wanted and n in told
    return {family: _shares(*row) for family, row in counts.items()}


def _family(relation: str) -> str:
    return _FAMILY[relations()[relation].family]


def _shares(right: int, wrong: int, wanted: int, found: int) -> dict[str, float]:
    precision, recall = right / max(1, right + wrong), found / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
        "claims": right + wrong,
    }


def above(read: Iterable[Read], threshold: float) -> list[Read]:
    """The readings with the claims that are at least so sure."""
    return [(n, replace(r, claims=tuple(c for c in r.claims if c.confidence >= threshold))) for n, r in read]


def reliability(read: Iterable[Read]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error and its bins (mean confidence, share that is right, number), repetitions left out."""
    chances: list[float] = []
    right: list[float] = []
    for news, reading in read:
        claims: Sequence[Claim] = reading.claims
        for claim, match in zip(claims, verdicts(claims, reading.mentions, news.marks).matched, strict=True):
            if match != -1:
                chances.append(claim.confidence)
                right.append(float(match is not None))
    return calibration(chances, right)


def measured(news: Sequence[corpus.News]) -> dict[str, Any]:
    """All figures: the frames alone, the default, the curve, and the calibration."""
    from loaders.pipeline import Reader

    def read(reader: Reader) -> list[Read]:
        return [(one, reader.read(one.article)) for one in news]

    everything = read(Reader(threshold=_LEAST))
    error, bins = reliability(everything)
    return {
        "articles": len(news),
        "frames": figures(read(Reader(learned=False))),
        "default": figures(read(Reader())),
        "curve": {f"{t:.2f}": figures(above(everything, t)) for t in THRESHOLDS},
        "calibration_error": round(error, 4),
        "reliability": [[round(a, 3), round(b, 3), n] for a, b, n in bins],
    }


def table(found: Mapping[str, Any]) -> str:
    """The figures for people."""
    rows = [("frames", found["frames"]), ("default", found["default"]), *found["curve"].items()]
    lines = [f"{'':8}" + "".join(f"{family:>26}" for family in FAMILIES)]
    for name, row in rows:
        cells = (
            f"{c['precision']:.3f} {c['recall']:.3f} {c['f1']:.3f} ({c['claims']:>3})"
            for c in (row[f] for f in FAMILIES)
        )
        lines.append(f"{name:8}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join([*lines, f"expected calibration error {found['calibration_error']}"])


def main(argv: Sequence[str]) -> int:
    """Measure and print. 1 where a text is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    args = parser.parse_args(argv)
    try:
        model.load()  # or the frames' figures would be told as the reader's
        news = corpus.news(resource("training/wikinews/held_out.jsonl"), args.texts)
    except LegationError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    found = measured(news)
    print(table(found))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if args.svg:
        from loaders.training.diagram import diagram

        args.svg.write_text(diagram(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
