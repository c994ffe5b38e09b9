"""Who holds what: offices, leadership, membership, parts and alliances, from titles and appositions.

A claim stands once for each person, office and place, with every sentence that says so as evidence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from graph.ids import claim_id
from graph.model import Claim, Mention, Modality, Party, Passage
from graph.version import __version__
from loaders import models
from loaders.cast import Cast
from loaders.document import Document, Sentence
from loaders.extract.standing_bodies import alliances, leaderships, memberships, parts
from loaders.extract.standing_labels import STATE_OFFICES, labelled
from loaders.extract.standing_lists import shared_out
from loaders.extract.standing_persons import described, said_of_persons
from loaders.extract.standing_view import Between, Said, View
from loaders.titles import Title
from loaders.words import lexis

# What a title word alone does not make an office without a country or body that it belongs to.
_LOOSE = frozenset(
    "official diplomat aide lawmaker legislator parliamentarian deputy adviser advisor representative "
    "coordinator negotiator mediator whip speaker judge commissioner attorney secretary treasurer "
    "solicitor mp mep".split()
)
_NEVER = frozenset(
    "official diplomat aide suspect supporter cleric activist politician veteran delegate".split()
)
_ANOTHER = ("deputy", "vice", "assistant", "prime")
_PLACES = frozenset("the of city town state province region village district".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """One standing relation as one sentence tells it."""

    relation: str
    source: Mention
    target: Mention | None
    target_id: str | None
    issue: Passage | None
    sentence: Sentence
    method: str
    confidence: float
    modality: Modality = "asserted"
    former: bool = False
    speakers: tuple[Mention, ...] = ()

    @property
    def office(self) -> str:
        """The office in lower case, as claims are compared by it."""
        words = self.issue.text.lower().replace("defense", "defence").replace("-", " ") if self.issue else ""
        return words.removeprefix("the ").replace("foreign affairs minister", "foreign minister")


def offices(document: Document, who: Cast) -> Iterator[Claim]:
    """All standing claims of an article."""
    view = View(document, who)
    told = [*said_of_persons(view), *shared_out(view)]
    nouns = {(s.title.sentence.index, s.title.noun) for s in told}
    told += [s for s in described(view) if (s.title.sentence.index, s.title.noun) not in nouns]
    found = [standing for said in told for standing in _of_title(view, said)]
    for relation, rows in (
        ("LEADS", leaderships(view)),
        ("MEMBER_OF", memberships(view)),
        ("MEMBER_OF", labelled(view)),
        ("PART_OF", parts(view)),
        ("ALLY_OF", alliances(view)),
    ):
        found += [_of_two(relation, row) for row in rows]
    version = _version()
    yield from _claims(_joined(found), document, who, version)


def _of_two(relation: str, row: Between) -> Standing:
    return Standing(
        relation, row.source, row.target, row.target.actor, row.issue, row.sentence, f"offices:{row.method}",
        row.confidence, row.modality, row.former, row.speakers,
    )  # fmt: skip


@cache
def _version() -> str:
    return f"{__version__} {models.describe()}"


def _of_title(view: View, said: Said) -> Iterator[Standing]:
    """The claim that a person's title makes."""
    title, person = said.title, said.person
    target = view.at(title.sentence, title.at) if title.at is not None else None
    if target is not None and target.actor == person.actor:
        target = None
    if title.word == "mayor" and target is not None and view.who.actor(target.actor).kind == "country":
        target = None  # of the capital that stands for the country elsewhere
    kind = view.who.actor(target.actor).kind if target else None
    if kind == "party" and title.word in STATE_OFFICES and title.at is not None and title.at < title.noun:
        target = kind = None  # the party's label is no part of the office: `labelled` tells it
    relation = _relation(title, kind)
    if (
        title.word == "speaker"
        and kind == "country"
        and title.sentence.span.doc[title.start - 1].lower_ in ("a", "an")
    ):
        return  # of a language
    if kind == "country" and title.word in lexis().title.leader - lexis().title.office and _of_a_part(title):
        return
    if relation is None or (
        kind in ("person", "media")
        and relation == "HOLDS_OFFICE"
        and title.word not in ("editor", "correspondent")
    ):
        return
    if target is None:
        target = _owner_meant(view, title)
    target_id = target.actor if target else _state_of(view, said, relation)
    if target_id is None and (title.word in _LOOSE or relation != "HOLDS_OFFICE"):
        return
    modality: Modality = "planned" if title.planned else "hypothetical" if title.supposed else said.modality
    yield Standing(
        relation, person, target, target_id, _issue(view, title, target), title.sentence, f"offices:{said.method}",
        round(said.confidence if target else said.confidence - (0.1 if target_id else 0.25), 2),
        modality, title.former or said.former,
    )  # fmt: skip


