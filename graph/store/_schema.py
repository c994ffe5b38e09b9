"""Stores on servers that another version of this package wrote."""

from graph.errors import StoreError


def check_not_newer(where: str, schema: int, present: int) -> None:
    """Raise StoreError for a store of a newer schema than this version knows."""
    if schema > present:
        raise StoreError(
            f"the store {where} was written by a newer version (schema {schema}): upgrade legation"
        )


def check_readable(where: str, schema: int, present: int) -> None:
    """Raise StoreError for a store of another schema: of an older one some questions would get wrong answers.

    The next writer brings it up to the present one, which a reader may not be allowed to.
    """
    check_not_newer(where, schema, present)
    if schema < present:
        raise StoreError(
            f"the store {where} was written by an older version (schema {schema}, now {present}): whoever may write "
            "brings it up to date with 'legation load', of any article"
        )
