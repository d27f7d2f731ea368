"""Diaporamas through the router: lists, the editor, its draft, freezing, files."""

import html
import io
import json
from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from concertation.donnees import dossier_courant, load_donnees
from concertation.graphiques.dessin import Zones
from concertation.recits.blocs import Graphique
from concertation.restitution.diapos import edition as changing
from concertation.restitution.diapos.gardes import create_saved, read_saved
from concertation.restitution.diapos.genres import GENRES
from concertation.restitution.diapos.lecture import read_json, to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, DiaporamaInvalide, Page
from concertation.restitution.diapos.photos import read_photo
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import Acteur, Store
from concertation.suivi.verbes.brouillons import brouillon
from tests.aides.dossiers import VALMONT
from tests.aides.ecrans_suivi import (
    DIRECTION,
    LECTEUR,
    ORNE,
    add_point,
    button,
    click,
    field,
    has_button,
    links,
    lu,
    open_as,
    run,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import open_ecran, texts

DIAPORAMAS, PRESENTATION = "restituer/diaporamas.py", "restituer/presentation.py"
DONNEES = load_donnees(dossier_courant())
DECK = Diaporama(
    "bilan",
    "Bilan",
    (
        Diapo("d1", "titre", {"titre": "Bilan 2026"}),
        Diapo("d2", "engagement", {"engagement": "E1"}, "Parler lentement."),
        Diapo("d3", "sources"),
    ),
)


VIDE = to_json(replace(DECK, diapos=()))


def open_deck(store: Store, acteur: Acteur = DIRECTION, deck: Diaporama = DECK, **params: str):
    create_saved(store, DIRECTION, deck, "")
    return open_as(acteur, DIAPORAMAS, modifier=deck.id, **params)


def order(at: AppTest) -> list[str]:
    """The kinds of the slides as the list numbers them."""
    return [mots.replace("\\", "") for mots in field(at.radio, "Diapositives").options]


def row(store: Store, cle: str = "bilan"):
    return store.diaporamas.find(DIRECTION, cle)


def test_ready_decks_are_offered_and_readers_write_nothing(store):
    create_saved(store, DIRECTION, DECK, "")
    at = open_as(LECTEUR, DIAPORAMAS)
    for deck in (*ready_decks(DONNEES).values(), DECK):
        assert deck.titre in texts(at)
    assert "Voir « Bilan »" in links(at)
    # What is presented and what is taken away begin at the same place.
    fichiers = [lien for lien in links(at) if lien.startswith("Fichiers de")]
    assert len(fichiers) == len(ready_decks(DONNEES)) + 1
    assert {piece.titre for piece in DOCUMENTS.values()} <= set(links(at))
    assert "Claire" not in lu(at)
    for debut in ("Dupliquer", "Nouveau", "Importer"):
        assert not has_button(at, debut)


def test_another_region_offers_its_own(store, monkeypatch):
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))
    st.cache_resource.clear()
    at = open_ecran(DIAPORAMAS)
    for deck in ready_decks(load_donnees(VALMONT)).values():
        assert deck.titre in texts(at)


def test_a_ready_made_deck_is_copied_then_opened(store):
    at = open_as(DIRECTION, DIAPORAMAS)
    at.button(key="dupliquer-restitution-regionale").click()
    run(at)
    assert at.query_params["modifier"] in (
        "restitution-regionale-copie",
        ["restitution-regionale-copie"],
    )
    copie = json.loads(row(store, "restitution-regionale-copie")["contenu"])
    assert len(copie["diapos"]) == len(ready_decks(DONNEES)["restitution-regionale"].diapos)
    assert len(order(at)) == len(copie["diapos"])


def test_a_committee_s_copy_is_of_its_territory(store):
    at = open_as(ORNE, DIAPORAMAS)
    at.button(key="dupliquer-comite").click()
    run(at)
    assert store.diaporamas.list(DIRECTION)["territoire"].tolist() == ["D61"]
    assert has_button(at, "Enregistrer")