def _relation(title: Title, kind: str | None) -> str | None:
    """The relation that a title makes to a body of that kind (None: no body is named), or None for no claim."""
    words, word = lexis().title, title.word
    plain = title.first == title.noun == title.last
    joined = kind in ("armed group", "party") or (kind == "group" and word not in words.office)
    if joined and word in words.member and word not in words.leader:
        return "MEMBER_OF"
    if word in words.plain_member:
        return "MEMBER_OF" if kind in ("organization", "igo") else None
    if word in _NEVER:
        return None
    if word in words.leader and (word != "president" or kind == "party"):
        if kind is None:
            return None
        if kind == "country":
            return None if title.key.startswith(("opposition", "rebel", "separatist")) else "HOLDS_OFFICE"
        alone = plain or title.key in (
            "secretary general",
            "director general",
            "chief executive",
            "executive director",
        )
        return "LEADS" if alone else "HOLDS_OFFICE"
    if word in words.rank and word not in words.office:
        return "HOLDS_OFFICE" if kind in ("country", "organization", "armed group", "igo") else None
    if word == "secretary" and title.key.endswith(("secretary general",)) and kind is not None:
        return "LEADS" if kind != "country" else "HOLDS_OFFICE"
    if word in words.royal and word not in ("king", "queen", "emir", "sultan", "emperor", "pope"):
        return "HOLDS_OFFICE" if title.key == "crown prince" else None
    return "HOLDS_OFFICE" if word in words.office else None


def _of_a_part(title: Title) -> bool:
    """Whether a leader is of a part of the country only: "eastern Libyan commander X"."""
    before = title.sentence.span.doc[title.start - 1] if title.start > title.sentence.span.start else None
    return before is not None and before.lower_ in ("eastern", "western", "northern", "southern", "central")


def _owner_meant(view: View, title: Title) -> Mention | None:
    """The country or body that "its" stands for in "Norway sent its foreign minister, X"."""
    if title.start <= title.sentence.span.start:
        return None
    owner = view.at(title.sentence, title.start - 1)
    if owner is None or owner.form != "pronoun":
        return None
    return owner if view.kind(owner) in ("country", "organization", "igo", "armed group") else None


_OF_A_STATE = (
    "president", "prime minister", "minister", "chancellor", "premier", "king", "queen", "emir", "secretary of state",
    "foreign secretary", "home secretary", "senator", "congressman", "congresswoman",
)  # fmt: skip


def _state_of(view: View, said: Said, relation: str) -> str | None:
    """The country of a state's office that is named without one, if the article or the register tells it."""
    code = view.who.actor(said.person.actor).country
    if relation != "HOLDS_OFFICE" or code is None or not said.title.key.endswith(_OF_A_STATE):
        return None
    before = said.title.sentence.span.doc[said.title.start - 1] if said.title.start else None
    elsewhere = before is not None and before.tag_.startswith("NNP") and before.text[:1].isupper()
    if said.title.at is not None or elsewhere or said.title.key == "first minister":
        return None  # "California senator", "Scotland First Minister"
    return next((a.id for a in view.who.actors if a.kind == "country" and a.country == code), None)


