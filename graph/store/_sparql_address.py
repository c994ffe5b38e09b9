"""The address of a SPARQL server: sparql+http://HOST:PORT/QUERY?update=/UPDATE.

What it names are the addresses of the SPARQL 1.1 Protocol, one for queries and, where the store may be written, one
for updates. `update` is an absolute URL or a path on the same server.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from graph.errors import StoreError
from graph.safe import one_line
from graph.store._credentials import without_secrets

SCHEMES = ("sparql+http", "sparql+https")
_EXAMPLE = "sparql+http://127.0.0.1:3030/kg/sparql?update=/kg/update"
_PARAMETERS = ("update",)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server takes queries and updates: http or https URLs; `update` is None where it may only be read."""

    query: str
    update: str | None = None


def parse(text: str) -> Address:
    """The addresses that the text of an address names. Raises StoreError, saying what is wrong with it."""
    try:
        parts = urlsplit(without_secrets(text))
        _check(parts, text)
        query = urlunsplit((parts.scheme.removeprefix("sparql+"), parts.netloc, parts.path, "", ""))
        given = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        return Address(query, _update(query, given))
    except ValueError as wrong:
        raise StoreError(
            f"'{one_line(text)}' is no address of a SPARQL server ({wrong}): write it as {_EXAMPLE}"
        ) from wrong


def _check(parts: SplitResult, text: str) -> None:
    if parts.scheme not in SCHEMES or not parts.hostname or parts.port == 0 or parts.fragment:
        raise ValueError("it should have a scheme, a host and a path, and no #")
    if not text.isascii() or any(sign <= " " for sign in text):
        raise ValueError("it should hold no spaces and only ASCII; percent-encode the others")


def _update(query: str, given: list[tuple[str, str]]) -> str | None:
    for name, _ in given:
        if name not in _PARAMETERS:
            raise ValueError(f"there is no parameter '{one_line(name, 40)}', only {', '.join(_PARAMETERS)}")
    if len(given) > 1:
        raise ValueError("it names update twice")
    if not given:
        return None
    url = urljoin(query, given[0][1])
    parts = urlsplit(without_secrets(url))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError("update should be a path such as /kg/update, or an http URL")
    if not url.isascii() or any(sign <= " " for sign in url) or url == query + "?":
        raise ValueError("update should be a path such as /kg/update, without spaces")
    return url
