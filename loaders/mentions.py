"""Where an article names somebody: by the register, the entity recogniser and the shape of the words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.register import Register, key
from loaders.document import Document, Sentence
from loaders.spot import POSSESSIVE, Label, Spot, capital, register_spots, support
from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PARTICLES = frozenset(
    "al el bin ibn ben de da di du del der den van von la le abu abdel abdul dos af bint e y ter ten".split()
)
_COMPASS = frozenset(
    "northern southern eastern western central north south east west northeastern northwestern "
    "southeastern southwestern mainland modern neighbouring neighboring war-torn post-war".split()
)
# Written in capitals, but no actor.
_NO_ACRONYM = frozenset(
    "LGBT LGBTQ GMT BST EST PM AM TV COVID COVID-19 GDP HIV AIDS CEO MP MPs USD EUR A I II III IV V VI "
    "DNA RNA PDF VIP OK CCTV UTC CET ID IT PR HQ CEST SARS NGO NGOs WMD ICBM MEP MEPs UTC EDT PST AI SMS "
    "DVD URL FAQ RIP".split()
)
_ACRONYM = re.compile(r"^[A-Z][A-Z&\-]{1,7}$|^(?:[A-Z]\.){2,6}$|^[A-Z]+[a-z]?[A-Z]+$")
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


def _join_particles(sentence: Sentence, first: int, last: int) -> int:
    """The end of a person's name with what the recogniser cut off: "Abdel Fattah | El-Sisi"."""
    doc, stop = sentence.span.doc, sentence.span.end
    end = last
    while end + 1 < stop and not doc[end].whitespace_ and doc[end + 1].text in ("-",) and end + 2 < stop:
        if not (doc[end + 2].text[:1].isupper()):
            break
        end += 2
    nxt = end + 1
    while nxt < stop and doc[nxt].lower_ in _PARTICLES and doc[nxt].text not in ("e", "y", "la"):
        nxt += 1
    if nxt > end + 1 and nxt < stop:
        if doc[nxt].text == "-" and nxt + 1 < stop and capital(doc[nxt + 1]):
            return nxt + 1
        if capital(doc[nxt]) and doc[nxt].tag_.startswith("NNP"):
            return nxt
    return end


def _body_noun(token: "Token", lexis: Lexis) -> bool:
    return capital(token) and token.lower_ in lexis.body.any


