"""Who we are to a server: from the environment or a file, never from an address, a command line or a log."""

import os
import stat
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import StoreError

_HOW = "set LEGATION_USER and LEGATION_PASSWORD, or LEGATION_CREDENTIALS to a file with user = and password ="


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password, which no message or representation shows."""

    user: str
    password: str = field(repr=False)


def credentials() -> Credentials | None:
    """The credentials given; None where there are none. Raises StoreError where they are half given or unsafe."""
    named = os.environ.get("LEGATION_CREDENTIALS")
    if named:
        return _from_file(Path(named).expanduser())
    user, password = os.environ.get("LEGATION_USER"), os.environ.get("LEGATION_PASSWORD")
    if user is None and password is None:
        return None
    if not user or password is None:
        raise StoreError(f"a user or a password is missing: {_HOW}")
    return Credentials(user, password)


def _from_file(path: Path) -> Credentials:
    try:
        mode = path.stat().st_mode
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise StoreError(f"the credentials file {path} cannot be read ({wrong.strerror}): {_HOW}") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Neither the cause nor its message: both may quote the file.
        raise StoreError(
            f'the credentials file {path} should hold user = "..." and password = "..."'
        ) from None
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StoreError(f"others may read the credentials file {path}: chmod 600 {path}")
    user, password = table.get("user"), table.get("password")
    if not isinstance(user, str) or not isinstance(password, str):
        raise StoreError(f'the credentials file {path} should hold user = "..." and password = "..."')
    return Credentials(user, password)


def without_secrets(address: str) -> str:
    """The address as given. Raises StoreError, without repeating it, where it carries a user or a password."""
    try:
        parts = urlsplit(address)
        carries = parts.username is not None or parts.password is not None
    except ValueError as wrong:
        raise StoreError(
            f"the store's address is malformed ({wrong}): write it as scheme://host:port"
        ) from None
    if carries:
        raise StoreError(f"a user or password does not belong into an address, which others can see: {_HOW}")
    return address
