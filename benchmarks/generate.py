"""Generated readings for benchmarks and soak tests: as many as asked for, one at a time, the same for the same seed.

    python -m benchmarks.generate 1000 > readings.jsonl     # the public lines, to look at

The text is invented and dull, its structure is that of news: few actors act in most claims (Zipf with s = 1 over 20,000),
an article holds 4 to 12 claims, three in ten have a speaker, one in seven is denied, planned or hypothetical.
Every offset is that of the words it names.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from graph.ids import actor_id, article_id, claim_id
from graph.model import Actor, ActorKind, Article, Claim, Mention, Modality, Party, Passage, Reading, When
from graph.ontology import Relation, relations

ACTORS = 20_000
RELATIONS = 20
FIRST, DAYS = date(2011, 1, 1), 3650
_MODALITIES: tuple[Modality, ...] = ("asserted", "denied", "planned", "hypothetical")
_SHARES = (85, 5, 5, 5)
_ONSETS = ("b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ö", "á")
_ISSUES = (
    "the reopening of the strait",
    "a truce in the north",
    "the vote on the harbour law",
    "fuel for the islands",
)
_TAILS = (
    "after a long night of talks at the old customs house, where neither side would speak to reporters",
    "while the delegations waited in the corridor and the lamps of the assembly hall were being repaired",
    "in a letter that was read aloud before the committee rose for the summer and the boats were hauled in",
    "one week before the commission on fisheries and lighthouses is due to present its second report",
)  # fmt: skip
_CODES = ("FI", "TR", "IE", "PT", "MA", "TN", "NO", "IT", "FR", "DZ")


@cache
def actors(number: int = ACTORS) -> tuple[Actor, ...]:
    """The cast: countries and bodies first, since they act most, then mostly persons."""
    chance = random.Random(11)  # noqa: S311
    found: dict[str, Actor] = {}
    while len(found) < number:
        actor = _actor(chance, len(found))
        found.setdefault(actor.id, actor)
    return tuple(found.values())


def _actor(chance: random.Random, place: int) -> Actor:
    kinds: Sequence[ActorKind] = (
        ("country", "igo") if place < 150 else ("person", "person", "organization", "armed group")
    )
    kind = chance.choice(kinds)
    last = _word(chance, 3)
    name = {"person": f"{_word(chance, 2)} {last}", "country": last, "igo": f"{last} Union"}.get(
        kind, f"{last} Council"
    )
    others = (last,) if kind == "person" else ()
    country = chance.choice(_CODES) if kind == "person" else None
    return Actor(actor_id(kind, name), name, kind, (name, *others), country, known=place < 150)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)).capitalize()


@cache
def _weights(number: int) -> list[float]:
    return list(accumulate(1 / place for place in range(1, number + 1)))


def pick(chance: random.Random, number: int = ACTORS) -> Actor:
    """An actor, the first ones most often: the one at place n with a chance in proportion to 1 / n."""
    return chance.choices(actors(number), cum_weights=_weights(number))[0]


def readings(number: int, *, seed: int = 7, cast: int = ACTORS) -> Iterator[Reading]:
    """So many readings, each made when it is asked for. The reading at a place depends on seed and place alone."""
    for place in range(number):
        yield reading(place, seed=seed, cast=cast)


def reading(place: int, *, seed: int = 7, cast: int = ACTORS, edition: int = 0) -> Reading:
    """The reading at a place; another edition is the same article rewritten, with the same id."""
    chance = random.Random(f"{seed}/{place}/{edition}")  # noqa: S311
    published = FIRST + timedelta(days=random.Random(f"{seed}/{place}").randrange(DAYS))  # noqa: S311
    url = f"https://outlet-{place % 40}.example/{published:%Y/%m}/{place}"
    home = article_id("", url)
    page = _Page(chance, home, published, cast)
    for _ in range(chance.randint(4, 12)):
        page.tell()
    article = Article(home, page.text, f"Report {place}", published, f"Outlet {place % 40}", url)
    return Reading(article, tuple(page.claims), tuple(page.cast.values()), tuple(page.mentions))


class _Page:
    """An article that grows sentence by sentence."""

    def __init__(self, chance: random.Random, home: str, published: date, cast: int) -> None:
        self.chance, self.home, self.published, self.number = chance, home, published, cast
        self.text = ""
        self.claims: list[Claim] = []
        self.cast: dict[str, Actor] = {}
        self.mentions: list[Mention] = []

    def tell(self) -> None:
        """Add a sentence with its claim."""
        chance = self.chance
        kind = chance.choice(list(relations().values())[:RELATIONS])
        one, other, speaker = self._three()
        modality = chance.choices(_MODALITIES, weights=_SHARES)[0]
        begin = len(self.text)
        first = self._name(one)
        self.text += (
            {"denied": " denied that it ", "planned": " will have "}.get(modality, " ") + kind.verb + " "
        )
        second = self._name(other)
        issue = self._issue(kind)
        when = self._when()
        self.text += f" {chance.choice(_TAILS)}"
        said: tuple[Party, ...] = ()
        if chance.random() < 0.3:
            self.text += ", "
            said = (self._name(speaker),)
            self.text += " said"
        self.text += "."
        proof = Passage(begin, len(self.text), self.text[begin:])
        self.text += " " if chance.random() < 0.6 else "\n\n"
        self._claim(kind, modality, first, second, proof, issue, when, said)

    def _three(self) -> tuple[Actor, Actor, Actor]:
        found: dict[str, Actor] = {}
        while len(found) < 3:
            actor = pick(self.chance, self.number)
            found[actor.id] = actor
        one, other, speaker = found.values()
        return one, other, speaker

    def _name(self, actor: Actor) -> Party:
        start = len(self.text)
        self.text += actor.name
        self.cast.setdefault(actor.id, actor)
        self.mentions.append(Mention(self.home, start, len(self.text), actor.name, actor.id))
        return Party(actor.id, actor.name, start, len(self.text), actor.id)

    def _issue(self, kind: Relation) -> Passage | None:
        if kind.issue == "none" or self.chance.random() < 0.4:
            return None
        words = self.chance.choice(_ISSUES)
        self.text += " over "
        start = len(self.text)
        self.text += words
        return Passage(start, len(self.text), words)

    def _when(self) -> When | None:
        if self.chance.random() < 0.4:
            return None
        day = self.published - timedelta(days=self.chance.randint(0, 6))
        self.text += f" on {day:%A}"
        return When(day, day, "day", f"on {day:%A}")

    def _claim(
        self,
        kind: Relation,
        modality: Modality,
        first: Party,
        second: Party,
        proof: Passage,
        issue: Passage | None,
        when: When | None,
        said: tuple[Party, ...],
    ) -> None:
        sources, targets = ((first, second), ()) if kind.symmetric else ((first,), (second,))
        ids = [[party.actor for party in parties] for parties in (sources, targets)]
        named = claim_id(self.home, kind.name, None, modality, ids[0], ids[1], proof.start, kind.verb)
        self.claims.append(
            Claim(
                id=named,
                article=self.home,
                relation=kind.name,
                sources=sources,
                targets=targets,
                evidence=(proof,),
                predicate=kind.verb,
                issue=issue,
                date=when,
                modality=modality,
                attributed_to=said,
                confidence=round(0.5 + self.chance.random() / 2, 3),
                method="generated",
                version="0",
            )
        )


def renamed(given: Reading, suffix: str) -> Reading:
    """The same article under another title: a change that touches nothing else."""
    return replace(given, article=replace(given.article, title=f"{given.article.title} {suffix}"))


def main() -> None:
    """Print the public lines of generated readings."""
    from graph.lines import dump

    for each in readings(int(sys.argv[1]) if len(sys.argv) > 1 else 10):
        sys.stdout.write(dump(each))


if __name__ == "__main__":
    main()
