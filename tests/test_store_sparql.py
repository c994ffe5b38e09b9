"""A store on a real SPARQL server: the contract of all stores, and what is particular to servers."""

from collections.abc import Iterator

import pytest
from contract_store import LiveViews, StoreContract

from graph.store.sparql import SparqlStore

pytestmark = pytest.mark.server


@pytest.fixture
def store(sparql_address: str) -> Iterator[SparqlStore]:
    store = SparqlStore(sparql_address)
    store._endpoint.update("DROP ALL")
    yield store
    store.close()


class TestContract(StoreContract, LiveViews):
    pass
