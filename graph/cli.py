"""The command `legation`: a table of commands; each module is imported only when its command is called.

A command module has `configure(parser)` and `run(args) -> int` (the exit code: 0 all well, 1 done but something
failed, 2 nothing could be done because of the call itself).
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from graph.errors import LegationError
from graph.registry import look_up
from graph.version import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "load": ("loaders.commands.load", "read articles into a store"),
    "extract": ("loaders.commands.extract", "read articles into JSON Lines, without a store"),
    "eval": ("loaders.commands.eval", "hold claims against gold of your own: precision and recall"),
    "explain": ("loaders.commands.explain", "show why an article was read as it was, sentence by sentence"),
    "export": ("graph.commands.export", "write a store as GraphML, Turtle, N-Quads, JSON-LD or JSON Lines"),
    "query": ("graph.commands.query", "ask a store in SPARQL"),
    "ask": ("graph.commands.ask", "ask a store one of the named questions"),
    "merge": ("graph.commands.merge", "judge that two actors are one, or are not; undo it"),
    "stats": ("graph.commands.stats", "say how much a store holds"),
    "store": ("graph.commands.store", "check, compact, back up and restore a store"),
    "demo": ("loaders.commands.demo", "read the sample articles and show what they say"),
    "app": ("graph.commands.app", "explore a store in the browser"),
}


def _overview() -> str:
    rows = "\n".join(f"  {name:<10}{about}" for name, (_, about) in COMMANDS.items())
    return f"commands:\n{rows}\n\n'legation COMMAND --help' explains a command."


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong with a call."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} ('{self.prog} --help' lists the options)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; errors that the user can mend are printed in one line."""
    words = list(sys.argv[1:] if argv is None else argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a letter of a name shows its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(
        prog="legation",
        description="Reads political news into a knowledge graph, each claim with its sentence.",
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"legation {__version__}")
    parser.add_argument("command", metavar="COMMAND")
    chosen = parser.parse_args(words[:1]).command
    try:
        target, _ = look_up(COMMANDS, chosen, "command")
    except LegationError as unknown:
        parser.error(str(unknown))
    module = import_module(target)
    own = _Parser(prog=f"legation {chosen}", description=module.__doc__)
    module.configure(own)
    try:
        return int(module.run(own.parse_args(words[1:])))
    except LegationError as error:
        print(f"legation {chosen}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"legation {chosen}: stopped; what was finished is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`): no error of ours. Keep the interpreter from flushing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
