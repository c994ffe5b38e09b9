"""RDF files as rdflib reads them."""

import json
import re
from pathlib import Path
from typing import cast

import pytest
import rdflib
from export_stores import exported, view_of
from rdflib.compare import to_isomorphic
from rdflib.term import Identifier

from graph.errors import InputError
from graph.export import Scope
from graph.jsonld_context import context, document
from graph.model import Article, Reading
from graph.resources import resource
from graph.store.base import Selection, View
from graph.vocabulary import BASE, LEG, ONTOLOGY, graph_iri


def lines_of(folder: Path, readings: tuple[Reading, ...]) -> list[str]:
    with view_of(folder / "lines", readings) as view:
        return list(view.quads())


def dataset(path: Path, form: str) -> set[tuple[str, ...]]:
    """The quads of a file, each as four N-Triples terms."""
    found = rdflib.Dataset()
    found.parse(path, format=form)
    return {
        tuple(term.n3() if isinstance(term, Identifier) else str(term) for term in quad)
        for quad in found.quads()
    }


@pytest.mark.parametrize(("name", "form"), [("s.nq", "nquads"), ("s.jsonld", "json-ld")])
def test_rdflib_reads_as_many_quads_as_the_store_holds(
    story: tuple[Reading, ...], tmp_path: Path, name: str, form: str
) -> None:
    path = exported(tmp_path, story, name)
    assert len(dataset(path, form)) == len(lines_of(tmp_path, story)) > 100


def test_json_ld_says_the_same_as_n_quads(story: tuple[Reading, ...], tmp_path: Path) -> None:
    quads = dataset(exported(tmp_path, story, "s.nq"), "nquads")
    assert dataset(exported(tmp_path, story, "s.jsonld"), "json-ld") == quads


def test_turtle_says_the_same_as_all_graphs_together(story: tuple[Reading, ...], tmp_path: Path) -> None:
    together = rdflib.Graph()
    for quad in rdflib.Dataset().parse(exported(tmp_path, story, "s.nq"), format="nquads").quads():
        together.add(quad[:3])
    turtle = rdflib.Graph().parse(exported(tmp_path, story, "s.ttl"), format="turtle")
    assert to_isomorphic(turtle) == to_isomorphic(together)


def test_turtle_states_nothing_twice(story: tuple[Reading, ...], tmp_path: Path) -> None:
    text = exported(tmp_path, story, "s.ttl").read_text(encoding="utf-8")
    assert text.count('skos:prefLabel "Selma Aalto"') == 1


def test_each_article_keeps_its_graph(story: tuple[Reading, ...], tmp_path: Path) -> None:
    for name, form in (("s.nq", "nquads"), ("s.jsonld", "json-ld")):
        graphs = {quad[3] for quad in dataset(exported(tmp_path, story, name), form)}
        own = {f"<{graph_iri(reading.article.id).value}>" for reading in story}
        assert graphs == own | {str(ONTOLOGY)}


def test_rdflib_answers_who_met_whom_from_the_turtle(story: tuple[Reading, ...], tmp_path: Path) -> None:
    turtle = rdflib.Graph().parse(exported(tmp_path, story, "s.ttl"), format="turtle")
    found = turtle.query(
        "SELECT DISTINCT ?a ?b { ?x leg:met ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b }"
    )
    assert {tuple(map(str, row)) for row in found if isinstance(row, tuple)} == {
        ("Selma Aalto", "Kemal Oran"),
        ("Kemal Oran", "Selma Aalto"),
    }


def test_hostile_words_arrive_unchanged(story: tuple[Reading, ...], tmp_path: Path) -> None:
    strange = story[3].article
    for name, form in (("s.ttl", "turtle"), ("s.nq", "nquads"), ("s.jsonld", "json-ld")):
        found = rdflib.Dataset().parse(exported(tmp_path, story, name), format=form)
        words = {str(term) for _, _, term, _ in found.quads()}
        assert {strange.text, strange.title, strange.publisher} <= words


