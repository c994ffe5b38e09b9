"""Compares the claims read from an article with its gold claims: what fits what, and the verdict on each claim."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from graph.model import Actor, Claim, Party, Reading
from graph.ontology import relation
from loaders.evaluation.gold import GoldArticle, GoldClaim

_T = TypeVar("_T", bound=Hashable)

Verdict = Literal["right", "optional", "repeat", "implied", "told as fact", "furniture", "wrong"]

# An issue is the same from this token F1 on: "the truce" and "respect the truce" are, two unlike topics are not.
ISSUE_F1 = 0.4

_STOP = frozenset(
    "a an the of to in on for and or that his her its their by with at from it be is was".split()
)
_LEADING = frozenset(["the", "a", "an", "its", "his", "her", "their", "this", "all"])
# Both sides of these may be told as sources, whoever the sentence names first.
_JOINT = frozenset({"AGREE"})


def words(text: str) -> list[str]:
    """Lower-case words without accents; hyphens part words, apostrophes do not."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9']+", folded)


def issue_f1(said: str, wanted: str) -> float:
    """Token F1 of two issues, without function words; the best of the wordings that `||` parts."""
    mine = Counter(w for w in words(said) if w not in _STOP)
    best = 0.0
    for wording in wanted.split("||"):
        theirs = Counter(w for w in words(wording) if w not in _STOP)
        both = sum((mine & theirs).values())
        total = sum(mine.values()) + sum(theirs.values())
        best = max(best, 2 * both / total if total else 0.0)
    return best


@dataclass(frozen=True)
class Names:
    """Finds the gold actors that a name or a party means in one article."""

    gold: GoldArticle
    reading: Reading

    def keys(self, name: str) -> frozenset[str]:
        """The actors of that name; a longer name means the person it ends with ("UN envoy X" is X)."""
        said = words(name)
        while said and said[0] in _LEADING:
            said = said[1:]
        if not said:
            return frozenset()
        exact = {a.key for a in self.gold.actors for n in a.names if _bare(n) == said}
        if exact or "of" in said:
            return frozenset(exact)
        people = (a for a in self.gold.actors if a.kind == "person")
        return frozenset(a.key for a in people for n in a.names if said[-len(_bare(n)) :] == _bare(n))

    def of_actor(self, actor: Actor) -> frozenset[str]:
        """The actors that one of a reading means by any of its names."""
        return frozenset[str]().union(*(self.keys(name) for name in (actor.name, *actor.names)))

    def of(self, party: Party) -> frozenset[str]:
        """The actors a party means: by its name, else by the words of the mention, else by its other names."""
        mention = "" if party.start is None else self.gold.article.text[party.start : party.end]
        others = next((a.names for a in self.reading.actors if a.id == party.actor), ())
        for name in (party.name, mention, *others):
            if name and (found := self.keys(name)):
                return found
        return frozenset()


def _bare(name: str) -> list[str]:
    said = words(name)
    return said[1:] if said and said[0] in _LEADING else said


def _overlaps(claim: Claim, spans: Iterable[tuple[int, int]]) -> bool:
    return any(e.start < end and start < e.end for e in claim.evidence for start, end in spans)


def _parties_fit(claim: Claim, wanted: GoldClaim, names: Names) -> bool:
    """Every gold source is there and no other; with a gold target, it is met or the issue is, and no other is named."""
    sources = [names.of(p) for p in claim.sources]
    targets = [names.of(p) for p in claim.targets]
    either_side = relation(claim.relation).symmetric or claim.relation in _JOINT
    aims = {key for group in wanted.targets for key in group}
    there = frozenset[str]().union(*sources, *(targets if either_side else ()))
    allowed = (
        {key for group in wanted.sources for key in group}
        | set(wanted.also)
        | (aims if either_side else set())
    )
    if not all(there & set(group) for group in wanted.sources) or not all(s & allowed for s in sources):
        return False
    hit = frozenset[str]().union(*targets, *(sources if either_side else ()))
    if hit & aims or not (aims or wanted.issue):
        return True
    strange = frozenset[str]().union(*targets) - set(wanted.also) - allowed
    if aims and strange:
        return False
    said = [claim.issue.text] if claim.issue else []
    return any(issue_f1(text, wanted.issue) >= ISSUE_F1 for text in (*said, *(p.name for p in claim.targets)))


def _fits(claim: Claim, wanted: GoldClaim, names: Names) -> bool:
    return claim.relation in (wanted.relation, *wanted.alt) and _parties_fit(claim, wanted, names)


