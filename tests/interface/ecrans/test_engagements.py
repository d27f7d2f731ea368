"""Engagements, from the form to the database and back."""

import datetime as dt

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from concertation.analyse.avancement.cellules import progress
from concertation.declarations.point_etape import METEO
from concertation.donnees import Donnees, dossier_courant, load_donnees
from concertation.interface.ecrans.engagements.ecran import EcranEngagements, EtatEngagements
from concertation.suivi import Acteur, Store, StoreIndisponible
from tests.aides.ecrans_suivi import (
    COMITE,
    DIRECTION,
    ENGAGEMENTS,
    INDICATEURS,
    INSTRUCTION,
    JOURNAL,
    LECTEUR,
    MANCHE,
    ORNE,
    add_point,
    button,
    click,
    define,
    field,
    links,
    lu,
    open_as,
    run,
    today,
)
from tests.aides.ecrans_suivi import base_des_ecrans as base_des_ecrans
from tests.interface.ecrans.test_ecrans import RACINE, charts

CELLULE = {"engagement": "E1", "territoire": "D61"}


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return load_donnees(dossier_courant())


# First launch


@pytest.mark.parametrize("acteur", [LECTEUR, ORNE, DIRECTION], ids=lambda a: a.role)
def test_first_launch_invents_nothing(store: Store, acteur: Acteur) -> None:
    for fichier in (ENGAGEMENTS, INDICATEURS, JOURNAL):
        open_as(acteur, fichier)
    at = open_as(acteur, ENGAGEMENTS)
    dit = lu(at).replace("\u00a0", " ").replace("**", "")
    assert "25 cellules, aucune" in dit
    assert ("aucune renseignée." in dit) is (acteur == DIRECTION)
    assert not charts(at)
    assert any("Commencer par E1" in lien for lien in links(at)) is (acteur != LECTEUR)
    assert "Action publiée : Maisons et centres de santé" in dit
    assert store.last_entry() == 0


def test_first_cell_says_that_nobody_spoke(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    assert "Aucun point d’étape n’a été enregistré" in lu(at)
    # Zero would say that somebody spoke.
    assert "0 action" not in lu(at)
    assert "Aucune action" in lu(at)
    for table in at.table:
        assert "Composante" in table.value.columns


# Engagements: writing


REVUE = {**CELLULE, "revue": "guidee"}


def fill_point(
    at: AppTest, meteo: str | None = "atteignables", synthese: str = "Trois équipes."
) -> None:
    if meteo:
        at.button(key=f"f-revue-E1-D61-0-{meteo}").click().run()
    at.text_area(key="f-revue-E1-D61-0-synthese").set_value(synthese)


def test_form_adds_a_point_d_etape(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **REVUE)
    fill_point(at)
    button(at, "Ajouter le point d’étape").click().run()
    points = store.points_etape.list(ORNE)
    assert points[["engagement", "territoire", "meteo", "synthese", "auteur"]].values.tolist() == [
        ["E1", "D61", "atteignables", "Trois équipes.", "Anne Lebrun"]
    ]
    assert "est ajouté" in lu(at)
    # The next cell of the same committee.
    assert (at.query_params["engagement"], at.query_params["territoire"]) == ("E2", "D61")
    assert at.text_area(key="f-revue-E2-D61-0-synthese").value == ""


def test_point_d_etape_binds_to_the_session_held(store: Store) -> None:
    seance = store.seances.create(ORNE, territoire="D61", date=today(), etat="ouverte")["id"]
    click(open_as(ORNE, COMITE, territoire="D61", seance=str(seance)), "Tenir cette séance")
    # Whichever window says so.
    at = open_as(ORNE, ENGAGEMENTS, **REVUE)
    fill_point(at)
    button(at, "Ajouter le point d’étape").click().run()
    assert store.points_etape.list(ORNE)["seance_id"].tolist() == [seance]


@pytest.mark.parametrize(
    ("meteo", "synthese", "phrase"),
    [
        (None, "Texte", "est obligatoire"),
        ("appuis", "   ", "Synthèse"),
        ("appuis", "x" * 20_001, "20 000"),
    ],
)
def test_refused_point_keeps_what_was_typed(
    store: Store, meteo: str | None, synthese: str, phrase: str
) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **REVUE)
    fill_point(at, meteo, synthese)  # type: ignore[arg-type]
    button(at, "Ajouter le point d’étape").click().run()
    assert phrase in lu(at).replace("\u202f", " ")
    assert at.text_area(key="f-revue-E1-D61-0-synthese").value == synthese
    assert store.last_entry() == 0


