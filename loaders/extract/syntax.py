"""What stands where in a clause: subjects, objects, prepositional objects and clauses of a verb.

Dependency labels are those of spaCy's English models (ClearNLP style). Tokens are compared by `==`: spaCy makes
new Token objects for the same token, so `is` never holds.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_SUBJECT = ("nsubj", "nsubjpass")
_RELATIVE = ("which", "who", "that", "whom")
# "used the visit to thank X": whoever uses it does it.
_MEANS = ("use", "uses", "used", "using", "take", "took", "promise", "promised", "vow", "vowed")
# Texts act for whoever wrote them: "posted a message blaming X", "a letter calling for Y".
_TEXTS = frozenset(
    "message statement letter tweet post video report speech note article communique email memo petition "
    "declaration comment comments remarks interview lawsuit suit complaint release announcement telegram "
    "messages tweets statements".split()
)
# Who "should", "must" or bare "be" stands for is asked, not told, to be so.
_ASKING = ("should", "must", "ought", "shall")
# What a relative clause without an object of its own does not act on: "the day he resigned".
_NO_OBJECT = frozenset(
    "day night week month year time moment morning evening afternoon place way reason extent row manner "
    "hour date weekend degree everything anything".split()
)


def is_verb(token: "Token") -> bool:
    """Whether the token is a form of a full verb, not an auxiliary."""
    return token.tag_ in VERBAL and token.dep_ not in ("aux", "auxpass")


def child(token: "Token", *deps: str) -> "Token | None":
    """The first child with one of these labels."""
    return next((c for c in token.children if c.dep_ in deps), None)


def coordinated(token: "Token") -> list["Token"]:
    """The token and all that is joined to it by "and", in order."""
    found = [token]
    for one in token.children:
        if one.dep_ == "conj":
            found += coordinated(one)
        elif one.dep_ == "appos":
            # "the premier, A, and the general B": the parser joins B to A.
            joined = [c for c in one.children if c.dep_ == "conj"]
            # "A, his wife and the head of B" is one person, "the premier, A, and the general B" are two.
            named = not token.tag_.startswith("NNP")
            found += [other for c in joined if named or c.tag_.startswith("NNP") for other in coordinated(c)]
    return found


def passive(verb: "Token") -> bool:
    """Whether the verb is passive: "was arrested", and the reduced "the man arrested by police"."""
    if child(verb, "auxpass", "nsubjpass"):
        return True
    if verb.tag_ != "VBN" or child(verb, "aux", "nsubj"):
        return False
    if verb.dep_ == "conj" and is_verb(verb.head) and not child(verb, "dobj"):
        return passive(verb.head)
    return verb.dep_ in ("acl", "amod", "advcl") and not child(verb, "dobj")


def _antecedent(word: "Token", verb: "Token") -> "Token":
    """The noun that a relative pronoun stands for; the word itself if it is none."""
    if word.lower_ not in _RELATIVE or word.tag_ not in ("WDT", "WP", "IN"):
        return word
    node = verb
    while node.dep_ == "conj" and is_verb(node.head):
        node = node.head
    if node.dep_ not in ("relcl", "acl"):
        return word
    noun = node.head
    # "the YPG, a militia that has led ...": what the apposition does, its noun does.
    return noun.head if noun.dep_ == "appos" and noun.head.tag_.startswith("NNP") else noun


def subjects(verb: "Token", depth: int = 0) -> list["Token"]:
    """The heads of the (logical surface) subject, coordinated ones each; empty where there is none to be found."""
    own = child(verb, *_SUBJECT)
    if own is not None:
        noun = _antecedent(own, verb)
        # "A, who commands B, and C": what stands in the middle of a list is said of the name before it only.
        return [t for t in coordinated(noun) if noun == own or t.i < verb.i]
    if depth > 6:
        return []
    head = verb.head
    if verb.dep_ == "conj" and is_verb(head):
        return subjects(speaker_verb(verb) or head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl", "ccomp", "pcomp") or (verb.dep_ == "prep" and verb.tag_ == "VBG"):
        return [] if _astray(verb) else _controller(verb, depth)
    if verb.dep_ == "acl" and head.tag_.startswith("N"):
        return _author(head, depth) if head.lower_ in _TEXTS else coordinated(head)
    return []


def _author(text: "Token", depth: int) -> list["Token"]:
    """Whose text it is: the possessor, else who posts, writes or issues it."""
    own = child(text, "poss")
    if own is not None:
        return coordinated(own)
    node = text.head.head if text.dep_ == "pobj" else text.head
    return subjects(node, depth + 1) if is_verb(node) else []


def _astray(verb: "Token") -> bool:
    """Whether a participle behind a comma may belong to another subject than its main verb's.

    "A blamed B for selling arms, threatening ..." and "A named him minister, which he was until May, resigning ...":
    with another clause in between, nobody can tell from the parse. Words of speech go with the one who speaks.
    """
    main = verb.head
    if verb.dep_ == "pcomp" and main.lower_ in ("including", "like", "than"):
        return True  # "faces charges, A said, including helping B"
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or verb.i < main.i or not is_verb(main):
        return False
    if child(verb, "mark", "advmod") is not None:
        return False  # "before leaving", "while visiting"
    from loaders.extract.lexicon import lexicon

    if lexicon().is_speech_act(verb) and main.lower_ in lexicon().speech:
        return False
    between = verb.doc[main.i + 1 : verb.left_edge.i]
    return any(is_verb(t) and t.dep_ in ("relcl", "pcomp", "ccomp", "acl", "conj") for t in between)


def speaker_verb(verb: "Token") -> "Token | None":
    """In "S said that C supports P and called for Q" the parser joins "called" to "supports"; the speaker is S.

    Holds where the second verb has no subject and no "that" of its own and is itself an act of speech.
    """
    first = verb.head
    if first.dep_ != "ccomp" or not is_verb(first.head) or child(verb, "mark", "aux"):
        return None
    from loaders.extract.lexicon import lexicon

    return first.head if lexicon().is_speech_act(verb) and verb.tag_ == "VBD" == first.head.tag_ else None


def _controller(verb: "Token", depth: int) -> list["Token"]:
    """The subject of an infinitive or participle without one: the object of the verb above, else its subject."""
    node = verb.head
    if node.dep_ == "prep":
        if node.lower_ == "as" and is_verb(node.head) and child(node.head, "dobj") is not None:
            return objects(node.head)  # "cited the rule as barring him"
        node = node.head
    if not is_verb(node):
        return subjects(node, depth + 1) if node.tag_ in VERBAL else _owner(node, verb)
    if verb.dep_ in ("xcomp", "ccomp") and verb.tag_ == "VB":
        obj = child(node, "dobj") if node.lower_ not in _MEANS else None
        if obj is not None and obj.i < verb.i:
            return coordinated(obj)
    return subjects(node, depth + 1)


def _owner(noun: "Token", verb: "Token") -> list["Token"]:
    """Whose plan, attempt or right it is: "Egypt's plan to send troops", "the minister able to ..."."""
    own = child(noun, "poss")
    if own is not None:
        return [own]
    if (noun.dep_ in ("acomp", "attr", "dobj") and is_verb(noun.head)) or noun.head.tag_ in VERBAL:
        return subjects(noun.head, 1)
    return []


def objects(verb: "Token") -> list["Token"]:
    """The heads of the direct object (of the surface subject, where the verb is passive)."""
    if passive(verb):
        if verb.dep_ in ("acl", "amod") and not child(verb, "nsubjpass"):
            return [verb.head]
        return subjects(verb)
    own = child(verb, "dobj")
    if own is not None:
        if own.lower_ in _RELATIVE and own.i < verb.i:
            return (
                []
                if verb.dep_ == "relcl" and verb.head.lower_ in _NO_OBJECT
                else coordinated(_antecedent(own, verb))
            )
        return coordinated(own)
    if (
        verb.dep_ == "relcl"
        and (subject := child(verb, "nsubj")) is not None
        and subject.lower_ not in _RELATIVE
        and _acted_on(verb)
    ):
        return [verb.head]
    return []


def _acted_on(verb: "Token") -> bool:
    """Whether a relative clause leaves out its object ("the plan he rejected"), not a time or a preposition's noun."""
    noun = verb.head
    if noun.lower_ in _NO_OBJECT or noun.ent_type_ in ("DATE", "TIME"):
        return False
    if any(c.tag_ == "WRB" or c.dep_ in ("ccomp", "xcomp") for c in verb.children):
        return False
    return all(_complete(c) for c in verb.children if c.dep_ == "prep")


