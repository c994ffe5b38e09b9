"""An explanation in lines of text, for the terminal and the app, and as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.evidence import when_words
from graph.lines import claim_line
from graph.model import Claim, Passage
from graph.safe import one_line
from graph.wording import MODALITY_WORDS, sentence
from loaders.explanation import Explanation, Found, Told
from loaders.extract.trace import Drop, Weighed

Kind = Literal["found", "again", "left out", "doubted", "unread", "silent"]
_LONGEST = 400
# The network weighs many claims that nobody would make; the JSON has all.
MOST_DOUBTED = 3
# What the parts of a claim's method mean: "patterns:meet" is the frame "meet".
_WAYS = {"patterns": "frame", "offices": "office by", "learned": "network"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that there is to say of a sentence, on one line: `told` is the claim or act in words, `why` the rest."""

    kind: Kind
    relation: str
    told: str
    why: str


def remarks(told: Told, of: Explanation, names: Mapping[str, str]) -> Iterator[Remark]:
    """All that there is to say of a sentence of an explanation: claims first, then what was left out, the surest first.

    `names` are those of the actors: see `names_of`.
    """
    for found in told.found:
        yield _found(found, names, network=of.network)
    for drop in sorted(told.dropped, key=lambda d: (d.quiet, d.word.start, d.relation)):
        yield _left_out(drop)
    for each in told.doubted[:MOST_DOUBTED]:
        below = f", below the threshold of {of.threshold:.0%}" if of.threshold is not None else ""
        why = [f"confidence {each.claim.confidence:.0%}{below}", *_how(each.claim)]
        why += _weighed(each) if of.network else ()
        yield Remark("doubted", each.claim.relation, _words(each.claim, names), _line(why))
    if more := told.doubted[MOST_DOUBTED:]:
        yield Remark("doubted", "", f"{len(more)} more", f"confidence {more[0].claim.confidence:.0%} or less")
    if told.words:
        listed = ", ".join(f"“{word}”" for word in told.words)
        yield Remark("unread", "", listed, "may tell an act, but no frame has all that it asks for here")
    if told.silent:
        yield Remark("silent", "", "No claim", "though it has two actors and a word that may tell an act")


def _found(found: Found, names: Mapping[str, str], *, network: bool) -> Remark:
    claim = found.claim
    if found.again:
        where = one_line(claim.evidence[0].text, 60)
        return Remark("again", claim.relation, _words(claim, names), f"told here, too; read from “{where}”")
    why = [f"confidence {claim.confidence:.0%}", *_how(claim), *_circumstances(claim)]
    return Remark(
        "found",
        claim.relation,
        _words(claim, names),
        _line([*why, *(_weighed(found.weighed) if found.weighed and network else ())]),
    )


def _left_out(drop: Drop) -> Remark:
    return Remark(
        "left out",
        drop.relation,
        f"“{one_line(drop.word.text, 60)}”",
        _line([drop.why, f"frame {drop.rule}"]),
    )


def _words(claim: Claim, names: Mapping[str, str]) -> str:
    return one_line(sentence(claim, names, aside=False), _LONGEST)


def _line(parts: list[str]) -> str:
    return one_line("; ".join(parts), _LONGEST)


def _how(claim: Claim) -> Iterator[str]:
    way, _, rule = claim.method.partition(":")
    if claim.predicate and way != "offices":
        yield f"by “{claim.predicate}”"
    yield f"{_WAYS.get(way, way)} {rule}".strip()


def _circumstances(claim: Claim) -> Iterator[str]:
    yield MODALITY_WORDS[claim.modality] + (", formerly" if claim.former else "")
    if claim.date:
        yield f"{when_words(claim.date)} (“{claim.date.expression}”)"
    if claim.place:
        yield f"in {claim.place.name}"


def _weighed(each: Weighed) -> Iterator[str]:
    chances = (("act", each.act), ("source", each.source), ("target", each.target))
    seen = ", ".join(f"{name} {chance:.0%}" for name, chance in chances if chance is not None)
    yield f"the network: {seen}" if seen else "the network does not see it"
    yield (
        "the frames tell it, too"
        if each.framed and seen
        else "the frames do not"
        if seen
        else "the frames do"
    )


def as_text(explanation: Explanation) -> str:
    """The explanation as text for a terminal, one paragraph a sentence."""
    article, names = explanation.reading.article, names_of(explanation)
    head = [one_line(article.title or "untitled", 120), article.id]
    if article.published:
        head.append(f"published {article.published}")
    blocks = [" · ".join(head)]
    for number, told in enumerate(explanation.sentences, 1):
        lines = [f"{number:>3}  {one_line(told.text, _LONGEST)}"]
        lines += [f"     {_marked(each)}" for each in remarks(told, explanation, names)]
        blocks.append("\n".join(lines if len(lines) > 1 else [*lines, "     –"]))
    blocks += ["\n".join(_rest(explanation))] if _rest(explanation) else []
    return "\n\n".join(blocks) + "\n"


_MARKS: dict[Kind, str] = {
    "found": "+",
    "again": "+",
    "left out": "-",
    "doubted": "-",
    "unread": "?",
    "silent": "!",
}


def _marked(each: Remark) -> str:
    relation = f"{each.relation} " if each.relation else ""
    return f"{_MARKS[each.kind]} {relation}{each.told}: {each.why}"


def _rest(explanation: Explanation) -> list[str]:
    """What was cut and what is a problem, a line each."""
    reading = explanation.reading
    lines = [
        f"cut ({c.reason}): {one_line(reading.article.quote(c.start, c.end), 100)}" for c in reading.cuts
    ]
    return lines + [f"problem ({p.stage}): {one_line(p.what, 300)}" for p in reading.problems]


def names_of(explanation: Explanation) -> dict[str, str]:
    """The names of the article's actors by id."""
    return {actor.id: actor.name for actor in explanation.reading.actors}


def as_json(explanation: Explanation) -> dict[str, object]:
    """The explanation for programs; offsets count the article's characters, chances lie between 0 and 1."""
    reading = explanation.reading
    return {
        "article": reading.article.id,
        "title": reading.article.title,
        "threshold": explanation.threshold,
        "network": explanation.network,
        "sentences": [_sentence(told) for told in explanation.sentences],
        "cuts": [{"start": c.start, "end": c.end, "reason": c.reason} for c in reading.cuts],
        "problems": [{"stage": p.stage, "what": p.what} for p in reading.problems],
    }


def _sentence(told: Told) -> dict[str, object]:
    return {
        "start": told.start,
        "end": told.end,
        "text": told.text,
        "found": [
            {"claim": claim_line(f.claim), "again": f.again, "weighed": _chances(f.weighed)}
            for f in told.found
        ],
        "left_out": [
            {
                "word": _passage(d.word),
                "relation": d.relation,
                "frame": d.rule,
                "why": d.why,
                "problem": not d.quiet,
            }
            for d in told.dropped
        ],
        "doubted": [{"claim": claim_line(w.claim), "weighed": _chances(w)} for w in told.doubted],
        "unread": list(told.words),
        "silent": told.silent,
    }


def _chances(each: Weighed | None) -> dict[str, object] | None:
    if each is None:
        return None
    return {"act": each.act, "source": each.source, "target": each.target, "frames": each.framed}


def _passage(passage: Passage) -> dict[str, object]:
    return {"start": passage.start, "end": passage.end, "text": passage.text}
