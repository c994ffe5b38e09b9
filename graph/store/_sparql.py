"""Just enough of SPARQL's grammar to refuse what must not run here, and to bind values without gluing text."""

import re
from collections.abc import Container, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.errors import QueryError
from graph.store.base import Values

# As in the grammar of SPARQL 1.1: the longest of these that fits is the next token. What stands in comments,
# strings and IRIs can thus not be taken for a keyword, nor hide one.
_TOKEN = re.compile(
    r"""
      (?P<nothing>\#[^\r\n]* | \s+)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.\-]*:(?:[\w.\-:%]|\\.)*)
    | (?P<word>@?[A-Za-z_]\w*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if token.lastgroup != "nothing")


def _words(text: str) -> list[str]:
    return [token.group().upper() for token in _tokens(text) if token.lastgroup == "word"]


def _form(words: list[str]) -> str | None:
    """The word that says what kind of query it is, the first one after the prologue."""
    return next((word for word in words if word not in ("BASE", "PREFIX", "VERSION")), None)


def form(text: str) -> str | None:
    """The word that says what kind of query a text is, in capitals; None where there is none."""
    return _form(_words(text))


def refuse(text: str) -> None:
    """Raise QueryError for an update, for SERVICE and for what is no query at all.

    The engine's parser needs no space around a keyword (`trueSERVICE:x{}`), so SERVICE is refused inside names too;
    who means a name that contains it writes the IRI in full.
    """
    words = _words(text)
    form = _form(words)
    if form in _UPDATES:
        raise QueryError(
            f"{form} changes the store, and queries only read it: use 'legation load' to change it"
        )
    if any(
        "SERVICE" in token.group().upper() for token in _tokens(text) if token.lastgroup in ("word", "name")
    ):
        raise QueryError("SERVICE asks other machines, and queries stay inside this store: leave it out")
    if form not in _FORMS:
        raise QueryError("this is no SPARQL query: it should begin with SELECT, ASK, CONSTRUCT or DESCRIBE")


def bare(text: str) -> bool:
    """Whether a query has a pattern that stands in no GRAPH, as far as that shows without parsing it whole."""
    tokens = list(_tokens(text))
    if "FROM" in _words(text):
        return False
    inside: list[bool] = []
    for place, token in enumerate(tokens):
        before = ["", "", *(each.group().upper() for each in tokens[max(place - 2, 0) : place])][-2:]
        if token.group() == "{":
            inside.append(any(inside) or _own_scope(before))
        elif token.group() == "}" and inside:
            inside.pop()
        elif (
            inside
            and not inside[-1]
            and token.lastgroup in ("variable", "iri", "name")
            and before[-1] in "{}."
        ):
            return True
    return False


def _own_scope(before: list[str]) -> bool:
    """Whether a brace after these two words opens no pattern in the default graph: a GRAPH, data, or a template."""
    return before[0] in ("GRAPH", "VALUES") or before[-1] in (")", "CONSTRUCT")


def undeclared(text: str, declared: Container[str]) -> str | None:
    """The first prefix that the query uses and nobody declares, if any."""
    own, before = {""}, ""
    for token in _tokens(text):
        prefix = token.group().split(":")[0]
        if token.lastgroup == "name" and before == "PREFIX":
            own.add(prefix)
        elif token.lastgroup == "name" and prefix not in own and prefix not in declared and prefix != "_":
            return prefix
        before = token.group().upper()
    return None


def term(text: str) -> NamedNode | Literal:
    """The IRI or literal that a text in N-Triples syntax holds. Raises QueryError where it holds anything else."""
    try:
        triples = list(parse(f"<x:s> <x:p> {text} .", RdfFormat.N_TRIPLES))
    except SyntaxError as wrong:
        raise QueryError(f"{text!r} is no IRI or literal in N-Triples syntax") from wrong
    found = triples[0].object if len(triples) == 1 else None
    if not isinstance(found, (NamedNode, Literal)) or triples[0].predicate != NamedNode("x:p"):
        raise QueryError(f"{text!r} is no single IRI or literal in N-Triples syntax")
    return found


def bind(text: str, values: Values) -> str:
    """The query with variables bound by VALUES blocks at the start of each pattern that follows WHERE.

    The blocks are made of terms that were parsed and written again, never of the text given. In a query without the
    word they stand in the first pattern. A FILTER sees the values in that pattern, not in groups nested inside. What
    has several values is bound only where the pattern itself names it.
    """
    if not values:
        return text
    tokens = list(_tokens(text))
    known = {token.group()[1:] for token in tokens if token.lastgroup == "variable"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise QueryError(f"the query has no variable ?{unknown[0]} to bind")
    single = {name: value for name, value in values.items() if isinstance(value, str)}
    block = f" VALUES ({_variables(single)}) {{ ({_terms(single.values())}) }} " if single else ""
    several = {
        name: f" VALUES ?{name} {{ {_terms(value)} }} "
        for name, value in values.items()
        if not isinstance(value, str)
    }
    pieces, done = [], 0
    for place, inside in _patterns(tokens):
        lists = (each for name, each in several.items() if name in inside)
        pieces += [text[done:place], block, *lists]
        done = place
    return "".join([*pieces, text[done:]])


def _variables(names: Iterable[str]) -> str:
    return " ".join(f"?{name}" for name in names)


def _terms(values: Iterable[str]) -> str:
    return " ".join(str(term(value)) for value in values)


def _patterns(tokens: list[re.Match[str]]) -> list[tuple[int, set[str]]]:
    """Where patterns begin, with their variables: after each `{` that follows WHERE, or else after the first `{`.

    A pattern that is a sub-select and nothing else has no room for a block; the sub-select's own pattern has.
    """
    found, first = [], None
    for place, token in enumerate(tokens):
        if token.group() == "{":
            first = place if first is None else first
            before, after = (tokens[n].group().upper() for n in (place - 1, min(place + 1, len(tokens) - 1)))
            if before == "WHERE" and after != "SELECT":
                found.append(place)
    if first is None:
        raise QueryError("the query has no pattern to bind values in")
    return [(tokens[place].end(), _inside(tokens, place)) for place in found or [first]]


def _inside(tokens: list[re.Match[str]], place: int) -> set[str]:
    """The variables between a brace and the one that closes it, those of sub-selects left out."""
    found, depth, hidden = set(), 0, 0
    for number in range(place, len(tokens)):
        words = tokens[number].group()
        if words == "{":
            depth += 1
            if not hidden and number > place and number + 1 < len(tokens):
                hidden = depth if tokens[number + 1].group().upper() == "SELECT" else 0
        elif words == "}":
            hidden = 0 if hidden == depth else hidden
            depth -= 1
            if depth == 0:
                break
        elif tokens[number].lastgroup == "variable" and not hidden:
            found.add(words[1:])
    return found
