"""Files written whole or not at all."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graph.errors import InputError


def check_writable(path: Path) -> None:
    """Raises InputError if `replacing` could not write there; leaves what there is as it is."""
    with replacing(path, lambda: False):
        pass


@contextmanager
def replacing(path: Path, keep: Callable[[], bool] = lambda: True) -> Iterator[TextIO]:
    """A file that takes the place of `path` when the block ends well and `keep()` holds; else that stays as it was.

    What is no ordinary file (/dev/null, a pipe) is written to directly. Raises InputError if that cannot be done.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("w", encoding="utf-8", newline="\n") as direct:
            yield direct
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        file = draft.open("x", encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise InputError(f"{path} cannot be written ({wrong.strerror}): name another file") from wrong
    try:
        with file:
            yield file
        if keep():
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
