"""Public files on a base that holds newer, unpublished entries: nothing that these would deny."""

import datetime as dt
import re

import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.restitution.diapos.composition import compose
from concertation.restitution.diapos.prets import REVUE, ready_decks
from concertation.restitution.documents import DOCUMENTS
from concertation.suivi import Store
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    LECTEUR,
    MANCHE,
    ORNE,
    add_point,
    create_action,
    lu,
    open_as,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans

DONNEES = load_donnees(dossier_courant())
AUJOURDHUI = dt.date.today()
VIEUX = AUJOURDHUI - dt.timedelta(days=224)
# What only who reads every entry may say.
COMPLET = re.compile(
    r"Aucun point d.étape (depuis|n.a été)|dernier date|Rien n.a changé|Rien ne demande"
    r"|n.est défini|renseignées? sur|dont \d+ renseignée|est bloquée\.|pendant cette séance"
    r"|Aucune \w+ n.est (saisie|enregistrée)|Sans point d.étape récent|il y a \d+.jours?\."
)
PARAMETRES = {
    "fiche-engagement": {"engagement": "E1"},
    "fiche-territoire": {"territoire": "D61"},
    "note-de-revue": {"territoire": "D61", "depuis": AUJOURDHUI.isoformat()},
    "releve-de-decisions": {"seance": "1"},
}


@pytest.fixture
def base(store: Store) -> Store:
    """Published: an old word, a blocked action, a session. Not published: the word of today."""
    vieux = add_point(store, date=VIEUX)
    action = create_action(store, statut="bloquee", fin=VIEUX)
    seance = store.seances.create(ORNE, territoire="D61", date=VIEUX, etat="close")
    for objet, cle in (("point_etape", vieux), ("action", action["id"]), ("seance", seance["id"])):
        store.publications.publish(DIRECTION, objet, int(cle))
    add_point(store, date=AUJOURDHUI, meteo="securises", seance_id=None)
    return store


def contexte(store: Store, acteur=PUBLIC) -> Contexte:
    return Contexte(DONNEES, AUJOURDHUI, acteur, store)


@pytest.mark.parametrize("cle", PARAMETRES)
def test_public_documents_speak_of_what_is_published(base: Store, cle: str) -> None:
    texte = repr(DOCUMENTS[cle].build(contexte(base), PARAMETRES[cle]).sections)
    assert not COMPLET.findall(texte)
    assert "publié" in texte
    complet = repr(DOCUMENTS[cle].build(contexte(base, DIRECTION), PARAMETRES[cle]).sections)
    assert COMPLET.search(complet) or cle == "fiche-engagement"


def test_public_decks_speak_of_what_is_published(base: Store) -> None:
    for deck in ready_decks(DONNEES, "D61").values():
        texte = repr(compose(deck, contexte(base), "D61"))
        assert not COMPLET.findall(texte), deck.id
    texte = repr(compose(ready_decks(DONNEES)[REVUE], contexte(base), ""))
    assert "Aucun point d’étape publié depuis 224" in texte.replace("\\xa0", " ")


@pytest.mark.parametrize(
    ("ecran", "params"),
    [
        (ENGAGEMENTS, {}),
        (ENGAGEMENTS, {"vue": "changements", "depuis": AUJOURDHUI.isoformat()}),
        (ENGAGEMENTS, {"engagement": "E1", "territoire": "D61"}),
        (COMITE, {"territoire": "D61"}),
        (COMITE, {"territoire": "D61", "seance": "1", "vue": "releve"}),
    ],
)
def test_screens_of_a_reader_speak_of_what_is_published(
    base: Store, ecran: str, params: dict[str, str]
) -> None:
    texte = lu(open_as(LECTEUR, ecran, **params))
    assert not COMPLET.findall(texte)


def test_a_committee_reads_its_own_silence_in_full_and_that_of_others_as_published(
    base: Store,
) -> None:
    add_point(base, DIRECTION, territoire="D50", date=VIEUX)
    base.publications.publish(DIRECTION, "point_etape", 3)
    # Counted from the screen's own day: midnight may have passed since this file was read.
    jours = r"22[45]\sjours"
    for acteur, publie in ((MANCHE, ""), (ORNE, "publié ")):
        texte = lu(open_as(acteur, ENGAGEMENTS))
        assert re.search(f"Aucun point d’étape {publie}depuis {jours}", texte)
        autre = "" if publie else "publié "
        assert bool(re.search(f"Aucun point d’étape {autre}depuis {jours}", texte)) is (not publie)
