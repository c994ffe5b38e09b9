"""The SHACL shapes: what a store holds conforms to them, and each of them catches what it is for."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib import RDF, XSD, Literal, URIRef
from story import readings

from graph.cli import main
from graph.export import export
from graph.model import Merge
from graph.ontology import relations
from graph.resources import read_toml, resource
from graph.shapes import COUNTS, FILE, SHAPES, shapes
from graph.store import open_store
from graph.vocabulary import LEG, PREFIXES, expand

# A check takes a second or two.
pytestmark = pytest.mark.slow

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
WRONG = Literal("x", datatype=URIRef("https://nonsense.example/kind"))
Graph = rdflib.Graph


def iri(name: str) -> URIRef:
    """The IRI of a prefixed name."""
    return URIRef(expand(name).value)


@cache
def rules() -> Graph:
    """The published shapes."""
    return Graph().parse(resource("ontology/shapes.ttl"), format="turtle")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store in Turtle that has something of everything: the story with a merge and a problem."""
    folder = tmp_path_factory.mktemp("shapes")
    first, *others = readings()[:2]
    store = open_store(folder / "store", create=True)
    try:
        with store.writer() as writer:
            for reading in (first, *others):
                writer.put(reading)
            oran = next(actor for actor in first.actors if actor.id.endswith("oran"))
            writer.merge(Merge(first.actors[0].id, oran, same=False, by="a", note="two men"))
        export(store.view(), folder / "s.ttl")
    finally:
        store.close()
    return (folder / "s.ttl").read_bytes()


@pytest.fixture
def data(whole: bytes) -> Graph:
    """That store as a graph of one's own to break."""
    found = Graph().parse(data=whole, format="turtle")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found


def report(graph: Graph) -> list[tuple[str, str, str]]:
    """What is wrong with a graph, each as shape, path and component; a shape without a name is ''."""
    _, results, _ = pyshacl.validate(graph, shacl_graph=rules())
    assert isinstance(results, Graph)
    return [
        (
            str(results.value(each, SH.sourceShape)).removeprefix(SHAPES),
            str(results.value(each, SH.resultPath) or ""),
            str(results.value(each, SH.sourceConstraintComponent)).removeprefix(str(SH)),
        )
        for each in results.subjects(RDF.type, SH.ValidationResult)
    ]


def named(found: list[tuple[str, str, str]]) -> set[str]:
    """The named shapes that found something wrong."""
    return {shape for shape, _, _ in found if URIRef(SHAPES + shape) in set(rules().subjects())}


def test_the_published_file_is_current() -> None:
    assert resource("ontology/shapes.ttl").read_text("utf-8") == shapes(), (
        "write it anew: python -m graph.shapes > data/ontology/shapes.ttl"
    )


def test_the_shapes_are_good_shapes() -> None:
    ok, _, words = pyshacl.validate(Graph(), shacl_graph=rules(), meta_shacl=True)
    assert ok, words


def test_the_story_conforms(data: Graph) -> None:
    assert report(data) == []


def test_every_class_of_the_shapes_stands_in_the_store_that_is_tested(data: Graph) -> None:
    classes = {str(each) for each in rules().objects(None, SH.targetClass)} - {f"{LEG}Actor"}
    assert classes <= {str(each) for each in data.objects(None, RDF.type)}


CLASSES = {name: row for name, row in read_toml(FILE).items() if isinstance(row, dict)}


def one_of(data: Graph, row: dict[str, Any]) -> URIRef:
    """A node of the class of a shape; of actors, one of a kind."""
    kind = "leg:Country" if row["class"] == "leg:Actor" else row["class"]
    return first_of(data, kind)


def first_of(data: Graph, kind: str) -> URIRef:
    """The first node of a class."""
    return min((URIRef(str(node)) for node in data.subjects(RDF.type, iri(kind))), key=str)


@pytest.mark.parametrize("name", CLASSES)
def test_what_must_be_there_is_missed(data: Graph, name: str) -> None:
    row = CLASSES[name]
    node = one_of(data, row)
    needed = {iri(path) for path, count in row["count"].items() if COUNTS[count][0]}
    for path in needed:
        data.remove((node, path, None))
    missed = {path for _, path, component in report(data) if component == "MinCountConstraintComponent"}
    assert missed >= {str(path) for path in needed}


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_of_a_wrong_kind_or_too_many_is_found(data: Graph, name: str) -> None:
    row = CLASSES[name]
    node = one_of(data, row)
    other = Literal("y", datatype=WRONG.datatype)
    for path in row["count"]:
        data.remove((node, iri(path), None))
        data.add((node, iri(path), WRONG))
        data.add((node, iri(path), other))
    found = report(data)
    kinds = {"Datatype", "Class", "In", "NodeKind"}
    wrong = {path for _, path, what in found if what.removesuffix("ConstraintComponent") in kinds}
    many = {path for _, path, what in found if what == "MaxCountConstraintComponent"}
    assert wrong >= {str(iri(path)) for path in row["count"]}
    assert many >= {str(iri(path)) for path, count in row["count"].items() if COUNTS[count][1]}


