"""What the syntax around a pronoun tells: whether it points at all, whose clause it stands in, what is quoted."""

from typing import TYPE_CHECKING

from loaders.stage import Stage

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT = ("nsubj", "nsubjpass", "agent")
_QUOTES = {"“": "”", '"': '"'}


def governs(subject: "Token", token: "Token") -> bool:
    """Whether a subject's verb stands above the token: "Turkey said that it ...", "Turkey ... its forces"."""
    verb = subject
    while verb.dep_ == "conj" and verb.head != verb and not verb.tag_.startswith("V"):
        verb = verb.head
    verb = verb.head
    at = token.head
    for _ in range(12):
        if at == verb:
            return True
        if at.head == at:
            return False
        at = at.head
    return False


def has_object(subject: "Token") -> bool:
    """Whether the subject's verb has a direct object."""
    return any(c.dep_ == "dobj" for c in subject.head.children)


def joined(token: "Token", pronoun: "Token") -> bool:
    """Whether a possessive stands in what is joined to a noun: "Kuwait and its ally"."""
    return (pronoun.head.dep_ == "conj" and pronoun.head.head == token) or (
        pronoun.head.dep_ == "appos" and pronoun.head.head == token
    )


def empty(token: "Token") -> bool:
    """Whether "it" points to nobody: "it is clear that", "it rained", the object of anything."""
    if token.dep_ not in _SUBJECT:
        return token.dep_ != "pobj"
    verb = token.head
    if verb.lower_ in (
        "is",
        "was",
        "'s",
        "’s",
        "be",
        "been",
        "seems",
        "seemed",
        "appears",
        "appeared",
        "takes",
        "took",
    ):
        return True
    return token.dep_ == "nsubjpass" and any(c.dep_ == "ccomp" for c in verb.children)


def quoted(stage: Stage) -> set[tuple[int, int]]:
    """The tokens that stand between quotation marks, by paragraph."""
    found: set[tuple[int, int]] = set()
    closing: str | None = None
    paragraph = -1
    for sentence in stage.document.sentences:
        if sentence.paragraph != paragraph:
            closing, paragraph = None, sentence.paragraph
        for token in sentence.span:
            if closing is None and token.text in _QUOTES:
                closing = _QUOTES[token.text]
            elif closing is not None and token.text == closing:
                closing = None
            elif closing is not None:
                found.add((paragraph, token.i))
    return found
