"""Membership by a label on a name: "Republican Senator X", "Democrat X", "X, a Republican", "X of the World Bank"."""

from collections.abc import Iterator

from graph.model import Mention
from loaders.document import Sentence
from loaders.extract.standing_view import Between, View
from loaders.extract.syntax import child
from loaders.words import lexis

# Offices of a state, which a party's label says nothing of: "Republican senator" is a Republican, and a senator of his state.
STATE_OFFICES = frozenset(
    "senator sen sen. congressman congresswoman assemblyman assemblywoman representative rep rep. mp mep governor gov gov. mayor premier chancellor "
    "lawmaker legislator councillor parliamentarian deputy president speaker minister".split()
)
_BETWEEN = 4
_BODIES = ("organization", "igo", "media", "party", "armed group")
_ARTICLES = ("a", "an")


def labelled(view: View) -> Iterator[Between]:
    """Who carries which party's label, and who is "of" a body by the words that follow his name."""
    for sentence, mention, first, last in view.named():
        kind = view.kind(mention)
        if kind == "party":
            person = _behind(view, sentence, last) or _before(view, sentence, first, last)
            former = _former(sentence, first)
            if person is not None and not (former and _office_behind(sentence, last)):
                yield Between(person, mention, sentence, "label", 0.85, former=former)
        elif kind == "person":
            body = _body_of(view, sentence, last)
            if body is not None and body.actor != mention.actor:
                yield Between(mention, body, sentence, "of", 0.85)


def _body_of(view: View, sentence: Sentence, last: int) -> Mention | None:
    """The body in "Mike Ryan of the World Bank", "Mara Lind, of the Harbour Union,"."""
    doc, at, stop = sentence.span.doc, last + 1, sentence.span.end
    at += at < stop and doc[at].text == ","
    if at + 1 >= stop or doc[at].lower_ != "of":
        return None
    noun = child(doc[at], "pobj")
    body = view.covered.get((sentence.index, noun.i)) if noun is not None else None
    begins = view.covered.get((sentence.index, at + 1 + (doc[at + 1].lower_ == "the"))) if body else None
    # "cleared X of Hamas links": of the links.
    return body if body and body is begins and body.form == "name" and view.kind(body) in _BODIES else None


def _former(sentence: Sentence, first: int) -> bool:
    """Whether the word before a label says that it was so: "former Republican X", "ex-Democrat X"."""
    doc, start = sentence.span.doc, sentence.span.start
    at = first - 2 if first - 2 >= start and doc[first - 1].text == "-" else first - 1
    return at >= start and doc[at].lower_ in lexis().title.former | {"ex"}


def _office_behind(sentence: Sentence, last: int) -> bool:
    """Whether an office follows: of "former Republican senator X" it is not told which of the two is past."""
    doc = sentence.span.doc
    return last + 1 < sentence.span.end and doc[last + 1].lower_ in lexis().title.any


def _behind(view: View, sentence: Sentence, last: int) -> Mention | None:
    """The person whose name follows the label, with nothing but titles of state offices between."""
    doc, title, chamber = sentence.span.doc, lexis().title, False
    for at in range(last + 1, min(last + 2 + _BETWEEN, sentence.span.end)):
        if doc[at].lower_ in lexis().body.chamber:
            chamber = True  # "Republican Senate majority leader X"
            continue
        here = view.covered.get((sentence.index, at))
        if here is not None:
            named = here.form == "name" and view.kind(here) == "person"
            office = chamber or at == last + 1 or doc[at - 1].lower_ in STATE_OFFICES
            return here if named and office else None
        if doc[at].lower_ not in title.any:
            return None
    return None


def _before(view: View, sentence: Sentence, first: int, last: int) -> Mention | None:
    """The person before a comma, where the label stands alone with an article: "X, a Republican"."""
    doc, start = sentence.span.doc, sentence.span.start
    if first - 3 < start or doc[first - 1].lower_ not in _ARTICLES or doc[first - 2].text not in (",", "("):
        return None
    if doc[last].head.i > last:
        return None  # "X, a Democratic donor": no member by that
    here = view.covered.get((sentence.index, first - 3))
    return here if here is not None and here.form == "name" and view.kind(here) == "person" else None
