"""Named questions: a query with a title, an explanation and parameters, kept as data in data/questions.

Each is written twice, in SPARQL and in Cypher; the two give the same rows over the same readings, whatever the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from graph import twins
from graph.errors import DataError, QueryError
from graph.question_values import (
    actor_called,
    actor_term,
    check_outlet,
    day,
    day_term,
    find_actor,
    find_relation,
    number,
    relation_term,
    text_term,
)
from graph.registry import look_up
from graph.resources import read_toml, resource
from graph.store.base import Answer, Row, View

__all__ = [
    "ROWS",
    "Parameter",
    "Question",
    "actor_called",
    "ask",
    "find_actor",
    "groups",
    "questions",
    "text_of",
]

ParameterKind = Literal["actor", "date", "relation", "outlet", "number"]
Language = Literal["sparql", "cypher"]
KINDS: tuple[ParameterKind, ...] = ("actor", "date", "relation", "outlet", "number")
ROWS = twins.ROWS
# What a page or a terminal can still hold.
MOST_ROWS = 10_000
# Corpus-wide questions need longer than a typed query.
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about. An `actor` is given by a name or an id, a `date` as 2016-03-01."""

    name: str
    kind: ParameterKind
    label: str
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A named question; its twins see each parameter that has a value as a variable of that name."""

    name: str
    group: str
    title: str
    explanation: str
    parameters: tuple[Parameter, ...]
    sparql: str
    cypher: str


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in the order of data/questions/questions.toml. Raises DataError where that is wrong."""
    table = read_toml("questions/questions.toml")
    return {name: _question(name, row, table) for name, row in table["question"].items()}


def groups() -> dict[str, list[Question]]:
    """The questions under their headings, in order."""
    found: dict[str, list[Question]] = {}
    for question in questions().values():
        found.setdefault(question.group, []).append(question)
    return found


def _question(name: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Question:
    kinds, parameters = table["parameter"], []
    for required in (True, False):
        for each in row.get("required" if required else "optional", ()):
            if each not in kinds or kinds[each]["kind"] not in KINDS:
                raise DataError(f"questions/questions.toml: {name}: there is no parameter '{each}'")
            kind = kinds[each]
            label = kind.get("label", each.capitalize())
            parameters.append(Parameter(each, kind["kind"], label, kind["about"], required))
    if row["group"] not in table["groups"]:
        raise DataError(f"questions/questions.toml: {name}: there is no group '{row['group']}'")
    sparql, cypher = (
        resource(f"questions/{name}.{kind}").read_text(encoding="utf-8") for kind in ("rq", "cypher")
    )
    return Question(
        name,
        table["groups"][row["group"]],
        row["title"],
        row["explanation"],
        tuple(parameters),
        sparql,
        cypher,
    )


def ask(view: View, name: str, *, seconds: float = SECONDS, **given: Any) -> Answer:
    """The answer to a named question, the same rows in the same order whatever the store.

    Parameters without a value (None or "") count as not given. Raises LegationError for a question, parameter, actor,
    relation, outlet or date that there is none of; QueryTimeout.
    """
    question: Question = look_up(questions(), name, "question")
    values, rows = _values(view, question, given)
    quick = view.quick(
        question.name, {key: value for key, (value, _) in values.items()}, most=rows + 1, seconds=seconds
    )
    answer = _told(question, quick) if quick is not None else _queried(view, question, values, rows, seconds)
    if not answer.rows and "outlet" in values:
        check_outlet(view, str(values["outlet"][0]))
    found = twins.in_order(answer.columns, answer.rows, twins.order(question.sparql))
    return replace(answer, rows=found[:rows], cut_short=answer.cut_short or len(found) > rows)


def _told(question: Question, rows: Sequence[Row]) -> Answer:
    """Rows by name of column as the answer that the query of the question gives."""
    columns = twins.columns(question.sparql)
    return Answer(columns, list(dict.fromkeys(tuple(row.get(column) for column in columns) for row in rows)))


def _queried(
    view: View, question: Question, values: Mapping[str, tuple[Any, str]], rows: int, seconds: float
) -> Answer:
    text = text_of(question, view.language, values, rows)
    terms: dict[str, str | tuple[str, ...]] = {key: term for key, (_, term) in values.items()}
    if view.language == "sparql":
        terms |= _listed(text, {key: value for key, (value, _) in values.items()})
    # One claim can give several rows, one for each pair of its parties.
    return view.query(text, seconds=seconds, max_rows=20 * (rows + 1), values=terms)


def text_of(question: Question, language: Language, given: Mapping[str, Any], rows: int = ROWS) -> str:
    """The query that answers a question where these parameters have a value."""
    text = question.sparql if language == "sparql" else question.cypher
    return twins.fitted(text, given, rows)


def _values(
    view: View, question: Question, given: Mapping[str, Any]
) -> tuple[dict[str, tuple[Any, str]], int]:
    """Each parameter that has a value, with that and its term; and the number of rows asked for."""
    table = {parameter.name: parameter for parameter in question.parameters}
    values: dict[str, tuple[Any, str]] = {}
    rows = ROWS
    for key, value in given.items():
        if value is None or value == "":
            continue
        kind = look_up(table, key, f"parameter of {question.name}").kind
        if kind == "number":
            rows = number(key, value, MOST_ROWS)
        else:
            values[key] = _value(view, kind, key, value)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in values:
            raise QueryError(f"{question.name} needs --{parameter.name}: {parameter.about}")
    return values, rows


def _value(view: View, kind: ParameterKind, key: str, value: Any) -> tuple[Any, str]:
    if kind == "date":
        found = day(key, value)
        return found, day_term(found)
    if kind == "relation":
        return find_relation(str(value)).name, relation_term(str(value))
    if kind == "outlet":
        return str(value), text_term(str(value))
    actor = actor_called(view, str(value))
    return actor.id, actor_term(actor)


def _listed(text: str, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The months and days of the period, for a query to look up instead of comparing all dates there are."""
    ends = [(given.get(f"since{n}"), given.get(f"until{n}")) for n in ("", "2")]
    periods: list[tuple[date, date]] = [(a, b) for a, b in ends if a is not None and b is not None]
    if "on" in given:
        periods.append((date(max(1, given["on"].year - 1), 1, 1), given["on"]))
    found: dict[str, tuple[str, ...]] = {}
    if periods and "?month" in text:
        months = {month for period in periods for month in twins.months(*period)}
        found["month"] = tuple(text_term(month) for month in sorted(months))
    elif periods and "?day" in text:
        days = {each for period in periods for each in twins.days(*period)}
        found["day"] = tuple(day_term(each) for each in sorted(days))
    return {key: terms for key, terms in found.items() if terms}
