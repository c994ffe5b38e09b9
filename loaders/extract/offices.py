"""Standing relations (being written)."""

from collections.abc import Iterator

from graph.model import Claim
from loaders.cast import Cast
from loaders.document import Document


def offices(document: Document, who: Cast) -> Iterator[Claim]:
    """None yet."""
    return iter(())
