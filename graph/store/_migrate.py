"""Stores of older versions, brought to the present schema.

A step works on a copy of the database, which takes the place of the old one by one rename of the marker: who is
interrupted still has the old store, and who succeeds has the new one.
"""

from collections.abc import Callable

import pyoxigraph as ox

from graph.errors import StoreError
from graph.store._folder import Folder

Step = Callable[[ox.Store], None]


def _two(store: ox.Store) -> None:
    """Schema 2: parties and mentions always say how they were read; beside each snapshot lies an index."""
    from graph.store._writer import Database, marked, replacing
    from graph.vocabulary import graph_iri

    database = Database(store)
    for article_id, mark in sorted(database.marks().items()):
        try:
            reading = database.reading(article_id)
        except StoreError:
            continue  # what this version cannot read it leaves as it is; `legation store check` lists it
        sheet, renewed = marked(reading)
        if renewed != mark:
            store.update(replacing({graph_iri(article_id): sheet}))


# Schema number -> what makes a store of it one of the next.
STEPS: dict[int, Step] = {1: _two}


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
