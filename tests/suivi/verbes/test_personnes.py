"""People: their rows, which the administrator writes and reads alone."""

from typing import Any

import pytest

from concertation.suivi import Acteur, DroitRefuse, SaisieInvalide, Store
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, ORNE

LEA = {"adresse": "lea@exemple.fr", "nom": "Léa", "role": "comite", "territoires": "D1"}


def add(store: Store, **autres: Any) -> dict[str, Any]:
    return store.personnes.create(ADMIN, **{**LEA, **autres})


def test_only_who_administers_reads_and_writes_people_in_the_journal_too(store: Store) -> None:
    lea = add(store)
    for acteur in (DIRECTION, ORNE, LECTEUR):
        assert store.personnes.list(acteur).empty
        assert "personne" not in set(store.journal.list(acteur)["objet"])
        for essai in (
            lambda a=acteur: store.personnes.create(a, **{**LEA, "adresse": "b@b.fr", "nom": "B"}),
            lambda a=acteur: store.personnes.update(a, lea["id"], 1, role="direction"),
            lambda a=acteur: store.personnes.withdraw(a, lea["id"], 1),
        ):
            with pytest.raises(DroitRefuse):
                essai()


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({"adresse": "lea"}, "adresse"),
        ({"adresse": "LEA@exemple.fr", "nom": "B"}, "adresse"),
        ({"adresse": "b@exemple.fr", "nom": "LÉA"}, "nom"),
        ({"adresse": "b@exemple.fr", "nom": "B", "territoires": ""}, "territoires"),
        ({"adresse": "b@exemple.fr", "nom": "B", "territoires": "D1 | D9"}, "territoires"),
        ({"adresse": "b@exemple.fr", "nom": "B", "role": "roi"}, "role"),
        (
            {"adresse": "b@exemple.fr", "nom": "B", "debut": "2026-02-01", "fin": "2026-01-01"},
            "fin",
        ),
    ],
)
def test_what_a_row_may_not_say(store: Store, valeurs: dict[str, str], champ: str) -> None:
    add(store)
    with pytest.raises(SaisieInvalide) as faute:
        add(store, **valeurs)
    assert faute.value.champ == champ


def test_somebody_always_administers(store: Store) -> None:
    lea = add(store, role="administrateur")
    for essai in (
        lambda: store.personnes.withdraw(ADMIN, lea["id"], 1),
        lambda: store.personnes.update(ADMIN, lea["id"], 1, role="lecteur"),
        lambda: store.personnes.update(ADMIN, lea["id"], 1, fin="2026-01-01"),
    ):
        with pytest.raises(SaisieInvalide, match="nommez-en une autre"):
            essai()
    add(store, role="administrateur", adresse="b@exemple.fr", nom="B")
    store.personnes.withdraw(ADMIN, lea["id"], 1)


@pytest.mark.parametrize("nom", ["", " ", "\u200b\u200b", "\u2060", "\u00ad"])
def test_a_name_that_shows_nothing_names_nobody(nom: str) -> None:
    with pytest.raises(SaisieInvalide, match="Indiquez votre nom"):
        Acteur(nom, "direction")
