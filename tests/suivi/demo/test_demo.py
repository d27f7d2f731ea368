"""The fictional follow-up: rich enough for every screen, and never outside its own database."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from concertation.analyse.avancement.attention import attention
from concertation.analyse.avancement.cellules import build_cells, with_progress
from concertation.analyse.avancement.changements import changes_since
from concertation.analyse.avancement.instruction import instruction_progress, untouched
from concertation.analyse.avancement.trajectoire import list_trajectoires
from concertation.analyse.territoires.noms import all_names
from concertation.declarations.action import NATURE, STATUT
from concertation.declarations.instruction import DECISION, PRIORITE
from concertation.declarations.point_etape import METEO
from concertation.declarations.seance import ETAT_SEANCE
from concertation.declarations.transmission import ETAT_TRANSMISSION
from concertation.declarations.veille import CHANGEMENT, MOTIF_ATTENTION
from concertation.donnees import Donnees, load_donnees
from concertation.recits.suivi import read_fiches
from concertation.suivi import Acteur, References, Store
from concertation.suivi.socle import tables
from tests.aides.bases import new_demo
from tests.suivi.conftest import DIRECTION, LECTEUR

RACINE = Path(__file__).parents[3]
JOUR = dt.date(2026, 11, 22)
FICTIF = re.compile(r"(Personne fictive \d+)?")


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return load_donnees(RACINE / "data")


@pytest.fixture(scope="module")
def fichier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    new_demo(chemin, JOUR)
    return chemin


@pytest.fixture(scope="module")
def store(fichier: Path, donnees: Donnees) -> Iterator[Store]:
    ouvert = Store.open(f"sqlite:///{fichier}", References.of_donnees(donnees))
    yield ouvert
    ouvert.close()


def cells_of(store: Store, donnees: Donnees, acteur: Acteur, niveau: str) -> pd.DataFrame:
    return build_cells(
        donnees.table("engagements"), donnees.table("territoires"),
        store.points_etape.latest(acteur), store.actions.list(acteur),
        store.indicateurs.list(acteur), store.mesures.latest(acteur),
        store.seances.list(acteur), JOUR, niveau,
    )  # fmt: skip


# Rich


def test_every_table_and_every_code_is_met(fichier: Path) -> None:
    with sqlite3.connect(fichier) as connection:

        def values(table: str, colonne: str) -> set[Any]:
            requete = f"SELECT DISTINCT {colonne} FROM {table}"  # noqa: S608 (our own names)
            return {valeur for (valeur,) in connection.execute(requete)}

        for table in tables.metadata.sorted_tables:
            # Nobody signs in to a fictional follow-up; what is kept as signed is a screen composes.
            # Pictures are people’s own, and a room votes in front of one: none is made up.
            if table.name not in ("personne", "photo", "releve", "vote"):
                assert values(table.name, "1"), table.name
        assert values("point_etape", "meteo") == set(METEO.saisies)
        assert values("action", "statut") == set(STATUT.saisies)
        assert values("financement", "nature") == set(NATURE.saisies)
        assert values("instruction", "decision") == set(DECISION.saisies)
        assert values("instruction", "priorite") == set(PRIORITE.saisies)
        assert values("transmission", "etat") == set(ETAT_TRANSMISSION.saisies)
        assert values("seance", "etat") == set(ETAT_SEANCE.saisies)
        for table in ("action", "point_etape", "instruction", "indicateur", "transmission"):
            publies = values("publication", f"objet = '{table}' AND publie")
            assert publies == {0, 1}, table


@pytest.mark.parametrize(("niveau", "colonnes"), [("departement", 5), ("cts", 8)])
def test_each_grid_of_cells_has_every_kind_of_cell(
    store: Store, donnees: Donnees, niveau: str, colonnes: int
) -> None:
    cellules = cells_of(store, donnees, DIRECTION, niveau)
    assert len(cellules) == 5 * colonnes
    assert set(cellules["meteo"]) == {*METEO.saisies, ""}
    assert cellules["progression"].notna().any()
    assert cellules["progression"].isna().any()
    assert (cellules["nb_en_retard"] > 0).any()
    assert (cellules["nb_bloquees"] > 0).any()
    suivis = with_progress(store.indicateurs.list(DIRECTION), store.mesures.latest(DIRECTION))
    points = attention(
        cellules, store.actions.list(DIRECTION), suivis, JOUR,
        trajectoires=list_trajectoires(suivis),
    )  # fmt: skip
    assert set(points["motif"]) == set(MOTIF_ATTENTION)
    assert set(donnees.table("engagements")["id"]) == set(points["engagement"])
    silences = points[points["motif"] == "silence"]
    assert silences["objet_id"].isna().any()
    assert silences["objet_id"].notna().any()


def test_indicators_rise_fall_lack_a_part_and_are_contested(store: Store) -> None:
    suivis = with_progress(store.indicateurs.list(DIRECTION), store.mesures.latest(DIRECTION))
    connus = suivis[suivis["progression"].notna()]
    assert (connus["cible"] > connus["valeur_initiale"]).any()
    assert (connus["cible"] < connus["valeur_initiale"]).any()
    for colonne in ("cible", "valeur_initiale", "actuel"):
        assert suivis[colonne].isna().any(), colonne
    assert {0.0, 100.0} <= set(connus["progression"])
    assert (store.mesures.list(DIRECTION)["contestations"] > 0).any()
    assert len(store.mesures.list(DIRECTION, retires=True))


def test_proposals_are_decided_kept_for_later_and_left_by_all(
    store: Store, donnees: Donnees
) -> None:
    propositions = donnees.table("propositions")
    instructions = store.instructions.list(DIRECTION)
    restantes = untouched(propositions, instructions)
    assert (restantes["nb_decisions"] == 0).any()
    assert (restantes["nb_decisions"] > 0).any()
    territoires = donnees.table("territoires")
    for departement in territoires.loc[territoires["niveau"] == "departement", "id"]:
        themes = instruction_progress(propositions, instructions, departement)
        assert themes["part"].between(0, 100, inclusive="neither").any()
    assert (
        not propositions.set_index("id")
        .loc[instructions["proposition"], "portee"]
        .eq("nationale")
        .any()
    )


def test_actions_remember_proposals_and_money_in_the_territories_inside_too(
    store: Store, donnees: Donnees
) -> None:
    actions = store.actions.list(DIRECTION)
    assert actions["propositions"].ne("").any()
    niveaux = donnees.table("territoires").set_index("id").loc[actions["territoire"], "niveau"]
    assert set(niveaux) == {"departement", "cts"}
    financements = store.financements.list(DIRECTION)
    assert (financements["montant"] % 1 != 0).any()
    assert set(financements["action_id"]) < set(actions["id"]) | set(
        store.actions.list(DIRECTION, retires=True)["id"]
    )
    assert actions["seance_id"].notna().all()


def test_sessions_are_held_announced_and_under_way(store: Store, donnees: Donnees) -> None:
    seances = store.seances.list(DIRECTION)
    tenues = seances[seances["etat"] == "close"]
    dites = set(store.points.list(DIRECTION, issue="decision")["seance_id"])
    # The first ones are of before items were rows.
    assert set(tenues.loc[tenues["decisions"].eq(""), "id"]) == dites
    assert len(dites) > len(tenues) / 2
    annoncees = seances[seances["etat"] == "preparee"]
    assert (annoncees["date"] > pd.Timestamp(JOUR)).all()
    # A CTS alone in its département has no session beside its committee's.
    assert set(annoncees["territoire"]) == {
        "D14", "D27", "D50", "D61", "D76", "CTS-76-DIEPPE", "CTS-76-HAVRE", "CTS-76-ROUEN",
    }  # fmt: skip
    assert (seances["etat"] == "ouverte").sum() == 1


def test_a_reader_sees_a_part_of_it_without_names(store: Store, donnees: Donnees) -> None:
    for lignes in (store.points_etape, store.actions, store.instructions, store.seances):
        publiees, toutes = lignes.list(LECTEUR), lignes.list(DIRECTION)
        assert 0 < len(publiees) < len(toutes), lignes.objet
    assert store.actions.list(LECTEUR)["porteur"].eq("").all()
    assert set(cells_of(store, donnees, LECTEUR, "departement")["meteo"]) > {""}


def test_what_changed_since_a_date_is_told_in_every_kind_of_word(
    store: Store, donnees: Donnees
) -> None:
    depuis = f"{JOUR - dt.timedelta(days=250)}T00:00:00Z"
    trouves = changes_since(
        store.points_etape.latest(DIRECTION, recorded_before=depuis),
        store.points_etape.latest(DIRECTION),
        store.journal.list(DIRECTION, depuis=depuis, limit=10_000),
        all_names(donnees),
        read_fiches(store, DIRECTION),
    )
    # Every action, its money and every indicator are older than that.
    assert set(trouves["nature"]) == set(CHANGEMENT) - {"action_creee", "argent", "indicateur"}
    assert not trouves["phrase"].str.contains(r"\b(?:nan|None|NaT)\b").any()


# Coherent


def test_two_years_pass_in_order_and_end_before_the_day(fichier: Path) -> None:
    with sqlite3.connect(fichier) as connection:
        quand = [heure for (heure,) in connection.execute("SELECT quand FROM journal ORDER BY id")]
    assert quand == sorted(quand)
    assert dt.date.fromisoformat(quand[0][:10]) >= JOUR - dt.timedelta(days=760)
    assert dt.date.fromisoformat(quand[0][:10]) <= JOUR - dt.timedelta(days=700)
    assert dt.date.fromisoformat(quand[-1][:10]) == JOUR - dt.timedelta(days=1)


def test_each_version_of_each_row_has_its_line_in_the_journal(store: Store) -> None:
    journal = store.journal.list(DIRECTION, limit=10_000)
    changements = journal[~journal["verbe"].isin(["publier", "depublier"])]
    nombres = changements.value_counts(["objet", "objet_id"])
    for objet in ("action", "financement", "indicateur", "instruction", "transmission", "seance"):
        for retires in (False, True):
            lignes: Any = store.lignes[objet]
            for ligne in lignes.list(DIRECTION, retires=retires).to_dict("records"):
                assert nombres[(objet, ligne["id"])] == ligne["version"], (objet, ligne["id"])


def test_nobody_in_it_could_be_a_real_person(store: Store) -> None:
    assert store.fictif
    noms = set(store.journal.list(DIRECTION, limit=10_000)["qui"])
    noms |= set(store.actions.list(DIRECTION)["porteur"])
    presents = store.seances.list(DIRECTION)["presents"]
    noms |= {nom for liste in presents for nom in liste.split("\n")}
    noms |= set(store.points_etape.list(DIRECTION)["auteur"])
    assert len(noms) > 20
    assert all(FICTIF.fullmatch(nom) for nom in noms)
    assert store.actions.list(DIRECTION)["intitule"].str.endswith("(fictif)").all()
    assert store.points_etape.list(DIRECTION)["synthese"].str.startswith("Exemple fictif").all()
