"""What the pages share: the store held open, answers cached by its revision, filters tied to the page's address."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

import streamlit as st

from graph.model import MODALITIES, Actor, Article, Claim, Tie
from graph.ontology import actor_kinds, relations
from graph.settings import default_store
from graph.store import open_store, scheme_of
from graph.store.base import Selection, Store, View

# How many ties the picture may show, and how many it shows at first: with more, a first look finds no names.
TOPS = (40, 80, 150, 300, 600)
TOP = 80


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
def _ties(_view: View, revision: str, selection: Selection) -> tuple[Tie, ...]:
    return tuple(_view.ties(selection))


@st.cache_resource(show_spinner=False, max_entries=64)
def _claims(_view: View, revision: str, selection: Selection) -> tuple[Claim, ...]:
    return tuple(_view.claims(selection))


@st.cache_resource(show_spinner=False, max_entries=4)
def _actors(_view: View, revision: str) -> dict[str, Actor]:
    return {actor.id: actor for actor in _view.actors()}


def ties(seen: View, selection: Selection) -> tuple[Tie, ...]:
    """The ties of a selection, most articles first."""
    return _ties(seen, seen.revision(), selection)


def claims(seen: View, selection: Selection) -> tuple[Claim, ...]:
    """The claims of a selection, newest first."""
    return _claims(seen, seen.revision(), selection)


@st.cache_resource(show_spinner=False, max_entries=4)
def _headers(_view: View, revision: str) -> dict[str, Article]:
    return {article.id: replace(article, text="") for article in _view.articles()}


def headers(seen: View) -> dict[str, Article]:
    """All articles by id without their text: who published what and when."""
    return _headers(seen, seen.revision())


def doubted(seen: View) -> tuple[Claim, ...]:
    """The claims that are told as denied: few, and each may contradict another article."""
    return claims(seen, Selection(modalities=("denied",)))


def published(seen: View) -> dict[str, date]:
    """The day of publication of each article that has one, by article id."""
    return {article.id: article.published for article in headers(seen).values() if article.published}


def newest(seen: View, found: Iterable[Claim]) -> list[Claim]:
    """Claims by the day their article was published, the last first: what is planned for later is no later news."""
    days = published(seen)
    return sorted(found, key=lambda claim: days.get(claim.article, date.min), reverse=True)


def actors(seen: View) -> dict[str, Actor]:
    """All actors by id."""
    return _actors(seen, seen.revision())
