"""What the reader can read: sentences of English prose. Of others it makes no claim, and says so once for each reason."""

import re
from functools import cache

# Languages that newspapers of the same agencies are written in, by their modules in spaCy, whose stop words tell them apart.
_OTHERS = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "ro", "tr", "id")
_WORD = re.compile(r"[^\W\d_]+")
# Such words before a capital are mostly parts of names, in English too: "de la Cruz", "von der Leyen", "al-Sarraj".
_PARTICLE = re.compile(r"\b(?:v[ao]n (?:der|den|de)|de l[ao]s?|del?|d[aiu]|dos|v[ao]n|al|el|la)[ -](?=[A-Z])")
# From so many words on, a sentence without one "the", "of" or "is" is none: the longest headlines of newspapers have eight or nine.
_WORDLESS = 10
# Fewer words may be a name, a title or an acronym with its country.
_CAPITALS, _FOREIGN = 5, 4
# Signs to a character of a paragraph of several lines: prose has hardly any, source code one in twenty. A word with a bracket
# right behind it is a call.
_CODE, _SIGNS = 0.03, re.compile(r"[{}=_#\\]|\[['\"]|\w\(")
_SCANNED = re.compile(r"\b[^\W\d_]+\d+[^\W\d_]+\b")
_LINES, _SHORT = 4, 60
_SUNG = re.compile(r"\b(?:I|me|my|mine|you|your|yours|oh|la|yeah)\b", re.IGNORECASE)


def odd_paragraph(text: str) -> str | None:
    """Why a paragraph is no prose: source code or verse; None where it may be."""
    if len(_SIGNS.findall(text)) > max(2, _CODE * len(text)) and "\n" in text:
        return "source code"
    return "verse" if _verse(text) else None


def _verse(text: str) -> bool:
    """Short lines that begin with capitals, do not end as sentences do, and speak of "I" and "you"."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < _LINES or max(map(len, lines)) > _SHORT:
        return False
    most = 0.75 * len(lines)
    capital = sum(line[0].isupper() for line in lines) >= most
    ended = sum(line.endswith((".", '."', ".”")) for line in lines) > len(lines) / 4
    return capital and not ended and 3 * sum(bool(_SUNG.search(line)) for line in lines) >= len(lines)


def odd_sentence(text: str) -> str | None:
    """Why a sentence is not one of English prose; None where it may be."""
    found = _WORD.findall(text)
    letters = "".join(found)
    if sum(c > "\u024f" for c in letters) > len(letters) / 2:
        return "another language"
    if len(found) >= _CAPITALS and sum(c.isupper() for c in letters) > 0.9 * len(letters):
        return "all in capitals"
    if len(_SCANNED.findall(text)) > max(1, len(found) / 8):
        return "digits for letters, as in a bad scan"
    words = [
        word.lower() for word in _WORD.findall(_PARTICLE.sub("", text)) if word[1:] and not word.isupper()
    ]
    if len(words) >= _FOREIGN and any(_foreign(words, language) for language in _OTHERS):
        return "another language"
    if len(words) >= _WORDLESS and not any(word in _english() for word in words):
        return "no word that joins others, as in a list of names"
    return None


def _foreign(words: list[str], language: str) -> bool:
    """Whether another language's little words are more than the English ones, at least one in eight."""
    hits = sum(word in _told_apart(language) for word in words)
    return hits >= max(2, len(words) / 8) and hits > sum(word in _english() for word in words)


@cache
def _english() -> frozenset[str]:
    return _stop_words("en")


@cache
def _told_apart(language: str) -> frozenset[str]:
    return _stop_words(language) - _english()


@cache
def _stop_words(language: str) -> frozenset[str]:
    from importlib import import_module

    return frozenset(import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS)
