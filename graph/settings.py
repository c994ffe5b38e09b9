"""Settings that come from the environment, and the default places."""

import os
from pathlib import Path


def default_store() -> Path:
    """The store used where no --store is given: LEGATION_STORE, else a folder of the user's data directory."""
    given = os.environ.get("LEGATION_STORE")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("legation", appauthor=False) / "store"
