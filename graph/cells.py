"""Text in the cells of a table that a spreadsheet may open.

A spreadsheet runs a cell that begins like a formula, and names, titles and sentences come from web pages. Such a cell
gets an apostrophe in front, and so does one that begins with an apostrophe: taking one leading apostrophe away always
gives the text back.
"""

# What begins a formula in one program or another; the wide forms do in East Asian versions.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return f"'{text}" if text.startswith((*_RUNS, "'")) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell.removeprefix("'")
