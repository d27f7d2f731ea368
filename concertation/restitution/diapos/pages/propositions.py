"""Slides of proposals: a theme with all of its own, or a choice of them."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.selection.filtres import FiltrePropositions
from concertation.analyse.selection.options import facettes_of
from concertation.analyse.selection.propositions import describe_filtre, filter_propositions
from concertation.declarations.portee import PORTEE
from concertation.graphiques.gabarit import theme_color
from concertation.recits.blocs import Bloc, Liste, Puce, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages import dessins
from concertation.restitution.diapos.pages.publies import Parametres

TITRES = {"locale": "Propositions locales", "nationale": "Propositions d'impulsion nationale"}


def compose_theme(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """A theme: its challenge and context beside the counts, then its proposals by reach."""
    themes = contexte.donnees.table("themes")
    cle = contexte.require(themes["id"], str(parametres.get("theme", "")), "Le thème")
    theme = list_records(themes[themes["id"] == cle])[0]
    couleur = theme_color(list(themes["id"]).index(cle), "light")
    textes: list[Bloc] = [Texte((str(theme["defi"]),), "citation")] if theme["defi"] else []
    if theme["contexte"]:
        textes.append(Texte(tuple(p for p in theme["contexte"].split("\n\n") if p.strip())))
    points = split_liste(theme["points_introductifs"])
    if points:
        textes.append(Liste(tuple(Puce(point) for point in points)))
    nom = str(theme["nom_court"])
    ouverture = Page(
        nom,
        surtitre="Thème",
        chapeau="" if theme["nom"] == nom else str(theme["nom"]),
        blocs=tuple(textes),
        a_cote=(dessins.draw_propositions(contexte.donnees, cle),),
        couleur=couleur,
        sources=contexte.sources([theme["source"]]),
        reserves=contexte.reserves(("themes", cle)),
        ecran=f"propositions?theme={cle}",
    )
    pages = [ouverture]
    for portee, mot in PORTEE.items():
        titre = TITRES.get(portee, f"Propositions\u00a0: {mot.lower()}")
        filtre = FiltrePropositions(facettes=(("theme", (cle,)), ("portee", (portee,))))
        pages += _list_pages(contexte, filtre, titre, surtitre=nom, couleur=couleur)
    return pages


def compose_propositions(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """A choice of proposals: by their ids, or by theme, reach and words."""
    propositions = contexte.donnees.table("propositions")
    voulues = [str(cle) for cle in _as_list(parametres.get("propositions"))]
    connues = set(propositions["id"])
    absentes = [cle for cle in voulues if cle not in connues]
    if absentes:
        raise DiapoImpossible(
            f"Ces propositions n'existent pas ou n'existent plus : {', '.join(absentes)}."
        )
    titre = str(parametres.get("titre") or "")
    if voulues:
        lignes = propositions.set_index("id").loc[voulues].reset_index()
        return _pages_of(contexte, lignes, titre or "Propositions choisies", ecran="propositions")
    choix = tuple((nom, tuple(_as_list(parametres.get(nom)))) for nom in ("theme", "portee"))
    for nom, valeurs in choix:
        facette = next((f for f in facettes_of(contexte.donnees) if f.nom == nom), None)
        for valeur in valeurs:
            contexte.require(facette.options if facette else (), valeur, f"La valeur de « {nom} »")
    filtre = FiltrePropositions(str(parametres.get("recherche") or ""), choix)
    if filtre.is_empty:
        raise DiapoImpossible("Choisissez des propositions, un thème, une portée ou des mots.")
    return _list_pages(contexte, filtre, titre)


def _list_pages(
    contexte: Contexte, filtre: FiltrePropositions, titre: str, **reste: Any
) -> list[Page]:
    donnees = contexte.donnees
    propositions = donnees.table("propositions")
    resultat = filter_propositions(propositions, filtre, contexte.recherche)
    params = urlencode(filtre.to_params(), doseq=True)
    mots = describe_filtre(filtre, facettes_of(donnees), resultat.suggestion)
    if resultat.frame.empty and not reste:
        raise DiapoImpossible(f"Aucune proposition ne répond à : {mots}.")
    return _pages_of(
        contexte, resultat.frame, titre or mots, ecran=f"propositions?{params}", **reste
    )


def _pages_of(
    contexte: Contexte,
    lignes: pd.DataFrame,
    titre: str,
    ecran: str,
    surtitre: str = "",
    couleur: str = "",
) -> list[Page]:
    """Pages of proposals, numbered in their list."""
    puces = [
        Puce(str(ligne["intitule"]), str(ligne["id"]), tuple(split_liste(ligne["sous_points"])))
        for ligne in list_records(lignes)
    ]
    libre = body_height(titre, surtitre or "x")
    lots = split_items(puces, lambda _rang: libre)
    compte = f"{len(puces)} propositions" if len(puces) > 1 else "1 proposition"
    return [
        Page(
            titre,
            surtitre=" · ".join(
                mot
                for mot in (surtitre, compte, f"{rang} sur {len(lots)}" if len(lots) > 1 else "")
                if mot
            ),
            blocs=(Liste(lot),),
            couleur=couleur,
            sources=contexte.sources(lignes["source"]),
            reserves=contexte.reserves(*(("propositions", puce.marque) for puce in lot)),
            ecran=ecran,
        )
        for rang, lot in enumerate(lots, 1)
    ]


def _as_list(valeur: Any) -> list[str]:
    if valeur is None or valeur == "":
        return []
    return [str(v) for v in valeur] if isinstance(valeur, list | tuple) else [str(valeur)]
