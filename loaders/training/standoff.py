"""Annotations apart from their text: articles as marked text to correct by hand, and marks as lines without any text.

    python -m loaders.training.standoff show ARTICLES.jsonl FOLDER [--notes FILE.jsonl] [--only ID ...]
    python -m loaders.training.standoff take ARTICLES.jsonl FOLDER -o FILE.jsonl

`show` writes one file an article, FOLDER/ID.txt, in the form of `loaders.training.marks`, with the marks of FILE.jsonl where
it has the article; `take` reads corrected files back, and refuses one whose text is no longer the article's. A line holds
id, SHA-256 of the text, mentions and claims by character offsets: no word of the article leaves with it.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.errors import DataError, LegationError
from loaders.training.marks import Marked, MarkedClaim, MarkedMention, Span, article, occurrences

_SPANS = ("issue", "date", "place", "content")


def note(marked: Marked) -> dict[str, Any]:
    """The marks of an article as a line."""
    return {
        "id": marked.label,
        "sha256": sha256(marked.text.encode()).hexdigest(),
        "mentions": [[m.start, m.end, list(m.actors)] for m in marked.mentions],
        "claims": [_without_blanks(asdict(claim)) for claim in marked.claims],
    }


def _without_blanks(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in claim.items() if value not in (None, (), False)}


def marked(line: Mapping[str, Any], text: str) -> Marked:
    """The marks of a line on the text that it was made for. Raises DataError where the text is another."""
    if sha256(text.encode()).hexdigest() != line["sha256"]:
        raise DataError(
            f"{line['id']}: the text is not the one that was annotated: rebuild it as SOURCES.md says"
        )
    mentions = tuple(MarkedMention(start, end, tuple(actors)) for start, end, actors in line["mentions"])
    return Marked(line["id"], text, mentions, tuple(map(_claim, line["claims"])), line["id"])


def _claim(row: Mapping[str, Any]) -> MarkedClaim:
    spans = {key: _span(row[key]) for key in _SPANS if row.get(key)}
    return MarkedClaim(
        relation=row["relation"],
        mode=row.get("mode"),
        sources=tuple(row["sources"]),
        targets=tuple(row.get("targets", ())),
        modality=row["modality"],
        former=row.get("former", False),
        trigger=tuple(map(_span, row["trigger"])),
        speakers=tuple(row.get("speakers", ())),
        **spans,
    )


def _span(pair: Sequence[int]) -> Span:
    start, end = pair
    return start, end


def written(marks: Marked) -> str:
    """Marks as the text that `marks.article` reads, to be corrected by hand."""
    claims = [_written(claim, marks.text) for claim in marks.claims] or ["- none"]
    return "\n".join([f"@ {marks.label}", _body(marks), "---", *claims, ""])


def _body(marks: Marked) -> str:
    pieces, done = [], 0
    for mention in sorted(marks.mentions, key=lambda each: each.start):
        actors = ",".join(map(str, mention.actors))
        words = marks.text[mention.start : mention.end]
        pieces += [_escaped(marks.text[done : mention.start]), f"[{actors}:{words}]"]
        done = mention.end
    return "".join([*pieces, _escaped(marks.text[done:])])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _written(claim: MarkedClaim, text: str) -> str:
    mode = f"/{claim.mode}" if claim.mode else ""
    sides = f"{_numbers(claim.sources)}>{_numbers(claim.targets)}"
    told = claim.modality + (" former" if claim.former else "")
    first, *others = claim.trigger
    nth = _nth(first, text)
    words = " ... ".join(text[start:end] for start, end in (first, *others))
    rest = "".join(
        f" | {key}: {text[span[0] : span[1]]}{_nth(span, text)}"
        for key in _SPANS
        if (span := getattr(claim, key)) is not None
    )
    by = f" | by: {_numbers(claim.speakers)}" if claim.speakers else ""
    return f'- {claim.relation}{mode} {sides} {told} "{words}"{nth}{rest}{by}'


def _numbers(actors: Sequence[int]) -> str:
    return ",".join(map(str, actors)) or "-"


def _nth(span: Span, text: str) -> str:
    """`#2` where the same words stand before as well."""
    starts = occurrences(text[span[0] : span[1]], text)
    return f"#{starts.index(span[0]) + 1}" if len(starts) > 1 and span[0] in starts else ""


def articles(path: Path) -> dict[str, str]:
    """Texts by id from a file of articles."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def notes(path: Path) -> dict[str, dict[str, Any]]:
    """Lines of annotations by article id."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def take(folder: Path, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The lines of a folder's files, sorted by id. Raises DataError with file and line at the first slip."""
    for path in sorted(folder.glob("*.txt")):
        found = article(path.read_text(encoding="utf-8"), path.name)
        if texts.get(found.label) != found.text:
            raise DataError(
                f"{path.name}: {_differs(found.text, texts.get(found.label))}: change marks, never the text"
            )
        yield note(found)


def _differs(text: str, wanted: str | None) -> str:
    if wanted is None:
        return "there is no article of this id"
    at = next(
        (n for n, (a, b) in enumerate(zip(text, wanted, strict=False)) if a != b), min(len(text), len(wanted))
    )
    return f"the text differs from the article's at '{text[max(0, at - 30) : at + 20]}'"


def show(
    folder: Path, texts: Mapping[str, str], held: Mapping[str, Mapping[str, Any]], only: Iterable[str]
) -> int:
    """Write articles to be annotated; how many. A file that is there already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for each in list(only) or sorted(texts):
        path = folder / f"{each}.txt"
        if not path.exists():
            marks = marked(held[each], texts[each]) if each in held else Marked(each, texts[each], (), ())
            path.write_text(written(marks), encoding="utf-8")
            number += 1
    return number


def main(words: Sequence[str]) -> int:
    """Show or take. 1 where a file has a slip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("show", "take"))
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=Path)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("-o", "--out", type=Path)
    args = parser.parse_args(words)
    texts = articles(args.articles)
    try:
        if args.what == "show":
            print(
                show(args.folder, texts, notes(args.notes) if args.notes else {}, args.only), "files written"
            )
            return 0
        lines = [json.dumps(line, separators=(",", ":")) for line in take(args.folder, texts)]
    except LegationError as slip:
        print(slip, file=sys.stderr)
        return 1
    if args.out:
        args.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(len(lines), "articles")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