def _complete(prep: "Token") -> bool:
    noun = child(prep, "pobj", "pcomp", "prep")
    return noun is not None and noun.lower_ not in ("which", "whom")


def agents(verb: "Token") -> list["Token"]:
    """Who did what the passive verb tells: "... by police"."""
    by = child(verb, "agent")
    noun = child(by, "pobj") if by is not None else None
    return coordinated(noun) if noun is not None else []


def prepositions(head: "Token") -> Iterator[tuple[str, "Token"]]:
    """(preposition, head of its object) for each prepositional object; "out of" and the like as one."""
    for prep in head.children:
        if prep.dep_ not in ("prep", "dative", "agent") or prep.tag_ not in ("IN", "TO", "RP", "VBG"):
            continue
        for noun in prep.children:
            if noun.dep_ in ("pobj", "pcomp"):
                yield prep.lower_, noun
            elif noun.dep_ == "prep":
                for inner in noun.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        yield f"{prep.lower_} {noun.lower_}", inner
    particle = child(head, "prt")
    if particle is not None:
        yield from prepositions(particle)


def asks(clause: "Token") -> bool:
    """Whether a "that" clause says what shall be ("that Kenya withdraw", "that it be lifted"), not what is."""
    helpers = [c for c in clause.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in _ASKING for c in helpers) or any(
        c.lower_ == "be" and len(helpers) == 1 for c in helpers
    ):
        return True
    if helpers or clause.tag_ not in ("VB", "VBP"):
        return False
    subject = child(clause, "nsubj")
    single = subject is not None and subject.tag_ in ("NN", "NNP") and len(coordinated(subject)) == 1
    return single or (clause.tag_ == "VB" and subject is not None)


def clause(verb: "Token") -> "Token | None":
    """The head of the clause that the verb takes as its object ("that ...", "to ...", direct speech)."""
    for one in verb.children:
        if one.dep_ == "ccomp" or (one.dep_ == "xcomp" and one.tag_ in VERBAL):
            return one
    return None


def subtree_span(token: "Token") -> tuple["Token", "Token"]:
    """The first and last token of all that hangs on this one."""
    return token.doc[token.left_edge.i], token.doc[token.right_edge.i]


def clause_verb(token: "Token") -> "Token | None":
    """The nearest verb above a token, or None."""
    node = token
    while node.head != node:
        node = node.head
        if is_verb(node):
            return node
    return None
