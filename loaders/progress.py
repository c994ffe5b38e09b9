"""The progress bar of a batch."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from loaders.sources import find

Progress = Callable[[], object]


@contextmanager
def bar(paths: Sequence[Path], *, shown: bool) -> Iterator[Progress]:
    """A bar on standard error that a call moves on by one article; nothing where it is not to be shown."""
    if not shown:
        yield lambda: None
        return
    from tqdm import tqdm

    with tqdm(total=_total(paths), unit=" articles", file=sys.stderr, leave=False) as drawn:
        yield drawn.update


def _total(paths: Sequence[Path]) -> int | None:
    """The number of articles, where each file holds one; None where that would have to be counted."""
    files = [each for each in find(paths) if isinstance(each, Path)]
    return None if any(file.suffix.lower() == ".jsonl" for file in files) else len(files)
