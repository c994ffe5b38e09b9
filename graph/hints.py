"""What helps somebody whose query does not work: where it is wrong, and names that the vocabulary does not have."""

import re
from difflib import get_close_matches
from functools import cache

from graph.resources import resource

_AT = re.compile(r"line (\d+), column (\d+)")
_OUTSIDE = re.compile(r'#[^\n]*|"[^"\n]*"|<[^>\s]*>')
_OURS = re.compile(r"(?<![\w:])leg:([A-Za-z]\w*)")
# `:met` is short for `leg:met`, unless the query gives the empty prefix a meaning of its own.
_SHORT = re.compile(r"(?<![\w:])(?:leg)?:([A-Za-z]\w*)")
_OWN = re.compile(r"\bPREFIX\s+:\s", re.IGNORECASE)


def fault(message: str, query: str) -> tuple[str, str] | None:
    """A parser's complaint in plain words, and the line it means with a mark below; None if it names no place."""
    found = _AT.search(message)
    lines = query.splitlines()
    if "expected" not in message or not found or not 1 <= int(found[1]) <= len(lines):
        return None
    line, column = lines[int(found[1]) - 1], int(found[2])
    words = (
        f"This is no valid SPARQL: line {found[1]}, column {column}. The mistake is at the mark or just before it; "
        "often a } or a quotation mark is missing, or a word is misspelt."
    )
    return words, f"{line}\n{' ' * max(0, column - 1)}^"


@cache
def vocabulary() -> frozenset[str]:
    """The names that follow leg: in the published vocabulary, read from ontology/legation.ttl."""
    return frozenset(_OURS.findall(resource("ontology/legation.ttl").read_text(encoding="utf-8")))


def unknown(query: str) -> dict[str, str | None]:
    """The names after leg: (or a bare colon) that the vocabulary lacks, each with the nearest that it has."""
    plain = _OUTSIDE.sub(" ", query)
    asked = dict.fromkeys((_OURS if _OWN.search(plain) else _SHORT).findall(plain))
    known = sorted(vocabulary())
    return {
        name: next(iter(get_close_matches(name, known, n=1)), None)
        for name in asked
        if name not in vocabulary()
    }