def test_json_ld_has_a_context_and_short_names(story: tuple[Reading, ...], tmp_path: Path) -> None:
    page = json.loads(exported(tmp_path, story, "s.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == context()
    assert page["@context"]["leg"] == LEG
    articles = [graph["@graph"] for graph in page["@graph"] if graph["@id"] != ONTOLOGY.value]
    assert len(articles) == len(story)
    assert all(any("confidence" in node for node in graph) for graph in articles)


def test_values_of_known_properties_stand_alone(story: tuple[Reading, ...], tmp_path: Path) -> None:
    page = json.loads(exported(tmp_path, story, "s.jsonld").read_text(encoding="utf-8"))
    nodes = [node for graph in page["@graph"] for node in graph["@graph"]]
    (met, *_) = (n for n in nodes if "leg:Claim" in n.get("@type", ()) and n["relation"] == [f"{LEG}met"])
    assert (met["confidence"], met["status"]) == (["0.9"], [f"{LEG}asserted"])
    assert all(isinstance(value, str) for values in met.values() for value in values)


def test_the_published_context_is_current() -> None:
    text = resource("ontology/context.jsonld").read_text(encoding="utf-8")
    assert text == document(), "write it anew: python -m graph.jsonld_context > data/ontology/context.jsonld"


def test_a_page_that_names_the_published_context_reads_the_same(
    story: tuple[Reading, ...], tmp_path: Path
) -> None:
    inside = exported(tmp_path, story, "s.jsonld")
    page = json.loads(inside.read_text(encoding="utf-8"))
    page["@context"] = resource("ontology/context.jsonld").as_uri()
    (tmp_path / "by-name.jsonld").write_text(json.dumps(page), encoding="utf-8")
    assert dataset(tmp_path / "by-name.jsonld", "json-ld") == dataset(inside, "json-ld")


def test_a_value_of_another_type_than_the_context_says_keeps_its_own(tmp_path: Path) -> None:
    from io import BytesIO

    from graph.export.rdf_files import write_jsonld

    class Odd:
        def quads(self) -> list[str]:
            graph, xsd = f"<{BASE}graph/x>", "http://www.w3.org/2001/XMLSchema#"
            values = (
                '"soon"',
                f'"7"^^<{xsd}integer>',
                '"bald"@de',
                f"<{BASE}day>",
                f'"2021-03-01"^^<{xsd}date>',
            )
            return [
                f"<{BASE}x> <{LEG}{name}> {value} {graph} ."
                for name in ("date", "issue", "met")
                for value in values
            ]

    out = BytesIO()
    write_jsonld(cast("View", Odd()), out, Scope())
    (tmp_path / "odd.jsonld").write_bytes(out.getvalue())
    (tmp_path / "odd.nq").write_text("\n".join(Odd().quads()), encoding="utf-8")
    assert dataset(tmp_path / "odd.jsonld", "json-ld") == dataset(tmp_path / "odd.nq", "nquads")


@pytest.mark.parametrize("suffix", ["ttl", "nq", "jsonld"])
def test_exporting_twice_gives_the_same_bytes(
    story: tuple[Reading, ...], tmp_path: Path, suffix: str
) -> None:
    first = exported(tmp_path, story, f"1.{suffix}").read_bytes()
    assert exported(tmp_path, story[::-1], f"2.{suffix}").read_bytes() == first


@pytest.mark.parametrize(("name", "form"), [("s.ttl", "turtle"), ("s.nq", "nquads"), ("s.jsonld", "json-ld")])
def test_an_empty_store_gives_the_ontology_alone(tmp_path: Path, name: str, form: str) -> None:
    quads = dataset(exported(tmp_path, [], name), form)
    assert len(quads) == len(lines_of(tmp_path, ()))
    assert not [quad for quad in quads if quad[0].startswith(f"<{BASE}article/")]


@pytest.mark.parametrize("scope", [Scope(ties=True), Scope(Selection(relations=("AID",)))])
def test_a_part_is_refused_and_leaves_no_file(
    story: tuple[Reading, ...], tmp_path: Path, scope: Scope
) -> None:
    with pytest.raises(InputError, match="whole store"):
        exported(tmp_path, story, "s.ttl", scope)
    assert not [
        path for path in tmp_path.iterdir() if re.search(r"ttl(\.\d+\.part)?$", path.name) and path.is_file()
    ]


@pytest.mark.parametrize("name", ["s.nq", "s.ttl", "s.jsonld"])
def test_no_export_tells_where_the_files_lay(tmp_path: Path, name: str) -> None:
    read = Reading(Article("a", "Norway met Chad.", source="file:///home/somebody/secret/a.txt"))
    assert "somebody" not in exported(tmp_path, (read,), name).read_text(encoding="utf-8")