def test_slides_are_added_moved_copied_removed_undone_then_saved(store):
    at = open_deck(store, diapo="2")
    at.selectbox(key="w-genre").select("carte")
    run(at)
    click(at, "Ajouter après")
    assert [mots.split(". ")[1].split(" – ")[0] for mots in order(at)] == [
        "Titre", "Engagement", "Carte des ateliers", "Sources et réserves",
    ]  # fmt: skip
    assert at.query_params["diapo"] in ("3", ["3"])
    click(at, "Monter")
    assert order(at)[1] == "2. Carte des ateliers"
    at.button(key="diapo-Dupliquer").click()
    run(at)
    assert order(at)[1:3] == ["2. Carte des ateliers", "3. Carte des ateliers"]
    click(at, "Enlever")
    assert len(order(at)) == 4
    click(at, "Annuler")
    assert len(order(at)) == 5
    assert row(store)["version"] == 1
    click(at, "Enregistrer")
    assert "est enregistré" in lu(at)
    genres = [d["genre"] for d in json.loads(row(store)["contenu"])["diapos"]]
    assert genres == ["titre", "carte", "carte", "engagement", "sources"]


def test_a_field_may_answer_in_the_run_of_the_button_that_withdraws(store):
    at = open_deck(store)
    field(at.text_input, "Titre du").set_value("Typed before the click")
    next(b for b in at.button if b.label.startswith("Oui, retirer")).click()
    run(at)
    assert not at.query_params.get("modifier")


def test_what_is_said_of_a_slide_that_was_just_taken_out_changes_nothing():
    reste = changing.remove_slide(DECK, DECK.diapos[0].id)
    partie = DECK.diapos[0].id
    assert changing.set_slide(reste, partie, "titre", "Tard") == reste
    assert changing.set_notes(reste, partie, "Tard") == reste
    assert changing.move_slide(reste, partie, 1) == reste
    assert changing.copy_slide(reste, partie) == (reste, "")


def preview(at):
    """The slides as they are shown, apostrophes as they are written."""
    *_, vignette = at.get("bidi_component")
    return html.unescape("".join(json.loads(vignette.proto.json)["pages"]))


def test_fields_are_made_of_the_kind_and_change_what_the_preview_shows(store):
    at = open_deck(store, diapo="2")
    assert DONNEES.table("engagements").set_index("id").loc["E1", "intitule"][:40] in preview(at)
    field(at.selectbox, "Engagement").select("E2")
    run(at)
    field(at.text_area, "Notes de l’orateur").set_value("Plus vite.")
    run(at)
    assert DONNEES.table("engagements").set_index("id").loc["E2", "intitule"][:40] in preview(at)
    click(at, "Enregistrer")
    diapo = json.loads(row(store)["contenu"])["diapos"][1]
    assert (diapo["parametres"], diapo["notes"]) == ({"engagement": "E2"}, "Plus vite.")


@pytest.mark.parametrize("genre", ["propositions", "changements", "chaine", "texte", "territoire"])
def test_every_kind_of_field_shows(store, genre):
    at = open_deck(store, deck=replace(DECK, diapos=(Diapo("d1", genre),)))
    assert len(at.selectbox) + len(at.multiselect) + len(at.text_input) + len(at.date_input) > 1


def test_a_slide_that_names_what_is_gone_says_so_and_the_others_go_on(store):
    perdue = Diapo("d1", "territoire", {"territoire": "D99"})
    at = open_deck(store, deck=replace(DECK, diapos=(perdue, Diapo("d2", "hologramme"))))
    assert "« D99 » n’existe pas" in texts(at)
    assert "D99 (n’existe plus)" in field(at.selectbox, "Territoire").options
    field(at.radio, "Diapositives").set_value("d2")
    run(at)
    assert "ne connaît pas les diapositives « hologramme »" in texts(at)


