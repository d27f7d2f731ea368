"""Comité: sessions, what is bound to them, minutes and their publication."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from concertation.analyse.territoires.noms import name_comite
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.suivi import direct
from concertation.interface.suivi.noms import differences
from concertation.suivi import Acteur, Store
from concertation.suivi.verbes.brouillons import brouillon
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


def test_agenda_is_proposed_from_what_is_open_in_groups(store: Store) -> None:
    create_action(store, intitule="Recruter", statut="bloquee")
    store.transmissions.create(
        DIRECTION, proposition="ACC-N-01", destinataire="CNAM", date="2026-01-02",
        etat="reponse_recue", reponse="D’accord",
    )  # fmt: skip
    derniere = store.seances.create(ORNE, territoire="D61", date="2026-01-20", etat="ouverte")
    ici = {"seance_id": int(derniere["id"])}
    store.presences.create(ORNE, nom="Anne (ARS, DD61)", etat="absente", **ici)
    store.points.create(ORNE, titre="Vu", issue="information", **ici)
    store.points.create(ORNE, titre="Remis", issue="reporte", duree=15, **ici)
    at = open_as(ORNE, COMITE, territoire="D61", seance="nouvelle")
    field(at.date_input, "Date").set_value(dt.date(2026, 11, 15))
    assert "dimanche" in texts(run(at))
    field(at.text_input, "Lieu").set_value("Alençon")
    click(at, "Créer la séance")
    seance = store.seances.list(DIRECTION).iloc[-1]
    assert (seance["etat"], seance["lieu"]) == ("preparee", "Alençon")
    points = store.points.list(DIRECTION, seance_id=int(seance["id"])).set_index("titre")
    points.index = points.index.str.replace("\u00a0", " ")
    titres = points.index.tolist()
    assert titres[0] == "E1 : L’action « Recruter » est bloquée. Elle n’a pas de porteur."
    assert [t for t in titres if "étape" in t] == ["5 engagements sans point d’étape récent"]
    assert {"45 propositions à examiner", "Remis", "Questions diverses"} <= set(titres)
    assert "Vu" not in titres
    assert points.loc["Remis", "duree"] == 15
    assert len(points.loc["45 propositions à examiner", "lie"].split(" | ")) == 45
    attendues = store.presences.list(DIRECTION, seance_id=int(seance["id"]))
    assert attendues[["nom", "etat"]].to_numpy().tolist() == [["Anne (ARS, DD61)", "attendue"]]
    click(at, "Proposer ce qui est ouvert")
    assert len(store.points.list(DIRECTION, seance_id=int(seance["id"]))) == len(titres)


def add_to(at: AppTest, libelle: str, dit: str) -> None:
    """Type in a field that adds a row, then press its button."""
    champ = field(at.text_input, libelle).set_value(dit)
    run(at)
    at.button(key=champ.key.replace("-dit", "-enregistrer")).click()
    run(at)


def test_items_are_added_timed_moved_and_removed(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", heure="18 h 30", duree=30
    )
    params = {"territoire": "D61", "seance": str(seance["id"])}
    at = open_as(ORNE, COMITE, **params)
    for titre in ("Un", "Deux"):
        add_to(at, "Ajouter un point", titre)
    assert field(at.text_input, "Ajouter un point").value == ""
    long = "a" * 20_001
    add_to(at, "Ajouter un point", long)
    assert field(at.text_input, "Ajouter un point").value == long
    add_to(at, "Ajouter un point", "")
    click(at, "2. Deux")
    field(at.text_input, "Minutes prévues").set_value("45")
    assert "45 min, fin vers 19 h 15, soit 15 min de trop" in texts(run(at)).replace(
        "\u00a0", " "
    ).replace("**", "")
    at.button(key="Monter-2").click()
    run(at)
    assert store.points.list(DIRECTION)["titre"].tolist() == ["Deux", "Un"]
    click(at, "Retirer ce point")
    assert store.points.list(DIRECTION)["titre"].tolist() == ["Un"]
    click(at, "Rétablir")
    assert store.points.list(DIRECTION)["titre"].tolist() == ["Deux", "Un"]


def open_item(store: Store, acteur: Acteur, **point: Any) -> tuple[int, Any]:
    """A session under way whose only item stands large."""
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20", etat="ouverte")
    cle = int(seance["id"])
    store.points.create(ORNE, seance_id=cle, **{"titre": "Un"} | point)
    ici = {"territoire": "D61", "seance": str(cle), "mode": "seance", "point": "1"}
    return cle, open_as(acteur, COMITE, **ici)


def test_what_is_typed_of_an_item_is_recorded_as_it_is_typed(store: Store) -> None:
    _, at = open_item(store, ORNE)
    field(at.text_area, "Relevé du point").set_value("Dit")
    run(at)
    click(at, "Avis")
    for libelle, mots in (("Pour", "6"), ("Contre", "2"), ("Suites", "Anne écrit")):
        field(at.text_area if libelle == "Suites" else at.text_input, libelle).set_value(mots)
        run(at)
    field(at.selectbox, "Règle du vote").set_value("deux_tiers")
    assert "6 pour, 2 contre : adopté" in texts(run(at)).replace("\u00a0", " ")
    point = store.points.list(DIRECTION).iloc[0]
    assert point[["texte", "issue", "suite", "pour", "contre"]].tolist() == [
        "Dit", "avis", "Anne écrit", 6, 2,
    ]  # fmt: skip
    field(at.text_input, "Pour").set_value("six")
    assert "« six » n’est pas un nombre" in texts(run(at)).replace("\u00a0", " ")
    assert store.points.list(DIRECTION).iloc[0]["pour"] == 6


def test_a_text_typed_in_many_pauses_is_one_line_of_the_journal(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle, at = open_item(store, ORNE)
    avant = store.last_entry()
    for pause in range(1, 7):
        field(at.text_area, "Relevé du point").set_value("Dit " * pause)
        run(at)
    ici = {"territoire": "D61", "seance": str(cle), "mode": "seance", "point": "1"}
    # A second secretary, and the first one whose window was lost.
    autres = [open_as(acteur, COMITE, **ici) for acteur in (DIRECTION, ORNE)]
    for autre in autres:
        assert field(autre.text_area, "Relevé du point").value == "Dit " * 6
    assert (store.points.list(DIRECTION).iloc[0]["texte"], store.last_entry()) == ("", avant)
    monkeypatch.setattr(direct, "CALME", dt.timedelta(0))
    run(autres[0])
    assert store.last_entry() == avant
    run(autres[1])
    assert store.points.list(DIRECTION).iloc[0]["texte"] == "Dit " * 6
    (ligne,) = store.journal.list(DIRECTION).head(store.last_entry() - avant).to_dict("records")
    assert (ligne["qui"], ligne["seance_id"]) == (ORNE.nom, cle)


def test_who_closes_a_session_records_what_is_still_being_typed(store: Store) -> None:
    cle, at = open_item(store, ORNE)
    field(at.text_area, "Relevé du point").set_value("Dit en dernier")
    run(at)
    directrice = open_as(DIRECTION, COMITE, territoire="D61", seance=str(cle))
    click(directrice, "Oui, clore la séance")
    assert store.points.list(DIRECTION).iloc[0]["texte"] == "Dit en dernier"
    assert store.frappes.list("D61") == []


def test_a_second_secretary_reads_the_words_of_the_first_and_covers_none(store: Store) -> None:
    cle, at = open_item(store, ORNE)

    def say(mots: str) -> None:
        ici = (store.points, 1, "texte", mots)
        assert store.frappes.say(DIRECTION, *ici, lambda _: True, "une autre")

    say("Les siens")
    assert field(run(at).text_area, "Relevé du point").value == "Les siens"
    say("Les siens, corrigés")
    field(at.text_area, "Relevé du point").set_value("Les miens")
    assert "Une autre personne a écrit" in texts(run(at))
    click(at, "Garder les deux textes")
    assert field(at.text_area, "Relevé du point").value == "Les siens, corrigés\nLes miens"
    store.frappes.gather(ORNE, "D61", lambda _: True)
    assert store.points.list(DIRECTION).iloc[0]["texte"] == "Les siens, corrigés\nLes miens"


def test_what_is_written_in_the_row_meanwhile_stays_beside_what_is_typed(store: Store) -> None:
    cle, at = open_item(store, ORNE)
    field(at.text_area, "Relevé du point").set_value("Les miens")
    run(at)
    store.points.update(DIRECTION, 1, 1, texte="Les siens")
    store.frappes.gather(ORNE, "D61", lambda _: True)
    assert field(run(at).text_area, "Relevé du point").value == "Les siens\nLes miens"


def test_proposals_of_an_item_are_decided_one_after_the_other(store: Store) -> None:
    cle, at = open_item(store, ORNE, lie="ACC-L-01 | ACC-L-02")
    # All of them are in sight.
    assert has_button(at, "ACC-L-02")
    click(at, "Écartée")
    assert "motif" in texts(at)
    field(at.text_input, "Motif").set_value("Hors de portée")
    click(run(at), "Écartée")
    click(at, "ACC-L-01")
    click(at, "Déjà engagée")
    click(at, "Retenue")
    dites = store.instructions.list(DIRECTION, seance_id=cle).set_index("proposition")["decision"]
    assert dites.to_dict() == {"ACC-L-01": "deja_engagee", "ACC-L-02": "retenue"}


def test_people_are_called_and_counted_against_the_quorum(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", quorum=3, etat="ouverte"
    )
    params = {"territoire": "D61", "seance": str(seance["id"])}
    at = open_as(ORNE, COMITE, **params)
    for dit in ("Anne ; ARS (DD14, siège) ; Présidente", "Zoé", "Bob"):
        add_to(at, "Ajouter une personne", dit)
    click(at, "Toutes les personnes attendues")
    etats = store.presences.list(DIRECTION)
    assert etats.loc[0, ["nom", "organisme", "qualite"]].tolist() == [
        "Anne", "ARS (DD14, siège)", "Présidente",
    ]  # fmt: skip
    assert set(etats["etat"]) == {"presente"}
    assert "quorum de 3 atteint" in texts(at)
    store.presences.update(ORNE, 3, 2, etat="excusee")
    assert "quorum de 3 non atteint" in texts(run(at))
    field(at.text_input, "Représentée par").set_value("Anne")
    assert "quorum de 3 atteint" in texts(run(at))


def test_next_session_is_made_at_once_with_its_people(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", heure="18:30", lieu="Alençon", etat="ouverte"
    )
    store.presences.create(ORNE, seance_id=seance["id"], nom="Zoé", etat="presente")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    at.session_state["w-suivante"] = True
    (jour,) = [w for w in run(at).date_input if w.key.startswith("f-seance-suivante")]
    jour.set_value(dt.date(2027, 1, 15))
    click(at, "Fixer la prochaine séance")
    suivante = store.seances.list(DIRECTION).iloc[-1]
    assert (suivante["heure"], suivante["lieu"], suivante["etat"]) == (
        "18:30", "Alençon", "preparee",
    )  # fmt: skip
    assert store.presences.list(DIRECTION, seance_id=int(suivante["id"]))["etat"].tolist() == [
        "attendue"
    ]
    assert "Une autre personne" not in texts(at)
    assert not has_button(at, "Fixer la prochaine séance")


def test_free_texts_of_before_stay_readable(store: Store) -> None:
    seance = store.seances.create(
        ORNE, territoire="D61", date="2026-11-20", presents="Anne (ARS, DD14), Zoé",
        ordre_du_jour="- Un\n- Deux", decisions="On avance.",
    )  # fmt: skip
    params = {"territoire": "D61", "seance": str(seance["id"])}
    assert "On avance." in texts(open_as(ORNE, COMITE, **params))
    releve = "\n".join(m.value for m in open_as(ORNE, COMITE, **params, vue="releve").markdown)
    assert re.search(r"^- Anne \\?\(ARS, DD14\\?\)$", releve, re.MULTILINE)
    assert "On avance." in releve


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
    field(at.text_input, "Durée prévue").set_value("90")
    click(at, "Enregistrer la séance")
    click(at, "Oui, clore la séance")
    ligne = store.seances.list(DIRECTION).iloc[0]
    assert (ligne["etat"], ligne["duree"]) == ("close", 90)
    assert "la direction seule peut la modifier" in texts(at)
    assert not has_button(at, "Enregistrer la séance")
    directrice = open_as(DIRECTION, COMITE, territoire="D61", seance=str(seance["id"]))
    click(directrice, "Rouvrir la séance")
    assert store.seances.list(DIRECTION).iloc[0]["etat"] == "ouverte"


def test_closing_says_what_waits_then_who_signed_and_offers_no_undoing_that_is_refused(
    store: Store,
) -> None:
    cle, _ = open_item(store, ORNE)
    store.points.create(ORNE, seance_id=cle, titre="Traité", issue="information")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(cle))
    dit = "1 point non traité : 1. Un. « Proposer ce qui est ouvert » les reprendra"
    assert dit in texts(at).replace("\u00a0", " ").replace("\\", "")
    field(at.text_input, "Relevé signé par").set_value("Anne Lebrun")
    click(run(at), "Clore et signer")
    assert "relevé signé par Anne Lebrun le" in texts(at)
    assert open_as(ORNE, COMITE, territoire="D61").button(key="annuler").disabled
    # Who may, may.
    store.points.update(DIRECTION, 1, 1, issue="avis")
    assert not open_as(DIRECTION, COMITE, territoire="D61").button(key="annuler").disabled


def test_a_session_is_held_until_it_is_left_whatever_window_one_opens(store: Store) -> None:
    cle, _ = open_item(store, ORNE)
    click(open_as(ORNE, COMITE, territoire="D61", seance=str(cle)), "Tenir cette séance")
    at = open_as(ORNE, PLAN, territoire="D61")
    assert "vos saisies s’y rattachent" in texts(at)
    assert "**Séance que vous tenez**" in texts(open_as(ORNE, "suivre/a_faire.py"))
    assert "s’y rattachent" not in texts(open_as(MANCHE, PLAN, territoire="D61"))
    click(at, "Quitter la séance")
    assert "s’y rattachent" not in texts(open_as(ORNE, PLAN, territoire="D61"))
    assert not store.run(sa.select(brouillon))


def test_two_people_writing_the_same_session_see_both_texts(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date="2026-11-20", etat="ouverte")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    store.seances.update(DIRECTION, seance["id"], 1, lieu="La mienne")
    run(at)
    assert "Votre saisie est gardée" in texts(at)
    field(at.text_input, "Lieu").set_value("L’autre")
    click(at, "Enregistrer la séance")
    tables = " ".join(table.value.to_string() for table in at.table).replace("\\", "")
    assert "La mienne" in tables
    assert "L’autre" in tables
    assert store.seances.list(DIRECTION).iloc[0]["lieu"] == "La mienne"
    click(at, "Enregistrer ma saisie")
    assert store.seances.list(DIRECTION).iloc[0]["lieu"] == "L’autre"


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


def test_an_opinion_asked_in_an_item_stands_there_on_the_sheet_and_in_the_minutes(
    store: Store,
) -> None:
    points = [{"titre": "Le budget", "lie": "ACC-L-08"}]
    seance = store.seances.plan(ORNE, points, territoire="D61", date="2026-11-20", etat="ouverte")
    ici = {"territoire": "D61", "seance": str(seance["id"])}
    at = open_as(ORNE, COMITE, **ici, mode="seance", point="1")
    assert any(cadre.label == "Avis demandés (0)" for cadre in at.expander)
    point = store.points.list(ORNE).iloc[0]
    demande = {"territoire": "D61", "lie": "ACC-L-08", "aupres_de": "Agence"}
    store.avis.create(
        ORNE, **demande, seance_id=seance["id"], point_id=int(point["id"]), question="D’accord ?"
    )
    at = open_as(ORNE, COMITE, **ici, mode="seance", point="1")
    assert any(cadre.label == "Avis demandés (1)" for cadre in at.expander)
    fiche = open_as(ORNE, INSTRUCTION, territoire="D61", fiche="ACC-L-08")
    assert any(cadre.label == "Avis demandés (1)" for cadre in fiche.expander)
    minutes = open_as(ORNE, COMITE, **ici, vue="releve")
    dits = [table.value.to_string() for table in minutes.table]
    assert any("Agence" in dit and "D’accord" in dit for dit in dits)


def test_the_invitation_is_there_to_copy_and_to_send_where_a_server_is_set(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    alix = Acteur("Alix", "administrateur")
    for nom, lieu in (("Anne", "D61"), ("Marc", "D50")):
        valeurs = {"adresse": f"{nom.lower()}@exemple.fr", "nom": nom, "role": "comite"}
        store.personnes.create(alix, **valeurs, territoires=lieu)
    seance = store.seances.plan(ORNE, [{"titre": "Le budget"}], territoire="D61", date="2026-12-01")
    store.presences.create(ORNE, seance_id=seance["id"], nom="Zoé")
    at = open_as(ORNE, COMITE, territoire="D61", seance=str(seance["id"]))
    at.session_state["w-mail"] = True
    run(at)
    (texte,) = (code.value for code in at.code)
    assert texte.startswith("Invitation – Comité de l’Orne")
    assert "1. Le budget" in texte
    assert "exemple.fr" not in lu(at)
    assert "Sans adresse connue\u00a0: Zoé." in lu(at)
    assert not [b for b in at.button if b.label.startswith("Envoyer")]
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1/?de=suivi@exemple.fr")
    run(at)
    click(at, "Envoyer à 1")
    assert store.courrier.take().personne == 1
    assert store.courrier.take() is None
