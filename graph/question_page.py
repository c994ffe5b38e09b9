"""The page of the handbook on named questions, made from their table.

`python -m graph.question_page > docs/questions.md` writes it anew.
"""

import sys

from graph.questions import Question, groups
from graph.twins import ROWS

_HEAD = f"""# Named questions

```
legation ask                                   # lists them
legation ask what-changed --explain            # says more about one
legation ask who-met-whom --actor Sisi         # a name, part of a name, or an actor's id
legation ask latest-claims --since 2016-03-01 --format csv
```

Each row of an answer has a date (of the act, else of the article), a sentence, and the title and publisher of the article that
holds the sentence. Where a row sums up several claims, these are of the newest. A claim of several parties has a row for
each. Answers are cut at {ROWS} rows, the newest or the most told first, unless `--limit` says otherwise; the command and
the app say when they were cut.

Every question is a query in the language of the store, SPARQL or Cypher, and every store gives the same rows in the same
order. An embedded store answers each of them from its index instead ([benchmarks.md](benchmarks.md) has the times): the same
rows, only sooner, and nothing is left out. On a server a period, with both `--since` and `--until`, makes questions about a
large store quick.
"""
_TAIL = """`--actor` and `--other` are taken as an id, then as an exact name, then without regard to case, then as a part of a name; where
that means several actors, they are listed. `--relation` is a relation's name (`CONSULT`), verb (`met`), noun (`meeting`) or
property. `--format` is `table`, `csv` or `json`, `--seconds` the time limit.

In Python:

```python
from graph.questions import ask
from graph.store import open_store

view = open_store("news").view()
for row in ask(view, "who-met-whom", actor="Sisi").rows:
    print(*row, sep=" | ")
```

## The same in SPARQL and in Cypher
Who called on whom, in an embedded store or a SPARQL server:

```sparql
SELECT DISTINCT ?date ?who ?whom ?sentence
WHERE {
  GRAPH ?g {
    ?claim leg:relation leg:calledOn ; leg:status leg:asserted ; leg:when ?date ;
           leg:sourceParty ?left ; leg:targetParty ?right ; prov:wasQuotedFrom ?quote .
    ?left leg:name ?who .
    ?right leg:name ?whom .
    ?quote nif:anchorOf ?sentence .
  }
}
ORDER BY DESC(?date) ?who ?whom
```

and in Neo4j:

```cypher
MATCH (c:Claim {relation: 'REQUEST', modality: 'asserted'})
MATCH (c)-[left:SOURCE]->(:Actor), (c)-[right:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, left.name AS who, right.name AS whom, c.sentence AS sentence
ORDER BY date DESC, who, whom
```

A claim is a node in both. `leg:when` and `when` are the day it counts for, `leg:sourceParty` and `SOURCE` lead to its parties,
who keep the name that the article gives them. Whoever wants facts only, and no evidence, has `?a leg:met ?b` and
`(a)-[:MET]-(b)`.

## Adding one
A question is a table in `data/questions/questions.toml` with group, title, explanation and the parameters it takes, and two files
beside it, `NAME.rq` and `NAME.cypher`. Both must give the same columns and the same rows; `tests/test_twins.py` asks both over
the same articles.

- A parameter that was given is bound: `?actor` at the start of every pattern that follows `WHERE` (a `FILTER` in a group nested
  inside does not see it), `$actor` in Cypher, where it is null if it was not given. Values never become part of the text.
- A line that ends with `# with actor` (`// with actor` in Cypher) stays only where that parameter is given, `# without actor` only
  where it is not; `period` stands for since or until.
- `LIMIT 201` becomes the number of rows asked for and one more. Before it, sort by something that is the same in every store
  and leaves nothing open: a day, a count, an id. In Cypher nulls come first where they go down, hence `c.when IS NULL`.
- The rows are sorted in the end by the last `ORDER BY` of the SPARQL twin, nulls last, and then by all their columns.
- The embedded store may have a way of its own: a function in `graph/store/_quick_*.py` that gives the rows by name of column
  from the index, named in `WAYS` of `graph/store/_quick.py`. A question without one is asked by its query. The query is what
  the question means: `tests/test_quick.py` puts both to the sample news and to random stores and compares the answers, kinds
  of cells and all.

What makes SPARQL quick on Oxigraph, and portable:

- Name the graph of every pattern (`GRAPH ?g { … }`), and make every answer `DISTINCT` or grouped.
- Choose the claims in a sub-select with a `LIMIT`, and fetch sentence and title for these alone.
- Begin with `?actor leg:activeIn ?month`, or without an actor with `?claim leg:when ?day`: where a period is given, `?month` and
  `?day` are bound to its months and days, which are looked up; a `FILTER` would compare every date there is.
- `OPTIONAL` goes last: no engine moves what follows it to the front. A status or kind among other conditions is compared
  (`?status = leg:asserted`), so that no engine begins with all claims that have it.
- An IRI made by `BIND` is wrapped in `COALESCE`, so that it is known to be bound.

[The data model](data-model.md) explains the terms.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *(_table(heading, members) for heading, members in groups().items()), _TAIL])


def _table(heading: str, members: list[Question]) -> str:
    lines = [f"## {heading}", "", "| name | asks | options |", "|---|---|---|"]
    for each in members:
        options = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in each.parameters)
        lines.append(f"| `{each.name}` | {each.title} {each.explanation} | {options} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(page())
