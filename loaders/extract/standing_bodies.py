"""Where a sentence tells who leads, belongs to, is part of or is allied with whom."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Mention, Modality
from loaders.document import Sentence
from loaders.extract.standing_view import BE_THEN, Between, View, modality_of, subjects
from loaders.words import lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEADS = (
    "leads",
    "heads",
    "chairs",
    "commands",
    "lead",
    "head",
    "chair",
    "command",
    "heading",
    "leading",
    "chairing",
    "commanding",
)
_WINGS = frozenset(
    "arm wing branch unit division agency affiliate offshoot part faction subsidiary organ department "
    "component section body chapter".split()
)
_BODIES = ("organization", "igo", "party", "armed group", "media", "group")
_UNITED = frozenset("powers power members member states countries nations allies armies forces".split())


def leaderships(view: View) -> Iterator[Between]:
    """ "Jon Elizalde leads the Basque Solidarity Party", "X, who heads Y"."""
    for sentence in view.document.sentences:
        for token in sentence.span:
            if token.lower_ not in _LEADS or not token.tag_.startswith("VB"):
                continue
            body = next((c for c in token.children if c.dep_ == "dobj"), None)
            target = view.at(sentence, body.i) if body is not None else None
            if target is None or view.kind(target) not in _BODIES[:-1]:
                continue
            for person in subjects(view, sentence, token):
                yield Between(person, target, sentence, "leads", 0.85, modality=modality_of(token))


def memberships(view: View) -> Iterator[Between]:
    """ "Nato member Croatia", "X is a member of Y", "the two largest powers in Nato"."""
    for sentence in view.document.sentences:
        for token in sentence.span:
            if token.lower_ in ("member", "members", "member-state"):
                yield from _members(view, sentence, token)
            if token.lower_ in _UNITED and (sentence.index, token.i) in view.who.shared:
                body = _behind(view, sentence, token, ("in", "of"))
                for one in (
                    view.who.shared[sentence.index, token.i] if body and view.kind(body) == "igo" else ()
                ):
                    assert body is not None
                    yield Between(one, body, sentence, "members", 0.75)


def _behind(view: View, sentence: Sentence, noun: "Token", preps: tuple[str, ...]) -> Mention | None:
    """The body that stands behind a noun with one of these prepositions."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in preps:
            for one in prep.children:
                found = view.at(sentence, one.i) if one.dep_ == "pobj" else None
                if found is not None and view.kind(found) in _BODIES:
                    return found
    return None


def _members(view: View, sentence: Sentence, token: "Token") -> Iterator[Between]:
    names = view.names(sentence)
    body = _behind(view, sentence, token, ("of", "in"))
    before = token.i - 1
    if body is None and before in names:
        body = view.at(sentence, before)
    if body is None or view.kind(body) not in ("organization", "igo", "party", "armed group"):
        return
    marks = [t.lower_ for t in sentence.span.doc[max(sentence.span.start, token.i - 6) : token.i]]
    former = any(w in lexis().title.former for w in marks)
    supposed = any(w in lexis().title.supposed for w in marks)
    following = view.at(sentence, token.i + 1) if token.i + 1 < sentence.span.end else None
    found: list[Mention] = []
    modality: Modality = "hypothetical" if supposed else "asserted"
    if following is not None and following.form == "name" and following.actor != body.actor:
        head = next(
            (t for t in sentence.span if view.who.heads.get((sentence.index, t.i)) == following), None
        )
        found = (
            list(view.several(sentence, head))
            if head is not None and token.lower_ == "members"
            else [following]
        )
    elif token.dep_ == "appos" and "(" not in [t.text for t in sentence.span.doc[token.head.i : token.i]]:
        found = list(view.several(sentence, token.head))
    elif token.dep_ == "attr":
        found = subjects(view, sentence, token.head, None)
        modality = modality if supposed else modality_of(token.head)
        former = former or token.head.lower_ in BE_THEN
    for one in found:
        if one.actor != body.actor and view.kind(one) != "group" and one.form != "pronoun":
            yield Between(one, body, sentence, "member", 0.9, modality=modality, former=former)


def parts(view: View) -> Iterator[Between]:
    """ "The GNA's Presidential Council", "Presidential Council of the GNA", "the armed wing of Hamas"."""
    for sentence, mention, first, last in view.named():
        if view.kind(mention) in ("organization", "igo", "armed group", "party"):
            yield from _possessed(view, sentence, mention, first, last)
    for sentence in view.document.sentences:
        for token in sentence.span:
            if token.lower_ in _WINGS:
                yield from _wings(view, sentence, token)


def _possessed(view: View, sentence: Sentence, part: Mention, first: int, last: int) -> Iterator[Between]:
    doc, whole = sentence.span.doc, None
    if first - 2 >= sentence.span.start and doc[first - 1].text in ("'s", "’s", "'", "’"):
        whole = view.at(sentence, first - 2)
    elif last + 2 < sentence.span.end and doc[last + 1].lower_ == "of":
        at = last + 2 + (doc[last + 2].lower_ == "the")
        whole = view.at(sentence, at) if at < sentence.span.end else None
        begins = view.names(sentence).get(at, at) == at
        whole = whole if begins else None
    if (
        whole is not None
        and whole.actor != part.actor
        and view.kind(whole) in ("organization", "igo", "armed group", "party")
    ):
        yield Between(part, whole, sentence, "possessive", 0.9)