def test_failing_database_says_so_and_keeps_what_was_typed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_as(ORNE, ENGAGEMENTS, **REVUE)
    fill_point(at)

    def fail(*_: object, **__: object) -> None:
        raise StoreIndisponible("La base de suivi est momentanément indisponible.")

    with monkeypatch.context() as panne:
        panne.setattr("concertation.suivi.socle.ajoutables.Ajoutables.add", fail)
        panne.setattr("concertation.suivi.socle.ajoutables.Ajoutables.latest", fail)
        button(at, "Ajouter le point d’étape").click().run()
    assert "momentanément indisponible" in lu(at)
    at.run()
    assert at.text_area(key="f-revue-E1-D61-0-synthese").value == "Trois équipes."
    button(at, "Ajouter le point d’étape").click().run()
    assert len(store.points_etape.list(ORNE)) == 1


@pytest.mark.parametrize("acteur", [LECTEUR, MANCHE], ids=["lecteur", "autre comité"])
def test_who_may_not_write_has_no_form(store: Store, acteur: Acteur) -> None:
    for params in (CELLULE, REVUE):
        at = open_as(acteur, ENGAGEMENTS, **params)
        assert not [zone for zone in at.text_area if "E1-D61" in str(zone.key)]
    assert "publié" in lu(open_as(acteur, ENGAGEMENTS, **CELLULE))


@pytest.mark.parametrize("acteur", [LECTEUR, MANCHE], ids=["lecteur", "autre comité"])
def test_forced_form_is_refused_by_the_store(
    store: Store, acteur: Acteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "can", lambda *_: True)
    at = open_as(acteur, ENGAGEMENTS, **REVUE)
    fill_point(at)
    button(at, "Ajouter le point d’étape").click().run()
    assert "ne permet pas d" in lu(at)
    assert store.points_etape.list(DIRECTION).empty


def test_direction_publishes_and_the_reader_sees_no_name(store: Store) -> None:
    add_point(store, synthese="Ce que le public lit.")
    assert "Ce que le public lit." not in lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))
    at = open_as(DIRECTION, ENGAGEMENTS, **CELLULE)
    at.button(key="publier-point_etape").click().run()
    public = lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))
    assert "Ce que le public lit." in public
    assert "Anne" not in public
    at.button(key="depublier-point_etape").click().run()
    assert "Ce que le public lit." not in lu(open_as(LECTEUR, ENGAGEMENTS, **CELLULE))


def test_committee_does_not_publish(store: Store) -> None:
    add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    assert "publier-point_etape" not in [b.key for b in at.button]


def test_withdrawn_point_comes_back(store: Store) -> None:
    identifiant = add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    at.button(key=f"retirer-point-{identifiant}").click().run()
    assert store.points_etape.list(ORNE).empty
    assert "Aucun point d’étape n’a été enregistré" in lu(at)
    at.button(key=f"retablir-point_etape-{identifiant}").click().run()
    assert len(store.points_etape.list(ORNE)) == 1


def test_last_entry_is_undone(store: Store) -> None:
    add_point(store)
    at = open_as(ORNE, ENGAGEMENTS, **CELLULE)
    at.button(key="annuler").click().run()
    assert store.points_etape.list(ORNE).empty