def test_the_draft_of_a_deck_outlives_its_window_and_goes_once_saved(store):
    at = open_deck(store, diapo="1")
    field(at.text_input, "Titre (facultatif)").set_value("À garder")
    at.button(key="diapo-Dupliquer").click()
    run(at)
    at = open_as(DIRECTION, DIAPORAMAS, modifier="bilan", diapo="1")
    assert field(at.text_input, "Titre (facultatif)").value == "À garder"
    assert len(order(at)) == len(DECK.diapos) + 1
    assert any("Brouillon du " in c.value for c in at.caption)
    assert "À garder" not in row(store)["contenu"]
    assert len(order(open_as(ORNE, DIAPORAMAS, modifier="bilan"))) == len(DECK.diapos)
    click(at, "Enregistrer")
    assert "À garder" in row(store)["contenu"]
    assert not store.run(sa.select(brouillon))


def test_a_new_deck_writes_nothing_until_something_is_said(store):
    at = open_as(DIRECTION, DIAPORAMAS)
    avant = store.last_entry()
    click(at, "Nouveau diaporama")
    assert button(at, "Enregistrer").disabled
    assert (store.last_entry(), store.run(sa.select(brouillon))) == (avant, [])
    field(at.text_input, "Titre du diaporama").set_value("Bilan d’hiver")
    run(at)
    assert store.last_entry() == avant
    at = open_as(DIRECTION, DIAPORAMAS, modifier="_")
    click(at, "Enregistrer")
    assert at.query_params["modifier"] in ("bilan-d-hiver", ["bilan-d-hiver"])
    assert store.diaporamas.list(DIRECTION)["titre"].tolist() == ["Bilan d’hiver"]
    assert not store.run(sa.select(brouillon))


def test_a_picture_is_kept_at_once_and_asked_for_its_words(store):
    at = open_deck(store, deck=replace(DECK, diapos=(Diapo("d1", "photo"),)))
    sortie = io.BytesIO()
    Image.new("RGB", (40, 30)).save(sortie, "PNG")
    # What the file field leaves once it is read.
    at.session_state["f-diapo-bilan-d1-photo"] = ("salle.png", read_photo(sortie.getvalue()))
    run(at)
    assert "Dites ce que l’image montre" in texts(at)
    field(at.text_input, "Ce que l’image montre").set_value("Une salle")
    run(at)
    assert "data:image/png;base64" in preview(at)
    assert order(at) == ["1. Image – Une salle"]
    click(at, "Enregistrer")
    (diapo,) = json.loads(row(store)["contenu"])["diapos"]
    assert store.photos.read(diapo["parametres"]["photo"]).largeur == 40


def test_two_writers_see_both_decks_and_choose(store):
    at = open_deck(store, diapo="1")
    field(at.text_input, "Titre (facultatif)").set_value("Le mien")
    run(at)
    field(at.text_area, "Notes de l’orateur").set_value("Mes mots.")
    run(at)
    autre = replace(DECK, diapos=(replace(DECK.diapos[0], notes="Leurs mots."),))
    store.diaporamas.update(DIRECTION, int(row(store)["id"]), 1, contenu=to_json(autre))
    click(at, "Enregistrer")
    assert "Une autre personne a modifié" in lu(at)
    (differences,) = at.table
    assert list(differences.value)[1] == f"Enregistrée par {DIRECTION.nom}"
    assert differences.value.to_numpy().tolist() == [
        ["Ordre", "Titre", "Titre, Engagement, Sources et réserves"],
        ["Titre – Titre", "Bilan 2026", "Le mien"],
        ["Titre – Notes de l’orateur", "Leurs mots.", "Mes mots."],
        ["Engagement", "–", "Engagement"],
        ["Engagement – Engagement", "–", "Exercice coordonné et soignant-ressource"],
        ["Engagement – Notes de l’orateur", "–", "Parler lentement."],
        ["Sources et réserves", "–", "Sources et réserves"],
    ]
    assert field(at.text_input, "Titre (facultatif)").value == "Le mien"
    click(at, "Enregistrer ma version")
    assert json.loads(row(store)["contenu"])["diapos"][0]["parametres"] == {"titre": "Le mien"}
    assert row(store)["version"] == 3


