"""Where a sentence tells a standing relation: the patterns that `offices` turns into claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Mention, Modality, Passage
from loaders.cast import Cast
from loaders.document import Document, Sentence
from loaders.titles import Title, title_at, title_before
from loaders.words import lexis

if TYPE_CHECKING:
    from spacy.tokens import Token

_BE_NOW = ("is", "are", "'s", "’s", "'re", "remains", "remain", "becomes", "became", "be")
_BE_THEN = ("was", "were", "been")
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
    [
        "arm",
        "wing",
        "branch",
        "unit",
        "division",
        "agency",
        "affiliate",
        "offshoot",
        "part",
        "faction",
        "subsidiary",
        "organ",
        "department",
        "component",
        "section",
        "body",
        "chapter",
    ]
)
_BODIES = ("organization", "igo", "party", "armed group", "media", "group")
_UNITED = frozenset(
    ["powers", "power", "members", "member", "states", "countries", "nations", "allies", "armies", "forces"]
)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A title said of a person."""

    person: Mention
    title: Title
    method: str
    confidence: float
    modality: Modality = "asserted"
    former: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """A relation between two actors, as one sentence tells it."""

    source: Mention
    target: Mention
    sentence: Sentence
    method: str
    confidence: float
    issue: Passage | None = None
    modality: Modality = "asserted"
    former: bool = False
    speakers: tuple[Mention, ...] = ()


class View:
    """A document with its cast, by tokens."""

    def __init__(self, document: Document, who: Cast) -> None:
        self.document, self.who = document, who
        self.covered: dict[tuple[int, int], Mention] = {}
        self.first: dict[int, dict[int, int]] = {}
        starts = {m.start: m for m in who.mentions}
        for sentence in document.sentences:
            inside: Mention | None = None
            begin = -1
            for token in sentence.span:
                at = sentence.at(token)[0]
                if at in starts:
                    inside, begin = starts[at], token.i
                if inside is None or at >= inside.end:
                    inside = None
                    continue
                self.covered[sentence.index, token.i] = inside
                if inside.form == "name":
                    self.first.setdefault(sentence.paragraph, {})[token.i] = begin

    def at(self, sentence: Sentence, token: int) -> Mention | None:
        """The mention that a token belongs to or stands for."""
        return self.covered.get((sentence.index, token)) or self.who.heads.get((sentence.index, token))

    def several(self, sentence: Sentence, token: "Token") -> tuple[Mention, ...]:
        """All actors that a token and what is joined to it by "and" stand for."""
        found: list[Mention] = []
        for one in (token, *(t for t in token.conjuncts if t.i > token.i)):
            found += self.who.shared.get((sentence.index, one.i), ())
            mention = self.at(sentence, one.i)
            if mention is not None and (sentence.index, one.i) not in self.who.shared:
                found.append(mention)
        return tuple(found)

    def names(self, sentence: Sentence) -> dict[int, int]:
        """For each token of a name in the sentence's paragraph, the name's first token."""
        return self.first.get(sentence.paragraph, {})

    def demonyms(self, sentence: Sentence) -> frozenset[int]:
        """The tokens of the sentence that name a country as an adjective."""
        return frozenset(
            t.i
            for t in sentence.span
            if (m := self.covered.get((sentence.index, t.i)))
            and t.dep_ == "amod"
            and self.kind(m) == "country"
        )

    def title(self, sentence: Sentence, noun: int) -> Title | None:
        """The title whose noun is this token."""
        return title_at(sentence, noun, self.names(sentence), lexis())

    def kind(self, mention: Mention) -> str:
        """The kind of the actor meant."""
        return self.who.actor(mention.actor).kind

    def named(self) -> Iterator[tuple[Sentence, Mention, int, int]]:
        """Each name with its sentence and its first and last token."""
        for sentence in self.document.sentences:
            tokens: dict[int, list[int]] = {}
            held: dict[int, Mention] = {}
            for token in sentence.span:
                mention = self.covered.get((sentence.index, token.i))
                if mention is not None and mention.form == "name":
                    tokens.setdefault(mention.start, []).append(token.i)
                    held[mention.start] = mention
            for start, numbers in tokens.items():
                yield sentence, held[start], numbers[0], numbers[-1]


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
    doc, names = sentence.span.doc, view.names(sentence)
    title = title_before(sentence, first, names, lexis())
    if title is not None:
        yield Said(person, title, "title", 0.95 if " " in person.text else 0.9)
        return
    at = first - 1
    if at in names and at >= sentence.span.start:
        begin = names[at] - 1
        if begin > sentence.span.start and doc[begin].lower_ == "the":
            begin -= 1
        if begin > sentence.span.start and doc[begin].lower_ in ("of", "to", "for"):
            title = view.title(sentence, begin - 1)
            if title is not None and title.at is not None:
                yield Said(person, title, "title", 0.85)


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
        nouns.append(first - 2)
    for noun in dict.fromkeys(nouns):
        if noun in names or not sentence.span.start <= noun < sentence.span.end:
            continue
        title = view.title(sentence, noun)
        if title is not None and not (noun > last and _of_another(view, sentence, title, last)):
            between = {t.lower_ for t in doc[last + 1 : title.start]} if noun > last else set()
            former = bool(between & lexis().title.former)
            yield Said(person, title, "apposition", 0.9 if title.at is not None else 0.8, former=former)


