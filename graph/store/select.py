"""What a selection keeps, in which order, and how claims become ties: the same for every store that works on records."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from graph.model import Actor, Claim, Reading, Tie
from graph.pairs import pairs
from graph.store.base import Selection

__all__ = [
    "EVERYTHING",
    "Dated",
    "dated",
    "find",
    "folded",
    "keeps",
    "meant",
    "merged",
    "named",
    "pairs",
    "party_ids",
    "prominent",
    "select",
    "ties",
]

EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Dated:
    """A claim with the publication date of its article, which stands in where the claim has no date."""

    claim: Claim
    published: date | None

    @property
    def first(self) -> date | None:
        """The first day it may have happened."""
        return self.claim.date.start if self.claim.date else self.published

    @property
    def last(self) -> date | None:
        """The last day it may have happened."""
        return self.claim.date.end if self.claim.date else self.published


def party_ids(claim: Claim) -> set[str]:
    """The actors that take part in a claim (speakers do not)."""
    return {party.actor for party in (*claim.sources, *claim.targets)}


def keeps(selection: Selection, dated: Dated) -> bool:
    """Whether a selection means this claim (its limit aside)."""
    claim, who = dated.claim, party_ids(dated.claim)
    return (
        (not selection.actors or not who.isdisjoint(selection.actors))
        and (
            not selection.speakers or any(party.actor in selection.speakers for party in claim.attributed_to)
        )
        and (selection.between is None or who.issuperset(selection.between))
        and (not selection.relations or claim.relation in selection.relations)
        and (not selection.modalities or claim.modality in selection.modalities)
        and (not selection.articles or claim.article in selection.articles)
        and (not selection.ids or claim.id in selection.ids)
        and (selection.since is None or (dated.last is not None and dated.last >= selection.since))
        and (selection.until is None or (dated.first is not None and dated.first <= selection.until))
    )


def select(selection: Selection, claims: Iterable[Dated]) -> list[Dated]:
    """The claims meant, newest first, undated ones last, then by id and article."""

    def key(dated: Dated) -> tuple[int, str, str]:
        return (-dated.first.toordinal() if dated.first else 0, dated.claim.id, dated.claim.article)

    found = sorted((dated for dated in claims if keeps(selection, dated)), key=key)
    return found[: selection.limit]


def ties(claims: Iterable[Dated]) -> list[Tie]:
    """The claims aggregated per pair and relation; most articles first, then most claims, then by id."""
    groups: defaultdict[tuple[str, str, str], list[Dated]] = defaultdict(list)
    for dated in claims:
        for source, target in pairs(dated.claim):
            groups[source, target, dated.claim.relation].append(dated)
    found = [_tie(*key, group) for key, group in groups.items()]
    return sorted(found, key=lambda t: (-t.articles, -t.claims, t.source, t.target, t.relation))


def _tie(source: str, target: str, name: str, group: list[Dated]) -> Tie:
    return Tie(
        source=source,
        target=target,
        relation=name,
        claims=len(group),
        articles=len({dated.claim.article for dated in group}),
        first=min((dated.first for dated in group if dated.first), default=None),
        last=max((dated.last for dated in group if dated.last), default=None),
        modalities=dict(sorted(Counter(dated.claim.modality for dated in group).items())),
        claim_ids=tuple(sorted(dated.claim.id for dated in group)),
    )


def prominent(ties: Iterable[Tie], most: int | None = None) -> list[tuple[str, int, int]]:
    """Actors with how many others ties bind them to and by how many claims; most partners, most claims, id."""
    partners: defaultdict[str, set[str]] = defaultdict(set)
    told: defaultdict[str, set[str]] = defaultdict(set)
    for tie in ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            partners[one].add(other)
            told[one].update(tie.claim_ids)
    rows = [(actor, len(others), len(told[actor])) for actor, others in partners.items()]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))[:most]


def folded(text: str) -> str:
    """The text in lower case, without accents, its words joined by single spaces: what names are compared by."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def find(actors: Iterable[Actor], text: str, most: int | None = 20) -> list[Actor]:
    """The actors one of whose names has, for each word of the text, a word that begins with it; best first.

    Best is a name that is the text, then one that begins with it, then any other; among equals the shorter preferred
    name, then the id. A text without a word finds nobody.
    """
    wanted = folded(text)
    if not wanted:
        return []
    ranked = [
        (rank, len(actor.name), actor.id, actor)
        for actor in actors
        if (rank := min((_rank(folded(name), wanted) for name in {actor.name, *actor.names}), default=3)) < 3
    ]
    return [actor for *_, actor in sorted(ranked, key=lambda row: row[:3])][:most]


def _rank(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    return 2 if all(any(word.startswith(each) for word in words) for each in wanted.split()) else 3


def meant(reading: Reading) -> set[str]:
    """The ids of the actors that the claims and mentions of a reading name, in any role."""
    roles = (each for claim in reading.claims for each in (claim.sources, claim.targets, claim.attributed_to))
    return {party.actor for parties in roles for party in parties} | {m.actor for m in reading.mentions}


def named(
    casts: Iterable[tuple[Iterable[Actor], Set[str]]], final: Mapping[str, Actor] | None = None
) -> Iterator[Actor]:
    """The actors that are named, one each over all articles, sorted by id.

    Each cast holds the actors of an article and the ids that its claims and mentions name, sorted by the article's id.
    `final` tells which actors were merged into which: the names of those stay with the actor that they stand for.
    """
    into = final or {}
    seen: defaultdict[str, Counter[Actor]] = defaultdict(Counter)
    before: defaultdict[str, Counter[Actor]] = defaultdict(Counter)
    for actors, ids in casts:
        for actor in dict.fromkeys(actors):
            if actor.id in ids:
                seen[actor.id][actor] += 1
            elif actor.id in into:
                before[into[actor.id].id][actor] += 1
    for actor_id in sorted(seen):
        yield merged(seen[actor_id], before[actor_id])


def merged(versions: Mapping[Actor, int], before: Mapping[Actor, int]) -> Actor:
    """One actor from what articles say of it, with how many say so: what most say, all names, and any fact one has.

    What the first article says comes first, and wins where as many say one thing as the other. `before` is what is
    said of the actors that were merged into it.
    """
    own = {each: many for each, many in versions.items() if not each.derived} or versions
    first = max(own, key=lambda each: own[each])
    called: Counter[str] = Counter()
    for version, many in own.items():
        called[version.name] += many
    name = max(called, key=lambda each: called[each])
    counted: Counter[str] = Counter()
    for version, many in (*versions.items(), *before.items()):
        for each in (version.name, *version.names):
            counted[each] += many
    others = sorted(set(counted) - {name}, key=lambda each: (-counted[each], each))
    return Actor(
        id=first.id,
        name=name,
        kind=first.kind,
        names=(name, *others),
        country=next((version.country for version in versions if version.country), None),
        wikidata=next((version.wikidata for version in versions if version.wikidata), None),
        known=any(version.known for version in versions),
    )


def dated(readings: Iterable[Reading]) -> Iterator[Dated]:
    """The claims of readings, each with its article's publication date."""
    for reading in readings:
        for claim in reading.claims:
            yield Dated(claim, reading.article.published)
