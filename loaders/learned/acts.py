"""From what the network proposes to claims: parties, issue, mood, speakers, date and place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.ids import actor_id
from graph.model import Actor, Article, Claim, Mention
from graph.ontology import relations
from loaders.cast import Cast
from loaders.document import Document
from loaders.extract.act import Act, distinct, to_claim
from loaders.extract.circumstances import Circumstances, circumstances
from loaders.extract.quotes import Quote, quotes
from loaders.extract.scene import Scene
from loaders.extract.trace import Trace
from loaders.extract.vouching import chain
from loaders.extract.when import placed_in_time
from loaders.learned.network import Proposal
from loaders.learned.passages import all_said, issue_of, names_office
from loaders.learned.sides import PARTY, chances, in_order, sides
from loaders.learned.sight import Candidate, Sight
from loaders.words import lexis

if TYPE_CHECKING:
    pass

# Standing relations that tell nothing of one alone.
_OF_TWO, _TWO = ("MEMBER_OF", "PART_OF", "ALLY_OF"), 2


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A claim of the network with the chances of its act, its source and its target (1 where it has none).

    `noun` says that a noun tells it, `listed` that frames or lexicon have the word for its relation.
    """

    claim: Claim
    act: float
    source: float
    target: float
    noun: bool = False
    listed: bool = False


def widened(sights: Iterable[Sight], who: Cast, article: Article) -> tuple[list[Sight], Cast]:
    """The sights with an actor for every noun that means nobody in the cast, and the cast with these."""
    actors: dict[str, Actor] = {}
    told = [
        replace(sight, candidates=tuple(_named(c, article, actors) for c in sight.candidates))
        for sight in sights
    ]
    known = {a.id for a in who.actors}
    return told, replace(who, actors=(*who.actors, *(a for a in actors.values() if a.id not in known)))


def _named(one: Candidate, article: Article, actors: dict[str, Actor]) -> Candidate:
    mention = one.mentions[0]
    if mention.actor:
        return one
    name = " ".join(mention.text.split())
    ident = actor_id("group", name.lower(), article=article.id)
    actors.setdefault(ident, Actor(ident, name, "group", (name,)))
    return replace(one, mentions=(replace(mention, article=article.id, actor=ident, read_as=ident),))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the claims of a document are made with."""

    document: Document
    scene: Scene
    said: Sequence[Quote]
    found: Circumstances

    @classmethod
    def of(cls, document: Document, who: Cast, trace: Trace | None = None) -> "Reading":
        """Quotations, dates and places of a document: those that the frames went by, where the trace has them."""
        scene, done = Scene(who), trace or Trace()
        said = quotes(document, scene) if done.said is None else done.said
        return cls(document, scene, said, done.found or circumstances(document))


def seen(sight: Sight, proposals: Sequence[Proposal], reading: Reading, version: str) -> Iterator[Seen]:
    """The claims of a sentence's proposals; those without a source are none."""
    for one in proposals:
        made = _act(sight, one, reading) if one.relation in relations() else None
        if made is None:
            continue
        act, source, target = made
        placed = placed_in_time(act, reading.found, reading.document.article.published)
        claim = to_claim(placed, reading.scene.cast, reading.document.article.id, version)
        former = one.former >= PARTY and relations()[act.relation].family == "standing"
        token = sight.tokens[one.word]
        noun = token.tag_.startswith("N")
        yield Seen(replace(claim, former=former), one.chance, source, target, noun, one.listed)


def _act(sight: Sight, one: Proposal, reading: Reading) -> tuple[Act, float, float] | None:
    sources, targets = sides(sight, one)
    relation = relations()[one.relation]
    cast = reading.scene.cast
    for side, kinds in ((sources, relation.source_kinds), (targets, relation.target_kinds)):
        for actor in [a for a in side if kinds and cast.actor(a).kind not in kinds]:
            del side[actor]
    sources = {a: pair for a, pair in sources.items() if not _is_text(pair[0], sight)}
    if not sources or (
        one.relation in _OF_TWO and not targets and (one.relation != "ALLY_OF" or len(sources) < _TWO)
    ):
        return None
    modality = max(one.modalities, key=lambda each: one.modalities[each])
    token = sight.tokens[one.word]
    issue = issue_of(sight, one)
    if one.relation == "HOLDS_OFFICE" and not names_office(sight, one):
        return None
    act = Act(
        sentence=sight.sentence,
        trigger=token,
        relation=one.relation,
        rule=f"learned:{one.relation.lower()}",
        sources=tuple(m for m, _ in sources.values()),
        targets=tuple(m for m, _ in targets.values()),
        issue=issue,
        mode=one.mode,
        modality=modality,
        predicate=token.text,
        content=all_said(sight, one, issue, set(sources), reading.said)
        if one.relation == "STATEMENT"
        else None,
    )
    by = [m for m, chance in in_order(chances(sight, one, 2)).values() if chance >= PARTY]
    act = act.with_speakers(distinct([*by, *chain(act, reading.scene, list(reading.said))]))
    return act, max(c for _, c in sources.values()), max((c for _, c in targets.values()), default=1.0)


def _is_text(mention: Mention, sight: Sight) -> bool:
    """Whether a noun without a name means something written: a report says, but does nothing."""
    head = next((c.head for c in sight.candidates if c.start == mention.start), None)
    return mention.form == "nominal" and head is not None and head.lower_ in lexis().body.text
