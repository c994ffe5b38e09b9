"""What reading an article leaves behind besides its claims: the acts that were seen and left out, and why."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Claim, Passage

if TYPE_CHECKING:
    from loaders.extract.circumstances import Circumstances
    from loaders.extract.quotes import Quote


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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim that might be one, with what the learned reader's judge made of it; its confidence is the judge's.

    `act`, `source` and `target` are the network's chances for these, from 0 to 1: None where it does not see the claim,
    or where there is none to be asked, or the claim has no target. `framed` says whether the frames tell it, too.
    """

    claim: Claim
    act: float | None = None
    source: float | None = None
    target: float | None = None
    framed: bool = False


@dataclass(slots=True)
class Trace:
    """Filled while one article is read. `threshold` is the least confidence of a claim, None where there is none.

    `network` says whether the learned reader judged the claims; else the frames alone read them. `said` and `found` are the
    quotations, dates and places that the frames went by, for who reads after them; None where no frame was asked.
    """

    drops: list[Drop] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    threshold: float | None = None
    network: bool = False
    said: "list[Quote] | None" = None
    found: "Circumstances | None" = None
