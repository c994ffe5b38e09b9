"""Constraints and indexes of a store in Neo4j: made before anything else, and again after a bulk import, which drops them."""

from collections.abc import Iterator

from graph.property_graph import direct_types

SCHEMA = 1
NAMES = "legation_names"

_UNIQUE = {"Actor": "id", "Article": "id", "Claim": "id", "Judgement": "id", "Store": "name"}
_RANGE = {
    "Claim": (("relation", "when"), ("when",), ("article",), ("modality",)),
    "Article": (("source",), ("published",)),
    "Actor": (("kind",), ("name",), ("stale",)),
}


def statements() -> Iterator[tuple[str, str]]:
    """Each constraint and index by name, with the statement that makes it where it is missing."""
    for label, key in _UNIQUE.items():
        name = f"legation_{label.lower()}"
        yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for label, indexes in _RANGE.items():
        for keys in indexes:
            name = "_".join(("legation", label.lower(), *keys))
            on = ", ".join(f"n.{key}" for key in keys)
            yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({on})"
    for kind in sorted(direct_types().values()):
        # By it an article's relationships are found when it is replaced, without a walk through busy actors.
        name = f"legation_{kind.lower()}_article"
        yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{kind}]-() ON (r.article)"
    # `search` holds the names folded as the other stores fold them; name and names are for those who type Cypher.
    yield (
        NAMES,
        f"CREATE FULLTEXT INDEX {NAMES} IF NOT EXISTS FOR (n:Actor) ON EACH [n.name, n.names, n.search] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}",
    )
