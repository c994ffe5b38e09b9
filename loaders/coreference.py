"""What pronouns and "the two countries" stand for: own rules, made for precision; in doubt nothing.

A pronoun goes to the best scored actor of fitting gender before it (subjects, near ones and the governing clause's
subject first). "I" and "we" inside a quotation are its speaker. "They" and "the two leaders" are a pair that was
named together before.
"""

from typing import TYPE_CHECKING

from loaders.document import Sentence
from loaders.pointing import empty, governs, has_object, joined, quoted
from loaders.stage import Mark, Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

_GENDER = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
_OWN = frozenset("i me my mine myself we us our ours ourselves".split())
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "their", "them", "themselves"])
_SUBJECT = ("nsubj", "nsubjpass", "agent")
_SPEECH = frozenset(
    "said says say saying told tells added adds wrote writes tweeted stated states warned warns insisted "
    "insists argued argues asked asks replied explained continued declared announced commented noted "
    "stressed remarked claimed claims vowed concluded recalled admitted posted urged promised called "
    "responded predicted acknowledged".split()
)
_COUNTRIES = frozenset(
    ["countries", "nations", "states", "powers", "neighbours", "neighbors", "governments", "capitals"]
)
_PERSONS = frozenset(
    "leaders presidents men women ministers delegates officials premiers statesmen politicians".split()
)
_EITHER = frozenset(["sides", "parties", "allies", "rivals", "delegations"])
_WINDOW = 3
_SINGLE = ("country", "organization", "armed group", "igo", "party", "media")


