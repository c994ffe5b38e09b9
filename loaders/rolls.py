"""Mends the parse of names and of lists of them: "PM A, the speaker of the house, B, and C, who chairs D, met".

Parsers lose their way where each name of a list has its title before or behind it. Where the words leave no doubt which
name goes with which title, the tree is set right before anything is read from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.words import Lexis, lexis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_JOINTS = ({","}, {"and"}, {",", "and"}, {"&"})
_RANK = ("nsubj", "nsubjpass", "dobj", "pobj", "agent", "dative", "attr", "conj", "appos")
_PREMODIFIER = ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "PRP$", "DT", "VBN")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
# A title's phrase opens with one of these; before it stands a break, a verb or a preposition.
_OPENING = frozenset(["the", "its", "his", "her", "their"])


@dataclass(frozen=True, slots=True)
class Item:
    """One name of a list: tokens `start` to `end` (exclusive) with its title; the name is `first` to `name`.

    `behind` is the noun of a title that stands before the name with a comma ("the speaker of the house, B").
    """

    start: int
    first: int
    name: int
    end: int
    titled: bool
    behind: int | None = None


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

    def arc(self, low: int, high: int) -> tuple[int, str] | None:
        """Head and label by which a stretch hangs on the rest of the sentence; the root's own if it holds the root."""
        found = [
            (self.heads[i], self.deps[i])
            for i in range(low, high)
            if not low <= self.heads[i] < high and not self.above(self.heads[i], low, high)
        ]
        return min(found, key=lambda arc: _rank(arc[1]), default=None)

    def sound(self) -> bool:
        """Whether each token still leads to a root of its own sentence."""
        for span in self.doc.sents:
            for token in range(span.start, span.end):
                seen = set[int]()
                while self.heads[token] != token:
                    if token in seen or not span.start <= token < span.end:
                        return False
                    seen.add(token)
                    token = self.heads[token]
        return True

    def write(self) -> None:
        """Writes the tree into the document, if it is one."""
        if not self.changed or not self.sound():
            return
        import numpy

        strings = self.doc.vocab.strings
        rows = [
            ((head - i) & 0xFFFFFFFFFFFFFFFF, strings.add(dep))
            for i, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True))
        ]
        self.doc.from_array(["HEAD", "DEP"], numpy.array(rows, dtype="uint64"))


def _rank(dep: str) -> int:
    return _RANK.index(dep) if dep in _RANK else len(_RANK)


def mend(doc: "Doc") -> None:
    """Sets right how names hang together in each sentence of a parsed text."""
    known = lexis()
    for token in doc:
        if token.dep_ == "aux" and token.lower_ == "to":
            token.tag_ = "TO"  # "(LNA) to march": behind a bracket the tagger takes it for a preposition
    doc.set_ents([e for e in (_less_title(e, known) for e in doc.ents) if not _titles(e, known)])
    for span in list(doc.sents):
        tree = Tree(doc)
        _doubles(tree, span)
        people = [(e.start, e.end) for e in span.ents if e.label_ == "PERSON" and _plain(e)]
        for first, end in people:
            _whole(tree, first, end)
        items = list(_items(span, people, known))
        for item in items:
            _hang_title(tree, item)
            _hang_holders(tree, span, item, known)
        for chain in _chains(doc, items):
            _join(tree, chain)
        for item in items:
            _new_subject(tree, span, item)
        tree.write()


def _less_title(name: "Span", known: Lexis) -> "Span":
    """The body of "the GNA Interior | Minister": the recogniser takes what the minister is of into its name."""
    doc, end = name.doc, name.end
    if name.label_ == "ORG" and end < len(doc) and doc[end].lower_ in known.title.office:
        while end - 1 > name.start and doc[end - 1].lower_ in known.title.portfolio and name.start < end - 1:
            end -= 1
    if end == name.end or not doc[name.start].text.isupper():
        return name
    from spacy.tokens import Span

    return Span(doc, name.start, end, label=name.label)


def _doubles(tree: Tree, span: "Span") -> None:
    """ "She met him and both agreed": the parser joins "both" to the verb before."""
    for token in span:
        after = token.i + 1
        if token.lower_ != "both" or tree.deps[token.i] != "conj" or after >= span.end:
            continue
        if tree.deps[after] in ("conj", "ROOT") and span.doc[after].tag_ in _FINITE:
            tree.hang(token.i, after, "nsubj")


def _titles(name: "Span", known: Lexis) -> bool:
    """Whether the recogniser took "the Presidents of A" for a body."""
    words = [t.lower_ for t in name if t.lower_ != "the"]
    if name.label_ != "ORG" or not words or not words[0].endswith("s"):
        return False
    return words[0][:-1] in known.title.office | known.title.leader and words[1:2] in ([], ["of"])


