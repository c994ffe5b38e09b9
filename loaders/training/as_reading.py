"""Marks as a reading, so that an annotator is measured like a reader: `python tests/gate.py --second`."""

import re

from graph.ids import claim_id
from graph.model import Actor, Article, Claim, Mention, Party, Passage, Reading
from loaders.training.marks import Marked, MarkedClaim, Span

_END = re.compile(r"[.!?][”\"’)]*(?=\s)|\n")
_PRONOUNS = frozenset(
    "he she it they him her his hers its their theirs them i me my we us our you your who whom whose himself herself".split()
)


def as_reading(marks: Marked, article: Article) -> Reading:
    """The marks' actors, mentions and claims; dates, places and issues as words of the text, without what they resolve to."""
    names = _names(marks)
    actors = tuple(Actor(_id(n), found[0], "group", found) for n, found in sorted(names.items()))
    mentions = tuple(
        Mention(article.id, m.start, m.end, marks.text[m.start : m.end], _id(n), "name")
        for m in marks.mentions
        for n in m.actors
    )
    claims = tuple(_claim(c, marks, article, names) for c in marks.claims)
    return Reading(article=article, actors=actors, mentions=mentions, claims=claims)


def _id(number: int) -> str:
    return f"group/{number}"


def _names(marks: Marked) -> dict[int, tuple[str, ...]]:
    """What each actor is called, names before descriptions, long before short.

    Pronouns, and what means several actors, only where there is nothing else.
    """
    called: dict[int, set[tuple[tuple[bool, ...], int, str]]] = {}
    for mention in marks.mentions:
        name = marks.text[mention.start : mention.end]
        weak = name.lower() in _PRONOUNS, len(mention.actors) > 1, not name[:1].isupper()
        for number in mention.actors:
            called.setdefault(number, set()).add((weak, -len(name), name))
    return {number: tuple(dict.fromkeys(n for *_, n in sorted(found))) for number, found in called.items()}


def _claim(one: MarkedClaim, marks: Marked, article: Article, names: dict[int, tuple[str, ...]]) -> Claim:
    trigger = _passage(one.trigger[0], marks.text)
    evidence = _passage(_sentence(one.trigger[0], marks.text), marks.text)
    issue = _passage(one.issue, marks.text) if one.issue else None
    sources, targets, speakers = (
        tuple(Party(_id(n), names[n][0], read_as=_id(n)) for n in side)
        for side in (one.sources, one.targets, one.speakers)
    )
    ident = claim_id(
        article.id, one.relation, one.mode, one.modality, [p.actor for p in sources], [p.actor for p in targets],
        trigger.start, trigger.text, issue.text if issue else None,
    )  # fmt: skip
    return Claim(
        id=ident, article=article.id, relation=one.relation, sources=sources, targets=targets, evidence=(evidence,),
        mode=one.mode, predicate=trigger.text, issue=issue, modality=one.modality, former=one.former,
        attributed_to=speakers, method="annotated",
    )  # fmt: skip


def _passage(span: Span, text: str) -> Passage:
    return Passage(span[0], span[1], text[span[0] : span[1]])


def _sentence(span: Span, text: str) -> Span:
    """The sentence around a span, by its marks of end."""
    before = [m.end() for m in _END.finditer(text, 0, span[0])]
    start = before[-1] if before else 0
    start += len(text[start:]) - len(text[start:].lstrip())
    after = _END.search(text, span[1])
    return min(start, span[0]), after.end() if after else len(text)
