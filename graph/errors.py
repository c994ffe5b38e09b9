"""What can go wrong by a caller's mistake. A bad article is no exception: it is a `graph.model.Problem`.

LegationError
├── InputError        a file, folder or line that cannot be read
├── DataError         a data file of the project (ontology, language, register, question) that is wrong
├── StoreError        a store that is missing, foreign, locked, damaged or too new
├── QueryError        a query that is malformed, forbidden or too large
│   └── QueryTimeout  a query that was stopped at its time limit
└── ModelError        a language model that is missing or is not the pinned one

Every message says what to do, in one line.
"""


class LegationError(Exception):
    """Base of all errors that a user can mend; the command line prints it in one line and exits with 2."""


class InputError(LegationError):
    """A file, folder or line that cannot be read."""


class DataError(LegationError):
    """A data file of the project is wrong; the message names file and entry."""


class StoreError(LegationError):
    """A store is missing, foreign, locked, damaged or written by a newer version."""


class QueryError(LegationError):
    """A query is malformed, forbidden or gives too much."""


class QueryTimeout(QueryError):  # noqa: N818 -- named as what happened
    """A query was stopped at its time limit."""


class ModelError(LegationError):
    """A language model is missing or is not the pinned one."""
