"""The records everything else speaks: frozen dataclasses, no behaviour beyond their own arithmetic.

All offsets count characters (Unicode code points) of `Article.text` exactly as stored; `end` is exclusive.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.ids import digest

Modality = Literal["asserted", "planned", "requested", "hypothetical", "denied"]
MODALITIES: tuple[Modality, ...] = ("asserted", "planned", "requested", "hypothetical", "denied")

Precision = Literal["day", "week", "month", "year"]

ActorKind = Literal["person", "country", "organization", "armed group", "igo", "party", "media", "group"]
ACTOR_KINDS: tuple[ActorKind, ...] = (
    "person",
    "country",
    "organization",
    "armed group",
    "igo",
    "party",
    "media",
    "group",
)


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with its metadata. `id` is given, else from the canonical URL, else from the body.

    `source` is the file it came from (as an absolute `file:` URI) where one file holds just this article:
    a changed file replaces what was read from it before. `sha256` is that of `text` in UTF-8.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    source: str | None = None
    note: str | None = None

    def quote(self, start: int, end: int) -> str:
        """The text of a span."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of an article together with its text, which is verbatim `article.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `id` is deterministic; `names` holds every form met or known, the preferred one first.

    `country` is an ISO 3166-1 alpha-2 code; `wikidata` a QID. `known` says that the register has it. `derived` says
    that an article has it only because another actor was merged into it.
    """

    id: str
    name: str
    kind: ActorKind
    names: tuple[str, ...] = ()
    country: str | None = None
    wikidata: str | None = None
    known: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names (`name`), describes (`nominal`) or points to (`pronoun`) an actor.

    `actor` is the canonical id, `read_as` the loader's, as in a Party.
    """

    article: str
    start: int
    end: int
    text: str
    actor: str
    form: Literal["name", "nominal", "pronoun"] = "name"
    read_as: str = ""

    def __post_init__(self) -> None:
        if not self.read_as:
            object.__setattr__(self, "read_as", self.actor)


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role of a claim, with the words that name it there.

    `actor` is the canonical id; `read_as` is the id the loader gave, kept for ever so that merges can be undone
    (the same as `actor` where it is not given).
    `name` is the actor's display name in that article; offsets are those of the mention, where there is one.
    """

    actor: str
    name: str
    start: int | None = None
    end: int | None = None
    read_as: str = ""

    def __post_init__(self) -> None:
        if not self.read_as:
            object.__setattr__(self, "read_as", self.actor)


@dataclass(frozen=True, slots=True)
class When:
    """The date of an act as an interval of whole days, inclusive, with the words it comes from."""

    start: date
    end: date
    precision: Precision
    expression: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act took place."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """The atom: one relation that one article asserts, with its evidence.

    `relation` is a name of data/ontology/relations.toml, `mode` one of its modes or None. All parties of a joint
    act are `sources`. `evidence` holds one or more sentences; the first is the one the claim was read from.
    `attributed_to` is the chain of speakers, nearest first. `confidence` lies in (0, 1]. `method` names the rule.
    """

    id: str
    article: str
    relation: str
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    evidence: tuple[Passage, ...]
    mode: str | None = None
    predicate: str = ""
    issue: Passage | None = None
    date: When | None = None
    place: Place | None = None
    modality: Modality = "asserted"
    attributed_to: tuple[Party, ...] = ()
    content: Passage | None = None
    since: When | None = None
    until: When | None = None
    former: bool = False
    confidence: float = 1.0
    method: str = ""
    version: str = ""

    @property
    def asserted(self) -> bool:
        """Whether the article tells it as a fact (a direct triple is written for these only)."""
        return self.modality == "asserted" and not self.former


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of page furniture that was not read, and why."""

    article: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or resolved; counted and listed, never swallowed.

    `stage` is one of source, clean, parse, dates, resolve, extract; `article` an article id or a file name.
    """

    article: str
    stage: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one article yields; the unit that is stored and replaced."""

    article: Article
    claims: tuple[Claim, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cuts: tuple[Cut, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A person's judgement on two actors: `actor` is the same as `into`, or, where `same` is False, it is not.

    It can be undone: claims keep the ids that they were read with. `into` is kept whole, so that its name stands also
    where only `actor` was read. `by` and `on` say who judged and when, `note` why.
    """

    actor: str
    into: Actor
    same: bool = True
    by: str | None = None
    on: date | None = None
    note: str | None = None

    @property
    def id(self) -> str:
        """The same for the same two actors whichever comes first: there is one judgement on a pair."""
        return "m" + digest(*sorted((self.actor, self.into.id)))


@dataclass(frozen=True, slots=True)
class Tie:
    """Derived, never stored as fact: all claims of one relation from one actor to another, aggregated.

    For a symmetric relation `source < target` by id. `articles` counts distinct articles, `claims` claims;
    `modalities` maps modality to count.
    """

    source: str
    target: str
    relation: str
    claims: int
    articles: int
    first: date | None = None
    last: date | None = None
    modalities: dict[str, int] = field(default_factory=dict)
    claim_ids: tuple[str, ...] = ()
