"""Every number of the five documents: where it is in the data, on a screen, in an export and in a
paper or a workbook, with its perimeter and its qualifier.

``chiffres_des_documents.csv`` names each number that the documents write, line by line: the row
and the column that hold it, the words that readers see (`dit`), its qualifier, unit, perimeter,
period and whole; or why it counts nothing (`raison`: a page, a rank, a name).
"""

import csv
import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import load_donnees
from concertation.recits.blocs import Liste
from concertation.recits.contexte import Contexte
from concertation.restitution import documents as papiers
from concertation.restitution.classeur.exports import build_cachet, to_csv, to_fichier
from concertation.restitution.documents.modele import Document
from tests.aides.francais import texts_in
from tests.aides.relire import read_export
from tests.aides.textes_livret import DATA, DOCUMENTS, RACINE, document, plain, rows, split, text
from tests.data.numbers import EN_LETTRES, NUMBER, read_value

with Path(__file__).with_name("chiffres_des_documents.csv").open(encoding="utf-8") as fichier:
    INVENTAIRE = list(csv.DictReader(fichier))
CHIFFRES = [row for row in INVENTAIRE if row["dit"]]
LUS = "sans chiffre"  # a number that the document writes without a figure, or that one counts
JOUR = dt.date(2026, 11, 22)
CHEZ_EUX = ("R28", "D61")  # the territories that « dispositifs » with figures name
DONNEES = load_donnees(DATA)
FICHIERS = ("mesures", "financements", "reperes", "comparaison_chiffres", "participation")
TABLES = {nom: {row["id"]: row for row in rows(nom)} for nom in (*FICHIERS, "indicateurs")}
ATTRIBUTS = {
    "qualificatif": "qualificatif", "unite": "unite", "perimetre": "perimetre",
    "territoire": "territoire", "periode": "periode_texte", "tout": "parent",
}  # fmt: skip


def flat(words: str) -> str:
    return " ".join(words.replace("\xa0", " ").replace("\u202f", " ").replace("\\", "").split())


@pytest.mark.parametrize("numero", DOCUMENTS.values())
def test_every_number_of_a_document_is_in_the_inventory_and_no_other(numero: str) -> None:
    lignes = text(f"document_{numero}.txt").split("\n")
    ecrits = Counter(
        (rang, m.group()) for rang, ligne in enumerate(lignes, 1) for m in NUMBER.finditer(ligne)
    )
    siennes = [row for row in INVENTAIRE if row["document"] == numero]
    assert (
        Counter((int(row["ligne"]), row["ecrit"]) for row in siennes if LUS not in row["raison"])
        == ecrits
    )
    for row in siennes:
        assert plain(row["ecrit"]) in plain(lignes[int(row["ligne"]) - 1]), row


def test_every_number_is_in_its_row_or_says_why_it_counts_nothing() -> None:
    sources = {numero: source for source, numero in DOCUMENTS.items()}
    for row in INVENTAIRE:
        if not row["fichier"]:
            assert len(row["raison"]) > len("titre : "), row
            continue
        (ligne,) = (r for r in rows(row["fichier"]) if r["id"] == row["id"])
        cites = split(ligne.get("source") or ligne.get("documents") or ligne["id"])
        assert sources[row["document"]] in cites, row
        cellule = ligne[row["colonne"]]
        if row["dit"]:
            if LUS not in row["raison"]:
                assert read_value(row["ecrit"].rstrip("h")) == float(cellule), row
        elif row["colonne"] in ("date", "date_fin"):
            jour = dt.date.fromisoformat(cellule)
            assert row["ecrit"] in (str(jour.day), str(jour.year)), row
        else:
            assert plain(row["ecrit"]) in plain(cellule), row


def test_every_figure_of_the_data_is_in_the_inventory() -> None:
    tenus = {(row["fichier"], row["id"]) for row in INVENTAIRE}
    for nom, colonne in zip(FICHIERS, ("valeur", "montant", "valeur", "valeur", "part"),
                            strict=True):  # fmt: skip
        for cle, ligne in TABLES[nom].items():
            assert (nom, cle) in tenus or not ligne[colonne], (nom, cle)
    assert len({(row["fichier"], row["id"]) for row in CHIFFRES}) == 139


