"""Cells, points of attention and changes from what the store itself gives."""

import math

import pandas as pd
import pytest

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import build_cells
from concertation.analyse.avancement.changements import changes_since, net_movements
from concertation.recits.suivi import read_fiches
from concertation.suivi import Acteur, Store
from tests.suivi.conftest import DIRECTION, LECTEUR, ORNE, REFERENCES, Horloge, both_engines
from tests.suivi.saisies import (
    add_mesure,
    add_point,
    create_action,
    create_financement,
    create_indicateur,
    decide,
)

NIVEAUX = {"R": "region", "D": "departement", "C": "cts"}
TERRITOIRES = pd.DataFrame(
    [(t, NIVEAUX[t[0]], t, parent) for t, parent in REFERENCES.parents.items()],
    columns=["id", "niveau", "nom", "parent"],
)
ENGAGEMENTS = pd.DataFrame({"id": sorted(REFERENCES.engagements)})


def cells_of(store: Store, horloge: Horloge, acteur: Acteur = DIRECTION) -> pd.DataFrame:
    return build_cells(
        ENGAGEMENTS, TERRITOIRES, store.points_etape.latest(acteur), store.actions.list(acteur),
        store.indicateurs.list(acteur), store.mesures.latest(acteur), store.seances.list(acteur),
        horloge().date(), porteurs_connus=acteur.role != "lecteur",
    )  # fmt: skip


def motifs_of(store: Store, horloge: Horloge, silence: int = 90) -> set[tuple[str, str, str]]:
    points = attention(
        cells_of(store, horloge), store.actions.list(DIRECTION),
        store.indicateurs.list(DIRECTION),
        horloge().date(), silence,
    )  # fmt: skip
    return set(zip(points["motif"], points["engagement"], points["territoire"], strict=True))


def test_an_empty_database_gives_only_silent_cells(store: Store, horloge: Horloge) -> None:
    cellules = cells_of(store, horloge)
    assert len(cellules) == 4
    assert set(cellules["meteo"]) == {""}
    assert cellules["progression"].isna().all()
    assert {motif for motif, *_ in motifs_of(store, horloge)} == {"silence"}


@both_engines
def test_a_cell_gathers_what_its_territories_said(store: Store, horloge: Horloge) -> None:
    add_point(store, territoire="D1", date="2026-02-01", meteo="appuis")
    add_point(store, territoire="C1", date="2026-02-02", meteo="securises")
    create_action(store, territoire="C2", statut="bloquee", fin="2026-01-01")
    create_action(store, porteur="Zoé")
    for cible, valeur in ((10.0, 5.0), (0.0, 1.0)):
        indicateur = create_indicateur(
            store, valeur_initiale=4.0, date_initiale="2025-01-01", source_initiale="s",
            cible=cible, date_cible="2027-01-01", source_cible="s",
        )  # fmt: skip
        add_mesure(store, indicateur_id=indicateur["id"], valeur=valeur)
    cellule = cells_of(store, horloge).iloc[0]
    assert (cellule["meteo"], cellule["origine"]) == ("securises", "C1")
    assert cellule["progression"] == pytest.approx((100 / 6 + 75) / 2)
    comptes = ("nb_actions", "nb_en_retard", "nb_bloquees", "nb_sans_porteur", "nb_indicateurs")
    assert [cellule[nom] for nom in comptes] == [2, 1, 1, 1, 2]
    ici = {motif for motif, *cle in motifs_of(store, horloge) if cle == ["E1", "D1"]}
    # One action is one alert, of its gravest motive.
    assert ici == {"contradiction"}
    create_indicateur(store)
    assert math.isnan(cells_of(store, horloge).iloc[0]["progression"])


def test_what_is_withdrawn_or_hidden_from_a_reader_counts_for_nothing(
    store: Store, horloge: Horloge
) -> None:
    add_point(store)
    action = create_action(store, statut="bloquee")
    assert set(cells_of(store, horloge, LECTEUR)["meteo"]) == {""}
    store.publications.publish(DIRECTION, "action", action["id"])
    lue = cells_of(store, horloge, LECTEUR).iloc[0]
    assert (lue["nb_actions"], lue["nb_bloquees"]) == (1, 1)
    assert lue["nb_sans_porteur"] is pd.NA
    store.actions.withdraw(ORNE, action["id"], 1)
    assert cells_of(store, horloge)["nb_actions"].sum() == 0


def test_a_cell_is_silent_after_the_days_chosen(store: Store, horloge: Horloge) -> None:
    add_point(store, date="2026-01-01")
    assert ("silence", "E1", "D1") in motifs_of(store, horloge, 59)
    assert ("silence", "E1", "D1") not in motifs_of(store, horloge, 60)
    assert ("silence", "E2", "D1") in motifs_of(store, horloge, 10_000)


def test_changes_since_a_moment_are_told_once_per_object(store: Store, horloge: Horloge) -> None:
    ancienne = create_action(store)
    add_point(store, meteo="atteignables", date="2026-02-20")
    horloge.avance(days=1)
    moment = horloge().strftime("%Y-%m-%dT%H:%M:%SZ")
    store.actions.update(ORNE, ancienne["id"], 1, intitule="Un", statut="en_cours")
    store.actions.update(DIRECTION, ancienne["id"], 2, intitule="Deux", statut="realisee")
    nouvelle = create_action(store, engagement="E2")
    create_financement(store, action_id=nouvelle["id"])
    retiree = create_action(store)
    store.actions.withdraw(ORNE, retiree["id"], 1)
    add_mesure(store, indicateur_id=create_indicateur(store, unite="équipes")["id"])
    decide(store, propositions=["P1"])
    add_point(store, meteo="appuis")
    journal = store.journal.list(DIRECTION, depuis=moment)
    assert (nouvelle["id"], True) in {(m.objet_id, m.cree) for m in net_movements(journal)}
    trouves = changes_since(
        store.points_etape.latest(DIRECTION, recorded_before=moment),
        store.points_etape.latest(DIRECTION),
        journal,
        {t: t for t in REFERENCES.parents},
        read_fiches(store, DIRECTION),
    )
    assert list(trouves["phrase"]) == [
        "E1 · D1 : Objectifs atteignables → Appuis nécessaires (01/03/2026)",
        "D1 : proposition P1 : À instruire → Retenue",
        "E1 · D1 : « Équipes » mesuré à 4,5 équipes (01/02/2026)",
        "E1 · D1 : nouvel indicateur « Équipes »",
        "E2 · D1 : financement pour « Ouvrir une équipe » (Agence) : 12 500,5 € (prévu)",
        "E2 · D1 : nouvelle action « Ouvrir une équipe »",
        "E1 · D1 : action « Deux » : À venir → Réalisée",
    ]
