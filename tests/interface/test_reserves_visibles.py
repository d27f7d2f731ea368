"""Each reservation stands in full on the screens of its figures, and in the files they give.

The table names, for a state of a screen, words of what the reservation is about, so that a screen
which lost the figure fails as one which lost the reservation.
"""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from concertation.analyse.mots.typographie import typeset
from concertation.donnees import dossier_courant, load_donnees
from tests.aides.francais import faults
from tests.aides.relire import read_export, read_stamp
from tests.interface.ecrans.test_ecrans import charts, open_ecran, texts

RESERVES = load_donnees(dossier_courant()).table("reserves").set_index("id")
FEUILLE, TRACE, LIEUX = (
    "suivre/feuille_route.py", "suivre/tracabilite.py", "comprendre/territoires.py"
)  # fmt: skip
DONNEES, FICHE = "gerer/donnees.py", "comprendre/propositions.py"
# (screen, its address, {reservation: what it is about}, {file given: reservations it carries})
ETATS: list[tuple[str, dict[str, str], dict[str, str], dict[str, str]]] = [
    (
        FEUILLE,
        {},
        {"R19": "dont 6 sans élément publié", "R20": "Territoire"},
        {"actions": "R18 R20 R21 R22 R28 R33", "mesures": "R18 R20 R21 R22 R23 R24 R26 R28 R33"},
    ),
    (
        FEUILLE,
        {"vue": "argent"},
        {"R21": "par action", "R25": "11 lignes sur 11", "R27": "ne s’additionnent pas"},
        {"financements": "R20 R21 R25 R27 R28 R35"},
    ),
    (FEUILLE, {"priorite": "P01"}, {"R19": "pas d’élément publié", "R28": "rapproché"}, {}),
    (
        FEUILLE,
        {"action": "ACT-01"},
        {"R20": "Havre", "R25": "68 000", "R26": "3 100", "R27": "20 000", "R28": "rapproché"},
        {"mesures": "R20 R26 R28"},
    ),
    (FEUILLE, {"action": "ACT-04"}, {"R36": "Engagé avant les ateliers"}, {}),
    (
        DONNEES,
        {"fichier": "dispositifs", "fiche": "medicobus"},
        {"R30": "document non daté", "R31": "Nocé (Perche en Nocé)"},
        {},
    ),
    (FEUILLE, {"action": "ACT-02"}, {"R23": "162"}, {"mesures": "R23"}),
    (FEUILLE, {"action": "ACT-09"}, {"R21": "296 heures", "R24": "12"}, {"mesures": "R21 R24"}),
    (
        FEUILLE,
        {"action": "ACT-10"},
        {"R18": "4 MSP", "R22": "Héricourt", "R33": "MSP"},
        {"mesures": "R18 R22 R33"},
    ),
    (FEUILLE, {"action": "ACT-11"}, {"R21": "91 %"}, {"mesures": "R21"}),
    (FEUILLE, {"action": "ACT-12"}, {"R33": "2 MSP"}, {"mesures": "R33"}),
    (FEUILLE, {"action": "ACT-13"}, {"R21": "7 à 12 ans"}, {"mesures": "R21"}),
    (
        LIEUX,
        {"territoire": "D61"},
        {"R30": "Médicobus", "R31": "Nocé (Perche en Nocé)", "R32": "prioritaires"},
        {"zones_prioritaires": "R30 R32"},
    ),
    (LIEUX, {"territoire": "D76"}, {"R18": "MSP", "R21": "PCO", "R28": "feuille de route"}, {}),
    (LIEUX, {"vue": "regards"}, {"R29": "280 projets"}, {"comparaison_chiffres": "R29"}),
    (
        TRACE,
        {"depart": "action:ACT-10"},
        {"R18": "MSP", "R22": "MSP", "R28": "Rapprochement éditorial", "R33": "MSP"},
        {"chaine": "R18 R20 R22 R28 R33", "rapprochements": "R18 R22 R28 R33"},
    ),
    (
        TRACE,
        {"depart": "dispositif:psla"},
        {"R28": "Rapprochement éditorial", "R30": "PSLA", "R33": "PSLA"},
        {"chaine": "R28 R30 R33"},
    ),
    (
        TRACE,
        {"orphelins": "priorite-aval"},
        {"R19": "ce qui n’en a pas"},
        {"priorite-aval": "R19 R20 R28"},
    ),
    (
        "suivre/engagements.py",
        {"engagement": "E1", "territoire": "D61"},
        {"R28": "rapprochement éditorial", "R30": "composantes", "R33": "composantes"},
        {},
    ),
    (FICHE, {"fiche": "ACC-L-13"}, {"R28": "rapprochement éditorial"}, {}),
    ("comprendre/accueil.py", {}, {"R28": "rapprochements éditoriaux"}, {}),
    ("gerer/aide.py", {}, {"R33": "Glossaire"}, {}),
    *(
        (DONNEES, {"fichier": fichier}, dict.fromkeys(numeros.split(), "ligne"), {fichier: numeros})
        for fichier, numeros in {
            "priorites": "R19",
            "feuilles": "R19 R20",
            "lieux": "R22 R31",
            "dispositifs": "R30 R31 R33 R36",
            "indicateurs": "R18 R21 R23 R24 R26 R30 R33",
            "zones_prioritaires": "R30 R32",
            "comparaison": "R29",
            "glossaire": "R33",
        }.items()
    ),
]  # fmt: skip


