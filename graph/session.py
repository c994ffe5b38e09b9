"""What the pages share: the store held open, answers cached by its revision, filters tied to the page's address."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import streamlit as st

from graph.model import MODALITIES, Actor, Article, Claim, Tie
from graph.ontology import actor_kinds, relations
from graph.settings import default_store
from graph.store import open_store, scheme_of
from graph.store.base import Selection, Store, View

# How many ties the picture may show, and how many it shows at first: with more, a first look finds no names.
TOPS = (40, 80, 150, 300, 600)
TOP = 80
# What a page holds of the strongest ties, of the claims of one tie or actor, and of the latest claims: more nobody reads.
SHOWN = 1500
CLAIMS = 200
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of the store is shown; the empty filter shows all.

    `least` is a number of articles per tie, `top` the number of ties drawn (one of TOPS).
    """

    relations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    actor: str | None = None
    since: date | None = None
    until: date | None = None
    least: int = 1
    top: int = TOP

    def selection(self) -> Selection:
        """The part of the filter that the store answers."""
        return Selection(
            actors=(self.actor,) if self.actor else (),
            relations=self.relations,
            modalities=self.modalities,
            since=self.since,
            until=self.until,
        )

    def keep(self, ties: Sequence[Tie], actors: Mapping[str, Actor]) -> list[Tie]:
        """The ties between actors of the chosen kinds that enough articles tell, strongest first."""
        return [
            tie
            for tie in ties
            if tie.articles >= self.least
            and (
                not self.kinds
                or all(actors[end].kind in self.kinds for end in (tie.source, tie.target) if end in actors)
            )
        ]

    def query(self) -> dict[str, str | list[str]]:
        """The filter as parameters of the page's address."""
        said: dict[str, str | list[str]] = {}
        for key, many in (("relation", self.relations), ("kind", self.kinds), ("told", self.modalities)):
            if many:
                said[key] = list(many)
        for key, one in (("actor", self.actor), ("since", self.since), ("until", self.until)):
            if one:
                said[key] = str(one)
        if self.least > 1:
            said["articles"] = str(self.least)
        if self.top != TOP:
            said["ties"] = str(self.top)
        return said


def filters_of(query: Mapping[str, Sequence[str]]) -> Filters:
    """The filter that parameters of an address stand for; what is no valid value is left out."""

    def known(key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for value in query.get(key, ()) if value in allowed)

    def day(key: str) -> date | None:
        try:
            return date.fromisoformat(next(iter(query.get(key, ())), ""))
        except ValueError:
            return None

    least = next(iter(query.get("articles", ())), "1")
    top = next(iter(query.get("ties", ())), "")
    return Filters(
        relations=known("relation", list(relations())),
        kinds=known("kind", list(actor_kinds())),
        modalities=known("told", MODALITIES),
        actor=next(iter(query.get("actor", ())), None),
        since=day("since"),
        until=day("until"),
        least=int(least) if least.isascii() and least.isdigit() and 1 <= int(least) <= 1000 else 1,
        top=int(top) if top in map(str, TOPS) else TOP,
    )


def address() -> dict[str, list[str]]:
    """The parameters of the page's address, each with all its values."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def share(parameters: Mapping[str, str | list[str]]) -> None:
    """Make the page's address say what is shown, so that it can be sent to somebody."""
    wanted = {key: [value] if isinstance(value, str) else value for key, value in parameters.items()}
    if wanted != address():
        st.query_params.from_dict(dict(parameters))


def unforeseen(error: Exception) -> bool:
    """Say in plain words that a page failed, and log why; True keeps the app from showing its own report."""
    logging.getLogger("legation.app").error("a page failed", exc_info=error)
    st.error(
        "This page failed for a reason that was not foreseen. What is stored is safe. "
        "Reload the page; if it fails again, the terminal that runs the app says why.",
        icon=":material/error:",
    )
    return True


def store_place() -> str:
    """The folder or address of the store that the app shows."""
    return default_store()


@st.cache_resource(show_spinner=False, max_entries=2)
def _store(place: str) -> tuple[Store, Lock]:
    return open_store(place), Lock()


def _there() -> tuple[str, bool]:
    """The store's place, and whether it can be opened as it is: at an address, or in a folder that exists.

    A folder that was removed while the app runs must not live on, nor look like an empty store.
    """
    place = store_place()
    there = scheme_of(place) is not None or Path(place).expanduser().exists()
    if not there:
        _store.clear()
    return place, there


