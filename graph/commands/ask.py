"""Ask a store one of the named questions; without a question, list them."""

import argparse
import difflib
import re
import sys
import textwrap

from graph.commands._output import FORMATS, write_answer
from graph.errors import QueryError
from graph.questions import ROWS, SECONDS, Question, ask, groups, questions
from graph.safe import one_line
from graph.settings import default_store
from graph.store import open_store

# A question's answer is a table.
_FORMATS = [form for form in FORMATS if form != "turtle"]


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation ask`: those of the questions, and where and how to answer."""
    parser.add_argument("question", nargs="?", help="its name; leave it out for the list")
    parameters = {each.name: each for question in questions().values() for each in question.parameters}
    for name, parameter in parameters.items():
        parser.add_argument(f"--{name}", help=parameter.about)
    parser.add_argument(
        "--explain", action="store_true", help="say what a question means and takes; ask nothing"
    )
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit (default: %(default)g)")
    parser.set_defaults(parameters=tuple(parameters))


def run(args: argparse.Namespace) -> int:
    """Answer the question, explain it, or list all. Raises LegationError."""
    if args.question is None:
        sys.stdout.write(listed())
        return 0
    question = _named(args.question)
    if args.explain:
        sys.stdout.write(explained(question))
        return 0
    given = {name: getattr(args, name) for name in args.parameters}
    store = open_store(args.store or default_store())
    try:
        answer = ask(store.view(), question.name, seconds=args.seconds, **given)
    finally:
        store.close()
    write_answer(answer, args.format, sys.stdout)
    return 0


def _named(name: str) -> Question:
    """The question of that name. Raises QueryError with those that are near, by name or by words of their titles."""
    if name in questions():
        return questions()[name]
    near = difflib.get_close_matches(name, list(questions()), n=3)
    words = set(name.lower().replace("-", " ").split()) - {"who", "what", "which", "of", "the", "is"}
    near += [each.name for each in questions().values() if each.name not in near and words & _words(each)]
    hint = f"did you mean {' or '.join(repr(each) for each in near[:3])}?" if near else ""
    raise QueryError(f"'{one_line(name)}' is no question; {hint or 'legation ask lists them'}")


def _words(question: Question) -> set[str]:
    return set(re.findall(r"\w+", f"{question.title} {question.name}".lower()))


def listed() -> str:
    """The questions under their headings, with what they take."""
    wide = max(len(name) for name in questions())
    blocks = []
    for heading, members in groups().items():
        lines = [f"{each.name:{wide}}  {each.title}\n{'':{wide}}  {_options(each)}" for each in members]
        blocks.append("\n".join([heading, "", *(textwrap.indent(line, "  ") for line in lines)]))
    return "\n\n".join(blocks) + "\n\n'legation ask NAME --explain' says more about one.\n"


def explained(question: Question) -> str:
    """One question: its title, explanation and parameters."""
    lines = [question.title, "", *textwrap.wrap(question.explanation, 88), ""]
    wide = max(len(each.name) for each in question.parameters) + 2
    for each in question.parameters:
        needed = " (needed)" if each.required else ""
        lines.append(f"  --{each.name:{wide}}{each.about}{needed}")
    if all(each.name != "limit" for each in question.parameters):
        lines.append(f"  at most {ROWS} rows")
    return "\n".join([*lines, ""])


def _options(question: Question) -> str:
    return " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in question.parameters)