def _plain(name: "Span") -> bool:
    return all(t.tag_ in ("NNP", "NNPS", "HYPH", "NN", "JJ", "FW", "DT", "IN") or t.is_punct for t in name)


def _whole(tree: Tree, first: int, end: int) -> None:
    """A name hangs by its last word, and what hung on another of its words does so, too."""
    last = end - 1
    arc = tree.arc(first, end)
    loose = [i for i in range(first, end) if not first <= tree.heads[i] < end and tree.heads[i] != i]
    if arc is None or loose == [last]:
        return
    tree.hang(last, *arc)
    for i in range(first, last):
        tree.hang(i, last, "punct" if tree.doc[i].is_punct else "compound")
    for i in range(tree.doc[first].sent.start, first):
        if first <= tree.heads[i] < last:
            tree.hang(i, last, tree.deps[i])


def _items(span: "Span", people: list[tuple[int, int]], known: Lexis) -> Iterator[Item]:
    before: Item | None = None
    for first, end in people:
        start = _premodified(span, first)
        titled = any(t.lower_ in known.title.heads for t in span.doc[start:first])
        item = Item(start, first, end - 1, end, titled)
        if start == first:
            item = _with_title_before(span, item, before, known) or item
        item = Item(
            item.start, item.first, item.name, _end(span, item, known), item.titled or item.behind is not None,
            item.behind,
        )  # fmt: skip
        yield item
        before = item


def _premodified(span: "Span", first: int) -> int:
    """The first token of what stands right before a name: "the Finnish prime minister | A"."""
    doc, at = span.doc, first
    while at > span.start and doc[at - 1].tag_ in _PREMODIFIER and doc[at - 1].ent_type_ != "PERSON":
        at -= 1
        if doc[at].tag_ in ("DT", "PRP$"):
            break
    return at


def _with_title_before(span: "Span", item: Item, before: Item | None, known: Lexis) -> Item | None:
    """The item with the title that a comma parts from the name: "the speaker of the house, B,"; None without one."""
    doc, comma = span.doc, item.first - 1
    if comma <= span.start or doc[comma].text != "," or not _closed(span, item):
        return None
    low = before.name + 1 if before else span.start
    for at in range(low, comma):
        if doc[at].lower_ not in _OPENING or not _breaks(doc, at, span.start):
            continue
        noun = _title_noun(doc, at + 1, comma, known)
        if noun is None or any(t.text in (",", ";") or t.tag_ in _FINITE for t in doc[at:comma]):
            continue
        if before and at == before.name + 2 and doc[at - 1].text == "," and not before.titled:
            return None  # "A, the speaker of the house, B and C": the speaker is A
        return Item(at, item.first, item.name, item.end, True, noun)
    return None


def _breaks(doc: "Doc", at: int, start: int) -> bool:
    """Whether a new phrase may begin at a token: behind a break, a verb or a preposition that does not join titles."""
    if at == start:
        return True
    word = doc[at - 1]
    return (
        word.text in (",", ";", ":", "and", "(")
        or word.tag_.startswith("VB")
        or (word.tag_ in ("IN", "TO", "CC") and word.lower_ not in ("of", "for", "at"))
    )


def _title_noun(doc: "Doc", at: int, stop: int, known: Lexis) -> int | None:
    """The noun of the title that begins at a token: "special representative", "foreign minister"."""
    noun = None
    while at < stop and (doc[at].lower_ in known.title.any or doc[at].text == "-" or doc[at].ent_type_):
        if doc[at].lower_ in known.title.heads:
            noun = at
        at += 1
    return noun


def _closed(span: "Span", item: Item) -> bool:
    """Whether a name behind a comma ends its phrase there, so that it is in apposition and not a new subject."""
    if item.end >= span.end:
        return True
    after = span.doc[item.end]
    return after.text in (",", ".", ";", ":", ")") or after.lower_ == "and" or after.is_space


def _end(span: "Span", item: Item, known: Lexis) -> int:
    """The end of an item with what is said of the name behind it: ", the head of B", ", who chairs C", "(D)"."""
    doc, at = span.doc, item.end
    if at + 2 < span.end and doc[at].text == "," and item.behind is None:
        opens = doc[at + 1].lower_
        said = opens in ("who", "whom", "whose")
        title = not item.titled and (
            opens in _OPENING or opens == "a" or doc[at + 1].lower_ in known.title.any
        )
        if said or (
            title and _title_noun(doc, at + 1 + (opens in _OPENING or opens == "a"), span.end, known)
        ):
            while at + 1 < span.end and (doc[at + 1].text != "," and doc[at + 1].lower_ != "and"):
                at += 1
            return at + 1
    return at


