"""The twins of every question, SPARQL and Cypher: the same rows in the same order from every kind of store."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from gold_files import sample, stems
from story import readings

from graph.model import Actor, Modality, Party, Reading
from graph.ontology import relations
from graph.questions import Question, ask, questions
from graph.store import open_store
from graph.store.base import Answer, Store, View
from loaders.pipeline import Reader

# Enough to meet every parameter with and without the others; each set is asked of every store.
MOST_SETS = 14


# What the sample news has no answer to, and the story does.
OF_THE_STORY = {
    "mediators": {"actor": "person/kemal-oran", "other": "organization/harbour-council"},
    "reversals": {"actor": "country/fi"},
}


def _story() -> list[Reading]:
    """The four articles of the story, the second denying the meeting of the first; and what went before them.

    That is told by a fifth: that Selma Aalto met the council, and that Finland supported Turkey, whom it accuses later.
    """
    first, second, *others = readings()
    denial = replace(second.claims[0], sources=first.claims[0].sources)
    aalto, council = first.claims[0].sources[0], first.claims[3].targets[0]
    finland, turkey = first.claims[3].sources[0], first.claims[4].targets[0]
    before = replace(others[0].article, id="a-before", published=date(2021, 1, 7), title="Before")
    met, promised = (replace(claim, article=before.id, date=None) for claim in others[0].claims)
    claims = (
        replace(met, id="c-before-1", sources=(aalto, council)),
        replace(
            promised,
            id="c-before-2",
            relation="SUPPORT",
            mode=None,
            modality="asserted",
            sources=(finland,),
            targets=(turkey,),
        ),
    )
    earlier = Reading(before, claims, first.actors)
    return [first, replace(second, claims=(denial, *second.claims[1:])), *others, earlier]


@pytest.fixture(scope="session")
def news() -> list[Reading]:
    """The story, and the samples as the reader reads them."""
    reader = Reader()
    return [*_story(), *_chain(), *(reader.read(sample(stem)) for stem in stems())]


def _filled(store: Store, news: Sequence[Reading]) -> View:
    with store.writer() as writer:
        for reading in news:
            writer.put(reading)
    return store.view()


@pytest.fixture(scope="module")
def embedded(news: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    store = open_store(tmp_path_factory.mktemp("twins") / "store", create=True)
    yield _filled(store, news)
    store.close()


@pytest.fixture(scope="module")
def neo4j_view(news: list[Reading], neo4j_address: str) -> Iterator[View]:
    from graph.store._bolt_link import Link

    store = open_store(neo4j_address, create=True)
    try:
        yield _filled(store, news)
    finally:
        store.close()
        link = Link(neo4j_address)
        link.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        link.close()


@pytest.fixture(scope="module")
def sparql_view(news: list[Reading], sparql_address: str) -> Iterator[View]:
    from graph.store.sparql import SparqlStore

    store = SparqlStore(sparql_address)
    try:
        store._endpoint.update("DROP ALL")
        yield _filled(store, news)
    finally:
        store._endpoint.update("DROP ALL")
        store.close()


def _choices(news: Sequence[Reading]) -> Mapping[str, list[Any]]:
    """Values for each parameter, those that most claims have first."""
    told = Counter(
        party.actor
        for reading in news
        for claim in reading.claims
        for party in (*claim.sources, *claim.targets)
    )
    prominent = [actor for actor, _ in told.most_common(9)]
    days = sorted({reading.article.published for reading in news if reading.article.published})
    outlets = sorted({reading.article.publisher for reading in news if reading.article.publisher})
    middle = days[len(days) // 2]
    return {
        "actor": [*prominent[:4], "person/kemal-oran", "country/tr"],
        "other": [*prominent[4:7], "person/selma-aalto", prominent[0]],
        "relation": ["met", "REQUEST", "office"],
        "outlet": [outlets[0], outlets[-1]],
        "on": [middle, days[-1], date(2021, 3, 1)],
        "since": [middle, days[0], date(2016, 1, 1)],
        "until": [days[-1], middle, date(2016, 12, 31)],
        "since2": [middle, date(2016, 1, 1)],
        "until2": [days[-1], date(2016, 6, 30)],
        "limit": [2],
    }


def sets(question: Question, choices: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Sets of parameters: the required ones alone in every combination, and with optional ones one by one and all."""
    names = [p.name for p in question.parameters if p.required]
    optional = [p.name for p in question.parameters if not p.required]
    found = [
        dict(zip(names, values, strict=True))
        for values in product(*(choices[n][: 4 if len(names) < 3 else 2] for n in names))
    ]
    base = found[0]
    found += [{**base, name: value} for name in optional for value in choices[name][:3]]
    found += [
        {**base, **{name: choices[name][n % len(choices[name])] for name in optional if name != "limit"}}
        for n in range(3)
    ]
    found.insert(0, OF_THE_STORY.get(question.name, base))
    found = [each for each in found if each.get("actor") != each.get("other", 0)]
    return found[:MOST_SETS] if len(names) < 2 else found[: 2 * MOST_SETS]


