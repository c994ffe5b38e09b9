"""The tables of the index, and a selection as a condition on them. Values are always bound, never glued in.

Days are ordinals (`date.toordinal`), modalities places in MODALITIES, roles places in ROLES, actors and articles numbers
of this file. A `fact` is what is asserted and not over: what a direct triple stands for. The `others`, `acts` and
`papers` of an actor are the partners, claims and articles of its asserted ties, `said` and `said_in` the claims that are
attributed to it or are its statements and their articles; its `kind` is the one that all articles give it, null where
they differ. A `voice` is somebody who speaks about another.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import MODALITIES
from graph.store.base import Selection

# A file of another layout is no index of ours and is made anew.
LAYOUT = 2

ROLES = ("source", "target", "speaker")

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    a INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, mark TEXT NOT NULL, published INTEGER,
    problems INTEGER NOT NULL, wrong TEXT, title TEXT, publisher TEXT
);
CREATE INDEX article_by_publisher ON article (publisher);
CREATE TABLE claim (
    c INTEGER PRIMARY KEY, id TEXT NOT NULL, a INTEGER NOT NULL, relation TEXT NOT NULL, modality INTEGER NOT NULL,
    first INTEGER, last INTEGER, own INTEGER NOT NULL, fact INTEGER NOT NULL
);
CREATE INDEX claim_by_id ON claim (id);
CREATE INDEX claim_by_article ON claim (a);
CREATE INDEX claim_by_day ON claim (first DESC, id);
CREATE INDEX claim_by_relation ON claim (relation, first DESC, id);
CREATE INDEX claim_by_modality ON claim (modality, first DESC, id) WHERE modality > 0;
CREATE TABLE party (
    c INTEGER, role INTEGER, position INTEGER, actor INTEGER NOT NULL, first INTEGER, name TEXT NOT NULL,
    PRIMARY KEY (c, role, position)
) WITHOUT ROWID;
CREATE INDEX party_by_actor ON party (actor, first DESC, c, role);
CREATE TABLE tie (
    t INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL, relation TEXT NOT NULL,
    claims INTEGER NOT NULL, articles INTEGER NOT NULL, first INTEGER, last INTEGER,
    m0 INTEGER NOT NULL, m1 INTEGER NOT NULL, m2 INTEGER NOT NULL, m3 INTEGER NOT NULL, m4 INTEGER NOT NULL,
    facts INTEGER NOT NULL
);
CREATE UNIQUE INDEX tie_by_ends ON tie (source, target, relation);
CREATE INDEX tie_by_target ON tie (target, source);
CREATE INDEX tie_by_strength ON tie (articles DESC, claims DESC);
CREATE INDEX tie_by_relation ON tie (relation, articles DESC, claims DESC);
CREATE TABLE pair (
    t INTEGER, id TEXT, c INTEGER, a INTEGER NOT NULL, modality INTEGER NOT NULL, first INTEGER, last INTEGER,
    fact INTEGER NOT NULL, PRIMARY KEY (t, id, c)
) WITHOUT ROWID;
CREATE INDEX pair_by_claim ON pair (c);
CREATE TABLE actor (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT, kind TEXT,
    partners INTEGER NOT NULL DEFAULT 0, claims INTEGER NOT NULL DEFAULT 0,
    others INTEGER NOT NULL DEFAULT 0, acts INTEGER NOT NULL DEFAULT 0, papers INTEGER NOT NULL DEFAULT 0,
    said INTEGER NOT NULL DEFAULT 0, said_in INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX actor_by_partners ON actor (partners DESC, claims DESC, id) WHERE partners > 0;
CREATE INDEX actor_by_others ON actor (others DESC, acts DESC, id) WHERE others > 0;
CREATE INDEX actor_by_said ON actor (said DESC, id) WHERE said > 0;
CREATE TABLE voice (
    speaker INTEGER, about INTEGER, claims INTEGER NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (speaker, about)
) WITHOUT ROWID;
CREATE INDEX voice_by_claims ON voice (claims DESC);
CREATE INDEX voice_by_about ON voice (about);
CREATE TABLE word (word TEXT, n INTEGER, PRIMARY KEY (word, n)) WITHOUT ROWID;
CREATE INDEX word_by_actor ON word (n);
CREATE TABLE version (
    v INTEGER PRIMARY KEY, n INTEGER NOT NULL, named INTEGER NOT NULL, record TEXT NOT NULL,
    many INTEGER NOT NULL, least TEXT NOT NULL
);
CREATE UNIQUE INDEX version_by_record ON version (n, named, record);
CREATE TABLE casting (a INTEGER, v INTEGER, PRIMARY KEY (a, v)) WITHOUT ROWID;
CREATE INDEX casting_by_version ON casting (v);
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL, and what its question marks stand for."""

    text: str
    values: tuple[object, ...]


