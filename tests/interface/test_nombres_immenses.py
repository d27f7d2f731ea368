"""A base that took numbers which are refused today: everything that shows them goes on."""

import datetime as dt

import pytest
import sqlalchemy as sa

from concertation.donnees import Donnees, dossier_courant, load_donnees
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.html import page_html
from concertation.restitution.diapos.modele import Diapo, Diaporama
from concertation.restitution.documents import (
    DOCUMENTS,
    ENGAGEMENT,
    REVUE,
    TERRITOIRE,
)
from concertation.restitution.formes import write_forme
from concertation.restitution.pdf.formes import document_to_pdf, to_pdf
from concertation.restitution.pptx.document import to_pptx
from concertation.suivi import Store
from concertation.suivi.socle import tables
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    INDICATEURS,
    JOURNAL,
    LECTEUR,
    define,
    lu,
    open_as,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import charts

NOMBRES = (1e15, 1e26, 1e308, -1e308)


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return load_donnees(dossier_courant())


@pytest.fixture
def fiches(store: Store) -> list[int]:
    """Indicators of one cell, published: each measured and aimed at with an enormous number."""
    ids = [define(store, libelle=f"Mesuré à {nombre:g}") for nombre in NOMBRES]
    with store.atomic() as transaction:
        for rang, (cle, nombre) in enumerate(zip(ids, NOMBRES, strict=True)):
            transaction.connection.execute(
                sa.update(tables.metadata.tables["indicateur"])
                .where(tables.metadata.tables["indicateur"].c.id == cle)
                .values(valeur_initiale=-nombre if rang % 2 else 0, cible=nombre)
            )
            for jour, valeur in ((1, nombre), (2, -nombre), (3, nombre / 3)):
                ligne = {
                    "indicateur_id": cle, "valeur": valeur, "date": dt.date(2026, 1, jour),
                    "source": "ARS", "auteur": "Anne", "cree_le": "2026-01-09T10:00:00Z",
                }  # fmt: skip
                mesure = transaction.connection.execute(
                    sa.insert(tables.metadata.tables["mesure"]).values(ligne)
                )
                entree = {
                    "quand": "2026-01-09T10:00:00Z", "qui": "Anne", "role": "comite",
                    "verbe": "ajouter", "objet": "mesure", "lot": "x", "territoire": "D61",
                    "objet_id": mesure.inserted_primary_key[0],
                    "apres": ligne | {"date": "2026-01-01", "id": rang},
                }  # fmt: skip
                transaction.connection.execute(sa.insert(tables.journal).values(entree))
    store.publications.publish(DIRECTION, "indicateur", ids)
    return ids


@pytest.mark.parametrize("acteur", [LECTEUR, DIRECTION], ids=lambda a: a.role)
def test_screens_show_them(fiches: list[int], acteur: object) -> None:
    for fichier, params in (
        (ENGAGEMENTS, {}),
        (ENGAGEMENTS, {"engagement": "E1", "territoire": "D61"}),
        (ENGAGEMENTS, {"vue": "changements", "depuis": "2026-01-01"}),
        (INDICATEURS, {}),
        (JOURNAL, {}),
        (COMITE, {"territoire": "D61"}),
    ):
        open_as(acteur, fichier, **params)
    for cle, nombre in zip(fiches, ("1E15", "1E26", "1E308", "-1E308"), strict=True):
        at = open_as(acteur, INDICATEURS, fiche=str(cle))
        assert nombre in lu(at)
        assert len(charts(at)) == 1


@pytest.mark.parametrize("acteur", [PUBLIC, DIRECTION], ids=lambda a: a.role)
def test_decks_and_documents_tell_them(
    store: Store, donnees: Donnees, fiches: list[int], acteur: object
) -> None:
    assert fiches
    contexte = Contexte(donnees, dt.date(2026, 2, 1), acteur, store)
    genres = {
        "revue": {}, "attention": {}, "changements": {"depuis": "2026-01-01"},
        "territoire": {"territoire": "D61"}, "engagement": {"engagement": "E1", "etat": True},
    }  # fmt: skip
    deck = Diaporama("x", "x", tuple(Diapo(g, g, p) for g, p in genres.items()))
    pages = compose(deck, contexte)
    assert not [page.panne for page in pages if page.panne]
    assert all(page_html(page, 1, 1) for page in pages)
    assert to_pptx("x", pages)
    assert to_pdf("x", pages, jour=dt.date(2026, 2, 1))
    cachet = Cachet("x", "", None, (), (), "", dt.date(2026, 2, 1))
    assert write_forme("xlsx", "x", pages, cachet, dt.date(2026, 2, 1), lambda _part, _mot: None)
    for cle, choix in (
        (ENGAGEMENT, {"engagement": "E1"}),
        (TERRITOIRE, {"territoire": "D61"}),
        (REVUE, {"depuis": "2026-01-01"}),
    ):
        assert document_to_pdf(DOCUMENTS[cle].build(contexte, choix))
