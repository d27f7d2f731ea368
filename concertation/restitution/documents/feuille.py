"""« Bilan de la feuille de route »: priorities, then each action with its money and its results."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from concertation.analyse.feuille_route.chiffres import CONSTAT, Chiffre, read_chiffres
from concertation.analyse.feuille_route.lecture import (
    NON_PRECISE,
    SANS_ELEMENT,
    describe_financement,
    financements_of,
    list_actions,
    list_priorites,
    mesures_of,
    perspectives_of,
    sum_financements,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.documents.cachet import build_document
from concertation.restitution.documents.modele import Document, Section

# What an action tells at length, in the order of a reader's questions.
TEXTES = {
    "Besoin": "besoin",
    "Ce que c'est": "description",
    "Ce qui a été fait": "bilan",
    "À savoir": "remarque",
}
Cibles = list[tuple[str, str | None]]


def build_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The balance of a roadmap (`feuille`, else that of `territoire`, else the first one)."""
    feuille = _choose(contexte, parametres)
    cle = str(feuille["id"])
    priorites = list_records(list_priorites(contexte.donnees, cle))
    actions = list_records(list_actions(contexte.donnees, cle))
    cibles: Cibles = [("feuilles", cle), ("priorites", None)]
    sections = [Section("Ses priorités", _priorities(feuille, priorites))]
    for priorite in priorites:
        siennes = [a for a in actions if a["priorite"] == priorite["id"]]
        if not siennes:
            continue
        intitule = Texte((str(priorite["intitule"]),), "discret")
        sections.append(Section(f"{priorite['ordre']}. {_title(priorite)}", (intitule,)))
        for action in siennes:
            sections += _action(contexte, cle, action)
            cibles += _targets(contexte, str(action["id"]))
    if suites := list_records(perspectives_of(contexte.donnees, cle)):
        sections.append(Section("Ce que la feuille annonce aussi", _by_heading(suites)))
    return build_document(
        contexte,
        "Bilan de la feuille de route",
        str(feuille["nom"]),
        sections,
        sous_titre=", ".join(str(feuille[n]) for n in ("cadre", "periode_texte") if feuille[n]),
        filtres=f"feuille de route « {feuille['nom']} »"
        + (f", bilan {feuille['bilan']}" if feuille["bilan"] else ""),
        sources=[feuille["source"], *(a["source"] for a in actions)],
        cibles=cibles,
        suivi=False,
    )


def _choose(contexte: Contexte, parametres: Mapping[str, Any]) -> dict[str, Any]:
    feuilles = soft_table(contexte.donnees, "feuilles")
    voulue = str(parametres.get("feuille") or "")
    if voulue:
        contexte.require(feuilles["id"], voulue, "La feuille de route")
        feuilles = feuilles[feuilles["id"] == voulue]
    elif territoire := str(parametres.get("territoire") or ""):
        feuilles = feuilles[feuilles["territoire"] == territoire]
    if feuilles.empty:
        raise DiapoImpossible("Aucune feuille de route n'est publiée.")
    return list_records(feuilles)[0]


def _title(ligne: Mapping[str, Any]) -> str:
    return str(ligne["titre_court"] or ligne["intitule"])


def _priorities(feuille: Mapping[str, Any], priorites: list[dict[str, Any]]) -> tuple[Bloc, ...]:
    texte = [p for p in str(feuille["introduction"] or "").split("\n\n") if p.strip()]
    tableau = Tableau(
        ("N°", "Priorité", "Actions publiées"),
        tuple(
            (
                str(p["ordre"]),
                str(p["intitule"]),
                str(p["nb_actions"]) if p["elements_publies"] else SANS_ELEMENT,
            )
            for p in priorites
        ),
        (8, 66, 26),
    )
    return (*((Texte(tuple(texte)),) if texte else ()), tableau)


