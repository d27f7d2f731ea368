"""The register of what is kept of people, and what an administrator does when one asks."""

from concertation.suivi import Acteur, Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    ORNE,
    base_des_ecrans,
    click,
    create_action,
    field,
    lu,
    open_as,
    run,
)

__all__ = ["base_des_ecrans"]

ECRAN = "gerer/donnees_personnelles.py"
ADMIN = Acteur("Alix", "administrateur")


def test_everybody_reads_the_register_and_only_who_administers_looks_for_people(
    store: Store,
) -> None:
    create_action(store, porteur="Zoé Martin")
    for acteur in (LECTEUR, ORNE, DIRECTION):
        at = open_as(acteur, ECRAN)
        for mot in (
            "Action\u00a0: porteur",
            "Séance\u00a0: personnes présentes",
            "savoir qui mène l’action",
            "5\u00a0ans",
        ):
            assert mot in lu(at)
        assert not at.main.text_input
        assert "Zoé" not in lu(at)


def test_a_person_is_found_and_erased(store: Store) -> None:
    action = create_action(store, porteur="Zoé Martin", description="Avec M. Martin.")
    at = open_as(ADMIN, ECRAN)
    field(at.text_input, "Prénom et nom").set_value("Zoé Martin")
    field(at.text_input, "Autres façons").set_value("M. Martin ; Mme Martin")
    assert "4\u00a0mentions" in lu(run(at))
    assert "Porteur" in lu(at)
    click(at, "Effacer ces noms")
    lue = store.actions.get(DIRECTION, action["id"])
    assert (lue["porteur"], lue["description"]) == ("Personne effacée", "Avec Personne effacée.")
    assert "0\u00a0mention " in lu(at)


def test_a_wrong_setting_is_said_in_a_sentence(store: Store, monkeypatch) -> None:  # noqa: ANN001
    monkeypatch.setenv("CONCERTATION_CONSERVATION", "longtemps")
    assert "nombre de mois" in lu(open_as(LECTEUR, ECRAN)).replace("\\", "")