def _mood(modality: str) -> str:
    """Planned and requested acts are marked by the relation already, so they count as plainly told."""
    return modality if modality in ("denied", "hypothetical") else "plain"


def match(
    claims: Sequence[Claim], gold: GoldArticle, reading: Reading, *, moods: bool = True
) -> dict[int, int]:
    """The largest one-to-one assignment of claims to gold claims, the same relation and wanted claims first.

    Without `moods` a claim fits also where it takes for a fact what is denied, and the like.
    """
    names = Names(gold, reading)
    options: dict[int, list[int]] = {}
    for i, claim in enumerate(claims):
        fitting = [
            j
            for j, wanted in enumerate(gold.claims)
            if _overlaps(claim, wanted.spans)
            and (not moods or _mood(claim.modality) == _mood(wanted.modality))
            and _fits(claim, wanted, names)
        ]
        options[i] = sorted(fitting, key=lambda j: (*_unlike(claim, gold.claims[j]), j))
    exact = {
        i: [j for j in found if not any(_unlike(claims[i], gold.claims[j]))] for i, found in options.items()
    }
    return assigned(exact, options)


def _unlike(claim: Claim, wanted: GoldClaim) -> tuple[bool, bool, bool]:
    """How a claim that fits is still not just what is wanted."""
    return wanted.optional, claim.relation != wanted.relation, claim.modality != wanted.modality


def assigned(*rounds: Mapping[int, Sequence[_T]]) -> dict[int, _T]:
    """The largest one-to-one assignment of numbers to their options, earlier options first.

    What one of the `rounds` assigns stays assigned in the next, which allows more.
    """
    owner: dict[_T, int] = {}

    def place(i: int, options: Mapping[int, Sequence[_T]], seen: set[_T]) -> bool:
        for j in options[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], options, seen):
                    owner[j] = i
                    return True
        return False

    for options in rounds:
        for i in options:
            if i not in owner.values():
                place(i, options, set())
    return {i: j for j, i in owner.items()}


def _heading(gold: GoldArticle) -> list[tuple[int, int]]:
    """Where the title stands in the body as a line of its own: it tells again what the body tells."""
    line = re.compile(rf"^{re.escape(gold.article.title or '')}$", re.MULTILINE)
    return [m.span() for m in line.finditer(gold.article.text)]


def _unmatched(claim: Claim, gold: GoldArticle, names: Names) -> Verdict:
    start = claim.evidence[0].start
    if any(a <= start < b for a, b in gold.furniture):
        return "furniture"
    heading = _heading(gold)
    fitting = [
        w
        for w in gold.claims
        if (_overlaps(claim, w.spans) or _overlaps(claim, heading)) and _fits(claim, w, names)
    ]
    if any(_mood(w.modality) == _mood(claim.modality) for w in fitting):
        return "repeat"
    if fitting and _mood(claim.modality) == "plain":
        return "told as fact"
    if claim.relation == "STATEMENT" and _mood(claim.modality) == "plain":
        speakers = frozenset[str]().union(*(names.of(p) for p in claim.sources))
        for wanted in gold.claims:
            if _overlaps(claim, wanted.spans) and speakers & {
                *wanted.by,
                *(k for g in wanted.sources for k in g),
            }:
                return "implied"
    return "wrong"


def judge(
    gold: GoldArticle, reading: Reading
) -> tuple[list[tuple[Claim, Verdict, GoldClaim | None]], list[GoldClaim]]:
    """The verdict on each claim read, with the gold claim it matches, and the wanted gold claims nobody read.

    `repeat`: tells again what a gold claim tells. `implied`: a STATEMENT by the speaker of an annotated act. Neither
    counts. `told as fact`: plain where the text denies or only supposes. `furniture`: read from no part of the article.
    """
    claims = reading.claims
    matched = match(claims, gold, reading)
    names = Names(gold, reading)
    verdicts: list[tuple[Claim, Verdict, GoldClaim | None]] = []
    for i, claim in enumerate(claims):
        wanted = gold.claims[matched[i]] if i in matched else None
        if wanted is None:
            verdicts.append((claim, _unmatched(claim, gold, names), None))
        else:
            verdicts.append((claim, "optional" if wanted.optional else "right", wanted))
    taken = set(matched.values())
    missed = [w for j, w in enumerate(gold.claims) if j not in taken and not w.optional]
    return verdicts, missed
