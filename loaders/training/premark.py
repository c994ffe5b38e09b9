"""What the reader itself finds in articles, as annotations to be corrected by hand.

    python -m loaders.training.premark ARTICLES.jsonl -o NOTES.jsonl [--without FILE.toml ...]

Articles named in FILE.toml (the held-out ones) are left out: what they are measured by must not be shown to who marks them.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph.errors import InputError
from graph.model import Claim, Mention, Party, Problem, Reading
from loaders.training.marks import Marked, MarkedClaim, MarkedMention, Span
from loaders.training.standoff import note

Numbers = Mapping[str, int]


def premarked(reading: Reading) -> Marked:
    """A reading's mentions and claims as marks; parties without a mention are left out, and claims without a source."""
    kept = _apart(reading.mentions)
    order = sorted({(m.start, m.actor) for m in kept})
    numbers: dict[str, int] = {}
    for _, actor in order:
        numbers.setdefault(actor, len(numbers) + 1)
    spans: dict[Span, set[int]] = {}
    for mention in kept:
        spans.setdefault((mention.start, mention.end), set()).add(numbers[mention.actor])
    marks = tuple(MarkedMention(*span, tuple(sorted(who))) for span, who in sorted(spans.items()))
    claims = tuple(each for c in reading.claims if (each := _claim(c, numbers, reading.article.text)))
    return Marked(reading.article.id, reading.article.text, marks, claims, reading.article.id)


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that do not lie in one another: the longer of two stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        span = (mention.start, mention.end)
        if all(span == (k.start, k.end) or k.end <= span[0] or span[1] <= k.start for k in kept):
            kept.append(mention)
    return kept


def _claim(claim: Claim, numbers: Numbers, text: str) -> MarkedClaim | None:
    sources, targets = _side(claim.sources, numbers), _side(claim.targets, numbers)
    if not sources or set(sources) & set(targets):
        return None
    return MarkedClaim(
        relation=claim.relation,
        mode=claim.mode,
        sources=sources,
        targets=targets,
        modality=claim.modality,
        former=claim.former,
        trigger=(_trigger(claim, text),),
        issue=(claim.issue.start, claim.issue.end) if claim.issue else None,
        date=_words(claim.date.expression, claim, text) if claim.date else None,
        place=(claim.place.start, claim.place.end) if claim.place else None,
        speakers=_side(claim.attributed_to, numbers),
    )


def _side(parties: Sequence[Party], numbers: Numbers) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[p.actor] for p in parties if p.actor in numbers))


def _trigger(claim: Claim, text: str) -> Span:
    """The first word of the predicate, the issue of an office, else the sentence's first word."""
    start = claim.evidence[0].start
    if claim.issue and claim.relation == "HOLDS_OFFICE":
        return claim.issue.start, claim.issue.end
    stem = claim.predicate.split(" ")[0][:4]
    sentence = text[start : claim.evidence[0].end]
    found = (stem and re.search(rf"\b{re.escape(stem)}\w*", sentence)) or re.search(r"\w+", sentence)
    return (start + found.start(), start + found.end()) if found else (start, claim.evidence[0].end)


def _words(words: str, claim: Claim, text: str) -> Span | None:
    at = text.find(words, claim.evidence[0].start)
    return (at, at + len(words)) if at >= 0 else None


def _read(path: Path, without: set[str]) -> Iterator[Reading]:
    from loaders.pipeline import Reader
    from loaders.sources.json_lines import read
    from loaders.sources.metadata import Defaults

    reader = Reader()
    for each in read(path, Defaults()):
        if isinstance(each, Problem):
            raise InputError(f"{each.article}: {each.what}")
        if each.id not in without:
            yield reader.read(each)


def main(words: Sequence[str]) -> int:
    """Write one line of annotations an article."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--without", type=Path, nargs="*", default=())
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args(words)
    without = {
        each
        for path in args.without
        for ids in tomllib.loads(path.read_text(encoding="utf-8")).values()
        for each in ids
    }
    lines = [
        json.dumps(note(premarked(reading)), separators=(",", ":"))
        for reading in _read(args.articles, without)
    ]
    args.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(len(lines), "articles")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
