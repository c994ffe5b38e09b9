"""Ties, claims and answers as rows for a table on a page or a CSV file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from graph.cells import guarded
from graph.evidence import dated
from graph.model import Article, Claim, Tie
from graph.ontology import relation
from graph.profiles import SIDES
from graph.store.base import Answer
from graph.wording import MODALITY_WORDS, sentence

Row = dict[str, object]


def tie_rows(ties: Iterable[Tie], names: Mapping[str, str]) -> list[Row]:
    """Ties as rows: from, what, to, side, how many articles and claims, first and last day."""
    return [
        {
            "From": names.get(tie.source, tie.source),
            "What": relation(tie.relation).noun,
            "To": names.get(tie.target, tie.target),
            "Side": SIDES[relation(tie.relation).sign],
            "Articles": tie.articles,
            "Claims": tie.claims,
            "First": tie.first,
            "Last": tie.last,
        }
        for tie in ties
    ]


def claim_rows(
    claims: Iterable[Claim], articles: Mapping[str, Article], names: Mapping[str, str]
) -> list[Row]:
    """Claims as rows: date, the claim in words, how it is told, its sentence, where it stands."""
    rows: list[Row] = []
    for claim in claims:
        article = articles.get(claim.article)
        rows.append(
            {
                "Date": dated(claim, article),
                "Claim": sentence(claim, names),
                "Relation": claim.relation,
                "Told as": MODALITY_WORDS[claim.modality],
                "Sentence": " ".join(passage.text for passage in claim.evidence),
                "Publisher": article.publisher if article else None,
                "Title": article.title if article else None,
                "Address": article.url if article else None,
                "Confidence": claim.confidence,
            }
        )
    return rows


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a CSV file in UTF-8 with a byte order mark, so that spreadsheets read the letters right.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front: see `graph.cells`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    words = "" if value is None else str(value)
    return words if isinstance(value, int | float) else guarded(words)


def answer_rows(answer: Answer) -> list[dict[str, str | None]]:
    """The answer to a query as rows."""
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
