"""Which way météos went."""

from concertation.analyse.avancement.tendances import compare_meteos
from tests.aides.lignes_suivi import points_of


def test_better_and_worse_are_counted_by_engagement() -> None:
    avant = points_of(
        ("E1", "D1", "2026-01-10", "appuis"), ("E1", "D2", "2026-01-10", "securises"),
        ("E2", "D1", "2026-01-10", "compromis"), ("E2", "C1", "2026-01-10", "appuis"),
    )  # fmt: skip
    apres = points_of(
        ("E1", "D1", "2026-02-10", "securises"), ("E1", "D2", "2026-02-10", "appuis"),
        ("E2", "D1", "2026-01-10", "compromis"), ("E2", "D2", "2026-02-10", "compromis"),
    )  # fmt: skip
    assert compare_meteos(avant, apres) == {"E1": (1, 1), "E2": (0, 0)}
    assert compare_meteos(avant.head(0), apres) == {}
