"""The words of a language that say who somebody is: titles, groups, bodies; read from data/languages."""

from dataclasses import dataclass
from functools import cache, cached_property

from graph.errors import DataError
from graph.resources import read_toml

Words = frozenset[str]


@dataclass(frozen=True)
class Titles:
    """What may stand in a title: "former", "deputy", "foreign", "minister"."""

    honorifics: Words
    royal: Words
    office: Words
    rank: Words
    leader: Words
    member: Words
    plain_member: Words
    portfolio: Words
    qualifier: Words
    remark: Words
    former: Words
    planned: Words
    supposed: Words
    female: Words
    male: Words
    owned: Words

    @cached_property
    def heads(self) -> Words:
        """The words that can be the noun of a title."""
        return self.office | self.leader | self.member | self.rank | self.royal

    @cached_property
    def any(self) -> Words:
        """All words that may belong to a title."""
        return (
            self.heads
            | self.portfolio
            | self.qualifier
            | self.remark
            | self.former
            | self.honorifics
            | self.planned
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """Nouns for people who act without a name."""

    people: Words
    role: Words
    arms: Words
    same: Words
    counts: Words


@dataclass(frozen=True)
class Bodies:
    """Nouns for bodies, by the kind of actor they make."""

    organization: Words
    armed_group: Words
    party: Words
    igo: Words
    media: Words
    state: Words
    no_actor: Words
    loose: Words
    only_capitalised: Words
    chamber: Words
    text: Words

    @cached_property
    def any(self) -> Words:
        """All nouns that make a body."""
        return self.organization | self.armed_group | self.party | self.igo | self.media


@dataclass(frozen=True, slots=True)
class Lexis:
    """All of them, with first names by gender and the words around places."""

    title: Titles
    group: Groups
    body: Bodies
    locative: Words
    reached: Words
    male_names: Words
    female_names: Words

    def gender_of(self, first_name: str) -> str | None:
        """ "m" or "f" for a common first name, else None."""
        if first_name in self.male_names:
            return "m"
        return "f" if first_name in self.female_names else None


@cache
def lexis(language: str = "en") -> Lexis:
    """The words of a language. Raises DataError where its files lack a list."""
    name = f"languages/{language}/titles.toml"
    data, names = read_toml(name), read_toml(f"languages/{language}/first_names.toml")

    def words(table: str) -> dict[str, Words]:
        return {word.replace(" ", "_"): frozenset(row) for word, row in data[table].items()}

    try:
        return Lexis(
            title=Titles(**words("title")),
            group=Groups(**words("group")),
            body=Bodies(**words("body")),
            locative=frozenset(data["place"]["locative"]),
            reached=frozenset(data["place"]["reached"]),
            male_names=frozenset(names["male"].split()),
            female_names=frozenset(names["female"].split()),
        )
    except (KeyError, TypeError) as wrong:
        raise DataError(f"{name}: a list is missing or unknown: {wrong}") from wrong
