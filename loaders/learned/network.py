"""The heads without PyTorch: from the vectors of a sentence's words to proposals. The twin of `loaders.training.net`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.model import MODALITIES, Modality
from loaders.extract.mood import mood_of
from loaders.learned.hints import LISTED
from loaders.learned.labels import MODALITY_NUMBERS, Labels, distance
from loaders.learned.sight import Sight, ways

if TYPE_CHECKING:
    from spacy.tokens import Token

Array = NDArray[np.float32]
# Square root of 2, as GELU takes it; the error function by Abramowitz and Stegun, Handbook of Mathematical Functions
# (1964), formula 7.1.26, whose error is below 1.5e-7.
_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """An act that the network sees in a sentence.

    `word` numbers the word that tells it; `chance` is that of the relation; `roles` has for every candidate of the
    sentence its chances as source, target and speaker; `modalities` sums to 1; `issue` is a pair of word numbers, the last inclusive;
    `listed` says that frames or lexicon have the word for the relation.
    """

    word: int
    relation: str
    chance: float
    roles: Array
    modalities: dict[Modality, float]
    former: float
    mode: str | None
    issue: tuple[int, int] | None
    listed: bool = False


@dataclass(frozen=True, eq=False)
class Network:
    """Labels and weights of the heads."""

    labels: Labels
    weights: Mapping[str, Array]

    def proposals(self, words: Array, sight: Sight, hints: Array, least: float) -> list[Proposal]:
        """All acts of a chance of at least `least`. `words` is (n, width), n at most the number of the sentence's words;

        `hints` as in `loaders.learned.hints`.
        """
        if not len(words):
            return []
        chances = _softmax(self._layers("act", np.concatenate([words, hints[: len(words)]], -1)))
        found = []
        answers = self._answers(words) if (chances[:, 1:] >= least).any() else words
        for word, relation in zip(*np.nonzero(chances[:, 1:] >= least), strict=True):
            told = float(chances[word, relation + 1])
            one = self._proposal(words, answers, sight, int(word), int(relation) + 1, told)
            found.append(replace(one, listed=self._listed(hints[word], int(relation))))
        return found

    def _listed(self, known: Array, relation: int) -> bool:
        number = len(self.labels.relations) - 1
        return bool(known[[block * number + relation for block in LISTED]].any())

    def _proposal(
        self, words: Array, answers: Array, sight: Sight, word: int, relation: int, chance: float
    ) -> Proposal:
        name = self.labels.relations[relation]
        about = np.concatenate([words[word], self.weights["relation.weight"][relation]])
        allowed = list(self.labels.modes_of(name))
        scores = self._layers("mode", about)[allowed]
        mode = self.labels.modes[allowed[int(scores.argmax())]].partition("/")[2] or None
        told, former = self._moods(words[word], relation, sight.tokens[word])
        return Proposal(
            word,
            name,
            chance,
            self._roles(words, sight, word, relation),
            told,
            former,
            mode,
            self._issue(answers, about, word),
        )

    def _moods(self, vector: Array, relation: int, token: "Token") -> tuple[dict[Modality, float], float]:
        rule = self.weights["rule.weight"][MODALITY_NUMBERS[mood_of(token).modality]]
        scores = self._layers(
            "modality", np.concatenate([vector, self.weights["relation.weight"][relation], rule])
        )
        chances = _softmax(scores[: len(MODALITIES)])
        return dict(zip(MODALITIES, map(float, chances), strict=True)), float(
            _sigmoid(scores[len(MODALITIES)])
        )

    def _roles(self, words: Array, sight: Sight, word: int, relation: int) -> Array:
        """(candidates, 3) chances; 0 for candidates beyond the words."""
        out = np.zeros((len(sight.candidates), 3), dtype=np.float32)
        near = [n for n, c in enumerate(sight.candidates) if c.last < len(words)]
        if not near:
            return out
        weights = self.weights
        rows = []
        for n in near:
            one = sight.candidates[n]
            full, plain = self.labels.way(*ways(sight.tokens[word], one.head))
            party = words[one.first : one.last + 1].mean(0)
            rows.append(
                np.concatenate([
                    words[word], party, words[word] * party, weights["relation.weight"][relation],
                    weights["full.weight"][full], weights["plain.weight"][plain],
                    weights["near.weight"][distance(gap(word, one.first, one.last))],
                    weights["kind.weight"][one.kind], weights["form.weight"][one.form],
                ])
            )  # fmt: skip
        out[near] = _sigmoid(self._layers("role", np.stack(rows)))
        return out

    def _answers(self, words: Array) -> Array:
        """What each word answers where it is asked for the first and for the last word of an issue: (words, 2, width)."""
        answers = product(words, self._turned["answers"]) + self.weights["answers.bias"]
        return answers.reshape(len(words), 2, -1)

    def _issue(self, answers: Array, about: Array, word: int) -> tuple[int, int] | None:
        asks = (product(about, self._turned["asks"]) + self.weights["asks.bias"]).reshape(2, -1)
        size = asks.shape[1] ** 0.5
        bias = self.weights["bias.weight"][[distance(n - word) for n in range(len(answers))]]
        starts, ends = (answers[:, k] @ asks[k] / size + bias[:, k] for k in (0, 1))
        nowhere = sum(float(asks[k] @ self.weights["none"][k]) / size for k in (0, 1))
        best, span = nowhere, None
        behind = np.maximum.accumulate(ends[::-1])[::-1]
        for start in np.argsort(-(starts + behind))[:3]:
            end = int(start) + int(ends[start:].argmax())
            if starts[start] + ends[end] > best:
                best, span = float(starts[start] + ends[end]), (int(start), end)
        return span

    def _layers(self, name: str, values: Array) -> Array:
        first, second = self._pairs[name]
        return product(_gelu(product(values, first[0]) + first[1]), second[0]) + second[1]

    @cached_property
    def _turned(self) -> dict[str, Array]:
        return {name: np.ascontiguousarray(self.weights[f"{name}.weight"].T) for name in ("asks", "answers")}

    @cached_property
    def _pairs(self) -> dict[str, Sequence[tuple[Array, Array]]]:
        weights = self.weights
        return {
            name: [
                (np.ascontiguousarray(weights[f"{name}.{n}.weight"].T), weights[f"{name}.{n}.bias"])
                for n in (0, 3)
            ]
            for name in ("act", "role", "modality", "mode")
        }


def product(one: Array, other: Array) -> Array:
    """The matrix product (of a vector with a matrix, too), by the library that the parser computes with.

    That of numpy takes threads of its own for products as small as these, which wait for each other far longer than they work: on
    two busy cores a product took 200 times as long. This one takes one thread and rounds alike however many there are.
    """
    rows = np.ascontiguousarray(one if one.ndim == 2 else one[None])
    found: Array = _ops().gemm(rows, other)
    return found if one.ndim == 2 else found[0]


@cache
def _ops() -> Any:
    from thinc.api import NumpyOps

    return NumpyOps()


def gap(word: int, first: int, last: int) -> int:
    """Words between a word and a span, signed: behind it above 0; 0 inside."""
    return first - word if first > word else min(last - word, 0)


def _gelu(values: Array) -> Array:
    size = np.abs(values) / np.float32(2**0.5)
    t = 1 / (1 + 0.3275911 * size)
    series = t * (_ERF[0] + t * (_ERF[1] + t * (_ERF[2] + t * (_ERF[3] + t * _ERF[4]))))
    erf = np.sign(values) * (1 - series * np.exp(-size * size))
    return np.asarray(values * 0.5 * (1 + erf), dtype=np.float32)


def _softmax(values: Array) -> Array:
    raised = np.exp(values - values.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def _sigmoid(values: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)
