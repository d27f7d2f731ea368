"""Every verb writes what it says, with its line in the journal."""

import datetime
from decimal import Decimal

import pandas as pd
import pytest
import sqlalchemy as sa

from concertation.suivi import Acteur, DroitRefuse, Introuvable, SaisieInvalide, Store
from concertation.suivi.socle import lignes, tables
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, ORNE, Horloge, both_engines
from tests.suivi.saisies import (
    CREATIONS,
    add_mesure,
    add_point,
    create_action,
    create_financement,
    create_indicateur,
    create_seance,
    create_transmission,
    decide,
)

LISTES = {
    "point_etape": "points_etape",
    "action": "actions",
    "financement": "financements",
    "indicateur": "indicateurs",
    "mesure": "mesures",
    "instruction": "instructions",
    "transmission": "transmissions",
    "seance": "seances",
    "point": "points",
    "presence": "presences",
    "avis": "avis",
    "vote": "votes",
    "lien": "liens",
    "diaporama": "diaporamas",
}


def list_of(store: Store, objet: str, **options: object) -> pd.DataFrame:
    return getattr(store, LISTES[objet]).list(DIRECTION, **options)


@both_engines
@pytest.mark.parametrize("objet", CREATIONS)
def test_a_creation_is_listed_and_told_by_the_journal(store: Store, objet: str) -> None:
    ligne = CREATIONS[objet](store)
    frame = list_of(store, objet)
    assert list(frame["id"]) == [ligne["id"]]
    entree = store.journal.list(ADMIN, {"objet": objet}).iloc[0]
    assert entree["qui"] in ("Anne", "Denise")
    gestes = {"point_etape": "ajouter", "mesure": "ajouter", "instruction": "decider"}
    assert entree["verbe"] == gestes.get(objet, "creer")
    assert entree["avant"] is None
    assert entree["apres"]["id"] == ligne["id"]
    assert entree["quand"] == pd.Timestamp("2026-03-02T18:00:00Z")


