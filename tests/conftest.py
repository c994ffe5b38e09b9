"""Fixtures shared by all tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from story import readings

from graph.model import Reading


@pytest.fixture
def story() -> tuple[Reading, ...]:
    """The four readings of tests/story.py."""
    return readings()
