"""Named questions: a query with a title, an explanation and parameters, kept as data in data/questions."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from graph.errors import DataError, QueryError
from graph.model import Actor
from graph.registry import look_up
from graph.resources import read_toml, resource
from graph.safe import one_line
from graph.store.base import Answer, View

ParameterKind = Literal["actor", "date", "number"]
KINDS: tuple[ParameterKind, ...] = ("actor", "date", "number")
# Rows where the question sets no limit of its own: more than one reads, few enough for a page.
ROWS = 1000
# Corpus-wide questions need longer than a typed query.
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about. An `actor` is given by a name or an id, a `date` as 2016-03-01."""

    name: str
    kind: ParameterKind
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A named question; `sparql` sees each parameter that has a value as a variable of that name."""

    name: str
    title: str
    explanation: str
    parameters: tuple[Parameter, ...]
    sparql: str


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in the order of data/questions/questions.toml. Raises DataError where that is wrong."""
    table = read_toml("questions/questions.toml")
    return {name: _question(name, row, table["parameter"]) for name, row in table["question"].items()}


def _question(name: str, row: Mapping[str, Any], kinds: Mapping[str, Any]) -> Question:
    parameters = []
    for required in (True, False):
        for each in row.get("required" if required else "optional", ()):
            if each not in kinds or kinds[each]["kind"] not in KINDS:
                raise DataError(f"questions/questions.toml: {name}: there is no parameter '{each}'")
            parameters.append(Parameter(each, kinds[each]["kind"], kinds[each]["about"], required))
    sparql = resource(f"questions/{name}.rq").read_text(encoding="utf-8")
    return Question(name, row["title"], row["explanation"], tuple(parameters), sparql)


def ask(view: View, name: str, *, seconds: float = SECONDS, **given: Any) -> Answer:
    """The answer to a named question. Parameters without a value (None or "") count as not given.

    Raises LegationError for a question, parameter, actor or date that there is none of; QueryTimeout.
    """
    question: Question = look_up(questions(), name, "question")
    table = {parameter.name: parameter for parameter in question.parameters}
    values: dict[str, str] = {}
    rows = ROWS
    for key, value in given.items():
        if value is None or value == "":
            continue
        kind = look_up(table, key, f"parameter of {name}").kind
        if kind == "number":
            rows = _number(key, value)
        else:
            values[key] = _actor_term(view, value) if kind == "actor" else _date_term(key, value)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in values:
            raise QueryError(f"{name} needs --{parameter.name}: {parameter.about}")
    return view.query(question.sparql, seconds=seconds, max_rows=rows, values=values)


def _number(name: str, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as wrong:
        raise QueryError(f"{name}: '{value}' is no number") from wrong
    if number < 1:
        raise QueryError(f"{name}: {number} is too small, it must be 1 or more")
    return number


def _date_term(name: str, value: Any) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        raise QueryError(f"{name}: '{value}' is no date: write it as 2016-03-01") from wrong
    return f'"{day:%Y-%m-%d}"^^<http://www.w3.org/2001/XMLSchema#date>'


def _actor_term(view: View, value: Any) -> str:
    from graph.vocabulary import actor_iri

    return str(actor_iri(actor_called(view, str(value)).id))


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