def _chain() -> list[Reading]:
    """Articles that lead from the council by way of others to the union: two ways over three steps, one the other told
    twice; and one that was denied, which leads nowhere."""
    first = readings()[0]
    claim = first.claims[0]
    names = ("council", "left", "right", "far", "further", "union", "beyond")
    cast = {name: Actor(f"organization/{name}", f"The {name.capitalize()}", "organization") for name in names}
    steps: tuple[tuple[str, str, Modality], ...] = (
        ("council", "left", "asserted"),
        ("council", "right", "asserted"),
        ("far", "left", "asserted"),
        ("right", "further", "asserted"),
        ("right", "further", "asserted"),
        ("further", "union", "asserted"),
        ("far", "union", "asserted"),
        ("union", "beyond", "asserted"),
        ("council", "union", "denied"),
    )
    found = []
    for place, (one, other, modality) in enumerate(steps):
        article = replace(first.article, id=f"a-chain-{place}", published=date(2019, 1, 1 + place))
        source, target = (
            Party(cast[name].id, cast[name].name, claim.sources[0].start, claim.sources[0].end)
            for name in (one, other)
        )
        told = replace(
            claim,
            id=f"c-chain-{place}",
            article=article.id,
            relation=("ACCUSE", "SUPPORT")[place % 2],
            sources=(source,),
            targets=(target,),
            modality=modality,
            attributed_to=(),
            date=None,
        )
        found.append(Reading(article, (told,), (cast[one], cast[other])))
    return found


PATHS = {
    ("council", "left"): ["The Council - The Left"],
    ("left", "council"): ["The Left - The Council"],
    ("council", "far"): ["The Council - The Left - The Far"],
    ("council", "union"): [
        "The Council - The Left - The Far - The Union",
        "The Council - The Right - The Further - The Union",
    ],
    ("council", "beyond"): [],
}


def _paths_are_right(view: View) -> None:
    for (one, other), wanted in PATHS.items():
        answer = ask(
            view, "paths-between", seconds=PATIENT, actor=f"organization/{one}", other=f"organization/{other}"
        )
        assert [row[answer.columns.index("path")] for row in answer.rows] == wanted
    answer = ask(
        view,
        "paths-between",
        actor="organization/council",
        other="organization/further",
        until=date(2019, 1, 4),
    )
    row = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert (row["acts"], row["claims"], row["steps"]) == ("supports - supports", "1 - 1", "2")
    later = ask(view, "paths-between", actor="organization/council", other="organization/further")
    row = dict(zip(later.columns, later.rows[0], strict=True))
    assert (row["acts"], row["claims"], row["weakest"]) == ("supports - accused", "1 - 2", "1")


def test_paths_are_the_shortest_over_three_steps_at_most(embedded: View) -> None:
    _paths_are_right(embedded)


@pytest.mark.server
def test_paths_are_the_same_in_neo4j(neo4j_view: View) -> None:
    _paths_are_right(neo4j_view)


@pytest.mark.server
def test_paths_are_the_same_on_a_sparql_server(sparql_view: View) -> None:
    _paths_are_right(sparql_view)


# Chains over three steps are much for a server without an index of ties, on a machine that does other things as well.
PATIENT = 300


def shown(answer: Answer) -> tuple[tuple[str, ...], list[tuple[str | None, ...]], bool]:
    """An answer as plain values."""
    rows = [tuple(None if cell is None else str(cell) for cell in row) for row in answer.rows]
    return answer.columns, rows, answer.cut_short


def test_every_question_has_both_twins() -> None:
    for name, question in questions().items():
        assert "SELECT DISTINCT" in question.sparql, name
        assert "RETURN" in question.cypher, name


def test_twins_name_the_same_columns() -> None:
    for name, question in questions().items():
        head = question.sparql.partition("SELECT DISTINCT")[2].partition("WHERE")[0].split()
        tail = question.cypher.rpartition("RETURN")[2].partition("ORDER BY")[0].removeprefix(" DISTINCT")
        tail = re.sub(r"\([^()]*\)", "", tail)
        columns = [part.split()[-1].rpartition(".")[2] for part in tail.split(",")]
        assert [each.lstrip("?") for each in head] == columns, name


def test_the_relations_of_both_twins_exist() -> None:
    names, terms = set(relations()), {relation.term for relation in relations().values()}
    assert {"CONSULT", "ALLY_OF"} <= names
    assert {"met", "allyOf"} <= terms
    for question in questions().values():
        used = set(re.findall(r"'([A-Z_]{3,})'", question.cypher)) - {"SOURCE", "TARGET", "ATTRIBUTED_TO"}
        assert used <= names, question.name


@pytest.mark.parametrize("name", list(questions()))
def test_every_question_has_an_answer_in_the_sample_news(
    embedded: View, news: list[Reading], name: str
) -> None:
    question = questions()[name]
    answers = [ask(embedded, name, **each) for each in sets(question, _choices(news))]
    assert any(answer.rows for answer in answers)


@pytest.mark.server
@pytest.mark.parametrize("name", list(questions()))
def test_neo4j_answers_as_the_embedded_store_does(
    embedded: View, neo4j_view: View, news: list[Reading], name: str
) -> None:
    for given in sets(questions()[name], _choices(news)):
        found = ask(neo4j_view, name, seconds=PATIENT, **given)
        assert shown(found) == shown(ask(embedded, name, **given)), given


@pytest.mark.server
@pytest.mark.parametrize("name", list(questions()))
def test_a_sparql_server_answers_as_the_embedded_store_does(
    embedded: View, sparql_view: View, news: list[Reading], name: str
) -> None:
    for given in sets(questions()[name], _choices(news)):
        found = ask(sparql_view, name, seconds=PATIENT, **given)
        assert shown(found) == shown(ask(embedded, name, **given)), given
        assert found.hint is None
