"""Text from outside (articles, names, URLs) made harmless for a page that reads Markdown.

Escaping alone is not enough: the Markdown of the app turns some *plain* text into something else after the escapes
are resolved (bare addresses become links, `:smile:` an emoji, `--` a dash). Such runs are broken by a word joiner,
a character that is not seen.
"""

import re
from urllib.parse import quote, urlsplit

_JOINER = "\u2060"

# Every ASCII punctuation character may be escaped in CommonMark; all of them are, so that none can begin anything.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

# Bare addresses, shortcodes and typographical runs, each split before what follows its first part.
_AFTERLIFE = re.compile(
    r"https?(?=:)|www(?=\.)|(?<=[\w.+-])(?=@)|:(?=[\w+-]+:)|[<>~-](?=[->=])",
    re.IGNORECASE,
)

# Controls that show nothing, and the marks that reverse or hide the text after them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_IN_URL = "!$&'*+,-./:;=?@_~%#"


def visible(text: str) -> str:
    """The text without control characters and without marks that reorder it; all line breaks as newlines."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def one_line(text: str, longest: int = 200) -> str:
    """The visible text on one line, cut at `longest` characters with an ellipsis."""
    line = " ".join(visible(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def safe_markdown(text: str) -> str:
    """Markdown that shows exactly the visible text: nothing in it formats, links, embeds or runs.

    Line breaks are kept; indentation is not (four spaces would begin a code block).
    """
    broken = _AFTERLIFE.sub(lambda m: m.group() + _JOINER, visible(text))
    lines = (_PUNCTUATION.sub(r"\\\1", line.strip()) for line in broken.split("\n"))
    return "  \n".join(line or "\u00a0" for line in lines)


def safe_label(text: str, longest: int = 80) -> str:
    """A short text as the Markdown of a one-line label."""
    return safe_markdown(one_line(text, longest))


def safe_url(url: str | None) -> str | None:
    """The URL if it is an absolute http or https one, with all that could end a link percent-encoded; else None."""
    if not url:
        return None
    try:
        parts = urlsplit(visible(url).strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote(parts.geturl(), safe=_IN_URL)


def safe_link(words: str, url: str | None) -> str | None:
    """A Markdown link to an outside page, or None where the URL is no web address."""
    target = safe_url(url)
    return f"[{safe_label(words)}](<{target}>)" if target else None
