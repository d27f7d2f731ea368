"""Engagements, Indicateurs and Journal, from the form to the database and back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from concertation.analyse.avancement import progress
from concertation.analyse.libelles_suivi import METEO
from concertation.donnees import Donnees, dossier_courant, load_donnees
from concertation.interface.engagements import Ecran, EtatEngagements
from concertation.interface.engagements_revue import table_cells
from concertation.interface.indicateurs import EtatIndicateurs, missing_parts
from concertation.interface.journal import EtatJournal
from concertation.interface.noms import differences
from concertation.interface.saisies import read_nombre, write_nombre
from concertation.suivi import Acteur, References, Store, StoreIndisponible
from tests.test_ecrans import RACINE, charts, texts

ENGAGEMENTS, INDICATEURS = "suivre/engagements.py", "suivre/indicateurs.py"
JOURNAL = "gerer/journal.py"
ORNE = Acteur("Anne Orne", "comite", frozenset({"D61"}))
MANCHE = Acteur("Marc Manche", "comite", frozenset({"D50"}))
DIRECTION = Acteur("Denise", "direction")
LECTEUR = Acteur("", "lecteur")
CELLULE = {"engagement": "E1", "territoire": "D61"}
AUJOURDHUI = dt.date.today()


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return load_donnees(dossier_courant())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, donnees: Donnees) -> Iterator[Store]:
    """The database that the screens of one test open, empty."""
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    st.cache_resource.clear()
    base = Store.open(references=References.of_donnees(donnees))
    yield base
    base.close()


def open_as(acteur: Acteur, fichier: str, **params: str) -> AppTest:
    """One screen as a person sees it."""
    at = AppTest.from_file(str(RACINE / "dashboard.py"), default_timeout=30)
    at.session_state["acteur"] = acteur
    at.switch_page(str(RACINE / "pages" / fichier))
    for nom, valeur in params.items():
        at.query_params[nom] = valeur
    at.run()
    assert not at.exception, at.exception
    return at


def lu(at: AppTest) -> str:
    """All that can be read, tables and links included."""
    tables = "\n".join(table.value.to_string() for table in at.table)
    boites = "\n".join(str(element.value) for element in at.success)
    replies = "\n".join(str(bloc.label) for bloc in at.expander)
    return f"{texts(at)}\n{tables}\n{boites}\n{replies}".replace("\\", "")


def button(at: AppTest, libelle: str):  # noqa: ANN201 (the class has no public name)
    return next(b for b in at.button if b.label == libelle)


def add_point(store: Store, acteur: Acteur = ORNE, **autres: object) -> int:
    valeurs = {
        "engagement": "E1", "territoire": "D61", "date": AUJOURDHUI, "meteo": "appuis",
        "synthese": "Deux équipes.",
    }  # fmt: skip
    return store.points_etape.add(acteur, **{**valeurs, **autres})["id"]


def define(store: Store, acteur: Acteur = ORNE, **autres: object) -> int:
    valeurs = {
        "engagement": "E1", "territoire": "D61", "libelle": "Équipes ouvertes", "unite": "équipes",
        "valeur_initiale": 10, "date_initiale": "2025-01-01", "source_initiale": "ARS",
        "cible": 50, "date_cible": "2027-12-31", "source_cible": "Feuille de route",
    }  # fmt: skip
    return store.indicateurs.create(acteur, **{**valeurs, **autres})["id"]


# First launch


@pytest.mark.parametrize("acteur", [LECTEUR, ORNE, DIRECTION], ids=lambda a: a.role)
def test_first_launch_invents_nothing(store: Store, acteur: Acteur) -> None:
    for fichier in (ENGAGEMENTS, INDICATEURS, JOURNAL):
        open_as(acteur, fichier)
    at = open_as(acteur, ENGAGEMENTS)
    assert "**25 cellules sur 25**, dont 0 renseignée" in lu(at)
    grille = next(t for t in charts(at)[0]["data"] if t.get("customdata"))
    assert len(grille["customdata"]) == 25
    assert all("Non renseigné" in texte for texte in grille["hovertext"])
    assert "toutes les cellules sont « non renseigné »" in lu(at)
    assert "%" not in "".join(grille["hovertext"])
    assert store.last_entry() == 0


def test_first_cell_says_that_nobody_spoke(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    assert "Personne n'a encore dit" in lu(at)
    assert "Progression : non calculable" in lu(at)
    assert "Aucune action" in lu(at)
    for table in at.table:
        assert "Composante" in table.value.columns


# Engagements: writing


def fill_point(at: AppTest, meteo: str = "atteignables", synthese: str = "Trois équipes.") -> None:
    at.selectbox(key="f-point-E1-D61-0-meteo").set_value(meteo)
    at.text_area(key="f-point-E1-D61-0-synthese").set_value(synthese)


def test_form_adds_a_point_d_etape(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    fill_point(at)
    button(at, "Ajouter le point d'étape").click().run()
    points = store.points_etape.list(ORNE)
    assert points[["engagement", "territoire", "meteo", "synthese", "auteur"]].values.tolist() == [
        ["E1", "D61", "atteignables", "Trois équipes.", "Anne Orne"]
    ]
    assert "est ajouté" in lu(at)
    assert "Trois équipes." in lu(at)
    assert at.text_area(key="f-point-E1-D61-1-synthese").value == ""


def test_point_d_etape_binds_to_the_session_held(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date=AUJOURDHUI, etat="ouverte")["id"]
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    at.session_state["seance-courante"] = (seance, "D61")
    at.run()
    fill_point(at)
    button(at, "Ajouter le point d'étape").click().run()
    assert store.points_etape.list(ORNE)["seance_id"].tolist() == [seance]


@pytest.mark.parametrize(
    ("meteo", "synthese", "phrase"),
    [
        (None, "Texte", "Choisissez une météo"),
        ("appuis", "   ", "Synthèse"),
        ("appuis", "x" * 20_001, "20 000"),
    ],
)
def test_refused_point_keeps_what_was_typed(
    store: Store, meteo: str | None, synthese: str, phrase: str
) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    fill_point(at, meteo, synthese)  # type: ignore[arg-type]
    button(at, "Ajouter le point d'étape").click().run()
    assert phrase in lu(at).replace("\u202f", " ")
    assert at.text_area(key="f-point-E1-D61-0-synthese").value == synthese
    assert store.last_entry() == 0


def test_failing_database_says_so_and_keeps_what_was_typed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    fill_point(at)

    def fail(*_: object, **__: object) -> None:
        raise StoreIndisponible("La base de suivi est momentanément indisponible.")

    with monkeypatch.context() as panne:
        panne.setattr("concertation.suivi.points_etape.PointsEtape.add", fail)
        panne.setattr("concertation.suivi.points_etape.PointsEtape.latest", fail)
        button(at, "Ajouter le point d'étape").click().run()
    assert "momentanément indisponible" in lu(at)
    at.run()
    assert at.text_area(key="f-point-E1-D61-0-synthese").value == "Trois équipes."
    button(at, "Ajouter le point d'étape").click().run()
    assert len(store.points_etape.list(ORNE)) == 1


@pytest.mark.parametrize("acteur", [LECTEUR, MANCHE], ids=["lecteur", "autre comité"])
def test_who_may_not_write_has_no_form(store: Store, acteur: Acteur) -> None:
    at = open_as(acteur, ENGAGEMENTS, **CELLULE)
    assert not at.text_area
    assert "publié" in lu(at)


@pytest.mark.parametrize("acteur", [LECTEUR, MANCHE], ids=["lecteur", "autre comité"])
def test_forced_form_is_refused_by_the_store(
    store: Store, acteur: Acteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "can", lambda *_: True)
    at = open_as(acteur, ENGAGEMENTS, **CELLULE)
    fill_point(at)
    button(at, "Ajouter le point d'étape").click().run()
    assert "ne permet pas d" in lu(at)
    assert store.last_entry() == 0


def test_direction_publishes_and_the_reader_sees_no_name(store: Store) -> None:
    add_point(store, synthese="Ce que le public lit.")
    assert "Ce que le public lit." not in lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))
    at = open_as(DIRECTION, ENGAGEMENTS, **CELLULE)
    at.button(key="publier-points").click().run()
    public = lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))
    assert "Ce que le public lit." in public
    assert "Anne" not in public
    at.button(key="depublier-points").click().run()
    assert "Ce que le public lit." not in lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))


def test_committee_does_not_publish(store: Store) -> None:
    add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    assert "publier-points" not in [b.key for b in at.button]


def test_withdrawn_point_comes_back(store: Store) -> None:
    identifiant = add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    at.button(key=f"retirer-point-{identifiant}").click().run()
    assert store.points_etape.list(ORNE).empty
    assert "Personne n'a encore dit" in lu(at)
    at.button(key=f"retablir-point-{identifiant}").click().run()
    assert len(store.points_etape.list(ORNE)) == 1


def test_last_entry_is_undone(store: Store) -> None:
    add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    button(at, "Annuler ma dernière saisie").click().run()
    assert store.points_etape.list(ORNE).empty


def test_text_of_people_is_never_markup(store: Store) -> None:
    piege = "<script>alert(1)</script> ![x](http://x.y/z.png) **gras** :red[x] $a$"
    add_point(store, synthese=piege)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    ecrit = next(m.value for m in at.markdown if "alert" in m.value)
    for signe in ("<", "![", "**", "$", ":red["):
        assert signe not in ecrit.replace("\\" + signe[0], "")


# Engagements: reading


def fill_many(store: Store) -> None:
    """Several cells, with territories inside a département, late and blocked actions."""
    for i, (engagement, lieu, meteo) in enumerate(
        [("E1", "D61", "appuis"), ("E1", "CTS-61", "securises"), ("E2", "A611", "compromis"),
         ("E3", "CTS-76-HAVRE", "atteignables"), ("E3", "D76", "securises"),
         ("E5", "D14", "compromis")]
    ):  # fmt: skip
        jour = AUJOURDHUI - dt.timedelta(days=60 - 10 * i if engagement != "E5" else 200)
        add_point(store, DIRECTION, engagement=engagement, territoire=lieu, meteo=meteo, date=jour)
    hier, demain = (AUJOURDHUI + dt.timedelta(days=n) for n in (-1, 1))
    for engagement, lieu, fin, statut, porteur in [
        ("E1", "D61", hier, "en_cours", "ARS"), ("E1", "CTS-61", hier, "realisee", ""),
        ("E3", "D76", demain, "bloquee", ""), ("E3", "CTS-76-HAVRE", hier, "bloquee", "CPTS"),
        ("E4", "D50", None, "a_venir", ""),
    ]:  # fmt: skip
        store.actions.create(
            DIRECTION, engagement=engagement, territoire=lieu, intitule="Une action", fin=fin,
            statut=statut, porteur=porteur,
        )  # fmt: skip
    un = define(store, DIRECTION)
    store.mesures.add(DIRECTION, indicateur_id=un, valeur=30, date=AUJOURDHUI, source="CPAM")
    define(store, DIRECTION, engagement="E3", territoire="D76", cible=None)


def naive_cells(store: Store, niveau: str) -> dict[tuple[str, str], dict[str, object]]:
    """The grid again, by loops over everything."""
    refs = store.references
    territoires = load_donnees(dossier_courant()).table("territoires")
    points = store.points_etape.list(DIRECTION).to_dict("records")
    actions = store.actions.list(DIRECTION).to_dict("records")
    indicateurs = store.indicateurs.list(DIRECTION).to_dict("records")
    mesures = store.mesures.list(DIRECTION).to_dict("records")
    cellules = {}
    for engagement in refs.engagements:
        for lieu in territoires.loc[territoires["niveau"] == niveau, "id"]:
            ici = [p for p in points if p["engagement"] == engagement
                   and refs.contains(lieu, p["territoire"])]  # fmt: skip
            dernier = max(ici, key=lambda p: (p["date"], p["id"]), default=None)
            siennes = [a for a in actions if a["engagement"] == engagement
                       and refs.contains(lieu, a["territoire"])]  # fmt: skip
            parts = []
            for i in indicateurs:
                if i["engagement"] == engagement and refs.contains(lieu, i["territoire"]):
                    valeurs = [m for m in mesures if m["indicateur_id"] == i["id"]]
                    actuel = max(valeurs, key=lambda m: m["date"])["valeur"] if valeurs else None
                    parts.append(progress(i["valeur_initiale"], i["cible"], actuel))
            cellules[engagement, lieu] = {
                "meteo": dernier["meteo"] if dernier else "",
                "nb_actions": len(siennes),
                "nb_en_retard": sum(
                    pd.notna(a["fin"]) and a["fin"] < pd.Timestamp(AUJOURDHUI)
                    and a["statut"] not in ("realisee", "abandonnee") for a in siennes
                ),
                "nb_bloquees": sum(a["statut"] == "bloquee" for a in siennes),
                "progression": sum(parts) / len(parts) if parts and None not in parts else None,
            }  # fmt: skip
    return cellules


@pytest.mark.parametrize("niveau", ["departement", "cts"])
def test_grid_agrees_with_naive_loops(store: Store, donnees: Donnees, niveau: str) -> None:
    fill_many(store)
    attendues = naive_cells(store, niveau)
    at = open_as(DIRECTION, ENGAGEMENTS, niveau=niveau)
    grille = next(t for t in charts(at)[0]["data"] if t.get("customdata"))
    for cle, survol in zip(grille["customdata"], grille["hovertext"], strict=True):
        attendue = attendues[tuple(cle)]
        assert METEO[attendue["meteo"]].mot in survol
        assert ("en retard" in survol) == bool(attendue["nb_en_retard"])
        assert ("Progression" in survol) == (attendue["progression"] is not None)
    assert len(grille["customdata"]) == len(attendues)
    ecran = Ecran(donnees, store, DIRECTION, EtatEngagements(niveau=niveau), AUJOURDHUI)
    for ligne in table_cells(ecran).to_dict("records"):
        attendue = attendues[ligne["engagement"], ligne["territoire"]]
        for nom in ("meteo", "nb_actions", "nb_en_retard", "nb_bloquees"):
            assert ligne[nom] == attendue[nom], (ligne, nom)
        if attendue["progression"] is None:
            assert pd.isna(ligne["progression"])
        else:
            assert ligne["progression"] == pytest.approx(attendue["progression"])


def test_click_list_opens_the_cell_and_the_address_says_it(store: Store) -> None:
    at = open_as(DIRECTION, ENGAGEMENTS)
    at.selectbox(key="w-cellule").set_value("E3|D76").run()
    assert (at.query_params["engagement"], at.query_params["territoire"]) == ("E3", "D76")
    assert "Seine-Maritime" in lu(at)


def test_meteo_filter_keeps_its_cells(store: Store) -> None:
    fill_many(store)
    at = open_as(DIRECTION, ENGAGEMENTS, meteo="compromis")
    assert "**2 cellules sur 25**" in at.info[0].value
    at.checkbox(key="w-meteo-aucune").check().run()
    attendues = naive_cells(store, "departement").values()
    nombre = sum(c["meteo"] in ("compromis", "") for c in attendues)
    assert f"**{nombre} cellules sur 25**" in at.info[0].value
    assert sorted(at.query_params["meteo"]) == ["aucune", "compromis"]


def test_silence_follows_its_threshold(store: Store) -> None:
    add_point(store, date=AUJOURDHUI - dt.timedelta(days=100))
    phrase = "Aucun point d’étape depuis 100"
    assert phrase in lu(open_as(ORNE, ENGAGEMENTS, motif="silence", page="1"))
    at = open_as(ORNE, ENGAGEMENTS, motif="silence", silence="120")
    toutes = [lu(at)]
    assert at.number_input(key="w-silence").value == 120
    at = open_as(ORNE, ENGAGEMENTS, motif="silence", silence="120", page="2")
    assert not any(phrase in page for page in [*toutes, lu(at)])


def test_attention_leads_to_its_cell(store: Store) -> None:
    fill_many(store)
    at = open_as(DIRECTION, ENGAGEMENTS, motif="contradiction")
    assert "Météo favorable et action bloquée" in lu(at)
    liens = {lien.proto.label.replace("\\", ""): lien.proto for lien in at.get("page_link")}
    lien = liens["E3 · Seine-Maritime (département)"]
    assert lien.query_string.startswith("engagement=E3&territoire=D76")


def test_changes_are_told_in_words_and_on_the_grid(store: Store) -> None:
    add_point(store, meteo="appuis")
    hier = (AUJOURDHUI - dt.timedelta(days=1)).isoformat()
    at = open_as(ORNE, ENGAGEMENTS, vue="changements", depuis=hier)
    assert "**1 changement depuis" in lu(at)
    assert "Non renseigné → Appuis nécessaires" in lu(at)
    grille = next(t for t in charts(at)[0]["data"] if t.get("customdata"))
    assert grille["customdata"] == [["E1", "D61"]]
    demain = (AUJOURDHUI + dt.timedelta(days=1)).isoformat()
    at = open_as(ORNE, ENGAGEMENTS, vue="changements", depuis=demain)
    assert at.date_input(key="w-depuis").value == AUJOURDHUI


def test_unknown_values_of_an_address_are_said(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, niveau="x", territoire="D99", silence="-4", depuis="hier")
    dits = " ".join(str(w.value) for w in at.warning)
    for ecrit in ("« x »", "« D99 »", "« -4 »", "« hier »"):
        assert ecrit in dits


def test_address_of_each_state_is_read_back(donnees: Donnees) -> None:
    etat = EtatEngagements(
        "cts", "E1", "CTS-61", ("appuis", "aucune"), "changements", ("retard",), "30",
        "2026-01-02", "3",
    )  # fmt: skip
    lue, phrases = EtatEngagements.from_params(etat.to_params(), donnees)
    assert not phrases
    assert lue.to_params() == {**etat.to_params(), "meteo": ["appuis", "aucune"]}
    assert EtatEngagements().to_params() == {}
    indicateurs = EtatIndicateurs("E1", "D61", "2", "7")
    assert EtatIndicateurs.from_params(indicateurs.to_params(), donnees) == (indicateurs, ())
    journal = EtatJournal("Anne", "D61", "action", "3", "2026-01-01", "2026-02-01", "900")
    assert EtatJournal.from_params(journal.to_params(), donnees) == (journal, ())


# Indicateurs


def test_form_defines_an_indicator(store: Store) -> None:
    at = open_as(ORNE, INDICATEURS, **CELLULE)
    at.text_input(key="f-indicateur-0-libelle").set_value("Équipes")
    at.text_input(key="f-indicateur-0-valeur_initiale").set_value("1 250,5")
    at.date_input(key="f-indicateur-0-date_initiale").set_value(dt.date(2025, 1, 1))
    at.text_input(key="f-indicateur-0-source_initiale").set_value("ARS")
    button(at, "Définir l'indicateur").click().run()
    ligne = store.indicateurs.list(ORNE).iloc[0]
    assert (ligne["libelle"], ligne["valeur_initiale"]) == ("Équipes", 1250.5)
    assert pd.isna(ligne["cible"])
    assert "est défini" in lu(at)
    assert "il manque la cible et une mesure" in lu(at)


@pytest.mark.parametrize(
    ("valeur", "phrase"),
    [("douze", "n'est pas un nombre"), ("12", "doit avoir sa date")],
)
def test_value_without_date_or_that_is_no_number_is_refused(
    store: Store, valeur: str, phrase: str
) -> None:
    at = open_as(ORNE, INDICATEURS, **CELLULE)
    at.text_input(key="f-indicateur-0-libelle").set_value("Équipes")
    at.text_input(key="f-indicateur-0-cible").set_value(valeur)
    button(at, "Définir l'indicateur").click().run()
    assert phrase in lu(at)
    assert at.text_input(key="f-indicateur-0-cible").value == valeur
    assert store.last_entry() == 0


def test_measure_is_added_and_moves_the_progress(store: Store) -> None:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    assert "il manque une mesure" in lu(at)
    at.text_input(key=f"f-mesure-{identifiant}-0-valeur").set_value("20")
    button(at, "Ajouter la mesure").click().run()
    assert "Source" in " ".join(e.value for e in at.error)
    assert at.text_input(key=f"f-mesure-{identifiant}-0-valeur").value == "20"
    at.text_input(key=f"f-mesure-{identifiant}-0-source").set_value("CPAM")
    button(at, "Ajouter la mesure").click().run()
    assert store.mesures.list(ORNE)["valeur"].tolist() == [20.0]
    assert "25\u00a0% du chemin" in lu(at)
    assert len(charts(at)) == 1


def test_contested_measure_stays_with_its_reason(store: Store) -> None:
    identifiant = define(store)
    mesure = store.mesures.add(
        ORNE, indicateur_id=identifiant, valeur=20, date=AUJOURDHUI, source="CPAM"
    )["id"]
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    at.selectbox(key=f"f-contestation-{identifiant}-0-mesure").set_value(str(mesure))
    at.text_area(key=f"f-contestation-{identifiant}-0-motif").set_value("Comptée deux fois")
    button(at, "Contester").click().run()
    assert store.mesures.list(ORNE)["contestations"].tolist() == [1]
    assert "Comptée deux fois" in lu(at)


def open_edit(store: Store) -> tuple[AppTest, int]:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    button(at, "Modifier l'indicateur").click().run()
    return at, identifiant


def rename(at: AppTest, identifiant: int) -> None:
    at.text_input(key=f"f-indicateur-{identifiant}-0-libelle").set_value("Ma formulation")
    button(at, "Enregistrer les modifications").click().run()


def test_edit_changes_only_what_was_typed(store: Store) -> None:
    at, identifiant = open_edit(store)
    rename(at, identifiant)
    ligne = store.indicateurs.get(ORNE, identifiant)
    assert (ligne["libelle"], ligne["version"], ligne["cible"]) == ("Ma formulation", 2, 50.0)
    apres = store.journal.list(DIRECTION).iloc[0]["apres"]
    assert set(apres) == {"libelle", "version", "modifie_le"}


@pytest.mark.parametrize("choix", ["mienne", "autre"])
def test_conflict_shows_both_texts_and_the_person_chooses(store: Store, choix: str) -> None:
    at, identifiant = open_edit(store)
    store.indicateurs.update(DIRECTION, identifiant, 1, libelle="Leur formulation", unite="lieux")
    at.run()
    rename(at, identifiant)
    assert "modifiée par une autre personne" in lu(at)
    assert "Leur formulation" in lu(at)
    assert "Ma formulation" in lu(at)
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Leur formulation"
    at.button(key=f"{choix}-indicateur-{identifiant}").click().run()
    ligne = store.indicateurs.get(ORNE, identifiant)
    attendu = "Ma formulation" if choix == "mienne" else "Leur formulation"
    assert ligne["libelle"] == attendu
    assert ligne["unite"] == "lieux"


def test_withdrawn_indicator_comes_back(store: Store) -> None:
    identifiant = define(store)
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    button(at, "Retirer l'indicateur").click().run()
    assert store.indicateurs.list(ORNE).empty
    assert "retiré" in lu(open_as(ORNE, INDICATEURS))
    button(at, "Rétablir l'indicateur").click().run()
    assert len(store.indicateurs.list(ORNE)) == 1


def test_withdrawn_measure_comes_back(store: Store) -> None:
    identifiant = define(store)
    mesure = store.mesures.add(
        ORNE, indicateur_id=identifiant, valeur=20, date=AUJOURDHUI, source="CPAM"
    )["id"]
    at = open_as(ORNE, INDICATEURS, fiche=str(identifiant))
    at.selectbox(key="f-retirer-mesure").set_value(mesure).run()
    button(at, "Retirer la mesure").click().run()
    assert store.mesures.list(ORNE).empty
    at.button(key=f"retablir-mesure-{mesure}").click().run()
    assert len(store.mesures.list(ORNE)) == 1


def test_published_indicator_is_read_without_names(store: Store) -> None:
    identifiant = define(store)
    store.mesures.add(ORNE, indicateur_id=identifiant, valeur=20, date=AUJOURDHUI, source="CPAM")
    assert "introuvable" in lu(open_as(LECTEUR, INDICATEURS, fiche=str(identifiant)))
    at = open_as(DIRECTION, INDICATEURS, fiche=str(identifiant))
    button(at, "Publier l'indicateur et ses mesures").click().run()
    public = open_as(LECTEUR, INDICATEURS, fiche=str(identifiant))
    assert "25\u00a0% du chemin" in lu(public)
    assert "Anne" not in lu(public)
    assert not [champ for champ in public.text_input if str(champ.key).startswith("f-mesure")]
    button(at, "Retirer de la publication").click().run()
    assert "introuvable" in lu(open_as(LECTEUR, INDICATEURS, fiche=str(identifiant)))


def test_list_follows_the_filters(store: Store) -> None:
    define(store)
    define(store, DIRECTION, engagement="E2", territoire="CTS-61", libelle="Autre")
    define(store, DIRECTION, engagement="E2", territoire="D50", libelle="Ailleurs")
    assert "**3 indicateurs**" in open_as(DIRECTION, INDICATEURS).info[0].value
    at = open_as(DIRECTION, INDICATEURS, territoire="D61")
    assert "**2 indicateurs**" in at.info[0].value
    at.selectbox(key="w-engagement").set_value("E2").run()
    assert "**1 indicateur**" in at.info[0].value
    assert "Autre" in lu(at)
    assert "Ailleurs" not in lu(at)


def test_missing_parts_are_named() -> None:
    vide = {"valeur_initiale": None, "cible": None, "actuel": None, "progression": None}
    assert missing_parts(vide) == "la valeur initiale, la cible et une mesure"
    assert missing_parts({**vide, "cible": 3.0, "actuel": 1.0}) == "la valeur initiale"
    egale = {"valeur_initiale": 3.0, "cible": 3.0, "actuel": 4.0, "progression": None}
    assert "écart" in missing_parts(egale)
    assert missing_parts({**egale, "progression": 10.0}) == ""


@pytest.mark.parametrize("nombre", [0.0, -1.5, 1250.5, 1e-7, 1e21, 123456789.123])
def test_number_is_typed_back_as_written(nombre: float) -> None:
    assert read_nombre(write_nombre(nombre)) == nombre


@pytest.mark.parametrize("texte", ["nan", "inf", "1_000", "12 %", "1,2,3", "douze"])
def test_what_is_no_number_is_refused(texte: str) -> None:
    with pytest.raises(ValueError, match="pas un nombre"):
        read_nombre(texte)


# Journal


def test_journal_is_closed_to_readers(store: Store) -> None:
    add_point(store, synthese="Secret")
    at = open_as(LECTEUR, JOURNAL)
    assert "n'est pas ouvert aux lecteurs" in lu(at)
    assert not at.expander
    assert "Secret" not in lu(at)


def open_entry(at: AppTest, identifiant: int) -> AppTest:
    """Unfold an entry of the journal."""
    at.session_state[f"w-entree-{identifiant}"] = True
    return at.run()


def test_journal_shows_before_and_after_of_what_differs(store: Store) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Après le changement", cible=60)
    at = open_as(ORNE, JOURNAL)
    assert "Modification" in at.expander[0].label
    assert not at.table
    at = open_entry(at, 2)
    table = at.table[0].value
    assert list(table.columns) == ["Champ", "Avant", "Après"]
    assert table["Champ"].tolist() == ["Libellé", "Cible"]
    assert "50" in table["Avant"].tolist()[1]
    assert "Après le changement" in table["Après"].tolist()[0]


def test_journal_filters_are_in_the_address(store: Store) -> None:
    add_point(store)
    define(store, DIRECTION, territoire="D50")
    assert len(open_as(DIRECTION, JOURNAL).expander) == 2
    assert len(open_as(ORNE, JOURNAL).expander) == 1
    assert len(open_as(DIRECTION, JOURNAL, qui="Denise").expander) == 1
    assert len(open_as(DIRECTION, JOURNAL, territoire="D61").expander) == 1
    assert len(open_as(DIRECTION, JOURNAL, depuis=str(AUJOURDHUI + dt.timedelta(2))).expander) == 0
    at = open_as(DIRECTION, JOURNAL, jusqua=str(AUJOURDHUI + dt.timedelta(2)))
    at.selectbox(key="w-objet").set_value("indicateur").run()
    assert len(at.expander) == 1
    assert at.query_params["objet"] == "indicateur"


def test_journal_goes_page_by_page(store: Store) -> None:
    for _ in range(25):
        add_point(store)
    at = open_as(ORNE, JOURNAL)
    assert len(at.expander) == 20
    button(at, "Entrées plus anciennes").click().run()
    assert len(at.expander) == 5
    assert "n° 5 " in at.expander[0].label
    button(at, "Revenir aux plus récentes").click().run()
    assert len(at.expander) == 20


def test_entry_is_put_back(store: Store) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Faute")
    at = open_entry(open_as(ORNE, JOURNAL), 2)
    at.button(key="remettre-2").click().run()
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Équipes ouvertes"
    assert "remis comme avant" in lu(at)


@pytest.mark.parametrize("choix", ["forcer", "laisser"])
def test_entry_changed_since_asks_before_it_is_put_back(store: Store, choix: str) -> None:
    identifiant = define(store)
    store.indicateurs.update(ORNE, identifiant, 1, libelle="Faute")
    store.indicateurs.update(DIRECTION, identifiant, 2, libelle="Correction")
    at = open_entry(open_as(ORNE, JOURNAL), 2)
    at.button(key="remettre-2").click().run()
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == "Correction"
    assert "Correction" in lu(at)
    at.button(key=f"{choix}-2").click().run()
    attendu = "Équipes ouvertes" if choix == "forcer" else "Correction"
    assert store.indicateurs.get(ORNE, identifiant)["libelle"] == attendu


def test_only_who_writes_there_may_put_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    define(store, DIRECTION, territoire="D61")
    # A reader of drafts everywhere who writes nowhere here: the screen offers nothing.
    monkeypatch.setattr(Store, "can", lambda *_: False)
    at = open_as(ORNE, JOURNAL)
    assert not [b for b in at.button if str(b.key).startswith("remettre")]


def test_differences_leave_out_what_is_equal_or_technical() -> None:
    avant = {"libelle": "a", "cible": 1.0, "version": 1, "territoire": "D61"}
    apres = {"libelle": "a", "cible": None, "version": 2, "territoire": "D50"}
    noms = {"D61": "Orne", "D50": "Manche"}
    assert differences("indicateur", avant, apres, noms) == [
        ("Cible", "1", "vide"),
        ("Territoire", "Orne", "Manche"),
    ]
