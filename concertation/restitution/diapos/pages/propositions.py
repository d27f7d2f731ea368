"""Slides of what was proposed and of what came of it: proposals, roadmaps, then the sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from concertation.analyse.feuille_route.chiffres import warn_sums
from concertation.analyse.feuille_route.lecture import list_actions, list_priorites
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.selection.facettes import facettes_of
from concertation.analyse.selection.filtres import FiltrePropositions
from concertation.analyse.selection.propositions import describe_filtre, filter_propositions
from concertation.declarations.portee import PORTEE
from concertation.graphiques.style import theme_color
from concertation.recits import feuille as recits
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.reponse import tell_proposition
from concertation.restitution.diapos.mise_en_page import (
    block_height,
    body_height,
    columns,
    item_height,
    paginate,
)
from concertation.restitution.diapos.modele import EDITIONS, Page
from concertation.restitution.diapos.pages.publies import Parametres, draw_propositions

TITRES = {"locale": "Propositions locales", "nationale": "Propositions nationales"}
# Pixels: the text of an action, at least, and the title of a list.
TAILLE, TITRE = 28, 60


def compose_theme(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """A theme: its challenge and context beside the counts, then its proposals by reach."""
    themes = contexte.donnees.table("themes")
    cle = contexte.choose(parametres, "theme")
    theme = list_records(themes[themes["id"] == cle])[0]
    couleur = theme_color(list(themes["id"]).index(cle), "light")
    textes: list[Bloc] = [Texte((str(theme["defi"]),), "citation")] if theme["defi"] else []
    if theme["contexte"]:
        textes.append(Texte(recits.paragraphs(theme["contexte"])))
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
            f"Ces propositions n’existent pas ou n’existent plus : {', '.join(absentes)}."
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
            contexte.require(options.get(nom, ()), valeur, f"La valeur de « {nom} »")
    filtre = FiltrePropositions(choix, str(parametres.get("recherche") or ""))
    if filtre.is_empty:
        raise DiapoImpossible("Choisissez des propositions, un thème, une portée ou des mots.")
    lignes, mots, ecran = _filter(contexte, filtre)
    if lignes.empty:
        raise DiapoImpossible(f"Aucune proposition ne répond à : {mots}.")
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
    page = replace(
        page,
        surtitre=page.surtitre + " · " * bool(page.surtitre) + plural(len(puces), "proposition"),
        sources=contexte.sources(lignes["source"]),
    )

    def cite(montree: Page) -> Page:
        listes = (bloc for bloc in montree.blocs if isinstance(bloc, Liste))
        siennes = (("propositions", puce.marque) for liste in listes for puce in liste.puces)
        return replace(montree, reserves=contexte.reserves(*siennes))

    return list(map(cite, paginate(page, puces)))


def _as_list(valeur: Any) -> list[str]:
    return [str(v) for v in (valeur if isinstance(valeur, list | tuple) else [valeur]) if v]


def compose_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """A roadmap: its priorities, then for each one with published elements its actions."""
    contexte.donnees.table("feuilles")  # Says so when this file can't be read.
    feuille = recits.choose_feuille(contexte, parametres)
    cle = str(feuille["id"])
    yield Page(
        str(feuille["nom"]),
        surtitre=recits.frame_of(feuille),
        chapeau=f"Bilan : {feuille['bilan']}" if feuille["bilan"] else "",
        blocs=(recits.table_priorites(contexte.donnees, cle),),
        sources=contexte.sources([feuille["source"]]),
        reserves=contexte.reserves(("priorites", None), ("feuilles", cle)),
        ecran=f"feuille_route?feuille={cle}",
    )
    titres = {
        p["id"]: recits.title_of(p) for p in list_records(list_priorites(contexte.donnees, cle))
    }
    for action in list_records(list_actions(contexte.donnees, cle)):
        yield _page_action(contexte, action, titres[action["priorite"]], cle)


def _page_action(
    contexte: Contexte, action: Mapping[str, Any], priorite: str, feuille: str
) -> Page:
    """Who and with what money on the left, results and what next on the right."""
    cle = str(action["id"])
    recit = recits.tell_action(contexte.donnees, feuille, cle)
    largeur = columns(50)[1]
    libre = body_height(recit.titre, priorite) - block_height(recit.suites, largeur, TAILLE) - TITRE
    puces = recit.resultats.puces
    # The first figure at least.
    hauteurs, tenues = [item_height(puce, largeur, TAILLE) for puce in puces], len(puces)
    while tenues > 1 and sum(hauteurs[:tenues]) + TITRE * (tenues < len(puces)) > libre:
        tenues -= 1
    montres = recit.principaux[:tenues]
    resultats = (*puces[:tenues], *_left(len(puces) - tenues, len(recit.precisions.puces)))
    droite: list[Bloc] = [Liste(resultats, recit.resultats.titre)] if resultats else []
    if avis := warn_sums(montres):
        droite.append(Texte(avis, "discret"))
    somme = (Texte(recit.somme, "discret"),) if recit.somme else ()
    return Page(
        recit.titre,
        surtitre=priorite,
        blocs=(Texte((recit.intitule,)), Liste(recit.reperes.puces[1:3]), recit.argent, *somme),
        a_cote=(*droite, recit.suites),
        sources=contexte.sources([action["source"]]),
        reserves=contexte.reserves(*recit.base, *recits.targets_of(montres)),
        ecran=f"feuille_route?action={cle}",
    )


def _left(resultats: int, precisions: int) -> Iterator[Puce]:
    """What the sheet of the action says more."""
    suite = " de besoin, de moyens ou de contexte"
    dites = plural(precisions, f"chiffre{suite}", f"chiffres{suite}")
    if resultats:
        autres = plural(resultats, "autre résultat", "autres résultats")
        suite = f", avec {dites}" if precisions else ""
        yield Puce(f"… et {autres} sur la fiche de l’action{suite}")
    elif precisions:
        yield Puce(f"… et {dites} sur la fiche de l’action")


def compose_chaine(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """What became of one proposal: the answer and what comes next, then what was done of it."""
    propositions = contexte.donnees.table("propositions")
    cle = contexte.choose(parametres, "proposition")
    ligne = list_records(propositions[propositions["id"] == cle])[0]
    reponse = tell_proposition(contexte, cle)
    page = Page(
        f"Qu’est devenue la proposition {cle} ?",
        chapeau=f"« {ligne['intitule']} »",
        sources=contexte.sources(reponse.sources),
        reserves=contexte.reserves(*reponse.cibles),
        ecran=f"propositions?fiche={cle}",
    )
    _dite, *suites = reponse.brief
    for section in suites:
        yield from _section(replace(page, surtitre=section.titre), section)


def _section(page: Page, section: Section) -> list[Page]:
    """A part of a story, its list on as many pages as it needs."""
    puces = [puce for bloc in section.blocs if isinstance(bloc, Liste) for puce in bloc.puces]
    if not puces:
        return [replace(page, blocs=section.blocs or (Texte((section.vide,)),))]
    autres = tuple(bloc for bloc in section.blocs if not isinstance(bloc, Liste))
    pages = paginate(page, puces, 30, ranked=False)
    return [*pages[:-1], replace(pages[-1], blocs=(*pages[-1].blocs, *autres))]


def gather_sources(contexte: Contexte, avant: Sequence[Page]) -> list[Page]:
    """The sources and the reservations of the pages before, the last slides of a deck."""
    sources = dict.fromkeys(source for page in avant for source in page.sources)
    # What the deck was read from, for whom, and under which licences.
    edition = EDITIONS["publique" if contexte.acteur.reads_public_only else "complete"]
    date = contexte.date_donnees
    lu = (
        f"Fichiers au {date} : chaque source a sa date" if date else "",
        edition,
        f"Suivi {contexte.lecture}" if contexte.store is not None else "",
        "" if contexte.liens else "Rapprochements éditoriaux masqués",
        f"Licence des sources : {contexte.licence(sources)}" if sources else "",
    )
    puces = [Puce(texte) for texte in (*sources, *lu) if texte]
    numeros = (
        reserve.partition(" – ") for reserve in sorted({r for p in avant for r in p.reserves})
    )
    notes = [Puce(texte, numero) for numero, _, texte in numeros]
    return [
        *paginate(Page("Sources", ecran="donnees"), puces, 32, ranked=False),
        *paginate(Page("Réserves", ecran="donnees?fichier=reserves"), notes, 28),
    ]
