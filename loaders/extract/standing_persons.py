"""Where a sentence gives a person a title: before the name, in apposition, with "is" or "served as"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.standing_view import BE_NOW, BE_THEN, Said, View, modality_of, subjects
from loaders.titles import Title, name_behind, title_before
from loaders.words import lexis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def said_of_persons(view: View) -> Iterator[Said]:
    """Every title that the article gives a person."""
    for sentence, person, first, last in view.named():
        if view.kind(person) != "person":
            continue
        done: set[int] = set()
        for said in (*_before(view, sentence, person, first), *_around(view, sentence, person, first, last)):
            if said.title.noun not in done:
                done.add(said.title.noun)
                yield said
    for sentence in view.document.sentences:
        for token in sentence.span:
            yield from _told(view, sentence, token)


def described(view: View) -> Iterator[Said]:
    """ "The Turkish president" where the cast knows who is meant and the article names that person elsewhere."""
    named = {m.actor for m in view.who.mentions if m.form == "name"}
    for (index, token), mention in sorted(view.who.heads.items()):
        if mention.form == "nominal" and mention.actor in named and view.kind(mention) == "person":
            title = view.title(view.document.sentences[index], token)
            if title is not None and title.at is not None:
                yield Said(mention, title, "description", 0.75)


def _before(view: View, sentence: Sentence, person: Mention, first: int) -> Iterator[Said]:
    """ "Finnish Foreign Minister Aino Laine", "president of the European Commission Sira Diallo"."""
    title = title_before(sentence, first, view.names(sentence), lexis())
    if title is not None:
        yield Said(person, title, "title", 0.95 if " " in person.text else 0.9)
        return
    noun = _noun_of(view, sentence, first - 1)
    title = view.title(sentence, noun) if noun is not None else None
    if title is not None and title.at is not None:
        yield Said(person, title, "title", 0.85)


def _noun_of(view: View, sentence: Sentence, at: int) -> int | None:
    """The noun before "of" (to, for) and a name that ends at token `at`: "president of the European Commission"."""
    doc, names = sentence.span.doc, view.names(sentence)
    if at < sentence.span.start or at not in names:
        return None
    begin = names[at] - 1
    if begin > sentence.span.start and doc[begin].lower_ == "the":
        begin -= 1
    if begin <= sentence.span.start or doc[begin].lower_ not in ("of", "to", "for"):
        return None
    return _outer(view, sentence, begin - 1)


def _outer(view: View, sentence: Sentence, noun: int) -> int:
    """The noun of the title that another one belongs to: "representative" of "representative of the secretary-general"."""
    doc, title = sentence.span.doc, view.title(sentence, noun)
    at = title.first - 1 if title is not None else sentence.span.start
    if at - 1 > sentence.span.start and doc[at].lower_ == "the" and doc[at - 1].lower_ in ("of", "to"):
        above = view.title(sentence, at - 2)
        if above is not None and title is not None and above.last >= title.last:
            return at - 2
    return noun


def _around(view: View, sentence: Sentence, person: Mention, first: int, last: int) -> Iterator[Said]:
    """Appositions: "Ahmed Maiteeq, deputy prime minister of ...", "the prime minister, Selma Aalto,"."""
    doc, names = sentence.span.doc, view.names(sentence)
    head = next((t for t in doc[first : last + 1] if (sentence.index, t.i) in view.who.heads), doc[last])
    nouns = [c.i for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos" and head.head.i < first:
        nouns.append(head.head.i)
    behind = _noun_behind(view, sentence, last)
    if behind is not None:
        nouns.append(behind)
    if first - 2 >= sentence.span.start and doc[first - 1].text == "," and _closes(doc, last, sentence):
        noun = _noun_of(view, sentence, first - 2)
        nouns.append(first - 2 if noun is None else noun)
    for noun in dict.fromkeys(nouns):
        if noun in names or not sentence.span.start <= noun < sentence.span.end:
            continue
        title = view.title(sentence, noun)
        if title is not None and not (noun > last and _of_another(view, sentence, title, last)):
            between = {t.lower_ for t in doc[last + 1 : title.start]} if noun > last else set()
            former = bool(between & lexis().title.former)
            yield Said(person, title, "apposition", 0.9 if title.at is not None else 0.8, former=former)


def _closes(doc: "Doc", last: int, sentence: Sentence) -> bool:
    after = sentence.span.doc[last + 1] if last + 1 < sentence.span.end else None
    return (
        after is None
        or after.text in (",", ".", ":", ";", "—", "–")
        or after.tag_ in ("VBD", "VBZ", "VBP", "MD")
    )


def _of_another(view: View, sentence: Sentence, title: Title, last: int) -> bool:
    """Whether a title behind a comma belongs to the person who follows it: "X, Turkish minister Y"."""
    doc = sentence.span.doc
    after = view.covered.get((sentence.index, title.last + 1)) if title.last + 1 < sentence.span.end else None
    between = [view.covered.get((sentence.index, i)) for i in range(last + 1, title.start)]
    if after is not None and after.form == "name" and view.kind(after) == "person":
        return True
    if title.last + 1 < sentence.span.end and doc[title.last + 1].text == "(":
        return True  # "Labour MP (Member of Parliament) Y"
    if any(m is not None and view.kind(m) == "person" for m in between):
        return True
    name = name_behind(sentence, title, view.names(sentence))
    following = view.covered.get((sentence.index, name)) if name is not None else None
    if following is not None and view.kind(following) == "person":
        return True
    nxt = doc[title.last + 1] if title.last + 1 < sentence.span.end else None
    return nxt is not None and nxt.tag_.startswith("NN") and nxt.i not in view.names(sentence)


def _noun_behind(view: View, sentence: Sentence, last: int) -> int | None:
    """The noun of the title in "X, Deputy Prime Minister of ...", by words alone: parsers err here."""
    doc, stop, names, title = sentence.span.doc, sentence.span.end, view.names(sentence), lexis().title
    if last + 2 >= stop or doc[last + 1].text not in (",", "(") or doc[last + 2].lower_ == "and":
        return None  # "X, and the minister of Y, Z": the next one's title
    for at in range(last + 2, min(stop, last + 14)):
        word = doc[at].lower_
        following = doc[at + 1].lower_ if at + 1 < stop else ""
        if word in title.heads and at not in names and following not in title.heads and following != "-":
            return at
        if at in names:
            mention = view.covered.get((sentence.index, at))
            if mention is not None and view.kind(mention) == "person":
                return None
        elif word not in title.any and word not in ("the", "a", "an", "'s", "’s", "-", "and"):
            return None
    return None


def _told(view: View, sentence: Sentence, token: "Token") -> Iterator[Said]:
    """ "Elena Rojas is the president of Peru", "who heads", "served as president"."""
    word = token.lower_
    if word in BE_NOW or word in BE_THEN:
        noun = next((c for c in token.children if c.dep_ == "attr"), None)
        title = view.title(sentence, noun.i) if noun is not None else None
        if title is None:
            return
        for person in subjects(view, sentence, token):
            yield Said(person, title, "copula", 0.85, modality_of(token), word in BE_THEN)
    elif word in ("served", "serves", "serving") and token.tag_.startswith("VB"):
        for prep in token.children:
            for noun in prep.children if prep.lower_ == "as" else ():
                title = view.title(sentence, noun.i) if noun.dep_ == "pobj" else None
                for person in subjects(view, sentence, token) if title else ():
                    assert title is not None
                    yield Said(person, title, "served as", 0.8, modality_of(token), word == "served")
