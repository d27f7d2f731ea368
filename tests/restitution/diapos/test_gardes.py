"""Decks through the database: equal pages, editions by right, what is missing said."""

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pptx
import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.gardes import (
    create_saved,
    describe_missing,
    find_deck,
    free_id,
    freeze_saved,
)
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.lecture import read_json, to_json
from concertation.restitution.diapos.modele import Diapo, Diaporama, Page, to_plain
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.pptx.document import to_pptx
from concertation.suivi import Acteur, References, Store
from tests.aides.bases import new_sqlite
from tests.aides.dossiers import VALMONT
from tests.suivi.saisies import create_vote

DONNEES = load_donnees(dossier_courant())
JOUR = dt.date(2026, 11, 22)
DIRECTION = Acteur("Claire Dubois", "direction")
ORNE = Acteur("Anne Lebrun", "comite", frozenset({"D61"}))
LECTEUR = Acteur("", "lecteur")
SAIN = Diaporama("fige", "Bilan", (Diapo("d1", "titre"), Diapo("d2", "chiffres")))


@pytest.fixture(name="store")
def base(tmp_path: Path):
    store = Store.open(new_sqlite(tmp_path / "base.sqlite"), References.of_donnees(DONNEES))
    yield store
    store.close()


def plain(pages):
    """What any form draws: numbers of figures may have gone through text."""
    return [to_plain(page) for page in pages]


@pytest.mark.parametrize("cle", ["restitution-regionale", "revue-engagements", "comite"])
def test_a_deck_through_the_database_and_a_file_gives_the_same_pages(store, cle):
    donnees = load_donnees(VALMONT) if cle == "comite" else DONNEES
    deck = replace(ready_decks(donnees)[cle], id="copie")
    create_saved(store, DIRECTION, deck, "")
    rendu = find_deck(Contexte(donnees, JOUR, LECTEUR, store), "copie")
    assert rendu == deck
    assert read_json(to_json(rendu)) == deck
    contexte = Contexte(donnees, JOUR, LECTEUR, store)
    assert plain(compose(rendu, contexte)) == plain(compose(deck, contexte))


def test_a_frozen_deck_shows_the_day_it_was_frozen_to_each_with_their_rights(store):
    deck = Diaporama(
        "etat", "État", (Diapo("d1", "engagement", {"engagement": "E1", "etat": True}),)
    )
    create_saved(store, DIRECTION, deck, "")
    contexte = Contexte(DONNEES, JOUR, DIRECTION, store)
    store.points_etape.add(
        DIRECTION, engagement="E1", territoire="D61", date="2026-11-01", meteo="appuis",
        synthese="Brouillon.",
    )  # fmt: skip
    vivantes = {a: compose(deck, replace(contexte, acteur=a)) for a in (DIRECTION, LECTEUR)}
    assert plain(vivantes[DIRECTION]) != plain(vivantes[LECTEUR])
    freeze_saved(store, DIRECTION, store.diaporamas.find(DIRECTION, "etat"), contexte)
    store.points_etape.add(
        DIRECTION, engagement="E1", territoire="D61", date="2026-11-20", meteo="compromis",
        synthese="Depuis.",
    )  # fmt: skip
    for acteur, edition in ((DIRECTION, "complete"), (LECTEUR, "publique"), (ORNE, "publique")):
        fige = find_deck(Contexte(DONNEES, JOUR, acteur, store), "etat")
        assert (fige.fige_le, fige.edition) == ("2026-11-22", edition)
        attendues = vivantes[DIRECTION if acteur is DIRECTION else LECTEUR]
        assert plain(compose(fige, replace(contexte, acteur=acteur))) == plain(attendues)


def test_a_file_that_calls_itself_frozen_and_public_is_a_live_deck_like_another(store):
    source = replace(ready_decks(DONNEES)["comite"], id="depose")
    inventee = Page("Mille lits ouverts", date="données du 1er mars 2026", sources=("ARS",))
    fige = replace(source, fige_le="2026-03-01", pages=(inventee,), edition="publique")
    lu = read_json(to_json(fige))
    assert (lu.fige_le, lu.pages, lu.edition) == ("2026-03-01", (), "")
    create_saved(store, DIRECTION, lu, "")
    for acteur in (DIRECTION, LECTEUR):
        garde = find_deck(Contexte(DONNEES, JOUR, acteur, store), "depose")
        assert garde == source
        assert inventee not in compose(garde, Contexte(DONNEES, JOUR, acteur, store))


