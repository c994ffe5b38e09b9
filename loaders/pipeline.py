"""One article in, one reading out: cut, parse, resolve actors, read claims. Pure: no store, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import Article, Reading
from graph.version import __version__
from loaders import models

if TYPE_CHECKING:
    from loaders.document import Document
    from loaders.extract.trace import Trace


@dataclass(frozen=True)
class Reader:
    """Reads articles. `model` names a spaCy model; by default the best installed one is taken.

    `steps` are the frames' ways of reading; with `learned` the learned reader adds its claims and judges all of them,
    and leaves out what is less sure than `threshold` (its own by default).
    """

    model: str | None = None
    steps: Sequence[str] = field(default=("offices", "patterns"))
    learned: bool = True
    threshold: float | None = None

    def read(self, article: Article) -> Reading:
        """Everything the article yields. Raises ModelError; a bad article becomes problems in the reading."""
        return self.traced(article)[0]

    def traced(self, article: Article) -> "tuple[Reading, Document, Trace]":
        """The same with the document that was read and a trace of what was left out. Raises ModelError."""
        from loaders.cast import cast
        from loaders.clean import furniture
        from loaders.document import parse
        from loaders.extract import claims, settled
        from loaders.extract.trace import Trace, Weighed
        from loaders.learned import judged

        cuts = furniture(article)
        document = parse(article, cuts, models.load(self.model))
        who = cast(document)
        trace = Trace()
        found, problems = claims(document, who, steps=self.steps, model=self.model, trace=trace)
        if self.learned:
            version = f"{__version__} {models.describe(self.model)}"
            result = judged(document, who, found, version, self.threshold, trace)
            found, lost = settled(result.claims, document)
            who, problems = result.cast, (*problems, *result.problems, *lost)
        elif self.threshold is not None:
            trace.weighed, trace.threshold = [Weighed(c, framed=True) for c in found], self.threshold
            found = tuple(c for c in found if c.confidence >= self.threshold)
        named = {party.actor for c in found for party in (*c.sources, *c.targets, *c.attributed_to)}
        named |= {mention.actor for mention in who.mentions if mention.form == "name"}
        reading = Reading(
            article=article,
            claims=found,
            actors=tuple(sorted((a for a in who.actors if a.id in named), key=lambda a: a.id)),
            mentions=tuple(m for m in who.mentions if m.actor in named),
            cuts=cuts,
            problems=(*document.problems, *who.problems, *problems),
        )
        return reading, document, trace
