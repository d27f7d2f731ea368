"""À faire: what waits for a person, each thing with the link that lands on it."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from concertation.interface.suivi import direct
from concertation.suivi import Acteur, Store
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    MANCHE,
    ORNE,
    add_point,
    click,
    create_action,
    field,
    lu,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans

A_FAIRE = "suivre/a_faire.py"
JOUR = dt.date.today()


def gestures(at: AppTest) -> dict[str, str]:
    """Where each link of the page leads, by its words."""
    return {
        lien.proto.label: f"{lien.proto.page}?{lien.proto.query_string}"
        for lien in at.main.get("page_link")
    }


def test_a_committee_starts_from_its_session_and_what_waits_for_it(store: Store) -> None:
    prevue = store.seances.create(
        ORNE, territoire="D61", date=JOUR + dt.timedelta(days=12), lieu="Alençon"
    )
    create_action(store, fin=JOUR - dt.timedelta(days=3), porteur="CPTS")
    store.transmissions.create(
        DIRECTION, proposition="ACC-N-01", destinataire="CNAM", date="2026-01-02",
        etat="reponse_recue", reponse="D’accord",
    )  # fmt: skip
    store.instructions.decide(
        ORNE, propositions=["ACC-L-08"], territoire="D61", decision="ecartee", motif="Déjà fait"
    )
    at = open_as(ORNE, A_FAIRE)
    dit, gestes = lu(at), gestures(at)
    assert "Séance dans 12 jours" in dit
    assert gestes["Préparer"].endswith(f"comite?territoire=D61&seance={prevue['id']}")
    assert "44 propositions à examiner" in dit
    assert gestes["Décider"].endswith("instruction?territoire=D61&decision=a_instruire")
    assert "Action en retard : 1" in dit
    assert gestes["Mettre à jour"].endswith("plan_action?territoire=D61&retard=oui")
    assert "1 réponse reçue" in dit
    assert "Sans point d’étape récent : 5" in dit
    assert gestes["Écrire un point"].endswith("engagements?engagement=E1&territoire=D61")
    # What changed has titles, and leads to them.
    assert "À instruire → Écartée (Déjà fait)" in dit
    assert "proposition ACC-L-08 «" in dit
    assert "propositions?fiche=ACC-L-08" in dit
    assert "Manche" not in dit
    assert "45 propositions à examiner" in lu(open_as(MANCHE, A_FAIRE))


def test_what_is_late_and_blocked_counts_in_both_as_on_the_plan_where_it_is_changed(
    store: Store,
) -> None:
    add_point(store, meteo="securises")
    hier = JOUR - dt.timedelta(days=1)
    create_action(store, statut="bloquee", fin=hier)
    create_action(store, statut="bloquee", engagement="E2")
    create_action(store, fin=hier)
    dit = lu(open_as(ORNE, A_FAIRE))
    assert "Action bloquée : 2" in dit
    assert "Action en retard : 2" in dit
    assert "2 en retard, 2 bloquées" in lu(open_as(ORNE, "suivre/plan_action.py"))


def test_the_direction_sees_the_trend_of_engagements_and_what_to_publish(store: Store) -> None:
    for jours, meteo in ((60, "atteignables"), (1, "compromis")):
        add_point(store, date=JOUR - dt.timedelta(days=jours), meteo=meteo)
    create_action(store)
    at = open_as(DIRECTION, A_FAIRE)
    dit, gestes = lu(at), gestures(at)
    assert "À publier : action (1)" in dit
    assert "À publier : point d’étape (1)" in dit
    assert "Météo favorable : 0 sur 1, 4 sans météo · → stable" in dit
    assert gestes["Voir E1"].endswith("engagements?engagement=E1")
    assert "Commencer la revue" in gestes
    assert gestes["Les voir"].endswith("engagements?motif=silence")


def test_an_opinion_and_a_decision_asked_wait_for_whom_they_should(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ici = {"territoire": "D61", "question": "D’accord ?", "lie": "ACC-L-08 | E1"}
    hier = JOUR - dt.timedelta(days=1)
    store.avis.create(ORNE, **ici, aupres_de="Agence", echeance=hier)
    recu = store.avis.create(ORNE, **ici, aupres_de="CPTS")
    store.avis.update(ORNE, recu["id"], 1, reponse="Favorable")
    store.avis.create(ORNE, **ici, type_demande="decision", echeance="2031-03-02")
    at = open_as(ORNE, A_FAIRE)
    dit, gestes = lu(at), gestures(at)
    assert "1\u00a0relance à faire" in dit
    assert "1\u00a0avis reçu" in dit
    assert gestes["Relancer"].endswith("comite?territoire=D61&avis=oui")
    assert "Décision demandée" not in dit
    dit = lu(at := open_as(DIRECTION, A_FAIRE))
    assert "Décision demandée – Orne" in dit
    # What tells it from another in the same words.
    assert "D’accord ? · ACC-L-08 Développer en ville" in dit
    assert "· E1 Exercice coordonné" in dit
    assert "Réponse attendue le 2 mars 2031" in dit
    assert gestures(at)["Répondre"].endswith("comite?territoire=D61&avis=oui")
    # There the direction answers, and only the committee reminds.
    comite = open_as(ORNE, "suivre/comite.py", territoire="D61", avis="oui")
    assert [zone.label for zone in comite.text_area].count("Réponse") == 2
    click(comite, "Noter une relance")
    assert "relance à faire" not in lu(open_as(ORNE, A_FAIRE))
    decide = open_as(DIRECTION, "suivre/comite.py", territoire="D61", avis="oui")
    zones = [zone for zone in decide.text_area if zone.label == "Réponse"]
    assert len(zones) == 3
    zones[0].set_value("Accordé")
    run(decide)
    # A draft as long as the hands are there, whatever time this screen took.
    monkeypatch.setattr(direct, "CALME", dt.timedelta(0))
    run(decide)
    assert store.avis.list(ORNE)["reponse"].tolist()[2] == "Accordé"
    assert "Décision demandée" not in lu(open_as(DIRECTION, A_FAIRE))


def test_whoever_presents_finds_the_deck_its_notes_its_room_and_its_files(store: Store) -> None:
    gestes = gestures(open_as(ORNE, A_FAIRE))
    deck = "presentation?diaporama=comite&territoire=D61&diapo=1"
    assert gestes["Démarrer"].endswith(deck)
    assert gestes["Répéter, avec les notes"].endswith(f"{deck}&vue=orateur")
    assert gestes["Fichiers"].endswith("documents?document=diaporama%3Acomite&territoire=D61")
    at = open_as(LECTEUR, A_FAIRE)
    assert "Présenter : Restitution régionale" in lu(at)
    next(b for b in at.button if b.label == "Ouvrir une salle").click()
    assert "Salle ouverte" in lu(run(at))


def test_the_home_is_the_page_of_whoever_has_a_profile(store: Store) -> None:
    accueil = "comprendre/accueil.py"
    assert open_as(ORNE, accueil).title[0].value == "À faire"
    brochure = open_as(ORNE, accueil, vue="consultation")
    assert brochure.title[0].value != "À faire"
    assert not [w for w in brochure.warning if "adresse" in w.value]
    # One click away, both ways.
    nomme = open_as(Acteur("Zoé", "lecteur"), accueil)
    assert nomme.title[0].value == "À faire"
    menu = [lien.proto for lien in nomme.sidebar.get("page_link")]
    assert menu[0].label == "À faire"
    assert gestures(nomme)["La concertation en un écran"].endswith("?vue=consultation")
    assert open_as(LECTEUR, accueil).title[0].value == brochure.title[0].value


def test_what_was_typed_and_not_recorded_is_taken_up_where_it_waits(store: Store) -> None:
    at = open_as(ORNE, "suivre/plan_action.py", nouvelle="1")
    field(at.text_input, "Intitulé").set_value("Ouvrir une équipe")
    run(at)
    at = open_as(ORNE, A_FAIRE)
    assert "Brouillon – Plan d’action" in lu(at)
    assert "nouvelle" in gestures(at)["Reprendre"]
    assert "Reprendre" not in gestures(open_as(MANCHE, A_FAIRE))
