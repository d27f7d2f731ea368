"""Slides of proposals: a theme with all of its own, or a choice of them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.selection.facettes import facettes_of
from concertation.analyse.selection.filtres import FiltrePropositions
from concertation.analyse.selection.propositions import describe_filtre, filter_propositions
from concertation.declarations.portee import PORTEE
from concertation.graphiques.gabarit import theme_color
from concertation.recits.blocs import Bloc, Liste, Puce, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.diapos.mise_en_page import paginate
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.publies import Parametres, draw_propositions

TITRES = {"locale": "Propositions locales", "nationale": "Propositions d'impulsion nationale"}


def compose_theme(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """A theme: its challenge and context beside the counts, then its proposals by reach."""
    themes = contexte.donnees.table("themes")
    cle = contexte.choose(parametres, "theme")
    theme = list_records(themes[themes["id"] == cle])[0]
    couleur = theme_color(list(themes["id"]).index(cle), "light")
    textes: list[Bloc] = [Texte((str(theme["defi"]),), "citation")] if theme["defi"] else []
    if theme["contexte"]:
        textes.append(Texte(tuple(p for p in theme["contexte"].split("\n\n") if p.strip())))
    if points := split_liste(theme["points_introductifs"]):
        textes.append(Liste(tuple(Puce(point) for point in points)))
    nom = str(theme["nom_court"])
    yield Page(
        nom,
        surtitre="Thème",
        chapeau="" if theme["nom"] == nom else str(theme["nom"]),
        blocs=tuple(textes),
        a_cote=(draw_propositions(contexte.donnees, cle),),
        couleur=couleur,
        sources=contexte.sources([theme["source"]]),
        reserves=contexte.reserves(("themes", cle)),
        ecran=f"propositions?theme={cle}",
    )
    for portee, mot in PORTEE.items():
        titre = TITRES.get(portee, f"Propositions\u00a0: {mot.lower()}")
        filtre = FiltrePropositions(facettes=(("theme", (cle,)), ("portee", (portee,))))
        lignes, _mots, ecran = _filter(contexte, filtre)
        yield from _list(contexte, lignes, Page(titre, surtitre=nom, couleur=couleur, ecran=ecran))


def compose_propositions(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """A choice of proposals: by their ids, or by theme, reach and words."""
    propositions = contexte.donnees.table("propositions")
    voulues = _as_list(parametres.get("propositions"))
    if absentes := [cle for cle in voulues if cle not in set(propositions["id"])]:
        raise DiapoImpossible(
            f"Ces propositions n'existent pas ou n'existent plus : {', '.join(absentes)}."
        )
    titre = str(parametres.get("titre") or "")
    if voulues:
        lignes = propositions.set_index("id").loc[voulues].reset_index()
        page = Page(titre or "Propositions choisies", ecran="propositions")
        return _list(contexte, lignes, page)
    choix = tuple((nom, tuple(_as_list(parametres.get(nom)))) for nom in ("theme", "portee"))
    options = {facette.nom: facette.options for facette in facettes_of(contexte.donnees)}
    for nom, valeurs in choix:
        for valeur in valeurs:
            contexte.require(options.get(nom, ()), valeur, f"La valeur de « {nom} »")
    filtre = FiltrePropositions(choix, str(parametres.get("recherche") or ""))
    if filtre.is_empty:
        raise DiapoImpossible("Choisissez des propositions, un thème, une portée ou des mots.")
    lignes, mots, ecran = _filter(contexte, filtre)
    if lignes.empty:
        raise DiapoImpossible(f"Aucune proposition ne répond à : {mots}.")
    return _list(contexte, lignes, Page(titre or mots, ecran=ecran))


def _filter(contexte: Contexte, filtre: FiltrePropositions) -> tuple[pd.DataFrame, str, str]:
    """The proposals of a choice, its words and the address of the screen that shows them."""
    propositions = contexte.donnees.table("propositions")
    resultat = filter_propositions(propositions, filtre, contexte.recherche)
    mots = describe_filtre(filtre, facettes_of(contexte.donnees), resultat.suggestion)
    return resultat.frame, mots, f"propositions?{urlencode(filtre.to_params(), doseq=True)}"


def _list(contexte: Contexte, lignes: pd.DataFrame, page: Page) -> list[Page]:
    """Proposals, numbered in their list, on as many pages as they need."""
    puces = [
        Puce(str(ligne["intitule"]), str(ligne["id"]), tuple(split_liste(ligne["sous_points"])))
        for ligne in list_records(lignes)
    ]
    compte = f"{len(puces)} proposition" + "s" * (len(puces) > 1)
    page = replace(
        page,
        surtitre=" · ".join(mot for mot in (page.surtitre, compte) if mot),
        sources=contexte.sources(lignes["source"]),
    )
    return [
        replace(
            montree, reserves=contexte.reserves(*(("propositions", cle) for cle in _ids(montree)))
        )
        for montree in paginate(page, puces)
    ]


def _ids(page: Page) -> list[str]:
    return [puce.marque for bloc in page.blocs if isinstance(bloc, Liste) for puce in bloc.puces]


def _as_list(valeur: Any) -> list[str]:
    if valeur is None or valeur == "":
        return []
    return [str(v) for v in valeur] if isinstance(valeur, list | tuple) else [str(valeur)]
