"""The folder of an embedded store on disk.

legation-store.toml    says that this is a store, of which kind and schema, and which folder is live
live/                  the database; only the writer opens it (live-2/ and so on after it was written anew)
snapshots/NNNNNNNN-x/  what readers open: frozen copies made of hard links with their index; the newest counts
writer.lock            locked while somebody writes; holds his process id
unpublished            exists while the database holds more than the newest snapshot
index.draft            the index that the writer works on; thrown away if it dies

Whatever replaces something is made beside it and takes its place by one rename, so that a kill leaves the old or the new.
"""

import os
import re
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
SCHEMA = 3
INDEX = "index.sqlite"
_LIVE = re.compile(r"live(-\d+)?")
# A reader that has just listed the snapshots must find the one it chose; older ones only take room.
KEPT = 2
# Publishing what a killed writer left takes milliseconds; somebody who wants to write waits that long.
PATIENCE = 1.0


@dataclass(frozen=True)
class Marker:
    """What a store's marker says."""

    kind: str
    schema: int
    live: str = "live"


def marker_of(path: Path) -> Marker | None:
    """The marker of a folder; None where there is none. Raises StoreError if it is unreadable or too new."""
    marker = path / MARKER
    if not marker.is_file():
        return None
    try:
        stated = tomllib.loads(marker.read_text(encoding="utf-8"))
        found = Marker(str(stated["kind"]), int(stated["schema"]), str(stated.get("live", "live")))
        named = _LIVE.fullmatch(found.live)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, OSError) as wrong:
        raise StoreError(f"{marker} is damaged ({wrong}): restore it or load into a new folder") from wrong
    if not named:
        raise StoreError(f"{marker} is damaged ({found.live!r} is no folder of a store): restore it")
    if found.schema > SCHEMA:
        raise StoreError(
            f"the store {path} was written by a newer version (schema {found.schema}): upgrade legation"
        )
    return found


def kind_of(path: Path) -> str | None:
    """The kind of store in a folder; None where there is no marker. Raises StoreError if it is unreadable or too new."""
    found = marker_of(path)
    return found.kind if found else None


def create(path: Path, kind: str) -> None:
    """Make a folder into an empty store. Raises StoreError where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        mark(path, Marker(kind, SCHEMA))
    except OSError as wrong:
        raise StoreError(
            f"no store can be made at {path} ({wrong.strerror or wrong}): name another --store"
        ) from wrong


def mark(path: Path, marker: Marker) -> None:
    """Put a marker in place of the one there is, whole and durable. Raises OSError."""
    text = (
        "# A store of Legation. Its folders are not to be edited.\n"
        f'kind = "{marker.kind}"\nschema = {marker.schema}\nlive = "{marker.live}"\n'
    )
    draft = path / f".{MARKER}-{os.getpid()}"
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path / MARKER)
    settle(path)


def settle(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that stays as long as `held` is open."""

    name: str
    data: Path
    index: Path
    held: Hold


class Folder:
    """A store's folder: who writes, and what is published."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft = path / "index.draft"
        self._snapshots = path / "snapshots"
        self._mark = path / "unpublished"

    @property
    def marker(self) -> Marker:
        """What the marker says now. Raises StoreError where it is gone or damaged."""
        found = marker_of(self.path)
        if found is None:
            raise StoreError(f"{self.path / MARKER} is missing: the store was moved or removed")
        return found

    @property
    def live(self) -> Path:
        """The folder of the database."""
        return self.path / self.marker.live

    def spare(self) -> Path:
        """A folder for a database that is to replace the live one; it does not exist yet."""
        number = int(self.marker.live.partition("-")[2] or 1) + 1
        fresh = self.path / f"live-{number}"
        shutil.rmtree(fresh, ignore_errors=True)
        return fresh

    def swap(self, fresh: Path, schema: int = SCHEMA) -> None:
        """Make another folder the live one. The old one goes when the next writer tidies up."""
        settle(self.path)
        mark(self.path, Marker(self.marker.kind, schema, fresh.name))

    def leftovers(self) -> list[Path]:
        """What a killed writer left that no one needs."""
        live = self.marker.live
        found = [each for each in self.path.glob("live*") if _LIVE.fullmatch(each.name) and each.name != live]
        return sorted(
            [
                *found,
                *self.path.glob(f".{MARKER}-*"),
                *self.path.glob("index.draft*"),
                *self._snapshots.glob(".*"),
            ]
        )

    def tidy(self) -> None:
        """Remove leftovers. Only for who holds the lock."""
        for each in self.leftovers():
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)

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

    def publish(self, backup: Callable[[str], None], index: Callable[[str, Path], None]) -> None:
        """Let readers see the database as it is.

        `backup` copies it into a folder that does not exist yet, `index` puts the index of the snapshot so named into
        a file.
        """
        self._snapshots.mkdir(exist_ok=True)
        number = max((int(name.split("-")[0]) for name in self._names()), default=0) + 1
        name = f"{number:08d}-{secrets.token_hex(4)}"
        draft = self._snapshots / f".{name}"
        try:
            draft.mkdir()
            backup(str(draft / "data"))
            index(name, draft / INDEX)
            (draft / "held").touch()
            draft.rename(self._snapshots / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        settle(self._snapshots)
        self._mark.unlink(missing_ok=True)
        self.prune()

    def newest(self) -> Snapshot | None:
        """The newest snapshot, held; None if nothing was ever published."""
        while names := self._names():
            for name in reversed(names):
                try:
                    held = hold(self._snapshots / name / "held", shared=True)
                except FileNotFoundError:
                    continue
                if held is not None:
                    home = self._snapshots / name
                    return Snapshot(name, home / "data", home / INDEX, held)
            time.sleep(0.01)  # all that we saw were being removed: there are newer ones
        return None

    def newest_index(self) -> Path | None:
        """The index of the newest snapshot. Only for who holds the lock: nobody else removes snapshots."""
        names = self._names()
        return self._snapshots / names[-1] / INDEX if names else None

    def snapshots(self) -> int:
        """How many snapshots there are."""
        return len(self._names())

    def _names(self) -> list[str]:
        if not self._snapshots.is_dir():
            return []
        return sorted(each.name for each in self._snapshots.iterdir() if not each.name.startswith("."))

    def prune(self, kept: int = KEPT) -> None:
        """Remove old snapshots that nobody reads. Only for who holds the lock."""
        for name in self._names()[:-kept]:
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
