"""Rights as a table, and what each person reads."""

from pathlib import Path

import pytest

from concertation.suivi import Acteur, DroitRefuse, Introuvable, SaisieInvalide, Store
from concertation.suivi.sauvegarde import write_backup
from concertation.suivi.socle.droits import can
from concertation.suivi.socle.journal import REFUS_PAR_JOUR
from tests.suivi.conftest import (
    ADMIN,
    DIRECTION,
    LECTEUR,
    MANCHE,
    ORNE,
    REFERENCES,
    Horloge,
    both_engines,
)
from tests.suivi.saisies import (
    CREATIONS,
    add_mesure,
    add_point,
    create_action,
    create_financement,
    create_seance,
    create_transmission,
    decide,
    fill,
)

CTS = Acteur("Chloé", "comite", frozenset({"C1"}))

# role, territory asked -> verbs allowed, in the order of VERBES
VERBES = ("lire_brouillon", "ecrire", "valider", "publier", "administrer")
TABLE = [
    (LECTEUR, "D1", ""),
    (LECTEUR, "", ""),
    (ORNE, "D1", "lire_brouillon ecrire"),
    (ORNE, "C1", "lire_brouillon ecrire"),
    (ORNE, "R", ""),
    (ORNE, "D2", ""),
    (ORNE, "C3", ""),
    (ORNE, "inconnu", ""),
    (ORNE, "", "lire_brouillon"),
    (CTS, "C1", "lire_brouillon ecrire"),
    (CTS, "C2", ""),
    (CTS, "D1", ""),
    (Acteur("Sans", "comite"), "D1", ""),
    (Acteur("Région", "comite", frozenset({"R"})), "C3", "lire_brouillon ecrire"),
    (DIRECTION, "D1", "lire_brouillon ecrire valider publier"),
    (DIRECTION, "", "lire_brouillon ecrire valider publier"),
    (ADMIN, "D2", "lire_brouillon ecrire valider publier administrer"),
]


def written(store: Store) -> list[int]:
    """The entries of the journal that changed something."""
    entrees = store.journal.list(ADMIN, limit=1000)
    return entrees.loc[entrees["verbe"] != "refuser", "id"].tolist()


@pytest.mark.parametrize(("acteur", "territoire", "permis"), TABLE)
def test_rights_are_this_table(acteur: Acteur, territoire: str, permis: str) -> None:
    for verbe in VERBES:
        assert can(acteur, verbe, territoire, REFERENCES) == (verbe in permis.split())
    assert can(acteur, "lire", territoire, REFERENCES)


def test_an_unknown_verb_is_a_mistake_of_the_code() -> None:
    with pytest.raises(ValueError, match="unknown verb"):
        can(ADMIN, "tout", "D1")


@pytest.mark.parametrize("objet", CREATIONS)
@pytest.mark.parametrize("acteur", [LECTEUR, MANCHE], ids=["lecteur", "voisin"])
def test_the_store_refuses_who_has_no_right(store: Store, objet: str, acteur: Acteur) -> None:
    autres = {}
    if objet == "financement":
        autres = {"action_id": create_action(store)["id"]}
    if objet == "mesure":
        autres = {"indicateur_id": CREATIONS["indicateur"](store)["id"]}
    if objet in ("point", "presence", "vote"):
        autres = {"seance_id": CREATIONS["seance"](store)["id"]}
    avant = written(store)
    with pytest.raises(DroitRefuse, match="ne permet pas"):
        CREATIONS[objet](store, acteur, **autres)
    assert written(store) == avant
    refus = store.journal.list(ADMIN, {"verbe": "refuser"}).iloc[0]
    assert (refus["qui"], refus["role"], refus["objet"]) == (acteur.nom, acteur.role, objet)
    assert refus["apres"] == {"demande": "ecrire"}


def test_a_neighbour_changes_nothing_here(store: Store) -> None:
    action = create_action(store)
    point = add_point(store)
    mesure = add_mesure(store)
    financement = create_financement(store, action_id=action["id"])
    entree = int(store.journal.list(ADMIN, {"objet": "action"})["id"].iloc[0])
    avant = written(store)
    for essai in (
        lambda: store.actions.update(MANCHE, action["id"], 1, intitule="À nous"),
        lambda: store.actions.withdraw(MANCHE, action["id"], 1),
        lambda: store.financements.update(MANCHE, financement["id"], 1, montant=1),
        lambda: store.points_etape.withdraw(MANCHE, point["id"]),
        lambda: store.contestations.add(MANCHE, mesure_id=mesure["id"], motif="Non"),
        lambda: store.publications.publish(ORNE, "action", action["id"]),
    ):
        with pytest.raises(DroitRefuse):
            essai()
    with pytest.raises(Exception, match="pas ouverte"):
        store.journal.revert(MANCHE, entree, 1)
    assert written(store) == avant


