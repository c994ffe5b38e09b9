"""What is known of a word before the network looks at it: the relations that it can tell, and those that frames read at it.

The network has seen some ten thousand sentences; frames and lexicon list many more words. Four blocks of one figure for each
relation: the word is in a frame of it; a claim of it was read by the frames at this word; the lexicon of senses has the word for
it; it has the word with its particle or object for it.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.model import Claim
from graph.ontology import relations
from loaders.extract.lexicon import lexicon
from loaders.extract.senses import senses
from loaders.learned.sight import Sight
from loaders.words import lexis

Array = NDArray[np.float32]
BLOCKS = 4
_NONE: frozenset[str] = frozenset()
# The blocks that say that a word is listed for a relation.
LISTED = (0, 2, 3)


def hints(sight: Sight, rules: Sequence[Claim], names: Sequence[str] | None = None) -> Array:
    """(words, BLOCKS x relations), zeros and ones; `names` are the relations that the network knows, else the ontology's.

    Of a relation that is new in the ontology it is told nothing.
    """
    names = list(relations()) if names is None else names
    number = len(names)
    out = np.zeros((len(sight.tokens), BLOCKS * number), dtype=np.float32)
    table, known = _table(), senses()
    order = {name: n for n, name in enumerate(names)}
    for n, token in enumerate(sight.tokens):
        form, tag = token.lower_, token.tag_[:1]
        for block, found in (
            (0, table.get(form, _NONE)),
            (2, known.alone(form, tag)),
            (3, known.together(token, form)),
        ):
            for name in found:
                if name in order:
                    out[n, block * number + order[name]] = 1
    for claim in rules:
        for evidence in claim.evidence:
            if evidence.start < sight.sentence.end and sight.sentence.start < evidence.end:
                word = _word(claim, sight)
                if word is not None and claim.relation in order:
                    out[word, number + order[claim.relation]] = 1
    return out


def _word(claim: Claim, sight: Sight) -> int | None:
    """The word that a claim of the frames was read at: its office, or the first word of its predicate."""
    at = sight.sentence.at
    if claim.relation in ("HOLDS_OFFICE", "LEADS") and claim.issue:
        inside = [n for n, t in enumerate(sight.tokens) if claim.issue.start <= at(t)[0] < claim.issue.end]
        return inside[-1] if inside else None
    first = claim.predicate.split(" ")[0].lower()
    return next((n for n, t in enumerate(sight.tokens) if t.lower_ == first), None)


@cache
def _table() -> dict[str, set[str]]:
    """The relations that a word form can tell by the frames and titles."""
    words = lexicon()
    table: dict[str, set[str]] = {}
    for frames in (words.verbs, words.nouns):
        for form, rows in frames.items():
            table.setdefault(form, set()).update(frame.relation for frame in rows)
    for form in words.speech:
        table.setdefault(form, set()).add("STATEMENT")
    for form in lexis().title.office:
        table.setdefault(form, set()).add("HOLDS_OFFICE")
    return table