def _action(contexte: Contexte, feuille: str, action: Mapping[str, Any]) -> Iterator[Section]:
    """Need, who, where, what was done; then money as written, figures, and what comes next."""
    donnees, cle = contexte.donnees, str(action["id"])
    lieux = [contexte.territoires.get(lieu, lieu) for lieu in split_liste(action["territoire"])]
    reperes = (
        ("Qui", _who(action)),
        ("Où", ", ".join([*lieux, *([action["perimetre"]] if action["perimetre"] else [])])),
        ("Quand", ", ".join(m for m in (action["debut_texte"], action["fin_texte"]) if m)),
    )
    puces = tuple(Puce(f"{nom} : {mots or NON_PRECISE}") for nom, mots in reperes)
    yield Section(_title(action), (Texte((str(action["intitule"]),)), Liste(puces)), niveau=2)
    for titre, colonne in TEXTES.items():
        paragraphes = [p.strip() for p in str(action[colonne] or "").split("\n\n") if p.strip()]
        if paragraphes:
            yield Section(titre, (Texte(tuple(paragraphes)),), niveau=3)
    argent = tuple(_money(financements_of(donnees, cle)))
    yield Section("Financement, comme il est écrit", argent, "Non publié.", 3)
    lignes = tuple(
        ligne
        for chiffre in read_chiffres(mesures_of(donnees, cle))
        for ligne in _figures(contexte, chiffre)
    )
    tableau = Tableau(
        ("Résultat publié", "Valeur", "Période", "Territoire", "Réserves"),
        lignes,
        (32, 24, 18, 15, 11),
    )
    vide = "Aucun résultat chiffré n'est publié."
    yield Section("Résultats", (tableau,) if lignes else (), vide, 3)
    if suites := list_records(perspectives_of(donnees, feuille, cle)):
        yield Section("Suites annoncées", (Liste(tuple(_next(suites))),), niveau=3)


def _who(action: Mapping[str, Any]) -> str:
    partenaires = ", ".join(split_liste(action["partenaires"]))
    return str(action["porteur"] or NON_PRECISE) + (f", avec {partenaires}" if partenaires else "")


def _money(lignes: pd.DataFrame) -> Iterator[Bloc]:
    puces = []
    for _, ligne in lignes.iterrows():
        partage = " (somme écrite pour plusieurs actions)" if ligne["partage"] else ""
        puces.append(Puce(describe_financement(ligne) + partage))
    if puces:
        yield Liste(tuple(puces))
    if phrase := sum_financements(lignes).phrase:
        yield Texte((phrase,), "discret")


def _figures(contexte: Contexte, chiffre: Chiffre, niveau: int = 0) -> Iterator[tuple[str, ...]]:
    """A row for the figure, its targets, then its details."""
    for mesure in (chiffre.mesure, *chiffre.cibles):
        nature = "" if mesure["nature"] == CONSTAT else f" ({mesure['nature']})"
        reserves = contexte.reserves(*_targets_of(mesure))
        yield (
            _part(str(mesure["libelle"]), niveau) + nature,
            str(mesure["phrase"]),
            str(mesure["periode_texte"] or "non précisée"),
            contexte.territoires.get(mesure["territoire"], "") or str(mesure["perimetre"] or "–"),
            ", ".join(reserve.partition(" – ")[0] for reserve in reserves) or "–",
        )
    for detail in chiffre.details:
        yield from _figures(contexte, detail, niveau + 1)


def _part(libelle: str, niveau: int) -> str:
    """The words of a detail say that it is one, once."""
    return f"dont {libelle}" if niveau and not libelle.lower().startswith("dont") else libelle


def _targets_of(mesure: Mapping[str, Any]) -> Cibles:
    return [("mesures", str(mesure["id"])), ("indicateurs", str(mesure["indicateur"]))]


def _targets(contexte: Contexte, action: str) -> Cibles:
    """What reservations of an action, its money and its figures may aim at."""
    cibles: Cibles = [("actions", action)]
    for argent in list_records(financements_of(contexte.donnees, action)):
        cibles.append(("financements", str(argent["id"])))
    for mesure in list_records(mesures_of(contexte.donnees, action)):
        cibles += _targets_of(mesure)
    return cibles


def _next(suites: list[dict[str, Any]]) -> Iterator[Puce]:
    for suite in suites:
        annee = "" if pd.isna(suite["annee"]) or not str(suite["annee"]).strip() else suite["annee"]
        yield Puce(f"{annee} : {suite['texte']}" if annee else str(suite["texte"]))


def _by_heading(suites: list[dict[str, Any]]) -> tuple[Bloc, ...]:
    """What a roadmap announces for the region, under the headings of its document."""
    rubriques = dict.fromkeys(str(suite["rubrique"]) for suite in suites)
    return tuple(
        Liste(tuple(_next([s for s in suites if s["rubrique"] == rubrique])), rubrique)
        for rubrique in rubriques
    )
