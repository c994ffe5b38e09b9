"""Titles that several share: "the presidents of A, B and C, X, Y and Z" gives each the place that stands at his turn."""

from collections.abc import Iterator

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.standing_view import Said, View
from loaders.titles import Title
from loaders.words import lexis

_JOINTS = frozenset([",", "and", "&", "the"])


def shared_out(view: View) -> Iterator[Said]:
    """The titles told of several persons in the order of their countries or bodies."""
    for sentence in view.document.sentences:
        for token in sentence.span:
            word = token.lower_
            if word.endswith("s") and word[:-1] in lexis().title.office | lexis().title.leader:
                yield from _shared(view, sentence, token.i)


def _shared(view: View, sentence: Sentence, noun: int) -> Iterator[Said]:
    places, end = _row(view, sentence, noun + 2) if _of(sentence, noun) else ([], noun)
    doc = sentence.span.doc
    if len(places) < 2 or end >= sentence.span.end or doc[end].text != ",":
        return
    people, _ = _row(view, sentence, end + 1)
    if len(people) != len(places):
        return
    if any(view.kind(m) != "person" for m, _ in people) or any(view.kind(m) == "person" for m, _ in places):
        return
    first = _first(sentence, noun)
    for (person, _), (_, at) in zip(people, places, strict=True):
        title = Title(sentence, first, first, noun, noun, at, False, False, False, shared=True)
        yield Said(person, title, "apposition", 0.85)


def _of(sentence: Sentence, noun: int) -> bool:
    return noun + 2 < sentence.span.end and sentence.span.doc[noun + 1].lower_ == "of"


def _first(sentence: Sentence, noun: int) -> int:
    """The first word of the title: "foreign | ministers"."""
    doc, title, first = sentence.span.doc, lexis().title, noun
    while first > sentence.span.start and doc[first - 1].lower_ in title.portfolio | title.qualifier:
        first -= 1
    return first


def _row(view: View, sentence: Sentence, at: int) -> tuple[list[tuple[Mention, int]], int]:
    """The names of a list from a token on, each with its first token, and where the list ends.

    It ends behind the name that "and" introduces, so that what follows its comma is another list.
    """
    doc, names, found, last = sentence.span.doc, view.names(sentence), list[tuple[Mention, int]](), False
    while at < sentence.span.end:
        word = doc[at].lower_
        if at in names:
            mention = view.covered.get((sentence.index, at))
            if mention is not None:
                found.append((mention, at))
            while at < sentence.span.end and view.covered.get((sentence.index, at)) == mention:
                at += 1
            if last:
                break
        elif word in _JOINTS:
            last = last or word in ("and", "&")
            at += 1
        else:
            break
    return found, at
