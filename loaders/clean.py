"""Page furniture in plain text: what is cut, and why."""

from graph.model import Article, Cut


def furniture(article: Article) -> tuple[Cut, ...]:
    """The stretches of the text that are no part of the article proper, in order, not overlapping."""
    raise NotImplementedError
