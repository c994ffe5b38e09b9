"""Bodies among names: which noun makes a name a body's, where two were taken for one, and what only looks like a body."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.register import Register, key
from loaders.spot import Spot, capital
from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Token


def body_noun(token: "Token", lexis: Lexis) -> bool:
    """Whether a capitalised word is a noun for bodies: "Ministry", "Council"."""
    return capital(token) and token.lower_ in lexis.body.any


def split_body(spot: Spot, lexis: Lexis, register: Register) -> list[Spot]:
    """ "X of the Y" and "Y's X" as two names where Y names a body of its own; a demonym and plain words as a demonym."""
    doc = spot.doc
    if spot.last > spot.first and is_label(doc[spot.first].text, register):
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
        if doc[i].lower_ == "of" and body_noun(doc[i - 1], lexis):
            start = i + 2 if doc[i + 1].lower_ == "the" else i + 1
            if start > spot.last:
                continue
            right = doc[start : spot.last + 1]
            entry = register.find(right.text)
            body = body_noun(right[0], lexis) and start == i + 2
            if (entry and entry.actor.kind != "country") or body:
                return [replace(spot, last=i - 1), Spot(spot.sentence, start, spot.last, "body", entry)]
    return [spot]


def is_label(word: str, register: Register) -> bool:
    """Whether a word alone may mean a party: "Republican", "Labour"."""
    return any(entry.actor.kind == "party" for entry in register.may_mean(word))


def plain_body(spot: Spot, lexis: Lexis, register: Register) -> bool:
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


def judged(spot: Spot, lexis: Lexis, register: Register) -> Iterator[Spot]:
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
    elif not plain_body(spot, lexis, register):
        yield spot
