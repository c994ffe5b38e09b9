"""The judge fitted: what the network and the frames say of claims on news that the network was not trained on, and which were right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.model import Article, Mention
from loaders import models
from loaders.cast import Cast, cast
from loaders.clean import furniture
from loaders.document import parse
from loaders.extract import claims
from loaders.learned import acts, judge
from loaders.learned.hints import hints
from loaders.learned.network import Array, Network
from loaders.learned.sight import Sight, sights
from loaders.training.corpus import News
from loaders.training.examples import FRAMES
from loaders.training.match import UNREAL, verdicts

Words = Callable[[Sight], Array]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """An article with all claims that may be made of it, and the mentions that its actors have."""

    news: News
    heard: tuple[judge.Heard, ...]
    cast: Cast

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of its actors."""
        return self.cast.mentions


def weighed(one: News, network: Network, words: Words) -> Weighed:
    """Read an article with a network, judging nothing yet."""
    article: Article = one.article
    document = parse(article, furniture(article), models.load(None))
    who = cast(document)
    rules, _ = claims(document, who, steps=FRAMES)
    told, wide = acts.widened(sights(document, who), who, article)
    reading = acts.Reading.of(document, wide)
    found: list[acts.Seen] = []
    for sight in told:
        if sight.candidates:
            known = hints(sight, rules, network.labels.relations[1:])
            proposals = network.proposals(words(sight), sight, known, judge.LEAST)
            found += acts.seen(sight, proposals, reading, "")
    return Weighed(one, tuple(judge.heard(rules, found, wide, article.text, reading.said)), wide)


def lean(one: Weighed) -> Weighed:
    """The same without what holds the parse, so that it can be sent from one process to another."""
    heard = tuple(replace(each, seen=None) for each in one.heard)
    return replace(one, heard=heard, cast=replace(one.cast, heads={}, shared={}))


def labelled(articles: Sequence[Weighed]) -> tuple[list[tuple[float, ...]], list[float]]:
    """Figures of claims and 1 where the claim is right; repeated ones are left out."""
    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    for one in articles:
        order = [replace(h.claim, confidence=_guess(h)) for h in one.heard]
        for heard, match in zip(
            one.heard, verdicts(order, one.mentions, one.news.marks).matched, strict=True
        ):
            if match != -1:
                rows.append(heard.figures)
                right.append(float(match is not None))
    return rows, right


def _guess(heard: judge.Heard) -> float:
    """An order for claims that the judge has not weighed yet: the network's chance, and the frames."""
    figures = dict(zip(judge.FEATURES, heard.figures, strict=True))
    return min(max(0.5 + figures["act"] / 12 + 0.1 * figures["frames"], 0.01), 0.99)


def fit(rows: Sequence[Sequence[float]], right: Sequence[float], ridge: float = 1.0) -> dict[str, float]:
    """Weights of the logistic regression by Newton's method, the intercept free and the rest shrunk by `ridge`."""
    values, truth = np.asarray(rows, dtype=np.float64), np.asarray(right, dtype=np.float64)
    shrink = np.diag([0.0] + [ridge] * (values.shape[1] - 1)) + 1e-6 * np.eye(values.shape[1])
    weights = np.zeros(values.shape[1])
    for _ in range(50):
        chances = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (chances - truth) + shrink @ weights
        bend = (values * (chances * (1 - chances))[:, None]).T @ values + shrink
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(w), 4) for name, w in zip(judge.FEATURES, weights, strict=True)}


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall of the claims above a threshold."""

    threshold: float
    precision: float
    recall: float
    claims: int

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def point(articles: Sequence[Weighed], weights: dict[str, float], threshold: float) -> Point:
    """What the judge's claims are worth at a threshold."""
    right = wrong = missed = wanted = 0
    for one in articles:
        told = [h.claim for h in judge.judged(one.heard, weights, one.cast)]
        found = verdicts([c for c in told if c.confidence >= threshold], one.mentions, one.news.marks)
        right += sum(m is not None and m >= 0 for m in found.matched)
        wrong += sum(m is None for m in found.matched)
        missed += found.missed
        wanted += sum(c.modality not in UNREAL for c in one.news.marks.claims)
    return Point(threshold, right / max(1, right + wrong), 1 - missed / max(1, wanted), right + wrong)


def calibration(
    chances: Sequence[float], right: Sequence[float], bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error, and by bin of confidence its mean, the share that is right and the number.

    Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks (2017), section 2.
    """
    rows: list[tuple[float, float, int]] = []
    error = 0.0
    for n in range(bins):
        inside = [
            k for k, c in enumerate(chances) if n / bins <= c < (n + 1) / bins or (c == 1 and n == bins - 1)
        ]
        if inside:
            mean = sum(chances[k] for k in inside) / len(inside)
            share = sum(right[k] for k in inside) / len(inside)
            rows.append((mean, share, len(inside)))
            error += abs(mean - share) * len(inside) / len(chances)
    return error, rows