def test_a_base_whose_deck_is_damaged_says_so_and_shows_the_others(store):
    for cle, contenu in (("abime", {"format": "autre"}), ("fige", json.loads(to_json(SAIN)))):
        store.diaporamas.create(
            DIRECTION, cle=cle, titre="Bilan", contenu=json.dumps(contenu),
            fige_le="2026-03-01" if cle == "fige" else None,
            pages='[{"titre": "x", "disposition": "<meta>"}]',
        )  # fmt: skip
    for cle, mots in (("abime", "pas un diaporama"), ("fige", "« disposition »")):
        deck = find_deck(Contexte(DONNEES, JOUR, LECTEUR, store), cle)
        (page,) = compose(deck, Contexte(DONNEES, JOUR))
        assert (page.titre, mots in page.panne) == ("Bilan", True)
        assert "<meta>" not in page_html(page, 1, 1)
    # Its slides are whole: it can be made live again.
    assert find_deck(Contexte(DONNEES, JOUR, LECTEUR, store), "fige").diapos == SAIN.diapos


def test_what_no_longer_exists_is_said_by_slide(store):
    deck = Diaporama(
        "x",
        "X",
        (
            Diapo("a", "territoire", {"territoire": "D99"}),
            Diapo("b", "propositions", {"propositions": ["ACC-L-02", "ZZZ-L-01"]}),
            Diapo("c", "hologramme"),
        ),
    )
    dites = describe_missing(deck, Contexte(DONNEES, JOUR))
    assert len(dites) == 3
    assert all(
        mot in phrase
        for mot, phrase in zip(("« D99 »", "« ZZZ-L-01 »", "hologramme"), dites, strict=True)
    )
    assert (
        describe_missing(ready_decks(DONNEES)["restitution-regionale"], Contexte(DONNEES, JOUR))
        == []
    )


def test_an_id_is_made_of_the_title_and_is_nobody_else_s():
    assert free_id("Été à l’Hôpital !", ()) == "ete-a-l-hopital"
    assert free_id("Bilan", ("bilan", "bilan-2")) == "bilan-3"
    assert free_id("???", ()) == "diaporama"
    assert len(free_id("a" * 300, ("a" * 55,))) <= 60


def test_a_committee_s_deck_shows_its_territory_without_being_told(store):
    deck = Diaporama("a", "Suivi", (Diapo("d1", "territoire"),))
    create_saved(store, ORNE, deck, "D61")
    garde = find_deck(Contexte(DONNEES, JOUR, ORNE, store), "a")
    assert garde is not None
    (page, *_) = compose(garde, Contexte(DONNEES, JOUR, ORNE, store))
    assert (page.titre, page.panne) == ("Orne", "")
    assert "D61" not in to_json(garde)


def slides(deck: Diaporama) -> list[list[str]]:
    """Words of each slide of the deck as PowerPoint."""
    pages = compose(deck, Contexte(DONNEES, JOUR))
    presentation = pptx.Presentation(io.BytesIO(to_pptx(deck.titre, pages)))
    return [
        [forme.text_frame.text for forme in diapo.shapes if forme.has_text_frame]
        for diapo in presentation.slides
    ]


def test_a_deck_saved_exported_and_imported_elsewhere_gives_the_same_slides(store, tmp_path):
    deck = replace(ready_decks(DONNEES)["feuille-de-route"], id="copie")
    create_saved(store, DIRECTION, deck, "")
    garde = find_deck(Contexte(DONNEES, JOUR, DIRECTION, store), "copie")
    assert garde is not None
    fichier = to_json(garde).encode()
    ailleurs = Store.open(f"sqlite:///{tmp_path}/ailleurs.sqlite", References.of_donnees(DONNEES))
    create_saved(ailleurs, DIRECTION, read_json(fichier), "")
    rendu = find_deck(Contexte(DONNEES, JOUR, LECTEUR, ailleurs), "copie")
    ailleurs.close()
    assert rendu is not None
    assert slides(rendu) == slides(deck)
    assert any("Pôle santé 100 % LH" in mots for diapo in slides(rendu) for mots in diapo)


def test_a_frozen_deck_ends_by_what_its_room_votes(store):
    seance = store.seances.create(DIRECTION, territoire="D61", date="2026-11-22")
    vote = create_vote(store, DIRECTION, seance_id=seance["id"], lie="ACC-L-01", etat="clos")
    salle = Diapo("vote", "vote", {"salle": vote["salle"]})
    fige = replace(SAIN, fige_le="2026-11-01", pages=(Page("Figée"),), diapos=(salle,))
    contexte = Contexte(DONNEES, JOUR, LECTEUR, store)
    assert [page.panne for page in compose(fige, contexte)][1].startswith("Aucune salle")
    store.votes.show(DIRECTION, vote, {"ACC-L-01": 7}, 1)
    figee, votee = compose(fige, contexte)
    assert (figee.titre, votee.titre) == ("Figée", "Priorités exprimées en salle")
    assert "1\u00a0réponse" in votee.chapeau
