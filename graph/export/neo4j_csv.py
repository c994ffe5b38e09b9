"""Export for `neo4j-admin database import`: a .zip of CSV files with typed heads, the schema, and the commands.

What the import makes is a store of Legation like one that was loaded over Bolt: the same nodes, the same records.
Articles pass one by one; their rows go to files in a temporary folder and from there into the .zip.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from graph import merges as judged
from graph import rdf
from graph.errors import InputError
from graph.export import Counts, Scope
from graph.model import Actor, Reading
from graph.property_graph import ROLES, Row, Sheet, actor_row, judgement_row, sheet
from graph.store._bolt_lock import NAME
from graph.store._bolt_schema import SCHEMA, statements
from graph.store.base import View
from graph.told import readings

# Between the members of a list. The usual ; stands in names; this one is made for it and is in no text that is read.
UNIT = "\x1f"

# File -> what it holds (a label, or "" for relationships), and its columns: the name of a property with its type, or
# what the importer needs. `text` alone is a string.
FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "actors.csv": (
        "Actor",
        ("id:ID(Actor)", "name", "kind", "names:string[]", "country", "wikidata", "known:boolean", "search:string[]"),
    ),
    "articles.csv": (
        "Article",
        (
            "id:ID(Article)", "text", "title", "published:date", "publisher", "url", "note", "sha256", "problems:long",
            "fingerprint", "record",
        ),
    ),
    "claims.csv": (
        "Claim",
        (
            "id:ID(Claim)", "article", "relation", "verb", "family", "mode", "predicate", "modality", "told",
            "former:boolean", "issue", "content", "date:date", "date_end:date", "precision", "place", "when:date",
            "confidence:double", "method", "version", "sentence", "sources:string[]", "targets:string[]",
            "speakers:string[]", "source_ids:string[]", "target_ids:string[]", "title", "publisher", "since:date",
            "until:date", "reading", "record",
        ),
    ),
    "judgements.csv": (
        "Judgement",
        ("id:ID(Judgement)", "actor", "into", "same:boolean", "by", "on:date", "note", "record"),
    ),
    "store.csv": ("Store", ("name:ID(Store)", "schema:long", "revision:long", "made")),
    "in_article.csv": ("", (":START_ID(Claim)", ":END_ID(Article)", ":TYPE")),
    "parties.csv": (
        "",
        (":START_ID(Claim)", ":END_ID(Actor)", ":TYPE", "position:long", "name", "start:long", "end:long", "read_as"),
    ),
    "names.csv": (
        "",
        (
            ":START_ID(Article)", ":END_ID(Actor)", ":TYPE", "read_as", "name", "kind", "names:string[]", "country",
            "wikidata", "known:boolean", "derived:boolean",
        ),
    ),
    "direct.csv": (
        "",
        (":START_ID(Actor)", ":END_ID(Actor)", ":TYPE", "claim", "article", "date:date", "when:date", "confidence:double"),
    ),
}  # fmt: skip


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the store, or the articles with a claim of a selection. Raises InputError for ties."""
    if scope.ties:
        raise InputError("Neo4j gets claims, and ties come from them: leave out --ties, or export GraphML")
    final = judged.canonical(view.merges())
    with tempfile.TemporaryDirectory(prefix="legation-") as folder, ExitStack() as stack:
        files = {name: stack.enter_context(_file(Path(folder) / name)) for name in FILES}
        counts = _rows(view, scope, final, files)
        for file in files.values():
            file.close()
        _pack(Path(folder), out)
    return counts


def _file(path: Path) -> TextIO:
    file = path.open("w", encoding="utf-8", newline="")
    file.write(",".join(FILES[path.name][1]) + "\n")
    return file


