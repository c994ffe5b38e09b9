"""Names as the recogniser gives them, set right where it took a title or a portfolio into them."""

from typing import TYPE_CHECKING

from loaders.words import Lexis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def clean_names(doc: "Doc", known: Lexis) -> None:
    """Takes titles out of the names of bodies."""
    doc.set_ents([e for e in (_less_title(e, known) for e in doc.ents) if not _titles(e, known)])


def _less_title(name: "Span", known: Lexis) -> "Span":
    """The body of "the GNA Interior | Minister": the recogniser takes what the minister is of into its name."""
    doc, end = name.doc, name.end
    if name.label_ == "ORG" and end < len(doc) and doc[end].lower_ in known.title.office:
        while end - 1 > name.start and doc[end - 1].lower_ in known.title.portfolio and name.start < end - 1:
            end -= 1
    if end == name.end or not doc[name.start].text.isupper():
        return name
    from spacy.tokens import Span

    return Span(doc, name.start, end, label=name.label)


def _titles(name: "Span", known: Lexis) -> bool:
    """Whether the recogniser took "the Presidents of A" for a body."""
    words = [t.lower_ for t in name if t.lower_ != "the"]
    if name.label_ != "ORG" or not words or not words[0].endswith("s"):
        return False
    return words[0][:-1] in known.title.office | known.title.leader and words[1:2] in ([], ["of"])
