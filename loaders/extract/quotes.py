"""Direct speech: what stands between quotation marks, over sentences and paragraphs, and who speaks it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model import Mention
from loaders.document import Document, Sentence
from loaders.extract.lexicon import lexicon
from loaders.extract.scene import Scene
from loaders.extract.slots import mentions_at
from loaders.extract.syntax import agents, is_verb, passive, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

# Two single marks stand for a double one in texts from databases of newspapers; behind a word or figure they are something else (10'').
_QUOTED = re.compile(
    r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^«»]*(?:»|$)|(?<![\w'])''(?:(?!'').)*''|(?<![\w'])''[^“”\"«»]*$",
    re.DOTALL,
)
_FEWEST_WORDS = 4
# Characters between a colon and the quote that it announces: white space and marks.
_GAP = 6
# Between a quote and the name of whoever signs it ("..." - Ann Hall).
_SIGNED = re.compile(r"[.!?]?[”\"»']{1,2}\s*(?:[―—–]+|-{1,2} )\s*")
# What the parser makes a sentence of its own though it only names the speaker ("...?" | A asked.): so near, and no longer than that.
_NEAR, _MOST_WORDS = 3, 8


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of direct speech in the article's text, quotation marks excluded, and who speaks.

    `until` is where the speech ends that goes on from here: `end`, or the end of the last of the quotes behind it that have no
    other verb of speech (“A,” said X. “B.”).
    """

    start: int
    end: int
    speakers: tuple[Mention, ...]
    until: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "until", max(self.until, self.end))


def speakers_of(verb: "Token", sentence: Sentence, scene: Scene) -> list[Mention]:
    """Who speaks where this verb of speech is used."""
    return mentions_at(agents(verb) if passive(verb) else subjects(verb), sentence, scene)


def quotes(document: Document, scene: Scene) -> list[Quote]:
    """The direct speech of an article. A quote without a speaker of its own goes on from the last one."""
    found: list[Quote] = []
    goes_on: list[bool] = []
    last: tuple[int, int, tuple[Mention, ...]] | None = None
    for start, end, paragraph in _quoted_spans(document):
        verb, who = _signer(document, end, scene) or _speech_near(document, start, end, scene)
        same = last is not None and verb == last[1]
        if not who and last and paragraph - last[0] <= 1 and _opens(document, start, paragraph, last[0]):
            verb, who = last[1], last[2]
            same = not _others_between(document, max(found[-1].end, verb), start)
        if who:
            last = (paragraph, verb, who)
            found.append(Quote(start, end, who))
            goes_on.append(same)
    return _with_ends(found, goes_on)


def _others_between(document: Document, start: int, end: int) -> bool:
    """Whether a whole sentence lies between two places of the text: then somebody else tells something there."""
    return any(start <= s.start and s.end <= end - 1 for s in document.sentences)


def _with_ends(found: list[Quote], goes_on: list[bool]) -> list[Quote]:
    """Each quote with the end of what goes on from it."""
    out: list[Quote] = []
    until = 0
    for quote, follows in zip(reversed(found), [False, *reversed(goes_on)][: len(found)], strict=True):
        until = max(until, quote.end) if follows else quote.end
        out.append(replace(quote, until=until))
    return out[::-1]


def _quoted_spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """(start, end, paragraph) of all that stands between quotation marks and is longer than a word or two."""
    text = document.article.text
    bounds: dict[int, list[int]] = {}
    for sentence in document.sentences:
        low, high = bounds.setdefault(sentence.paragraph, [sentence.start, sentence.end])
        bounds[sentence.paragraph] = [min(low, sentence.start), max(high, sentence.end)]
    for paragraph, (low, high) in bounds.items():
        for match in _QUOTED.finditer(text[low:high]):
            marks = 2 if match.group().startswith("''") else 1
            start, end = low + match.start() + marks, low + match.end()
            if marks == 2 and text[start:end].endswith("''"):
                end -= 2
            elif end > start and text[end - 1] in '”"»':
                end -= 1
            if len(text[start:end].split()) >= _FEWEST_WORDS and not _tangled(text[start:end]):
                yield start, end, paragraph


def _tangled(inside: str) -> bool:
    """Whether marks within a quote open or close another only: one was lost, and who says what is not to be told."""
    odd = inside.count('"') % 2 == 1
    return odd or inside.count("“") != inside.count("”") or inside.count("«") != inside.count("»")


def _signer(document: Document, end: int, scene: Scene) -> tuple[int, tuple[Mention, ...]] | None:
    """Who signs a quote behind a dash; the offset of the name stands for a verb."""
    dash = _SIGNED.match(document.article.text, end)
    if dash is None:
        return None
    names = [m for m in scene.cast.mentions if m.start == dash.end() and m.form == "name"]
    return (dash.end(), tuple(names[:1])) if names else None


def _speech_near(document: Document, start: int, end: int, scene: Scene) -> tuple[int, tuple[Mention, ...]]:
    """The verb of speech outside the quotation marks (its offset, or -1) that is nearest to a quote, and its speakers.

    It stands in a sentence that the quote touches, or in the one before that ends with a colon.
    """
    best: tuple[int, int, tuple[Mention, ...]] | None = None
    for sentence in document.sentences:
        behind = sentence.start >= end + 2
        if (behind and not _names_speaker(sentence, end)) or (
            sentence.end <= start - 2 and not leads_to(sentence, start)
        ):
            continue
        for token in sentence.span:
            at = sentence.at(token)[0]
            if start <= at < end or not is_verb(token) or token.lower_ not in lexicon().speech:
                continue
            who = tuple(speakers_of(token, sentence, scene))
            distance = min(abs(at - end), abs(at - start))
            if who and (best is None or distance < best[0]):
                best = (distance, at, who)
    return best[1:] if best else (-1, ())


def _names_speaker(sentence: Sentence, end: int) -> bool:
    """Whether a short sentence behind a quote only says who spoke: "...?" | A asked."""
    words = [t for t in sentence.span if not t.is_punct and not t.is_space]
    if sentence.start - end > _NEAR or not 1 < len(words) <= _MOST_WORDS:
        return False
    root = sentence.span.root
    return root.lower_ in lexicon().speech and not any(
        c.dep_ in ("dobj", "ccomp", "xcomp") for c in root.children
    )


def leads_to(sentence: Sentence, start: int) -> bool:
    """Whether a sentence ends with the colon of a quote that begins at `start`, perhaps in the next paragraph."""
    return 0 <= start - sentence.end <= _GAP and sentence.text[sentence.end - 1] == ":"


def _opens(document: Document, start: int, paragraph: int, before: int) -> bool:
    """Whether a quote goes on by itself: later in the same paragraph, or at the very start of the next."""
    if paragraph == before:
        return True
    first = next(s.start for s in document.sentences if s.paragraph == paragraph)
    return start - first <= 2
