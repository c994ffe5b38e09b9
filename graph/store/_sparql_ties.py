"""Ties and who has most of them, counted by a SPARQL server: what `graph.store.select` says of records, in SPARQL 1.1.

Only where the order of IRIs is that of ids, and not for so many of the newest claims: those are counted here.
"""

from collections import Counter
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph import vocabulary as v
from graph.model import Tie
from graph.ontology import relations
from graph.store._sparql_endpoint import Endpoint
from graph.store._sparql_read import conditions, understood
from graph.store._sparql_results import Row
from graph.store._update import MARK
from graph.store.base import Selection

_ORDER = "ORDER BY DESC(?articles) DESC(?claims) STR(?source) STR(?target) ?name"
# A claim without any date; what is bound sorts before it.
_NEVER = "9999-99-99"
_SEVERAL = " "


class Ties:
    """What a server counts of the claims of a selection."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def countable(self) -> bool:
        """Whether IRIs of actors sort as their ids: those with percent signs do not."""
        odd = f"?c {v.leg('source')}|{v.leg('target')} ?x FILTER(CONTAINS(STR(?x), '%'))"
        return not self._endpoint.holds(f"ASK {{ GRAPH ?g {{ {odd} }} }}")

    def strongest(self, selection: Selection, most: int) -> list[Tie]:
        """So many ties, the strongest first: counted in one request, told in another."""
        pairs = "".join(
            f"({source} {target} {relation}) "
            for source, target, relation, *_ in self._endpoint.rows(
                f"SELECT ?source ?target ?r (COUNT(DISTINCT ?c) AS ?claims) (COUNT(DISTINCT ?g) AS ?articles) ?name "
                f"{{ {_pairs(selection)} }} GROUP BY ?source ?target ?r ?name {_ORDER} LIMIT {most}"
            )
        )
        return self._told(selection, f"VALUES (?source ?target ?r) {{ {pairs} }}") if pairs else []

    def count(self, selection: Selection) -> int:
        """How many ties there are."""
        return self._number(
            f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?source ?target ?r {{ {_pairs(selection)} }} }}"
        )

    def prominent(self, selection: Selection, most: int | None) -> list[tuple[str, int, int]]:
        """Actors with the number of others that the claims tie them to, and of these claims; most partners first."""
        both = f"{_pairs(selection)} VALUES ?side {{ 1 2 }} " + (
            "BIND(IF(?side = 1, ?source, ?target) AS ?whoever) BIND(IF(?side = 1, ?target, ?source) AS ?partner)"
        )
        rows = self._endpoint.rows(
            f"SELECT ?whoever (COUNT(DISTINCT ?partner) AS ?partners) (COUNT(DISTINCT ?c) AS ?claims) {{ {both} }} "
            f"GROUP BY ?whoever ORDER BY DESC(?partners) DESC(?claims) STR(?whoever) {_limit(most)}"
        )
        with understood():
            return [(_id(actor), _int(partners), _int(claims)) for actor, partners, claims in rows]

    def _told(self, selection: Selection, wanted: str) -> list[Tie]:
        rows = self._endpoint.rows(
            "SELECT ?source ?target ?r (COUNT(DISTINCT ?g) AS ?articles) (MIN(?begin) AS ?first) (MAX(?end) AS ?last) "
            f"(GROUP_CONCAT(DISTINCT CONCAT(STR(?c), '{_SEVERAL}', STR(?s)); SEPARATOR='\\n') AS ?told) {{ {wanted} "
            f"{_pairs(selection, told=True)} }} GROUP BY ?source ?target ?r"
        )
        with understood():
            found = [_tie(row) for row in rows]
        return sorted(
            found, key=lambda tie: (-tie.articles, -tie.claims, tie.source, tie.target, tie.relation)
        )

    def _number(self, text: str) -> int:
        return next((_int(row[0]) for row in list(self._endpoint.rows(text))), 0)


def _pairs(selection: Selection, *, told: bool = False) -> str:
    """A pattern of claims `?c` of a selection with each pair that they tie: see `graph.pairs`.

    `told`: with how it is told, `?s`, and with its dates, which are those of `graph.store.select.Dated`, as text.
    """
    source, target = v.leg("source"), v.leg("target")
    chosen = conditions(selection)
    apart = f"?c {source} ?source ; {target} ?target FILTER(?source != ?target)"
    party = f"{source}|{target}"
    together = f"?c {party} ?source ; {party} ?target FILTER(STR(?source) < STR(?target))"
    dates = (
        f"OPTIONAL {{ ?c {v.leg('when')} ?when }} OPTIONAL {{ ?c {v.leg('dateEnd')} ?until }} "
        f"BIND(COALESCE(STR(?when), '{_NEVER}') AS ?begin) BIND(COALESCE(STR(?until), STR(?when), '') AS ?end)"
    )
    if not (told or selection.since or selection.until):
        dates = ""
    status = f"?c {v.leg('status')} ?s ." if told else ""
    branches = (
        f"{{ VALUES (?r ?name) {{ {_kinds(selection, symmetric=symmetric)} }} {chosen} ?c {v.leg('relation')} ?r . "
        f"?g {MARK} ?mark . {status} {pair} {dates} {_between(selection)} }} }}"
        for symmetric, pair in ((False, apart), (True, together))
    )
    return " UNION ".join(branches)


def _kinds(selection: Selection, *, symmetric: bool) -> str:
    names = [name for name, each in relations().items() if each.symmetric == symmetric]
    wanted = [name for name in names if not selection.relations or name in selection.relations]
    return "".join(f"({v.relation_iri(name)} {Literal(name)}) " for name in wanted)


def _between(selection: Selection) -> str:
    """Filters for the days of a selection. What has no date passes only without them."""
    tests = []
    if selection.since:
        tests.append(f"FILTER(?end >= '{selection.since.isoformat()}')")
    if selection.until:
        tests.append(f"FILTER(?begin <= '{selection.until.isoformat()}')")
    return " ".join(tests)


def _tie(row: Row) -> Tie:
    source, target, relation, articles, first, last, told = row
    claims = [each.split(_SEVERAL) for each in _text(told).split("\n")]
    return Tie(
        source=_id(source),
        target=_id(target),
        relation=v.relation_names()[_iri(relation).value],
        claims=len(claims),
        articles=_int(articles),
        first=date.fromisoformat(_text(first)) if _text(first) != _NEVER else None,
        last=date.fromisoformat(_text(last)) if _text(last) else None,
        modalities=dict(sorted(Counter(status.removeprefix(v.LEG) for _, status in claims).items())),
        claim_ids=tuple(sorted(v.id_of(NamedNode(claim)) for claim, _ in claims)),
    )


def _limit(most: int | None) -> str:
    return "" if most is None else f"LIMIT {most}"


def _iri(term: object) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise ValueError(f"{term} is no IRI")  # noqa: TRY004 -- of data, as `understood` wants it
    return term


def _id(term: object) -> str:
    return v.id_of(_iri(term))


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""


def _int(term: object) -> int:
    return int(_text(term))