def _wings(view: View, sentence: Sentence, token: "Token") -> Iterator[Between]:
    whole = _behind(view, sentence, token, ("of",))
    if whole is None or view.kind(whole) == "person":
        return
    found: list[Mention] = []
    speakers: tuple[Mention, ...] = ()
    modality: Modality = "asserted"
    verb = token.head
    if token.dep_ == "appos":
        found = list(view.several(sentence, token.head))
    elif token.dep_ == "attr":
        found = subjects(view, sentence, verb, None)
        modality = modality_of(verb)
        if verb.lower_ == "be" and verb.head.lower_ in _THINKS:
            modality = "asserted"
            speakers = tuple(subjects(view, sentence, verb.head, None))
    elif token.dep_ in ("oprd", "dobj", "pobj", "xcomp") and (thinks := _thinker(token)) is not None:
        objects = [
            c for c in thinks.children if c.dep_ in ("dobj", "nsubj") and c.i > thinks.i and c != token
        ]
        found = [m for c in objects for m in view.several(sentence, c)]
        speakers = tuple(subjects(view, sentence, thinks, None))
    issue = sentence.passage_of(sentence.span.doc[_left_of(token)], token)
    for one in found:
        if one.actor != whole.actor and view.kind(one) in _BODIES:
            former = any(c.lower_ in lexis().title.former for c in token.children)
            yield Between(
                one, whole, sentence, "part", 0.7 if speakers else 0.8, issue, modality, former, speakers
            )


_THINKS = frozenset(
    "considers consider considered regards regard regarded sees see views view deems deem calls".split()
)


def _thinker(token: "Token") -> "Token | None":
    at = token
    for _ in range(3):
        at = at.head
        if at.lower_ in _THINKS:
            return at
    return None


def _left_of(token: "Token") -> int:
    first = token.i
    while (
        first > token.sent.start
        and token.doc[first - 1].dep_ in ("amod", "compound")
        and token.doc[first - 1].head == token
    ):
        first -= 1
    return first


def alliances(view: View) -> Iterator[Between]:
    """ "Cyprus, a close ally of Greece", "Kuwait and its ally Oman", "US ally Israel", "is allied with"."""
    for sentence in view.document.sentences:
        for token in sentence.span:
            if token.lower_ in ("ally", "allies"):
                yield from _allies(view, sentence, token)
            elif token.lower_ == "allied" and token.tag_ in ("VBN", "JJ", "VBD"):
                other = _behind(view, sentence, token, ("with", "to"))
                other = other or _country_behind(view, sentence, token, ("with", "to"))
                verb = token if token.tag_ != "JJ" else token.head
                for one in subjects(view, sentence, verb, None) if other else ():
                    assert other is not None
                    if one.actor != other.actor:
                        yield Between(one, other, sentence, "allied", 0.8, modality=modality_of(verb))


def _country_behind(view: View, sentence: Sentence, noun: "Token", preps: tuple[str, ...]) -> Mention | None:
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in preps:
            for one in prep.children:
                found = view.at(sentence, one.i) if one.dep_ == "pobj" else None
                if found is not None and view.kind(found) not in ("group",):
                    return found
    return None


def _allies(view: View, sentence: Sentence, token: "Token") -> Iterator[Between]:
    owner = _country_behind(view, sentence, token, ("of",)) or _owner(view, sentence, token)
    if owner is None:
        return
    marks = [t.lower_ for t in sentence.span.doc[max(sentence.span.start, token.i - 5) : token.i]]
    former = any(w in lexis().title.former for w in marks)
    found: list[Mention] = []
    modality: Modality = "asserted"
    following = view.at(sentence, token.i + 1) if token.i + 1 < sentence.span.end else None
    if following is not None and following.form == "name":
        found = [following]
    elif token.dep_ == "appos":
        found = list(view.several(sentence, token.head))
    elif token.dep_ == "attr":
        found = subjects(view, sentence, token.head, None)
        modality = modality_of(token.head)
        former = former or token.head.lower_ in BE_THEN
    if not found:
        found = _named_behind(view, sentence, token)
    for one in found:
        if one.actor != owner.actor and view.kind(one) != "group" and view.kind(owner) != "group":
            yield Between(one, owner, sentence, "ally", 0.85, modality=modality, former=former)


def _owner(view: View, sentence: Sentence, token: "Token") -> Mention | None:
    """Whose ally: "Greece's ally", "US ally", "Kuwait and its ally"."""
    doc, at = sentence.span.doc, token.i - 1
    while at >= sentence.span.start and (
        doc[at].tag_.startswith(("JJ", "HYPH", "VBN")) and at not in view.names(sentence)
    ):
        at -= 1
    if at < sentence.span.start:
        return None
    if doc[at].text in ("'s", "’s", "'", "’") or at in view.names(sentence):
        return view.at(sentence, at if at in view.names(sentence) else at - 1)
    if doc[at].lower_ in ("its", "their", "his", "her"):
        pointed = view.at(sentence, at)
        if pointed is not None:
            return pointed
        if at - 2 >= sentence.span.start and doc[at - 1].lower_ in ("and", "with"):
            return view.at(sentence, at - 2)
    return None


def _named_behind(view: View, sentence: Sentence, token: "Token") -> list[Mention]:
    """ "Its allies fighting there, particularly the United States", "allies such as Jordan"."""
    doc = sentence.span.doc
    for at in range(token.i + 1, min(sentence.span.end - 1, token.i + 9)):
        if doc[at].lower_ in ("particularly", "notably", "especially", "including") or (
            doc[at].lower_ == "as" and doc[at - 1].lower_ == "such"
        ):
            for noun in range(at + 1, min(sentence.span.end, at + 5)):
                mention = view.at(sentence, noun)
                if mention is not None and (sentence.index, noun) in view.who.heads:
                    return [
                        m for m in view.several(sentence, doc[noun]) if view.kind(m) == view.kind(mention)
                    ]
    return []
