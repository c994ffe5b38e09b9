"""Fields that several pages ask for."""

from datetime import date

import streamlit as st

# The first newspaper is of this year.
_OLDEST = date(1605, 1, 1)


def published(key: str) -> date | None:
    """The day an article was published, if one is given; today is the last that can be chosen."""
    day = st.date_input(
        "Published on (“on Monday” is reckoned from it)",
        value=None,
        min_value=_OLDEST,
        max_value=date.today(),
        format="YYYY-MM-DD",
        key=key,
    )
    return day if isinstance(day, date) else None
