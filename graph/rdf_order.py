"""The plain order of lists in RDF, where triples have none, and how a list that stands otherwise is written down."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from graph.model import Actor, Cut, Mention, Passage, Problem

_T = TypeVar("_T")


def places(given: Sequence[_T], plain: Sequence[_T]) -> str | None:
    """Where each given thing stands in the plain order, as text; None where that is the order given."""
    at = {thing: str(place) for place, thing in enumerate(plain)}
    return None if list(given) == list(plain) else " ".join(at[thing] for thing in given)


def plain_order(given: Iterable[_T], key: Callable[[_T], Any]) -> list[_T]:
    """The distinct things, sorted."""
    return sorted(set(given), key=key)


def name_order(actor: Actor) -> list[str]:
    """The names of an actor in plain order: the preferred one, then the others sorted."""
    return [actor.name, *sorted(set(actor.names) - {actor.name})]


def mention_key(mention: Mention) -> tuple[Any, ...]:
    """What mentions are sorted by."""
    return (mention.start, mention.end, mention.actor, mention.form, mention.text, mention.read_as)


def cut_key(cut: Cut) -> tuple[Any, ...]:
    """What cuts are sorted by."""
    return (cut.start, cut.end, cut.reason)


def problem_key(problem: Problem) -> tuple[Any, ...]:
    """What problems are sorted by."""
    return (problem.stage, problem.what, problem.article)


def passage_key(passage: Passage) -> tuple[Any, ...]:
    """What passages are sorted by."""
    return (passage.start, passage.end, passage.text)


def restore(plain: Sequence[_T], order: str | None) -> tuple[_T, ...]:
    """The list that `places` described."""
    return tuple(plain) if order is None else tuple(plain[int(place)] for place in order.split())
