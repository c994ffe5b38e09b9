"""Who is meant by a description: "Turkish police", "the prime minister", "the YPG militia", "the court"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.ids import actor_id
from graph.model import ActorKind
from loaders.descriptions import Description, describe, heads_phrase
from loaders.document import Sentence
from loaders.nominal_lists import adjective, several
from loaders.resolve import kind_of_body
from loaders.roster import Draft
from loaders.stage import Holder, Mark, Stage
from loaders.titles import Title

if TYPE_CHECKING:
    from spacy.tokens import Token

_OTHER_TIMES = ("next", "future", "first", "previous", "last", "another", "possible", "second", "new")
_TOP = ("president", "minister", "chancellor", "premier", "king", "queen", "emir", "sultan")
_LOWER_RANK = ("deputy", "vice", "assistant", "associate", "acting", "interim", "first", "second")


class Nominals:
    """Resolves descriptions one by one, in text order; earlier ones are what later ones may point back to."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.lexis = stage.roster.lexis
        self.earlier: list[tuple[str, bool, str]] = []

    def run(self) -> None:
        """Mark all descriptions of the article."""
        for sentence in self.stage.document.sentences:
            for token in sentence.span:
                if (sentence.paragraph, token.i) in self.stage.spots:
                    self._remember_name(sentence, token)
                elif heads_phrase(token) or token.lower_ == "opposition":
                    self._read(sentence, token)

    def _remember_name(self, sentence: Sentence, token: "Token") -> None:
        mark = self.stage.mark_at(sentence, token)
        if mark and self.stage.draft(mark.actor).kind not in ("person", "country"):
            for word in self.stage.draft(mark.actor).name.lower().split()[-1:]:
                self.earlier.append((word, False, mark.actor))

    def _read(self, sentence: Sentence, token: "Token") -> None:
        word, groups, body = token.lower_, self.lexis.group, self.lexis.body
        bodies = body.any - body.only_capitalised if token.text.islower() else body.any
        if not any(
            word in words
            for words in (groups.people, groups.role, groups.arms, groups.same, bodies, body.state)
        ) and not _crowd(token):
            return
        about = describe(self.stage, sentence, token)
        together = several(self, about)
        if together:
            self.stage.shared[sentence.paragraph, token.i] = together
            return
        draft = self._meaning(about, bodies)
        if draft is None:
            return
        self.earlier.append((word, about.plural, draft.id))
        self.stage.put(Mark(sentence, about.first, token.i, token.i, draft.id, "nominal"))

    def _meaning(self, about: Description, bodies: frozenset[str]) -> Draft | None:
        word, groups = about.token.lower_, self.lexis.group
        same = self._same(about)
        if same:
            return self.stage.draft(same)
        if word in groups.arms and word not in groups.people:
            return self._arms(about)
        title = self.stage.title_at(about.sentence, about.token.i) if word in groups.role else None
        if word in groups.role and not about.plural:
            return self._role(about, title)
        if word in self.lexis.body.state and about.owner:
            owner = self.stage.draft(about.owner)
            if owner.kind == "country" and not {m.lower() for m in about.modifiers} - _STATE_WORDS:
                return self._government(owner)
            if owner.kind == "person" and word in ("administration", "government", "regime"):
                return self._headed(owner) or self._new(about, "organization")
        if word in groups.people or _crowd(about.token):
            return self._back(about) or self._new(about, "group")
        if word in bodies:
            return self._back(about) or self._new(about, kind_of_body(f"x {word}", self.lexis))
        return None

    def _arms(self, about: Description) -> Draft | None:
        """Arms stand for whose they are; without an owner for nobody."""
        owner = self.stage.draft(about.owner) if about.owner else None
        return owner if owner and owner.kind in ("country", "armed group", "igo") else None

    def _same(self, about: Description) -> str | None:
        """The actor that the noun only says again: in apposition, or behind its name ("the YPG militia")."""
        word, groups = about.token.lower_, self.lexis.group
        personal = word in groups.role and not about.plural
        links = [c for c in about.token.children if c.dep_ == "appos"]
        if about.token.dep_ == "appos":
            links.append(about.token.head)
        links += self._named_just_before(about)
        if personal and self._belongs_to_next(about):
            return None
        for other in links:
            actor = self.stage.actors.get((about.sentence.paragraph, other.i))
            if actor and (self.stage.draft(actor).kind == "person") == personal and actor != about.owner:
                kind = self.stage.draft(actor).kind
                if kind != "country" or word in self.lexis.body.state:
                    return actor
        if word in groups.same and about.owner and about.adjacent and not about.modifiers:
            kind = self.stage.draft(about.owner).kind
            fits = {
                "armed group": True,
                "party": word in ("party", "movement", "group", "faction", "bloc"),
                "media": word
                in (
                    "news",
                    "agency",
                    "newspaper",
                    "channel",
                    "broadcaster",
                    "website",
                    "magazine",
                    "daily",
                    "newswire",
                ),
            }
            return about.owner if fits.get(kind, False) else None
        return None

    def _belongs_to_next(self, about: Description) -> bool:
        """Whether a title belongs to a person named behind it: "X, Labour MP (Member of Parliament) Y"."""
        doc, at, stop = about.token.doc, about.token.i + 1, about.sentence.span.end
        if at < stop and doc[at].text == "(":
            while at < stop and doc[at].text != ")":
                at += 1
            at += 1
        spot = self.stage.spots.get((about.sentence.paragraph, at))
        return spot is not None and spot.label == "person"

    def _named_just_before(self, about: Description) -> list["Token"]:
        """The name in "the YPG, a Kurdish militia": by words, as parsers err here."""
        doc, at = about.token.doc, about.start - 1
        names = self.stage.names_in(about.sentence)
        if (
            at - 2 >= about.sentence.span.start
            and doc[at].lower_ in ("a", "an", "the")
            and doc[at - 1].text == ","
            and at - 2 in names
        ):
            return [doc[at - 2]]
        return []

    def _headed(self, person: Draft) -> Draft | None:
        """The government that somebody heads: the body that the article says he leads, else his country's."""
        bodies = {h.at for h in self.stage.holders if h.person == person.id and not h.title.former and h.at}
        led = [b for b in bodies if "government" in self.stage.draft(b).name.lower()]
        if len(led) == 1:
            return self.stage.draft(led[0])
        country = self.stage.roster.country(person.country)
        return self._government(country) if country else None

    def _government(self, country: Draft) -> Draft:
        """A country's government: the one that the article names, else the country itself."""
        named = {
            m.actor
            for m in self.stage.marks
            if "government" in self.stage.draft(m.actor).name.lower()
            and self.stage.draft(m.actor).country == country.country
            and self.stage.draft(m.actor).kind == "organization"
            and self.stage.draft(m.actor).entry is not None
        }
        return self.stage.draft(named.pop()) if len(named) == 1 else country

    def _role(self, about: Description, title: Title | None) -> Draft | None:
        word = about.token.lower_
        if word in self.lexis.title.owned and not about.owner:
            return self._back(about) if about.definite else None
        vague = about.indefinite or (about.behind and not about.definite) or _to_come(about, title)
        if not vague and not (title and (title.former or title.planned)):
            holder = self.holder(title, word, about.owner, definite=about.definite)
            by_register = self._by_register(title, about.owner) if about.owner or about.definite else None
            named = {m.actor for m in self.stage.marks}
            if by_register and (holder is None or by_register.id in named):
                return by_register
            if holder:
                return holder
        return self._back(about) or self._new(about, "group")

    def holder(self, title: Title | None, word: str, owner: str | None, *, definite: bool) -> Draft | None:
        """The one person of the article who bears that title there."""
        if owner is None and not definite:
            return None
        wanted = title.key if title and title.word == word else word
        people = {
            h.person
            for h in self.stage.holders
            if not h.title.former
            and not h.title.planned
            and _title_fits(wanted, h)
            and self._at_fits(h, owner)
        }
        if not people and owner and word == "leader":
            people = {
                h.person for h in self.stage.holders if h.title.word in _TOP and h.at == owner and _plain(h)
            }
        return self.stage.draft(people.pop()) if len(people) == 1 else None

    def _at_fits(self, holder: Holder, owner: str | None) -> bool:
        if owner is None or holder.at == owner:
            return True
        country = self.stage.draft(owner).country if self.stage.draft(owner).kind == "country" else None
        return (
            holder.at is None and country is not None and self.stage.draft(holder.person).country == country
        )

    def _by_register(self, title: Title | None, owner: str | None) -> Draft | None:
        """Who held the office on the day of publication, by the register."""
        published = self.stage.document.article.published
        if title is None or published is None:
            return None
        day, named = published.isoformat(), {m.actor for m in self.stage.marks}
        found = {
            t.person
            for t in self.stage.roster.register.offices
            if (t.at == owner if owner else t.person in named)
            and t.office.lower() == title.key
            and t.since <= day
            and not (t.until and t.until <= day)
        }
        if len(found) != 1:
            return None
        return self.stage.roster.known(self.stage.roster.register.entries[found.pop()])

    def _back(self, about: Description) -> Draft | None:
        """What a definite description without an owner points back to: the last one with the same noun."""
        if not about.definite or about.owner:
            return None
        wanted = {m.lower() for m in about.modifiers}
        for word, plural, actor in reversed(self.earlier):
            if word == about.token.lower_ and plural == about.plural:
                name = set(self.stage.draft(actor).name.lower().split())
                if wanted <= name:
                    return self.stage.draft(actor)
        return None

    def _new(self, about: Description, kind: ActorKind) -> Draft:
        owner = self.stage.draft(about.owner) if about.owner else None
        single = not about.plural and kind == "group"
        lead = about.owner_text or (adjective(owner) if owner else "")
        if owner and owner.kind == "person":
            lead += "’s"
        return self.make(kind, lead, about.words, owner, scoped=single or owner is None)

    def make(self, kind: ActorKind, lead: str, words: str, owner: Draft | None, *, scoped: bool) -> Draft:
        """A new actor "LEAD WORDS", told apart by country where its owner is one, and by article if `scoped`."""
        name = f"{lead} {words}".strip()
        country = owner.country if owner and owner.kind == "country" else None
        article = self.stage.document.article.id if scoped else None
        made = actor_id(kind, words if country else name, country=country, article=article)
        draft = self.stage.roster.new(kind, name, ident=made)
        draft.forms.setdefault(name)
        draft.country = draft.country or (owner.country if owner else None)
        return draft


