"""Documents through the router, and the files made beside it, for real."""

import datetime as dt
import io
import zipfile
from urllib.parse import parse_qsl

import pypdf
import pytest
import streamlit as st
from pptx import Presentation

from concertation.analyse.mots.textes import fold
from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import dossier_courant, load_donnees
from concertation.restitution.documents import DOCUMENTS
from concertation.restitution.fabrication.fabrique import OUVRIERS, make
from concertation.restitution.fabrication.fichiers import (
    Demande,
    FabricationImpossible,
    build,
)
from tests.aides.dossiers import VALMONT
from tests.aides.ecrans_suivi import DIRECTION, LECTEUR, create_action, field, open_as, run
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import open_ecran, texts

DOCUMENTS_ECRAN = "restituer/documents.py"
JOUR = dt.date.today()
PATIENCE = 120


def ask(piece: str, forme: str, **autres: object) -> Demande:
    valeurs = {"dossier": dossier_courant(), "base": "", "acteur": LECTEUR, "jour": JOUR}
    return Demande(piece, forme, **{**valeurs, **autres})


def silent(_part: float, _mot: str) -> None:
    """Nobody waits."""


def test_every_piece_is_offered_with_what_it_asks_for(store):
    at = open_as(DIRECTION, DOCUMENTS_ECRAN)
    offertes = field(at.selectbox, "Document").options
    assert [p.titre for p in DOCUMENTS.values()] == offertes[-len(DOCUMENTS) - 1 : -1]
    assert (offertes[0], offertes[-1]) == ("Diaporama – Restitution régionale", "Dossier complet")
    for cle, piece in DOCUMENTS.items():
        at = open_as(DIRECTION, DOCUMENTS_ECRAN, document=cle)
        libelles = [e.label for e in (*at.selectbox, *at.date_input)]
        for parametre in piece.parametres:
            assert any(libelle.startswith(parametre.libelle) for libelle in libelles)


def test_an_address_sets_the_choice_and_what_is_unknown_is_said(store):
    at = open_as(
        DIRECTION, DOCUMENTS_ECRAN, document="fiche-engagement", engagement="E2", edition="complete"
    )
    assert field(at.selectbox, "Engagement").value == "E2"
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="fiche-territoire", territoire="D99")
    assert "« D99 »" in texts(at)
    assert "À choisir d’abord : Territoire" in texts(at)
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="nimporte")
    assert "« nimporte » : valeur inconnue pour « Document »" in texts(at)


@pytest.mark.parametrize(
    ("fichier", "params", "mots"),
    [
        ("suivre/engagements.py", {}, ["Note de revue (PDF)"]),
        (
            "suivre/engagements.py",
            {"engagement": "E1", "territoire": "D61"},
            ["Fiche engagement (PDF)", "Note de revue (PDF)"],
        ),
        ("suivre/feuille_route.py", {}, ["Bilan (PDF)"]),
        ("comprendre/territoires.py", {"territoire": "D61"}, ["Fiche territoire (PDF)"]),
    ],
)
def test_screens_lead_to_their_documents_with_the_choice_made(store, fichier, params, mots):
    at = open_as(DIRECTION, fichier, **params)
    liens = [lien.proto for lien in at.get("page_link") if "(PDF)" in lien.proto.label]
    assert [lien.label.replace("\\", "") for lien in liens] == mots
    for lien in liens:
        choix = dict(parse_qsl(lien.query_string))
        vers = open_as(DIRECTION, DOCUMENTS_ECRAN, **choix)
        assert not vers.warning
        assert vers.selectbox(key="w-document").value == choix["document"]
        bouton = next(b for b in vers.button if b.label == "Préparer le fichier")
        assert not bouton.disabled


def test_minutes_are_offered_in_the_editions_that_exist(store):
    """Session 1 is not published: its public edition would be « n'existe pas »."""
    for jour in ("2026-01-10", "2026-02-10"):
        store.seances.create(DIRECTION, territoire="D61", date=jour, etat="close")
    store.publications.publish(DIRECTION, "seance", 2)
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="releve-de-decisions", seance="1")
    assert at.segmented_control(key="w-doc-edition").options == ["Complète"]
    assert at.segmented_control(key="w-doc-edition").value == "complete"
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="releve-de-decisions", seance="2")
    assert at.segmented_control(key="w-doc-edition").options == ["Publique", "Complète"]
    assert at.segmented_control(key="w-doc-edition").value == "publique"
    at = open_as(LECTEUR, DOCUMENTS_ECRAN, document="releve-de-decisions", seance="2")
    assert not [e for e in at.segmented_control if e.key == "w-doc-edition"]


