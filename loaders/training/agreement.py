"""How far two annotators agree: F1 of mentions and of claims, and the share of common claims with the same modality.

    python -m loaders.training.agreement ONE.jsonl OTHER.jsonl --articles ARTICLES.jsonl
    python -m loaders.training.agreement data/training/own data/training/own_second.jsonl

Both files hold annotations of the same texts; a folder of marked passages holds the texts, too. Claims agree where `loaders.training.match` would call one the other.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from loaders.training.corpus import own
from loaders.training.marks import Marked, MarkedClaim
from loaders.training.match import alike
from loaders.training.standoff import articles, marked, notes


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts: common and all claims of the two, those of one modality, and with the relation left aside."""

    common: int = 0
    one: int = 0
    other: int = 0
    mood: int = 0
    loose: int = 0
    mentions: tuple[int, int, int] = (0, 0, 0)

    def __add__(self, more: "Agreement") -> "Agreement":
        mentions = tuple(a + b for a, b in zip(self.mentions, more.mentions, strict=True))
        return Agreement(
            self.common + more.common, self.one + more.one, self.other + more.other,
            self.mood + more.mood, self.loose + more.loose, (mentions[0], mentions[1], mentions[2]),
        )  # fmt: skip

    def __str__(self) -> str:
        both = self.one + self.other
        spans = self.mentions
        return (
            f"claims F1 {2 * self.common / max(1, both):.3f} (whatever the type {2 * self.loose / max(1, both):.3f}; "
            f"{self.one} and {self.other} claims), modality the same in {self.mood / max(1, self.common):.3f}, "
            f"mentions F1 {2 * spans[0] / max(1, spans[1] + spans[2]):.3f}"
        )


def agreement(pairs: Iterable[tuple[Marked, Marked]]) -> Agreement:
    """The counts over pairs of annotations of the same text."""
    return sum((_of_one(*pair) for pair in pairs), Agreement())


def _of_one(one: Marked, other: Marked) -> Agreement:
    strict, loose = _matched(one, other, typed=True), _matched(one, other, typed=False)
    spans = [{(m.start, m.end) for m in each.mentions} for each in (one, other)]
    common = sum(any(a < d and c < b for c, d in spans[1]) for a, b in spans[0])
    return Agreement(
        len(strict), len(one.claims), len(other.claims),
        sum(a.modality == b.modality for a, b in strict), len(loose), (common, len(spans[0]), len(spans[1])),
    )  # fmt: skip


def _matched(one: Marked, other: Marked, *, typed: bool) -> list[tuple[MarkedClaim, MarkedClaim]]:
    left, found = list(other.claims), []
    for claim in one.claims:
        same = next((each for each in left if _same(claim, one, each, other, typed=typed)), None)
        if same is not None:
            left.remove(same)
            found.append((claim, same))
    return found


def _same(a: MarkedClaim, one: Marked, b: MarkedClaim, other: Marked, *, typed: bool) -> bool:
    if typed and a.relation != b.relation:
        return False
    if abs(a.trigger[0][0] - b.trigger[0][0]) > 200 or not _spans(a.sources, one) & _spans(b.sources, other):
        return False
    if not a.targets and not b.targets:
        return a.issue is None or b.issue is None or alike(a.issue, b.issue, one.text) >= 0.4
    both = _spans(a.targets, one) & _spans(b.targets, other)
    return bool(both) or (
        a.issue is not None and b.issue is not None and alike(a.issue, b.issue, one.text) >= 0.4
    )


def _spans(actors: Sequence[int], marks: Marked) -> set[int]:
    """The places in the text where these actors are meant."""
    return {at for m in marks.mentions if set(m.actors) & set(actors) for at in range(m.start, m.end)}


def main(words: Sequence[str]) -> int:
    """Print the agreement of two files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--articles", type=Path)
    args = parser.parse_args(words)
    if args.articles is None and not args.one.is_dir():
        parser.error("--articles ARTICLES.jsonl is needed: the files hold no texts")
    pairs = _passages(args.one, args.other) if args.one.is_dir() else _articles(args)
    print(len(pairs), "texts:", agreement(pairs))
    return 0


def _articles(args: argparse.Namespace) -> list[tuple[Marked, Marked]]:
    texts, first, second = articles(args.articles), notes(args.one), notes(args.other)
    return [(marked(first[k], texts[k]), marked(second[k], texts[k])) for k in first if k in second]


def _passages(folder: Path, other: Path) -> list[tuple[Marked, Marked]]:
    """Passages and their second annotations, found by their texts: passages move when others come in."""
    lines = {line["sha256"]: line for line in notes(other).values()}
    found = ((one, lines.get(sha256(one.text.encode()).hexdigest())) for one in own(folder))
    return [(one, marked(line, one.text)) for one, line in found if line is not None]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
