"""Readings written by hand: a small story of four articles that tests of stores, exports and the app share."""

from datetime import date

from graph.ids import article_id, claim_id
from graph.model import (
    Actor,
    Article,
    Claim,
    Cut,
    Mention,
    Modality,
    Party,
    Passage,
    Place,
    Problem,
    Reading,
    When,
)

AALTO = Actor("person/selma-aalto", "Selma Aalto", "person", ("Selma Aalto", "Aalto"), "FI")
ORAN = Actor("person/kemal-oran", "Kemal Oran", "person", ("Kemal Oran", "Oran"), "TR")
FINLAND = Actor("country/fi", "Finland", "country", ("Finland",), "FI", "Q33", known=True)
TURKEY = Actor("country/tr", "Turkey", "country", ("Turkey", "Ankara"), "TR", "Q43", known=True)
COUNCIL = Actor("organization/harbour-council", "Harbour Council", "organization", ("Harbour Council",))
UNION = Actor("igo/baltic-union", "Baltic Union", "igo", ("Baltic Union", "BU"))
GAZETTE = Actor("media/island-gazette", "Island Gazette", "media", ("Island Gazette",))
HOSTILE = Actor("organization/script-alert-1-script", "<script>alert(1)</script>", "organization")

MEETING = Article(
    id="",
    text="Home / Politics\n\nFinnish Prime Minister Selma Aalto met Turkish President Kemal Oran in Oslo on Monday. "
    "Aalto said Finland supported the Harbour Council.\n\nThe Harbour Council called on Turkey to reopen the strait.",
    title="Aalto and Oran meet",
    published=date(2021, 3, 2),
    publisher="Island Gazette",
    url="https://gazette.example/2021/aalto-oran?utm_source=x",
)
DENIAL = Article(
    id="",
    text="Turkey did not meet the Harbour Council, Kemal Oran said. Ankara rejected the council's demand. "
    "Finland accused Turkey of delaying the vote.",
    title="Oran denies talks",
    published=date(2021, 3, 5),
    publisher="Strait Times",
    url="https://strait.example/denial",
)
SECOND = Article(
    id="",
    text="Kemal Oran and Selma Aalto held talks in Oslo on 1 March. The Baltic Union will send aid to Finland.",
    title="Talks in Oslo",
    published=date(2021, 4, 10),
    publisher="Baltic Wire",
)
STRANGE = Article(
    id="",
    text="<script>alert(1)</script> condemned Finland \U0001f1eb\U0001f1ee “at once”.\nNothing else\u2028happened.",
    title='<img src=x onerror="alert(2)">',
    published=None,
    publisher="\u202eetisoh",
)


def _party(article: Article, actor: Actor, words: str | None = None) -> Party:
    start = article.text.find(words or actor.name)
    if start < 0:
        return Party(actor.id, actor.name, read_as=actor.id)
    return Party(actor.id, actor.name, start, start + len(words or actor.name), actor.id)


def _passage(article: Article, words: str) -> Passage:
    start = article.text.index(words)
    return Passage(start, start + len(words), words)


def _claim(
    article: Article,
    relation: str,
    sources: list[Party],
    targets: list[Party],
    evidence: str,
    *,
    predicate: str,
    mode: str | None = None,
    modality: Modality = "asserted",
    issue: str | None = None,
    day: date | None = None,
    place: str | None = None,
    by: tuple[Party, ...] = (),
    confidence: float = 0.9,
) -> Claim:
    proof = _passage(article, evidence)
    place_at = _passage(article, place) if place else None
    return Claim(
        id=claim_id(
            article.id,
            relation,
            mode,
            modality,
            [p.actor for p in sources],
            [p.actor for p in targets],
            proof.start,
            predicate,
            issue,
        ),
        article=article.id,
        relation=relation,
        mode=mode,
        predicate=predicate,
        sources=tuple(sources),
        targets=tuple(targets),
        evidence=(proof,),
        issue=_passage(article, issue) if issue else None,
        date=When(day, day, "day", "on Monday") if day else None,
        place=Place(place_at.text, place_at.start, place_at.end) if place_at else None,
        modality=modality,
        attributed_to=by,
        confidence=confidence,
        method="hand",
        version="0",
    )


