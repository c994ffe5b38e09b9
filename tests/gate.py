"""The quality gate: reads the gold articles with the real reader and compares the figures with pinned floors.

    python tests/gate.py [--update] [--allow-regression] [--explain] [--held-out FILE]

Exits with 1 where a figure is below its floor (or a count of grave errors above its ceiling). `--update` pins what
was measured where it is better; it lowers nothing unless `--allow-regression` is given, which takes a changelog line.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from gate_match import Verdict, date_verdict, judge  # noqa: E402
from gold_files import GoldArticle, GoldClaim, all_gold, held_out  # noqa: E402

from graph.model import Claim, Reading  # noqa: E402
from graph.ontology import relation, relations  # noqa: E402

FLOORS = HERE / "gold" / "floors.toml"
FAMILIES = ("interactions", "statements", "standing", "all")
GRAVE = ("told_as_fact", "from_furniture", "wrong_dates")
_FAMILY = {"event": "interactions", "statement": "statements", "standing": "standing"}


@dataclass
class Count:
    """Right, wrong and missed claims. `said` counts right ones under the relation claimed, `right` under the gold one."""

    right: int = 0
    said: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the claims that are right; 0 where there is none."""
        return self.said / (self.said + self.wrong) if self.said + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold claims that were read; 0 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Report:
    """The figures of one run: counts by relation, grave errors, details of the right claims, and lines that explain."""

    counts: dict[str, Count] = field(default_factory=dict)
    grave: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GRAVE, 0))
    details: dict[str, int] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)

    def of(self, name: str) -> Count:
        """The counts of a relation, made when first asked for."""
        return self.counts.setdefault(name, Count())

    def family(self, family: str) -> Count:
        """The counts of all relations of a family ("all": of every one), added up."""
        rows = [c for n, c in self.counts.items() if family in ("all", _FAMILY[relation(n).family])]
        return Count(*(sum(getattr(c, part) for c in rows) for part in ("right", "said", "wrong", "missed")))

    def note(self, what: str) -> None:
        """Counts one more of a detail."""
        self.details[what] = self.details.get(what, 0) + 1


def _sources(claim: Claim) -> str:
    return f"{claim.relation}({', '.join(p.name for p in claim.sources)} -> {', '.join(p.name for p in claim.targets)})"


def _say_claim(stem: str, verdict: Verdict, claim: Claim) -> str:
    issue = f" “{claim.issue.text}”" if claim.issue else ""
    return f"{stem}: {verdict}: {_sources(claim)}{issue} [{claim.modality}] {claim.method} | {claim.evidence[0].text[:90]}"


def _say_missed(gold: GoldArticle, wanted: GoldClaim) -> str:
    start, end = wanted.spans[0]
    groups = ["/".join(g) for g in wanted.sources], ["/".join(g) for g in wanted.targets]
    issue = f" “{wanted.issue}”" if wanted.issue else ""
    words = gold.article.text[start:end][:90]
    return f"{gold.stem}: missed: {wanted.relation}({', '.join(groups[0])} -> {', '.join(groups[1])}){issue} [{wanted.modality}] | {words}"


def _add_right(report: Report, claim: Claim, wanted: GoldClaim, verdict: Verdict) -> None:
    if verdict == "right":
        report.of(wanted.relation).right += 1
        report.of(claim.relation).said += 1
    date = date_verdict(claim, wanted)
    if date:
        report.note(f"dates {date}")
        report.grave["wrong_dates"] += date == "wrong"
    if wanted.place:
        said = claim.place.name.lower() if claim.place else ""
        places = wanted.place.lower().split("||")
        report.note("places right" if said in places else "places wrong" if said else "places missing")
    if wanted.by:
        report.note("speakers named" if claim.attributed_to else "speakers missing")


def add(report: Report, gold: GoldArticle, reading: Reading) -> None:
    """Adds one article's claims to the report."""
    verdicts, missed = judge(gold, reading)
    for claim, verdict, wanted in verdicts:
        if wanted:
            _add_right(report, claim, wanted, verdict)
        elif verdict in ("repeat", "implied"):
            report.note(f"claims {verdict} (not counted)")
        else:
            report.of(claim.relation).wrong += 1
            report.grave["told_as_fact"] += verdict == "told as fact"
            report.grave["from_furniture"] += verdict == "furniture"
            report.why.append(_say_claim(gold.stem, verdict, claim))
    for left in missed:
        report.of(left.relation).missed += 1
        report.why.append(_say_missed(gold, left))


def measure(articles: Iterable[GoldArticle]) -> Report:
    """The report on what the real reader makes of the gold articles."""
    from loaders.pipeline import Reader

    reader, report = Reader(), Report()
    for gold in articles:
        add(report, gold, reader.read(gold.article))
    return report


def figures(report: Report) -> dict[str, dict[str, float]]:
    """What is pinned: precision, recall and F1 of each family (cut to three places) and the counts of grave errors."""
    pinned: dict[str, dict[str, float]] = {}
    for family in FAMILIES:
        count = report.family(family)
        pinned[family] = {
            name: int(getattr(count, name) * 1000) / 1000 for name in ("precision", "recall", "f1")
        }
    pinned["at_most"] = {name: report.grave[name] for name in GRAVE}
    return pinned


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


def table(report: Report) -> str:
    """The figures for people to read."""
    lines = [f"{'relation':14} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}"]

    def row(name: str, c: Count) -> str:
        return (
            f"{name:14} {c.precision:6.3f} {c.recall:6.3f} {c.f1:6.3f} {c.right:6} {c.wrong:6} {c.missed:6}"
        )

    lines += [row(name, report.counts[name]) for name in relations() if name in report.counts]
    lines += ["", *(row(family, report.family(family)) for family in FAMILIES), ""]
    lines += [f"{name.replace('_', ' '):24} {n}" for name, n in report.grave.items()]
    lines += [f"{name:24} {n}" for name, n in sorted(report.details.items())]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Runs the gate; see the module's docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--update", action="store_true", help="pin what was measured where it is better")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors, too")
    parser.add_argument("--explain", action="store_true", help="list each wrong and each missed claim")
    parser.add_argument(
        "--held-out", metavar="FILE", type=Path, help="measure on tests/heldout; FILE has its texts"
    )
    asked = parser.parse_args(argv)
    report = measure(held_out(asked.held_out) if asked.held_out else all_gold())
    if asked.explain:
        print("\n".join(sorted(report.why)) + "\n")
    print(table(report))
    if asked.held_out:
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
