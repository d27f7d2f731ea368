"""Opinions asked for: typed by who keeps them, or given once by a link; decisions by who may."""

import datetime

import pandas as pd
import pytest

from concertation.donnees import dossier_courant, load_donnees
from concertation.recits.avis import sort_avis, table_avis, tell_state
from concertation.recits.contexte import Contexte
from concertation.suivi import DroitRefuse, Introuvable, SaisieInvalide, Store
from concertation.suivi.personnelles import erase, find_mentions
from tests.suivi.conftest import ADMIN, DIRECTION, LECTEUR, MANCHE, ORNE, Horloge, both_engines
from tests.suivi.saisies import create_avis, create_point

JOUR = datetime.date(2026, 3, 2)


def test_what_is_asked_says_of_whom_and_about_what(store: Store) -> None:
    for faux, champ in (
        ({"aupres_de": ""}, "aupres_de"), ({"lie": "P1 | P99"}, "lie"),
        ({"adresse": "pas une adresse"}, "adresse"), ({"question": " "}, "question"),
    ):  # fmt: skip
        with pytest.raises(SaisieInvalide) as refus:
            create_avis(store, **faux)
        assert refus.value.champ == champ
    assert create_avis(store, aupres_de="", type_demande="decision", lie="P1 | E1")["id"] == 1


@both_engines
def test_an_opinion_is_given_once_by_a_link_that_expires(store: Store, horloge: Horloge) -> None:
    avis = create_avis(store, adresse="avis@exemple.fr")
    with pytest.raises(DroitRefuse):
        store.avis.invite(avis["id"], MANCHE)
    ancien, lien = (store.avis.invite(avis["id"], ORNE) for _ in range(2))
    with pytest.raises(Introuvable):
        store.avis.asked(ancien)
    for qui, dit in (("", "Favorable"), ("Zoé", " ")):
        with pytest.raises(SaisieInvalide, match="Indiquez votre"):
            store.avis.answer(lien, qui, dit)
    horloge.avance(days=59)
    store.avis.answer(lien, "Zoé", "Favorable, sous réserve.")
    lue = store.avis.get(ORNE, avis["id"])
    assert (lue["reponse"], lue["repondu_par"]) == ("Favorable, sous réserve.", "Zoé")
    assert lue["repondu_le"] == pd.Timestamp("2026-04-30")
    entree = store.journal.list(ADMIN).iloc[0]
    assert (entree["qui"], entree["role"], entree["objet"]) == ("Zoé", "lecteur", "avis")
    for secret in (lien, "inconnu", ""):
        with pytest.raises(Introuvable, match="a expiré"):
            store.avis.answer(secret, "Zoé", "Encore")
    perime = store.avis.invite(create_avis(store)["id"], ORNE)
    horloge.avance(days=61)
    with pytest.raises(Introuvable):
        store.avis.asked(perime)


def test_a_withdrawn_question_takes_no_answer(store: Store) -> None:
    avis = create_avis(store)
    lien = store.avis.invite(avis["id"], ORNE)
    store.avis.withdraw(ORNE, avis["id"], 1)
    with pytest.raises(Introuvable):
        store.avis.answer(lien, "Zoé", "Favorable")


def test_the_secretary_types_an_answer_and_takes_it_back(store: Store) -> None:
    avis = create_avis(store)
    lien = store.avis.invite(avis["id"], ORNE)
    store.avis.update(ORNE, avis["id"], 1, reponse="Reçu par lettre : favorable.")
    with pytest.raises(Introuvable, match="a reçu sa réponse"):
        store.avis.answer(lien, "Zoé", "Autre chose")
    lue = store.avis.get(ORNE, avis["id"])
    assert (lue["repondu_par"], lue["repondu_le"]) == ("Agence", pd.Timestamp(JOUR))
    store.journal.undo_last(ORNE)
    lue = store.avis.get(ORNE, avis["id"])
    assert (lue["reponse"], lue["repondu_par"]) == ("", "")
    assert pd.isna(lue["repondu_le"])


def test_a_decision_asked_of_the_direction_is_its_own_to_answer(store: Store) -> None:
    avis = create_avis(store, aupres_de="", type_demande="decision")
    with pytest.raises(DroitRefuse):
        store.avis.update(ORNE, avis["id"], 1, reponse="D’accord")
    # No link answers in its place.
    with pytest.raises(Introuvable):
        store.avis.asked(store.avis.invite(avis["id"], ORNE))
    store.avis.update(DIRECTION, avis["id"], 1, reponse="D’accord")
    assert store.avis.get(ORNE, avis["id"])["repondu_par"] == "Denise"


def test_what_waits_and_what_came(store: Store, horloge: Horloge) -> None:
    retard = create_avis(store, echeance="2026-03-01")
    create_avis(store, echeance="2026-03-02")
    relance = create_avis(store, echeance="2026-02-01", relance="2026-02-24")
    create_avis(store, type_demande="decision", echeance="2026-02-01")
    recu = create_avis(store)
    store.avis.update(ORNE, recu["id"], 1, reponse="Favorable")
    frame = store.avis.list(ORNE)
    assert sort_avis(frame, JOUR)[1]["id"].tolist() == [retard["id"]]
    plus_tard = JOUR + datetime.timedelta(days=2)
    assert relance["id"] in sort_avis(frame, plus_tard)[1]["id"].tolist()
    assert sort_avis(frame, JOUR)[2]["id"].tolist() == [recu["id"]]
    assert sort_avis(frame, JOUR + datetime.timedelta(days=30))[2].empty
    assert len(sort_avis(frame, JOUR)[0]) == 1
    assert tell_state(frame.to_dict("records")[2]) == (
        "Réponse attendue le 1er février 2026, relance le 24 février 2026"
    )


def test_the_public_reads_what_is_published_and_no_name(store: Store) -> None:
    point = create_point(store)
    avis = create_avis(store, point_id=point["id"], adresse="avis@exemple.fr", echeance=JOUR)
    store.avis.update(ORNE, avis["id"], 1, reponse="Favorable")
    assert store.avis.list(LECTEUR).empty
    store.publications.publish(DIRECTION, "avis", avis["id"])
    (lue,) = store.avis.list(LECTEUR).to_dict("records")
    assert (lue["aupres_de"], lue["adresse"], lue["repondu_par"]) == ("", "", "")
    (table,) = table_avis(Contexte(load_donnees(dossier_courant()), JOUR, LECTEUR, store), [lue])
    assert table.lignes[0][0] == "Non publié"
    assert "Favorable" in table.lignes[0][2]


def test_who_is_erased_is_so_with_the_address_that_was_theirs(store: Store) -> None:
    avis = create_avis(store, aupres_de="Zoé Martin", adresse="zoe@exemple.fr")
    erase(store, ADMIN, ["Zoé Martin"])
    lue = store.avis.get(ORNE, avis["id"])
    assert (lue["aupres_de"], lue["adresse"]) == ("Personne effacée", "")
    assert not find_mentions(store, ADMIN, ["Zoé Martin", "zoe@exemple.fr"])
    # The row goes on: its answer is typed.
    version = int(lue["version"])
    assert store.avis.update(ORNE, avis["id"], version, reponse="Favorable")["reponse"]
