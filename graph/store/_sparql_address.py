"""The address of a SPARQL server: sparql+http://HOST:PORT/QUERY?update=/UPDATE&graph-store=/DATA.

What it names are the addresses of the SPARQL 1.1 Protocol, one for queries and, where the store may be written, one
for updates; and, where the server has one, that of the SPARQL 1.1 Graph Store Protocol. `update` and `graph-store` are
absolute URLs or paths on the same server.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from graph.errors import StoreError
from graph.safe import one_line
from graph.store._credentials import without_secrets

SCHEMES = ("sparql+http", "sparql+https")
_EXAMPLE = "sparql+http://127.0.0.1:3030/kg/sparql?update=/kg/update"
_PARAMETERS = ("update", "graph-store")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server takes queries, updates and whole graphs: http or https URLs.

    `update` is None where it may only be read, `graphs` where it has no Graph Store Protocol, or none that we know of.
    """

    query: str
    update: str | None = None
    graphs: str | None = None


def parse(text: str) -> Address:
    """The addresses that the text of an address names. Raises StoreError, saying what is wrong with it."""
    try:
        parts = urlsplit(without_secrets(text))
        _check(parts, text)
        query = urlunsplit((parts.scheme.removeprefix("sparql+"), parts.netloc, parts.path, "", ""))
        given = _parameters(parts.query)
        return Address(query, *(_place(query, name, given.get(name)) for name in _PARAMETERS))
    except ValueError as wrong:
        raise StoreError(
            f"'{one_line(text)}' is no address of a SPARQL server ({wrong}): write it as {_EXAMPLE}"
        ) from wrong


def _check(parts: SplitResult, text: str) -> None:
    if parts.scheme not in SCHEMES or not parts.hostname or parts.port == 0 or parts.fragment:
        raise ValueError("it should have a scheme, a host and a path, and no #")
    if not text.isascii() or any(sign <= " " for sign in text):
        raise ValueError("it should hold no spaces and only ASCII; percent-encode the others")


def _parameters(text: str) -> dict[str, str]:
    given = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
    for name, _ in given:
        if name not in _PARAMETERS:
            raise ValueError(f"there is no parameter '{one_line(name, 40)}', only {', '.join(_PARAMETERS)}")
    for name in _PARAMETERS:
        if sum(name == each for each, _ in given) > 1:
            raise ValueError(f"it names {name} twice")
    found = dict(given)
    if found.keys() == {"graph-store"}:
        raise ValueError("it names graph-store, and no update")
    return found


def _place(query: str, name: str, given: str | None) -> str | None:
    if given is None:
        return None
    url = urljoin(query, given)
    parts = urlsplit(without_secrets(url))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError(f"{name} should be a path such as /kg/{name}, or an http URL")
    if not url.isascii() or any(sign <= " " for sign in url) or url == query + "?":
        raise ValueError(f"{name} should be a path such as /kg/{name}, without spaces")
    return url
