"""The labels that the network gives, and the features that it takes beside words, as numbers. Kept in the model's settings."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from graph.model import MODALITIES
from graph.ontology import relations

ROLES = ("source", "target", "speaker")
# Distances from the word of the act, in words, before and behind.
_STEPS = (1, 2, 3, 5, 8, 12, 18, 30)
DISTANCES = 2 * len(_STEPS) + 3


def distance(offset: int) -> int:
    """A signed number of words as one of DISTANCES classes."""
    size = sum(abs(offset) > step for step in _STEPS) + 1 if offset else 0
    return size if offset >= 0 else len(_STEPS) + 1 + size


@dataclass(frozen=True)
class Labels:
    """Relations ("" first: no act), modes as RELATION/mode, and the ways through the parse that training has seen."""

    relations: tuple[str, ...]
    modes: tuple[str, ...]
    full: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, ways: Iterable[tuple[str, str]], least: int = 4) -> "Labels":
        """Those of the ontology, and the ways that are met `least` times."""
        full, plain = Counter[str](), Counter[str]()
        for one, other in ways:
            full[one] += 1
            plain[other] += 1
        modes = ["", *(f"{name}/{mode}" for name, each in relations().items() for mode in each.modes)]
        return cls(("", *relations()), tuple(modes), _often(full, least), _often(plain, least))

    @cached_property
    def _numbers(self) -> tuple[dict[str, int], dict[str, int]]:
        return {w: n for n, w in enumerate(self.full)}, {w: n for n, w in enumerate(self.plain)}

    def way(self, full: str, plain: str) -> tuple[int, int]:
        """The numbers of a way; 0 where it is rare."""
        one, other = self._numbers
        return one.get(full, 0), other.get(plain, 0)

    def mode(self, relation: str, mode: str | None) -> int:
        """The number of a mode; 0 for none."""
        return self.modes.index(f"{relation}/{mode}") if mode else 0

    def modes_of(self, relation: str) -> Sequence[int]:
        """The modes that a relation may have, none among them."""
        return [0, *(n for n, mode in enumerate(self.modes) if mode.startswith(f"{relation}/"))]

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), indent=0) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Labels":
        """From JSON."""
        return cls(
            **{key: tuple(value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}
        )


def _often(seen: Counter[str], least: int) -> tuple[str, ...]:
    return ("", *sorted(way for way, number in seen.items() if number >= least))


MODALITY_NUMBERS = {name: n for n, name in enumerate(MODALITIES)}
