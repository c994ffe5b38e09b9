"""Export as a data package that can be cited: a zip with tables, graph, codebook, citation and a hash of every file.

Its form is Frictionless Data Package 1. The same store and the same words about it give the same bytes: times inside
the zip are fixed, and the day it was made is given, not looked up.
"""

import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Self, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graph.export import Counts, Scope
from graph.export import package_tables as rows
from graph.export.codebook import codebook
from graph.export.package_words import citation, description, readme
from graph.export.rdf_files import write_quads
from graph.export.table_files import Row, write_csv
from graph.ids import slug
from graph.store.base import View
from graph.vocabulary import SCHEMA

# The earliest time that a zip can hold.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class _Counted(io.RawIOBase):
    """A file that is written through, and counted and hashed on the way."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out, self.bytes, self.hash = out, 0, hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Write all of it."""
        self._out.write(data)
        self.hash.update(data)
        self.bytes += len(data)
        return len(data)


class _Package:
    """A zip as it is written, with what its description says of each file."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = ZipFile(out, "w", ZIP_DEFLATED)
        self.resources: list[dict[str, Any]] = []

    @contextmanager
    def file(self, name: str, told: dict[str, Any]) -> Iterator[BinaryIO]:
        """A file of the package to write to."""
        info = ZipInfo(name, _LONG_AGO)
        info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o644 << 16, 3
        with self._zip.open(info, "w", force_zip64=True) as out:
            counted = _Counted(cast("BinaryIO", out))
            yield cast("BinaryIO", counted)
        proof = {"bytes": counted.bytes, "hash": f"sha256:{counted.hash.hexdigest()}"}
        self.resources.append({"name": slug(name.split(".", 1)[0]), "path": name, **told, **proof})

    def text(self, name: str, text: str, mediatype: str = "text/markdown") -> None:
        """A file of the package with this text."""
        with self.file(name, {"mediatype": mediatype, "encoding": "utf-8"}) as out:
            out.write(text.encode())

    def describe(self, head: dict[str, Any]) -> None:
        """Write the description, which the files must come before."""
        info = ZipInfo("datapackage.json", _LONG_AGO)
        info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o644 << 16, 3
        page = {**head, "resources": self.resources}
        self._zip.writestr(info, json.dumps(page, indent=2, ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Also where something went wrong: a zip that is left open writes its end when nobody expects it.
        self._zip.close()


def write(view: View, out: BinaryIO, scope: Scope) -> Counts:
    """Write the package of the claims selected."""
    with _Package(out) as package:
        return _fill(package, view, scope)


def _fill(package: _Package, view: View, scope: Scope) -> Counts:
    named = rows.named(view, scope)
    tables: dict[str, Callable[[], Iterator[Row]]] = {
        "articles": lambda: rows.article_rows(view, scope, named),
        "actors": lambda: rows.actor_rows(view, named),
        "claims": lambda: rows.claim_rows(view, scope),
        "parties": lambda: rows.party_rows(view, scope),
        "ties": lambda: rows.tie_rows(view, scope),
    }
    counts = {name: _table(package, rows.tables()[name], make()) for name, make in tables.items()}
    if scope.everything:
        counts["statements"] = _graph(package, view, scope)
    version = scope.about.version or _version(package)
    package.text("codebook.md", codebook())
    package.text("README.md", readme(scope.about, version, counts))
    package.text("CITATION.cff", citation(scope.about, version), "application/yaml")
    package.describe(description(scope.about, version, _publishers(view, named)))
    return counts


def _table(package: _Package, table: rows.Table, content: Iterator[Row]) -> int:
    with package.file(f"{table.name}.csv", _resource(table)) as out:
        return write_csv(table.types, content, out, mark=False)


def _resource(table: rows.Table) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": column.kind,
            "description": column.about,
            **({"constraints": {"required": True}} if name in table.key else {}),
        }
        for name, column in table.columns.items()
    ]
    foreign = [
        {"fields": column, "reference": {"resource": other.split(".")[0], "fields": other.split(".")[1]}}
        for column, other in table.refers.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": fields,
            "primaryKey": list(table.key),
            **({"foreignKeys": foreign} if foreign else {}),
            "missingValues": [""],
        },
    }


def _graph(package: _Package, view: View, scope: Scope) -> int:
    left_out = () if scope.about.texts else (f"{SCHEMA}articleBody",)
    told = {
        "format": "nq.gz",
        "mediatype": "application/n-quads",
        "description": "The graph: one named graph an article.",
    }
    with package.file("graph.nq.gz", told) as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        return write_quads(view, cast("BinaryIO", packed), left_out)


def _version(package: _Package) -> str:
    """A version that says which data these are: the same for the same data."""
    hashes = "".join(each["hash"] for each in package.resources)
    return f"0.0.0+{hashlib.sha256(hashes.encode()).hexdigest()[:12]}"


def _publishers(view: View, named: rows.Named) -> list[tuple[str, int]]:
    """The publishers of the articles with how many articles each has, most first."""
    counted: Counter[str] = Counter()
    for article in view.articles():
        if article.id in named.articles:
            counted[article.publisher or ""] += 1
    return sorted(
        ((name, n) for name, n in counted.items() if name.strip()), key=lambda row: (-row[1], row[0])
    )
