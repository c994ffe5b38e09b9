"""Deterministic identifiers: the same content always gets the same one, on any machine. Never blank nodes."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that name a campaign or a click, never an article.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|ref|source|cmpid|ocid)$", re.IGNORECASE)


# Letters that NFKD leaves whole, and that would otherwise drop out of a name.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"}
)


def digest(*parts: str, length: int = 16) -> str:
    """Hex SHA-256 of the parts, each framed by its length, cut to `length` characters."""
    framed = "".join(f"{len(part)}:{part}," for part in parts)
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def canonical_url(url: str) -> str:
    """The URL without fragment, tracking parameters, default port, `www.` and trailing slash; https for http."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = urlencode(
        sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k))
    )
    scheme = "https" if parts.scheme in ("http", "https", "") else parts.scheme
    return urlunsplit((scheme, host + port, parts.path.rstrip("/") or "/", query, ""))


def article_id(text: str, url: str | None = None) -> str:
    """The id of an article: from its canonical URL, so that a changed page replaces itself, else from its body."""
    return "a" + (digest("url", canonical_url(url)) if url else digest("body", text.strip()))


def slug(name: str) -> str:
    """A name as lower-case ASCII words joined by hyphens; "x" + hash for names that have no such form."""
    folded = unicodedata.normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")
    return words or "x" + digest(name, length=8)


def actor_id(kind: str, name: str, *, country: str | None = None, article: str | None = None) -> str:
    """The id of an actor the register does not know, e.g. `person/ahmed-maiteeq`.

    `country` tells apart what is common to many ("police"); `article` confines to one article what no name
    identifies beyond it (a bare surname, "the protesters").
    """
    scope = [part for part in (article, country.lower() if country else None) if part]
    return "/".join([kind.replace(" ", "-"), *scope, slug(name)])


def claim_id(
    article: str,
    relation: str,
    mode: str | None,
    modality: str,
    sources: Iterable[str],
    targets: Iterable[str],
    start: int,
    predicate: str,
    issue: str | None = None,
) -> str:
    """The id of a claim, from what it says and where; parties are the loader's ids, in any order."""
    return "c" + digest(
        article,
        relation,
        mode or "",
        modality,
        "|".join(sorted(sources)),
        "|".join(sorted(targets)),
        str(start),
        predicate,
        issue or "",
        length=20,
    )