def _closes(doc: "object", last: int, sentence: Sentence) -> bool:
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
    nxt = doc[title.last + 1] if title.last + 1 < sentence.span.end else None
    return (
        nxt is not None
        and nxt.tag_.startswith("NN")
        and nxt.i not in view.names(sentence)
    )


def _noun_behind(view: View, sentence: Sentence, last: int) -> int | None:
    """The noun of the title in "X, Deputy Prime Minister of ...", by words alone: parsers err here."""
    doc, stop, names, title = sentence.span.doc, sentence.span.end, view.names(sentence), lexis().title
    if last + 1 >= stop or doc[last + 1].text not in (",", "("):
        return None
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
    if word in _BE_NOW or word in _BE_THEN:
        noun = next((c for c in token.children if c.dep_ == "attr"), None)
        title = view.title(sentence, noun.i) if noun is not None else None
        if title is None:
            return
        for person in _subjects(view, sentence, token):
            yield Said(person, title, "copula", 0.85, modality_of(token), word in _BE_THEN)
    elif word in ("served", "serves", "serving") and token.tag_.startswith("VB"):
        for prep in token.children:
            for noun in prep.children if prep.lower_ == "as" else ():
                title = view.title(sentence, noun.i) if noun.dep_ == "pobj" else None
                for person in _subjects(view, sentence, token) if title else ():
                    assert title is not None
                    yield Said(person, title, "served as", 0.8, modality_of(token), word == "served")


def _subjects(view: View, sentence: Sentence, verb: "Token", kind: str | None = "person") -> list[Mention]:
    """The actors that are a verb's subject; of a relative clause, those it speaks of."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        if verb.dep_ == "acl":
            subject = verb.head
        else:
            return []
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        subject = verb.head
    found = view.several(sentence, subject)
    return [m for m in found if kind is None or view.kind(m) == kind]


def modality_of(verb: "Token") -> Modality:
    """Whether a standing relation is told plainly, denied, planned or supposed."""
    if any(c.dep_ == "neg" for c in verb.children):
        return "denied"
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark", "advmod")}
    if words & {"may", "might", "could", "would", "if", "whether", "should", "unless", "perhaps", "can"}:
        return "hypothetical"
    return (
        "planned"
        if words & {"will", "'ll", "’ll", "shall"} or (words & {"to"} and verb.dep_ == "xcomp")
        else "asserted"
    )


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
            for person in _subjects(view, sentence, token):
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
        found = _subjects(view, sentence, token.head, None)
        modality = modality if supposed else modality_of(token.head)
        former = former or token.head.lower_ in _BE_THEN
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
        found = _subjects(view, sentence, verb, None)
        modality = modality_of(verb)
        if verb.lower_ == "be" and verb.head.lower_ in _THINKS:
            modality = "asserted"
            speakers = tuple(_subjects(view, sentence, verb.head, None))
    elif token.dep_ in ("oprd", "dobj", "pobj", "xcomp") and (thinks := _thinker(token)) is not None:
        objects = [
            c for c in thinks.children if c.dep_ in ("dobj", "nsubj") and c.i > thinks.i and c != token
        ]
        found = [m for c in objects for m in view.several(sentence, c)]
        speakers = tuple(_subjects(view, sentence, thinks, None))
    issue = sentence.passage_of(sentence.span.doc[_left_of(token)], token)
    for one in found:
        if one.actor != whole.actor and view.kind(one) in _BODIES:
            yield Between(
                one, whole, sentence, "part", 0.8 if not speakers else 0.7, issue, modality, speakers=speakers
            )


_THINKS = frozenset(
    [
        "considers",
        "consider",
        "considered",
        "regards",
        "regard",
        "regarded",
        "sees",
        "see",
        "views",
        "view",
        "deems",
        "deem",
        "calls",
    ]
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
                for one in _subjects(view, sentence, verb, None) if other else ():
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
        found = _subjects(view, sentence, token.head, None)
        modality = modality_of(token.head)
        former = former or token.head.lower_ in _BE_THEN
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
