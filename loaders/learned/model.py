"""The model's files: found, checked by hash, loaded once. Without them the frames read alone, and a problem says so."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import DataError, ModelError
from graph.resources import resource
from loaders.learned.hints import BLOCKS
from loaders.learned.judge import FEATURES
from loaders.learned.labels import Labels
from loaders.learned.network import Array, Network

NAME = "models/reader"
# Sentences are cut behind so many word pieces; the encoder knows 512 places.
_MOST_PIECES = 256


@dataclass(frozen=True, eq=False)
class Model:
    """Encoder, heads, and the judge's weights with the default threshold."""

    session: Any
    tokenizer: Any
    network: Network
    judge: Mapping[str, float]
    threshold: float
    name: str

    def words(self, sentences: Sequence[Sequence[str]]) -> list[Array]:
        """One vector for each word of each sentence, the mean of its pieces; fewer where a sentence is too long."""
        return [self._words(list(words)) for words in sentences]

    def _words(self, words: list[str]) -> Array:
        # One by one: padding costs more than calls do, and the scales of an int8 encoder depend on all that is in a batch,
        # so that a sentence would be read a little differently in other company.
        encoded = self.tokenizer.encode(words, is_pretokenized=True)
        pieces = encoded.ids[:_MOST_PIECES]
        ids = np.array([pieces], dtype=np.int64)
        states = self.session.run(["states"], {"ids": ids, "mask": np.ones_like(ids)})[0]
        return _pooled(states[0], encoded.word_ids[:_MOST_PIECES])


def _pooled(states: Array, numbers: Sequence[int | None]) -> Array:
    kept = [at for at, word in enumerate(numbers) if word is not None]
    owners = np.array([numbers[at] for at in kept], dtype=np.int64)
    if not len(owners):
        return np.zeros((0, states.shape[1]), dtype=np.float32)
    sums = np.zeros((int(owners.max()) + 1, states.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, states[kept])
    means: Array = sums / np.bincount(owners).astype(np.float32)[:, None].clip(1)
    return means


@cache
def load() -> Model:
    """The model that comes with Legation. Raises ModelError where a file is missing or another than the pinned one."""
    try:
        folder = resource(NAME)
    except DataError as missing:
        raise ModelError(f"the learned reader's files are missing: {missing}") from missing
    card = _card(folder)
    for name, expected in card["sha256"].items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if found != expected:
            raise ModelError(
                f"the learned reader's {name} is not the pinned file ({found[:12]}, expected {expected[:12]}): reinstall legation"
            )
    return _opened(folder, card)


def _card(folder: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise ModelError(
            f"the learned reader's model.json cannot be read ({wrong}): reinstall legation"
        ) from wrong
    return card


def _opened(folder: Path, card: Mapping[str, Any]) -> Model:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
        weights = {key: arrays[key].astype(np.float32) for key in arrays.files}
    network = Network(Labels.read(folder / "labels.json"), weights)
    _fits(network, card["judge"])
    return Model(session, tokenizer, network, card["judge"], card["threshold"], card["name"])


def _fits(network: Network, judge: Mapping[str, float]) -> None:
    """Raise ModelError where the files were made for other features than this version of Legation computes."""
    asked = network.weights["act.0.weight"].shape[1]
    given = network.weights["relation.weight"].shape[0] - 1
    encoded = network.weights["answers.weight"].shape[1]
    missing = [name for name in FEATURES if name not in judge and not name.startswith("is ")]
    if asked != encoded + BLOCKS * given or missing:
        raise ModelError(
            "the learned reader's files belong to another version of legation: reinstall legation"
        )