def claims(data: Graph, relation: str = "met") -> list[URIRef]:
    """The claims of a relation, asserted ones first."""
    found = [URIRef(str(node)) for node in data.subjects(iri("leg:relation"), iri(f"leg:{relation}"))]
    told = iri("leg:asserted")
    return sorted(found, key=lambda each: ((each, iri("leg:status"), told) not in data, each))


def set_to(data: Graph, node: URIRef, name: str, value: Any) -> None:
    """Give a node this one value of a property."""
    data.set((node, iri(name), value))


def _confidence(data: Graph) -> str:
    set_to(data, claims(data)[0], "leg:confidence", Literal("1.5", datatype=XSD.double))
    return "MaxInclusive"


def _no_confidence(data: Graph) -> str:
    set_to(data, claims(data)[0], "leg:confidence", Literal("0.0", datatype=XSD.double))
    return "MinExclusive"


def _hash(data: Graph) -> str:
    (node, *_) = data.subjects(RDF.type, iri("schema:NewsArticle"))
    data.set((node, iri("leg:sha256"), Literal("abc")))
    return "Pattern"


def _country(data: Graph) -> str:
    data.add((first_of(data, "leg:Country"), iri("leg:country"), Literal("fin")))
    return "Pattern"


def _form(data: Graph) -> str:
    data.set((first_of(data, "leg:Mention"), iri("leg:form"), Literal("nickname")))
    return "In"


def _precision(data: Graph) -> str:
    set_to(data, claims(data)[0], "leg:datePrecision", Literal("decade"))
    return "In"


def _before_the_text(data: Graph) -> str:
    data.set((first_of(data, "leg:Cut"), iri("nif:beginIndex"), Literal(-1)))
    return "MinInclusive"


@pytest.mark.parametrize(
    "damage",
    [_confidence, _no_confidence, _hash, _country, _form, _precision, _before_the_text],
)
def test_a_value_that_cannot_be_is_found(data: Graph, damage: Callable[[Graph], str]) -> None:
    component = damage(data)
    assert f"{component}ConstraintComponent" in {what for _, _, what in report(data)}


def _backwards(data: Graph) -> str:
    set_to(data, claims(data)[0], "leg:dateEnd", Literal("2001-01-01", datatype=XSD.date))
    return "Claim-date-Order"


def _ends_first(data: Graph) -> str:
    data.set((first_of(data, "leg:Cut"), iri("nif:beginIndex"), Literal(99)))
    return "Cut-beginIndex-Order"


def _beyond_the_text(data: Graph) -> str:
    data.set((_span(data), iri("nif:endIndex"), Literal(100_000)))
    return "Text"


def _other_words(data: Graph) -> str:
    data.set((_span(data), iri("nif:anchorOf"), Literal("Something else.")))
    return "Verbatim"


def _span(data: Graph) -> URIRef:
    return URIRef(str(data.value(claims(data)[0], iri("prov:wasQuotedFrom"))))


def _quoted_from_elsewhere(data: Graph) -> str:
    other = data.value(claims(data, "accused")[0], iri("prov:wasQuotedFrom"))
    set_to(data, claims(data)[0], "prov:wasQuotedFrom", other)
    return "Quoted"


def _foreign_evidence(data: Graph) -> str:
    data.add((claims(data)[0], iri("leg:evidence"), _of_another_article(data)))
    return "OwnArticle"


def _of_another_article(data: Graph) -> Any:
    home = data.value(claims(data)[0], iri("leg:inArticle"))
    return next(
        value
        for claim, value in data.subject_objects(iri("leg:evidence"))
        if data.value(claim, iri("leg:inArticle")) != home
    )


def _denied_as_fact(data: Graph) -> str:
    denied = claims(data)[-1]
    assert data.value(denied, iri("leg:status")) == iri("leg:denied")
    one, other = sorted(data.objects(denied, iri("leg:source")), key=str)
    data.add((one, iri("leg:met"), other))
    return "ToldAsFact"


def _the_wrong_way_round(data: Graph) -> str:
    claim = claims(data, "accused")[0]
    one, other = data.value(claim, iri("leg:source")), data.value(claim, iri("leg:target"))
    assert one is not None
    assert other is not None
    data.add((other, iri("leg:accused"), one))
    return "ToldAsFact"