def _rows(view: View, scope: Scope, final: Mapping[str, Actor], files: Mapping[str, TextIO]) -> Counts:
    counts: Counter[str] = Counter(articles=0, claims=0, actors=0)
    named: set[str] = set()
    unknown: dict[str, str] = {}
    made = hashlib.sha256()
    for reading in readings(view, scope.selection):
        told = _sheet(reading, final)
        _article(told, files)
        made.update(told.article["fingerprint"].encode())
        named |= {actor for actor, _ in told.names}
        unknown |= told.unknown
        counts += Counter(articles=1, claims=len(told.claims))
    for actor in view.actors():
        if actor.id in named:
            _line(files, "actors.csv", actor_row(actor))
            made.update(repr(actor).encode("utf-8", "surrogatepass"))
            counts["actors"] += 1
    for actor_id in sorted(unknown.keys() - named):
        _line(files, "actors.csv", {"id": actor_id, "name": unknown[actor_id]})
    for merge in view.merges():
        _line(files, "judgements.csv", judgement_row(merge))
        made.update(repr(merge).encode("utf-8", "surrogatepass"))
    # Which store it is, for caches: named after what is in it, so that the same content makes the same file.
    about = {"name": NAME, "schema": SCHEMA, "revision": 0, "made": made.hexdigest()[:8]}
    _line(files, "store.csv", about)
    return counts


def _sheet(reading: Reading, final: Mapping[str, Actor]) -> Sheet:
    """The rows of a reading without the path of a file on the machine that read it, as in every export."""
    bare = replace(reading, article=replace(reading.article, source=None))
    return sheet(bare, rdf.fingerprint(rdf.triples(bare)), final)


def _article(told: Sheet, files: Mapping[str, TextIO]) -> None:
    home = told.article["id"]
    _line(files, "articles.csv", told.article)
    for claim in told.claims:
        _line(files, "claims.csv", claim)
        _line(files, "in_article.csv", {}, claim["id"], home, "IN_ARTICLE")
    for role in ROLES:
        for claim_id, actor, party in told.roles[role]:
            _line(files, "parties.csv", party, claim_id, actor, role)
    for actor, said in told.names:
        _line(files, "names.csv", said, home, actor, "NAMES")
    for kind, acts in told.direct.items():
        for source, target, act in acts:
            _line(files, "direct.csv", act, source, target, kind)


def _line(files: Mapping[str, TextIO], name: str, row: Row, *ends: str) -> None:
    columns = FILES[name][1][len(ends) :]
    values = [*ends, *(row.get(column.partition(":")[0]) for column in columns)]
    files[name].write(",".join(map(cell, values)) + "\n")


def cell(value: Any) -> str:
    """A value as a cell: nothing where there is none, text in quotes, so that the empty text is not taken for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return cell(_list(value)) if value else ""


def _list(values: Iterable[str]) -> str:
    return UNIT.join(value.replace(UNIT, " ") for value in values)


def _pack(folder: Path, out: BinaryIO) -> None:
    # No times in it: the same store makes the same file.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in (("README.txt", _readme()), ("schema.cypher", _schema())):
            pack.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        for name in FILES:
            with (
                (folder / name).open("rb") as source,
                pack.open(_entry(name), "w", force_zip64=True) as target,
            ):
                shutil.copyfileobj(source, target)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _schema() -> str:
    head = "// Constraints and indexes: an import drops them. 'legation load' makes them too, before it writes.\n"
    return head + "".join(f"{statement};\n" for _, statement in statements())


def arguments() -> Sequence[str]:
    """What `neo4j-admin` is given, run in the folder of the files."""
    nodes = [f"--nodes={label}={name}" for name, (label, _) in FILES.items() if label]
    acts = [f"--relationships={name}" for name, (label, _) in FILES.items() if not label]
    options = [
        "--overwrite-destination",
        "--multiline-fields=true",
        "--array-delimiter=U+001F",
        "--id-type=string",
    ]
    return ["database", "import", "full", "neo4j", *options, *nodes, *acts]


def _readme() -> str:
    lines = " \\\n    ".join(["neo4j-admin", *arguments()])
    return f"""A store of Legation for Neo4j 5 or newer.

The import needs a server that is stopped, and REPLACES what its database 'neo4j' holds. In the folder of these files:

{lines}

Then start the server, and make constraints and indexes:

cypher-shell -f schema.cypher

It is a store like any other: legation app --store bolt://localhost:7687
"""
