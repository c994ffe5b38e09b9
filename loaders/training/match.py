"""Claims held against an article's marks: the matching of the development scorer's level 2, by offsets.

A claim is right where relation and a source are those of an annotated claim, and a target is, or else the issue (F1 of its content
words of 0.4, or three quarters of the annotated ones in an issue of at most twelve), and its evidence lies at the words that
state it. What the text denies or only supposes must be told so. Each annotated claim counts once; denied and supposed ones
need not be found. Neither right nor wrong: a repetition, and a STATEMENT by whoever does or tells an annotated act in its
sentence. HOLDS_OFFICE and LEADS count as one another: which heads are which, the annotators did not agree on.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Claim, Mention, Party
from loaders.training.marks import Marked, MarkedClaim, Span

UNREAL = ("denied", "hypothetical")
_SAME, _HELD, _SHORT = 0.4, 0.75, 12
_STANDING = ("HOLDS_OFFICE", "LEADS", "MEMBER_OF", "PART_OF", "ALLY_OF")
_EMPTY = frozenset(
    "a an the of to in on at by for from with and or but that which who whose this these those it its is are was were be been has have "
    "had do does did not no as if than so will would can could should may might must about over into out up more most any all some "
    "other their his her our your my they he she we you i them him us also only very there here when where while s".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """For each claim the number of the annotated one that it tells, None where it is wrong, -1 where it repeats one."""

    matched: tuple[int | None, ...]
    wanted: tuple[bool, ...]

    @property
    def missed(self) -> int:
        """Annotated claims, denied and supposed ones aside, that no claim tells."""
        found = set(self.matched)
        return sum(wanted and n not in found for n, wanted in enumerate(self.wanted))


def verdicts(claims: Sequence[Claim], mentions: Sequence[Mention], marked: Marked) -> Verdicts:
    """Claims in the order of their confidence against the marks."""
    meant = _meanings(mentions, marked)
    order = sorted(range(len(claims)), key=lambda n: -claims[n].confidence)
    matched: list[int | None] = [None] * len(claims)
    taken: set[int] = set()
    for n in order:
        fits = [k for k, gold in enumerate(marked.claims) if _fits(claims[n], gold, marked, meant)]
        free = [k for k in fits if k not in taken]
        matched[n] = free[0] if free else -1 if fits or _implied(claims[n], marked, meant) else None
        taken.update(free[:1])
    return Verdicts(tuple(matched), tuple(c.modality not in UNREAL for c in marked.claims))


def _meanings(mentions: Sequence[Mention], marked: Marked) -> dict[str, set[int]]:
    """The annotated actors that each of the reader's actors is taken for, by most of its mentions."""
    votes: dict[str, dict[int, int]] = {}
    for mention in mentions:
        for number in _at(mention.start, mention.end, marked):
            row = votes.setdefault(mention.actor, {})
            row[number] = row.get(number, 0) + 1
    return {actor: {max(row, key=lambda k: row[k])} for actor, row in votes.items()}


def _at(start: int, end: int, marked: Marked) -> set[int]:
    return {a for m in marked.mentions if m.start < end and start < m.end for a in m.actors}


def _numbers(parties: Sequence[Party], marked: Marked, meant: dict[str, set[int]]) -> set[int]:
    found: set[int] = set()
    for party in parties:
        here = (
            _at(party.start, party.end, marked)
            if party.start is not None and party.end is not None
            else set()
        )
        found |= here or meant.get(party.actor, set())
    return found


def _implied(claim: Claim, marked: Marked, meant: dict[str, set[int]]) -> bool:
    if claim.relation != "STATEMENT":
        return False
    who = _numbers(claim.sources, marked, meant)
    here = [
        gold
        for gold in marked.claims
        if any(e.start < gold.trigger[0][1] and gold.trigger[0][0] < e.end for e in claim.evidence)
    ]
    return any(who & {*gold.sources, *gold.speakers} for gold in here if gold.relation not in _STANDING)


def _fits(claim: Claim, gold: MarkedClaim, marked: Marked, meant: dict[str, set[int]]) -> bool:
    if not _same_relation(claim.relation, gold.relation) or (
        gold.modality in UNREAL and claim.modality not in UNREAL
    ):
        return False
    start, end = gold.trigger[0]
    # The evidence, or the sentence next to it.
    if not any(e.start - 200 < end and start < e.end + 200 for e in claim.evidence):
        return False
    sources, targets = (_numbers(side, marked, meant) for side in (claim.sources, claim.targets))
    everyone = sources | targets
    if len(gold.sources) > 1 and not gold.targets:
        return len(set(gold.sources) & everyone) > 1
    if not set(gold.sources) & sources:
        return False
    if set(gold.targets) & targets:
        return True
    if gold.issue is None:
        return not gold.targets
    return (
        claim.issue is not None
        and alike((claim.issue.start, claim.issue.end), gold.issue, marked.text) >= _SAME
    )


def _same_relation(one: str, other: str) -> bool:
    return one == other or {one, other} == {"HOLDS_OFFICE", "LEADS"}


def alike(said: Span, wanted: Span, text: str) -> float:
    """F1 of the content words of two spans; _SAME where a short one holds three quarters of the wanted words."""
    a, b = (_content(text[start:end]) for start, end in (said, wanted))
    common = sum((Counter(a) & Counter(b)).values())
    f1 = 2 * common / (len(a) + len(b)) if a and b else 0.0
    held = len(a) <= _SHORT and sum(word in a for word in b) >= _HELD * len(b)
    return max(f1, _SAME) if held else f1


def _content(text: str) -> list[str]:
    """The words that say something, cut to their first letters so that "lifted" is "lifting"."""
    words = re.findall(r"[^\W_]+", text.lower())
    return [w[:6] for w in words if w not in _EMPTY] or [w[:6] for w in words]
