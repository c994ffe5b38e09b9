"""How long each named question takes on a store, as somebody would ask it.

    python -m benchmarks.questions STORE [--times 20] [--seed 1] [--always] [--by-query] [QUESTION ...]

Actors are drawn by the number of their claims, the most prominent one first; periods of a month, three months or a year
from the time that the store covers; optional actors are given three times in five. `--always` leaves the period out
wherever it may be left out: then the whole store is asked. `--by-query` puts the question's query to the store also
where that has a quicker way. Prints milliseconds: median, 95th percentile and maximum of wall time, and the median and
95th percentile of the processor time of this process, which counts where machines are shared (a query runs in another
process). A question is asked once beforehand, so that nothing is read or imported for the first time.
"""

import argparse
import math
import random
import time
from collections.abc import Callable, Mapping
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

    def values(self, question: Question, number: int, *, always: bool = False) -> dict[str, Any]:
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
        dropped = {"since", "until"} if always else set()
        return {
            name: value
            for name, value in given.items()
            if name in known and (known[name] or name not in dropped)
        }


class ByQuery:
    """A view that answers every question by its query."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def quick(self, question: str, given: Mapping[str, Any], *, most: int, seconds: float) -> None:
        """There is no quicker way."""


def _ms(what: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall time and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        what()
    except QueryTimeout:
        print("  stopped at the time limit")
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _at(found: list[float], share: float) -> float:
    """The value that this share of all do not exceed."""
    return sorted(found)[math.ceil(share * len(found)) - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("question", nargs="*")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--always", action="store_true")
    parser.add_argument("--by-query", action="store_true")
    args = parser.parse_args()
    store = open_store(args.store)
    plain = store.view()
    view: Any = ByQuery(plain) if args.by_query else plain
    draw = Draw(plain, args.seed)
    nothing = _at([_ms(lambda: plain.query(TRIVIAL[plain.language]))[0] for _ in range(50)], 0.5)
    print(f"{plain.stats().claims} claims; a query that does nothing: {nothing:.1f} ms")
    print(f"{'question':38}{'median':>8}{'p95':>8}{'max':>8}{'cpu':>8}{'cpu p95':>8}")
    for question in questions().values():
        if args.question and question.name not in args.question:
            continue
        given = [draw.values(question, number, always=args.always) for number in range(args.times)]
        ask(view, question.name, **given[-1])
        took = [_ms(partial(ask, view, question.name, **each)) for each in given]
        wall, cpu = [each[0] for each in took], [each[1] for each in took]
        figures = (_at(wall, 0.5), _at(wall, 0.95), max(wall), _at(cpu, 0.5), _at(cpu, 0.95))
        print(question.name.ljust(38) + "".join(f"{each:8.0f}" for each in figures), flush=True)
    store.close()


if __name__ == "__main__":
    main()
