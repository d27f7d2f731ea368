"""The roadmap's screen through the router: what is written, and what is not."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from concertation.analyse.feuille_route.lecture import financements_of, mesures_of
from concertation.analyse.mots.formats import format_nombre
from concertation.analyse.mots.typographie import typeset
from concertation.analyse.provenance import reserve_ids
from concertation.donnees import dossier_courant, load_donnees
from concertation.interface.ecrans.feuille_route.ecran import EtatFeuille
from concertation.interface.elements import figures
from tests.aides.dossiers import VALMONT
from tests.interface.ecrans.test_ecrans import charts, dossier, open_ecran  # noqa: F401
from tests.interface.ecrans.test_ecrans import texts as base_texts

FICHIER = "suivre/feuille_route.py"
HAVRE = load_donnees(dossier_courant())
VALMONTS = load_donnees(VALMONT)
ACTIONS = HAVRE.table("actions")


def open_feuille(**params: str | list[str]) -> AppTest:
    return open_ecran(FICHIER, **params)


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, object]]:
    """What each picture of the screen would take away, by its title."""
    vues: dict[str, dict[str, object]] = {}
    monkeypatch.setattr(figures, "_show_image", lambda titre, _, **avec: vues.update({titre: avec}))
    return vues


def test_the_picture_of_a_rate_has_its_source_and_its_reservation(images) -> None:
    open_feuille(action="ACT-11")
    avec = images["Taux et capacités"]
    assert "Feuille de route territoriale du CTS du Havre" in avec["dits"][1]
    assert reserve_ids(HAVRE, avec["reserves"]) == ["R21"]


def test_the_picture_of_participants_says_how_many_they_were_and_when(images) -> None:
    open_ecran("comprendre/accueil.py")
    avec = images["Qui a participé, sur 100 participants"]
    dit = avec["dits"][1].replace("\u00a0", " ").replace("\u202f", " ")
    assert dit.startswith("Près de 1 250 participants · Ateliers tenus du 8 au 29 novembre 2022")
    assert "R04" in reserve_ids(HAVRE, avec["reserves"])


@pytest.fixture
def valmont(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(VALMONT))


def texts(at: AppTest) -> str:
    """All that a reader can read in words, acronyms without their links."""
    lu = "\n".join([base_texts(at), *(str(s.value).replace("\\", "") for s in at.subheader)])
    return re.sub(r'\[([^]]*)\]\([^"]*"[^"]*"\)', r"\1", lu)


def buttons(at: AppTest) -> list[str]:
    return [bouton.label.replace("\\", "") for bouton in at.button]


def test_every_priority_is_listed_and_silence_is_never_a_zero() -> None:
    at = open_feuille()
    lu = texts(at)
    assert "12 priorités, dont 6 sans élément publié" in lu
    for intitule in HAVRE.table("priorites")["intitule"]:
        assert typeset(intitule) in lu
    assert lu.count("*pas d’élément publié*") == 6
    ouvre = buttons(at)
    assert not any("0 chantier" in mots or "0 action" in mots for mots in ouvre)
    assert set(map(typeset, ACTIONS["titre_court"])) <= set(ouvre)
    assert "janvier 2025" in lu
    for reserve in ("R19", "R20"):
        assert f"**{reserve} – " in lu


def test_priority_shows_its_actions_with_need_people_place_money_results_and_next() -> None:
    lu = texts(open_feuille(priorite="P02"))
    for ecrit in (
        "plus de 3 100 patients",
        "association Sextant 76",
        "Le Havre Seine Métropole : 20 000 euros, période non précisée",
        "ARS : 68 000 euros, sur trois ans",
        "2 466 consultations",
        "1 013 patients",
        "intégrant une IPA",
        "**Porteur :** non précisé",
    ):
        assert ecrit in lu.replace("\u202f", " "), ecrit
    assert "Groupe d’entraide mutuelle" not in lu


def test_silent_priority_says_so() -> None:
    at = open_feuille(priorite="P05")
    assert "pas d’élément publié" in at.info[0].value
    assert "**R19 – " in texts(at)


def test_flow_and_stock_stand_side_by_side_without_any_rate() -> None:
    at = open_feuille(action="ACT-01")
    lu = texts(at).replace("\u202f", " ")
    assert "plus de 3 100 patients" in lu
    assert "1 013 patients" in lu
    assert "jamais en taux d’avancement" in lu
    assert charts(at) == []
    assert "32" not in lu.replace("2032", "")  # 1 013 / 3 100 is 32.7 %


def test_partial_detail_is_drawn_under_its_whole_with_its_reservation() -> None:
    at = open_feuille(action="ACT-02")
    barres = charts(at)[0]["data"][0]
    assert barres["customdata"][0] == "uaped-evaluations"
    assert barres["x"] == [1.0, *(round(n / 162, 5) for n in (45, 34, 15))]
    assert "**R23 – " in texts(at)


def test_rate_keeps_its_territory_and_shows_its_target() -> None:
    at = open_feuille(action="ACT-11")
    figure = charts(at)[0]
    mots = " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert "Seine-Maritime" in mots
    assert "Objectif : 100\u00a0%" in mots
    assert figure["data"][1]["x"] == [0.91]
    assert "**R21 – " in texts(at)
    assert "R24" not in texts(at)


@pytest.mark.parametrize("action", ACTIONS["id"])
def test_every_sheet_tells_all_its_figures_and_words(action: str) -> None:
    at = open_feuille(action=action)
    notes = [str(note["text"]) for f in charts(at) for note in f["layout"]["annotations"]]
    lu = texts(at) + " ".join(notes).replace("<br>", " ")
    for mesure in mesures_of(HAVRE, action).to_dict("records"):
        assert format_nombre(mesure["valeur"]) in lu, mesure["id"]
        assert typeset(mesure["libelle"]).split()[-1] in lu, mesure["id"]
    for ligne in financements_of(HAVRE, action).to_dict("records"):
        assert format_nombre(ligne["montant"], vide="non précisé") in lu, ligne["id"]
    for paragraphe in ACTIONS.set_index("id").loc[action]["bilan"].split("\n\n"):
        assert typeset(paragraphe) in lu


def test_card_counts_the_figures_that_only_the_sheet_has() -> None:
    lu = texts(open_feuille(priorite="P06"))
    assert "autres chiffres dans la fiche*" in lu


def test_money_is_listed_by_funder_and_never_added() -> None:
    at = open_feuille(vue="argent")
    lignes = HAVRE.table("financements")
    # A detail stands in the amount of its whole, never as a line beside it.
    entieres = int((lignes["parent"] == "").sum())
    assert f"**{entieres} lignes sur {entieres}**" in at.info[0].value
    (table,) = at.table
    assert len(table.value) == entieres
    (details,) = [m for m in table.value["Montant"] if "dont" in m]
    assert details.count("; dont ") == 2
    lu = texts(at)
    assert "Ces lignes ne s’additionnent pas" in lu
    assert "Somme :" not in lu
    at.checkbox(key="w-financeur-ARS").check().run()
    assert at.query_params["financeur"] == "ARS"
    assert "**2 lignes sur 11**" in at.info[0].value
    assert "R25" in texts(at)


def test_timeline_holds_every_dated_fact() -> None:
    at = open_feuille(vue="frise")
    figure = charts(at)[0]
    dessines = {fait for trace in figure["data"] for fait, _ in trace["customdata"]}
    assert dessines == set(HAVRE.table("faits")["id"])


def test_announced_texts_are_to_the_letter() -> None:
    lu = texts(open_feuille(vue="perspectives"))
    for texte in HAVRE.table("perspectives")["texte"]:
        assert typeset(texte) in lu, texte


def test_unknown_values_of_an_address_are_said_and_left_out() -> None:
    at = open_feuille(priorite="P99", action="ACT-99", vue="rien")
    assert {w.value for w in at.warning} == {
        "« P99 » : valeur inconnue pour « Priorité ». Valeurs possibles : P01, P02, P03, P04, "
        r"P05, P06, P07, P08, P09, P10, P11, P12\.",
        r"« ACT-99 » : valeur inconnue pour « Action ». Exemple : ACT-01\.",
        "« rien » : valeur inconnue pour « Afficher ». Valeurs possibles : priorites, argent, "
        "frise (Calendrier), perspectives (Suites).",
    }


def test_an_action_brings_its_priority_and_its_roadmap() -> None:
    etat, phrases = EtatFeuille.from_params({"action": ["VA-3"], "feuille": ["?"]}, VALMONTS)
    assert (etat.feuille, etat.priorite, etat.action) == ("FV-SABLENOIR", "VS-1", "VA-3")
    assert len(phrases) == 1
    assert etat.to_params() == {"feuille": ["FV-SABLENOIR"], "action": ["VA-3"]}
    assert EtatFeuille.from_params(etat.to_params(), VALMONTS) == (etat, ())


def test_another_roadmap_is_chosen_by_its_rows_alone(valmont: None) -> None:
    at = open_feuille()
    assert "Trois priorités guident les actions." in texts(at)
    at.selectbox(key="w-feuille").select("FV-SABLENOIR").run()
    assert at.query_params["feuille"] == "FV-SABLENOIR"
    lu = texts(at)
    assert "juillet 2033" in lu
    assert "1 priorité" in lu
    assert "**Cadre :** non précisé" in lu
    assert "Soirées" in buttons(at)
    assert "Bibliobus" not in buttons(at)


def test_what_may_be_added_is_added_with_its_period(valmont: None) -> None:
    lu = texts(open_feuille(action="VA-1"))
    assert "dont Région fictive de Valmont : 6 000 euros" in lu.replace("\u202f", " ")
    assert "Somme" not in lu  # details are in their whole already


def test_folder_without_roadmap_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DATA", str(tmp_path))
    at = open_feuille()
    assert "Aucune feuille de route n’est publiée" in at.info[0].value


@pytest.mark.parametrize("nom", ["feuilles", "actions", "mesures", "financements"])
def test_broken_file_is_told_in_its_place(dossier: Path, nom: str) -> None:  # noqa: F811
    (dossier / f"{nom}.csv").write_text("n’importe quoi\n", encoding="utf-8")
    at = open_feuille(action="ACT-01")
    assert f"{nom}.csv" in texts(at)
    assert len(at.title) == 1


def test_links_are_readings_with_their_reason_and_can_be_hidden() -> None:
    at = open_feuille(action="ACT-01")
    lu = texts(at)
    assert "Proposition ACC-N-10" in lu
    assert "**Rapprochement éditorial, lien fort** : Le Pôle santé 100 % LH repose" in lu
    assert "Lien publié" not in lu
    at.session_state["rapprochements"] = False
    at.run()
    lu = texts(at)
    assert "ACC-N-10" not in lu
    assert "rapprochements éditoriaux sont masqués" in lu


def test_a_link_that_a_document_writes_stays_when_readings_are_hidden(valmont: None) -> None:
    at = open_feuille(action="VA-1")
    at.session_state["rapprochements"] = False
    at.run()
    assert "**Lien publié**" in texts(at)
