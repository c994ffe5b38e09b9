"""What reading an article leaves behind besides its claims: the acts that were seen and left out, and why."""

from dataclasses import dataclass, field

from graph.model import Passage


@dataclass(frozen=True, slots=True)
class Drop:
    """An act that was seen and left out. `word` tells it, `sentence` is its sentence's number, `rule` the frame's id.

    A `quiet` one is no problem of the reading: mostly its words tell no act at all.
    """

    sentence: int
    word: Passage
    relation: str
    rule: str
    why: str
    quiet: bool = False


@dataclass(slots=True)
class Trace:
    """Filled while one article is read."""

    drops: list[Drop] = field(default_factory=list)