def store() -> Store:
    """The store, for writing; an empty one is made where there is none. Raises StoreError."""
    place, there = _there()
    if not there:
        open_store(place, create=True).close()
    return _store(place)[0]


def view() -> View:
    """The store as it is now, and the same object as before if nothing has changed. Raises StoreError."""
    held, lock = _store(_there()[0])
    with lock:  # sessions run in threads of their own
        return held.view()


# The key is the revision: the view itself cannot be hashed (hence the underscore). Records are frozen and shared.
@st.cache_resource(show_spinner=False, max_entries=64)
def _ties(_view: View, revision: str, selection: Selection, most: int) -> tuple[Tie, ...]:
    return tuple(_view.ties(selection, most=most))


@st.cache_resource(show_spinner=False, max_entries=64)
def _tie_count(_view: View, revision: str, selection: Selection) -> int:
    return _view.tie_count(selection)


@st.cache_resource(show_spinner=False, max_entries=64)
def _claims(_view: View, revision: str, selection: Selection) -> tuple[Claim, ...]:
    return tuple(_view.claims(selection))


@st.cache_resource(show_spinner=False, max_entries=64)
def _prominent(
    _view: View, revision: str, selection: Selection, most: int
) -> tuple[tuple[str, int, int], ...]:
    return tuple(_view.prominent(selection, most=most))


def ties(seen: View, wanted: Filters) -> tuple[list[Tie], int]:
    """The strongest ties of a filter, at most SHOWN, and how many there are in all (as far as they were counted)."""
    selection, most = wanted.selection(), SHOWN
    while True:
        found = _ties(seen, seen.revision(), selection, most)
        kept = wanted.keep(found, actors(seen))
        # They come most articles first: below the least number there is no other.
        ended = len(found) < most or found[-1].articles < wanted.least
        if ended or len(kept) >= SHOWN:
            break
        most *= 8
    everything = not wanted.kinds and wanted.least == 1
    total = _tie_count(seen, seen.revision(), selection) if everything and not ended else len(kept)
    return kept[:SHOWN], total


def claims(seen: View, selection: Selection) -> tuple[Claim, ...]:
    """The claims of a selection, newest first. All of them are held: a selection of many has a limit."""
    return _claims(seen, seen.revision(), selection)


def prominent(seen: View, selection: Selection, most: int) -> tuple[tuple[str, int, int], ...]:
    """The actors with the most partners: id, number of partners, number of claims."""
    return _prominent(seen, seen.revision(), selection, most)


class Looked(Mapping[str, _T]):
    """Things of a view by id, looked up one by one when asked for: a store may hold more than fit in memory."""

    def __init__(self, look: Callable[[str], _T | None], keys: Callable[[], Iterator[str]]) -> None:
        self._look, self._keys = lru_cache(maxsize=4096)(look), keys

    def __getitem__(self, key: str) -> _T:
        found = self._look(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return self._keys()

    def __len__(self) -> int:
        return sum(1 for _ in self._keys())

    def __bool__(self) -> bool:
        return True


@st.cache_resource(show_spinner=False, max_entries=4)
def _actors(_view: View, revision: str) -> Looked[Actor]:
    return Looked(_view.actor, lambda: (actor.id for actor in _view.actors()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _headers(_view: View, revision: str) -> Looked[Article]:
    def header(article_id: str) -> Article | None:
        found = _view.article(article_id)
        return replace(found, text="") if found else None

    return Looked(header, lambda: (article.id for article in _view.articles()))


def actors(seen: View) -> Mapping[str, Actor]:
    """Actors by id."""
    return _actors(seen, seen.revision())


def names(seen: View) -> Mapping[str, str]:
    """The names of actors by id."""
    known = actors(seen)

    def name(actor_id: str) -> str | None:
        found = known.get(actor_id)
        return found.name if found else None

    return Looked(name, lambda: iter(known))


def headers(seen: View) -> Mapping[str, Article]:
    """Articles by id without their text: who published what and when."""
    return _headers(seen, seen.revision())


def published(seen: View) -> Mapping[str, date]:
    """The day of publication of each article that has one, by article id."""
    known = headers(seen)

    def day(article_id: str) -> date | None:
        found = known.get(article_id)
        return found.published if found else None

    return Looked(day, lambda: iter(known))


def newest(seen: View, found: Iterable[Claim]) -> list[Claim]:
    """Claims by the day their article was published, the last first: what is planned for later is no later news."""
    days = published(seen)
    return sorted(found, key=lambda claim: days.get(claim.article, date.min), reverse=True)
