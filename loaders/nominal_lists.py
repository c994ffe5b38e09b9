"""Descriptions that mean several: "the Italian and French leaders", "the governments of A, B and C"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loaders.descriptions import Description
from loaders.roster import Draft
from loaders.stage import Mark

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.nominals import Nominals


def several(nominals: "Nominals", about: Description) -> tuple[Mark, ...]:
    """The actors of "the Italian and French leaders" and "the governments of Italy and France"."""
    named = _named_behind(nominals, about)
    if named:
        return named
    adjectives = [
        c for c in about.token.children if c.dep_ == "amod" and c.i in nominals.stage.names_in(about.sentence)
    ]
    owners = [
        (t, actor)
        for t in (*(t for one in adjectives for t in (one, *one.conjuncts)), *_listed_behind(about.token))
        if (actor := nominals.stage.actors.get((about.sentence.paragraph, t.i)))
        and nominals.stage.draft(actor).kind == "country"
    ]
    if len({actor for _, actor in owners}) < 2 or not about.plural:
        return ()
    noun = (
        about.token.text[:-1]
        if about.token.text.endswith("s") and not about.token.text.endswith("ss")
        else about.token.text
    )
    marks = []
    for owner in dict.fromkeys(actor for _, actor in owners):
        country = nominals.stage.draft(owner)
        draft = country
        if about.token.lower_ not in ("governments", "administrations", "authorities", "states"):
            title = nominals.stage.title_at(about.sentence, about.token.i)
            draft = nominals.holder(title, noun.lower(), owner, definite=True) or nominals.make(
                "group", adjective(country), " ".join((*about.modifiers, noun)), country, scoped=True
            )
        marks.append(Mark(about.sentence, about.first, about.token.i, about.token.i, draft.id, "nominal"))
    return tuple(marks)


def _named_behind(nominals: "Nominals", about: Description) -> tuple[Mark, ...]:
    """The persons of "the foreign ministers of Norway and Sweden, A and B"."""
    if not about.plural:
        return ()
    names = [
        t
        for c in about.token.children
        if c.dep_ == "appos" and c.i > about.token.i
        for t in (c, *c.conjuncts)
    ]
    marks = [
        m for t in names if t != about.token and (m := nominals.stage.mark_at(about.sentence, t)) is not None
    ]
    people = dict.fromkeys(m.actor for m in marks if nominals.stage.draft(m.actor).kind == "person")
    if len(people) < 2:
        return ()
    return tuple(
        Mark(about.sentence, about.first, about.token.i, about.token.i, actor, "nominal") for actor in people
    )


def _listed_behind(noun: "Token") -> Iterator["Token"]:
    """The words of the list after "of": "the leaders of | A, B and C"; parsers take the second for an apposition."""
    for prep in noun.children:
        if prep.lower_ == "of" and prep.i == noun.i + 1:
            yield from (t for t in prep.subtree if t.dep_ in ("pobj", "conj", "appos"))


def adjective(country: Draft | None) -> str:
    """The country as an adjective: its first demonym, else its name."""
    if country is None:
        return ""
    return country.entry.demonyms[0] if country.entry and country.entry.demonyms else country.name
