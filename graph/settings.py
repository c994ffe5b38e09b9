"""Settings that come from the environment, and the default places."""

import os


def default_store() -> str:
    """The store used where no --store is given: LEGATION_STORE, a folder or an address, else a folder of the user's."""
    given = os.environ.get("LEGATION_STORE")
    if given:
        return given
    from platformdirs import user_data_path

    return str(user_data_path("legation", appauthor=False) / "store")