def _person(ent: "Span", sentence: Sentence, lexis: Lexis, register: Register) -> Spot | None:
    first, last = _strip(sentence, ent.start, ent.end - 1, lexis, register)
    doc = sentence.span.doc
    last = _join_particles(sentence, first, last)
    if last - first >= 2 and doc[first - 1].lower_ == "of" and lexis.gender_of(doc[first + 1].text):
        first += 1  # "mayor of Turku | Kari Lehto"
    span = doc[first : last + 1]
    words = [
        t for t in span if t.is_alpha or "-" in t.text or "'" in t.text or "’" in t.text or "." in t.text
    ]
    if not words or any(t.like_url or t.like_num or t.text in (",", "(", ")", "/", "|") for t in span):
        return None
    if any(
        _body_noun(t, lexis) and t.lower_ not in ("post", "house", "guard", "church", "shield", "school")
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
    if len(span) == 1 and _ACRONYM.match(span.text) and len(span.text) <= 6:
        return None if span.text in _NO_ACRONYM else Spot(sentence, first, last, "body")
    return Spot(sentence, first, last, "person") if capital(span[0]) or span[0].lower_ in _PARTICLES else None


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
            span.text in _NO_ACRONYM
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


def _split_body(spot: Spot, lexis: Lexis, register: Register) -> list[Spot]:
    """ "X of the Y" and "Y's X" as two names where Y names a body of its own; a demonym and plain words as a demonym."""
    doc = spot.doc
    if spot.last > spot.first and _is_label(doc[spot.first].text, register):
        # "Republican Senate", "Democratic Representatives": a party's label before a chamber or its members.
        word = doc[spot.first + 1].lower_
        if word in lexis.body.chamber:
            return [replace(spot, last=spot.first), replace(spot, first=spot.first + 1)]
        if word.removesuffix("s") in lexis.title.office:
            return [replace(spot, last=spot.first)]
    for i in range(spot.first + 1, spot.last):
        if doc[i].text in ("'s", "’s") and i < spot.last:
            left = doc[spot.first : i].text
            if register.find(left) or register.may_mean(left) or register.demonyms.get(left):
                return [replace(spot, first=i + 1)]
        if doc[i].lower_ == "of" and _body_noun(doc[i - 1], lexis):
            start = i + 2 if doc[i + 1].lower_ == "the" else i + 1
            if start > spot.last:
                continue
            right = doc[start : spot.last + 1]
            entry = register.find(right.text)
            body = _body_noun(right[0], lexis) and start == i + 2
            if (entry and entry.actor.kind != "country") or body:
                return [replace(spot, last=i - 1), Spot(spot.sentence, start, spot.last, "body", entry)]
    return [spot]


def _is_label(word: str, register: Register) -> bool:
    """Whether a word alone may mean a party: "Republican", "Labour"."""
    return any(entry.actor.kind == "party" for entry in register.may_mean(word))


def _plain_body(spot: Spot, lexis: Lexis, register: Register) -> bool:
    """Whether all words but a leading demonym or country are plain ones: "Russian Foreign Ministry"."""
    words = list(spot.span)
    for n in (2, 1):
        lead = spot.doc[spot.first : spot.first + n].text
        if len(words) > n and (
            register.demonyms.get(key(lead)) or ((e := register.find(lead)) and e.actor.kind == "country")
        ):
            words = words[n:]
            break
    plain = lexis.title.portfolio | lexis.body.any | lexis.group.people | frozenset(["'s", "’s"])
    return len(words) < len(spot.span) and all(t.lower_ in plain for t in words)


def _entity_spots(sentence: Sentence, lexis: Lexis, register: Register) -> Iterator[Spot]:
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
            for spot in _split_body(found, lexis, register) if found else []:
                yield from _judged(spot, lexis, register)
        elif label == "place":
            first = ent.start
            while first < ent.end - 1 and ent.doc[first].lower_ in _COMPASS | {"the"}:
                first += 1
            last = ent.end - 1 - (ent[-1].text in POSSESSIVE and len(ent) > 1)
            if any(_body_noun(t, lexis) for t in ent.doc[first : last + 1]) and last > first:
                yield from _judged(Spot(sentence, first, last, "body"), lexis, register)
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


def _judged(spot: Spot, lexis: Lexis, register: Register) -> Iterator[Spot]:
    """A body's span as it is; trimmed or blocked where its noun is no body's ("Libyan Political Agreement")."""
    head = spot.last
    for i in range(spot.first + 1, spot.last + 1):
        if spot.doc[i].lower_ in ("of", "on", "for", "in", "to"):
            head = i - 1
            break
    if spot.doc[head].lower_ in lexis.body.no_actor:
        known = register.find(spot.doc[spot.first : head].text) if head > spot.first else None
        if known is None:
            yield replace(spot, label="nothing")
    elif not _plain_body(spot, lexis, register):
        yield spot


def _shape_spots(sentence: Sentence, lexis: Lexis) -> Iterator[Spot]:
    """Capitalised words around a body's noun that the recogniser missed: "Presidential Council"."""
    doc, start, stop = sentence.span.doc, sentence.span.start, sentence.span.end
    for i in range(start, stop):
        if not _body_noun(doc[i], lexis) or (i + 1 < stop and _body_noun(doc[i + 1], lexis)):
            continue
        first, last = i, i
        while (
            first > start and capital(doc[first - 1]) and doc[first - 1].tag_ in ("NNP", "NNPS", "JJ", "NN")
        ):
            first -= 1
        if first == start and (doc[first].lower_ in ("the", "a") or not doc[first].tag_.startswith("NNP")):
            first += 1
        if (
            i + 2 < stop
            and doc[i + 1].lower_ == "of"
            and capital(doc[i + 2])
            and doc[i + 2].ent_type_ in ("", "ORG")
        ):
            last = i + 2
            while last + 1 < stop and capital(doc[last + 1]) and doc[last + 1].tag_.startswith("NNP"):
                last += 1
        if last > first and first <= i:
            yield Spot(sentence, first, last, "body")


def _person_shapes(sentence: Sentence, lexis: Lexis) -> Iterator[Spot]:
    """A common first name and what follows it, or what follows a title, where the recogniser missed it."""
    doc, start, stop = sentence.span.doc, sentence.span.start, sentence.span.end
    i = start
    while i < stop:
        token = doc[i]
        titled = (
            i > start and doc[i - 1].lower_ in lexis.title.honorifics | lexis.title.office | lexis.title.rank
        )
        first_name = lexis.gender_of(token.text) is not None
        last = i
        # No further than what is too long for a name: rows of capitals may go on for pages.
        while (
            last + 1 < stop
            and last - i <= 3
            and capital(doc[last + 1])
            and doc[last + 1].tag_ in ("NNP", "NNPS")
        ):
            last += 1
        named = token.tag_ in ("NNP", "NNPS") and capital(token) and token.is_alpha
        plain = any(t.lower_ in lexis.title.any | lexis.body.any for t in doc[i : last + 1])
        if named and not plain and ((titled and last - i <= 3) or (first_name and 1 <= last - i <= 3)):
            yield Spot(sentence, i, _join_particles(sentence, i, last), "person")
            i = last
        elif (
            named
            and titled is False
            and _ACRONYM.match(token.text)
            and token.text not in _NO_ACRONYM
            and last == i
        ):
            yield Spot(sentence, i, i, "body")
        i += 1


def _choose(candidates: Iterable[Spot]) -> list[Spot]:
    """The longest first, of equal ones the earlier listed; what overlaps a chosen one goes."""
    chosen: list[Spot] = []
    taken: set[int] = set()
    for spot in sorted(candidates, key=lambda s: s.first - s.last):
        tokens = set(range(spot.first, spot.last + 1))
        if not tokens & taken:
            taken |= tokens
            chosen.append(spot)
    return sorted(chosen, key=lambda s: s.first)


def spots(document: Document, register: Register, lexis: Lexis) -> list[Spot]:
    """All stretches that name somebody, in text order, not overlapping."""
    given = support(document, register)
    found: list[Spot] = []
    for sentence in document.sentences:
        known = list(register_spots(sentence, register, given))
        entities = list(_entity_spots(sentence, lexis, register))
        shapes = [*_shape_spots(sentence, lexis), *_person_shapes(sentence, lexis)]
        persons = {
            i
            for e in entities
            if e.label == "person" and e.last > e.first
            for i in range(e.first, e.last + 1)
        }
        shapes = [s for s in shapes if s.label != "body" or not persons & set(range(s.first, s.last + 1))]
        shapes = [s for s in shapes if s.label != "body" or not _plain_body(s, lexis, register)]
        shapes = [t for s in shapes for t in (_split_body(s, lexis, register) if s.label == "body" else [s])]
        shapes = [t for s in shapes for t in (_judged(s, lexis, register) if s.label == "body" else [s])]
        found += _choose([*known, *entities, *shapes])
    return [s for s in found if s.label != "nothing"]
