"""Stores of older versions, brought to the present schema.

A step works on a copy of the database, which takes the place of the old one by one rename of the marker: who is
interrupted still has the old store, and who succeeds has the new one.
"""

from collections.abc import Callable

import pyoxigraph as ox

from graph import rdf
from graph import vocabulary as v
from graph.errors import StoreError
from graph.store._folder import Folder

Step = Callable[[ox.Store], None]


def _adding(*names: str) -> Step:
    """A step that adds what this version says by these properties, and touches nothing else of an article.

    Who read it, and with which version, stays.
    """
    added = tuple(v.leg(name) for name in names)

    def step(store: ox.Store) -> None:
        from graph.store._update import MARK, replacing
        from graph.store._writer import Database

        database = Database(store)
        for article_id in sorted(database.marks()):
            graph = v.graph_iri(article_id)
            held = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
            try:
                wanted = rdf.triples(database.reading(article_id))
            except StoreError:
                continue  # what this version cannot read it leaves as it is; `legation store check` lists it
            missing = {triple for triple in wanted if triple.predicate in added} - held
            if missing:
                sheet = sorted({each for each in held if each.predicate != MARK} | missing, key=str)
                mark = ox.Triple(graph, MARK, ox.Literal(rdf.fingerprint(sheet)))
                store.update(replacing({graph: [*sheet, mark]}))

    return step


# Schema number -> what makes a store of it one of the next.
#   2: parties always say how they were read; beside each snapshot lies an index
#   3: the day that a claim counts for, the months in which actors are active
STEPS: dict[int, Step] = {1: _adding("readAs", "sourceAs", "targetAs"), 2: _adding("when", "activeIn")}


def migrate(folder: Folder) -> None:
    """Bring a store to the present schema. Only for who holds the lock. Raises OSError where there is no room."""
    while (step := STEPS.get(schema := folder.marker.schema)) is not None:
        fresh = folder.spare()
        if folder.live.exists():
            store = ox.Store(str(folder.live))
            store.backup(str(fresh))
            del store
            store = ox.Store(str(fresh))
            step(store)
            store.flush()
            del store
        folder.touch()
        folder.swap(fresh, schema + 1)
        folder.tidy()
