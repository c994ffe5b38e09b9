"""Mends the parse of names and of lists of them: "PM A, the speaker of the house, B, and C, who chairs D, met".

Parsers lose their way where each name of a list has its title before or behind it. Where the words leave no doubt which
name goes with which title, the tree is set right before anything is read from it.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.name_ends import clean_names
from loaders.roll_items import FINITE, Item, items_of
from loaders.tree import Tree, rank
from loaders.words import Lexis, lexis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_JOINTS = ({","}, {"and"}, {",", "and"}, {"&"})


def mend(doc: "Doc") -> None:
    """Sets right how names hang together in each sentence of a parsed text."""
    known = lexis()
    for token in doc:
        if token.dep_ == "aux" and token.lower_ == "to":
            token.tag_ = "TO"  # "(LNA) to march": behind a bracket the tagger takes it for a preposition
    clean_names(doc, known)
    tree = Tree(doc)
    for span in list(doc.sents):
        _doubles(tree, span)
        people = [(e.start, e.end) for e in span.ents if e.label_ == "PERSON" and _plain(e)]
        for first, end in people:
            _whole(tree, first, end)
        items = list(items_of(span, people, known))
        for item in items:
            _hang_title(tree, item)
            _hang_holders(tree, span, item, known)
        for chain in _chains(doc, items):
            _join(tree, chain)
        for item in items:
            _new_subject(tree, span, item)
        tree.keep(span)
    tree.write()


def _doubles(tree: Tree, span: "Span") -> None:
    """ "She met him and both agreed": the parser joins "both" to the verb before."""
    for token in span:
        after = token.i + 1
        if token.lower_ != "both" or tree.deps[token.i] != "conj" or after >= span.end:
            continue
        if tree.deps[after] in ("conj", "ROOT") and span.doc[after].tag_ in FINITE:
            tree.hang(token.i, after, "nsubj")


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
    if item.start - 1 <= span.start or verb >= span.end or doc[verb].tag_ not in FINITE[:3]:
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
    above = tree.top(item.name, ("appos", "conj", "compound", "npadvmod"))
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
    if not arcs or len({head for head, _ in arcs}) > 1 or (arcs[0][0] > high and len(chain) < 2):
        return
    tree.hang(chain[0].name, *min(arcs, key=lambda arc: rank(arc[1])))
    for one, other in pairwise(chain):
        tree.hang(other.name, one.name, "conj")
        for i in range(one.end, other.start):
            tree.hang(i, one.name, "cc" if tree.doc[i].lower_ in ("and", "&") else "punct")


def _plain(name: "Span") -> bool:
    return all(t.tag_ in ("NNP", "NNPS", "HYPH", "NN", "JJ", "FW", "DT", "IN") or t.is_punct for t in name)
