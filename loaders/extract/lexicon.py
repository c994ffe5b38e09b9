"""The frames of a language: which words tell which act, and where its parties stand. Read from TOML, checked."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.errors import DataError
from graph.ontology import relations
from graph.resources import read_toml

if TYPE_CHECKING:
    from spacy.tokens import Token

_LISTS = (
    "needs",
    "lacks",
    "target",
    "issue",
    "joint",
    "source",
    "source_kinds",
    "target_kinds",
    "fellow_kinds",
)
_VOWELS = "aeiou"
_SPEECH = {"REQUEST", "ACCUSE", "REJECT", "STATEMENT", "THREATEN", "SUPPORT"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of telling an act. Slots: "obj", "dative", "that", "to", or a preposition.

    `needs` must all be filled; `nouns` restricts the head of the object (light verbs: "held talks");
    `target` and `issue` name slots by preference; `source_kinds` and `target_kinds` restrict the actor kinds;
    `solo` lets a joint act stand with one party and an issue ("attended the summit"); `inner` looks for the target
    inside an issue ("the attack by X"); `fellow_kinds` restricts the fellow parties of a joint act; `alone` lets a noun
    stand with its doer only ("A's resignation").
    """

    id: str
    relation: str
    words: tuple[str, ...]
    mode: str | None = None
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    nouns: frozenset[str] = frozenset()
    target: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    source_kinds: tuple[str, ...] = ()
    target_kinds: tuple[str, ...] = ()
    fellow_kinds: tuple[str, ...] = ()
    alone: bool = False
    inner: bool = False
    actor_object: bool = False
    targetless: bool = True
    place_target: bool = False
    solo: bool = False
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames by word form, and the verbs that change the mood of what they govern."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    modifiers: dict[str, str]
    moods: dict[str, str]
    speech: dict[str, str]
    adverbs: dict[str, str]
    adjectives: dict[str, str]

    def is_speech_act(self, token: "Token") -> bool:
        """Whether the verb tells an act of speech."""
        form = token.lower_
        return form in self.speech or any(f.relation in _SPEECH for f in self.verbs.get(form, ()))


def inflections(verb: str, irregular: dict[str, list[str]]) -> set[str]:
    """All forms of an English verb: base, -s, -ing, past, participle."""
    if verb in irregular:
        return {verb, *irregular[verb]}
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing" if not verb.endswith("ee") else verb + "ing"}
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else verb + "s"
    return {verb, third, verb + "ed", verb + "ing"}


def plurals(noun: str) -> set[str]:
    """An English noun in singular and plural; one that ends with s stays as it is."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return {noun}
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return {noun, noun[:-1] + "ies"}
    return {noun, noun + "es" if noun.endswith(("s", "sh", "ch", "x")) else noun + "s"}


def _frame(row: dict[str, Any], number: int, file: str) -> Frame:
    where = f"{file}: frame {row.get('id', number)}"
    unknown = set(row) - {*Frame.__slots__, "verbs"} - {"id"}
    if unknown:
        raise DataError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if row.get("relation") not in relations():
        raise DataError(f"{where}: '{row.get('relation')}' is no relation of ontology/relations.toml")
    lists = {k: tuple(row.get(k, ())) for k in _LISTS}
    return Frame(
        id=str(row["id"]),
        relation=row["relation"],
        words=tuple(row["words"]),
        mode=row.get("mode"),
        nouns=frozenset(form for noun in row.get("nouns", ()) for form in plurals(noun)),
        inner=bool(row.get("inner", False)),
        actor_object=bool(row.get("actor_object", False)),
        targetless=bool(row.get("targetless", True)),
        place_target=bool(row.get("place_target", False)),
        solo=bool(row.get("solo", False)),
        alone=bool(row.get("alone", False)),
        confidence=float(row.get("confidence", 0.8)),
        **lists,
    )


def _weight(frame: Frame) -> int:
    """The more a frame asks for, the more it is to be believed: try it first."""
    asked = 2 * len(frame.needs) + 3 * bool(frame.nouns) + len(frame.lacks)
    return -(asked + bool(frame.source_kinds) + frame.actor_object)


def _by_form(frames: list[Frame], forms: Any) -> dict[str, tuple[Frame, ...]]:
    table: dict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        for word in frame.words:
            for form in forms(word):
                table[form].append(frame)
    return {
        form: tuple(
            sorted(
                found,
                key=_weight,
            )
        )
        for form, found in table.items()
    }


def _kinds(section: dict[str, list[str]]) -> dict[str, str]:
    return {word: kind for kind, words in section.items() for word in words}


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, from data/languages/<language>/frames.toml. Raises DataError."""
    name = f"languages/{language}/frames.toml"
    data = read_toml(name)
    irregular: dict[str, list[str]] = data["irregular"]

    def verb_forms(verb: str) -> set[str]:
        return inflections(verb, irregular)

    def table(section: dict[str, list[str]]) -> dict[str, str]:
        return {form: kind for kind, verbs in section.items() for verb in verbs for form in verb_forms(verb)}

    verbs = [_frame(row, n, name) for n, row in enumerate(data["verb"], 1)]
    nouns = [_frame(row, n, name) for n, row in enumerate(data["noun"], 1)]
    return Lexicon(
        verbs=_by_form(verbs, verb_forms),
        nouns=_by_form(nouns, plurals),
        modifiers=dict(data["modifier"]),
        moods=table(data["mood"]),
        speech=table(data["speech"]),
        adverbs=_kinds(data["adverb"]),
        adjectives=_kinds(data["adjective"]),
    )