def test_a_row_moves_only_between_territories_of_the_person(store: Store) -> None:
    action = create_action(store)
    with pytest.raises(DroitRefuse):
        store.actions.update(ORNE, action["id"], 1, territoire="D2")
    assert store.actions.update(ORNE, action["id"], 1, territoire="C1")["territoire"] == "C1"


def test_only_the_direction_changes_a_closed_session(store: Store) -> None:
    seance = create_seance(store)
    store.seances.update(ORNE, seance["id"], 1, etat="close")
    with pytest.raises(DroitRefuse, match="clos"):
        store.seances.update(ORNE, seance["id"], 2, decisions="Autre")
    store.seances.update(DIRECTION, seance["id"], 2, etat="ouverte")
    store.seances.update(ORNE, seance["id"], 3, decisions="Autre")


def test_a_reader_reads_nothing_that_was_not_published(store: Store) -> None:
    fill(store)
    store.publications.unpublish(DIRECTION, "action", 1)
    for nom in ("points_etape", "actions", "financements", "indicateurs", "mesures",
                "contestations", "instructions", "transmissions", "seances"):  # fmt: skip
        assert getattr(store, nom).list(LECTEUR).empty
    assert store.points_etape.latest(LECTEUR).empty
    assert store.mesures.latest(LECTEUR).empty
    assert store.journal.list(LECTEUR).empty


@both_engines
def test_a_reader_reads_what_was_published_as_it_was_without_names(store: Store) -> None:
    action = create_action(store, porteur="Zoé", propositions=["P1"], fin="2026-05-01")
    create_financement(store, action_id=action["id"])
    store.publications.publish(DIRECTION, "action", action["id"])
    store.actions.update(ORNE, action["id"], 1, intitule="Brouillon", propositions=[])
    lue = store.actions.list(LECTEUR).iloc[0]
    assert (lue["intitule"], lue["porteur"], lue["propositions"], lue["version"]) == (
        "Ouvrir une équipe",
        "",
        "P1",
        1,
    )
    assert list(store.financements.list(LECTEUR)["montant"]) == [12500.5]
    assert list(store.financements.list(LECTEUR)["territoire"]) == ["D1"]
    chez_soi = store.actions.list(ORNE).iloc[0]
    assert (chez_soi["intitule"], chez_soi["version_publiee"]) == ("Brouillon", 1)
    assert store.actions.list(ORNE).dtypes.equals(store.actions.list(LECTEUR).dtypes)
    voisine = store.actions.list(MANCHE).iloc[0]
    assert (voisine["intitule"], voisine["porteur"]) == ("Ouvrir une équipe", "Zoé")
    assert store.publications.publish(DIRECTION, "action", action["id"]) == 1
    assert list(store.actions.list(LECTEUR)["intitule"]) == ["Brouillon"]
    assert store.actions.list(LECTEUR, territoire="D2").empty
    store.actions.withdraw(ORNE, action["id"], 2)
    assert store.actions.list(LECTEUR).empty
    assert store.financements.list(LECTEUR).empty


def test_names_never_reach_a_reader(store: Store) -> None:
    fill(store)
    for objet, lignes in store.lignes.items():
        frame = lignes.list(DIRECTION)
        if lignes.declaration.publiable:
            store.publications.publish(DIRECTION, objet, [int(i) for i in frame["id"]])
        texte = lignes.list(LECTEUR).to_csv()
        assert len(lignes.list(LECTEUR)) == len(frame)
        assert len(frame) > 0 or lignes.declaration.reservee
        for nom in ("Anne", "Zoé", "Denise"):
            assert nom not in texte


def test_a_measure_made_after_publication_waits_for_the_direction(store: Store) -> None:
    mesure = add_mesure(store, date="2026-01-01", valeur=1.0)
    store.publications.publish(DIRECTION, "indicateur", mesure["indicateur_id"])
    autre = add_mesure(store, indicateur_id=mesure["indicateur_id"], date="2026-02-01", valeur=2.0)
    assert list(store.mesures.latest(LECTEUR)["valeur"]) == [1.0]
    assert list(store.mesures.latest(ORNE)["valeur"]) == [2.0]
    store.contestations.add(ORNE, mesure_id=mesure["id"], motif="Non")
    assert list(store.mesures.list(LECTEUR)["contestations"]) == [0]
    store.publications.publish(DIRECTION, "mesure", [mesure["id"], autre["id"]])
    assert list(store.mesures.list(LECTEUR)["contestations"]) == [1, 0]
    assert list(store.mesures.latest(LECTEUR)["valeur"]) == [2.0]


@both_engines
def test_a_committee_reads_its_own_journal_only(store: Store) -> None:
    create_action(store)
    create_action(store, DIRECTION, territoire="D2")
    CREATIONS["transmission"](store)
    assert set(store.journal.list(ORNE)["territoire"]) == {"D1", ""}
    assert store.journal.list(ORNE, {"territoire": "D2"}).empty
    assert set(store.journal.list(ADMIN)["territoire"]) == {"D1", "D2", ""}


