"""What a question is asked about: names and dates as people type them, as terms that a query can take."""

import difflib
from collections.abc import Iterable
from datetime import date
from typing import Any

from graph.errors import QueryError
from graph.model import Actor
from graph.ontology import Relation, relations
from graph.safe import one_line
from graph.store.base import View


def number(name: str, value: Any, most: int) -> int:
    """A count between 1 and `most`. Raises QueryError."""
    try:
        found = int(value)
    except (TypeError, ValueError) as wrong:
        raise QueryError(f"{name}: '{value}' is no number") from wrong
    if found < 1:
        raise QueryError(f"{name}: {found} is too small, it must be 1 or more")
    if found > most:
        raise QueryError(f"{name}: {found} is too large, it can be {most} at most")
    return found


def day(name: str, value: Any) -> date:
    """A day. Raises QueryError."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        raise QueryError(f"{name}: '{value}' is no date: write it as 2016-03-01") from wrong


def day_term(value: date) -> str:
    """A day as a term."""
    return f'"{value.isoformat()}"^^<http://www.w3.org/2001/XMLSchema#date>'


def text_term(value: str) -> str:
    """A text as a term. Raises QueryError for what is no Unicode text."""
    from pyoxigraph import Literal as Text

    try:
        return str(Text(value))
    except ValueError as wrong:
        raise QueryError(f"the text {value[:40]!r} holds half a character: leave it out") from wrong


def relation_term(name: str) -> str:
    """A relation, given by name, verb, noun or property, as a term. Raises QueryError."""
    from graph.vocabulary import leg

    return str(leg(find_relation(name).term))


def find_relation(name: str) -> Relation:
    """The relation that a name, verb, noun or property means. Raises QueryError with the nearest, or all."""
    wanted = name.strip().casefold()
    words: dict[str, Relation] = {}
    for relation in relations().values():
        for word in (relation.name, relation.term, relation.noun, relation.verb):
            words.setdefault(word.casefold(), relation)
    if wanted in words:
        return words[wanted]
    near = difflib.get_close_matches(wanted, list(words), n=3, cutoff=0.6)
    listed = ", ".join(sorted(relations()))
    hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are: {listed}"
    raise QueryError(f"'{one_line(name)}' is no relation{hint}")


def actor_term(actor: Actor) -> str:
    """An actor as a term."""
    from graph.vocabulary import actor_iri

    return str(actor_iri(actor.id))


def actor_called(view: View, name: str) -> Actor:
    """The one actor that a name (or id) means, as `find_actor` has it, without a look at all where that is possible."""
    known = view.actor(name.strip())
    if known:
        return known
    near, folded = view.find(name, most=50), name.strip().casefold()
    if len(near) < 50 and any(folded == each.casefold() for actor in near for each in _names(actor)):
        return find_actor(near, name)
    return find_actor(view.actors(), name)


def find_actor(actors: Iterable[Actor], name: str) -> Actor:
    """The one actor that a name (or id) means: by exact name, else without case, else as a part of a name.

    Raises QueryError, naming the candidates, where it means several; the nearest, where it means none.
    """
    everybody = list(actors)
    wanted, folded = name.strip(), name.strip().casefold()
    tests = (
        lambda actor: actor.id == wanted,
        lambda actor: wanted in _names(actor),
        lambda actor: folded in {each.casefold() for each in _names(actor)},
        lambda actor: bool(folded) and any(folded in each.casefold() for each in _names(actor)),
    )
    for test in tests:
        found = [actor for actor in everybody if test(actor)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(f"{one_line(actor.name)} ({one_line(actor.id)})" for actor in found[:8])
            more = f" and {len(found) - 8} more" if len(found) > 8 else ""
            raise QueryError(f"'{name}' can mean {listed}{more}: give the full name or the id")
    raise QueryError(f"no actor of this store is called '{name}'{_near(everybody, folded)}")


def _near(actors: Iterable[Actor], folded: str) -> str:
    known = {each.casefold(): each for actor in actors for each in _names(actor)}
    near = [one_line(known[each]) for each in difflib.get_close_matches(folded, known, n=3, cutoff=0.6)]
    return (
        f"; did you mean {' or '.join(near)}?"
        if near
        else ": 'legation ask most-connected' lists the main ones"
    )


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.names)


def check_outlet(view: View, name: str) -> None:
    """Raise QueryError, with the nearest names, where no article of the store is from this outlet."""
    known: set[str] = set()
    for article in view.articles():
        if article.publisher == name:
            return
        if article.publisher:
            known.add(article.publisher)
    folded = {each.casefold(): each for each in sorted(known)}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(one_line(folded[each]) for each in near)}?" if near else ""
    raise QueryError(f"no article of this store is from an outlet called '{one_line(name)}'{hint}")
