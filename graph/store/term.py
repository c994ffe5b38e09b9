"""The cells of an answer: plain strings that still know what they were."""

from typing import Literal, Self

Kind = Literal["uri", "literal", "bnode", "boolean"]
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Term(str):
    """The text of an IRI or literal. `kind` is `boolean` for the answer of an ASK query only."""

    __slots__ = ("datatype", "kind", "language")

    kind: Kind
    datatype: str | None
    language: str | None

    def __new__(
        cls, text: str = "", kind: Kind = "literal", datatype: str | None = None, language: str | None = None
    ) -> Self:
        term = super().__new__(cls, text)
        term.kind, term.datatype, term.language = kind, datatype, language
        return term
