"""A claim as one English sentence, by the phrases of data/ontology/phrases.toml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.errors import DataError
from graph.model import Claim, Party
from graph.ontology import relation, relations
from graph.resources import read_toml

MODALITY_WORDS: dict[str, str] = {
    "asserted": "told as fact",
    "planned": "planned",
    "requested": "asked for",
    "hypothetical": "supposed",
    "denied": "denied",
}

FILE = "ontology/phrases.toml"
_LONGEST_ISSUE = 140
# Words before an issue that join it to the sentence: "accused of", "said that", "agreed to".
_JOINTS = frozenset(("to", "that", "of", "for", "on", "over", "about", "from", "against", "with", "by"))
# Of these relations an issue that names the target is the target over again.
_SAME_AS_TARGET = frozenset(("SUPPORT", "SANCTION", "ASSAULT", "COERCE", "AID"))
_PLURAL = re.compile(r"(?:(?<![sui])s|men|people|forces)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one relation is said, with and without a target, with and without words that it is about."""

    to: str
    alone: str
    to_issue: str
    alone_issue: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a relation, its modes and some of its predicates are said; `after` holds pairs to_issue, alone_issue."""

    plain: Phrase
    modes: Mapping[str, Phrase]
    predicates: Mapping[str, Phrase]
    after: Mapping[str, tuple[str, str]]


@cache
def phrases() -> dict[str, Phrases]:
    """The phrases of every relation. Raises DataError where the file lacks one."""
    found: dict[str, Phrases] = {}
    rows: dict[str, dict[str, Any]] = read_toml(FILE)
    for name in relations():
        row = rows.get(name)
        if row is None or "to" not in row or "alone" not in row:
            raise DataError(f"{FILE}: {name} needs 'to' and 'alone'")
        found[name] = Phrases(
            _phrase(name, [row["to"], row["alone"]], row.get("to_issue"), row.get("alone_issue")),
            {mode: _phrase(name, words) for mode, words in row.get("modes", {}).items()},
            {word: _phrase(name, words) for word, words in row.get("predicates", {}).items()},
            {word: (to, alone) for word, (to, alone) in row.get("after", {}).items()},
        )
    return found


def _phrase(name: str, words: Sequence[str], to: str | None = None, alone: str | None = None) -> Phrase:
    if len(words) == 4:
        return Phrase(*words)
    if len(words) != 2:
        raise DataError(f"{FILE}: a phrase of {name} has {len(words)} parts; it needs 2 or 4")
    tail = "{joint} “{issue}”"
    return Phrase(words[0], words[1], to or words[0] + tail, alone or words[1] + tail)


@cache
def _heads() -> frozenset[str]:
    return frozenset(str(read_toml(FILE).get("the", {}).get("heads", "")).split())


def listed(words: Sequence[str]) -> str:
    """Words as an English list: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def with_article(actor: str, name: str) -> str:
    """The name as it stands in a sentence, with "the" where English wants it: "the United Nations"."""
    if actor.startswith(("person/", "media/")) or name.lower().startswith("the "):
        return name
    head = re.split(r" (?:of|in|for) | ?\(", name, maxsplit=1)[0].rsplit(" ", 1)[-1].lower()
    return f"the {name}" if head in _heads() else name


def sentence(claim: Claim, names: Mapping[str, str] | None = None, *, aside: bool = True) -> str:
    """The claim as one sentence, e.g. "Finland supports the Harbour Council, says Selma Aalto (planned)".

    A denial says so first: "It is denied that Turkey met the Harbour Council".

    `names` maps actor ids to display names; without one the article's own name is taken. Without `aside` the words in
    brackets are left out, for a reader who sees them as a badge.
    """
    known = names or {}
    doers, others = _named(claim.sources, known), _named(claim.targets, known)
    if relation(claim.relation).symmetric and len(doers) > 1:
        doers, others = doers[:1], doers[1:] + others
    issue, joint = _issue(claim)
    template = _template(claim, bool(others), issue, joint)
    many = len(doers) > 1 or _plural(claim, doers)
    told = template.format(
        a=listed(doers) or "Somebody",
        b=listed(others),
        issue=issue,
        joint=f" {joint}" if joint else ":",
        s="" if many else "s",
        **{"is": "are" if many else "is", "has": "have" if many else "has"},
    )
    # A denial must not be taken for the act by a reader who stops half-way.
    told = f"It is denied that {told}" if claim.modality == "denied" else told
    told += _according_to(_named(claim.attributed_to, known)) + (_aside(claim) if aside else "")
    common = claim.sources and claim.sources[0].actor.startswith(("group/", "organization/"))
    return told[:1].upper() + told[1:] if common or told.startswith("the ") else told


def _named(parties: Iterable[Party], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(with_article(p.actor, names.get(p.actor, p.name)) for p in parties))


def _plural(claim: Claim, doers: Sequence[str]) -> bool:
    group = bool(claim.sources) and claim.sources[0].actor.startswith(("group/", "armed-group/"))
    return group and bool(doers) and _PLURAL.search(doers[0]) is not None


def _template(claim: Claim, to: bool, issue: str, joint: str) -> str:
    known = phrases()[claim.relation]
    word = claim.predicate.split(" ")[0].lower()
    phrase = known.modes.get(claim.mode or "") or next(
        (known.predicates[form] for form in (word, word[:-1] + "d", word[:-1] + "ed") if form in known.predicates),
        known.plain,
    )  # fmt: skip
    plain = phrase.to if to else phrase.alone
    if not issue or issue.lower() in plain.lower():
        return plain
    if joint in known.after:
        return known.after[joint][0 if to else 1]
    return phrase.to_issue if to else phrase.alone_issue


def _issue(claim: Claim) -> tuple[str, str]:
    """The words the claim is about, shortened, and the word that joins them in the article; empty where none."""
    about = claim.issue
    if about is None or (claim.relation in _SAME_AS_TARGET and _names_target(claim)):
        return "", ""
    before = next(
        (p.text[: about.start - p.start] for p in claim.evidence if p.start <= about.start < p.end), ""
    )
    last = (before.split() or [""])[-1].lower().strip("“”\"'")
    return _shortened(about.text), last if last in _JOINTS else ""


def _names_target(claim: Claim) -> bool:
    about = claim.issue
    for party in claim.targets:
        if about is None or party.start is None or party.end is None:
            continue
        owned = about.text[party.end - about.start :].startswith(("'s", "’s"))
        if about.start <= party.start and party.end <= about.end and not owned:
            return True
    return False


def _shortened(text: str) -> str:
    words = " ".join(text.split()).strip("“”\"'‘’ ")
    words += ")" * (words.count("(") - words.count(")"))
    return words if len(words) <= _LONGEST_ISSUE else words[:_LONGEST_ISSUE].rsplit(" ", 1)[0] + " …"


def _according_to(speakers: Sequence[str]) -> str:
    if not speakers:
        return ""
    first, rest = speakers[0], speakers[1:]
    return f", says {first}" + (f", as {listed(rest)} reported" if rest else "")


def _aside(claim: Claim) -> str:
    words = [] if claim.modality in ("asserted", "denied") else [MODALITY_WORDS[claim.modality]]
    if claim.former:
        words.append("formerly")
    return f" ({', '.join(words)})" if words else ""
