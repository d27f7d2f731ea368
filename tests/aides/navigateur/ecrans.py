"""The screens as cases of a test: a few in each run, all of them in `make epreuves`."""

from typing import Any

import pytest

from concertation.interface.socle.registre import every_ecran


def some_ecrans(*premiers: str) -> list[Any]:
    """A case a screen, named by its file; those that are not named here wait for the trials."""
    return [
        pytest.param(
            ecran,
            id=ecran.chemin.stem,
            marks=() if ecran.chemin.stem in premiers else pytest.mark.epreuve,
        )
        for ecran in every_ecran()
    ]
