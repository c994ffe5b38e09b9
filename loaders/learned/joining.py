"""When two claims of an article tell the same, and what comes of them together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.model import Claim, Party, Passage
from graph.ontology import relations
from loaders.extract.lexicon import lexicon
from loaders.extract.quotes import Quote


def same_claim(one: Claim, other: Claim) -> bool:
    """Whether two claims of one article tell the same: relation, a source, no other target, a common sentence.

    A standing relation is the same wherever the article tells it.
    """
    if one.relation != other.relation or not actors(one.sources) & actors(other.sources):
        return False
    targets = actors(one.targets), actors(other.targets)
    if all(targets) and not targets[0] & targets[1] and len(one.sources) < 2:
        return False
    if relations()[one.relation].family == "standing":
        return one.relation != "HOLDS_OFFICE" or _same_words(one.issue, other.issue)
    if not any(a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence):
        return False
    if one.relation == "STATEMENT" and one.issue and other.issue:
        return overlap(one.issue, other.issue)
    return True


def _same_words(one: Passage | None, other: Passage | None) -> bool:
    a, b = (set(p.text.lower().split()) if p else set() for p in (one, other))
    return not a or not b or a <= b or b <= a


def joined(rule: Claim, learned: Claim) -> Claim:
    """The frames' claim, with what only the network found, and the network's issue where that is the shorter statement."""
    own = actors(rule.sources)
    more = tuple(p for p in learned.targets if p.actor not in own)
    return replace(
        rule,
        targets=rule.targets or (more if len(rule.sources) < 2 else ()),
        issue=_shorter(rule, learned),
        mode=rule.mode or learned.mode,
        date=rule.date or learned.date,
        place=rule.place or learned.place,
    )


def _shorter(rule: Claim, learned: Claim) -> Passage | None:
    one, other = rule.issue, learned.issue
    if one is None or other is None or rule.relation != "STATEMENT":
        return one or other
    return other if len(other.text) < len(one.text) else one


def of_another(claim: Claim, framed: Sequence[Claim]) -> bool:
    """Whether the frames give what a statement says, at the same word, to somebody else: the subject speaks, not who is near."""
    return claim.relation == "STATEMENT" and any(
        claim.evidence[0].start == other.evidence[0].start
        and claim.predicate.lower() == other.predicate.lower()
        and overlap(claim.issue, other.content or other.issue)
        and not actors(claim.sources) & actors(other.sources)
        for other in framed
    )


def words_of_another(claim: Claim, said: Sequence[Quote], text: str) -> bool:
    """Whether a statement's words stand in a quote that somebody else speaks: whoever is named in it, or near it, did not say them.

    What is told in the quote by a verb of speech of its own is left: "“B said that ...,” A said".
    """
    if claim.relation != "STATEMENT" or claim.issue is None:
        return False
    verb = claim.predicate.lower()
    who, issue = actors(claim.sources), claim.issue
    around = [q for q in said if q.start <= issue.start and issue.end <= q.until and q.speakers]
    told = [word for q in around for word in re.findall(r"\w+", text[q.start : q.until].lower())]
    own = lexicon().speech.get(verb) == "say" and verb in told
    return bool(around) and not own and not any(who & {m.actor for m in q.speakers} for q in around)


def overlap(one: Passage | None, other: Passage | None) -> bool:
    """Whether two stretches have words in common."""
    return one is not None and other is not None and one.start < other.end and other.start < one.end


def actors(parties: Sequence[Party]) -> set[str]:
    """The ids of their actors."""
    return {p.actor for p in parties}
