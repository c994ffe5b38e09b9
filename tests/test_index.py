"""The index of the embedded store: its answers are those of the records, and it never belongs to another snapshot."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from contract_store import Story, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import merges as judged
from graph.errors import StoreError
from graph.model import MODALITIES, Actor, Article, Claim, Merge, Party, Passage, Reading, When
from graph.store import open_store, select
from graph.store._index_live import LiveIndex
from graph.store.base import Selection, Store, View
from graph.store.index import Index

ACTORS = tuple(f"person/p{n}" for n in range(6))
RELATIONS = ("CONSULT", "SUPPORT", "ACCUSE")
DAYS = [date(2020, 1, 1) + timedelta(days=n) for n in range(0, 400, 37)]
TEXT = "Somebody did something to somebody."


def _party(actor: str) -> Party:
    return Party(actor, actor)


@st.composite
def claims(draw: st.DrawFn, article: str) -> tuple[Claim, ...]:
    found = []
    for place in range(draw(st.integers(0, 4))):
        start = draw(st.sampled_from([None, *DAYS]))
        length = draw(st.sampled_from([0, 6, 40]))
        pick = st.lists(st.sampled_from(ACTORS), unique=True, max_size=3)
        found.append(
            Claim(
                id=f"c{article}-{place}",
                article=article,
                relation=draw(st.sampled_from(RELATIONS)),
                sources=tuple(map(_party, draw(pick))),
                targets=tuple(map(_party, draw(pick))),
                evidence=(Passage(0, len(TEXT), TEXT),),
                date=When(start, start + timedelta(days=length), "day", "then") if start else None,
                modality=draw(st.sampled_from(MODALITIES)),
                attributed_to=tuple(map(_party, draw(st.lists(st.sampled_from(ACTORS), max_size=1)))),
                former=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """One of four articles, as it stands today."""
    home = draw(st.sampled_from("abcd"))
    told = draw(claims(home))
    article = Article(
        home, TEXT, published=draw(st.sampled_from([None, *DAYS])), note=draw(st.sampled_from("xy"))
    )
    names = st.sampled_from(["Émile Roux", "emile roux", "Roux", "Ada Straße", "Öst", "Ost Ada", "日本"])
    cast = tuple(
        Actor(
            actor,
            draw(names),
            draw(st.sampled_from(("person", "group"))),
            tuple(draw(st.lists(names, max_size=2))),
            draw(st.sampled_from((None, "FI", "TR"))),
            known=draw(st.booleans()),
        )
        for actor in ACTORS
        if draw(st.booleans())
    )
    return Reading(article, told, cast)


merges = st.builds(
    lambda one, other, same: Merge(one, Actor(other, f"The {other}", "person"), same),
    st.sampled_from(ACTORS),
    st.sampled_from(ACTORS),
    st.booleans(),
)
steps = st.lists(
    st.one_of(
        readings().map(lambda reading: ("put", reading)),
        st.sampled_from("abcd").map(lambda article: ("drop", article)),
        merges.map(lambda merge: ("merge", merge)),
        merges.map(lambda merge: ("undo", merge.id)),
        st.just(("flush", None)),
        st.just(("reopen", None)),
        readings().map(lambda reading: ("put", reading)),
    ),
    min_size=6,
    max_size=24,
)
some_days = st.sampled_from([None, *DAYS])
few = st.lists(st.sampled_from(ACTORS), max_size=2).map(tuple)
selections = st.builds(
    Selection,
    actors=few,
    speakers=few,
    between=st.sampled_from([None, ACTORS[:2], ACTORS[1:3]]),
    relations=st.lists(st.sampled_from(RELATIONS), max_size=2).map(tuple),
    modalities=st.lists(st.sampled_from(MODALITIES), max_size=2).map(tuple),
    articles=st.lists(st.sampled_from("abcd"), max_size=1).map(tuple),
    since=some_days,
    until=some_days,
    limit=st.sampled_from([None, None, 1, 3]),
)
# Most often one condition alone, as in the app.
narrow = st.one_of(
    st.just(Selection()),
    selections,
    selections.map(lambda full: Selection(relations=full.relations)),
    selections.map(lambda full: Selection(modalities=full.modalities, since=full.since)),
    selections.map(lambda full: Selection(since=full.since, until=full.until)),
    selections.map(lambda full: Selection(actors=full.actors)),
)


def _walk(store: Store, todo: Sequence[tuple[str, object]]) -> None:
    writer = store.writer()
    for what, thing in todo:
        if what == "reopen":
            writer.__exit__()
            writer = store.writer()
            continue
        step: Callable[..., object] = getattr(writer, what)
        try:
            step(*([] if thing is None else [thing]))
        except StoreError:
            assert what == "merge"
    writer.__exit__()


def _agree(view: View, wanted: Selection) -> None:
    held = list(view.readings())
    told = select.select(wanted, select.dated(held))
    assert list(view.claims(wanted)) == [dated.claim for dated in told]
    expected = select.ties(told)
    assert list(view.ties(wanted)) == expected
    assert list(view.ties(wanted, most=2)) == expected[:2]
    assert view.tie_count(wanted) == len(expected)
    assert list(view.prominent(wanted)) == select.prominent(expected)
    casts = ((reading.actors, select.meant(reading)) for reading in held)
    actors = list(select.named(casts, judged.canonical(view.merges())))
    assert list(view.actors()) == actors
    for text in ("roux", "e r", "STRASSE", "ost a", "日", "p", ""):
        assert list(view.find(text, most=3)) == select.find(actors, text, 3)
    stats = view.stats()
    assert (stats.articles, stats.claims, stats.actors) == (
        len(held),
        sum(len(r.claims) for r in held),
        len(actors),
    )
    own = [claim.date for reading in held for claim in reading.claims if claim.date]
    assert (stats.first, stats.last) == (
        min((when.start for when in own), default=None),
        max((when.end for when in own), default=None),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(todo=steps, wanted=st.lists(narrow, min_size=1, max_size=4))
def test_the_index_answers_as_the_records_do(
    tmp_path_factory: pytest.TempPathFactory, todo: list[tuple[str, object]], wanted: list[Selection]
) -> None:
    store = open_store(tmp_path_factory.mktemp("index") / "store", create=True)
    _walk(store, todo)
    for selection in (Selection(), *wanted):
        _agree(store.view(), selection)
    store.close()


def test_what_changes_and_goes_is_counted_no_longer(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "store", create=True)
    fill(store, story)
    _agree(store.view(), Selection())
    fill(store, (replace(story[0], claims=story[0].claims[:1], actors=story[0].actors[:2]),))
    _agree(store.view(), Selection())
    first, *others = sorted(reading.article.id for reading in story)
    for article_id in (first, *others):
        with store.writer() as writer:
            writer.drop(article_id)
        _agree(store.view(), Selection())
    assert [*store.view().prominent(), *store.view().actors()] == []


def test_names_and_days_are_those_of_the_articles_that_are_left(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path / "store", create=True)
    named = [
        replace(
            story[3],
            article=replace(story[3].article, id=f"n{place}", published=DAYS[place]),
            claims=tuple(replace(claim, id=f"c{place}", article=f"n{place}") for claim in story[3].claims),
            actors=(replace(story[3].actors[0], name=name, country=country), story[3].actors[1]),
        )
        for place, (name, country) in enumerate(
            [("Aa", None), ("Bb", "FI"), ("Cc", "TR"), ("Bb", "FI"), ("Aa", None)]
        )
    ]
    fill(store, tuple(reversed(named)))
    _agree(store.view(), Selection())
    for gone in ("n0", "n1", "n3"):
        with store.writer() as writer:
            writer.drop(gone)
        _agree(store.view(), Selection())


def test_claims_that_many_articles_tell_are_found_by_either_way(tmp_path: Path, story: Story) -> None:
    """Selections of few claims go by way of these, others by way of all pairs: thirty articles make both happen."""
    store = open_store(tmp_path / "store", create=True)
    many = [
        replace(
            story[place % 3],
            article=replace(story[place % 3].article, id=f"n{place}", published=DAYS[place % len(DAYS)]),
            claims=tuple(
                replace(c, id=f"{c.id}-{place}", article=f"n{place}") for c in story[place % 3].claims
            ),
            mentions=(),
            cuts=(),
        )
        for place in range(30)
    ]
    fill(store, tuple(many))
    for wanted in (
        Selection(modalities=("denied",)),
        Selection(modalities=("asserted",)),
        Selection(since=DAYS[-1]),
        Selection(since=DAYS[1], until=DAYS[-2]),
        Selection(until=DAYS[0]),
        Selection(limit=7),
    ):
        _agree(store.view(), wanted)


def _newest(path: Path) -> Path:
    return max((path / "snapshots").iterdir())


@pytest.mark.parametrize("damage", ["missing", "no index", "cut", "of another snapshot", "another layout"])
def test_an_index_that_is_not_the_snapshots_own_is_made_anew(
    tmp_path: Path, story: Story, damage: str
) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story[:2])
    other = (_newest(tmp_path) / "index.sqlite").read_bytes()
    fill(store, story)
    expected = list(store.view().ties())
    store.close()
    index = _newest(tmp_path) / "index.sqlite"
    if damage == "missing":
        index.unlink()
    elif damage == "no index":
        index.write_bytes(b"no index at all")
    elif damage == "cut":
        index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])
    elif damage == "of another snapshot":
        index.write_bytes(other)
    else:
        with sqlite3.connect(index) as db:
            db.execute("UPDATE meta SET value = '0' WHERE key = 'layout'")
        db.close()
    view = open_store(tmp_path).view()
    assert list(view.ties()) == expected
    _agree(view, Selection())
    assert Index.open(_newest(tmp_path) / "index.sqlite", view.revision()) is not None


def test_a_view_keeps_its_index_while_the_writer_goes_on(tmp_path: Path, story: Story) -> None:
    store = open_store(tmp_path, create=True)
    fill(store, story[:1])
    view = store.view()
    before = list(view.ties())
    for number in range(5):
        fill(open_store(tmp_path), (replace(story[1], article=replace(story[1].article, note=str(number))),))
    assert list(view.ties()) == before
    assert view.stats().articles == 1


class Kept:
    """A database that has what it was told and counts what is read back from it."""

    def __init__(self) -> None:
        self.held: dict[str, Reading] = {}
        self.read_back = 0

    def marks(self) -> dict[str, str]:
        return dict.fromkeys(self.held, "mark")

    def mark(self, article_id: str) -> str | None:
        return "mark" if article_id in self.held else None

    def reading(self, article_id: str) -> Reading:
        self.read_back += 1
        return self.held[article_id]


def noted(index: LiveIndex, kept: Kept, story: Story, number: int) -> None:
    for n in range(number):
        base = story[0]
        article = replace(base.article, id=f"n{n:05}")
        kept.held[article.id] = replace(
            base,
            article=article,
            claims=tuple(replace(c, id=f"{c.id}{n}", article=article.id) for c in base.claims),
        )
        index.note(article.id, kept.held[article.id])


def test_a_long_load_reads_nothing_back_for_its_index(tmp_path: Path, story: Story) -> None:
    kept = Kept()
    index = LiveIndex(tmp_path / "draft.sqlite", None, kept)
    noted(index, kept, story, 850)
    (tmp_path / "one").mkdir()
    index.publish("one", tmp_path / "one" / "index.sqlite", {})
    assert kept.read_back == 0


def test_an_index_that_cannot_be_written_is_tried_once_and_stops_no_load(
    tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, tried = Kept(), []

    def full(path: Path) -> None:
        tried.append(path)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.store._index_live.IndexWriter", full)
    index = LiveIndex(tmp_path / "draft.sqlite", None, kept)
    noted(index, kept, story, 850)
    assert len(tried) == 1
    with pytest.raises(OSError, match="No space"):
        index.publish("one", tmp_path / "index.sqlite", {})
