"""What an article tells about its actors and itself, beside a claim: for the judge to weigh it by."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Claim, Passage
from graph.ontology import relations
from loaders.cast import Cast
from loaders.extract.quotes import Quote
from loaders.learned.acts import Seen
from loaders.learned.joining import actors
from loaders.learned.matters import Matters

_OFFICIAL = ("country", "igo", "party", "armed group")
_OFFICES = ("HOLDS_OFFICE", "LEADS")
_LIKELY = 0.5
# A share of events above that is met in hardly any of the articles that the judge is fitted on: no more is drawn from it.
_MOST_EVENTS = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What an article tells about its actors and itself: who is in the cast, who is official, how much of it is events and public."""

    known: frozenset[str]
    officials: frozenset[str]
    events: float
    pronouns: frozenset[int]
    matters: Matters
    said: tuple[Quote, ...] = ()
    offices: tuple[tuple[Passage, frozenset[str]], ...] = ()

    @classmethod
    def of(
        cls,
        told: Sequence[tuple[Claim, Seen | None, bool]],
        who: Cast,
        text: str,
        said: Sequence[Quote],
    ) -> "Around":
        """Of all claims that may be made of an article."""
        likely = [
            claim for claim, seen, framed in told if framed or (seen is not None and seen.act >= _LIKELY)
        ]
        families = [relations()[c.relation].family for c in likely]
        standing = {
            p.actor for c, f in zip(likely, families, strict=True) if f == "standing" for p in c.sources
        }
        states = {a.id for a in who.actors if a.kind in _OFFICIAL or a.known}
        shared = {m.actor for group in who.shared.values() for m in group}
        return cls(
            frozenset({m.actor for m in who.mentions} | shared),
            frozenset(standing | states),
            min(families.count("event") / (len(families) + 2), _MOST_EVENTS),
            frozenset(m.start for m in who.mentions if m.form == "pronoun"),
            Matters.of(text),
            tuple(said),
            tuple(
                (claim.issue, frozenset(actors(claim.sources)))
                for claim, _, framed in told
                if framed and claim.issue and claim.relation in _OFFICES
            ),
        )

    def taken(self, claim: Claim) -> bool:
        """Whether the words of an office are those of an office that the frames give to somebody else."""
        if claim.relation not in _OFFICES or claim.issue is None:
            return False
        start, end, who = claim.issue.start, claim.issue.end, actors(claim.sources)
        return any(o.start < end and start < o.end and not who & holders for o, holders in self.offices)

    def quoted(self, claim: Claim) -> bool:
        """Whether a claim's issue is in its source's own words."""
        who, issue = actors(claim.sources), claim.issue
        return issue is not None and any(
            q.start < issue.end and issue.start < q.end and who & {m.actor for m in q.speakers}
            for q in self.said
        )
