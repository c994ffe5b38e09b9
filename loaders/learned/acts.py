"""From what the network proposes to claims: parties, issue, mood, speakers, date and place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from loaders.extract.speech import chain
from loaders.extract.trace import Trace
from loaders.extract.when import placed_in_time
from loaders.learned.network import Proposal
from loaders.learned.passages import all_said, issue_of, names_office
from loaders.learned.sight import Candidate, Sight
from loaders.words import lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

Side = dict[str, tuple[Mention, float]]

# From these chances on somebody is a party. The likeliest source is one from LEAST on, so that the judge may weigh it, and the
# likeliest target of a standing relation from NEEDED on, of an event that would have none from LONE on; so is the second party of a
# joint act that would have but one.
PARTY, TARGET, LEAST, NEEDED, LONE = 0.5, 0.45, 0.15, 0.15, 0.2
_WITHIN = ("pobj", "poss", "compound", "amod", "nmod", "appos", "nummod")
_BELONGING = ("of", "in", "at", "near", "from", "on", "for")
_FAR = 6
# What two do together, but one may promise alone.
_ALSO_ALONE = ("AGREE",)
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
    sources, targets = _sides(sight, one)
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
    by = [m for m, chance in _in_order(_chances(sight, one, 2)).values() if chance >= PARTY]
    act = act.with_speakers(distinct([*by, *chain(act, reading.scene, list(reading.said))]))
    return act, max(c for _, c in sources.values()), max((c for _, c in targets.values()), default=1.0)


def _sides(sight: Sight, one: Proposal) -> tuple[Side, Side]:
    """Sources and targets by actor, each with its likeliest mention and chance.

    Who may be both is what he is likelier; in a joint act all parties are sources. The likeliest source stands even where it is
    unlikely, and so does the likeliest target of a relation that has no sense without one.
    """
    sources, targets = _chances(sight, one, 0), _chances(sight, one, 1)
    if relations()[one.relation].symmetric:
        for actor, (mention, chance) in targets.items():
            if chance > sources.get(actor, (mention, 0.0))[1]:
                sources[actor] = (mention, chance)
        targets = {}
    first = max(sources, key=lambda a: sources[a][1] - targets.get(a, (None, 0.0))[1], default=None)
    doers = {
        a: pair
        for a, pair in sources.items()
        if (a == first and pair[1] >= LEAST)
        or (pair[1] >= PARTY and pair[1] >= targets.get(a, (None, 0.0))[1])
    }
    if relations()[one.relation].symmetric and len(doers) == 1 and one.relation not in _ALSO_ALONE:
        rest = {a: pair for a, pair in sources.items() if a not in doers and pair[1] >= LONE}
        second = max(rest, key=lambda a: rest[a][1], default=None)
        doers |= {} if second is None else {second: rest[second]}
    others = {a: pair for a, pair in targets.items() if a not in doers}
    best = max(others, key=lambda a: others[a][1], default=None)
    hit = {a: pair for a, pair in others.items() if pair[1] >= TARGET}
    if not hit and best is not None and others[best][1] >= _least(one.relation):
        asked = one.relation == "REQUEST" and _inside(others[best][0], sight, one)
        hit = {} if asked else {best: others[best]}
    heads = {m.start: c.head for c in sight.candidates for m in c.mentions}
    if relations()[one.relation].family == "event":
        hit = _beyond(hit, doers, heads, sight.tokens[one.word])
    if relations()[one.relation].family == "standing" and not relations()[one.relation].symmetric and first:
        doers = {a: pair for a, pair in doers.items() if a == first or _listed(pair, sources[first], heads)}
    return _in_order(_alone(doers, heads)), _in_order(_alone(hit, heads))


def _is_text(mention: Mention, sight: Sight) -> bool:
    """Whether a noun without a name means something written: a report says, but does nothing."""
    head = next((c.head for c in sight.candidates if c.start == mention.start), None)
    return mention.form == "nominal" and head is not None and head.lower_ in lexis().body.text


def _listed(one: tuple[Mention, float], first: tuple[Mention, float], heads: "Mapping[int, Token]") -> bool:
    """Whether two stand in one list: of one office two hold each his own only where the text names them side by side."""
    a, b = heads[one[0].start], heads[first[0].start]
    return a in b.conjuncts or b in a.conjuncts or a == b


def _inside(mention: Mention, sight: Sight, one: Proposal) -> bool:
    """Whether a mention stands in the issue: whom a demand is about is not whom it is made of."""
    issue = issue_of(sight, one)
    return issue is not None and issue.start <= mention.start < issue.end


def _least(relation: str) -> float:
    """The chance from which on the likeliest target stands where none is likely."""
    family = relations()[relation].family
    if family == "standing":
        return NEEDED if relation != "HOLDS_OFFICE" else TARGET
    return LONE if family == "event" else TARGET


def _alone(side: Side, heads: "Mapping[int, Token]") -> Side:
    """Without those that only say which other one is meant: "dockers in Dakar", "the Israeli company", "X, a son of Y"."""
    inside = {
        actor
        for actor, (mention, _) in side.items()
        for other, (whole, _) in side.items()
        if other != actor and _belongs(heads[mention.start], heads[whole.start])
    }
    return {actor: pair for actor, pair in side.items() if actor not in inside}


def _beyond(hit: Side, doers: Side, heads: "Mapping[int, Token]", trigger: "Token") -> Side:
    """Without those that only say who a source is: "UN envoy X backed the plan" tells nothing done to the UN.

    "Supporters of X" do: there the word of the act stands in the phrase itself.
    """
    phrases = [heads[m.start] for m, _ in doers.values()]
    named = [whole for whole in phrases if whole != trigger and not whole.is_ancestor(trigger)]
    return {
        actor: pair
        for actor, pair in hit.items()
        if not any(_belongs(heads[pair[0].start], whole) for whole in named)
    }


def _belongs(word: "Token", whole: "Token") -> bool:
    """Whether one noun hangs on another by prepositions of place and belonging, as its modifier or in apposition."""
    steps = 0
    while word != whole and word.head != word and steps < _FAR:
        if word.dep_ not in _WITHIN and not (word.dep_ == "prep" and word.lower_ in _BELONGING):
            return False
        word, steps = word.head, steps + 1
    return word == whole and steps > 0


def _chances(sight: Sight, one: Proposal, role: int) -> Side:
    chances: Side = {}
    for candidate, row in zip(sight.candidates, one.roles, strict=True):
        for mention in candidate.mentions:
            chance = float(row[role])
            if chance > chances.get(mention.actor, (mention, 0.0))[1]:
                chances[mention.actor] = (mention, chance)
    return chances


def _in_order(side: Side) -> Side:
    return dict(sorted(side.items(), key=lambda pair: pair[1][0].start))