def _crowd(token: "Token") -> bool:
    """Whether a number of people stands by itself: "thousands marched", not "thousands of books"."""
    if token.lower_ not in ("thousands", "hundreds", "dozens", "scores") or token.dep_ not in (
        "nsubj",
        "pobj",
    ):
        return False
    if token.dep_ == "pobj" and token.head.dep_ != "agent":
        return False
    return not any(c.dep_ in ("prep", "quantmod") for c in token.children)


_STATE_WORDS = frozenset(["central", "national", "federal"])


def _to_come(about: Description, title: Title | None) -> bool:
    """Whether the description speaks of another holder: "the next president", "the first woman president"."""
    first = title.start if title else about.first
    return first > 0 and about.token.doc[first - 1].lower_ in _OTHER_TIMES


def _plain(holder: Holder) -> bool:
    return not (holder.title.former or holder.title.planned or holder.title.key.startswith(_LOWER_RANK))


def _title_fits(wanted: str, holder: Holder) -> bool:
    """Whether a short title ("minister") may stand for the holder's ("foreign minister"), never for a deputy's."""
    has = holder.title.key
    if wanted == has:
        return True
    return has.endswith(" " + wanted) and not has.startswith(_LOWER_RANK)


def counted(stage: Stage) -> Iterator[tuple[Sentence, int, Mark]]:
    """Heads like "thousands" in "thousands of teachers", with the mark of what is counted."""
    for sentence in stage.document.sentences:
        for token in sentence.span:
            if token.lower_ not in stage.roster.lexis.group.counts or stage.mark_at(sentence, token):
                continue
            for prep in token.children:
                if prep.lower_ == "of":
                    for noun in prep.children:
                        mark = stage.mark_at(sentence, noun)
                        if mark:
                            yield sentence, token.i, mark
