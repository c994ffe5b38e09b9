"""An act as read from one sentence, before it becomes a claim."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.ids import claim_id
from graph.model import Actor, Claim, Mention, Modality, Party, Passage, Place, When
from loaders.cast import Cast
from loaders.document import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One relation told by one trigger word. `targets` may be empty; `speakers` is the chain, nearest first.

    `takes_no` says that the "not" is part of the act itself ("did not accept" is a refusal).
    """

    sentence: Sentence
    trigger: "Token"
    relation: str
    rule: str
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...] = ()
    issue: Passage | None = None
    mode: str | None = None
    modality: Modality = "asserted"
    speakers: tuple[Mention, ...] = ()
    content: Passage | None = None
    date: When | None = None
    place: Place | None = None
    predicate: str = ""
    confidence: float = 0.8
    takes_no: bool = False
    evidence: tuple[Passage, ...] = field(default=())

    def with_speakers(self, speakers: tuple[Mention, ...]) -> "Act":
        """The same act, told by others; whoever does the act is no speaker of it."""
        doers = {m.actor for m in self.sources}
        kept: list[Mention] = []
        for one in (*self.speakers, *speakers):
            if one.actor not in doers and one.actor not in {m.actor for m in kept}:
                kept.append(one)
        return replace(self, speakers=tuple(kept))


def party(mention: Mention, who: Cast) -> Party:
    """A mention as a party, under the name its actor has in the article."""
    actor: Actor = who.actor(mention.actor)
    return Party(actor.id, actor.name, mention.start, mention.end, actor.id)


def distinct(mentions: "tuple[Mention, ...] | list[Mention]") -> tuple[Mention, ...]:
    """The first mention of each actor, in order."""
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.actor, mention)
    return tuple(seen.values())


def to_claim(act: Act, who: Cast, article: str, version: str) -> Claim:
    """The claim that an act makes, with its deterministic id."""
    evidence = act.evidence or (act.sentence.passage,)
    sources = tuple(party(m, who) for m in distinct(act.sources))
    targets = tuple(party(m, who) for m in distinct(act.targets))
    return Claim(
        id=claim_id(
            article,
            act.relation,
            act.mode,
            act.modality,
            [p.actor for p in sources],
            [p.actor for p in targets],
            evidence[0].start,
            act.predicate,
            act.issue.text if act.issue else None,
        ),
        article=article,
        relation=act.relation,
        sources=sources,
        targets=targets,
        evidence=evidence,
        mode=act.mode,
        predicate=act.predicate,
        issue=act.issue,
        date=act.date,
        place=act.place,
        modality=act.modality,
        attributed_to=tuple(party(m, who) for m in act.speakers),
        content=act.content,
        confidence=round(act.confidence, 2),
        method=act.rule,
        version=version,
    )