def test_what_was_typed_stays_while_the_database_is_away(store, monkeypatch):
    at = open_deck(store, diapo="1")
    field(at.text_input, "Titre (facultatif)").set_value("À garder")
    run(at)
    from concertation.suivi import StoreIndisponible
    from concertation.suivi.verbes.diaporamas import Diaporamas

    def fail(*_args: object, **_options: object) -> None:
        raise StoreIndisponible("La base de suivi est momentanément indisponible.")

    with monkeypatch.context() as panne:
        panne.setattr(Diaporamas, "update", fail)
        click(at, "Enregistrer")
        assert "momentanément indisponible" in lu(at)
        assert field(at.text_input, "Titre (facultatif)").value == "À garder"
    click(at, "Enregistrer")
    assert "À garder" in row(store)["contenu"]


def test_a_frozen_deck_says_its_day_and_comes_back_to_life(store):
    at = open_deck(store, diapo="2")
    click(at, "Figer au")
    assert row(store)["fige_le"] is not None
    assert "Figé au" in texts(at)
    assert not has_button(at, "Enregistrer")
    assert "Parler lentement" in texts(at)
    click(at, "Rendre vivant")
    assert has_button(at, "Enregistrer")


def test_the_ready_regional_deck_is_frozen_with_its_map(store):
    regional = replace(ready_decks(DONNEES)["restitution-regionale"], id="regional")
    at = open_deck(store, deck=regional)
    click(at, "Figer au")
    assert not at.error
    for acteur, edition in ((LECTEUR, "publique"), (DIRECTION, "complete")):
        fige = read_saved(store, acteur, row(store, "regional"))
        assert (fige.edition, fige.pages[0].panne) == (edition, "")
        blocs = [bloc for page in fige.pages for bloc in (*page.blocs, *page.a_cote)]
        cartes = [b for b in blocs if isinstance(b, Graphique) and b.dessin.cadrage]
        assert len(cartes) == 1
        assert any(isinstance(marque, Zones) for marque in cartes[0].dessin.marques)


def test_a_deck_that_can_t_be_frozen_says_why_and_goes_on_saying_it(store, monkeypatch):
    at = open_deck(store)
    with monkeypatch.context() as panne:
        panne.setattr("concertation.suivi.socle.validation.JSON_MAX", 10)
        click(at, "Figer au")
    assert "dépasse 20\u202fMo" in "".join(str(e.value) for e in at.error)
    at.run()
    assert "dépasse 20\u202fMo" in "".join(str(e.value) for e in at.error)
    assert row(store)["fige_le"] is None or str(row(store)["fige_le"]) == "NaT"


def test_a_withdrawn_deck_leaves_the_list(store):
    at = open_deck(store)
    click(at, "Oui, retirer")
    assert store.diaporamas.list(DIRECTION).empty
    assert at.title[0].value == "Restituer"


def give(at: AppTest, contenu: bytes) -> AppTest:
    """What the file field leaves in the session; the field itself lives in the browser."""
    try:
        at.session_state["diaporama-recu"] = ("recu.json", read_json(contenu))
    except DiaporamaInvalide as refus:
        at.session_state["diaporama-recu-refus"] = str(refus)
    return run(at)


def test_an_imported_file_is_looked_at_first_and_its_faults_are_said(store):
    perdu = replace(DECK, diapos=(*DECK.diapos, Diapo("d4", "theme", {"theme": "disparu"})))
    at = give(open_as(DIRECTION, DIAPORAMAS), to_json(perdu).encode())
    assert "4 diapositives" in texts(at)
    assert "Diapositive 4 : thème « disparu », qui n’existe" in texts(at)
    assert store.diaporamas.list(DIRECTION).empty
    click(at, "Importer ce diaporama")
    assert len(json.loads(row(store)["contenu"])["diapos"]) == 4


def test_a_frozen_file_becomes_a_live_deck_and_says_so(store):
    page = Page("Mille lits", date="1er mars 2026", sources=("ARS",))
    fige = replace(DECK, fige_le="2026-03-01", pages=(page,), edition="publique")
    at = give(open_as(DIRECTION, DIAPORAMAS), to_json(fige).encode())
    assert "Ce fichier est figé au 1er mars 2026. Importé, il redevient vivant" in lu(at)
    click(at, "Importer ce diaporama")
    assert pd.isna(row(store)["fige_le"])
    assert has_button(at, "Enregistrer")
    assert "Mille lits" not in preview(at)
    assert "Figé" not in lu(at)


