"""How much of a text is of public matter: politics, law, force, economic policy, safety.

Who speaks in an article on a match or a finding makes no claim that politics would know of; who speaks in one on an
election does, also without an office.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from graph.model import Passage
from graph.resources import read_toml

_WORD = re.compile(r"[a-z][a-z-]*")
# Characters before and after a claim's sentence whose words count as near it.
_NEAR = 250
# Of a text with fewer words little can be said.
_SHORTEST = 20
# The share of public words that says nothing either way, what is added so that none is no infinity, and the highest figure.
_USUAL, _FLOOR, _MOST = 0.03, 0.005, 1.2


@dataclass(frozen=True, slots=True)
class Matters:
    """A text by its words of public affairs."""

    text: str
    whole: float

    @classmethod
    def of(cls, text: str) -> "Matters":
        """Count the words of a whole text."""
        return cls(text, public(text))

    def near(self, sentence: Passage) -> float:
        """How public the text around a sentence is, in the measure of `public`."""
        return public(self.text[max(0, sentence.start - _NEAR) : sentence.end + _NEAR])


def public(text: str) -> float:
    """The logarithm of the share of public words to the usual one: 0 in between, below it private, above it public."""
    words = _WORD.findall(text.lower())
    share = sum(word in _words() for word in words) / max(_SHORTEST, len(words))
    return min(math.log((share + _FLOOR) / _USUAL), _MOST)


@cache
def _words(language: str = "en") -> frozenset[str]:
    return frozenset(read_toml(f"languages/{language}/matters.toml")["words"])
