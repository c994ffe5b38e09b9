"""The words of page furniture, read from data/languages/en/furniture.toml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.errors import DataError
from graph.resources import read_toml
from loaders.blocks import Block, plain

_FILE = "languages/en/furniture.toml"
# A row of buttons: "Share | Tweet | Print".
_BETWEEN = re.compile(r" +[|•·] +")
# Longer lines are text that happens to have such words in it.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Phrases:
    """What furniture says: whole lines, beginnings, parts and tail openers, each with its reason; word lists."""

    lines: dict[str, str]
    starts: dict[str, str]
    holds: dict[str, str]
    tails: dict[str, str]
    open_tails: dict[str, str]
    lists: dict[tuple[str, str], frozenset[str]]
    start: re.Pattern[str]
    part: re.Pattern[str]
    open_tail: re.Pattern[str]

    def words(self, reason: str, key: str) -> frozenset[str]:
        """A word list, e.g. `words("breadcrumb", "first")`."""
        return self.lists[reason, key]

    def reason(self, block: Block) -> str | None:
        """Why this block is furniture by its words alone; None if it is not."""
        if block.words > _LONGEST:
            return None
        parts = [self._part(part) for part in _BETWEEN.split(block.text)]
        return parts[0] if all(parts) else self._part(block.text)

    def _part(self, text: str) -> str | None:
        words = plain(text)
        if words in self.lines:
            return self.lines[words]
        lowered = " ".join(text.casefold().split())
        if opening := self.start.match(words) or self.start.match(lowered):
            return self.starts[opening.group()]
        inside = self.part.search(words)
        return self.holds[inside.group()] if inside else None

    def tail(self, block: Block) -> str | None:
        """The reason of the tail that this block opens; None if it opens none."""
        if block.words > _LONGEST:
            return None
        if block.plain in self.tails:
            return self.tails[block.plain]
        opening = self.open_tail.match(block.plain + " ")
        return self.open_tails[opening.group().strip()] if opening else None


def _entry(text: str) -> str:
    # The file writes # for a number, which `plain` would take for an ornament.
    return plain(text.replace("#", "0"))


def _any_of(texts: Iterable[str], after: str = "") -> re.Pattern[str]:
    # Longer ones first, so that the most telling one gives the reason; (?!) never matches.
    choice = "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t))) or "(?!)"
    return re.compile(f"(?:{choice}){after}")


@cache
def phrases() -> Phrases:
    """The phrases. Raises DataError if the file has an entry that is no list of texts."""
    found: dict[str, dict[str, str]] = {"lines": {}, "starts": {}, "holds": {}, "tails": {}}
    lists: dict[tuple[str, str], frozenset[str]] = {}
    for reason, table in read_toml(_FILE).items():
        for key, entries in table.items():
            if not isinstance(entries, list) or not all(isinstance(e, str) and e.strip() for e in entries):
                raise DataError(f"{_FILE}: {reason}.{key} is to be a list of texts in quotes")
            if key in found:
                found[key] |= dict.fromkeys(entries, reason)
            else:
                lists[reason, key] = frozenset(entries)
    tails = {_entry(entry): reason for entry, reason in found["tails"].items()}
    open_tails = {_entry(entry): reason for entry, reason in found["tails"].items() if entry.endswith("...")}
    return Phrases(
        lines={_entry(entry): reason for entry, reason in found["lines"].items()},
        starts=found["starts"],
        holds=found["holds"],
        tails=tails,
        open_tails=open_tails,
        lists=lists,
        start=_any_of(found["starts"]),
        part=_any_of(found["holds"]),
        open_tail=_any_of(open_tails, after=" "),
    )
