"""Comité: sessions, what is bound to them, minutes and their publication."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from concertation.analyse.territoires.noms import name_comite
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.suivi.noms import differences
from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    INSTRUCTION,
    LECTEUR,
    MANCHE,
    ORNE,
    PLAN,
    add_point,
    click,
    create_action,
    field,
    has_button,
    lu,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import RACINE, texts

# Comité


def test_agenda_is_drafted_from_what_is_open(store: Store) -> None:
    create_action(store, intitule="Recruter", statut="bloquee")
    store.transmissions.create(
        DIRECTION, proposition="ACC-N-01", destinataire="CNAM", date="2026-01-02",
        etat="reponse_recue", reponse="D’accord",
    )  # fmt: skip
    at = open_as(ORNE, COMITE, territoire="D61", seance="nouvelle")
    ordre = field(at.text_area, "Ordre du jour").value
    assert "L’action « Recruter » est bloquée." in ordre
    assert "Propositions à instruire (45)" in ordre
    assert "- ACC-N-01 (CNAM)" in ordre
    field(at.text_area, "Ordre du jour").set_value("Un seul point")
    field(at.text_input, "Lieu").set_value("Alençon")
    click(at, "Créer la séance")
    seance = store.seances.list(DIRECTION).iloc[0]
    assert (seance["ordre_du_jour"], seance["lieu"]) == ("Un seul point", "Alençon")
    assert seance["etat"] == "preparee"


def test_entries_made_while_a_session_is_held_are_bound_to_it(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    click(at, "Ouvrir la séance")
    assert "Séance du 20 novembre 2026" in texts(at)
    assert "vos saisies pour ce territoire s’y rattachent" in texts(at)
    at.switch_page(str(RACINE / "pages" / INSTRUCTION))
    at.query_params["territoire"] = "D61"
    run(at)
    assert "vos saisies s’y rattachent" in texts(at)
    field(at.checkbox, "Choisir ACC-L-01").check()
    run(at)
    field(at.radio, "Décision").set_value("retenue")
    click(at, "Enregistrer la décision (1)")
    assert store.instructions.list(DIRECTION, seance_id=seance["id"])["proposition"].tolist() == [
        "ACC-L-01"
    ]
    click(at, "Quitter la séance")
    field(at.checkbox, "Choisir ACC-L-02").check()
    run(at)
    field(at.radio, "Décision").set_value("retenue")
    click(at, "Enregistrer la décision (1)")
    assert len(store.instructions.list(DIRECTION, seance_id=seance["id"])) == 1


def test_session_of_another_territory_does_not_bind(store: Store) -> None:
    seance = store.seances.create(DIRECTION, territoire="D50", date="2026-11-20", etat="ouverte")
    at = open_as(DIRECTION, COMITE, territoire="D50", seance=str(seance["id"]))
    click(at, "Tenir cette séance")
    at.switch_page(str(RACINE / "pages" / PLAN))
    at.query_params["territoire"] = "D61"
    at.query_params["nouvelle"] = "1"
    run(at)
    field(at.text_input, "Intitulé").set_value("Ailleurs")
    field(at.selectbox, "Engagement").set_value("E1")
    click(at, "Créer l’action")
    assert pd.isna(store.actions.list(DIRECTION).iloc[0]["seance_id"])


def test_session_is_recorded_then_closed_for_good_but_for_the_direction(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20", etat="ouverte")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    field(at.text_area, "Personnes présentes").set_value("Anne\nZoé")
    field(at.text_area, "Décisions").set_value("Retenir *trois* propositions")
    field(at.date_input, "Prochaine séance").set_value(dt.date(2027, 1, 15))
    click(at, "Enregistrer la séance")
    click(at, "Oui, clore la séance")
    ligne = store.seances.list(DIRECTION).iloc[0]
    assert (ligne["etat"], ligne["presents"]) == ("close", "Anne\nZoé")
    assert ligne["decisions"] == "Retenir *trois* propositions"
    assert "la direction seule peut la modifier" in texts(at)
    assert not has_button(at, "Enregistrer la séance")
    directrice = open_as(DIRECTION, COMITE, territoire="D61", seance=str(seance["id"]))
    click(directrice, "Rouvrir la séance")
    assert store.seances.list(DIRECTION).iloc[0]["etat"] == "ouverte"


def test_two_people_writing_the_same_session_see_both_texts(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20", etat="ouverte")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    store.seances.update(DIRECTION, seance["id"], 1, decisions="La mienne")
    run(at)
    assert "Votre saisie est gardée" in texts(at)
    field(at.text_area, "Décisions").set_value("L’autre")
    click(at, "Enregistrer la séance")
    tables = " ".join(table.value.to_string() for table in at.table).replace("\\", "")
    assert "La mienne" in tables
    assert "L’autre" in tables
    assert store.seances.list(DIRECTION).iloc[0]["decisions"] == "La mienne"
    click(at, "Enregistrer ma saisie")
    assert store.seances.list(DIRECTION).iloc[0]["decisions"] == "L’autre"


def test_minutes_show_what_was_entered_in_the_session_to_the_letter(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", presents="Anne Lebrun", etat="ouverte",
        decisions="<script>alert(1)</script>\n**gras**",
    )  # fmt: skip
    store.instructions.decide(
        ORNE, propositions=["ACC-L-01"], territoire="D61", decision="retenue",
        seance_id=seance["id"],
    )  # fmt: skip
    create_action(store, intitule="Hors séance")
    create_action(store, intitule="En séance", seance_id=seance["id"])
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]), vue="releve")
    lu = texts(at)
    tables = " ".join(table.value.to_string() for table in at.table).replace("\\", "")
    assert at.title[0].value.startswith("Relevé de décisions")
    assert "<script>alert(1)</script>" in lu
    assert "ACC-L-01" in tables
    assert "En séance" in tables
    assert "Hors séance" not in tables
    brut = "\n".join(str(m.value) for m in at.markdown)
    assert "**gras**" not in brut.replace("\\*\\*gras\\*\\*", "")


def test_direction_publishes_a_session_with_its_entries(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", presents="Anne Lebrun", etat="ouverte"
    )
    create_action(store, seance_id=seance["id"], porteur="Anne Lebrun")
    params = {"territoire": "D61", "seance": str(seance["id"])}
    assert "n’existe pas ou ne vous est pas ouverte" in texts(open_as(LECTEUR, COMITE, **params))
    assert not has_button(open_as(ORNE, COMITE, **params), "Publier")
    at = open_as(DIRECTION, COMITE, **params)
    at.session_state["w-publier-seance"] = True
    run(at)
    click(at, "Publier la séance et ses saisies")
    lecteur = open_as(LECTEUR, COMITE, **params, vue="releve")
    tout = texts(lecteur) + " ".join(table.value.to_string() for table in lecteur.table)
    assert "Ouvrir une équipe" in tout
    assert "Anne Lebrun" not in tout


def test_committee_cannot_touch_the_sessions_of_another(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20")
    store.publications.publish(DIRECTION, "seance", seance["id"])
    at = open_as(MANCHE, COMITE, territoire="D61", seance=str(seance["id"]))
    assert not has_button(at, "Ouvrir la séance")
    assert not has_button(at, "Enregistrer")
    assert not at.text_area


def test_reader_takes_silence_for_no_decision(store: Store) -> None:
    dite = {"propositions": ["ACC-L-01"], "territoire": "D61", "decision": "retenue"}
    store.instructions.decide(ORNE, **dite)
    at = open_as(LECTEUR, INSTRUCTION, territoire="D61")
    assert "Rien de publié" in texts(at)
    assert "Retenue" not in texts(at)
    assert "nstruire" not in texts(at)
    ligne = store.instructions.list(DIRECTION).iloc[0]
    store.publications.publish(DIRECTION, "instruction", int(ligne["id"]))
    assert "**Retenue**" in texts(open_as(LECTEUR, INSTRUCTION, territoire="D61"))


def test_transmission_noted_while_a_session_is_held_is_in_its_minutes(store: Store) -> None:
    seance = store.seances.create(DIRECTION, territoire="D61", date="2026-11-20")
    at = open_as(DIRECTION, COMITE, territoire="D61", seance=str(seance["id"]))
    click(at, "Ouvrir la séance")
    at.switch_page(str(RACINE / "pages" / INSTRUCTION))
    at.query_params["fiche"] = "ACC-N-01"
    run(at)
    field(at.text_input, "Destinataire").set_value("CNAM")
    click(at, "Enregistrer la transmission")
    transmission = store.transmissions.list(DIRECTION, seance_id=int(seance["id"])).iloc[0]
    assert transmission["destinataire"] == "CNAM"
    for objet, ligne in (("seance", seance), ("transmission", transmission)):
        store.publications.publish(DIRECTION, objet, int(ligne["id"]))
    public = {"territoire": "D61", "seance": str(seance["id"]), "vue": "releve"}
    minutes = open_as(LECTEUR, COMITE, **public)
    assert any("CNAM" in table.value.to_string() for table in minutes.table)


def test_conflict_tells_states_in_words() -> None:
    champs = differences("", {"etat": "ouverte"}, {"etat": "close"}, {})
    assert champs == [("État", "Ouverte", "Close")]
    champs = differences("", {"etat": "a_transmettre"}, {"etat": "reponse_recue"}, {})
    assert champs == [("État", "À transmettre", "Réponse reçue")]


def test_entries_of_both_names_of_a_place_are_told_on_its_screens(store: Store) -> None:
    donnees = load_donnees(dossier_courant())
    avant = store.with_references(replace(store.references, comites={}))
    saisies = ("D61", "retenue", "2026-01-05"), ("CTS-61", "deja_engagee", "2026-02-05")
    for lieu, decision, jour in saisies:
        avant.instructions.decide(
            DIRECTION, propositions=["ACC-L-05"], territoire=lieu, decision=decision
        )
        add_point(avant, DIRECTION, territoire=lieu, date=jour)
    mots = lu(open_as(ORNE, COMITE, territoire="CTS-61"))
    assert name_comite(donnees, "D61") in mots
    dit = "saisi pour le CTS de l’Orne est lu ici (1 point d’étape, 1 décision)"
    assert dit in mots.replace("\u00a0", " ")
    assert "Un seul comité" not in lu(open_as(ORNE, COMITE, territoire="D50"))
    mots = lu(open_as(ORNE, INSTRUCTION, territoire="D61", fiche="ACC-L-05"))
    assert "Déjà engagée" in mots
    assert "Plus ancienne, saisie pour l’Orne : Retenue" in mots.replace("\u00a0", " ")
