"""Judge that two actors are one, or are not; without actors, list what was judged. Everything can be undone."""

import argparse
import sys
from datetime import date

from graph.commands._output import write_table
from graph.errors import StoreError
from graph.model import Actor, Merge
from graph.questions import find_actor
from graph.settings import default_store
from graph.store import open_store
from graph.store.base import Store, View


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of `legation merge`."""
    parser.add_argument("actors", nargs="*", metavar="ACTOR", help="two actors: the first becomes the second")
    parser.add_argument("--not-same", action="store_true", help="they are not one: never merge them")
    parser.add_argument("--undo", metavar="ID", help="take a judgement back, by its id in the list")
    parser.add_argument("--by", metavar="NAME", help="who judges")
    parser.add_argument("--note", metavar="TEXT", help="why")
    parser.add_argument("--store", metavar="STORE", help="its folder or address (default: your own)")


def run(args: argparse.Namespace) -> int:
    """Judge, undo or list. Raises LegationError."""
    if args.actors and (len(args.actors) != 2 or args.undo):
        raise StoreError("name two actors to merge, or none with --undo ID, or nothing for the list")
    store = open_store(args.store or default_store())
    try:
        if args.actors:
            _judge(store, args)
        elif args.undo:
            _undo(store, args.undo)
        else:
            _list(store.view())
    finally:
        store.close()
    return 0


def _judge(store: Store, args: argparse.Namespace) -> None:
    actors = list(store.view().actors())
    one, into = (find_actor(actors, name) for name in args.actors)
    merge = Merge(one.id, into, same=not args.not_same, by=args.by, on=date.today(), note=args.note)
    with store.writer() as writer:
        writer.merge(merge)
    said = f"{_shown(one)} is {'not ' if args.not_same else ''}{_shown(into)}"
    print(f"{said}: 'legation merge --undo {merge.id}' takes it back")


def _undo(store: Store, merge_id: str) -> None:
    with store.writer() as writer:
        if not writer.undo(merge_id):
            raise StoreError(f"there is no judgement {merge_id}: 'legation merge' lists them")
    print(f"{merge_id} is undone")


def _list(view: View) -> None:
    rows = [
        (m.id, m.actor, "is" if m.same else "is not", m.into.id, m.by, str(m.on or ""), m.note)
        for m in view.merges()
    ]
    write_table(("id", "actor", "", "actor", "by", "on", "why"), rows, sys.stdout)


def _shown(actor: Actor) -> str:
    return f"{actor.name} ({actor.id})"
