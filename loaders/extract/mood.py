"""Whether an act happened: denied, planned, asked for, supposed, or told as fact; and who vouches for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Modality
from loaders.extract.lexicon import lexicon
from loaders.extract.syntax import asks, child, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITIONS = ("if", "unless", "whether", "lest")
_DOUBT = frozenset(
    "possibility risk chance likelihood prospect hope fear speculation suspicion rumour rumor idea".split()
)
# "I want to thank X" thanks him.
_PERFORMED = frozenset(
    "express thank congratulate condemn apologise apologize welcome reiterate stress say commend praise "
    "extend convey reaffirm emphasise emphasize acknowledge add offer salute state note clarify make "
    "applaud honour honor remind assure send".split()
)
_BARELY = ("just", "only", "merely", "simply", "least")  # "not just X" denies nothing
_HEARSAY = (
    "said",
    "reported",
    "believed",
    "thought",
    "alleged",
    "rumoured",
    "rumored",
    "known",
    "understood",
)
_WISH = frozenset(["call", "appeal", "request", "demand", "plea", "proposal"])
_PLAN = frozenset("plan pledge promise decision commitment agreement deal vow offer intention".split())


@dataclass(frozen=True, slots=True)
class Mood:
    """The modality of an act, the verbs of speech above it (nearest first), and whether it is another act's issue.

    `governed` is "asked", "refused" or "accused" where the act is what somebody asks for, refuses or is blamed for:
    then it makes no claim of its own.
    """

    modality: Modality = "asserted"
    speech: tuple["Token", ...] = ()
    governed: str | None = None
    purpose: bool = False
    refused: bool = False


def refused(verb: "Token") -> bool:
    """Whether the clause says "will not": its subject refuses the act."""
    will = any(
        c.dep_ == "aux" and c.lower_ in ("will", "wo", "would", "shall", "'ll", "’ll") for c in verb.children
    )
    return will and child(verb, "neg") is not None and (not _says_would(verb) or _under_speech(verb))


def _says_would(verb: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "would" for c in verb.children)


def _negated(verb: "Token") -> bool:
    no = child(verb, "neg")
    if no is not None and no.i + 1 < len(verb.doc) and verb.doc[no.i + 1].lower_ not in _BARELY:
        return True
    words = lexicon().adverbs
    if any(c.dep_ == "advmod" and words.get(c.lower_) == "denied" for c in verb.children):
        return True
    if any(c.dep_ in ("nsubj", "nsubjpass", "dobj") and _no(c) for c in verb.children):
        return True
    # "do not all agree": the parser may hang "not" on "all".
    helper = child(verb, "aux")
    between = verb.doc[helper.i + 1 : verb.i] if helper is not None and helper.i < verb.i else ()
    return any(
        t.dep_ == "neg" and t.head.head == verb and t.head.dep_ in ("det", "appos", "advmod") for t in between
    )


def _no(noun: "Token") -> bool:
    return any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") for c in noun.children)


def _auxiliary(verb: "Token", reported: bool) -> Modality | None:
    for one in verb.children:
        if one.dep_ != "aux":
            continue
        word = one.lower_
        if word in ("will", "'ll", "’ll", "shall"):
            return "planned"
        if word == "would":
            return "planned" if reported else "hypothetical"
        if word in ("may", "might", "could", "can", "ca"):
            return "hypothetical"
        if word in ("must", "should", "ought"):
            return "requested"
    return None


def _own(verb: "Token", reported: bool) -> Modality:
    if _negated(verb):
        return "denied"
    by_word = _auxiliary(verb, reported)
    if by_word:
        return by_word
    if verb.head.lower_ in ("going", "due", "set", "about") and verb.dep_ == "xcomp":
        return "planned"
    bound = _bound(verb)
    if bound:
        return bound
    adverbs = lexicon().adverbs
    if any(c.dep_ == "advmod" and adverbs.get(c.lower_) == "hypothetical" for c in verb.children):
        return "hypothetical"
    mark = child(verb, "mark")
    if mark is not None and mark.lower_ in _CONDITIONS:
        return "hypothetical"
    if any(c.dep_ == "advcl" and _conditional(c) for c in verb.children) and by_word == "hypothetical":
        return "hypothetical"
    return "asserted"


def _bound(verb: "Token") -> Modality | None:
    """ "is to meet" is planned, "has until May to publish" open, "is said to have met" hearsay."""
    if not _infinitive(verb) or verb.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "relcl"):
        return None
    head = verb.head
    if verb.dep_ in ("xcomp", "ccomp", "advcl"):
        if head.lower_ in ("is", "are", "was", "were", "'s", "’s") and head.tag_.startswith("VB"):
            return (
                "planned"
                if verb.dep_ == "xcomp" and child(head, "attr", "acomp", "dobj", "prep") is None
                else None
            )
        if head.lower_ in ("has", "have") and verb.dep_ != "advcl":
            return "requested" if head.i + 2 == verb.i else "hypothetical"
        if head.lower_ in _HEARSAY and child(head, "auxpass") is not None:
            return "hypothetical"
        return None
    return None if _first_to(head) or _of_noun(head) else "hypothetical"


def _first_to(noun: "Token") -> bool:
    """ "the first country to recognise X", "among those to vote against": whoever is the noun did it."""
    if any(
        c.lower_ in ("first", "last", "only", "latest", "next") or c.tag_ in ("JJS", "RBS")
        for c in noun.children
    ):
        return True
    return noun.lower_ in ("first", "last", "latest", "one") or noun.head.lower_ in ("among", "of")


def _conditional(clause: "Token") -> bool:
    mark = child(clause, "mark")
    return mark is not None and mark.lower_ in ("if", "unless")


_RANK: dict[Modality, int] = {"asserted": 0, "planned": 1, "requested": 2, "hypothetical": 3, "denied": 4}


def stronger(one: Modality, other: Modality) -> Modality:
    """The modality that holds of an act when both an outer and an inner word bear on it."""
    if one == other == "denied":
        return "asserted"
    return one if _RANK[one] >= _RANK[other] else other


def _above(verb: "Token", head: "Token", modality: Modality) -> tuple[Modality, str | None]:
    """What a governing verb does to the clause under it: (modality, governed)."""
    words = lexicon()
    if verb.dep_ in ("ccomp",) and head.lower_ in words.speech and not _infinitive(verb):
        if words.speech[head.lower_] == "deny":
            return stronger("denied", modality), None
        if _negated(head):
            return stronger("hypothetical", modality), None
        if head.lower_ in _DEMANDS and asks(verb):
            return modality, "asked"
        if words.moods.get(head.lower_) == "hypothetical" and head.lower_ not in _DEMANDS:
            return stronger("hypothetical", modality), None
        if words.moods.get(head.lower_) == "asked" and head.lower_ in _DEMANDS:
            return modality, None if head.lower_.startswith("insist") else "asked"
        return modality, None
    kind = words.moods.get(head.lower_)
    if (
        head.lower_ in ("want", "wants", "wanted", "like", "wish", "wishes", "wished")
        and verb.lower_ in _PERFORMED
    ):
        return ("asserted" if modality == "hypothetical" else modality), None
    if kind == "planned":
        return stronger("denied" if _negated(head) else "planned", modality), None
    if kind in ("hypothetical", "denied"):
        if kind == "denied" and _negated(head):
            return modality, None
        return stronger("hypothetical" if kind == "hypothetical" else "denied", modality), None
    if kind in ("asked", "refused", "accused"):
        return modality, kind
    return modality, None


_DEMANDS = frozenset(
    "demand demands demanded demanding insist insists insisted insisting recommend recommends recommended "
    "propose proposes proposed proposing suggest suggests suggested require requires required urge urges "
    "urged".split()
)


def _infinitive(verb: "Token") -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def mood_of(verb: "Token") -> Mood:
    """The mood of the act that a verb (or a noun standing for an act) tells."""
    modality: Modality = "asserted"
    speech: list[Token] = []
    governed: str | None = None
    purpose = False
    words = lexicon()
    node, first = verb, True
    for _ in range(25):
        head = node.head
        if is_verb(node):
            reported = node.dep_ in ("ccomp", "conj", "xcomp") and _under_speech(node)
            if first or node.dep_ not in ("ROOT",):
                modality = (
                    stronger(_own(node, reported), modality) if _same_clause(node, verb, first) else modality
                )
            if node.dep_ == "xcomp" and is_verb(head) and words.moods.get(head.lower_) != "denied":
                modality = stronger(_own(head, reported or _under_speech(head)), modality)
            if node.dep_ == "advcl" and _infinitive(node) and head.lower_ not in words.moods:
                purpose = True
        first = False
        if head == node:
            break
        if is_verb(node) and is_verb(head) and node.dep_ in ("ccomp", "xcomp", "advcl"):
            if node.dep_ == "ccomp" and head.lower_ in words.speech and not _infinitive(node):
                speech.append(head)
            if node.dep_ != "advcl" or _for_clause(node):
                modality, by = _above(node, head, modality)
                governed = governed or by
        elif is_verb(node) and node.dep_ == "pcomp" and head.dep_ == "prep":
            modality, by = (
                _above(node, head.head, modality) if is_verb(head.head) else (modality, _of_noun(head.head))
            )
            governed = governed or by
            if head.lower_ == "without":
                modality = stronger("denied", modality)
        elif (
            is_verb(node)
            and node.dep_ in ("xcomp", "ccomp")
            and head.lower_ in words.adjectives
            and _infinitive(node)
        ):
            modality, by = _by_adjective(head, modality)
            governed = governed or by
        elif is_verb(node) and node.dep_ in ("acl", "ccomp") and not is_verb(head):
            word = head.lower_
            if word in _DOUBT or word.rstrip("s") in _DOUBT:
                modality = stronger("hypothetical", modality)
            elif _infinitive(node) or child(node, "mark"):
                governed = governed or _of_noun(head)
        if _contrast(node):
            break
        if node.dep_ in ("relcl",) and is_verb(node):
            # A relative clause asserts by itself, whatever governs the noun it hangs on; only the speaker stays.
            speech += _speech_above(head)
            break
        node = head
    return Mood(modality, tuple(dict.fromkeys(speech)), governed, purpose, refused(verb))


def _contrast(node: "Token") -> bool:
    """ "A said X, while B wrote Y": the second speaks for himself."""
    mark = child(node, "mark")
    if node.dep_ != "advcl" or mark is None or mark.lower_ not in ("while", "whereas"):
        return False
    return node.lower_ in lexicon().speech and child(node, "nsubj") is not None


def _by_adjective(word: "Token", modality: Modality) -> tuple[Modality, str | None]:
    """ "is ready to", "is unable to": (modality, governed) of the infinitive under an adjective."""
    kind = lexicon().adjectives[word.lower_]
    above = word.head
    if kind == "refused" or ((is_verb(above) or above.dep_ == "ROOT") and child(above, "neg") is not None):
        return modality, "refused"
    return stronger("planned" if kind == "planned" else "hypothetical", modality), None


def _same_clause(node: "Token", verb: "Token", first: bool) -> bool:
    """Whether the auxiliaries of a verb above still bear on the act: those of a coordinated or governing verb do."""
    return first or (node.dep_ != "conj" and node == verb) or _shares_auxiliary(node, verb)


def _shares_auxiliary(node: "Token", verb: "Token") -> bool:
    """ "will meet X and sign Y": the bare second verb shares the first one's auxiliary."""
    return (
        verb.dep_ == "conj"
        and verb.head == node
        and verb.tag_ in ("VB", "VBN", "VBG")
        and not child(verb, "aux", "nsubj")
    )


def _of_noun(noun: "Token") -> str | None:
    word = noun.lower_
    for form in (word, word.rstrip("s")):
        if form in _WISH:
            return "asked"
        if form in _PLAN:
            return "planned"
        if form in ("refusal", "rejection", "threat", "warning"):
            return "refused"
        if form in ("accusation", "allegation", "charge", "suspicion"):
            return "accused"
    return None


def _for_clause(node: "Token") -> bool:
    mark = child(node, "mark")
    return mark is not None and mark.lower_ == "for"


def _under_speech(verb: "Token") -> bool:
    node = verb
    while node.head != node:
        if node.dep_ == "ccomp" and node.head.lower_ in lexicon().speech:
            return True
        if node.dep_ not in ("conj", "xcomp", "ccomp"):
            return False
        node = node.head
    return False


def _speech_above(token: "Token") -> list["Token"]:
    found, node = [], token
    while node.head != node:
        if node.dep_ == "ccomp" and is_verb(node) and node.head.lower_ in lexicon().speech:
            found.append(node.head)
        node = node.head
    return found