@pytest.mark.parametrize("objet", CREATIONS)
def test_a_failing_journal_leaves_no_row(
    store: Store, objet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if objet in ("financement", "mesure"):
        parent = create_action(store) if objet == "financement" else create_indicateur(store)
        cle = {"financement": "action_id", "mesure": "indicateur_id"}[objet]
        autres = {cle: parent["id"]}
    else:
        autres = {}
    avant = store.last_entry()

    def fail(*args: object) -> None:
        raise RuntimeError("journal")

    monkeypatch.setattr(lignes, "write_entries", fail)
    with pytest.raises(RuntimeError, match="journal"):
        CREATIONS[objet](store, **autres)
    monkeypatch.undo()
    assert list_of(store, objet).empty
    assert store.last_entry() == avant


@both_engines
def test_an_empty_store_gives_empty_frames_with_their_types(store: Store) -> None:
    for nom in LISTES.values():
        vide = getattr(store, nom).list(DIRECTION)
        assert vide.empty
    CREATIONS["point_etape"](store)
    assert store.points_etape.list(DIRECTION).dtypes.to_dict() == (
        store.points_etape.list(LECTEUR).dtypes.to_dict()
    )


@both_engines
def test_frames_have_the_types_of_the_house(store: Store) -> None:
    create_financement(store, action_id=create_action(store, fin="2026-12-31")["id"])
    actions = store.actions.list(ORNE)
    assert str(actions["fin"].dtype) == "datetime64[us]"
    assert actions["debut"].isna().all()
    assert str(actions["seance_id"].dtype) == "Int64"
    assert list(actions["composante"]) == [""]
    assert str(actions["cree_le"].dtype) == "datetime64[us, UTC]"
    assert list(store.financements.list(ORNE)["montant"]) == [12500.5]


def test_an_update_changes_only_what_it_names(store: Store, horloge: Horloge) -> None:
    action = create_action(store, description="avant", propositions=["P1"])
    horloge.avance(minutes=5)
    ligne = store.actions.update(ORNE, action["id"], 1, intitule="Autre", propositions=["P2", "P3"])
    lue = store.actions.list(ORNE).iloc[0]
    assert (lue["intitule"], lue["description"], lue["propositions"]) == (
        "Autre",
        "avant",
        "P2 | P3",
    )
    assert lue["version"] == ligne["version"] == 2
    assert lue["modifie_le"] - lue["cree_le"] == datetime.timedelta(minutes=5)
    entree = store.journal.list(ADMIN).iloc[0]
    assert entree["avant"]["intitule"] == "Ouvrir une équipe"
    assert entree["apres"]["propositions"] == ["P2", "P3"]
    assert "description" not in entree["apres"]


def test_each_action_has_its_own_proposals(store: Store) -> None:
    for propositions in (["P3", "P1"], [], ["P2"]):
        create_action(store, propositions=propositions)
    assert list(store.actions.list(ORNE)["propositions"]) == ["P1 | P3", "", "P2"]
    store.publications.publish(DIRECTION, "action", [1, 2, 3])
    assert list(store.actions.list(LECTEUR)["propositions"]) == ["P1 | P3", "", "P2"]


def test_an_update_that_changes_nothing_writes_nothing(store: Store) -> None:
    action = create_action(store)
    avant = store.last_entry()
    assert store.actions.update(ORNE, action["id"], 1, intitule=action["intitule"])["version"] == 1
    assert store.last_entry() == avant


@pytest.mark.parametrize("objet", CREATIONS)
def test_a_withdrawn_row_is_hidden_kept_and_restored(store: Store, objet: str) -> None:
    ligne = CREATIONS[objet](store)
    verbes = getattr(store, LISTES[objet])
    version = [1] if "version" in ligne else []
    verbes.withdraw(DIRECTION, ligne["id"], *version)
    assert list_of(store, objet).empty
    assert list(list_of(store, objet, retires=True)["id"]) == [ligne["id"]]
    verbes.restore(DIRECTION, ligne["id"], *(v + 1 for v in version))
    assert list(list_of(store, objet)["id"]) == [ligne["id"]]


def test_what_hangs_on_a_withdrawn_row_is_hidden_and_refuses_more(store: Store) -> None:
    financement = create_financement(store)
    mesure = add_mesure(store)
    store.contestations.add(ORNE, mesure_id=mesure["id"], motif="Non")
    store.actions.withdraw(ORNE, financement["action_id"], 1)
    store.indicateurs.withdraw(ORNE, mesure["indicateur_id"], 1)
    assert store.financements.list(ORNE).empty
    assert store.mesures.list(ORNE).empty
    assert store.mesures.latest(ORNE).empty
    assert store.contestations.list(ORNE).empty
    with pytest.raises(Introuvable):
        add_mesure(store, indicateur_id=mesure["indicateur_id"])


def test_a_contested_value_stays_with_its_contestation(store: Store) -> None:
    mesure = add_mesure(store)
    store.contestations.add(ORNE, mesure_id=mesure["id"], motif="Comptée deux fois")
    assert list(store.mesures.list(ORNE)["contestations"]) == [1]
    assert list(store.contestations.list(ORNE)["motif"]) == ["Comptée deux fois"]
    with pytest.raises(SaisieInvalide):
        store.contestations.add(ORNE, mesure_id=mesure["id"], motif="  ")


@both_engines
def test_the_last_word_of_each_cell_is_the_newest_date_not_the_newest_entry(
    store: Store, horloge: Horloge
) -> None:
    add_point(store, date="2026-02-01", synthese="février")
    add_point(store, date="2026-01-01", synthese="janvier, saisi après")
    add_point(store, engagement="E2", date="2026-01-01", synthese="autre")
    horloge.avance(days=1)
    retire = add_point(store, date="2026-03-01", synthese="retiré")
    assert "retiré" in set(store.points_etape.latest(ORNE)["synthese"])
    assert set(store.points_etape.latest(ORNE, "2026-03-03T00:00:00Z")["synthese"]) == {
        "février",
        "autre",
    }
    store.points_etape.withdraw(ORNE, retire["id"])
    assert set(store.points_etape.latest(ORNE)["synthese"]) == {"février", "autre"}


@both_engines
def test_the_current_value_is_the_newest_measure(store: Store) -> None:
    indicateur = create_indicateur(store)
    for date, valeur in (("2026-02-01", 2.0), ("2026-03-01", 3.0), ("2026-01-01", 1.0)):
        add_mesure(store, indicateur_id=indicateur["id"], date=date, valeur=valeur)
    assert list(store.mesures.latest(ORNE)["valeur"]) == [3.0]
    assert list(store.mesures.list(ORNE, limit=2)["valeur"]) == [2.0, 3.0]


@both_engines
def test_many_proposals_are_decided_at_once(store: Store) -> None:
    seance = create_seance(store, etat="ouverte")
    decide(store, propositions=["P1", "P2"], priorite="haute", seance_id=seance["id"])
    decide(store, propositions=["P2"], decision="a_approfondir", versions={"P2": 1})
    frame = store.instructions.list(ORNE).set_index("proposition")
    assert dict(frame["decision"]) == {"P1": "retenue", "P2": "a_approfondir"}
    assert list(frame["priorite"]) == ["haute", "haute"]
    assert list(frame["seance_id"]) == [seance["id"]] * 2
    assert len(store.journal.list(ADMIN, {"verbe": "decider"})) == 3


def test_one_refused_decision_refuses_them_all(store: Store) -> None:
    for propositions in (["P1", "N1"], ["P1", "inconnue"], []):
        with pytest.raises(SaisieInvalide):
            decide(store, propositions=propositions)
    with pytest.raises(SaisieInvalide) as faute:
        decide(store, propositions=["P1", "P2"], decision="ecartee")
    assert faute.value.champ == "motif"
    assert store.instructions.list(ORNE).empty
    assert store.last_entry() == 0


def test_national_proposals_are_followed_apart(store: Store) -> None:
    with pytest.raises(SaisieInvalide, match="transmission"):
        create_action(store, propositions=["N1"])
    with pytest.raises(SaisieInvalide):
        create_transmission(store, proposition="P1")
    ligne = create_transmission(store)
    with pytest.raises(SaisieInvalide) as faute:
        store.transmissions.update(DIRECTION, ligne["id"], 1, etat="transmise")
    assert {champ for champ, _ in faute.value.fautes} == {"destinataire", "date"}
    store.transmissions.update(
        DIRECTION, ligne["id"], 1, etat="transmise", destinataire="Ministère", date="2026-03-01"
    )
    assert list(store.transmissions.list(ORNE)["etat"]) == ["transmise"]


def test_entries_of_a_session_carry_it_until_it_is_closed(store: Store) -> None:
    seance = create_seance(store, etat="ouverte")
    point = add_point(store, seance_id=seance["id"])
    action = create_action(store)
    store.actions.update(ORNE, action["id"], 1, statut="en_cours", seance_id=seance["id"])
    objets = store.journal.list(ORNE, {"seance_id": seance["id"]})["objet"]
    assert list(objets) == ["action", "point_etape"]
    assert list(store.points_etape.list(ORNE, seance_id=seance["id"])["id"]) == [point["id"]]
    store.seances.update(ORNE, seance["id"], 1, etat="close")
    with pytest.raises(SaisieInvalide, match="close"):
        add_point(store, seance_id=seance["id"])
    with pytest.raises(SaisieInvalide):
        add_point(store, seance_id=99)


@both_engines
def test_amounts_are_exact(store: Store) -> None:
    for montant in ("0.10", 0.1, Decimal("0.1"), "999999999999.99"):
        ligne = create_financement(store, montant=montant)
        lue = store.financements.list(ORNE, action_id=ligne["action_id"]).iloc[0]
        assert lue["montant"] == float(montant)
        with store.reading() as connection:
            requete = sa.select(tables.metadata.tables["financement"].c.montant)
            requete = requete.where(tables.metadata.tables["financement"].c.id == ligne["id"])
            assert connection.execute(requete).scalar() == Decimal(str(montant))
    for montant in (
        "-1",
        "0.001",
        "1000000000000",
        "beaucoup",
        None,
        float("nan"),
        True,
        "Infinity",
    ):
        with pytest.raises(SaisieInvalide) as faute:
            create_financement(store, action_id=ligne["action_id"], montant=montant)
        assert faute.value.champ == "montant"


@pytest.mark.parametrize(
    ("objet", "autres", "champ"),
    [
        ("point_etape", {"synthese": " "}, "synthese"),
        ("point_etape", {"meteo": ""}, "meteo"),
        ("point_etape", {"engagement": "E9"}, "engagement"),
        ("point_etape", {"territoire": "D9"}, "territoire"),
        ("point_etape", {"date": "02/03/2026"}, "date"),
        ("point_etape", {"date": "2026-03-05"}, "date"),
        ("point_etape", {"synthese": 3}, "synthese"),
        ("point_etape", {"synthese": "x" * 20_001}, "synthese"),
        ("action", {"statut": "en_retard"}, "statut"),
        ("action", {"composante": "E2a"}, "composante"),
        ("action", {"composante": "E9z"}, "composante"),
        ("action", {"debut": "2026-02-01", "fin": "2026-01-31"}, "fin"),
        ("indicateur", {"valeur_initiale": 1.0, "date_initiale": "2026-01-01"}, "source_initiale"),
        ("indicateur", {"cible": float("inf")}, "cible"),
        ("indicateur", {"cible": -1e15}, "cible"),
        ("indicateur", {"valeur_initiale": 1e308}, "valeur_initiale"),
        ("mesure", {"valeur": 1e26}, "valeur"),
        ("mesure", {"valeur": 10**400}, "valeur"),
        ("mesure", {"indicateur_id": 2**63}, "indicateur_id"),
        ("mesure", {"source": ""}, "source"),
        ("mesure", {"valeur": None}, "valeur"),
        ("mesure", {"valeur": "12"}, "valeur"),
        ("seance", {"etat": "finie"}, "etat"),
        ("instruction", {"priorite": "urgente"}, "priorite"),
    ],
)
def test_a_wrong_input_is_named_by_its_field(
    store: Store, objet: str, autres: dict[str, object], champ: str
) -> None:
    with pytest.raises(SaisieInvalide) as faute:
        CREATIONS[objet](store, **autres)
    assert faute.value.champ == champ
    assert str(faute.value).endswith(".") or str(faute.value).endswith(").")
    assert list_of(store, objet).empty


def test_every_fault_is_named_at_once(store: Store) -> None:
    with pytest.raises(SaisieInvalide) as faute:
        create_action(store, engagement="", intitule="", debut="hier", propositions=["N1", "P9"])
    assert [champ for champ, _ in faute.value.fautes] == [
        "intitule",
        "engagement",
        "debut",
        "propositions",
        "propositions",
    ]


@both_engines
def test_several_verbs_in_one_block_are_one(store: Store) -> None:
    def create_two() -> None:
        with store.atomic():
            create_action(store)
            create_action(store, intitule="")

    with pytest.raises(SaisieInvalide):
        create_two()
    assert store.actions.list(ORNE).empty
    with store.atomic():
        create_action(store)
        with pytest.raises(SaisieInvalide):
            create_action(store, intitule="")
        assert len(store.actions.list(ORNE)) == 1
    assert len(store.actions.list(ORNE)) == 1


def test_one_row_is_read_by_its_id(store: Store) -> None:
    action = create_action(store)
    assert store.actions.get(ORNE, action["id"])["intitule"] == action["intitule"]
    with pytest.raises(Introuvable):
        store.actions.get(LECTEUR, action["id"])
    with pytest.raises(Introuvable):
        store.actions.update(ORNE, 99, 1, intitule="x")


def test_the_journal_pages_by_id(store: Store, horloge: Horloge) -> None:
    for _ in range(7):
        horloge.avance(hours=1)
        add_point(store)
    page = store.journal.list(ORNE, limit=3)
    suite = store.journal.list(ORNE, limit=3, before_id=int(page["id"].iloc[-1]))
    assert list(page["id"]) == [7, 6, 5]
    assert list(suite["id"]) == [4, 3, 2]
    depuis = store.journal.list(ORNE, depuis="2026-03-02T23:00:00Z", jusqu_a="2026-03-03T01:00:00Z")
    assert list(depuis["id"]) == [6, 5]
    assert store.journal.list(ORNE, depuis="2027-01-01T00:00:00Z").empty
    assert len(store.journal.list(ORNE, {"qui": "Anne", "objet": ["point_etape", "action"]})) == 7
    with pytest.raises(KeyError, match="note"):
        store.journal.list(ORNE, {"note": "x"})


@both_engines
def test_the_journal_keeps_its_order_and_its_days_when_the_clock_goes_back(
    store: Store, horloge: Horloge
) -> None:
    for heures in (0, 48, -24, 1):
        horloge.avance(hours=heures)
        add_point(store)
    # Recorded on 2 March at 18 h, on the 4th, then on the 3rd at 18 h and 19 h.
    assert list(store.journal.list(ORNE)["id"]) == [4, 3, 2, 1]
    le_3 = {"depuis": "2026-03-03T00:00:00Z", "jusqu_a": "2026-03-04T00:00:00Z"}
    assert list(store.journal.list(ORNE, **le_3)["id"]) == [4, 3]
    assert list(store.journal.list(DIRECTION, **le_3, limit=1)["id"]) == [4]
    assert list(store.journal.list(DIRECTION, **le_3, before_id=4)["id"]) == [3]
    assert list(store.journal.list(ORNE, depuis="2026-03-04T00:00:00Z")["id"]) == [2]
    assert list(store.journal.list(ORNE, jusqu_a="2026-03-04T00:00:00Z")["id"]) == [4, 3, 1]


ENORMES = (2**31, 2**63, -(2**63) - 1, 10**30)


@both_engines
@pytest.mark.parametrize("numero", ENORMES)
def test_a_number_that_no_row_has_is_unknown_and_the_base_goes_on(
    store: Store, numero: int
) -> None:
    action = create_action(store)
    garde = store.moteur.lecture.pool
    with pytest.raises(Introuvable):
        store.actions.get(ORNE, numero)
    for verbe in (
        lambda: store.actions.update(ORNE, numero, 1, intitule="x"),
        lambda: store.actions.withdraw(ORNE, numero, 1),
        lambda: store.points_etape.withdraw(ORNE, numero),
        lambda: store.publications.publish(DIRECTION, "action", [action["id"], numero]),
        lambda: store.journal.revert(DIRECTION, numero),
        lambda: add_point(store, seance_id=numero),
        lambda: create_financement(store, action_id=numero),
    ):
        with pytest.raises((Introuvable, SaisieInvalide)):
            verbe()
    assert store.financements.list(ORNE, action_id={numero}).empty
    assert store.journal.list(DIRECTION, {"objet_id": numero}).empty
    assert len(store.journal.list(DIRECTION, before_id=numero)) == (numero > 0)
    # Not taken for a failure of the database: its connections are kept.
    assert store.moteur.lecture.pool is garde
    assert store.last_entry() == 1


@both_engines
@pytest.mark.parametrize("texte", ["a\0b", "a\ud800b"])
def test_a_text_that_no_row_has_is_unknown_and_the_base_goes_on(store: Store, texte: str) -> None:
    create_action(store)
    garde = store.moteur.lecture.pool
    assert store.journal.list(DIRECTION, {"qui": texte}).empty
    assert store.actions.list(ORNE, territoire=texte).empty
    assert store.salles.state(texte) is None
    with pytest.raises(Introuvable):
        store.diaporamas.find(ORNE, texte)
    assert store.moteur.lecture.pool is garde


@both_engines
def test_what_the_base_refuses_to_hold_is_the_entrys_fault(store: Store) -> None:
    garde = store.moteur.lecture.pool

    def write() -> None:
        with store.atomic() as transaction:
            ligne = {"objet": "action", "objet_id": 2**80, "quand": ""}
            transaction.connection.execute(sa.insert(tables.journal).values(ligne))

    with pytest.raises(SaisieInvalide):
        write()
    assert store.moteur.lecture.pool is garde
    assert store.last_entry() == 0


def test_a_nameless_person_can_only_read() -> None:
    with pytest.raises(SaisieInvalide):
        Acteur(" \u202e", "comite")
    with pytest.raises(SaisieInvalide):
        Acteur("Anne", "roi")
    assert Acteur("", "lecteur").nom == ""


@both_engines
def test_many_rows_at_once_are_as_if_each_had_been_created(store: Store) -> None:
    lignes = [
        {
            "engagement": "E1", "territoire": territoire, "intitule": f"Action {rang}",
            "statut": "a_venir", "propositions": ["P2", "P1"][:rang],
        }
        for rang, territoire in enumerate(("D1", "C1", "D1"))
    ]  # fmt: skip
    creees = store.actions.create_many(ORNE, lignes)
    seule = store.actions.create(ORNE, **lignes[1])
    lues = store.actions.list(ORNE)
    assert lues["intitule"].tolist() == ["Action 0", "Action 1", "Action 2", "Action 1"]
    assert lues["propositions"].tolist() == ["", "P2", "P1 | P2", "P2"]
    journal = store.journal.list(ORNE).iloc[::-1].reset_index(drop=True)
    assert journal["objet_id"].tolist() == [*(ligne["id"] for ligne in creees), seule["id"]]
    sans_id = [{**apres, "id": 0} for apres in (journal["apres"][1], journal["apres"][3])]
    assert sans_id[0] == sans_id[1]
    argent = [{"action_id": c["id"], "financeur": "A", "montant": 1, "nature": "prevu"}
              for c in creees]  # fmt: skip
    assert len(store.financements.create_many(ORNE, argent)) == 3
    with pytest.raises(DroitRefuse):
        store.actions.create_many(ORNE, [lignes[0], {**lignes[1], "territoire": "D2"}])
    with pytest.raises(SaisieInvalide):
        store.actions.create_many(ORNE, [lignes[0], {**lignes[1], "intitule": ""}])
    assert len(store.actions.list(ORNE)) == 4
    assert store.journal.undo_last(ORNE) == 3
    assert store.actions.create_many(ORNE, []) == []