def _with_id(article: Article) -> Article:
    from dataclasses import replace

    return replace(article, id=article_id(article.text, article.url))


def readings() -> tuple[Reading, ...]:
    """Four readings: a meeting, its denial by another outlet, the meeting told again, and a hostile page."""
    a, b, c, d = (_with_id(x) for x in (MEETING, DENIAL, SECOND, STRANGE))
    met = "Finnish Prime Minister Selma Aalto met Turkish President Kemal Oran in Oslo on Monday."
    first = (
        _claim(
            a,
            "CONSULT",
            [_party(a, AALTO), _party(a, ORAN)],
            [],
            met,
            predicate="met",
            day=date(2021, 3, 1),
            place="Oslo",
        ),
        _claim(
            a,
            "HOLDS_OFFICE",
            [_party(a, AALTO)],
            [_party(a, FINLAND, "Finnish")],
            met,
            predicate="title",
            issue="Prime Minister",
        ),
        _claim(
            a,
            "HOLDS_OFFICE",
            [_party(a, ORAN)],
            [_party(a, TURKEY, "Turkish")],
            met,
            predicate="title",
            issue="President",
        ),
        _claim(
            a,
            "SUPPORT",
            [_party(a, FINLAND)],
            [_party(a, COUNCIL)],
            "Aalto said Finland supported the Harbour Council.",
            predicate="supported",
            by=(_party(a, AALTO, "Aalto"),),
        ),
        _claim(
            a,
            "REQUEST",
            [_party(a, COUNCIL)],
            [_party(a, TURKEY, "Turkey")],
            "The Harbour Council called on Turkey to reopen the strait.",
            predicate="called on",
            issue="reopen the strait",
            mode="yield",
        ),
    )
    second = (
        _claim(
            b,
            "CONSULT",
            [_party(b, TURKEY), _party(b, COUNCIL)],
            [],
            "Turkey did not meet the Harbour Council, Kemal Oran said.",
            predicate="meet",
            modality="denied",
            by=(_party(b, ORAN),),
        ),
        _claim(
            b,
            "REJECT",
            [_party(b, TURKEY, "Ankara")],
            [_party(b, COUNCIL, "the council")],
            "Ankara rejected the council's demand.",
            predicate="rejected",
            issue="the council's demand",
        ),
        _claim(
            b,
            "ACCUSE",
            [_party(b, FINLAND)],
            [_party(b, TURKEY)],
            "Finland accused Turkey of delaying the vote.",
            predicate="accused",
            issue="delaying the vote",
        ),
    )
    third = (
        _claim(
            c,
            "CONSULT",
            [_party(c, ORAN), _party(c, AALTO)],
            [],
            "Kemal Oran and Selma Aalto held talks in Oslo on 1 March.",
            predicate="held talks",
            day=date(2021, 3, 1),
            place="Oslo",
        ),
        _claim(
            c,
            "AGREE",
            [_party(c, UNION)],
            [_party(c, FINLAND)],
            "The Baltic Union will send aid to Finland.",
            predicate="will send aid",
            mode="aid",
            modality="planned",
            issue="aid",
            confidence=0.6,
        ),
    )
    fourth = (
        _claim(
            d,
            "ACCUSE",
            [_party(d, HOSTILE)],
            [_party(d, FINLAND)],
            d.text.split("\n")[0],
            predicate="condemned",
        ),
    )
    mention = Mention(a.id, a.text.index("Selma"), a.text.index("Selma") + 11, "Selma Aalto", AALTO.id)
    return (
        Reading(
            a,
            first,
            (AALTO, ORAN, FINLAND, TURKEY, COUNCIL),
            (mention,),
            (Cut(a.id, 0, 15, "breadcrumb"),),
            (Problem(a.id, "dates", "'soon' names no date"),),
        ),
        Reading(b, second, (ORAN, FINLAND, TURKEY, COUNCIL)),
        Reading(c, third, (AALTO, ORAN, UNION, FINLAND)),
        Reading(d, fourth, (HOSTILE, FINLAND)),
    )
