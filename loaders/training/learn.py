"""How the network learns: its losses, and the loop."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from loaders.learned.labels import Labels
from loaders.learned.network import Network
from loaders.training.batches import Batch, Item, batch, batches, spans_mean
from loaders.training.net import Net

RATE, HEAD_RATE = 2e-4, 1e-3


def losses(net: Net, batch: Batch) -> Tensor:
    """The sum of what the heads are wrong by."""
    assert batch.states is not None, "the frozen layers' states are computed first"
    words = net.words(batch.states, batch.mask, batch.pool)
    heads = net.heads
    # One sentence in six does without the hints, so that the network learns to read by itself.
    kept = (torch.rand(len(words), 1, 1) > 1 / 6).float()
    acts = heads.act(torch.cat([words, batch.hints * kept], -1))
    total = 4 * functional.cross_entropy(
        acts.flatten(0, 1), batch.acts.flatten(), ignore_index=-100, label_smoothing=0.05
    )
    if not len(batch.claims):
        return total
    sentence, word, relation, modality, former, mode, rule = batch.claims.unbind(-1)
    trigger = words[sentence, word]
    moods = heads.moods(trigger, relation, rule)
    total = total + 0.5 * functional.cross_entropy(moods[:, :-1], modality)
    total = total + 0.5 * functional.binary_cross_entropy_with_logits(moods[:, -1], former.float())
    total = total + 0.3 * functional.cross_entropy(heads.modes(trigger, relation), mode)
    about = words[sentence]
    issue = heads.issues(trigger, relation, about, batch.near)
    beyond = batch.acts[sentence] == -100
    issue[:, :, 1:] = issue[:, :, 1:].masked_fill(beyond.unsqueeze(1), -1e4)
    for end in (0, 1):
        total = total + 0.25 * functional.cross_entropy(issue[:, end], batch.issues[:, end])
    if len(batch.pairs):
        total = total + 3 * _roles(net, batch, words, trigger)
    return total


def _roles(net: Net, batch: Batch, words: Tensor, trigger: Tensor) -> Tensor:
    claim, first, last = batch.pairs[:, 0], batch.pairs[:, 1], batch.pairs[:, 2]
    party = spans_mean(words, batch.claims[claim, 0], first, last)
    logits = net.heads.roles(trigger[claim], batch.claims[claim, 2], party, batch.pairs[:, 3:8])
    wrong = functional.binary_cross_entropy_with_logits(logits, batch.roles, reduction="none")
    # Of several mentions of one actor the likeliest is meant; the others teach nothing.
    both = torch.stack([claim, batch.pairs[:, 8]], -1)
    keys: Tensor = torch.unique(both, dim=0, return_inverse=True)[1]
    best = torch.full((int(keys.max()) + 1, 3), -1e9).scatter_reduce(
        0, keys.unsqueeze(-1).expand(-1, 3), logits.detach(), "amax"
    )
    kept = (batch.roles == 0) | (logits.detach() >= best[keys])
    return (wrong * kept).sum() / kept.sum()


def trained(
    items: Sequence[Item],
    labels: Labels,
    weights: Path,
    *,
    epochs: int,
    seed: int,
    size: int = 16,
    note: bool = True,
) -> Net:
    """A network trained on the items."""
    torch.manual_seed(seed)
    net = Net(labels, weights)
    items = with_states(net, items)
    average = {key: value.clone() for key, value in net.state_dict().items()}
    generator = torch.Generator().manual_seed(seed)
    inner = [p for p in net.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": RATE}, {"params": list(net.heads.parameters()), "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    steps = epochs * math.ceil(len(items) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (0.1 * steps), max(0.0, (steps - n) / (0.9 * steps)))
    )
    for epoch in range(epochs):
        net.train()
        total, begin = 0.0, time.time()
        for some in batches(items, size, generator):
            loss = losses(net, some)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for key, value in net.state_dict().items():
                    average[key].lerp_(value, 0.004) if value.is_floating_point() else average[key].copy_(
                        value
                    )
            total += float(loss.detach())
        if note:
            print(
                f"epoch {epoch + 1}: loss {total / math.ceil(len(items) / size):.3f}, {time.time() - begin:.0f} s",
                flush=True,
            )
    net.load_state_dict(average)
    net.eval()
    return net


def with_states(net: Net, items: Sequence[Item]) -> list[Item]:
    """The items with what the frozen layers make of them."""
    net.eval()
    out: list[Item] = []
    for begin in range(0, len(items), 32):
        some = batch(items[begin : begin + 32])
        states = net.lower(some.ids, some.mask).half()
        out += [
            replace(one, states=states[n, : len(one.ids)]) for n, one in enumerate(items[begin : begin + 32])
        ]
    return out


def plain(net: Net, labels: Labels) -> Network:
    """The heads as arrays."""
    return Network(labels, {key: value.detach().numpy() for key, value in net.heads.state_dict().items()})
