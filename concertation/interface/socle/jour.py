"""What day it is where the reader is: an evening overseas is not tomorrow yet."""

import datetime as dt
import zoneinfo

import streamlit as st

FUSEAU = "Europe/Paris"


def local_zone() -> zoneinfo.ZoneInfo:
    """The reader's time zone, as the browser says it, else that of the capital."""
    try:
        return zoneinfo.ZoneInfo(st.context.timezone or FUSEAU)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(FUSEAU)


def current_day() -> dt.date:
    """The reader's day: what an entry is dated, and what is late, are told from it."""
    return dt.datetime.now(local_zone()).date()
