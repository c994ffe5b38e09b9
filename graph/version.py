"""The version of the distribution; recorded in every claim, so that a reading can be repeated."""

__version__ = "0.1.0"
