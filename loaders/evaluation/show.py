"""The report for people and for programs."""

from collections.abc import Iterator

from graph.ontology import relations
from graph.safe import one_line
from loaders.evaluation.counts import Count
from loaders.evaluation.report import FAMILIES, Report

# So many examples of what was not read are shown; the JSON has all.
EXAMPLES = 5
_Figures = dict[str, float | int | None]


def table(report: Report) -> str:
    """The figures as a table; a dash where nothing was read, or wanted."""
    lines = [f"{'':16} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}"]
    lines += [_row(name, report.counts[name]) for name in relations() if name in report.counts]
    lines += ["", *(_row(family, report.family(family)) for family in FAMILIES)]
    lines += ["", _row("modality", report.modality)]
    lines += [_row(f"  {name}", count) for name, count in sorted(report.modalities.items())]
    lines += [_row(name, count) for name, count in report.details.items()]
    lines += ["", *(f"{name.replace('_', ' '):24} {n}" for name, n in report.grave.items())]
    lines += [f"{f'{name} (not counted)':24} {n}" for name, n in sorted(report.uncounted.items())]
    return "\n".join([*lines, "", *_unread(report)])


def _row(name: str, c: Count) -> str:
    cells = (f"{'–' if value is None else f'{value:.3f}':>6}" for value in _ratios(c).values())
    return f"{name:16} {' '.join(cells)} {c.right:6} {c.wrong:6} {c.missed:6}"


def _ratios(c: Count) -> dict[str, float | None]:
    read, wanted = c.said + c.wrong, c.right + c.missed
    return {
        "precision": c.precision if read else None,
        "recall": c.recall if wanted else None,
        "f1": c.f1 if read or wanted else None,
    }


def _unread(report: Report) -> Iterator[str]:
    left = report.unread
    if left.told:
        yield f"sentences without a claim that hold words for an act and two actors: {len(left.sentences)}"
        for each in left.sentences[:EXAMPLES]:
            yield f"  {one_line(each.text, 110)} [{one_line(', '.join(each.triggers), 40)}]"
    else:
        yield "sentences without a claim: not told, as there are no mention lines"
    parties = len(left.unlinked) + len(left.linked)
    yield f"actors of claims without an entry in the register: {len(left.unlinked)} of {parties}"
    for (name, kind), number in sorted(left.unlinked.items(), key=lambda pair: (-pair[1], pair[0]))[
        :EXAMPLES
    ]:
        yield f"  {one_line(name, 60)} ({one_line(kind, 20)}): {number} {'claim' if number == 1 else 'claims'}"


def as_json(report: Report, *, explain: bool = False) -> dict[str, object]:
    """All figures; precision and recall are null where nothing was read, or wanted. With `explain` what is wrong and missed."""
    left = report.unread
    made: dict[str, object] = {
        "articles": report.articles,
        "relations": {n: _figures(report.counts[n]) for n in relations() if n in report.counts},
        "families": {name: _figures(report.family(name)) for name in FAMILIES},
        "modality": _figures(report.modality),
        "modalities": {name: _figures(count) for name, count in sorted(report.modalities.items())},
        **{name: _figures(count) for name, count in report.details.items()},
        "grave": dict(report.grave),
        "uncounted": dict(sorted(report.uncounted.items())),
        "unread": [
            {
                "article": each.article,
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "triggers": list(each.triggers),
                "actors": list(each.actors),
            }
            for each in left.sentences
        ]
        if left.told
        else None,
        "linked": len(left.linked),
        "unlinked": [
            {"name": name, "kind": kind, "claims": number}
            for (name, kind), number in sorted(left.unlinked.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
    }
    if explain:
        made["findings"] = [
            {"article": each.article, "verdict": each.verdict, "what": each.words} for each in report.why
        ]
    return made


def _figures(c: Count) -> _Figures:
    return {**_ratios(c), "right": c.right, "wrong": c.wrong, "missed": c.missed}