def test_the_edition_chosen_stays_for_the_next_document(store):
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="fiche-engagement", engagement="E2")
    at.segmented_control(key="w-doc-edition").set_value("complete")
    run(at)
    field(at.selectbox, "Document").set_value("note-de-revue")
    run(at)
    assert at.segmented_control(key="w-doc-edition").value == "complete"
    at.query_params.clear()
    at.query_params["document"] = "fiche-territoire"
    run(at)
    assert at.segmented_control(key="w-doc-edition").value == "complete"
    at.segmented_control(key="w-doc-edition").set_value("publique")
    run(at)
    field(at.selectbox, "Document").set_value("note-de-revue")
    run(at)
    assert at.segmented_control(key="w-doc-edition").value == "publique"


def test_a_reader_gets_the_public_edition_only(store):
    at = open_as(LECTEUR, DOCUMENTS_ECRAN, edition="complete")
    assert "Édition" not in [choix.label for choix in at.get("button_group")]
    next(b for b in at.button if b.label == "Préparer le fichier").click()
    at.run()
    assert at.session_state["travail-document"].valeurs[0].edition == "publique"
    # Of another place than the one that is asked for by now.
    at.query_params["territoire"] = "D61"
    run(at)
    assert "travail-document" not in at.session_state


def test_a_file_is_prepared_then_offered(store):
    at = open_as(DIRECTION, DOCUMENTS_ECRAN, document="fiche-engagement", engagement="E1")
    next(b for b in at.button if b.label == "Préparer le fichier").click()
    at.run()
    travail = at.session_state["travail-document"]
    travail.wait(PATIENCE)
    run(at)
    (bouton,) = at.get("download_button")
    assert "cnr-sante-en-normandie-fiche-engagement-e1-20" in bouton.proto.label
    # Who takes the place of the person in this tab is offered nothing that was made for them.
    at.session_state["acteur"] = LECTEUR
    run(at)
    assert not at.get("download_button")
    assert "travail-document" not in at.session_state


def test_another_region_has_its_own_screen(monkeypatch):
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    st.cache_resource.clear()
    assert "Préparer le fichier" in [b.label for b in open_ecran(DOCUMENTS_ECRAN).button]
    st.cache_resource.clear()


@pytest.mark.parametrize("dossier", [dossier_courant(), VALMONT], ids=["region", "valmont"])
def test_a_dossier_holds_every_form_and_its_stamp(dossier):
    lieu = str(load_donnees(dossier).table("territoires")["id"].iloc[0])
    fichier = build(ask("dossier", "zip", dossier=dossier, parametres={"territoire": lieu}), silent)
    archive = zipfile.ZipFile(io.BytesIO(fichier.contenu))
    noms = archive.namelist()
    lisez = archive.read("LISEZMOI.txt").decode("utf-8-sig")
    assert "Édition publique" in lisez
    assert all(nom in lisez for nom in noms if nom != "LISEZMOI.txt")
    # Without follow-up the review can't be written: it is told, and the rest is there.
    assert "Note de revue : " in lisez
    # A deck is named by its title and by where it is for.
    nom = name_territoire(load_donnees(dossier), lieu)
    deck = f"restitution-regionale-{fold(nom).replace(' ', '-')}"
    pages = len(pypdf.PdfReader(io.BytesIO(archive.read(f"{deck}.pdf"))).pages)
    diapos = Presentation(io.BytesIO(archive.read(f"{deck}.pptx"))).slides
    assert pages == len(diapos) > 3
    assert zipfile.ZipFile(io.BytesIO(archive.read("donnees.zip"))).testzip() is None


def test_the_public_edition_has_no_name_the_complete_one_has(store):
    create_action(store, porteur="Zoé Martin")
    base = f"sqlite:///{store.moteur.fichier}"
    lus = {}
    for edition in ("publique", "complete"):
        demande = ask(
            "fiche-engagement", "pdf", base=base, acteur=DIRECTION, edition=edition,
            parametres={"engagement": "E1"},
        )  # fmt: skip
        lecteur = pypdf.PdfReader(io.BytesIO(build(demande, silent).contenu))
        lus[edition] = "".join(page.extract_text() for page in lecteur.pages)
    assert "Zoé" not in lus["publique"]
    assert "Zoé" in lus["complete"]


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        (ask("diaporama:absent", "pdf"), "n’existe plus"),
        (ask("diaporama:comite", "gif"), "format"),
        (ask("diaporama:comite", "pptx", modele=b"rien"), "modèle"),
        (ask("fiche-engagement", "pdf", parametres={"engagement": "E99"}), "E99"),
        (ask("inconnu", "pdf"), "inconnu"),
    ],
)
def test_what_can_t_be_made_is_a_sentence(demande, phrase):
    with pytest.raises(FabricationImpossible, match=f"(?i){phrase}"):
        build(demande, silent)


def test_abandoned_files_leave_their_place_to_the_next():
    longues = [make(ask("dossier", "zip")) for _ in range(OUVRIERS + 2)]
    for travail in longues:
        travail.abandon()
    suivante = make(ask("fiche-engagement", "pdf", parametres={"engagement": "E1"}))
    suivante.wait(PATIENCE)
    assert suivante.resultat is not None
    assert suivante.resultat.contenu.startswith(b"%PDF")
    assert all(t.is_done and t.resultat is None for t in longues)
