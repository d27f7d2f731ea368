"""The day that the screens propose is the reader's."""

import datetime as dt
import zoneinfo

import pytest
from streamlit.runtime.context import ContextProxy

from concertation.interface.socle.session import current_day


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "America/Guadeloupe"])
def test_an_evening_elsewhere_is_dated_there(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: zone))
    assert current_day() == dt.datetime.now(zoneinfo.ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", [None, "", "Nulle/Part"])
def test_a_zone_that_nobody_knows_is_that_of_the_capital(
    zone: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: zone))
    assert current_day() == dt.datetime.now(zoneinfo.ZoneInfo("Europe/Paris")).date()
