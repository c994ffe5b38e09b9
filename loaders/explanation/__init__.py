"""Why an article was read as it was: by sentence, what was found, how and how surely, and what was left out and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.ids import article_id
from graph.model import Article, Claim, Reading
from graph.safe import one_line
from graph.store.base import View
from loaders.document import Document, Sentence
from loaders.extract.trace import Drop, Trace, Weighed

if TYPE_CHECKING:
    from loaders.pipeline import Reader


@dataclass(frozen=True, slots=True)
class Found:
    """A claim in one of its sentences. `again` where it was read from another one, which tells the same."""

    claim: Claim
    again: bool = False
    weighed: Weighed | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a sentence, the stretch `start` to `end` of the article's text.

    `dropped` are acts that the frames left out, `doubted` claims below the threshold, `words` those that may tell an act
    and came to nothing. `silent` says that it has no claim though it holds such a word and two actors.
    """

    start: int
    end: int
    text: str
    found: tuple[Found, ...] = ()
    dropped: tuple[Drop, ...] = ()
    doubted: tuple[Weighed, ...] = ()
    words: tuple[str, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading with all its sentences. `threshold` is the least confidence of a claim, None where there is none.

    `network` says whether the learned reader judged the claims.
    """

    reading: Reading
    sentences: tuple[Told, ...]
    threshold: float | None = None
    network: bool = False


def explain(article: Article, reader: "Reader") -> Explanation:
    """Reads an article and says why. Raises ModelError."""
    reading, document, trace = reader.traced(article)
    return explained(reading, document, trace)


def explained(reading: Reading, document: Document, trace: Trace) -> Explanation:
    """The explanation of a reading, from the document that was read and the trace that was left."""
    from loaders.evaluation.unread import silences, telling

    silent = {each.start for each in silences(document, reading)}
    known = {each.claim.id: each for each in trace.weighed}
    told = []
    for sentence in document.sentences:
        found = tuple(_found(sentence, reading.claims, known))
        dropped = tuple(d for d in trace.drops if d.sentence == sentence.index)
        seen = {d.word.text for d in dropped} | {w for f in found for w in f.claim.predicate.split()}
        doubted = tuple(_doubted(sentence, reading.claims, trace))
        seen |= {w for each in doubted for w in each.claim.predicate.split()}
        words = tuple(w for w in telling(sentence, reading) if w not in seen)
        start, end = sentence.start, sentence.end
        told.append(Told(start, end, sentence.passage.text, found, dropped, doubted, words, start in silent))
    return Explanation(reading, tuple(told), trace.threshold, trace.network)


def _found(sentence: Sentence, claims: Sequence[Claim], known: Mapping[str, Weighed]) -> Iterable[Found]:
    for claim in claims:
        places = [number for number, p in enumerate(claim.evidence) if _within(sentence, p.start)]
        if places:
            yield Found(claim, places[0] > 0, known.get(claim.id))


def _doubted(sentence: Sentence, claims: Sequence[Claim], trace: Trace) -> Iterable[Weighed]:
    """What was weighed and is no claim, the surest first."""
    kept = {claim.id for claim in claims}
    below = [
        each
        for each in trace.weighed
        if each.claim.id not in kept
        and _within(sentence, each.claim.evidence[0].start)
        and trace.threshold is not None
        and each.claim.confidence < trace.threshold
    ]
    return sorted(below, key=lambda each: (-each.claim.confidence, each.claim.id))


def _within(sentence: Sentence, at: int) -> bool:
    return sentence.start <= at < sentence.end


def stored(view: View, name: str) -> Article:
    """The article of that id or web address in a store. Raises StoreError where it has none."""
    found = view.article(name.strip()) or view.article(_by_address(name.strip()))
    if found is None:
        raise StoreError(f"the store has no article '{one_line(name, 80)}': give its id or address")
    return found


def _by_address(url: str) -> str:
    try:
        return article_id("", url)
    except ValueError:
        return url
