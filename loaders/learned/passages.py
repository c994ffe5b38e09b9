"""The words of a proposal's issue, and all that is said in a statement."""

from collections.abc import Sequence

from graph.model import Passage
from graph.ontology import relations
from loaders.extract.quotes import Quote
from loaders.extract.said import words_said
from loaders.extract.syntax import is_verb
from loaders.learned.network import Proposal
from loaders.learned.sight import Sight

_QUOTES = "\"'“”‘’«» ,;:-–—"


def issue_of(sight: Sight, one: Proposal) -> Passage | None:
    """The issue without quotation marks around it; None in standing relations other than offices."""
    if relations()[one.relation].family == "standing" and one.relation != "HOLDS_OFFICE":
        return None
    if one.issue is None:
        return None
    first, last = one.issue
    whole = sight.sentence.passage_of(sight.tokens[first], sight.tokens[last])
    text = whole.text.strip(_QUOTES)
    start = whole.start + whole.text.index(text) if text else whole.start
    return Passage(start, start + len(text), text) if text else None


def names_office(sight: Sight, one: Proposal) -> bool:
    """Whether the issue names an office: it holds a noun. "Was appointed by X" alone names none."""
    if one.issue is None:
        return False
    first, last = one.issue
    return any(t.tag_.startswith("N") for t in sight.tokens[first : last + 1])


def all_said(
    sight: Sight, one: Proposal, issue: Passage | None, speakers: set[str], said: Sequence[Quote]
) -> Passage | None:
    """All that is said in a statement around its issue: what the verb of speech governs, else its speakers' quote."""
    if issue is None:
        return None
    text, token = sight.sentence.text, sight.tokens[one.word]
    found = words_said(token, sight.sentence, list(said), text) if is_verb(token) else None
    if found and found[1].start < issue.end and issue.start < found[1].end:
        return _around(issue, found[1].start, found[1].end, text)
    for quote in said:
        inside = quote.start < issue.end and issue.start < quote.end
        if inside and speakers & {m.actor for m in quote.speakers}:
            within = quote.start <= sight.sentence.at(token)[0] < quote.end
            return _around(issue, quote.start, quote.end if within else quote.until, text)
    return issue


def _around(issue: Passage, start: int, end: int, text: str) -> Passage:
    start, end = min(start, issue.start), max(end, issue.end)
    return Passage(start, end, text[start:end])