class Pronouns:
    """Resolves them in text order."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sentences = stage.document.sentences
        self.quoted = quoted(stage)
        self.counts: dict[str, int] = {}
        for mark in stage.marks:
            self.counts[mark.actor] = self.counts.get(mark.actor, 0) + 1
        self.rows: dict[int, list[Mark]] = {}
        for mark in stage.marks:
            self.rows.setdefault(mark.sentence.index, []).append(mark)

    def run(self) -> None:
        """Mark all pronouns that can be told."""
        for sentence in self.sentences:
            for token in sentence.span:
                word = token.lower_
                found: str | None = None
                if word in _GENDER:
                    found = self._person(sentence, token)
                elif word in _IT:
                    found = self._it(sentence, token)
                elif word in _THEY:
                    self._they(sentence, token)
                elif self._numbered(token):
                    self._pair(sentence, token)
                if found:
                    self._put(sentence, token, found)
        for sentence in self.sentences:
            for token in sentence.span:
                if (
                    token.lower_ in _OWN
                    and (sentence.paragraph, token.i) in self.quoted
                    and token.text != "US"
                ):
                    found = self._speaker(sentence)
                    if found:
                        self._put(sentence, token, found)

    def _put(self, sentence: Sentence, token: "Token", actor: str) -> None:
        mark = Mark(sentence, token.i, token.i, token.i, actor, "pronoun")
        self.stage.put(mark)
        self.rows.setdefault(sentence.index, []).append(mark)

    def _before(self, sentence: Sentence, token: "Token", window: int = _WINDOW) -> list[Mark]:
        """The marks before a token, of this sentence and a few before it."""
        first = max(0, sentence.index - window)
        rows = [m for n in range(first, sentence.index) for m in self.rows.get(n, [])]
        return rows + [m for m in self.rows.get(sentence.index, []) if m.head < token.i]

    # ------------------------------------------------------------------ he and she
    def _person(self, sentence: Sentence, token: "Token") -> str | None:
        inside = (sentence.paragraph, token.i) in self.quoted
        wanted = _GENDER[token.lower_]
        scores: dict[str, float] = {}
        barred = self._fellows(sentence, token)
        for mark in self._before(sentence, token):
            draft = self.stage.draft(mark.actor)
            if draft.kind != "person" or draft.gender not in (None, wanted):
                continue
            if self._clashes(sentence, token, mark) or mark.actor in barred:
                continue
            score = self._score(sentence, token, mark) + (1.0 if draft.gender == wanted else 0.0)
            scores[mark.actor] = max(score, scores.get(mark.actor, -99.0))
        if inside:
            speaker = self._speaker(sentence)
            scores = {a: s for a, s in scores.items() if a != speaker}
        if self._rival_object(sentence, token):
            return None
        best = sorted(scores.items(), key=lambda kv: -kv[1])
        if not best or (len(best) > 1 and best[0][1] - best[1][1] < 0.4):
            return None
        return best[0][0]

    def _rival_object(self, sentence: Sentence, token: "Token") -> bool:
        """Whether "him" rather means an object that nobody could name: "A met the commander, and B praised him"."""
        if token.dep_ != "dobj":
            return False
        first = token.head.head if token.head.dep_ == "conj" else None
        for mark in self.rows.get(sentence.index, []) if first is not None else ():
            if mark.form == "nominal" and mark.token.dep_ == "dobj" and mark.token.head == first:
                return self.stage.draft(mark.actor).kind == "group" and mark.token.tag_ == "NN"
        return False

    def _fellows(self, sentence: Sentence, token: "Token") -> set[str]:
        """Who stands behind the verb that "he" is the subject of, by name: "he sat down with A and B" is neither."""
        if token.dep_ not in _SUBJECT:
            return set()
        behind = [m for m in self.rows.get(sentence.index, []) if m.head > token.i and m.form == "name"]
        return {m.actor for m in behind if _of_verb(m.token, token.head)}

    def _clashes(self, sentence: Sentence, token: "Token", mark: Mark) -> bool:
        """Whether subject and object of one verb would be the same person ("Sarraj met him", "he met Sarraj")."""
        if (
            token.lower_ not in ("him", "her")
            or token.dep_ == "poss"
            or mark.sentence.index != sentence.index
        ):
            return False
        verb = token.head.head if token.head.dep_ in ("prep", "agent", "dative") else token.head
        return mark.token.head == verb and mark.token.dep_ in _SUBJECT

    def _score(self, sentence: Sentence, token: "Token", mark: Mark) -> float:
        distance = sentence.index - mark.sentence.index
        head = mark.token
        score = -1.5 * distance - (1.0 if mark.sentence.paragraph != sentence.paragraph else 0.0)
        if head.dep_ in _SUBJECT:
            score += 1.5 if distance else 1.0
        elif head.dep_ in ("poss", "compound"):
            score -= 0.8
        elif head.dep_ == "pobj":
            score -= 0.5
        if head.dep_ in _SUBJECT and head.head.dep_ == "ROOT":
            score += 0.7
        if not distance and token.dep_ in (*_SUBJECT, "poss") and governs(head, token):
            score += 1.5
            if _speaks_of(head, token):
                score += 1.0  # "A spoke while B wrote that he ...": he is B
        return score + 0.15 * min(self.counts.get(mark.actor, 0), 5)

    # ------------------------------------------------------------------ it and they
    def _it(self, sentence: Sentence, token: "Token") -> str | None:
        """ "It" and "its" where the clause, or the one that governs it, has one fitting subject."""
        if (sentence.paragraph, token.i) in self.quoted or (token.lower_ == "it" and empty(token)):
            return None
        subjects = [
            m
            for m in self.rows.get(sentence.index, [])
            if m.head < token.i
            and m.token.dep_ in _SUBJECT
            and m.form != "pronoun"
            and governs(m.token, token)
        ]
        if token.dep_ == "poss" and not subjects:
            subjects = [
                m for m in self.rows.get(sentence.index, []) if m.head < token.i and joined(m.token, token)
            ]
        if token.dep_ == "nsubjpass" and any(has_object(m.token) for m in subjects):
            return None  # "the senate passed a bill, but it was stopped": the bill or the senate
        fitting = {m.actor for m in subjects if self._single(m)}
        if len(fitting) == 1 and all(self._single(m) for m in subjects[-1:]):
            return subjects[-1].actor if subjects[-1].actor in fitting else None
        if not subjects and token.dep_ in _SUBJECT and token.head.dep_ == "ROOT":
            return self._last_subject(sentence)
        return None

    def _single(self, mark: Mark) -> bool:
        return self.stage.draft(mark.actor).kind in _SINGLE and mark.token.tag_ not in ("NNS",)

    def _last_subject(self, sentence: Sentence) -> str | None:
        """The main subject of the sentence before, where it is a body or country and the only one named there."""
        rows = [
            m
            for m in self.rows.get(sentence.index - 1, [])
            if m.token.dep_ in _SUBJECT and m.token.head.dep_ == "ROOT"
        ]
        others = {m.actor for m in self.rows.get(sentence.index - 1, []) if self._single(m)}
        return (
            rows[0].actor if len(rows) == 1 and self._single(rows[0]) and others == {rows[0].actor} else None
        )

    def _they(self, sentence: Sentence, token: "Token") -> None:
        """Who was named together as the subject before; or a plural description that was."""
        if (sentence.paragraph, token.i) in self.quoted:
            return
        for index in (sentence.index, sentence.index - 1):
            rows = [
                m
                for m in self.rows.get(index, [])
                if m.token.dep_ in _SUBJECT
                and (index < sentence.index or (m.head < token.i and governs(m.token, token)))
            ]
            for mark in reversed(rows):
                group = [mark, *(self.stage.mark_at(mark.sentence, c) for c in mark.token.conjuncts)]
                together = [m for m in group if m is not None]
                if len(together) > 1:
                    self._share(sentence, token, together)
                    return
                kind = self.stage.draft(mark.actor).kind
                here = index == sentence.index and kind != "person"
                if (
                    (kind == "group" or here) and mark.token.tag_ in ("NNS", "NNPS")
                ) or mark.token.lower_ == "police":
                    self._put(sentence, token, mark.actor)
                    return
            if rows:
                return

    def _share(self, sentence: Sentence, token: "Token", together: list[Mark]) -> None:
        actors = list(dict.fromkeys(m.actor for m in together))
        marks = tuple(
            Mark(sentence, token.i, token.i, token.i, a, "pronoun" if token.lower_ in _THEY else "nominal")
            for a in actors
        )
        at = (sentence.paragraph, token.i)
        self.stage.shared[at] = marks
        mark = self.stage.heads.pop(at, None)
        if mark is not None:
            self.stage.marks.remove(mark)
            self.rows[sentence.index] = [m for m in self.rows.get(sentence.index, []) if m is not mark]

    # ------------------------------------------------------------------ the two countries
    def _numbered(self, token: "Token") -> bool:
        if token.lower_ not in _COUNTRIES | _PERSONS | _EITHER:
            return False
        return any(c.lower_ in ("two", "both") for c in token.children)

    def _pair(self, sentence: Sentence, token: "Token") -> None:
        """The last two actors named together before it that the noun fits."""
        word = token.lower_
        own = [
            c
            for c in token.children
            if c.dep_ in ("poss",) or (c.dep_ == "amod" and self.stage.mark_at(sentence, c))
        ]
        if own:
            return
        kinds = (
            ("country",)
            if word in _COUNTRIES
            else ("person",)
            if word in _PERSONS
            else ("country", "person", "igo", "organization", "armed group")
        )
        # "both sides" may be any two; only those named just before are certain.
        first = max(0, sentence.index - 1) if word in _EITHER else 0
        for index in range(sentence.index, first - 1, -1):
            rows = sorted(self.rows.get(index, []), key=lambda m: -m.head)
            for mark in rows:
                # "the speaker, A, and the head of X, B": the titles are joined, the names stand behind them.
                joint = mark.token.head if mark.token.dep_ == "appos" else mark.token
                if (index == sentence.index and mark.head >= token.i) or joint.dep_ != "conj":
                    continue
                group = [self._named(mark.sentence, t) for t in (*joint.conjuncts, joint)]
                together = [m for m in group if m is not None]
                if len({m.actor for m in together}) != 2 or len(group) != 2:
                    continue
                if all(self.stage.draft(m.actor).kind in kinds and m.form != "pronoun" for m in together):
                    self._share(sentence, token, together)
                    return

    def _named(self, sentence: Sentence, token: "Token") -> Mark | None:
        """The mark of the name behind a title, else that of the token itself."""
        behind = (
            self.stage.mark_at(sentence, c) for c in token.subtree if c.dep_ == "appos" and c.i > token.i
        )
        named = next(
            (m for m in behind if m is not None and self.stage.draft(m.actor).kind == "person"), None
        )
        own = self.stage.mark_at(sentence, token)
        return own if own is not None and own.form == "name" else named or own

    # ------------------------------------------------------------------ I and we
    def _speaker(self, sentence: Sentence) -> str | None:
        """Who speaks in a sentence's quotation: the subject of a verb of speech in it, else beside it."""
        near = [sentence]
        for step in (-1, 1):
            at = sentence.index + step
            if 0 <= at < len(self.sentences) and self.sentences[at].paragraph == sentence.paragraph:
                near.append(self.sentences[at])
        for one in near:
            found = {
                m.actor
                for token in one.span
                if token.lower_ in _SPEECH and (one.paragraph, token.i) not in self.quoted
                for c in token.children
                if c.dep_ == "nsubj" and (m := self.stage.mark_at(one, c))
            }
            if len(found) == 1:
                return found.pop()
            if found:
                return None
        return None


def _of_verb(noun: "Token", verb: "Token") -> bool:
    """Whether a noun is an object of the verb, with or without a preposition, itself or joined to one."""
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ == "pobj":
        noun = noun.head
    return noun.head == verb and noun.dep_ in ("dobj", "prep", "dative", "agent")


def _speaks_of(subject: "Token", pronoun: "Token") -> bool:
    """Whether the pronoun's clause is what the subject's own verb says."""
    return pronoun.head.dep_ == "ccomp" and pronoun.head.head == subject.head
