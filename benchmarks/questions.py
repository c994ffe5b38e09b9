"""How long each named question takes on a store, as somebody would ask it.

    python benchmarks/questions.py STORE [--times 20] [--seed 1] [QUESTION ...]

Actors are drawn by the number of their claims, periods of a month, three months or a year from the time that the store
covers; optional actors are given three times in five. Beside milliseconds stands the ratio to a query that does nothing,
measured in the same run, since machines differ. Prints median, 95th percentile, maximum.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from graph.errors import QueryTimeout
from graph.questions import Question, ask, questions
from graph.store import open_store
from graph.store.base import View

TRIVIAL = {"sparql": "SELECT ?n { VALUES ?n { 1 } }", "cypher": "RETURN 1 AS n"}
PERIODS = (31, 92, 365)
RELATIONS = ("CONSULT", "REQUEST", "SANCTION", "HOLDS_OFFICE", "SUPPORT")


class Draw:
    """What somebody would ask about."""

    def __init__(self, view: View, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (it draws questions, no secrets)
        stats = view.stats()
        self.first, self.last = stats.first or date(2000, 1, 1), stats.last or date(2000, 12, 31)
        prominent = view.prominent(most=20_000)
        self.actors, self.weights = [row[0] for row in prominent], [row[2] for row in prominent]
        seen = (article.publisher for article, _ in zip(view.articles(), range(500), strict=False))
        self.outlets = sorted({each for each in seen if each})

    def actor(self) -> str:
        return self.rng.choices(self.actors, self.weights)[0]

    def values(self, question: Question, number: int) -> dict[str, Any]:
        """Values for a question's parameters; the first time for the most prominent actor."""
        known = {each.name: each.required for each in question.parameters}
        given: dict[str, Any] = {}
        if "actor" in known and (known["actor"] or self.rng.random() < 0.6):
            given["actor"] = self.actor() if number else self.actors[0]
        if "other" in known and (known["other"] or ("actor" in given and self.rng.random() < 0.3)):
            given["other"] = next(each for each in iter(self.actor, None) if each != given.get("actor"))
        length = PERIODS[number % len(PERIODS)]
        room = max(0, (self.last - self.first).days - 2 * length)
        start = self.first + timedelta(days=self.rng.randrange(room + 1))
        ends = [start + timedelta(days=days) for days in (0, length - 1, length, 2 * length - 1)]
        given |= dict(zip(("since", "until", "since2", "until2"), ends, strict=True))
        given |= {"on": start, "relation": self.rng.choice(RELATIONS)}
        given |= {"outlet": self.rng.choice(self.outlets)} if self.outlets else {}
        return {name: value for name, value in given.items() if name in known}


def _ms(what: Callable[[], object]) -> float:
    begin = time.perf_counter()
    try:
        what()
    except QueryTimeout:
        print("  stopped at the time limit")
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("question", nargs="*")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    store = open_store(args.store)
    view = store.view()
    draw = Draw(view, args.seed)
    nothing = sorted(_ms(lambda: view.query(TRIVIAL[view.language])) for _ in range(50))[25]
    print(
        f"a query that does nothing: {nothing:.1f} ms\n{'question':38}{'median':>8}{'p95':>8}{'max':>8}  p95 x"
    )
    for question in questions().values():
        if args.question and question.name not in args.question:
            continue
        took = sorted(
            _ms(partial(ask, view, question.name, **draw.values(question, number)))
            for number in range(args.times)
        )
        high = took[min(len(took) - 1, int(0.95 * len(took)))]
        print(f"{question.name:38}{took[len(took) // 2]:8.0f}{high:8.0f}{took[-1]:8.0f}{high / nothing:7.0f}")
    store.close()


if __name__ == "__main__":
    main()
