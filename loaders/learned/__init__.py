"""The learned reader: a small encoder finds acts and their parties; the frames' claims and its own are judged together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model import Claim, Problem
from loaders.cast import Cast
from loaders.document import Document
from loaders.extract.trace import Trace, Weighed

if TYPE_CHECKING:
    from loaders.learned.judge import Heard


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """All claims with the confidence of the judge, the cast with the actors that only these have, and problems."""

    claims: list[Claim]
    cast: Cast
    problems: tuple[Problem, ...] = ()


def judged(
    document: Document,
    who: Cast,
    rules: Sequence[Claim],
    version: str,
    threshold: float | None = None,
    trace: Trace | None = None,
) -> Judged:
    """The frames' claims and the network's as one, each as sure as both make it; what is below the threshold is left out.

    `trace` gets all that was weighed; the version of every claim names the model that judged it.

    Without the model's files the frames' claims come back as they are, with a problem.
    """
    from graph.errors import ModelError
    from loaders.learned import acts, judge, model
    from loaders.learned.hints import hints
    from loaders.learned.sight import sights

    try:
        reader = model.load()
    except ModelError as missing:
        return Judged(
            list(rules), who, (Problem(document.article.id, "extract", f"{missing}; the frames read alone"),)
        )
    version = f"{version} {reader.name}"
    rules = [replace(claim, version=version) for claim in rules]
    told, wide = acts.widened(sights(document, who), who, document.article)
    reading = acts.Reading.of(document, wide, trace)
    told = [s for s in told if s.candidates]
    found: list[acts.Seen] = []
    for sight, words in zip(told, reader.words([s.words for s in told]), strict=True):
        known = hints(sight, rules, reader.network.labels.relations[1:])
        proposals = reader.network.proposals(words, sight, known, judge.LEAST)
        found += acts.seen(sight, proposals, reading, version)
    least = reader.threshold if threshold is None else threshold
    told_by_both = judge.judged(
        judge.heard(rules, found, wide, document.article.text, reading.said), reader.judge, wide
    )
    weighed = [_weighed(one) for one in told_by_both]
    if trace is not None:
        trace.weighed, trace.threshold, trace.network = weighed, least, True
    return Judged([one.claim for one in weighed if one.claim.confidence >= least], wide)


def _weighed(one: "Heard") -> Weighed:
    if one.seen is None:
        return Weighed(one.claim, framed=one.framed)
    target = one.seen.target if one.claim.targets else None
    return Weighed(one.claim, one.seen.act, one.seen.source, target, one.framed)
