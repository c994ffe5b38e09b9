"""The quality gate: reads the gold articles with the real reader and compares the figures with pinned floors.

    python tests/gate.py [--update] [--allow-regression] [--explain] [--held-out FILE] [--second]

Exits with 1 where a figure is below its floor (or a count of grave errors above its ceiling). `--update` pins what
was measured where it is better; it lowers nothing unless `--allow-regression` is given, which takes a changelog line.
`--second` measures, in place of the reader, who annotated the gold articles a second time, blind (tests/gold/second.jsonl). Before the differences
were settled that was F1 .910 (interactions .857, statements .956, standing relations .985); what is printed now is after.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from gold_files import all_gold, held_out  # noqa: E402

from loaders.evaluation.counts import Count  # noqa: E402
from loaders.evaluation.gold import GoldArticle  # noqa: E402
from loaders.evaluation.report import FAMILIES, GRAVE, Report, measured  # noqa: E402
from loaders.evaluation.show import table  # noqa: E402

FLOORS = HERE / "gold" / "floors.toml"
DETAILS = ("modality", "speakers", "dates", "places", "actors")


def measure(articles: Iterable[GoldArticle]) -> Report:
    """The report on what the real reader makes of the gold articles."""
    from loaders.pipeline import Reader

    reader = Reader()
    return measured((gold, reader.read(gold.article)) for gold in articles)


def second() -> Report:
    """The report on the blind second annotation of the gold articles: how far two careful people agree."""
    from loaders.training.as_reading import as_reading
    from loaders.training.standoff import marked, notes

    gold, lines = list(all_gold()), notes(HERE / "gold" / "second.jsonl")
    return measured((one, as_reading(marked(lines[one.stem], one.article.text), one.article)) for one in gold)


def figures(report: Report) -> dict[str, dict[str, float]]:
    """What is pinned: precision, recall and F1 of each family and detail (cut to three places), and the grave errors."""
    counts = {family: report.family(family) for family in FAMILIES}
    counts |= {name: report.modality if name == "modality" else report.details[name] for name in DETAILS}
    pinned = {name: _cut(count) for name, count in counts.items()}
    pinned["at_most"] = {name: report.grave[name] for name in GRAVE}
    return pinned


def _cut(count: Count) -> dict[str, float]:
    return {name: int(getattr(count, name) * 1000) / 1000 for name in ("precision", "recall", "f1")}


def breaches(now: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """What is worse than pinned, a line each."""
    lines = []
    for family, row in floors.items():
        for name, floor in row.items():
            value = now[family][name]
            if family == "at_most" and value > floor:
                lines.append(f"{name}: {value} is above its ceiling of {floor}")
            elif family != "at_most" and value < floor:
                lines.append(f"{family} {name}: {value:.3f} is below its floor of {floor:.3f}")
    return lines


def raised(
    now: dict[str, dict[str, float]], floors: dict[str, dict[str, float]], *, lower: bool = False
) -> dict[str, dict[str, float]]:
    """The floors after a run: the better of the two for each figure, or just what was measured with `lower`."""
    if lower or not floors:
        return now
    best = {f: {n: max(v, floors.get(f, {}).get(n, 0.0)) for n, v in row.items()} for f, row in now.items()}
    best["at_most"] = {n: min(v, floors.get("at_most", {}).get(n, v)) for n, v in now["at_most"].items()}
    return best


def write_floors(path: Path, floors: dict[str, dict[str, float]]) -> None:
    """Writes the floors as TOML."""
    parts = [
        "# Floors of `make gate`, written by `python tests/gate.py --update`. Lowering one takes a changelog line.\n"
    ]
    for family, row in floors.items():
        parts.append(f"\n[{family}]\n" + "".join(f"{name} = {value}\n" for name, value in row.items()))
    path.write_text("".join(parts), encoding="utf-8")


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """The pinned floors; empty where none are pinned yet."""
    if not path.exists():
        return {}
    return {family: dict(row) for family, row in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def main(argv: list[str] | None = None) -> int:
    """Runs the gate; see the module's docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--update", action="store_true", help="pin what was measured where it is better")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors, too")
    parser.add_argument("--explain", action="store_true", help="list each wrong and each missed claim")
    parser.add_argument(
        "--held-out", metavar="FILE", type=Path, help="measure on tests/heldout; FILE has its texts"
    )
    parser.add_argument("--second", action="store_true", help="measure the second annotation, not the reader")
    asked = parser.parse_args(argv)
    report = second() if asked.second else measure(held_out(asked.held_out) if asked.held_out else all_gold())
    if asked.explain:
        print("\n".join(sorted(map(str, report.why))) + "\n")
    print(table(report))
    if asked.held_out or asked.second:
        return 0
    now, floors = figures(report), read_floors(FLOORS)
    worse = breaches(now, floors)
    for line in worse:
        print(f"WORSE {line}")
    if asked.update and (asked.allow_regression or not worse):
        write_floors(FLOORS, raised(now, floors, lower=asked.allow_regression))
        print(f"floors written to {FLOORS.name}")
        return 0
    if worse:
        print(
            "the gate is shut: mend it, or run with --update --allow-regression and say why in CHANGELOG.md"
        )
        return 1
    if not floors:
        print("no floors are pinned, so nothing guards the reader: run with --update")
        return 1
    print("the gate is open")
    return 0


if __name__ == "__main__":
    sys.exit(main())