@pytest.mark.parametrize("row", CHIFFRES, ids=lambda r: f"{r['document']}-{r['ligne']}-{r['id']}")
def test_a_figure_has_the_attributes_that_its_document_gives_it(row: dict[str, str]) -> None:
    ligne = TABLES[row["fichier"]][row["id"]]
    toute = {**TABLES["indicateurs"].get(ligne.get("indicateur", ""), {}), **ligne}
    for attribut, colonne in ATTRIBUTS.items():
        if not (attribut == "unite" and row["fichier"] == "participation"):
            assert row[attribut] == toute.get(colonne, ""), attribut
    for mots in (row["perimetre"], row["periode"]):
        sources = {numero: source for source, numero in DOCUMENTS.items()}
        assert plain(mots) in document(sources[row["document"]])
    # A number in letters, and its approximation, are qualified as the document does.
    if row["ecrit"].endswith("aine"):
        assert row["ecrit"] in EN_LETTRES
        assert row["dit"].startswith("environ ")


def address_of(row: dict[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The screen that tells a figure, and its address."""
    ligne = TABLES[row["fichier"]][row["id"]]
    if row["fichier"] == "comparaison_chiffres":
        return "comprendre/territoires.py", (("vue", "regards"),)
    if row["fichier"] == "participation":
        return "gerer/donnees.py", (("fichier", "participation"),)
    if row["fichier"] == "reperes":
        return "comprendre/accueil.py", ()
    mere = TABLES["indicateurs"][ligne["indicateur"]] if row["fichier"] == "mesures" else ligne
    if mere["action"]:
        return "suivre/feuille_route.py", (("action", split(mere["action"])[0]),)
    return "gerer/donnees.py", (("fichier", "dispositifs"), ("fiche", mere["dispositif"]))


ECRANS: dict[tuple[str, tuple[tuple[str, str], ...]], list[dict[str, str]]] = defaultdict(list)
for _row in CHIFFRES:
    ECRANS[address_of(_row)].append(_row)


def test_every_figure_is_read_on_a_screen() -> None:
    """One session that visits the screens, as a reader would."""
    at = AppTest.from_file(str(RACINE / "dashboard.py"), default_timeout=30)
    at.run()
    for (page, adresse), siens in sorted(ECRANS.items()):
        at.switch_page(str(RACINE / "pages" / page))
        at.query_params.clear()
        for nom, valeur in adresse:
            at.query_params[nom] = valeur
        at.run()
        assert not at.exception
        lu = flat(" ".join(map(str, _said(at))))
        for row in siens:
            # A gauge writes what is aimed at apart from its number; a table keeps « % » above.
            for mots in row["dit"].split(" : "):
                attendu = mots.removesuffix(" %") if row["fichier"] == "participation" else mots
                assert attendu in lu, (page, adresse, row["id"], row["dit"])


def _said(at: AppTest) -> list[object]:
    simples = [*at.title, *at.header, *at.subheader, *at.markdown, *at.caption]
    dits = [element.value for element in simples]
    dits += [f"{metrique.value} {metrique.label}" for metrique in at.metric]
    dits += [tableau.value.to_string() for tableau in [*at.dataframe, *at.table]]
    # A chart writes its words in its specification.
    return dits + [json.loads(f'"{m}"') for c in at.get("plotly_chart") for m in _words(c)]


def _words(graphique: Any) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', graphique.proto.spec)


def test_every_figure_is_read_in_a_file() -> None:
    for nom in FICHIERS:
        frame = DONNEES.table(nom)
        lu = read_export(to_csv(frame), f"{nom}.csv").set_index("id")
        for row in CHIFFRES:
            if row["fichier"] == nom:
                assert float(lu.loc[row["id"], row["colonne"]]) == float(
                    TABLES[nom][row["id"]][row["colonne"]]
                )
                assert lu.loc[row["id"]].get("qualificatif", "") == row["qualificatif"]


def build(piece: str, **choix: Any) -> Document:
    return papiers.DOCUMENTS[piece].build(Contexte(DONNEES, JOUR), choix)


def sheets() -> Iterator[str]:
    """What the papers on A4 say item by item; money with the place of its action, above it."""
    documents = [
        build(papiers.FEUILLE),
        *(build(papiers.TERRITOIRE, territoire=t, annexe=True) for t in CHEZ_EUX),
    ]
    ou = ""
    for section in (section for un in documents for section in un.sections):
        for liste in (bloc for bloc in section.blocs if isinstance(bloc, Liste)):
            for puce in liste.puces:
                ou = puce.dit if puce.fort.startswith("Où") else ou
                suite = (ou,) if section.titre.startswith("Financement") else ()
                yield flat(" ".join((puce.dit, *puce.sous, *suite))).replace("’", "'").lower()


def test_every_figure_that_has_a_sheet_is_on_a_paper_with_its_place_period_and_whole() -> None:
    dits = list(sheets())
    siens = [row for row in CHIFFRES if row["fichier"] in ("mesures", "financements")]
    assert siens
    for row in siens:
        mesure = TABLES[row["fichier"]][row["id"]].get("indicateur", "")
        libelle = TABLES["indicateurs"][mesure]["libelle"] if mesure else ""
        lieux = [name_territoire(DONNEES, cle) for cle in split(row["territoire"])]
        places = [mots for mots in (row["perimetre"], *lieux) if mots]
        # A detail stands under its whole, which is beside it; « /an » is « par an ».
        tout = (row["fichier"], row["tout"])
        touts = [autre["dit"] for autre in siens if (autre["fichier"], autre["id"]) == tout]
        mots = (row["dit"], libelle, row["periode"].replace("/", "par "), *touts,
                *(places or ["périmètre non précisé"]))  # fmt: skip
        attendus = [flat(mot).replace("’", "'").lower() for mot in mots]
        assert any(all(mot in dit for mot in attendus) for dit in dits), (row["id"], attendus)


def test_every_number_that_stands_in_words_alone_is_on_a_paper_with_them() -> None:
    feuille = plain(" ".join(texts_in(build(papiers.FEUILLE))))
    fiches = {"engagements": papiers.ENGAGEMENT, "propositions": papiers.PROPOSITION}
    for row in INVENTAIRE:
        if row["dit"] or row["fichier"] not in ("actions", "perspectives", *fiches):
            continue
        lu = feuille
        if piece := fiches.get(row["fichier"]):
            choix = {piece.removeprefix("fiche-"): row["id"]}
            lu = plain(" ".join(texts_in(build(piece, **choix))))
        (ligne,) = (r for r in rows(row["fichier"]) if r["id"] == row["id"])
        for paragraphe in ligne[row["colonne"]].split("\n\n"):
            assert plain(paragraphe) in lu, (row["id"], row["ecrit"])


@pytest.mark.parametrize("nom", ["reperes", "comparaison_chiffres", "participation"])
def test_every_other_figure_is_in_a_workbook_with_all_its_words(nom: str) -> None:
    frame = DONNEES.table(nom)
    cachet = build_cachet(DONNEES, nom, "", frame, JOUR, nom)
    lu = read_export(
        to_fichier(frame, cachet, nom, donnees=DONNEES, fichier=nom), f"{nom}.xlsx"
    ).set_index("id")
    siens = [row for row in CHIFFRES if row["fichier"] == nom]
    assert siens
    for row in siens:
        ligne = lu.loc[row["id"]]
        assert float(ligne[row["colonne"]]) == float(TABLES[nom][row["id"]][row["colonne"]])
        for attribut, colonne in ATTRIBUTS.items():
            if colonne in lu and not (attribut == "unite" and nom == "participation"):
                assert ligne[colonne] == row[attribut], (row["id"], attribut)
