"""Which relations an English word can tell: a lexicon far wider than the frames, without their slots.

The network learns from some ten thousand sentences; what it has not met there it may know from here. A word of the lexicon alone
makes no claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.errors import DataError
from graph.ontology import relations
from graph.resources import read_toml
from loaders.extract.lexicon import inflections, plurals

if TYPE_CHECKING:
    from spacy.tokens import Token

Table = dict[str, frozenset[str]]
_NONE: frozenset[str] = frozenset()
_VERBAL = ("V", "J")
_PARTICLES = ("prt", "prep", "advmod", "agent", "dative", "aux", "xcomp", "pcomp")
_OBJECTS = ("dobj", "obj", "pobj", "attr", "oprd", "acomp", "nsubjpass")
_DOUBLED = "bdfglmnprt"
_VOWELS = "aeiou"
_SHORTEST, _LONGEST = 3, 6


@dataclass(frozen=True, slots=True)
class Senses:
    """Relations by word form; `particles` and `objects` first by the verb's form, then by the word that goes with it."""

    verbs: Table
    nouns: Table
    adjectives: Table
    particles: Mapping[str, Table]
    objects: Mapping[str, Table]

    def alone(self, form: str, tag: str) -> frozenset[str]:
        """The relations that a word can tell by itself; `tag` is the first letter of its part of speech here."""
        found = _NONE
        if tag in _VERBAL:
            found = self.verbs.get(form, _NONE)
            more = self.adjectives.get(form)
            found = found | more if more else found
        if tag == "N" or form.endswith("ing"):
            more = self.nouns.get(form)
            found = found | more if more else found
        return found

    def together(self, token: "Token", form: str) -> frozenset[str]:
        """The relations that a verb tells with its particle ("turned down") or its object ("took aim"); `form` is its word."""
        found = _NONE
        if form in self.particles:
            table = self.particles[form]
            for child in token.children:
                if child.dep_ in _PARTICLES:
                    found |= table.get(child.lower_, _NONE)
        if form in self.objects:
            table = self.objects[form]
            for noun in _objects(token):
                found |= table.get(noun.lower_, _NONE)
        return found


def _objects(verb: "Token") -> "Iterable[Token]":
    """Objects of a verb and of its prepositions."""
    for child in verb.children:
        if child.dep_ in _OBJECTS:
            yield child
        elif child.dep_ in ("prep", "dative"):
            yield from (below for below in child.children if below.dep_ in _OBJECTS)


@cache
def senses(language: str = "en") -> Senses:
    """The lexicon of a language, from data/languages/<language>/senses.toml. Raises DataError."""
    name = f"languages/{language}/senses.toml"
    irregular: dict[str, list[str]] = read_toml(f"languages/{language}/frames.toml")["irregular"]
    verbs: dict[str, set[str]] = {}
    nouns: dict[str, set[str]] = {}
    adjectives: dict[str, set[str]] = {}
    particles: dict[str, dict[str, set[str]]] = {}
    objects: dict[str, dict[str, set[str]]] = {}
    for relation, part in read_toml(name).items():
        if relation not in relations():
            raise DataError(f"{name}: '{relation}' is no relation of ontology/relations.toml")
        for entry in part.get("verbs", ()):
            verb, *with_it = entry.split("+")
            for form in verb_forms(verb, irregular):
                if with_it:
                    particles.setdefault(form, {}).setdefault(with_it[0], set()).add(relation)
                else:
                    verbs.setdefault(form, set()).add(relation)
        for entry in part.get("nouns", ()):
            for form in plurals(entry):
                nouns.setdefault(form, set()).add(relation)
        for entry in part.get("adjectives", ()):
            adjectives.setdefault(entry, set()).add(relation)
        for entry in part.get("fixed", ()):
            verb, noun = entry.split("_")
            for form in verb_forms(verb, irregular):
                for other in plurals(noun):
                    objects.setdefault(form, {}).setdefault(other, set()).add(relation)
    return Senses(
        _frozen(verbs),
        _frozen(nouns),
        _frozen(adjectives),
        {form: _frozen(table) for form, table in particles.items()},
        {form: _frozen(table) for form, table in objects.items()},
    )


def _frozen(table: Mapping[str, set[str]]) -> Table:
    return {form: frozenset(found) for form, found in table.items()}


def verb_forms(verb: str, irregular: dict[str, list[str]]) -> set[str]:
    """All forms of a verb, with and without the last letter doubled ("banned", "visited")."""
    forms = inflections(verb, irregular)
    doubles = (
        verb not in irregular
        and _SHORTEST <= len(verb) <= _LONGEST
        and verb[-1] in _DOUBLED
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
    )
    return forms | {verb + verb[-1] + "ed", verb + verb[-1] + "ing"} if doubles else forms
