"""Bytes from disk as text, refused with one clear line where they are none."""

import codecs
import errno
import os
import re
from pathlib import Path

from graph.errors import InputError

# A long read of a newspaper has 60,000 characters; what is larger is no article.
MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000

# Beginnings of files that people mistake for text, and what to do with them.
_MAGIC: dict[bytes, str] = {
    b"%PDF": "is a PDF: save its text as .txt first",
    b"PK\x03\x04": "is a ZIP archive or an office document: unpack it, or save it as plain text",
    b"\xd0\xcf\x11\xe0": "is an office document: save it as plain text",
    b"{\\rtf": "is rich text (RTF): save it as plain text",
    b"\x1f\x8b": "is compressed: unpack it first (gunzip)",
    b"\x89PNG": "is a picture: give its text",
    b"\xff\xd8\xff": "is a picture: give its text",
}
# Longest marks first: the mark of UTF-32 begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def shown(path: Path | str) -> str:
    """A path as it can be printed and stored: no control characters, no bytes that are no text."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def reason(wrong: OSError | ValueError) -> str:
    """What an error of the file system means, and what to do."""
    number = getattr(wrong, "errno", None)
    if number == errno.ENOENT:
        return "does not exist: check the path"
    if number == errno.EACCES:
        return "may not be read: change its permissions (chmod +r) or run as its owner"
    if number == errno.ELOOP:
        return "is a symbolic link that leads back to itself: give the file it stands for"
    return f"cannot be read ({getattr(wrong, 'strerror', None) or wrong}): check the path"


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file. Raises InputError if it cannot be read, is empty, too large, or known to be no text."""
    name = shown(path)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as wrong:
        raise InputError(f"{name}: {reason(wrong)}") from wrong
    if len(data) > most:
        raise InputError(f"{name}: is larger than {most // 1_000_000} MB: give one article a file, or .jsonl")
    if not data.strip():
        raise InputError(f"{name}: is empty: give a file with an article's text")
    for magic, advice in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name}: {advice}")
    return data


def marked_encoding(data: bytes) -> str | None:
    """The encoding that the byte order mark names, or None."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file's bytes: as their mark says, else in `encoding`, else UTF-8; never by a guess.

    Raises InputError with the first byte that does not fit.
    """
    return _decoded(data, name, name, marked_encoding(data) or encoding or "utf-8")


def decode_line(data: bytes, name: str, file: str) -> str:
    """The text of one line of a file in UTF-8; `name` is file and line. Raises InputError as `decode` does."""
    return _decoded(data, name, file, "utf-8")


def _decoded(data: bytes, name: str, file: str, chosen: str) -> str:
    if chosen == "utf-8" and b"\0" in data:
        raise InputError(f"{name}: is binary, or UTF-16 without its mark: give plain text in UTF-8")
    try:
        return checked(data.decode(chosen), name)
    except UnicodeDecodeError as wrong:
        raise InputError(f"{name}: {_misfit(wrong, chosen, file)}") from wrong


def _misfit(wrong: UnicodeDecodeError, encoding: str, name: str) -> str:
    byte, place = wrong.object[wrong.start], wrong.start
    shown_encoding = "UTF-8" if encoding.startswith("utf-8") else encoding
    advice = f"convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8 '{name}' > new.txt"
    controls = sum(b < 32 and b not in b"\t\n\r\x0b\x0c\x1b" for b in wrong.object[:4096])
    if controls > 40 and not encoding.startswith(("utf-16", "utf-32")):
        return "is binary: give plain text in UTF-8"
    return f"byte 0x{byte:02x} at offset {place} is no {shown_encoding}: {advice}"


def checked(text: str, name: str) -> str:
    """The text itself, if an article can have it. Raises InputError if it is binary, empty or endless."""
    if not text.strip():
        raise InputError(f"{name}: is empty: give a file with an article's text")
    if "\0" in text or len(_CONTROL.findall(text)) * 20 > len(text):
        raise InputError(f"{name}: is binary: give plain text in UTF-8")
    return text