def test_refusals_are_told_to_who_administers_once_a_day_and_bounded(
    store: Store, horloge: Horloge
) -> None:
    def tell() -> list[str]:
        return store.journal.list(ADMIN, {"verbe": "refuser"}, limit=1000)["qui"].tolist()

    for _ in range(5):
        with pytest.raises(DroitRefuse):
            create_action(store, MANCHE)
    assert tell() == ["Marc"]
    assert store.journal.list(ORNE).empty
    assert store.journal.list(DIRECTION).empty
    for n in range(REFUS_PAR_JOUR + 20):
        with pytest.raises(DroitRefuse):
            create_action(store, Acteur(f"Robot {n}", "comite", frozenset({"D2"})))
    assert len(tell()) == REFUS_PAR_JOUR
    horloge.avance(days=1)
    with pytest.raises(DroitRefuse):
        write_backup(store, Path("jamais.zip"), DIRECTION)
    assert tell()[0] == "Denise"


def test_a_refusal_is_neither_undone_nor_put_back(store: Store) -> None:
    create_action(store, MANCHE, territoire="D2")
    with pytest.raises(DroitRefuse):
        create_action(store, MANCHE)
    refus = int(store.journal.list(ADMIN, {"verbe": "refuser"})["id"].iloc[0])
    with pytest.raises(Introuvable):
        store.journal.revert(ADMIN, refus)
    # The last gesture is still the one before.
    assert store.journal.undo_last(MANCHE) == 1


def test_what_a_closed_session_tells_is_closed_with_it(store: Store) -> None:
    seance = create_seance(store, etat="ouverte")
    ici = {"seance_id": seance["id"]}
    point, action = add_point(store, **ici), create_action(store, **ici)
    argent = store.financements.create(
        ORNE, action_id=action["id"], financeur="Agence", montant=1, **ici
    )
    libre = add_point(store)
    store.actions.update(ORNE, action["id"], 1, statut="en_cours", **ici)
    modifiee = int(store.journal.list(ORNE, {"verbe": "modifier"})["id"].iloc[0])
    store.seances.update(ORNE, seance["id"], 1, etat="close")
    store.points_etape.withdraw(ORNE, libre["id"])
    for essai in (
        lambda: store.points_etape.withdraw(ORNE, point["id"]),
        lambda: store.actions.withdraw(ORNE, action["id"], 2),
        lambda: store.financements.withdraw(ORNE, argent["id"], 1),
        lambda: store.journal.revert(ORNE, modifiee),
    ):
        with pytest.raises(DroitRefuse, match="clos"):
            essai()
    # An action goes on living after the session that decided it.
    store.actions.update(ORNE, action["id"], 2, statut="realisee")
    store.journal.undo_last(ORNE)
    store.points_etape.withdraw(DIRECTION, point["id"])
    store.seances.update(DIRECTION, seance["id"], 2, etat="ouverte")
    store.points_etape.restore(ORNE, point["id"])


def test_an_entry_is_bound_to_a_session_of_its_own_place_only(store: Store) -> None:
    ailleurs = create_seance(store, DIRECTION, territoire="D2", etat="ouverte")
    region = create_seance(store, DIRECTION, territoire="R", etat="ouverte")
    ici = create_seance(store, etat="ouverte")
    action = create_action(store)
    for essai in (
        lambda cle: add_point(store, seance_id=cle),
        lambda cle: create_financement(store, action_id=action["id"], seance_id=cle),
        lambda cle: store.actions.update(ORNE, action["id"], 1, intitule="X", seance_id=cle),
        lambda cle: decide(store, seance_id=cle),
    ):
        with pytest.raises(SaisieInvalide, match="autre territoire"):
            essai(ailleurs["id"])
    add_point(store, seance_id=ici["id"])
    add_point(store, territoire="C1", seance_id=ici["id"])
    add_point(store, seance_id=region["id"])
    create_transmission(store, seance_id=ailleurs["id"])


def test_who_has_the_same_name_undoes_nothing_of_another(store: Store) -> None:
    une, autre = (Acteur("Anne", "comite", ORNE.territoires, cle) for cle in ("a", "b"))
    create_action(store, une)
    with pytest.raises(Introuvable):
        store.journal.undo_last(autre)
    assert store.journal.undo_last(une) == 1


@pytest.mark.parametrize(
    "nom", ["\u200b\u200d", "\u3164\u2060", " \u00ad ", "\u2800", "…", "\u0301"]
)
def test_a_name_that_nobody_can_read_is_refused(nom: str) -> None:
    with pytest.raises(SaisieInvalide, match="votre nom"):
        Acteur(nom, "direction")


def test_names_that_look_the_same_are_the_same() -> None:
    assert Acteur("A\u200bnne  Le\u0301on\u2060", "direction").nom == "Anne Léon"