_AMONG = "IN (SELECT value FROM json_each(?))"
_ACTOR = (
    "(SELECT c FROM party WHERE role {role} AND actor IN"
    " (SELECT n FROM actor WHERE id IN (SELECT value FROM json_each(?))))"
)
_PARTY, _SPEAKER = "< 2", "= 2"


def on_claims(selection: Selection, longest: int) -> Condition:
    """What the rows of `claim` must meet to be selected (the limit aside).

    `longest` is the number of days that the longest claim lasts: it turns "ends after" into a range of first days.
    """
    taking_part = (selection.actors, *((each,) for each in selection.between or ()))
    parts: list[tuple[str, object]] = [
        (f"claim.c IN {_ACTOR.format(role=_PARTY)}", json.dumps(actors)) for actors in taking_part if actors
    ]
    if selection.speakers:
        parts.append((f"claim.c IN {_ACTOR.format(role=_SPEAKER)}", json.dumps(selection.speakers)))
    if selection.relations:
        parts.append((f"claim.relation {_AMONG}", json.dumps(selection.relations)))
    if selection.modalities:
        known = [MODALITIES.index(m) for m in MODALITIES if m in selection.modalities]
        parts.append(("claim.modality IN (SELECT value FROM json_each(?))", json.dumps(known)))
    if selection.articles:
        wanted = "claim.a IN (SELECT a FROM article WHERE id IN (SELECT value FROM json_each(?)))"
        parts.append((wanted, json.dumps(selection.articles)))
    if selection.ids:
        parts.append((f"claim.id {_AMONG}", json.dumps(selection.ids)))
    if selection.since:
        parts.append(("claim.last >= ?", selection.since.toordinal()))
        parts.append(("claim.first >= ?", selection.since.toordinal() - longest))
    if selection.until:
        parts.append(("claim.first <= ?", selection.until.toordinal()))
    return _all_of(parts)


def on_ties(relations: tuple[str, ...]) -> Condition:
    """What the rows of `tie` must meet to be of some relations (none named: of any)."""
    return _all_of([(f"tie.relation {_AMONG}", json.dumps(relations))] if relations else [])


def _all_of(parts: Sequence[tuple[str, object]]) -> Condition:
    return Condition(" AND ".join(text for text, _ in parts) or "1", tuple(value for _, value in parts))


def on_pairs(selection: Selection) -> Condition:
    """What the rows of `pair` must meet where only relations, modalities and days matter: a scan, tie by tie."""
    parts: list[tuple[str, object]] = []
    if selection.relations:
        wanted = "pair.t IN (SELECT t FROM tie WHERE relation IN (SELECT value FROM json_each(?)))"
        parts.append((wanted, json.dumps(selection.relations)))
    if selection.modalities:
        known = [MODALITIES.index(m) for m in MODALITIES if m in selection.modalities]
        parts.append(("pair.modality IN (SELECT value FROM json_each(?))", json.dumps(known)))
    if selection.since:
        parts.append(("pair.last >= ?", selection.since.toordinal()))
    if selection.until:
        parts.append(("pair.first <= ?", selection.until.toordinal()))
    return _all_of(parts)