def test_an_import_that_can_t_be_kept_stays_in_the_field(store):
    long = replace(DECK, diapos=(Diapo("d1", "texte", {"texte": "x" * 20_001}),))
    at = give(open_as(DIRECTION, DIAPORAMAS), to_json(long).encode())
    click(at, "Importer ce diaporama")
    assert "20\u202f000 caractères" in lu(at)
    assert has_button(at, "Importer ce diaporama")
    assert store.diaporamas.list(DIRECTION).empty


# Settings of every wrong type, a day that no field can show, the same id twice.
ETRANGE = {
    "format": "concertation-diaporama", "version": 1, "id": "etrange", "titre": "Étrange",
    "diapos": [
        *({"id": "d1", "genre": cle, "parametres": {p.nom: valeur for p in genre.parametres}}
          for cle, genre in GENRES.items() for valeur in (3, ["a", "b"], True, "1492-01-01")),
        {"genre": "hologramme"},
    ],
}  # fmt: skip


def test_a_strange_deck_is_imported_edited_and_shown(store):
    at = give(open_as(DIRECTION, DIAPORAMAS), json.dumps(ETRANGE).encode())
    assert "autres absences du même ordre" in lu(at)
    click(at, "Importer ce diaporama")
    for rang in range(1, len(ETRANGE["diapos"]) + 1, 7):
        open_as(DIRECTION, DIAPORAMAS, modifier="etrange", diapo=str(rang))
    at = open_as(LECTEUR, PRESENTATION, diaporama="etrange")
    assert "n’a pas la forme attendue" in lu(at)
    at = open_as(LECTEUR, PRESENTATION, diaporama="etrange", diapo="2")
    assert at.get("bidi_component")


def test_what_is_shown_to_a_room_is_public_unless_the_presenter_asks_for_drafts(store):
    add_point(store, synthese="Zinzolin")
    ici = {"diaporama": "revue-engagements", "diapo": "1"}
    for edition, dite in (("", False), ("publique", False), ("complete", True)):
        at = open_as(DIRECTION, PRESENTATION, **ici, **({"edition": edition} if edition else {}))
        assert ("Zinzolin" in str(at.get("bidi_component")[0].proto)) is dite
    at = open_as(DIRECTION, PRESENTATION, diaporama="revue-engagements")
    assert at.segmented_control(key="w-presentation-edition").value == ""


@pytest.mark.parametrize("contenu", ['{"format": "autre"}', VIDE])
def test_a_damaged_or_empty_deck_stops_no_screen(store, contenu):
    store.diaporamas.create(DIRECTION, cle="abime", titre="Abîmé", contenu=contenu)
    assert "Restitution" in lu(open_as(LECTEUR, DIAPORAMAS))
    at = open_as(DIRECTION, DIAPORAMAS, modifier="abime")
    assert "n’est pas un diaporama" in lu(at) or contenu == VIDE
    at = open_as(LECTEUR, PRESENTATION, diaporama="abime")
    assert "n’est pas un diaporama" in lu(at) or "Ce diaporama est vide" in lu(at)
    at = open_as(LECTEUR, PRESENTATION, diaporama="abime", diapo="1")
    assert at.get("bidi_component")


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"\xff\xfe", "n’est pas du JSON"),
        (b"[]", "n’est pas un diaporama"),
        (to_json(DECK).replace('"version": 1', '"version": 9').encode(), "autre version"),
        (to_json(DECK).replace('"genre": "titre"', '"genre": 3').encode(), "diapositive 1"),
    ],
)
def test_what_is_no_deck_is_a_sentence(store, contenu, phrase):
    at = give(open_as(DIRECTION, DIAPORAMAS), contenu)
    assert phrase in texts(at)
    assert not has_button(at, "Importer ce")


def test_unknown_deck_and_territory_are_said(store):
    at = open_as(DIRECTION, DIAPORAMAS, modifier="absent", territoire="D99")
    assert "« absent » n’existe pas" in texts(at)
    assert "« D99 » : valeur inconnue pour « Territoire »" in texts(at)
    assert button(at, "Nouveau diaporama")
