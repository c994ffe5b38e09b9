"""Examples as tensors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from loaders.learned.hints import hints
from loaders.learned.labels import MODALITY_NUMBERS, Labels, distance
from loaders.learned.network import gap
from loaders.learned.sight import ways
from loaders.training.examples import Example, Told, rule_modality

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_PIECES = 160


@dataclass(frozen=True)
class Item:
    """An example as numbers. `acts` has the relation of every word; `rows` one row for each claim."""

    ids: list[int]
    pieces: list[int | None]
    words: int
    acts: list[int]
    claims: list["Row"]
    group: str
    hints: NDArray[np.float32]
    states: Tensor | None = None


@dataclass(frozen=True)
class Row:
    """A claim as numbers: word, relation, modality, former, mode, rule's modality, issue, and its candidates."""

    word: int
    relation: int
    modality: int
    former: int
    mode: int
    rule: int
    issue: tuple[int, int]
    near: list[int]
    spans: list[tuple[int, int]]
    marks: list[tuple[int, int, int, int, int]]
    roles: list[tuple[int, int, int]]
    groups: list[int]


def item(example: Example, labels: Labels, tokenizer: "Tokenizer") -> Item:
    """The numbers of an example."""
    encoded = tokenizer.encode(example.sight.words, is_pretokenized=True)
    ids, pieces = encoded.ids[:MOST_PIECES], encoded.word_ids[:MOST_PIECES]
    words = 1 + max((p for p in pieces if p is not None), default=-1)
    acts = [0] * words
    kept = [t for t in example.told if t.word < words]
    for told in sorted(kept, key=lambda t: t.relation != "STATEMENT"):
        acts[told.word] = labels.relations.index(told.relation)
    rows = [_row(told, example, labels, words) for told in kept]
    told_by_frames = hints(example.sight, example.rules)[:words]
    return Item(ids, pieces, words, acts, rows, example.group, told_by_frames)


def _row(told: Told, example: Example, labels: Labels, words: int) -> Row:
    sight = example.sight
    word = sight.tokens[told.word]
    near = [n for n, c in enumerate(sight.candidates) if c.last < words]
    cands = [sight.candidates[n] for n in near]
    issue = told.issue if told.issue and told.issue[1] < words else None
    return Row(
        word=told.word,
        relation=labels.relations.index(told.relation),
        modality=MODALITY_NUMBERS[told.modality],
        former=int(told.former),
        mode=labels.mode(told.relation, told.mode),
        rule=MODALITY_NUMBERS[rule_modality(word)],
        issue=(issue[0] + 1, issue[1] + 1) if issue else (0, 0),
        near=[distance(n - told.word) for n in range(words)],
        spans=[(c.first, c.last) for c in cands],
        marks=[
            (*labels.way(*ways(word, c.head)), distance(gap(told.word, c.first, c.last)), c.kind, c.form)
            for c in cands
        ],
        roles=[(int(n in told.sources), int(n in told.targets), int(n in told.speakers)) for n in near],
        groups=[min(example.actors[n], default=-1 - n) for n in near],
    )


@dataclass(frozen=True)
class Batch:
    """Padded tensors of some items; rows of claims and of (claim, candidate) pairs point into them."""

    ids: Tensor
    mask: Tensor
    pool: Tensor
    acts: Tensor
    hints: Tensor  # (items, words, BLOCKS x relations)
    states: Tensor | None  # (items, pieces, width), of the frozen layers
    claims: Tensor  # (n, 8): sentence, word, relation, modality, former, mode, rule, index
    issues: Tensor  # (n, 2)
    near: Tensor  # (n, words)
    pairs: Tensor  # (m, 9): claim, first, last, five marks, group
    roles: Tensor  # (m, 3)


def batch(items: Sequence[Item]) -> Batch:
    """Tensors of a few items."""
    long, wide = max(len(i.ids) for i in items), max(i.words for i in items)
    ids, mask = (
        torch.zeros(len(items), long, dtype=torch.long),
        torch.zeros(len(items), long, dtype=torch.long),
    )
    told = torch.zeros(len(items), wide, items[0].hints.shape[1])
    states = None if items[0].states is None else torch.zeros(len(items), long, items[0].states.shape[1])
    pool, acts = torch.zeros(len(items), wide, long), torch.full((len(items), wide), -100)
    claims: list[tuple[int, ...]] = []
    issues: list[tuple[int, int]] = []
    near: list[list[int]] = []
    pairs: list[tuple[int, ...]] = []
    roles: list[tuple[int, int, int]] = []
    for n, one in enumerate(items):
        ids[n, : len(one.ids)] = torch.tensor(one.ids)
        mask[n, : len(one.ids)] = 1
        acts[n, : one.words] = torch.tensor(one.acts)
        told[n, : one.words] = torch.from_numpy(one.hints)
        if states is not None and one.states is not None:
            states[n, : len(one.ids)] = one.states.float()
        for at, word in enumerate(one.pieces):
            if word is not None:
                pool[n, word, at] = 1
        for row in one.claims:
            number = len(claims)
            claims.append((n, row.word, row.relation, row.modality, row.former, row.mode, row.rule))
            issues.append(row.issue)
            near.append(row.near + [0] * (wide - one.words))
            for span, marks, role, group in zip(row.spans, row.marks, row.roles, row.groups, strict=True):
                pairs.append((number, *span, *marks, group))
                roles.append(role)
    pool = pool / pool.sum(-1, keepdim=True).clamp(min=1)
    return Batch(
        ids, mask, pool, acts, told, states,
        torch.tensor(claims).view(-1, 7), torch.tensor(issues).view(-1, 2), torch.tensor(near).view(-1, wide),
        torch.tensor(pairs).view(-1, 9), torch.tensor(roles, dtype=torch.float).view(-1, 3),
    )  # fmt: skip


def spans_mean(words: Tensor, sentence: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """(n, WIDTH): the mean of the words from `first` to `last` of each row's sentence."""
    padded = torch.cat([torch.zeros_like(words[:, :1]), words.cumsum(1)], 1)
    total = padded[sentence, last + 1] - padded[sentence, first]
    return total / (last + 1 - first).unsqueeze(-1)


def batches(items: Sequence[Item], size: int, generator: torch.Generator) -> Iterator[Batch]:
    """Items of about one length together, in random order."""
    order = torch.randperm(len(items), generator=generator).tolist()
    for begin in range(0, len(order), size * 20):
        block = sorted(order[begin : begin + size * 20], key=lambda n: len(items[n].ids))
        chunks = [block[n : n + size] for n in range(0, len(block), size)]
        for at in torch.randperm(len(chunks), generator=generator).tolist():
            yield batch([items[n] for n in chunks[at]])
