"""When and where: the dates and places of a sentence, each given to the act it hangs on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.model import Place, Problem, When
from loaders.document import Document, Sentence
from loaders.extract.syntax import child, clause_verb, is_verb, speaker_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.dates import Dated

_LOCATIVE = ("in", "at", "outside", "near")
_PLACES = ("GPE", "LOC", "FAC")
# Verbs that tell when and where a meeting was, not another act.
_HELD = frozenset(
    "held hold took take takes taking place began begin ended end ends opened came come comes convened "
    "hosted".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Circumstance:
    """A date or place with the path of tokens from it up to (and including) the first verb above."""

    start: int
    end: int
    path: tuple["Token", ...]
    when: When | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """Those of each sentence, by sentence index, and the dates that could not be resolved.

    `ahead` holds the dates as they are meant of what is still to come ("on Friday" = the next one).
    """

    dates: dict[int, list[Circumstance]]
    ahead: dict[int, list[Circumstance]]
    places: dict[int, list[Circumstance]]
    problems: tuple[Problem, ...]


def _path(token: "Token") -> tuple["Token", ...]:
    """From a token up to the first verb; the token's own modifiers do not count."""
    path, node = [], token
    while True:
        path.append(node)
        if is_verb(node) or node.head == node:
            return tuple(path)
        node = node.head


def _head_in(sentence: Sentence, start: int, end: int) -> "Token | None":
    """The syntactic head of the stretch [start, end) of the article's text."""
    inside = [t for t in sentence.span if start <= sentence.at(t)[0] < end]
    return next((t for t in inside if t.head == t or t.head not in inside), None)


def _places(sentence: Sentence) -> list[Circumstance]:
    found = []
    for entity in sentence.span.ents:
        root = entity.root
        if entity.label_ not in _PLACES or root.dep_ != "pobj" or root.head.lower_ not in _LOCATIVE:
            continue
        first = entity[0] if entity[0].lower_ != "the" or len(entity) == 1 else entity[1]
        passage = sentence.passage_of(first, entity[-1])
        place = Place(passage.text, passage.start, passage.end)
        found.append(Circumstance(passage.start, passage.end, _path(root.head), place=place))
    return found


def _told(sentence: Sentence, found: "list[Dated]") -> list[Circumstance]:
    """The resolved dates that may date an act; "since 2015" and "by Monday" bound a time and date none."""
    told = []
    for one in found:
        start, end = sentence.start + one.start, sentence.start + one.end
        head = _head_in(sentence, start, end)
        if one.when is not None and one.bound is None and head is not None:
            told.append(Circumstance(start, end, _path(head), when=one.when))
    return told


def circumstances(document: Document) -> Circumstances:
    """All dates and places of a document. Dates that need a publication date it has not become problems."""
    from loaders.dates import dates_in, last_day

    published = document.article.published
    dates: dict[int, list[Circumstance]] = {}
    ahead: dict[int, list[Circumstance]] = {}
    places: dict[int, list[Circumstance]] = {}
    problems: list[Problem] = []
    anchor: date | None = None
    for sentence in document.sentences:
        text = sentence.span.text
        found = dates_in(text, published=published, anchor=anchor)
        coming = dates_in(text, published=published, anchor=anchor, prefer="future")
        places[sentence.index] = _places(sentence)
        dates[sentence.index], ahead[sentence.index] = _told(sentence, found), _told(sentence, coming)
        later = {one.start for one in coming if one.when is not None}
        why = "has no publication date" if published is None else "names no certain date"
        problems += [
            Problem(document.article.id, "dates", f"'{text[one.start : one.end]}' {why}")
            for one in found
            if one.when is None and one.start not in later
        ]
        anchor = last_day(found, anchor)
    return Circumstances(dates, ahead, places, tuple(problems))


def _owners(trigger: "Token", within: Iterable["Token"]) -> set[int]:
    """Tokens whose circumstances are the act's own: the trigger, the verb a meeting is "held" by, its asked-for clause."""
    owners = {trigger.i, *(t.i for t in within), *_same_occasion(trigger)}
    shared = trigger.dep_ == "conj" and is_verb(trigger.head) and speaker_verb(trigger) is None
    if shared and child(trigger, "nsubj", "nsubjpass") is None:
        owners.add(trigger.head.i)  # "flew to X on Friday and met Y"
    if not is_verb(trigger):
        owners |= {c.i for c in trigger.children if c.dep_ in ("relcl", "acl") and c.lower_ in _HELD}
        node = trigger
        while node.dep_ in ("pobj", "prep", "conj", "compound"):
            node = node.head
        if is_verb(node.head) and node.head.lower_ in _HELD:
            owners.add(node.head.i)
        if is_verb(node) and node.lower_ in _HELD:
            owners.add(node.i)
    return owners


def _same_occasion(verb: "Token") -> set[int]:
    """The verb whose date and place a clause shares: "held a forum in X, at which A received B"."""
    if not is_verb(verb):
        return set()
    if verb.dep_ == "relcl" and _there(verb):
        above = verb.head if is_verb(verb.head) else clause_verb(verb)
        return {above.i, verb.head.i} if above is not None else set()
    return set()


def _there(verb: "Token") -> bool:
    """Whether a relative clause tells what was done there and then: "where", "at which", "during which"."""
    for one in verb.children:
        if one.i < verb.i and (
            one.lower_ in ("where", "when")
            or (one.dep_ == "prep" and any(c.lower_ == "which" for c in one.children))
        ):
            return True
    return False


def _inside_party(one: Circumstance, owners: set[int]) -> bool:
    """Whether the words belong to a party's name or description ("the mission in Libya met ..."), not to the act."""
    for token in one.path:
        if token.i in owners:
            return False
        if token.dep_ in ("nsubj", "nsubjpass", "appos", "poss", "agent"):
            return True
    return False


def of_act(
    trigger: "Token",
    found: list[Circumstance],
    *,
    within: Iterable["Token"] = (),
    barred: tuple[int, int] | None = None,
) -> Circumstance | None:
    """The date or place of an act: the one whose path ends at the trigger or passes it. `barred` = its issue's span."""
    owners = _owners(trigger, within)
    own = [one for one in found if any(t.i in owners for t in one.path) and not _inside_party(one, owners)]
    free = [one for one in own if not (barred and barred[0] <= one.start < barred[1])]
    return next((one for one in free if one.path[-1] == trigger), free[0] if free else None)
