"""How often a test tries: a few times in `make test`, `LONG` times as many in `make epreuves`."""

from hypothesis import settings

EPREUVES = "epreuves"
LONG = 20


def times(quick: int, long: int = LONG) -> int:
    """How many times to try, where `make test` tries `quick` times."""
    return quick * (long if settings.get_current_profile_name() == EPREUVES else 1)
