"""Hold claims against gold of your own: precision, recall and F1 by relation, and of modality, speakers, dates, places, actors.

GOLD is a folder of gold files (.toml) or one of them; docs/reading.md tells how to write them. CLAIMS is what `legation
extract` wrote of the same texts.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from graph.errors import InputError
from loaders.evaluation.gold import GoldArticle, is_gold, read_gold
from loaders.sources.files import reason, shown


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `legation eval`."""
    parser.add_argument("gold", type=Path, metavar="GOLD", help="folder of gold files, or one (.toml)")
    parser.add_argument("claims", type=Path, metavar="CLAIMS", help="what 'legation extract' wrote (.jsonl)")
    parser.add_argument(
        "--texts",
        type=Path,
        nargs="+",
        default=(),
        metavar="PATH",
        help="files or folders with the articles (default: NAME.txt and the like beside the gold file)",
    )
    parser.add_argument("--explain", action="store_true", help="list what is wrong and what was missed")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument(
        "--model", metavar="NAME", help="spaCy model that finds the sentences without a claim"
    )


def run(args: argparse.Namespace) -> int:
    """Print the report. Raises InputError where gold, texts and claims do not fit together, ModelError."""
    from loaders.evaluation.claims import read_told
    from loaders.evaluation.report import Report, add
    from loaders.evaluation.show import as_json, table

    if args.claims.suffix.lower() == ".toml" or args.claims.is_dir():
        raise InputError(
            f"{shown(args.claims)}: is no file of claims: the order is legation eval GOLD CLAIMS"
        )
    gold, told = gold_articles(args.gold, args.texts), read_told(args.claims)
    absent = [each for each in gold if each.article.id not in told.lines]
    if len(absent) == len(gold):
        raise InputError(
            f"{told.name}: has no line of any article of the gold (such as '{shown(gold[0].article.id)}'): "
            "extract the claims from the files that the gold is about"
        )
    report = Report()
    for each in gold:
        reading = told.reading(each.article)
        add(report, each, reading)
        report.unread.add(reading, args.model)
    if args.json:
        print(json.dumps(as_json(report, explain=args.explain), ensure_ascii=False, indent=1))
    else:
        lines = [f"{line}\n" for line in sorted(map(str, report.why))] if args.explain else []
        print("".join([*lines, "\n"] if lines else []) + table(report))
    return _remarks(told.others([each.article for each in gold]), absent)


def _remarks(others: int, absent: Sequence[GoldArticle]) -> int:
    """Say on standard error what was not compared; the exit code."""
    if others:
        noun = "article has" if others == 1 else "articles have"
        print(f"{others:,} {noun} claims but no gold: left aside", file=sys.stderr)
    for each in absent:
        print(f"{shown(each.stem)}: no line of it: counted as read without a claim", file=sys.stderr)
    return 1 if absent else 0


def gold_articles(place: Path, texts: Sequence[Path]) -> list[GoldArticle]:
    """The gold of a folder or file with its texts. Raises InputError, naming the file, where something is wrong."""
    from loaders.evaluation.texts import Texts

    known, seen = Texts(texts), dict[str, Path]()
    found = []
    for path in _files(place):
        gold = read_gold(path, known.find)
        first = seen.setdefault(gold.article.id, path)
        if first != path:
            raise InputError(
                f"{shown(path)}: is about the same article as {shown(first)}: keep one of the two"
            )
        found.append(gold)
    return found


def _files(place: Path) -> list[Path]:
    """The gold files; other TOML of a folder (floors, metadata) is passed over."""
    try:
        inside = sorted(place.glob("*.toml")) if place.is_dir() else None
    except OSError as wrong:
        raise InputError(f"{shown(place)}: {reason(wrong)}") from wrong
    if inside is None:
        if place.suffix.lower() != ".toml" and place.exists():
            raise InputError(f"{shown(place)}: is no gold: give a folder of gold files, or one (.toml)")
        return [place]
    found = [path for path in inside if is_gold(path)]
    if not found:
        raise InputError(f"{shown(place)}: holds no gold file: each is a .toml that names its article")
    return found
