"""Ask a store one of the named questions; without a question, list them."""

import argparse
import sys

from graph.commands._output import FORMATS, write_answer, write_table
from graph.questions import SECONDS, ask, questions
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
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit (default: %(default)g)")
    parser.set_defaults(parameters=tuple(parameters))


def run(args: argparse.Namespace) -> int:
    """Answer the question, or list all. Raises LegationError."""
    if args.question is None:
        rows = [
            (q.name, q.title, " ".join(_option(p.name, p.required) for p in q.parameters))
            for q in questions().values()
        ]
        write_table(("question", "asks", "options"), rows, sys.stdout)
        return 0
    given = {name: getattr(args, name) for name in args.parameters}
    store = open_store(args.store or default_store())
    try:
        answer = ask(store.view(), args.question, seconds=args.seconds, **given)
    finally:
        store.close()
    write_answer(answer, args.format, sys.stdout)
    return 0


def _option(name: str, required: bool) -> str:
    return f"--{name}" if required else f"[--{name}]"
