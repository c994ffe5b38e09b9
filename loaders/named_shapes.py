"""Names by the shape of their words, where the entity recogniser missed them."""

import re
from collections.abc import Iterator

from loaders.document import Sentence
from loaders.named_bodies import body_noun
from loaders.spot import Spot, capital
from loaders.words import Lexis

PARTICLES = frozenset(
    "al el bin ibn ben de da di du del der den van von la le abu abdel abdul dos af bint e y ter ten".split()
)
# Written in capitals, but no actor.
NO_ACRONYM = frozenset(
    "LGBT LGBTQ GMT BST EST PM AM TV COVID COVID-19 GDP HIV AIDS CEO MP MPs USD EUR A I II III IV V VI "
    "DNA RNA PDF VIP OK CCTV UTC CET ID IT PR HQ CEST SARS NGO NGOs WMD ICBM MEP MEPs UTC EDT PST AI SMS "
    "DVD URL FAQ RIP".split()
)
ACRONYM = re.compile(r"^[A-Z][A-Z&\-]{1,7}$|^(?:[A-Z]\.){2,6}$|^[A-Z]+[a-z]?[A-Z]+$")


def join_particles(sentence: Sentence, first: int, last: int) -> int:
    """The end of a person's name with what the recogniser cut off: "Abdel Fattah | El-Sisi"."""
    doc, stop = sentence.span.doc, sentence.span.end
    end = last
    while end + 1 < stop and not doc[end].whitespace_ and doc[end + 1].text in ("-",) and end + 2 < stop:
        if not (doc[end + 2].text[:1].isupper()):
            break
        end += 2
    nxt = end + 1
    while nxt < stop and doc[nxt].lower_ in PARTICLES and doc[nxt].text not in ("e", "y", "la"):
        nxt += 1
    if nxt > end + 1 and nxt < stop:
        if doc[nxt].text == "-" and nxt + 1 < stop and capital(doc[nxt + 1]):
            return nxt + 1
        if capital(doc[nxt]) and doc[nxt].tag_.startswith("NNP"):
            return nxt
    return end


def shape_spots(sentence: Sentence, lexis: Lexis) -> Iterator[Spot]:
    """Capitalised words around a body's noun that the recogniser missed: "Presidential Council"."""
    doc, start, stop = sentence.span.doc, sentence.span.start, sentence.span.end
    for i in range(start, stop):
        if not body_noun(doc[i], lexis) or (i + 1 < stop and body_noun(doc[i + 1], lexis)):
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


def person_shapes(sentence: Sentence, lexis: Lexis) -> Iterator[Spot]:
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
            yield Spot(sentence, i, join_particles(sentence, i, last), "person")
            i = last
        elif (
            named
            and titled is False
            and ACRONYM.match(token.text)
            and token.text not in NO_ACRONYM
            and last == i
        ):
            yield Spot(sentence, i, i, "body")
        i += 1
