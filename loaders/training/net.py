"""The network in PyTorch: an encoder, and small heads on its words. `loaders.learned.network` is the same without PyTorch."""

from pathlib import Path

import torch
from torch import Tensor, nn

from graph.model import MODALITIES
from loaders.learned.hints import BLOCKS
from loaders.learned.labels import DISTANCES, ROLES, Labels
from loaders.learned.sight import FORMS, KINDS

WIDTH = 384
HIDDEN = 256
ISSUE = 128


class Heads(nn.Module):
    """What is asked of the words: which act, who is what in it, under which modality and mode, and about what."""

    def __init__(self, labels: Labels, dropout: float = 0.15) -> None:
        super().__init__()
        number = len(labels.relations)
        self.act = _layers(WIDTH + BLOCKS * (number - 1), number, dropout)
        self.relation = nn.Embedding(number, 48)
        self.full = nn.Embedding(len(labels.full), 48)
        self.plain = nn.Embedding(len(labels.plain), 32)
        self.near = nn.Embedding(DISTANCES, 16)
        self.kind = nn.Embedding(len(KINDS), 16)
        self.form = nn.Embedding(len(FORMS), 8)
        self.role = _layers(3 * WIDTH + 48 + 48 + 32 + 16 + 16 + 8, len(ROLES), dropout)
        self.rule = nn.Embedding(len(MODALITIES), 16)
        self.modality = _layers(WIDTH + 48 + 16, len(MODALITIES) + 1, dropout)
        self.mode = _layers(WIDTH + 48, len(labels.modes), dropout)
        self.asks = nn.Linear(WIDTH + 48, 2 * ISSUE)
        self.answers = nn.Linear(WIDTH, 2 * ISSUE)
        self.none = nn.Parameter(torch.zeros(2, ISSUE))
        self.bias = nn.Embedding(DISTANCES, 2)

    def roles(self, trigger: Tensor, relation: Tensor, party: Tensor, marks: Tensor) -> Tensor:
        """(n, 3) logits; `marks` holds full way, plain way, distance, kind and form."""
        full, plain, near, kind, form = marks.unbind(-1)
        features = [
            trigger, party, trigger * party, self.relation(relation), self.full(full), self.plain(plain),
            self.near(near), self.kind(kind), self.form(form),
        ]  # fmt: skip
        out: Tensor = self.role(torch.cat(features, -1))
        return out

    def moods(self, trigger: Tensor, relation: Tensor, rule: Tensor) -> Tensor:
        """(n, 6) logits: the modalities, and whether it is told as past."""
        out: Tensor = self.modality(torch.cat([trigger, self.relation(relation), self.rule(rule)], -1))
        return out

    def modes(self, trigger: Tensor, relation: Tensor) -> Tensor:
        """(n, modes) logits."""
        out: Tensor = self.mode(torch.cat([trigger, self.relation(relation)], -1))
        return out

    def issues(self, trigger: Tensor, relation: Tensor, words: Tensor, near: Tensor) -> Tensor:
        """(n, 2, 1 + words) logits of where the issue begins and ends; the first is "nowhere"."""
        asks = self.asks(torch.cat([trigger, self.relation(relation)], -1)).view(-1, 2, ISSUE)
        answers = self.answers(words).view(*words.shape[:2], 2, ISSUE)
        scores = torch.einsum("nkd,nwkd->nkw", asks, answers) / ISSUE**0.5 + self.bias(near).transpose(1, 2)
        nowhere = torch.einsum("nkd,kd->nk", asks, self.none) / ISSUE**0.5
        return torch.cat([nowhere.unsqueeze(-1), scores], -1)


class Net(nn.Module):
    """Encoder and heads. The embeddings and the lowest layers stay as they are: what they give is computed once."""

    def __init__(self, labels: Labels, weights: Path, frozen: int = 3) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(str(weights), add_pooling_layer=False)
        self.frozen = frozen
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(requires_grad=False)
        self.heads = Heads(labels)
        self.drop = nn.Dropout(0.1)

    @torch.no_grad()
    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the frozen layers make of the pieces."""
        states: Tensor = self.encoder.embeddings(input_ids=ids)
        return self._layers(states, mask, range(self.frozen))

    def words(self, states: Tensor, mask: Tensor, pool: Tensor) -> Tensor:
        """(batch, words, WIDTH) of the states of the frozen layers: the mean of each word's pieces."""
        out: Tensor = self.drop(torch.bmm(pool, self._layers(states, mask, range(self.frozen, 6))))
        return out

    def _layers(self, states: Tensor, mask: Tensor, numbers: range) -> Tensor:
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for n in numbers:
            states = self.encoder.encoder.layer[n](states, bias)
        return states


def _layers(width: int, out: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN, out))
