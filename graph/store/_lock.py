"""Advisory file locks: they end with the process that holds them, however it ends."""

import os
import sys
from pathlib import Path


class Hold:
    """A locked file; closed when asked, and at the latest when nobody refers to it any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @property
    def descriptor(self) -> int:
        """The open file's number. Raises ValueError once closed."""
        if self._descriptor is None:
            raise ValueError("this lock was released")
        return self._descriptor

    def close(self) -> None:
        """Release the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    __del__ = close

    def write(self, text: str) -> None:
        """Put a text in place of what the file holds."""
        os.ftruncate(self.descriptor, 0)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        os.write(self.descriptor, text.encode())


def hold(path: Path, *, shared: bool = False) -> Hold | None:
    """Lock a file without waiting; None if another process (or another part of this one) holds it.

    A shared lock only needs a file that can be read. Raises OSError where the file cannot be opened.
    """
    held = Hold(os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, 0o666))
    try:
        _lock(held, shared)
    except OSError:
        held.close()
        return None
    return held


if sys.platform == "win32":

    def _lock(held: Hold, shared: bool) -> None:
        import msvcrt

        if not shared:  # an open file cannot be removed there, which is all that the shared lock is for
            os.lseek(held.descriptor, 1 << 30, os.SEEK_SET)
            msvcrt.locking(held.descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(held: Hold, shared: bool) -> None:
        import fcntl

        fcntl.flock(held.descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
