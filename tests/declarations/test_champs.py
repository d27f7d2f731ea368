"""Every declared field is in each place where its declaration says that it shows."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from concertation.declarations import LISTES, OBJETS
from concertation.declarations.action import ACTION
from concertation.declarations.champ import Champ, Objet
from concertation.donnees import Donnees, load_donnees
from concertation.suivi import References, Store
from concertation.suivi.socle import tables
from tests.aides.bases import new_demo, new_sqlite
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    EDITEUR,
    ENGAGEMENTS,
    INDICATEURS,
    INSTRUCTION,
    PLAN,
    base_des_ecrans,
    click,
    open_as,
)
from tests.declarations import parcours

__all__ = ["base_des_ecrans"]

RACINE = Path(__file__).parents[2]
CHAMPS = [(objet, champ) for objet in OBJETS.values() for champ in objet.champs]
# What the screen itself says: where one is, which row it hangs on, what a button does.
CONTEXTE = {
    # Its buttons say what came of an item, or whether somebody is there, and the météo of a cell.
    "point_etape": ("engagement", "territoire", "meteo"), "seance": ("territoire", "etat"),
    "point": ("seance_id", "rang", "issue"), "presence": ("seance_id", "etat"),
    "instruction": ("decision",),
    "contestation": ("mesure_id",), "financement": ("action_id",), "mesure": ("indicateur_id",),
    # Their chooser is a form of its own, above.
    "action": ("propositions",),
}  # fmt: skip


def every(vue: Any) -> Any:
    trouves = [(o, c) for o, c in CHAMPS if c in o.showing(vue)]
    return pytest.mark.parametrize(
        ("objet", "champ"), trouves, ids=[f"{o.nom}-{c.nom}" for o, c in trouves]
    )


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return load_donnees(RACINE / "data")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, donnees: Donnees) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('base') / 'suivi.sqlite'}"
    store = Store.open(url, References.of_donnees(donnees))
    yield store
    store.close()


@pytest.fixture(scope="module")
def rows(base: Store, donnees: Donnees) -> parcours.Rows:
    return parcours.record(base, donnees)


def test_every_kind_of_row_is_recorded_with_all_its_fields(rows: parcours.Rows) -> None:
    assert set(rows) == set(OBJETS)
    for objet in OBJETS.values():
        assert {champ.nom for champ in objet.champs} <= set(rows[objet.nom])


@pytest.mark.parametrize("objet", OBJETS.values(), ids=list(OBJETS))
def test_every_field_has_its_column_and_no_other_field_is_stored(objet: Objet) -> None:
    communes = {
        "id", "seance_id", "auteur", "version", "retire", "cree_le", "modifie_le",
    }  # fmt: skip
    colonnes = set(tables.metadata.tables[objet.nom].c.keys())
    declares = {c.nom for c in objet.champs if c.genre != "propositions"}
    assert colonnes - communes == declares - communes


@every("journal")
def test_the_journal_says_it(objet: Objet, champ: Champ, base: Store, rows: parcours.Rows) -> None:
    dites = parcours.in_journal(base, objet, rows[objet.nom])
    valeur = rows[objet.nom][champ.nom]
    if valeur in (None, ""):
        assert champ.libelle not in dites
    elif champ.genre not in ("json", "pages"):
        dite = dites[champ.libelle].replace("\u00a0€", "")
        assert dite in (*parcours.told(champ, valeur), str(valeur))
    else:
        assert dites[champ.libelle]


@every("classeur")
def test_an_exported_table_says_it(
    objet: Objet, champ: Champ, base: Store, rows: parcours.Rows
) -> None:
    ecrite = parcours.in_export(base, objet).get(champ.libelle, "")
    assert parcours.told(champ, ecrite) == parcours.told(champ, rows[objet.nom][champ.nom])


@pytest.mark.parametrize(
    "champ",
    [c for c in ACTION.showing("classeur") if c.genre in ("texte", "long", "choix", "date")],
    ids=lambda champ: champ.nom,
)
def test_the_workbook_of_the_plan_takes_it_out_and_in(
    champ: Champ, tmp_path: Path, donnees: Donnees
) -> None:
    store = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), References.of_donnees(donnees))
    row = parcours.record(store, donnees)["action"]
    if champ.liste is not None:
        voulue, ecrite = champ.liste.saisies[0], champ.liste[champ.liste.saisies[0]]
    elif champ.genre == "date":
        voulue = ecrite = row[champ.nom]
        voulue = pd.Timestamp(voulue)
    else:
        voulue = ecrite = f"Changé {champ.nom}"
    assert parcours.through_workbook(store, row, champ, ecrite) == voulue
    store.close()


def test_a_restored_backup_holds_every_field(
    base: Store, rows: parcours.Rows, donnees: Donnees, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'autre.sqlite'}"
    autre = Store.open(url, References.of_donnees(donnees))
    parcours.after_restoration(base, autre, tmp_path)
    for objet in OBJETS.values():
        with base.reading() as un, autre.reading() as deux:
            table = tables.metadata.tables[objet.nom]
            lignes = [c.execute(sa.select(table)).mappings().all() for c in (un, deux)]
        assert lignes[0] == lignes[1] != []
    assert autre.actions.get(parcours.ADMIN, rows["action"]["id"])["propositions"] == "ACC-L-02"
    autre.close()


@every("releve")
def test_the_minutes_say_it(
    objet: Objet, champ: Champ, base: Store, rows: parcours.Rows, donnees: Donnees
) -> None:
    dit = parcours.in_minutes(base, donnees, rows["seance"]["id"])
    _assert_told(champ, rows[objet.nom][champ.nom], dit)


@every("fiche")
def test_a_document_on_a4_says_it(
    objet: Objet, champ: Champ, base: Store, rows: parcours.Rows, donnees: Donnees
) -> None:
    _assert_told(champ, rows[objet.nom][champ.nom], parcours.in_papers(base, donnees))


def _assert_told(champ: Champ, valeur: Any, dit: str) -> None:
    if champ.genre in ("identifiant", "composante", "territoire"):
        return  # told by the place of the line, or by the title
    dit = dit.replace("\u202f", " ").casefold()
    mots = [m.replace("\u202f", " ") for m in parcours.told(champ, valeur)]
    assert any(mot.removesuffix(",00").casefold() in dit for mot in mots), mots


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, donnees: Donnees) -> Iterator[Store]:
    url = new_demo(tmp_path_factory.mktemp("demo") / "demo.sqlite", dt.date(2026, 11, 22))
    store = Store.open(url, References.of_donnees(donnees))
    yield store
    store.close()


@every("demo")
def test_the_fictional_follow_up_says_it(objet: Objet, champ: Champ, demo: Store) -> None:
    colonne = demo.lignes[objet.nom].list(DIRECTION)[champ.nom]
    dites = colonne[colonne.notna() & (colonne.astype("str") != "")]
    assert len(dites), f"{objet.nom}.{champ.nom} is empty in every row"
    if champ.liste is not None and champ.liste.nom != "bout":
        assert set(dites) <= set(LISTES[champ.liste.nom])


def test_the_table_edited_in_place_shows_and_writes_every_field_of_its_own(
    store: Store, donnees: Donnees
) -> None:
    row = parcours.record(store, donnees)["action"]
    at = open_as(DIRECTION, PLAN, territoire="D61")
    colonnes = parcours.columns_of_editor(at)
    for champ in ACTION.showing("tableau"):
        assert colonnes[champ.nom] == champ.entete
    textes = [c for c in ACTION.showing("tableau") if c.genre == "texte"]
    assert len(textes) >= 3
    at.session_state[EDITEUR] = {
        "edited_rows": {0: {c.nom: f"Sur place {c.nom}" for c in textes}},
        "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    click(at.run(), "Enregistrer 1 action")
    lue = store.actions.get(DIRECTION, row["id"])
    assert {c.nom: lue[c.nom] for c in textes} == {c.nom: f"Sur place {c.nom}" for c in textes}


def test_every_form_asks_for_every_field_of_its_own(store: Store, donnees: Donnees) -> None:
    rows = parcours.record(store, donnees)
    ici = {"territoire": "D61"}
    prete = store.seances.create(DIRECTION, **ici, date="2026-12-01")
    store.presences.create(DIRECTION, seance_id=prete["id"], nom="Zoé", etat="excusee")
    ecrans: dict[str, tuple[str, dict[str, str]]] = {
        "action": (PLAN, {**ici, "action": str(rows["action"]["id"])}),
        "financement": (PLAN, {**ici, "action": str(rows["action"]["id"])}),
        "indicateur": (INDICATEURS, {}),
        "mesure": (INDICATEURS, {"fiche": str(rows["indicateur"]["id"])}),
        "contestation": (INDICATEURS, {"fiche": str(rows["indicateur"]["id"])}),
        "point_etape": (ENGAGEMENTS, {**ici, "engagement": "E1", "revue": "guidee"}),
        "instruction": (INSTRUCTION, {**ici, "fiche": "ACC-L-01"}),
        "transmission": (
            INSTRUCTION,
            {"partie": "nationales", "fiche": rows["transmission"]["proposition"]},
        ),
        "seance": (COMITE, {**ici, "seance": str(rows["seance"]["id"])}),
        "point": (
            COMITE,
            {**ici, "seance": str(rows["seance"]["id"]), "mode": "seance", "point": "1"},
        ),
        "presence": (COMITE, {**ici, "seance": str(prete["id"])}),
        "avis": (COMITE, {**ici, "avis": "oui"}),
        "lien": ("suivre/tracabilite.py", {"depart": "proposition:ACC-L-01"}),
        "personne": ("gerer/personnes.py", {}),
    }
    assert set(ecrans) == {o.nom for o in OBJETS.values() if o.showing("formulaire")}
    ouverts: dict[tuple[str, str], list[str]] = {}
    for nom, (fichier, params) in ecrans.items():
        cle = (fichier, str(params))
        if cle not in ouverts:
            qui = parcours.ADMIN if OBJETS[nom].reservee else DIRECTION
            ouverts[cle] = parcours.labels_of(open_as(qui, fichier, **params))
        objet = OBJETS[nom]
        for champ in objet.showing("formulaire", (*objet.figes, *CONTEXTE.get(nom, ()))):
            demandes = [mot for mot in ouverts[cle] if mot.startswith(champ.libelle)]
            assert demandes, (nom, champ.nom, ouverts[cle])
            if champ.requis and nom in ("action", "indicateur"):
                assert any("obligatoire" in mot for mot in demandes), demandes
