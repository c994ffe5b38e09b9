"""Which person a name means within one article: full names, surnames, first names, gender."""

import re
from collections.abc import Iterable

from graph.ids import slug
from loaders.document import Document
from loaders.roster import Draft, Roster
from loaders.spot import Spot
from loaders.words import Lexis

_SURNAME_FIRST = ("CN", "KP", "KR", "TW")
_PARTICLES = frozenset("al el bin ibn ben de da di du del der den van von la le dos abu ould".split())


def surname_keys(name: str, country: str | None = None) -> list[str]:
    """What a full name is shortened to: "Fayez al-Sarraj" -> al-sarraj, sarraj; "Ursula von der Leyen" -> leyen too."""
    words = name.split()
    if len(words) < 2:
        return [slug(name)]
    keys = [slug(words[-1])]
    bare = re.sub(r"^(?:al|el|Al|El|as|ash|an|at)-", "", words[-1])
    keys.append(slug(bare))
    for i in range(1, len(words) - 1):
        if words[i].lower() in _PARTICLES:
            keys.append(slug(" ".join(words[i:])))
            break
    if len(words) > 2:
        keys.append(slug(" ".join(words[-2:])))
    if country in _SURNAME_FIRST:
        keys.append(slug(words[0]))
    return list(dict.fromkeys(keys))


def _full(spot: Spot) -> bool:
    return len(spot.text.split()) > 1


def introduce(spots: Iterable[Spot], roster: Roster) -> None:
    """Enter every full name of a person, so that surnames find it wherever they stand."""
    for spot in spots:
        if spot.label != "person" or not (spot.entry or _full(spot)):
            continue
        draft = _person_draft(spot, roster)
        draft.forms.setdefault(spot.text)
        country = draft.country
        for form in (draft.name, spot.text) if _full(spot) else (draft.name,):
            for k in surname_keys(form, country):
                ids = roster.surnames.setdefault(k, [])
                if draft.id not in ids:
                    ids.append(draft.id)
            roster.first_names.setdefault(slug(form.split()[0]), set()).add(draft.id)
        if spot.entry:
            for form in spot.entry.weak:
                ids = roster.surnames.setdefault(slug(form), [])
                if draft.id not in ids:
                    ids.append(draft.id)


def repeated(spots: Iterable[Spot], document: Document) -> list[Spot]:
    """Lone surnames that the recogniser missed, of persons whom the article names in full."""
    full = [s for s in spots if s.label == "person" and _full(s)]
    known = {s.doc[s.last].text for s in full} - {s.doc[s.first].text for s in full}
    taken = {(s.sentence.paragraph, i) for s in spots for i in range(s.first, s.last + 1)}
    return [
        Spot(sentence, t.i, t.i, "person")
        for sentence in document.sentences
        for t in sentence.span
        if t.text in known
        and t.tag_.startswith("NNP")
        and t.text[:1].isupper()
        and (sentence.paragraph, t.i) not in taken
    ]


def _person_draft(spot: Spot, roster: Roster) -> Draft:
    if spot.entry:
        return roster.known(spot.entry)
    words = spot.text.split()
    for draft in list(roster.drafts.values()):
        if draft.kind != "person":
            continue
        if draft.name.endswith(" " + spot.text) and slug(words[0]) != slug(draft.name.split()[0]):
            return draft  # "Virta Lehto" after "Kari Virta Lehto"
        if _same_person(words, draft.name.split()):
            if len(spot.text) > len(draft.name) and draft.entry is None:
                draft.name = spot.text
            return draft
    draft = roster.new("person", spot.text)
    draft.gender = roster.lexis.gender_of(words[0])
    return draft


def _same_person(one: list[str], other: list[str]) -> bool:
    """Whether two full names differ by a middle name or an initial at most."""
    if len(one) < 2 or len(other) < 2 or slug(one[-1]) != slug(other[-1]):
        return False
    a, b = slug(one[0]), slug(other[0])
    initial = (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
    return (a == b and (len(one) == 2 or len(other) == 2 or one[1:-1] == other[1:-1])) or initial


def person(spot: Spot, roster: Roster, seen: list[str]) -> Draft:
    """The person that a spot names; `seen` are the ids of persons mentioned so far, in order."""
    if spot.entry or _full(spot):
        return _person_draft(spot, roster)
    found = bare(spot.text, roster, seen, spot)
    if found is not None:
        return found
    bodies = [
        d
        for d in roster.drafts.values()
        if d.entry is None and d.kind == "organization" and d.name.split()[0] == spot.text
    ]
    if len(bodies) == 1 and " " in bodies[0].name:
        return bodies[0]
    before = spot.doc[spot.first - 1] if spot.first > spot.sentence.span.start else None
    if before is not None and before.lower_ in roster.lexis.title.royal and before.text[:1].isupper():
        return roster.new("person", f"{before.text} {spot.text}", scoped=True)  # "King Salman"
    return roster.new("person", spot.text, scoped=True)


def bare(text: str, roster: Roster, seen: list[str], spot: Spot) -> Draft | None:
    """Who a lone surname (or first name) means: of several the one mentioned first, whose article it is.

    Papers give relatives' names in full; the bare surname stays with the person they belong to.
    """
    ids = roster.surnames.get(slug(text)) or []
    if not ids:
        firsts = roster.first_names.get(slug(text), set())
        ids = list(firsts) if len(firsts) == 1 else []
    if len(ids) > 1:
        ids = _by_gender(ids, spot, roster) or ids
    if not ids:
        return None
    chosen = next((i for i in seen if i in ids), ids[0])
    if len(ids) > 1:
        names = " or ".join(sorted(roster.drafts[i].name for i in ids))
        roster.problem(f"'{text}' may be {names}: taken as the one mentioned first")
    return roster.drafts[chosen]


def _by_gender(ids: list[str], spot: Spot, roster: Roster) -> list[str]:
    said = gender_said(spot, roster.lexis)
    return [i for i in ids if said and roster.drafts[i].gender == said]


def gender_said(spot: Spot, lexis: Lexis) -> str | None:
    """The gender that the words before a name tell: "Mrs", "King", "spokeswoman"."""
    before = [t.lower_ for t in spot.doc[max(spot.sentence.span.start, spot.first - 3) : spot.first]]
    if any(w in lexis.title.female for w in before[-2:]):
        return "f"
    return "m" if any(w in lexis.title.male for w in before[-2:]) else None
