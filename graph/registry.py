"""Tables of "module:name" strings, resolved when used, so that naming a thing does not import it."""

import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from graph.errors import LegationError


def load(target: str) -> Any:
    """The object that "module:name" names."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def look_up(table: Mapping[str, Any], name: str, what: str) -> Any:
    """The entry `name` of a table. Raises LegationError with the nearest names where there is none."""
    if name in table:
        return table[name]
    near = difflib.get_close_matches(name, list(table), n=1)
    hint = f"; did you mean '{near[0]}'?" if near else f"; there are: {', '.join(sorted(table))}"
    raise LegationError(f"'{name}' is no {what}{hint}")
