"""Stores of readings. `open_store` opens one; `STORES` says which kinds there are.

A new kind of store is a class with the contract of `graph.store.base` and a row here; tests/contract_store.py runs
over every row.
"""

import re
from pathlib import Path

from graph.errors import StoreError
from graph.registry import load, look_up
from graph.store import _folder
from graph.store._credentials import without_secrets
from graph.store.base import Store

STORES = {
    "oxigraph": "graph.store.oxigraph:OxigraphStore",
    "bolt": "graph.store.bolt:BoltStore",
    "sparql": "graph.store.sparql:SparqlStore",
}
DEFAULT = "oxigraph"
# How an address begins -> the kind of store.
SCHEMES: dict[str, str] = {
    "bolt": "bolt",
    "bolt+s": "bolt",
    "bolt+ssc": "bolt",
    "neo4j": "bolt",
    "neo4j+s": "bolt",
    "neo4j+ssc": "bolt",
    "sparql+http": "sparql",
    "sparql+https": "sparql",
}


def open_store(where: str | Path, *, create: bool = False) -> Store:
    """The store in a folder, or at an address such as `bolt://host:7687`.

    With `create`, a missing or empty folder becomes an empty store. Raises StoreError, without touching anything,
    where a path is no folder, or a folder with something else in it; or where an address leads nowhere.
    """
    scheme = scheme_of(where)
    if scheme is not None:
        kind = look_up(SCHEMES, scheme, "kind of address for a store")
        remote: Store = load(look_up(STORES, kind, "kind of store"))(without_secrets(str(where)))
        return remote
    folder = Path(where).expanduser().absolute()
    kind = _kind(folder, create)
    if kind is None:
        _folder.create(folder, DEFAULT)
        kind = DEFAULT
    store: Store = load(look_up(STORES, kind, "kind of store"))(folder)
    return store


def scheme_of(where: str | Path) -> str | None:
    """What stands before `://` in an address; None for a path."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*)://", where) if isinstance(where, str) else None
    return found.group(1).lower() if found else None


def absolute(where: str) -> str:
    """The same place for a process that runs in another folder: an absolute path, or the address as it is."""
    return where if scheme_of(where) is not None else str(Path(where).expanduser().resolve())


def _kind(folder: Path, create: bool) -> str | None:
    if not folder.exists():
        if create:
            return None
        raise StoreError(
            f"there is no store at {folder}: 'legation load ARTICLES --store {folder}' makes one"
        )
    if not folder.is_dir():
        raise StoreError(f"{folder} is a file, and a store is a folder: name another --store")
    kind = _folder.kind_of(folder)
    if kind is None and any(folder.iterdir()):
        raise StoreError(f"{folder} is no store and not empty, so it was left alone: name another --store")
    if kind is None and not create:
        raise StoreError(f"{folder} is empty: 'legation load ARTICLES --store {folder}' makes a store there")
    return kind


__all__ = ["STORES", "Store", "absolute", "open_store", "scheme_of"]
