"""How many sources tell a tie independently of one another.

A voice is who publishes and in which words. Two articles are no independent sources where the same outlet publishes
both, or where both print the same sentence: a hundred papers that copy one agency's sentence are one source.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from graph.ids import digest
from graph.model import Article, Claim
from graph.pairs import pairs

# The outlet, and the words of the evidence, both as they compare.
Voice = tuple[str, str]
# A tie by its source, target and relation.
Key = tuple[str, str, str]

_WORD = re.compile(r"\w+")


def voice(claim: Claim, article: Article | None = None) -> Voice:
    """Who publishes the claim and in which words.

    The outlet is the publisher; where none is known the address's host, and else the article itself, since nothing
    says that two such articles come from one hand. The words are those of the sentence that the claim was read from,
    without regard to case, punctuation and space (as a hash, since there are many).
    """
    words = " ".join(_WORD.findall(claim.evidence[0].text.casefold()))
    return _outlet(claim, article), digest(words)


def _outlet(claim: Claim, article: Article | None) -> str:
    publisher = " ".join((article.publisher or "").casefold().split()) if article else ""
    if publisher:
        return "publisher " + publisher
    host = _host(article.url) if article and article.url else ""
    return "host " + host if host else "article " + claim.article


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        # Addresses come from web pages: one that is none names no host.
        return ""


def independent(voices: Iterable[Voice]) -> int:
    """How many of the voices can be chosen such that no two share outlet or words: the number of independent sources.

    That is a largest matching between outlets and wordings, found by augmenting paths.
    """
    said: dict[str, list[str]] = {}
    for outlet, words in sorted(set(voices)):
        said.setdefault(outlet, []).append(words)
    told_by: dict[str, str] = {}
    held: dict[str, str] = {}
    return sum(_placed(outlet, said, told_by, held) for outlet in said)


def _placed(first: str, said: Mapping[str, list[str]], told_by: dict[str, str], held: dict[str, str]) -> bool:
    """Give an outlet a wording of its own, moving others where that helps; breadth first, so without deep recursion.

    `told_by` has the outlet that each wording is given to, `held` the wording of each outlet.
    """
    came_from: dict[str, str] = {}
    queue = [first]
    for outlet in queue:
        for words in said[outlet]:
            if words in came_from:
                continue
            came_from[words] = outlet
            if words in told_by:
                queue.append(told_by[words])
                continue
            _shift(words, came_from, told_by, held)
            return True
    return False


def _shift(words: str, came_from: Mapping[str, str], told_by: dict[str, str], held: dict[str, str]) -> None:
    """Give the free wording to the outlet that led to it, the wording that this one held to the one before, and so on."""
    free: str | None = words
    while free is not None:
        outlet = came_from[free]
        before = held.get(outlet)
        told_by[free], held[outlet] = outlet, free
        free = before


def sources(claims: Iterable[tuple[Claim, Article]]) -> dict[Key, int]:
    """The number of independent sources of every tie of these claims, each given with its article."""
    told: dict[Key, set[Voice]] = {}
    for claim, article in claims:
        own = voice(claim, article)
        for source, target in pairs(claim):
            told.setdefault((source, target, claim.relation), set()).add(own)
    return {key: independent(voices) for key, voices in told.items()}
