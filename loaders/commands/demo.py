"""Read the sample articles into a store, say what was found, and show it in the browser."""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice

from graph.model import Actor, Article, Claim, Party
from graph.ontology import relation
from graph.safe import one_line
from graph.store.base import View

_ACTORS = 8
_CLAIMS = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--store",
        metavar="STORE",
        default="demo-store",
        help="where to keep the demo's store (default: demo-store, in this folder)",
    )
    parser.add_argument("--no-app", action="store_true", help="stop before the app")
    parser.add_argument("--port", metavar="N", type=int, default=8501, help="port of the app (8501)")


def run(args: argparse.Namespace) -> int:
    """Load the samples, print a table of what they say, serve the app. Raises StoreError, ModelError, InputError."""
    from graph.commands.app import LOOPBACK, check_port
    from graph.resources import resource
    from graph.store import absolute, open_store
    from loaders.commands.load import report
    from loaders.pipeline import Reader
    from loaders.run import load

    if not args.no_app:
        check_port(LOOPBACK[0], args.port)
    place = absolute(args.store)
    store = open_store(place, create=True)
    try:
        summary = load([resource("samples")], store, Reader(), progress=sys.stderr.isatty())
        print("\n".join(report(summary)))
        print("\n".join(overview(store.view())), flush=True)
    finally:
        store.close()
    if args.no_app:
        print(f"\nThe store is in {place}. To explore it: legation app --store {place}")
        return 1 if summary.failed else 0
    return _serve(place, args.port)


def _serve(place: str, port: int) -> int:
    from graph.commands import app

    parser = argparse.ArgumentParser()
    app.configure(parser)
    print()
    return app.run(parser.parse_args(["--store", place, "--port", str(port), "--no-browser"]))


def overview(view: View) -> Iterator[str]:
    """What a store holds, as lines of text: the most connected actors, and claims with their sentences."""
    actors = {actor.id: actor for actor in view.actors()}
    yield f"\nMost connected of {len(actors)} actors"
    for actor_id, partners, claims in view.prominent(most=_ACTORS):
        actor = actors[actor_id]
        yield f"  {one_line(actor.name, 42):<43}{actor.kind:<14}{partners:>4} others{claims:>5} claims"
    yield "\nLatest claims, each with its sentence (a day in brackets is that of publication)"
    for claim in islice(filter(_worth_showing, view.claims()), _CLAIMS):
        yield from _told(claim, actors, view.article(claim.article))


def _worth_showing(claim: Claim) -> bool:
    event = relation(claim.relation).family == "event"
    return event and claim.asserted and bool(claim.targets or len(claim.sources) > 1)


def _told(claim: Claim, actors: dict[str, Actor], article: Article | None) -> Iterator[str]:
    published = f"({article.published})" if article and article.published else "undated"
    day = claim.date.start.isoformat() if claim.date else published
    sides = [_names(parties, actors) for parties in (claim.sources, claim.targets) if parties]
    yield f"  {day:<14}{claim.relation:<11}{' -> '.join(sides)}"
    yield f"      “{one_line(claim.evidence[0].text, 180)}”"
    yield f"      {one_line((article.publisher if article else None) or claim.article, 80)}"


def _names(parties: tuple[Party, ...], actors: dict[str, Actor]) -> str:
    known = [actors[party.actor].name if party.actor in actors else party.name for party in parties]
    return one_line(", ".join(known), 70)