def _hang_title(tree: Tree, item: Item) -> None:
    """Title and name are one phrase with the name as its head; what is said behind the name hangs on it."""
    doc, name = tree.doc, item.name
    if item.behind is not None:
        arc = tree.arc(item.start, item.first - 1)
        if arc is None or item.start <= arc[0] <= name:
            arc = tree.arc(item.start, name + 1)
        if arc is None:
            return
        tree.hang(item.behind, name, "appos")
        tree.hang(name, *arc)
        tree.hang(item.first - 1, item.behind, "punct")
        return
    for i in range(item.start, item.first):
        if not item.start <= tree.heads[i] <= name and item.titled:
            tree.hang(i, name, "compound")
    _hang_remark(tree, doc, item)


def _hang_holders(tree: Tree, span: "Span", item: Item, known: Lexis) -> None:
    """ "the presidents of A and B, X and Y": the names are in apposition to the title that they share."""
    doc, at = tree.doc, item.first - 2
    if item.titled or at < span.start or doc[item.first - 1].text != ",":
        return
    while at > span.start and (doc[at].tag_.startswith("NNP") or doc[at].lower_ in (",", "and", "the")):
        at -= 1
    noun = at - 1
    if doc[at].lower_ != "of" or noun < span.start or not doc[noun].lower_.endswith("s"):
        return
    if doc[noun].lower_[:-1] in known.title.office | known.title.leader:
        arc = tree.arc(noun, item.name + 1)
        if arc is not None:
            tree.hang(noun, *arc)
            tree.hang(item.name, noun, "appos")


def _hang_remark(tree: Tree, doc: "Doc", item: Item) -> None:
    """ ", who chairs C" is said of the name right before it."""
    at = item.name + 1
    if at + 1 >= item.end or doc[at].text != "," or doc[at + 1].lower_ not in ("who", "whom", "whose"):
        return
    verb = next((i for i in range(at + 2, item.end) if tree.deps[i] == "relcl"), None)
    if verb is not None and tree.heads[verb] < item.start:
        tree.hang(verb, item.name, "relcl")


def _chains(doc: "Doc", items: list[Item]) -> Iterator[list[Item]]:
    """Stretches of items with nothing but commas and "and" between them; an "and" there must be."""
    chain: list[Item] = []
    joined = False
    for item in items:
        gap = {t.lower_ for t in doc[chain[-1].end : item.start]} if chain else set[str]()
        if chain and gap in _JOINTS and not joined:
            joined = "and" in gap or "&" in gap
            chain.append(item)
            continue
        if joined:
            yield chain
        chain, joined = [item], False
    if joined:
        yield chain


def _new_subject(tree: Tree, span: "Span", item: Item) -> None:
    """The name right before a verb that has no subject is its subject: "after talks with A and B, C condemned it"."""
    doc, verb = tree.doc, item.name + 1
    if item.start - 1 <= span.start or verb >= span.end or doc[verb].tag_ not in _FINITE[:3]:
        return
    if doc[item.start - 1].lower_ not in (",", "and") or tree.deps[item.name] not in (
        "appos",
        "conj",
        "npadvmod",
    ):
        return
    held = any(
        tree.heads[i] == verb and tree.deps[i] in ("nsubj", "nsubjpass") for i in range(span.start, span.end)
    )
    above = tree.heads[item.name]
    while tree.deps[above] in ("appos", "conj", "compound"):
        above = tree.heads[above]
    if not held and tree.deps[above] in ("dobj", "pobj", "dative") and doc[verb].dep_ not in ("relcl", "acl"):
        tree.hang(item.name, verb, "nsubj")


def _join(tree: Tree, chain: list[Item]) -> None:
    """The items hang one on the other, the first one where the list hangs; not where they have different verbs."""
    low, high = chain[0].start, chain[-1].name + 1
    arcs = [
        (tree.heads[item.name], tree.deps[item.name])
        for item in chain
        if not low <= tree.heads[item.name] < high and tree.heads[item.name] != item.name
    ]
    if not arcs or len({head for head, _ in arcs}) > 1 or arcs[0][0] > high and len(chain) < 2:
        return
    tree.hang(chain[0].name, *min(arcs, key=lambda arc: _rank(arc[1])))
    for one, other in zip(chain, chain[1:], strict=False):
        tree.hang(other.name, one.name, "conj")
        for i in range(one.end, other.start):
            tree.hang(i, one.name, "cc" if tree.doc[i].lower_ in ("and", "&") else "punct")
