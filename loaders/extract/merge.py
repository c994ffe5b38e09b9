"""One act told twice in an article is one claim with two evidence spans."""

from dataclasses import replace

from graph.model import Claim, Passage

# How much of the shorter issue's words must stand in the longer one for two demands to be the same.
_SAME_ISSUE = 0.6


def _parties(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(p.actor for p in claim.sources), frozenset(p.actor for p in claim.targets)


def _words(passage: Passage | None) -> set[str]:
    return {w.strip(".,;:'\"“”’").lower() for w in passage.text.split() if len(w) > 3} if passage else set()


def _same_issue(one: Claim, other: Claim) -> bool:
    a, b = _words(one.issue), _words(other.issue)
    if not a or not b:
        return one.relation == "CONSULT" or (not a and not b and bool(one.targets))
    return len(a & b) >= _SAME_ISSUE * min(len(a), len(b))


# Nouns that name an act told by a verb elsewhere: "the accord between A and B".
_NAMED_AGAIN = ("patterns:agreement_between", "patterns:exercise_of", "patterns:resignation_of")
_ACCORDS = ("COOPERATE", "AGREE")


def _named_again(one: Claim, other: Claim) -> bool:
    """Whether one of two claims is only the name of the act that the other tells."""
    if not {one.method, other.method} & set(_NAMED_AGAIN) or _parties(one) != _parties(other):
        return False
    alike = one.relation == other.relation or {one.relation, other.relation} <= set(_ACCORDS)
    return alike and one.modality == other.modality


def _same(one: Claim, other: Claim) -> bool:
    if _named_again(one, other):
        return True
    if one.relation != other.relation or one.modality != other.modality or one.relation == "STATEMENT":
        return False
    if _parties(one) != _parties(other) or {p.actor for p in one.attributed_to} != {
        p.actor for p in other.attributed_to
    }:
        return False
    if one.date and other.date and (one.date.start, one.date.end) != (other.date.start, other.date.end):
        return False
    if one.place and other.place and one.place.name != other.place.name:
        return False
    return _same_issue(one, other)


def _joined(one: Claim, other: Claim) -> Claim:
    spans = {(e.start, e.end) for e in one.evidence}
    more = tuple(e for e in other.evidence if (e.start, e.end) not in spans)
    return replace(
        one,
        evidence=(*one.evidence, *more),
        date=one.date or other.date,
        place=one.place or other.place,
        issue=one.issue or other.issue,
        mode=one.mode or other.mode,
        confidence=max(one.confidence, other.confidence),
    )


def merged(claims: list[Claim]) -> list[Claim]:
    """The claims in text order, the same act told again joined to its first telling."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.evidence[0].start, c.relation, c.id)):
        at = next((i for i, k in enumerate(kept) if _same(k, claim)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _joined(kept[at], claim)
    return kept
