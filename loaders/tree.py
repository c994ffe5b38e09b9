"""The tree of a parsed text, to be changed and written back at once."""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# The labels by which a phrase most likely hangs in its sentence come first.
_RANK = ("nsubj", "nsubjpass", "dobj", "pobj", "agent", "dative", "attr", "conj", "appos")


class Tree:
    """The heads and labels of a document, to be changed and written back at once."""

    def __init__(self, doc: "Doc") -> None:
        self.doc = doc
        self.heads = [t.head.i for t in doc]
        self.deps = [t.dep_ for t in doc]
        self.changed = False

    def hang(self, token: int, head: int, dep: str) -> None:
        """Hangs a token under another one with a label."""
        if (self.heads[token], self.deps[token]) != (head, dep):
            self.heads[token], self.deps[token], self.changed = head, dep, True

    def above(self, token: int, low: int, high: int) -> bool:
        """Whether a token of the stretch low to high (exclusive) stands above this one."""
        seen = set[int]()
        while token not in seen:
            seen.add(token)
            token = self.heads[token]
            if low <= token < high:
                return True
        return False

    def top(self, token: int, deps: tuple[str, ...]) -> int:
        """The first token above this one, itself included, that does not hang by one of the labels."""
        seen = set[int]()
        while self.deps[token] in deps and token not in seen:
            seen.add(token)
            token = self.heads[token]
        return token

    def arc(self, low: int, high: int) -> tuple[int, str] | None:
        """Head and label by which a stretch hangs on the rest of the sentence; the root's own if it holds the root."""
        found = [
            (self.heads[i], self.deps[i])
            for i in range(low, high)
            if not low <= self.heads[i] < high and not self.above(self.heads[i], low, high)
        ]
        return min(found, key=lambda arc: rank(arc[1]), default=None)

    def keep(self, span: "Span") -> bool:
        """Keeps what was changed in a sentence if it is still a tree, else takes it back; whether it was kept."""
        if all(self._leads_to_root(i, span) for i in range(span.start, span.end)):
            return True
        for token in span:
            self.heads[token.i], self.deps[token.i] = token.head.i, token.dep_
        return False

    def _leads_to_root(self, token: int, span: "Span") -> bool:
        seen, at = set[int](), token
        while self.heads[at] != at:
            if at in seen or not span.start <= at < span.end:
                return False
            seen.add(at)
            at = self.heads[at]
        return True

    def write(self) -> None:
        """Writes the tree into the document."""
        if not self.changed:
            return
        import numpy

        strings = self.doc.vocab.strings
        rows = [
            ((head - i) & 0xFFFFFFFFFFFFFFFF, strings.add(dep))
            for i, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True))
        ]
        self.doc.from_array(["HEAD", "DEP"], cast("Any", numpy.array(rows, dtype="uint64")))


def rank(dep: str) -> int:
    """How likely a phrase hangs by this label, the likeliest first."""
    return _RANK.index(dep) if dep in _RANK else len(_RANK)
