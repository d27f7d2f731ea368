"""What the server builds before the first visitor comes."""

from copy import copy

import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.ecrans.accueil import ecran


def test_what_the_first_visitor_would_wait_for_is_built_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    donnees = copy(load_donnees(dossier_courant()))  # another test may have drawn the shared ones
    dessines = []
    draw = ecran.carte.map_ateliers
    monkeypatch.setattr(
        ecran.carte, "map_ateliers", lambda *a, **k: dessines.append(1) or draw(*a, **k)
    )
    ecran.prepare(donnees)
    ecran.prepare(donnees)
    assert dessines == [1]
