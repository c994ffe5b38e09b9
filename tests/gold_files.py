"""Sample articles, others written for the gate alone, and the claims that a careful reader finds in them."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.lines import article_from
from graph.model import MODALITIES, Article
from graph.ontology import relations
from loaders.sources.metadata import Defaults
from loaders.sources.text_file import read

ROOT = Path(__file__).resolve().parent
SAMPLES = ROOT.parent / "data" / "samples"
GOLD = ROOT / "gold"
HELD_OUT = ROOT / "heldout"
# Articles that belong to the gate and not to the demo: of other regions than the samples, one story each.
OTHERS = GOLD / "articles"
_SENTENCE_END = re.compile(r"[.!?](?=\s)|.(?=\n)")


@dataclass(frozen=True, slots=True)
class GoldActor:
    """An actor of a gold article: `names` are the forms that count for it there, in any case."""

    key: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim that should be read. `sources` and `targets` are groups of actor keys: one of each group is enough.

    `alt` are other relations that count, `also` actors that may stand there as well. `issue` and `place` may hold
    several wordings parted by `||`. `date` is an ISO day, month or year, "" where none can be known, "?" where it
    is arguable. `spans` are the evidence sentences in the body. An `optional` claim is neither wanted nor wrong.
    """

    relation: str
    alt: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]
    issue: str
    date: str
    place: str
    modality: str
    by: tuple[str, ...]
    optional: bool
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with its actors, its claims and the spans of its page furniture."""

    stem: str
    article: Article
    actors: tuple[GoldActor, ...]
    claims: tuple[GoldClaim, ...]
    furniture: tuple[tuple[int, int], ...]


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


def stretch(text: str, words: str) -> tuple[int, int]:
    """The span of the words. Raises ValueError unless they stand in the text exactly once."""
    if text.count(words) != 1:
        raise ValueError(f"'{words}' stands {text.count(words)} times in the body")
    start = text.index(words)
    return start, start + len(words)


def sentence_from(text: str, words: str) -> tuple[int, int]:
    """The span from the words to the end of their sentence. Raises ValueError unless they stand there once."""
    start, end = stretch(text, words)
    stop = _SENTENCE_END.search(text, end - 1)
    return start, stop.start() + 1 if stop else len(text)


def _claim(row: dict[str, Any], article: Article, keys: set[str]) -> GoldClaim:
    if row["relation"] not in relations() or not set(row.get("alt", [])) <= set(relations()):
        raise ValueError(f"'{row['relation']}' or its alt is no relation")
    if row.get("modality", "asserted") not in MODALITIES:
        raise ValueError(f"'{row['modality']}' is no modality")
    groups = [*row["sources"], *row.get("targets", []), row.get("by", []), row.get("also", [])]
    unknown = {key for group in groups for key in group} - keys
    if unknown:
        raise ValueError(f"no such actor: {', '.join(sorted(unknown))}")
    return GoldClaim(
        relation=row["relation"],
        alt=tuple(row.get("alt", ())),
        sources=tuple(map(tuple, row["sources"])),
        targets=tuple(map(tuple, row.get("targets", ()))),
        also=tuple(row.get("also", ())),
        issue="||".join(article.text[start:end] for start, end in row["issue_at"])
        if "issue_at" in row
        else row.get("issue", ""),
        date=row.get("date", ""),
        place=row.get("place", ""),
        modality=row.get("modality", "asserted"),
        by=tuple(row.get("by", ())),
        optional=row.get("optional", False),
        spans=tuple((start, end) for start, end in row["evidence_at"])
        if "evidence_at" in row
        else tuple(sentence_from(article.text, words) for words in row["evidence"]),
    )


def gold(path: Path, texts: Mapping[str, Article] | None = None) -> GoldArticle:
    """One gold file with its article: a sample, one of the gate, or one of `texts` by id.

    Raises ValueError, naming file and claim, where the two do not agree.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    article = sample(data["article"]) if texts is None else texts[data["article"]]
    if sha256(article.text.encode()).hexdigest() != data["sha256"]:
        raise ValueError(f"{path.name}: the sample has changed; check its claims, then renew sha256")
    actors = tuple(GoldActor(a["key"], tuple(a["names"]), a["kind"]) for a in data["actors"])
    keys = {actor.key for actor in actors}
    claims = []
    for number, row in enumerate(data["claims"], start=1):
        try:
            claims.append(_claim(row, article, keys))
        except (KeyError, ValueError) as wrong:
            raise ValueError(f"{path.name}: claim {number} ({row.get('relation')}): {wrong}") from wrong
    furniture = tuple(stretch(article.text, words) for words in data.get("furniture", ()))
    return GoldArticle(data["article"], article, actors, tuple(claims), furniture)


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
