"""The actors of one article while it is read, and what refers to them."""

from dataclasses import dataclass, field

from graph.ids import actor_id
from graph.model import Actor, ActorKind, Problem
from graph.register import Entry, Register
from loaders.words import Lexis


@dataclass(slots=True)
class Draft:
    """An actor while its article is read."""

    id: str
    name: str
    kind: ActorKind
    forms: dict[str, None] = field(default_factory=dict)
    country: str | None = None
    gender: str | None = None
    entry: Entry | None = None

    def actor(self) -> Actor:
        """The finished record: the register's name, else the longest form met."""
        known = self.entry.actor.names if self.entry else ()
        return Actor(
            id=self.id,
            name=self.name,
            kind=self.kind,
            names=tuple(dict.fromkeys((self.name, *self.forms, *known))),
            country=self.country,
            wikidata=self.entry.actor.wikidata if self.entry else None,
            known=self.entry is not None,
        )


@dataclass(slots=True)
class Roster:
    """The actors met so far, with what refers to them: aliases by key, surnames and first names by slug."""

    article: str
    register: Register
    lexis: Lexis
    drafts: dict[str, Draft] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    surnames: dict[str, list[str]] = field(default_factory=dict)
    first_names: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def known(self, entry: Entry) -> Draft:
        """The draft of an actor of the register."""
        a = entry.actor
        return self.drafts.setdefault(a.id, Draft(a.id, a.name, a.kind, {}, a.country, entry.gender, entry))

    def new(
        self,
        kind: ActorKind,
        name: str,
        *,
        country: str | None = None,
        scoped: bool = False,
        ident: str | None = None,
    ) -> Draft:
        """The draft of an actor the register lacks; `scoped` confines its id to this article."""
        made = ident or actor_id(kind, name, article=self.article if scoped else None)
        return self.drafts.setdefault(made, Draft(made, name, kind, {}, country))

    def country(self, code: str | None) -> Draft | None:
        """The draft of a country by its code."""
        entry = self.register.country(code)
        return self.known(entry) if entry else None

    def problem(self, what: str) -> None:
        """Note something unresolved once."""
        noted = Problem(self.article, "resolve", what)
        if noted not in self.problems:
            self.problems.append(noted)
