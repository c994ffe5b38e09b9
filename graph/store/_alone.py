"""What a server refuses together, sent one by one, so that one bad thing keeps no other from being stored."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from graph.errors import StoreError

_T = TypeVar("_T")


def each_alone(
    things: Iterable[_T], send: Callable[[_T], None], refused: Callable[[StoreError], bool]
) -> list[StoreError]:
    """Send each by itself; the errors of those that the server refused. Raises StoreError where it failed otherwise."""
    found = []
    for each in things:
        try:
            send(each)
        except StoreError as wrong:
            if not refused(wrong):
                raise
            found.append(wrong)
    return found
