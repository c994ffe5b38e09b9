"""Right, wrong and missed, and the three figures that come of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Count:
    """Right, wrong and missed ones.

    For relations `said` counts the right ones under the relation claimed, `right` under the gold one; else both are
    the same.
    """

    right: int = 0
    said: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of those read that are right; 0 where there is none."""
        return self.said / (self.said + self.wrong) if self.said + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of those wanted that were read; 0 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def hit(self) -> None:
        """One more that is right."""
        self.right += 1
        self.said += 1

    def instead(self, *, wanted: bool = True) -> None:
        """One more that is wrong, in place of a right one that was `wanted`."""
        self.wrong += 1
        self.missed += wanted


def added(counts: Iterable[Count]) -> Count:
    """All counts as one."""
    rows = list(counts)
    return Count(*(sum(getattr(c, part) for c in rows) for part in ("right", "said", "wrong", "missed")))
