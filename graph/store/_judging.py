"""What writers of every kind do alike: which judgements on actors there are, and when one is made or taken back."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from graph import merges as judged
from graph.merges import Canonical
from graph.model import Merge


class Judging(ABC):
    """A writer's `merge` and `undo`; how stored articles come to say what a judgement changes is the store's own."""

    _merges: Mapping[str, Merge]
    _final: Canonical

    def merge(self, merge: Merge) -> bool:
        """Judge that two actors are one, or are not, with all the articles that name them: all of it, or nothing.

        False if that was judged before. Raises StoreError where it contradicts another judgement.
        """
        self._open()
        judged.check(merge, self._merges.values())
        if self._merges.get(merge.id) == merge:
            return False
        self._replace_merges({**self._merges, merge.id: merge})
        return True

    def undo(self, merge_id: str) -> bool:
        """Take a judgement back, with all the articles that it changed; False if there is none."""
        self._open()
        if merge_id not in self._merges:
            return False
        self._replace_merges({key: merge for key, merge in self._merges.items() if key != merge_id})
        return True

    def _know(self, merges: Iterable[Merge]) -> None:
        """Go by these judgements from now on."""
        self._merges = {merge.id: merge for merge in merges}
        self._final = judged.canonical(self._merges.values())

    def _replace_merges(self, merges: Mapping[str, Merge]) -> None:
        final = judged.canonical(merges.values())
        self._judge(list(merges.values()), final)
        self._merges, self._final = merges, final

    @abstractmethod
    def _open(self) -> object:
        """Raise StoreError where the writer is closed."""

    @abstractmethod
    def _judge(self, merges: list[Merge], final: Canonical) -> None:
        """Store these judgements in place of those there are, and tell the articles again that they change."""