def _issue(view: View, title: Title, target: Mention | None) -> Passage:
    """The office in the article's words; with its place where that is no actor ("mayor of Rotterdam")."""
    doc, first, last = title.sentence.span.doc, title.first, title.last
    while first < title.noun and doc[first].lower_ in lexis().title.remark:
        first += 1
    if target is None and last + 2 < title.sentence.span.end and doc[last + 1].lower_ in ("of", "to"):
        place = last + 2
        while place < title.sentence.span.end and (
            doc[place].text[:1].isupper() or doc[place].lower_ in _PLACES
        ):
            last = (
                place
                if doc[place].text[:1].isupper() and place not in view.demonyms(title.sentence)
                else last
            )
            place += 1
        if last > title.last and place < title.sentence.span.end and doc[place].tag_.startswith("NN"):
            last = title.last  # "president of the Nordic state"
    issue = title.sentence.passage_of(doc[first], doc[last])
    # "the presidents of A and B, X and Y": each is president.
    return Passage(issue.start, issue.end - 1, issue.text[:-1]) if title.shared else issue


class _Key(NamedTuple):
    """What makes two tellings the same claim."""

    relation: str
    source: str
    target: str | None
    office: str
    modality: Modality
    former: bool


def _key(one: Standing) -> _Key:
    source, target = one.source.actor, one.target_id
    if one.relation == "ALLY_OF" and target is not None and target < source:
        source, target = target, source
    office = one.office if one.relation == "HOLDS_OFFICE" else ""
    return _Key(one.relation, source, target, office, one.modality, one.former)


def _joined(found: Iterable[Standing]) -> list[list[Standing]]:
    """What says the same, together; an office without its place goes to the same office with one."""
    rows: dict[_Key, list[Standing]] = {}
    for one in found:
        rows.setdefault(_key(one), []).append(one)
    for key in [k for k in rows if k.relation == "HOLDS_OFFICE"]:
        fuller = [k for k in rows if _fuller(k, key)]
        if len(fuller) == 1:
            rows[fuller[0]] += rows.pop(key)
    return list(rows.values())


def _fuller(one: _Key, other: _Key) -> bool:
    """Whether a claim says the same as another and more: where, or which minister. A deputy's office is another."""
    if one == other or one.target is None or one[:2] != other[:2] or one[4:] != other[4:]:
        return False
    same = one.office == other.office
    longer = one.office.endswith(" " + other.office) and not one.office.startswith(_ANOTHER)
    if other.target is None:
        return (
            same
            or longer
            or (other.office.endswith(" " + one.office) and not other.office.startswith(_ANOTHER))
        )
    return one.target == other.target and longer and not same


def _claims(rows: Iterable[list[Standing]], document: Document, who: Cast, version: str) -> Iterator[Claim]:
    article = document.article.id
    for row in rows:
        row.sort(key=lambda s: (-s.confidence, s.sentence.index))
        best = row[0]
        evidence = tuple(
            s.passage
            for s in sorted({s.sentence.index: s.sentence for s in row}.values(), key=lambda s: s.index)
        )
        sources, targets = [_party(best.source, who)], _targets(best, who)
        if best.relation == "ALLY_OF":
            sources, targets = sources + targets, []
        word = best.method.partition(":")[2]
        yield replace(
            _BLANK,
            id=claim_id(
                article, best.relation, None, best.modality, [p.actor for p in sources], [p.actor for p in targets],
                evidence[0].start, word, best.issue.text if best.issue else None,
            ),
            article=article,
            relation=best.relation,
            sources=tuple(sources),
            targets=tuple(targets),
            evidence=evidence,
            predicate=word,
            issue=best.issue,
            modality=best.modality,
            attributed_to=tuple(_party(m, who) for m in best.speakers),
            former=best.former,
            confidence=best.confidence,
            method=best.method,
            version=version,
        )  # fmt: skip


_BLANK = Claim(id="", article="", relation="", sources=(), targets=(), evidence=())


def _party(mention: Mention, who: Cast) -> Party:
    actor = who.actor(mention.actor)
    return Party(actor.id, actor.name, mention.start, mention.end, actor.id)


def _targets(one: Standing, who: Cast) -> list[Party]:
    if one.target is not None:
        return [_party(one.target, who)]
    if one.target_id is not None:
        actor = who.actor(one.target_id)
        return [Party(actor.id, actor.name, read_as=actor.id)]
    return []
