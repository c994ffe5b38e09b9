"""Loading into a SPARQL server: batches of articles against one article a request, and what reading then costs.

    make fuseki
    python benchmarks/sparql_server.py 'sparql+http://127.0.0.1:13030/kg/sparql?update=/kg/update' --articles 400

The server must be empty; the benchmark empties it again. Each article has eight claims of actors whose frequency falls
as in news (Zipf), and a text of 3 kB.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from graph.ids import claim_id
from graph.model import Actor, Article, Claim, Party, Passage, Reading, When
from graph.store import _sparql_write as writing
from graph.store.base import Selection
from graph.store.sparql import SparqlStore

RELATIONS = ("CONSULT", "SUPPORT", "ACCUSE", "REQUEST", "REJECT", "AGREE")
CLAIMS = 8


def readings(number: int, actors: int = 500) -> Iterator[Reading]:
    """So many readings, the same every time."""
    chance = random.Random(7)  # noqa: S311 -- made-up news, no secret
    cast = [Actor(f"person/actor-{n}", f"Actor {n}", "person", (f"Actor {n}",)) for n in range(actors)]
    weights = [1 / (n + 1) for n in range(actors)]
    for place in range(number):
        day = date(2020, 1, 1) + timedelta(days=place % 700)
        sentences = [
            f"Sentence {n} of article {place} tells what somebody did to somebody." for n in range(45)
        ]
        text = " ".join(sentences)
        article = Article(f"bench{place:07}", text, f"Article {place}", day, "Benchmark")
        claims, named = [], set()
        for n in range(CLAIMS):
            one, other = chance.choices(cast, weights, k=2)
            named |= {one, other}
            claims.append(_claim(article, chance.choice(RELATIONS), one, other, sentences[n], day))
        yield Reading(article, tuple(claims), tuple(sorted(named, key=lambda actor: actor.id)))


def _claim(article: Article, relation: str, one: Actor, other: Actor, sentence: str, day: date) -> Claim:
    start = article.text.index(sentence)
    return Claim(
        id=claim_id(article.id, relation, None, "asserted", [one.id], [other.id], start, "did"),
        article=article.id,
        relation=relation,
        sources=(Party(one.id, one.name),),
        targets=(Party(other.id, other.name),),
        evidence=(Passage(start, start + len(sentence), sentence),),
        predicate="did",
        date=When(day, day, "day", "on Monday"),
        confidence=0.9,
        method="benchmark",
        version="0",
    )


def timed(what: str, work: Callable[[], object], number: int = 0) -> None:
    """Run something and print how long it took."""
    begin = time.perf_counter()
    work()
    took = time.perf_counter() - begin
    rate = f", {number / took:.1f} articles/s" if number else ""
    print(f"{what:<48}{took:8.2f} s{rate}", flush=True)


def load(store: SparqlStore, news: list[Reading], batch: int) -> None:
    """Put all, so many a request."""
    writing.BATCH = batch
    with store.writer() as writer:
        for reading in news:
            writer.put(reading)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", help="of an empty server")
    parser.add_argument("--articles", type=int, default=400)
    args = parser.parse_args()
    store = SparqlStore(args.address)
    if store.view().stats().articles:
        parser.error("the server is not empty")
    news = list(readings(args.articles))
    few = news[: max(args.articles // 10, 10)]
    try:
        for batch, some in ((1, few), (10, news), (writing.BATCH, news)):
            store._endpoint.update("DROP ALL")
            what = f"load {len(some)} articles, {batch} a request"
            timed(what, partial(load, store, some, batch), len(some))
        view = store.view()
        timed("the same again, nothing changed", lambda: load(store, news, 50), len(news))
        timed("all ties", view.ties)
        timed("ties of the most frequent actor", lambda: view.ties(Selection(actors=("person/actor-0",))))
        timed("50 newest claims", lambda: list(view.claims(Selection(limit=50))))
        timed("one reading, not yet known", lambda: store.view().reading(news[-1].article.id))
        timed("all actors", lambda: list(view.actors()))
        timed("counts", view.stats)
        timed("dump as N-Quads", lambda: sum(1 for _ in view.quads()))
    finally:
        store._endpoint.update("DROP ALL")
        store.close()


if __name__ == "__main__":
    main()
