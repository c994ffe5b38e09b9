"""Who can be a party at a point of the article: the cast, and the pair that "the two leaders" stands for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.cast import Cast
from loaders.document import Sentence
from loaders.extract.trace import Drop, Trace

if TYPE_CHECKING:
    from spacy.tokens import Token

_BOTH = frozenset(["two", "both"])
_PEOPLE = frozenset(
    "leaders presidents ministers men women delegates officials sides countries nations parties "
    "governments capitals statesmen neighbours neighbors allies powers rivals delegations diplomats "
    "states".split()
)

COUNTS = frozenset(
    "thousands hundreds dozens scores tens millions number group groups members majority crowd crowds "
    "some many most one all several two three four five".split()
)


# Whose office, side or camp acts, acts himself.
_OFFICES = frozenset(
    ["office", "side", "camp", "delegation", "leadership", "cabinet", "administration", "entourage"]
)


# "His government", "its army": whose it is acts.
_STATE = frozenset(
    "government administration regime country nation army military troops forces navy parliament ministry "
    "movement party police authorities cabinet office".split()
)


@dataclass(slots=True)
class Scene:
    """The cast with the parties of the last meeting told, and a trace of the acts that were dropped."""

    cast: Cast
    pair: tuple[Mention, ...] = ()
    pair_at: int = -1
    trace: Trace = field(default_factory=Trace)

    def drop(
        self, why: str, sentence: Sentence, word: "Token", relation: str, rule: str, *, quiet: bool = False
    ) -> None:
        """Note an act that is left out."""
        told = sentence.passage_of(word, word)
        self.trace.drops.append(Drop(sentence.index, told, relation, rule, why, quiet))

    def at(self, sentence: Sentence, token: "Token") -> list[Mention]:
        """The mentions that a head stands for: one, or the pair for "the two sides"."""
        shared = self.cast.shared.get((sentence.index, token.i))
        # A pair that met in this very sentence is meant before any two of an earlier one.
        if self.pair and self._means_both(token) and (not shared or self.pair_at == sentence.index):
            return list(self.pair)
        found = list(self.cast.parties(sentence, token))
        if len(found) == 1 and found[0].form == "nominal":
            # "the journalist Irina Volkova": the name behind the description says who it is.
            found = self._named_behind(sentence, token) or found
        return found or self._stand_in(sentence, token)

    def _named_behind(self, sentence: Sentence, token: "Token") -> list[Mention]:
        for one in token.children:
            named = self.cast.heads.get((sentence.index, one.i)) if one.dep_ == "appos" else None
            if named is not None and named.form == "name":
                between = one.doc[token.i + 1 : one.left_edge.i]
                if not len(between):
                    return [named]
        return []

    def _stand_in(self, sentence: Sentence, token: "Token") -> list[Mention]:
        """Who is meant by "the governor Tomas Lind", "thousands of teachers" and "the office of X"."""
        for one in token.children:
            if one.dep_ == "appos" and token.tag_.startswith("N"):
                found = self.cast.heads.get((sentence.index, one.i))
                if (
                    found is not None
                    and found.form == "name"
                    and token.ent_type_ not in ("PERCENT", "CARDINAL")
                ):
                    return [found]
            if one.dep_ in ("compound", "amod", "nmod") and token.lower_ in ("members", "member"):
                group = self.cast.heads.get((sentence.index, one.i))
                if group is not None and group.form == "name":
                    return [group]
            if one.dep_ == "poss" and one.tag_ == "PRP$" and token.lower_ in _STATE:
                return self.at(sentence, one)
            if one.dep_ == "prep" and one.lower_ == "of" and token.lower_ in COUNTS | _OFFICES:
                return [m for noun in one.children if noun.dep_ == "pobj" for m in self.at(sentence, noun)]
        return []

    @staticmethod
    def _means_both(token: "Token") -> bool:
        if token.lower_ == "both" and token.dep_ in ("nsubj", "nsubjpass", "pobj"):
            return True
        if token.lower_ not in _PEOPLE:
            return False
        return any(c.lower_ in _BOTH for c in token.children if c.dep_ in ("nummod", "det", "predet", "amod"))
