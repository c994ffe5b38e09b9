"""Names that the entity recogniser found, cut to what they name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.register import Register
from loaders.document import Sentence
from loaders.named_bodies import body_noun, judged, split_body
from loaders.named_shapes import ACRONYM, NO_ACRONYM, PARTICLES, join_particles
from loaders.spot import POSSESSIVE, Label, Spot, capital
from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Span

_COMPASS = frozenset(
    "northern southern eastern western central north south east west northeastern northwestern "
    "southeastern southwestern mainland modern neighbouring neighboring war-torn post-war".split()
)
_ENTITY: dict[str, Label] = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "LOC": "place",
    "NORP": "people",
}


def _strip(sentence: Sentence, first: int, last: int, lexis: Lexis, register: Register) -> tuple[int, int]:
    """A person's span without titles, demonyms, articles before it and possessives and small words after it."""
    doc = sentence.span.doc
    while first < last and (
        doc[first].lower_ in lexis.title.any
        or doc[first].lower_ in ("the", "a", "an", "-", ",", "'s", "’s", "and")
        or register.demonyms.get(doc[first].text)
        or (
            register.find(doc[first].text)
            and register.find(doc[first].text).actor.kind != "person"  # type: ignore[union-attr]
            and doc[first].text.isupper()
        )
    ):
        if doc[first].text in lexis.male_names or doc[first].text in lexis.female_names:
            break
        first += 1
    while first < last and (doc[last].text in POSSESSIVE or doc[last].is_punct or not capital(doc[last])):
        last -= 1
    return first, last


def _person(ent: "Span", sentence: Sentence, lexis: Lexis, register: Register) -> Spot | None:
    first, last = _strip(sentence, ent.start, ent.end - 1, lexis, register)
    doc = sentence.span.doc
    last = join_particles(sentence, first, last)
    if last - first >= 2 and doc[first - 1].lower_ == "of" and lexis.gender_of(doc[first + 1].text):
        first += 1  # "mayor of Turku | Kari Lehto"
    span = doc[first : last + 1]
    words = [
        t for t in span if t.is_alpha or "-" in t.text or "'" in t.text or "’" in t.text or "." in t.text
    ]
    if not words or any(t.like_url or t.like_num or t.text in (",", "(", ")", "/", "|") for t in span):
        return None
    if any(
        body_noun(t, lexis) and t.lower_ not in ("post", "house", "guard", "church", "shield", "school")
        for t in span
    ):
        return _body(ent, sentence, lexis, register)
    plain = lexis.title.any | lexis.body.any | lexis.group.people | lexis.body.no_actor
    if (len(span) == 1 and span[0].lower_ in plain) or not any(
        c.isascii() and c.isalpha() for c in span.text
    ):
        return None
    if (
        len(span) == 1
        and span[0].tag_ in ("NNS", "NNPS")
        and span.text.endswith("s")
        and lexis.gender_of(span.text) is None
    ):
        return (
            Spot(sentence, first, last, "people")
            if span[0].tag_ == "NNPS" and first > sentence.span.start
            else None
        )
    if len(span) == 1 and ACRONYM.match(span.text) and len(span.text) <= 6:
        return None if span.text in NO_ACRONYM else Spot(sentence, first, last, "body")
    return Spot(sentence, first, last, "person") if capital(span[0]) or span[0].lower_ in PARTICLES else None


def _body(ent: "Span", sentence: Sentence, lexis: Lexis, register: Register) -> Spot | None:
    doc = sentence.span.doc
    first, last = ent.start, ent.end - 1
    for i in range(first, last + 1):
        if doc[i].text in ("(", "[") and i > first:
            last = i - 1
            break
    while first < last and doc[first].lower_ in (
        "the",
        "a",
        "an",
        "'s",
        "’s",
        "-",
        "this",
        "its",
        "his",
        "and",
        "“",
        '"',
        "‘",
    ):
        first += 1
    while first < last and (
        doc[last].text in POSSESSIVE
        or doc[last].is_punct
        or (doc[last].like_num and last > first + 1)
        or (
            doc[last].lower_ in lexis.title.office | lexis.title.leader
            and doc[last].lower_ not in lexis.body.any
        )
        or (doc[last].text.islower() and doc[last].lower_ not in lexis.body.any)
    ):
        last -= 1
    span = doc[first : last + 1]
    if not any(capital(t) for t in span) or any(t.like_url or t.text in ("@", "#") for t in span):
        return None
    if len(span) == 1:
        plain = span[0].lower_
        if (
            span.text in NO_ACRONYM
            or plain in lexis.title.any | lexis.body.any | lexis.group.people | lexis.body.no_actor
        ):
            return None
    if _like_person(span, lexis):
        return Spot(sentence, first, last, "person")
    return Spot(sentence, first, last, "body")


def _like_person(span: "Span", lexis: Lexis) -> bool:
    """Whether words that the recogniser took for a body or place are a common first name with a surname."""
    if not 2 <= len(span) <= 4 or lexis.gender_of(span[0].text) is None:
        return False
    plain = lexis.body.any | lexis.body.no_actor
    return all(capital(t) and t.tag_ in ("NNP", "NNPS") and t.lower_ not in plain for t in span)


def entity_spots(sentence: Sentence, lexis: Lexis, register: Register) -> Iterator[Spot]:
    for ent in sentence.span.ents:
        label = _ENTITY.get(ent.label_)
        if label == "person":
            found = _person(ent, sentence, lexis, register)
            if found:
                yield found
        elif label == "body":
            found = _body(ent, sentence, lexis, register)
            if found and found.label == "person":
                yield found
                continue
            for spot in split_body(found, lexis, register) if found else []:
                yield from judged(spot, lexis, register)
        elif label == "place":
            first = ent.start
            while first < ent.end - 1 and ent.doc[first].lower_ in _COMPASS | {"the"}:
                first += 1
            last = ent.end - 1 - (ent[-1].text in POSSESSIVE and len(ent) > 1)
            if any(body_noun(t, lexis) for t in ent.doc[first : last + 1]) and last > first:
                yield from judged(Spot(sentence, first, last, "body"), lexis, register)
            elif capital(ent.doc[first]):
                like = _like_person(ent.doc[first : last + 1], lexis)
                yield Spot(sentence, first, last, "person" if like else "place")
        elif label == "people":
            if ent[-1].tag_ in ("NNPS", "NNS") and capital(ent[-1]):
                yield Spot(sentence, ent.start + (ent[0].lower_ == "the"), ent.end - 1, "people")
        elif ent.label_ in ("FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"):
            yield Spot(
                sentence, ent.start + (ent[0].lower_ == "the" and len(ent) > 1), ent.end - 1, "nothing"
            )