@pytest.fixture
def donnes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What makes each file that the screen offers, by its button's key: « mesures-csv »."""
    faits: dict[str, Callable[[], bytes]] = {}
    bouton = st.download_button

    def note(label: str, data: Callable[[], bytes], *args: object, **options: object) -> bool:
        faits[str(options.get("key"))] = data
        return bouton(label, data, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(st, "download_button", note)
    return faits


def ask_files(at: AppTest, *noms: str) -> None:
    """Open the windows of these files: nothing is offered before."""
    for nom in noms:
        at.session_state[f"{nom}-exporter"] = True
    at.run()


@pytest.mark.parametrize(
    ("fichier", "adresse", "visibles", "exports"),
    ETATS,
    ids=[f"{fichier}-{'-'.join(adresse.values())}" for fichier, adresse, *_ in ETATS],
)
def test_reservations_stand_in_full_by_their_figures_and_go_with_their_rows(
    fichier: str,
    adresse: dict[str, str],
    visibles: dict[str, str],
    exports: dict[str, str],
    donnes: dict[str, Callable[[], bytes]],
) -> None:
    at = open_ecran(fichier, **adresse)
    replies = " ".join(str(bloc.label) for bloc in [*at.expander, *at.button])
    notes = " ".join(n["text"] for f in charts(at) for n in f["layout"].get("annotations", ()))
    titres = " ".join(str(bloc.value) for bloc in at.subheader)
    ecrit = f"{texts(at)} {titres} {replies} {notes}".replace("\u202f", " ")
    for numero, objet in visibles.items():
        reserve = RESERVES.loc[numero]
        assert objet in ecrit, (numero, objet)
        for mots in (numero, reserve["titre"], reserve["constat"], reserve["conduite"]):
            assert typeset(str(mots)) in ecrit, numero
    ask_files(at, *exports)
    for nom, numeros in exports.items():
        for fin in ("csv", "csv-excel"):
            contenu = donnes[f"{nom}-{fin}"]()
            assert len(read_export(contenu, "x.zip"))
            cachet = read_stamp(contenu)
            assert faults(cachet.splitlines()) == []
            for numero in numeros.split():
                reserve = RESERVES.loc[numero]
                mots = f"Réserve : {numero} – {reserve['titre']} : {reserve['constat']}"
                assert typeset(mots) in cachet, (nom, numero)


def test_every_reservation_of_the_other_documents_is_held_by_a_screen_and_a_file() -> None:
    attendues = {*(f"R{n}" for n in range(18, 34)), "R36"}
    assert attendues <= {numero for *_, visibles, _ in ETATS for numero in visibles}
    assert attendues <= {
        n for *_, exports in ETATS for numeros in exports.values() for n in numeros.split()
    }


def test_a_file_leaves_out_reservations_of_what_it_does_not_hold(
    donnes: dict[str, Callable[[], bytes]],
) -> None:
    ask_files(open_ecran(TRACE, depart="dispositif:psla"), "chaine")
    cachet = read_stamp(donnes["chaine-csv"]())
    for numero in ("R18", "R19", "R29"):
        assert f"Réserve : {numero}" not in cachet


def test_files_made_without_editorial_links_hold_none_and_say_so(
    donnes: dict[str, Callable[[], bytes]],
) -> None:
    at = open_ecran(TRACE, depart="proposition:ACC-L-13", rapprochements="non")
    ask_files(at, "chaine", "rapprochements")
    assert "rapprochements-csv" not in donnes
    contenu = donnes["chaine-csv"]()
    assert "sans les rapprochements éditoriaux" in read_stamp(contenu)
    assert read_export(contenu, "x.zip")["genre"].tolist() == ["Thème"]
