"""Sample articles, others written for the gate alone, and the claims that a careful reader finds in them."""

import json
from collections.abc import Mapping
from pathlib import Path

from graph.errors import InputError
from graph.lines import article_from
from graph.model import Article
from loaders.evaluation.gold import GoldArticle, read_gold
from loaders.sources.metadata import Defaults
from loaders.sources.text_file import read

ROOT = Path(__file__).resolve().parent
SAMPLES = ROOT.parent / "data" / "samples"
GOLD = ROOT / "gold"
HELD_OUT = ROOT / "heldout"
# Articles that belong to the gate and not to the demo: of other regions than the samples, one story each.
OTHERS = GOLD / "articles"


def sample(stem: str) -> Article:
    """The sample, or article of the gate, of that file stem, as `legation load` reads it."""
    (article,) = read(text_file(stem), Defaults())
    return article


def text_file(stem: str) -> Path:
    """Where the text of that stem lies: with the samples, else with the articles of the gate."""
    here = SAMPLES / f"{stem}.txt"
    return here if here.exists() else OTHERS / f"{stem}.txt"


def stems() -> tuple[str, ...]:
    """The stems of all samples, in order."""
    return tuple(sorted(path.stem for path in SAMPLES.glob("*.txt")))


def others() -> tuple[str, ...]:
    """The stems of the articles that only the gate reads, in order."""
    return tuple(sorted(path.stem for path in OTHERS.glob("*.txt")))


def gold(path: Path, texts: Mapping[str, Article] | None = None) -> GoldArticle:
    """One gold file with its article: a sample, or one of `texts` by id. Raises InputError where they do not agree."""

    def text(name: str, digest: str | None, file: Path) -> Article:
        if digest is None:
            raise InputError(f"{file.name}: has no sha256: gold of ours is tied to its text")
        return sample(name) if texts is None else texts[name]

    return read_gold(path, text)


def all_gold() -> tuple[GoldArticle, ...]:
    """All gold articles, in order of their files."""
    return tuple(gold(path) for path in sorted(GOLD.glob("[0-9]*.toml")))


def held_out(texts: Path) -> tuple[GoldArticle, ...]:
    """The articles that nothing was tuned on, annotated standoff under tests/heldout.

    Their texts (Wikinews, CC BY 2.5) are not part of the project: `texts` is a .jsonl file of articles that has them.
    """
    rows = (json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines() if line.strip())
    articles = {str(row["id"]): article_from(row, where=str(texts)) for row in rows}
    return tuple(gold(path, articles) for path in sorted(HELD_OUT.glob("*.toml")))
