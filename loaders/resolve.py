"""Which body a name means within one article: the register, definitions like "X (ABC)", longer forms."""

import re
from dataclasses import replace

from graph.model import ActorKind
from graph.register import key
from loaders.document import Document
from loaders.roster import Draft, Roster
from loaders.spot import Spot
from loaders.words import Lexis

_ABBREVIATION = re.compile(r"^[A-Z][A-Za-z0-9&.\-]{1,9}$")
# Words that many bodies share, so that they identify none.
_GENERIC = frozenset(
    [
        "party",
        "national",
        "council",
        "organization",
        "organisation",
        "group",
        "the",
        "of",
        "for",
        "and",
        "movement",
        "front",
        "union",
        "people's",
        "peoples'",
        "democratic",
        "committee",
        "commission",
        "international",
        "army",
        "force",
        "forces",
        "united",
        "republic",
        "government",
        "ministry",
    ]
)
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "et"])


def define(spots: list[Spot], document: Document, roster: Roster) -> list[Spot]:
    """Read "X (ABC)" and "ABC (X)"; gives the spots with those of the acronyms that were missed."""
    found: list[Spot] = []
    skip: set[Spot] = set()
    for n, spot in enumerate(spots):
        if spot in skip:
            continue
        found.append(spot)
        if spot.label not in ("body", "people"):
            continue
        doc, stop = spot.doc, spot.sentence.span.end
        if spot.last + 3 >= stop + 0 or doc[spot.last + 1].text != "(":
            continue
        after = spots[n + 1] if n + 1 < len(spots) and spots[n + 1].sentence == spot.sentence else None
        if (
            after is not None
            and after.first == spot.last + 2
            and doc[min(after.last + 1, stop - 1)].text == ")"
        ):
            _equate(spot, after, roster)
            continue
        short = doc[spot.last + 2].text
        if (
            doc[spot.last + 3].text == ")"
            and _ABBREVIATION.match(short)
            and sum(c.isupper() for c in short) > 1
        ):
            extra = Spot(spot.sentence, spot.last + 2, spot.last + 2, "body")
            _equate(spot, extra, roster)
            found.append(extra)
    return found


def _equate(one: Spot, other: Spot, roster: Roster) -> None:
    if (
        other.label == "demonym"
        or other.label == "country"
        or (one.entry and other.entry and one.entry != other.entry)
    ):
        return
    long, short = (one, other) if len(one.text) >= len(other.text) else (other, one)
    if not _ABBREVIATION.match(short.text) or sum(c.isupper() for c in short.text) < 2:
        return
    entry = long.entry or short.entry
    if entry is None and other is long and not _initials(short.text, long.text):
        return
    if entry is not None and long.entry is None and not _initials(short.text, long.text):
        own = {w for n in entry.actor.names for w in key(n).lower().split()}
        entry = entry if own & (set(key(long.text).split()) - _GENERIC) else None
    draft = roster.known(entry) if entry else _new_body(long, roster)
    roster.aliases[key(long.text)] = roster.aliases[key(short.text)] = draft.id


def _initials(short: str, long: str) -> bool:
    letters = [c for c in short.lower() if c.isalpha()]
    firsts = [w[0].lower() for w in re.split(r"[\s\-]+", long) if w and w.lower() not in _SMALL]
    return (
        len(firsts) >= 2
        and letters[0] == firsts[0]
        and sum(c in firsts for c in letters) >= len(letters) * 0.6
    )


def kind_of_body(text: str, lexis: Lexis) -> ActorKind:
    """The kind of actor that a body's noun makes of it; "organization" where none says otherwise."""
    words = re.split(r"\s+", re.split(r"\s(?:of|for|in|on)\s", text, maxsplit=1)[0])
    noun, body = words[-1].lower(), lexis.body
    if noun in body.party:
        return "party"
    if noun in body.armed_group and len(words) > 1 and noun not in ("guard", "shield"):
        return "armed group"
    if noun in body.media and len(words) > 1:
        return "media"
    return "igo" if noun in body.igo and len(words) > 1 else "organization"


def _new_body(spot: Spot, roster: Roster) -> Draft:
    text = " ".join(spot.text.split())
    acronym = " " not in text and text.isupper()
    draft = roster.new(kind_of_body(text, roster.lexis), text, scoped=acronym)
    for word in (text.split()[0], " ".join(text.split()[:2])):
        owner = roster.register.demonyms.get(key(word)) or roster.register.find(word)
        if owner and owner.actor.kind == "country":
            draft.country = draft.country or owner.actor.country
    return draft


def even(spots: list[Spot]) -> list[Spot]:
    """The same words as one label all through the article: that which they have most often, of equals "body"."""
    votes: dict[str, dict[str, int]] = {}
    for spot in spots:
        if spot.entry is None and spot.label in ("person", "body"):
            row = votes.setdefault(key(spot.text), {})
            row[spot.label] = row.get(spot.label, 0) + 1
    return [
        replace(s, label="body" if row.get("body", 0) >= row.get("person", 0) else "person")
        if s.entry is None and s.label in ("person", "body") and len(row := votes[key(s.text)]) > 1
        else s
        for s in spots
    ]


def body(spot: Spot, roster: Roster) -> Draft:
    """The body that a spot names."""
    alias = roster.aliases.get(key(spot.text))
    if alias:
        return roster.drafts[alias]
    if spot.entry:
        return roster.known(spot.entry)
    state = re.fullmatch(r"Government of (?:the )?(.+)", " ".join(spot.text.split()))
    country = roster.register.find(state[1]) if state else None
    if country and country.actor.kind == "country":
        return roster.known(country)
    plain = roster.register.find(spot.text.rstrip("."))
    if plain and plain.actor.kind not in ("person", "country"):
        return roster.known(plain)
    longer = _longer(spot.text, roster)
    if longer:
        return longer
    draft = _new_body(spot, roster)
    roster.aliases[key(spot.text)] = draft.id
    return draft


def _longer(text: str, roster: Roster) -> Draft | None:
    """The one body of the article whose name the words shorten: "Supreme Court" for "Supreme Court of Kenya"."""
    words = key(text).lower().split()
    if len(words) < 2:
        return None
    for cut in (1, 2):
        lead, rest = " ".join(text.split()[:cut]), " ".join(text.split()[cut:])
        owner = roster.register.demonyms.get(key(lead)) or roster.register.find(lead)
        if owner is None or owner.actor.kind != "country" or " " not in rest:
            continue
        known, met = roster.register.find(rest), roster.aliases.get(key(rest))
        if known and known.actor.country == owner.actor.country:
            return roster.known(known)
        if met and roster.drafts[met].country in (None, owner.actor.country):
            return roster.drafts[met]
    fits = {
        draft.id: draft
        for draft in roster.drafts.values()
        if draft.kind not in ("person", "country")
        for form in (draft.name, *draft.forms)
        if _shortens(words, form.lower().split())
    }
    return next(iter(fits.values())) if len(fits) == 1 else None


def _shortens(short: list[str], long: list[str]) -> bool:
    if len(short) >= len(long):
        return False
    return long[-len(short) :] == short or (
        long[: len(short)] == short and long[len(short)] in ("of", "for", "in")
    )
