"""The folder of an embedded store on disk.

legation-store.toml    says that this is a store, of which kind and schema
live/                  the database; only the writer opens it
snapshots/NNNNNNNN-x/  what readers open: frozen copies made of hard links, the newest counts
writer.lock            locked while somebody writes; holds his process id
unpublished            exists while live/ holds more than the newest snapshot
"""

import os
import secrets
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.store._lock import Hold, hold

MARKER = "legation-store.toml"
SCHEMA = 1
# A reader that has just listed the snapshots must find the one it chose; older ones only take room.
KEPT = 2
# Publishing what a killed writer left takes milliseconds; somebody who wants to write waits that long.
PATIENCE = 1.0


def kind_of(path: Path) -> str | None:
    """The kind of store in a folder; None where there is no marker. Raises StoreError if it is unreadable or too new."""
    marker = path / MARKER
    if not marker.is_file():
        return None
    try:
        stated = tomllib.loads(marker.read_text(encoding="utf-8"))
        kind, schema = str(stated["kind"]), int(stated["schema"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, OSError) as wrong:
        raise StoreError(f"{marker} is damaged ({wrong}): restore it or load into a new folder") from wrong
    if schema > SCHEMA:
        raise StoreError(
            f"the store {path} was written by a newer version (schema {schema}): upgrade legation"
        )
    return kind


def create(path: Path, kind: str) -> None:
    """Make a folder into an empty store. Raises StoreError where that cannot be done."""
    text = f'# A store of Legation. Its folders are not to be edited.\nkind = "{kind}"\nschema = {SCHEMA}\n'
    try:
        path.mkdir(parents=True, exist_ok=True)
        draft = path / f".{MARKER}-{os.getpid()}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(path / MARKER)
    except OSError as wrong:
        raise StoreError(
            f"no store can be made at {path} ({wrong.strerror or wrong}): name another --store"
        ) from wrong


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that stays as long as `held` is open."""

    name: str
    data: Path
    held: Hold


class Folder:
    """A store's folder: who writes, and what is published."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.live = path / "live"
        self._snapshots = path / "snapshots"
        self._mark = path / "unpublished"

    def lock(self, patience: float = PATIENCE) -> Hold:
        """The writer's lock; close it to release. Raises StoreError, naming the process that writes."""
        path = self.path / "writer.lock"
        deadline = time.monotonic() + patience
        try:
            while (held := hold(path)) is None:
                if time.monotonic() >= deadline:
                    owner = path.read_text(encoding="ascii", errors="replace").strip()
                    who = f"process {owner}" if owner else "another process"
                    raise StoreError(
                        f"{who} is writing to the store {self.path}: wait until it ends, or end it"
                    )
                time.sleep(0.02)
        except OSError as wrong:
            why = wrong.strerror
            raise StoreError(
                f"the store {self.path} cannot be written ({why}): ask its owner, or name another"
            ) from wrong
        held.write(str(os.getpid()))
        return held

    @property
    def unpublished(self) -> bool:
        """Whether the database may hold more than the newest snapshot."""
        return self._mark.exists()

    def touch(self) -> None:
        """Note that the database is about to change."""
        self._mark.touch()

    def publish(self, backup: Callable[[str], None]) -> None:
        """Let readers see the database as it is: `backup` copies it into a folder that does not exist yet."""
        self._snapshots.mkdir(exist_ok=True)
        number = max((int(name.split("-")[0]) for name in self._names()), default=0) + 1
        name = f"{number:08d}-{secrets.token_hex(4)}"
        draft = self._snapshots / f".{name}"
        draft.mkdir()
        backup(str(draft / "data"))
        (draft / "held").touch()
        draft.rename(self._snapshots / name)
        self._mark.unlink(missing_ok=True)
        self._prune()

    def newest(self) -> Snapshot | None:
        """The newest snapshot, held; None if nothing was ever published."""
        while names := self._names():
            for name in reversed(names):
                try:
                    held = hold(self._snapshots / name / "held", shared=True)
                except FileNotFoundError:
                    continue
                if held is not None:
                    return Snapshot(name, self._snapshots / name / "data", held)
            time.sleep(0.01)  # all that we saw were being removed: there are newer ones
        return None

    def _names(self) -> list[str]:
        if not self._snapshots.is_dir():
            return []
        return sorted(each.name for each in self._snapshots.iterdir() if not each.name.startswith("."))

    def _prune(self) -> None:
        for name in self._names()[:-KEPT]:
            old = self._snapshots / name
            with _alone(old / "held") as free:
                if free:
                    old.rename(self._snapshots / f".{name}")
        for leftover in self._snapshots.glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    held = hold(path)
    try:
        yield held is not None
    finally:
        if held is not None:
            held.close()
