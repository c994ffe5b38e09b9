"""What the frames know of a word before its sentence is looked at: the relations that it can tell, and those read at it.

The network has seen few thousand sentences; the frames list many more verbs and nouns. Two blocks of one figure for each
relation: the word is in a frame of it; a claim of it was read by the frames at this word.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.model import Claim
from graph.ontology import relations
from loaders.extract.lexicon import lexicon
from loaders.learned.sight import Sight
from loaders.words import lexis

Array = NDArray[np.float32]


def hints(sight: Sight, rules: Sequence[Claim]) -> Array:
    """(words, 2 x relations), zeros and ones."""
    number = len(relations())
    out = np.zeros((len(sight.tokens), 2 * number), dtype=np.float32)
    table = _table()
    for n, token in enumerate(sight.tokens):
        for relation in table.get(token.lower_, ()):
            out[n, relation] = 1
    order = {name: n for n, name in enumerate(relations())}
    for claim in rules:
        for evidence in claim.evidence:
            if evidence.start < sight.sentence.end and sight.sentence.start < evidence.end:
                word = _word(claim, sight)
                if word is not None:
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
def _table() -> dict[str, set[int]]:
    """The numbers of the relations that a word form can tell."""
    order = {name: n for n, name in enumerate(relations())}
    words = lexicon()
    table: dict[str, set[int]] = {}
    for frames in (words.verbs, words.nouns):
        for form, rows in frames.items():
            table.setdefault(form, set()).update(order[frame.relation] for frame in rows)
    for form in words.speech:
        table.setdefault(form, set()).add(order["STATEMENT"])
    for form in lexis().title.office:
        table.setdefault(form, set()).add(order["HOLDS_OFFICE"])
    return table
