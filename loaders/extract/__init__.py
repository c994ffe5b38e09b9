"""From a document and its cast to claims. EXTRACTORS names the ways of reading; all their claims are joined."""

from collections.abc import Sequence
from dataclasses import replace

from graph.model import Claim, Problem
from graph.registry import load, look_up
from graph.version import __version__
from loaders import models
from loaders.cast import Cast
from loaders.document import Document
from loaders.extract.merge import merged
from loaders.extract.trace import Trace

# Each is a function (document, cast, version, trace) -> (claims, problems).
EXTRACTORS = {
    "offices": "loaders.extract:standing",
    "patterns": "loaders.extract.patterns:patterns",
}


def standing(document: Document, who: Cast, version: str, _: Trace) -> tuple[list[Claim], list[Problem]]:
    """The standing relations, in the form that EXTRACTORS asks for; `version` is set by the reader of offices."""
    from loaders.extract.offices import offices

    return [replace(claim, version=version) for claim in offices(document, who)], []


def _verbatim(claim: Claim, text: str) -> bool:
    """A claim whose quote is not the article's text cannot exist."""
    passages = [*claim.evidence, *(p for p in (claim.issue, claim.content) if p)]
    return all(
        text[p.start : p.end] == p.text or text[p.start : p.end].split() == p.text.split() for p in passages
    )


def claims(
    document: Document,
    who: Cast,
    *,
    steps: Sequence[str],
    model: str | None = None,
    trace: Trace | None = None,
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """All claims of a document by the named extractors, repeated ones joined; and what could not be read.

    A `trace` is told of every act that was left out.
    """
    trace = trace or Trace()
    version = f"{__version__} {models.describe(model)}"
    found: list[Claim] = []
    problems: list[Problem] = []
    for step in steps:
        more, wrong = load(look_up(EXTRACTORS, step, "extractor"))(document, who, version, trace)
        found += more
        problems += wrong
    kept, lost = settled(found, document)
    return kept, tuple(problems + lost)


def settled(found: Sequence[Claim], document: Document) -> tuple[tuple[Claim, ...], list[Problem]]:
    """Claims in text order, an act told twice once; without those whose quotes are not the article's, which are problems."""
    text = document.article.text
    kept = [c for c in found if _verbatim(c, text)]
    lost = len(found) - len(kept)
    why = f"{lost} claims dropped: quote not verbatim"
    problems = [Problem(document.article.id, "extract", why)] if lost else []
    return tuple({c.id: c for c in merged(kept)}.values()), problems