def test_text_of_people_is_never_markup(store: Store) -> None:
    piege = "<script>alert(1)</script> ![x](http://x.y/z.png) **gras** :red[x] $a$"
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
        jour = today() - dt.timedelta(days=60 - 10 * i if engagement != "E5" else 200)
        add_point(store, DIRECTION, engagement=engagement, territoire=lieu, meteo=meteo, date=jour)
    hier, demain = (today() + dt.timedelta(days=n) for n in (-1, 1))
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
    store.mesures.add(DIRECTION, indicateur_id=un, valeur=30, date=today(), source="CPAM")
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
    lieux = list(territoires.loc[territoires["niveau"] == "departement", "id"])
    if niveau == "cts":  # those that a committee rolls up, beside it
        lieux += ["CTS-76-DIEPPE", "CTS-76-HAVRE", "CTS-76-ROUEN"]
    for engagement in refs.engagements:
        for lieu in lieux:
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
                    pd.notna(a["fin"]) and a["fin"] < pd.Timestamp(today())
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
        assert METEO[attendue["meteo"]] in survol
        assert ("en retard" in survol) == bool(attendue["nb_en_retard"])
        assert ("Progression" in survol) == (attendue["progression"] is not None)
    assert len(grille["customdata"]) == len(attendues)
    ecran = EcranEngagements(
        donnees=donnees,
        etat=EtatEngagements(niveau=niveau),
        store=store,
        acteur=DIRECTION,
        jour=today(),
    )
    for ligne in ecran.retenues.to_dict("records"):
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
    assert "**2 cellules sur 25**" in at.info[0].value
    at.checkbox(key="w-meteo-").check().run()
    attendues = naive_cells(store, "departement").values()
    nombre = sum(c["meteo"] in ("compromis", "") for c in attendues)
    assert f"**{nombre} cellules sur 25**" in at.info[0].value
    assert sorted(at.query_params["meteo"]) == ["aucune", "compromis"]


def test_silence_follows_its_threshold(store: Store) -> None:
    add_point(store, date=today() - dt.timedelta(days=100))
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
    lien = liens["E3 · Seine-Maritime"]
    assert lien.query_string.startswith("engagement=E3&territoire=D76")


def test_changes_are_told_in_words_and_on_the_grid(store: Store) -> None:
    add_point(store, meteo="appuis")
    hier = (today() - dt.timedelta(days=1)).isoformat()
    at = open_as(ORNE, ENGAGEMENTS, vue="changements", depuis=hier)
    assert "**1 changement depuis" in lu(at)
    assert "Non renseigné → Appuis nécessaires" in lu(at)
    grille = next(t for t in charts(at)[0]["data"] if t.get("customdata"))
    assert grille["customdata"] == [["E1", "D61"]]
    demain = (today() + dt.timedelta(days=1)).isoformat()
    at = open_as(ORNE, ENGAGEMENTS, vue="changements", depuis=demain)
    assert at.date_input(key="w-depuis").value == today()


def test_unknown_values_of_an_address_are_said(store: Store) -> None:
    at = open_as(ORNE, ENGAGEMENTS, niveau="x", territoire="D99", silence="-4", depuis="hier")
    dits = " ".join(str(w.value) for w in at.warning)
    for ecrit in ("« x »", "« D99 »", r"« \-4 »", "« hier »"):
        assert ecrit in dits


def test_a_screen_shows_the_territory_of_its_address_whatever_another_showed_last(
    store: Store,
) -> None:
    """By an address typed in the session: the field of the other screen has the same name."""
    at = open_as(ORNE, INSTRUCTION, territoire="D61")
    for fichier, params in (
        (ENGAGEMENTS, {"engagement": "E1", "territoire": "D61"}),
        (INSTRUCTION, {"territoire": "D61"}),
        (ENGAGEMENTS, {"engagement": "E1", "territoire": "D61"}),
    ):
        at.switch_page(str(RACINE / "pages" / fichier))
        at.query_params.clear()
        at.query_params.update(params)
        run(at)
        assert field(at.selectbox, "Territoire").value == "D61", fichier
