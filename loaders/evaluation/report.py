"""The report on claims held against gold: figures by relation, for details, grave errors, and lines that explain."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from graph.model import Article, Claim, Reading
from graph.ontology import relation
from graph.safe import one_line
from loaders.evaluation import details
from loaders.evaluation.counts import Count, added
from loaders.evaluation.gold import GoldArticle, GoldClaim
from loaders.evaluation.match import Names, Verdict, judge
from loaders.evaluation.unread import Unread

FAMILIES = ("interactions", "statements", "standing", "all")
GRAVE = ("told_as_fact", "from_furniture", "wrong_dates")
_FAMILY = {"event": "interactions", "statement": "statements", "standing": "standing"}
_WIDEST = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that is wrong, a gold claim that was missed, or the like for an actor, in words."""

    article: str
    verdict: Verdict | Literal["missed", "actor"]
    words: str

    def __str__(self) -> str:
        return f"{self.article}: {'' if self.verdict == 'actor' else f'{self.verdict}: '}{self.words}"


@dataclass
class Report:
    """The figures of one run: counts by relation, modality and detail, grave errors, what is not counted, and why."""

    counts: dict[str, Count] = field(default_factory=dict)
    modalities: dict[str, Count] = field(default_factory=dict)
    details: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in details.DETAILS})
    grave: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GRAVE, 0))
    uncounted: dict[str, int] = field(default_factory=dict)
    why: list[Finding] = field(default_factory=list)
    articles: int = 0
    unread: Unread = field(default_factory=Unread)

    def of(self, name: str) -> Count:
        """The counts of a relation, made when first asked for."""
        return self.counts.setdefault(name, Count())

    def family(self, family: str) -> Count:
        """The counts of all relations of a family ("all": of every one), added up."""
        return added(c for n, c in self.counts.items() if family in ("all", _FAMILY[relation(n).family]))

    @property
    def modality(self) -> Count:
        """The counts of all modalities, added up."""
        return added(self.modalities.values())


def add(report: Report, gold: GoldArticle, reading: Reading) -> None:
    """Adds one article's claims to the report; in which order they come makes no difference."""
    reading = replace(
        reading, claims=tuple(sorted(reading.claims, key=lambda c: (c.evidence[0].start, c.id)))
    )
    names = Names(gold, reading)
    verdicts, missed = judge(gold, reading)
    report.articles += 1
    for claim, verdict, wanted in verdicts:
        if wanted:
            _add_right(report, claim, wanted, verdict, names)
        elif verdict in ("repeat", "implied"):
            report.uncounted[verdict] = report.uncounted.get(verdict, 0) + 1
        else:
            report.of(claim.relation).wrong += 1
            report.grave["told_as_fact"] += verdict == "told as fact"
            report.grave["from_furniture"] += verdict == "furniture"
            report.why.append(Finding(gold.stem, verdict, _say_claim(claim)))
    for left in missed:
        report.of(left.relation).missed += 1
        report.why.append(Finding(gold.stem, "missed", _say_missed(gold.article, left)))
    details.modalities(report.modalities, gold, reading)
    astray = details.actors(report.details["actors"], gold, reading)
    report.why += [Finding(gold.stem, "actor", one_line(words)) for words in astray]


def _add_right(report: Report, claim: Claim, wanted: GoldClaim, verdict: Verdict, names: Names) -> None:
    if verdict == "right":
        report.of(wanted.relation).right += 1
        report.of(claim.relation).said += 1
    report.grave["wrong_dates"] += details.date(report.details["dates"], claim, wanted)
    details.place(report.details["places"], claim, wanted)
    details.speaker(report.details["speakers"], claim, wanted, names)


def _say_claim(claim: Claim) -> str:
    sides = (", ".join(p.name for p in side) for side in (claim.sources, claim.targets))
    issue = f" “{claim.issue.text}”" if claim.issue else ""
    quote = one_line(claim.evidence[0].text, _WIDEST)
    return one_line(
        f"{claim.relation}({' -> '.join(sides)}){issue} [{claim.modality}] {claim.method} | {quote}", 600
    )


def _say_missed(article: Article, wanted: GoldClaim) -> str:
    start, end = wanted.spans[0]
    sides = (", ".join("/".join(g) for g in side) for side in (wanted.sources, wanted.targets))
    issue = f" “{wanted.issue}”" if wanted.issue else ""
    quote = one_line(article.text[start:end], _WIDEST)
    return one_line(f"{wanted.relation}({' -> '.join(sides)}){issue} [{wanted.modality}] | {quote}", 600)


def measured(pairs: Iterable[tuple[GoldArticle, Reading]], *, unread: bool = True) -> Report:
    """The report on readings of gold articles; with `unread`, which takes a parse, also on what was not read."""
    report = Report()
    for gold, reading in pairs:
        add(report, gold, reading)
        if unread:
            report.unread.add(reading)
    return report