def _former_as_present(data: Graph) -> str:
    for claim in claims(data, "holdsOfficeAt"):
        data.add((claim, iri("leg:former"), Literal(True)))
    return "ToldAsFact"


def _fact_untold(data: Graph) -> str:
    claim = claims(data, "accused")[0]
    data.remove((data.value(claim, iri("leg:source")), iri("leg:accused"), None))
    return "Related"


def _nobody(data: Graph) -> str:
    claim = claims(data, "accused")[0]
    for side in ("source", "target"):
        data.remove((claim, iri(f"leg:{side}"), None))
    return "Somebody"


DAMAGES = (
    _backwards,
    _ends_first,
    _beyond_the_text,
    _other_words,
    _quoted_from_elsewhere,
    _foreign_evidence,
    _denied_as_fact,
    _the_wrong_way_round,
    _former_as_present,
    _fact_untold,
    _nobody,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_fit_together_is_found(data: Graph, damage: Callable[[Graph], str]) -> None:
    assert damage(data) in named(report(data))


def made(data: Graph, relation: str, *, mode: str | None = None) -> URIRef:
    """A claim of a relation made from one of the story's: a body and a country for its parties, planned."""
    old, new = claims(data, "accused")[0], URIRef(f"https://claims.example/{relation}")
    for _, predicate, value in list(data.triples((old, None, None))):
        data.add((new, predicate, value))
    set_to(data, new, "leg:relation", iri(f"leg:{relation}"))
    set_to(data, new, "leg:status", iri("leg:planned"))
    if mode:
        set_to(data, new, "leg:mode", Literal(mode))
    return new


def test_a_mode_that_a_relation_does_not_have_is_found(data: Graph) -> None:
    for relation in relations().values():
        made(data, relation.term, mode="no-such-mode")
    found = {each for each in named(report(data)) if each.endswith("-Mode")}
    assert found == {f"{relation.term}-Mode" for relation in relations().values()}


def test_every_mode_of_every_relation_is_accepted(data: Graph) -> None:
    for relation in relations().values():
        for mode in relation.modes:
            if not relation.source_kinds and not relation.target_kinds:
                made(data, relation.term, mode=mode)
    assert named(report(data)) == set()


def _sided() -> Iterator[tuple[str, str]]:
    for relation in relations().values():
        for side, kinds in (("source", relation.source_kinds), ("target", relation.target_kinds)):
            if kinds:
                yield relation.term, side


def test_an_actor_of_a_kind_that_may_not_stand_there_is_found(data: Graph) -> None:
    # A mention's words are no actor: no kind may stand for them.
    media = URIRef("https://actors.example/radio")
    data.add((media, RDF.type, iri("leg:Nothing")))
    for term, side in _sided():
        set_to(data, made(data, term), f"leg:{side}", media)
    expected = {f"{term}-{side.capitalize()}" for term, side in _sided()}
    assert named(report(data)) >= expected
    assert len(expected) >= 6


def test_every_shape_has_a_test() -> None:
    """Whoever adds a shape adds a store that it refuses."""
    every = {
        str(each).removeprefix(SHAPES)
        for each in rules().subjects(RDF.type, SH.NodeShape)
        if isinstance(each, URIRef)
    }
    sided = {f"{term}-{side.capitalize()}" for term, side in _sided()}
    modes = {f"{relation.term}-Mode" for relation in relations().values()}
    queries = {"Text", "Verbatim", "Quoted", "OwnArticle", "ToldAsFact", "Related", "Somebody"}
    orders = {
        f"{name}-{path.partition(':')[2]}-Order"
        for name, row in CLASSES.items()
        for path in row.get("order", {})
    }
    assert every == {*CLASSES, *sided, *modes, *queries, *orders}


def test_what_ends_before_it_begins_is_found_everywhere(data: Graph) -> None:
    expected = set()
    for name, row in CLASSES.items():
        for first, last in row.get("order", {}).items():
            node = one_of(data, row)
            late, early = ("2021-02-02", "2021-02-01") if row["class"] == "leg:Claim" else (9, 8)
            kind = XSD.date if row["class"] == "leg:Claim" else XSD.integer
            set_to(data, node, first, Literal(late, datatype=kind))
            set_to(data, node, last, Literal(early, datatype=kind))
            expected.add(f"{name}-{first.partition(':')[2]}-Order")
    assert named(report(data)) >= expected
    assert len(expected) >= 5


def test_the_sample_store_conforms(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert main(["load", str(resource("samples")), "--store", str(store)]) == 0
    assert main(["export", str(tmp_path / "s.ttl"), "--store", str(store)]) == 0
    graph = Graph().parse(tmp_path / "s.ttl", format="turtle")
    assert len(list(graph.subjects(RDF.type, iri("leg:Claim")))) > 200
    assert report(graph) == []
