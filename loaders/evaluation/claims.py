"""What was read, from the lines that `legation extract` or `legation export` wrote, held against the articles' texts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.lines import numbered_reading
from graph.model import MODALITIES, Article, Claim, Reading
from graph.ontology import relations
from loaders.sources.files import decode_line, reason, shown

_Numbered = list[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Told:
    """The lines of a file by article, each with its number."""

    name: str
    lines: Mapping[str, _Numbered] = field(default_factory=dict)

    def reading(self, article: Article) -> Reading:
        """What the lines say of an article; an empty reading where there is no line of it.

        Raises InputError, naming the line, where one breaks the format or quotes what the text does not have there.
        """
        mine = self.lines.get(article.id, [])
        try:
            reading = numbered_reading(article, mine)
        except InputError as wrong:
            raise InputError(f"{self.name}: {wrong}") from wrong
        for claim in reading.claims:
            if wrong_at := _wrong(claim, article.text):
                number = next(n for n, line in mine if line["kind"] == "claim" and line["id"] == claim.id)
                raise InputError(f"{self.name}:{number}: {wrong_at}")
        if not all(_is(m.start, int) and _is(m.end, int) and _is(m.actor, str) for m in reading.mentions):
            raise InputError(
                f"{self.name}: a mention of '{shown(article.id)}' has offsets that are no numbers"
            )
        if not all(_is(name, str) for a in reading.actors for name in (a.name, a.kind, *a.names)):
            raise InputError(f"{self.name}: an actor of '{shown(article.id)}' has a name that is no text")
        return reading

    def others(self, articles: Sequence[Article]) -> int:
        """How many articles the file has besides these."""
        return len(self.lines.keys() - {article.id for article in articles})


def _wrong(claim: Claim, text: str) -> str | None:
    """What is wrong with a claim besides the form of its line."""
    if claim.relation not in relations() or claim.modality not in MODALITIES:
        return f"{shown(str(claim.relation))}, {shown(str(claim.modality))}: no relation, or no modality"
    parties = (*claim.sources, *claim.targets, *claim.attributed_to)
    passages = [*claim.evidence, *([claim.issue] if claim.issue else [])]
    words = [claim.method, claim.predicate, *([claim.place.name] if claim.place else [])]
    if not all(_is(p.name, str) and _is(p.actor, str) for p in parties) or not all(
        _is(w, str) for w in words
    ):
        return "a name in it is no text: compare it with claim-lines.schema.json"
    numbers = [n for p in passages for n in (p.start, p.end)]
    numbers += [n for p in parties for n in (p.start, p.end) if n is not None]
    if not all(_is(n, int) for n in numbers) or not all(_is(p.text, str) for p in passages):
        return "an offset in it is no number, or a quote no text: compare it with claim-lines.schema.json"
    if any(text[e.start : e.end].split() != e.text.split() for e in claim.evidence):
        return "its evidence does not stand there in the gold's text: extract the claims from the same text"
    return None


def _is(value: object, kind: type) -> bool:
    """Whether what a file gave is of the kind that the records promise."""
    return type(value) is kind


def read_told(path: Path) -> Told:
    """The lines of a file. Raises InputError, naming the line, where it holds something else."""
    name, found = shown(path), dict[str, _Numbered]()
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    line = _line(raw, f"{name}:{number}", name)
                    found.setdefault(str(line["article"]), []).append((number, line))
    except (OSError, ValueError) as wrong:
        raise InputError(f"{name}: {reason(wrong)}") from wrong
    if not found:
        raise InputError(f"{name}: is empty: give what 'legation extract' writes")
    return Told(name, found)


def _line(raw: bytes, where: str, name: str) -> Mapping[str, Any]:
    try:
        line = json.loads(decode_line(raw, where, name))
    except (ValueError, RecursionError) as wrong:
        raise InputError(f"{where}: is no JSON ({wrong}): give what 'legation extract' writes") from wrong
    if not isinstance(line, dict) or "kind" not in line or not isinstance(line.get("article"), str):
        raise InputError(
            f"{where}: is no line of what was read: give what 'legation extract ARTICLES -o CLAIMS.jsonl' writes"
        )
    return line
