"""Slides of what was proposed and of what came of it: proposals, roadmaps, then the sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
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
from concertation.declarations.instruction import A_INSTRUIRE
from concertation.declarations.portee import PORTEE
from concertation.graphiques.style import theme_color
from concertation.recits import feuille as recits
from concertation.recits import messages
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Texte, cut_section
from concertation.recits.comites import tell_answers
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.reponse import tell_proposition
from concertation.recits.suivi import inside
from concertation.restitution.classeur.exports import SOURCE
from concertation.restitution.diapos.mise_en_page import (
    block_height,
    body_height,
    columns,
    item_height,
    paginate,
)
from concertation.restitution.diapos.modele import EDITIONS, Page
from concertation.restitution.diapos.pages.publies import Parametres

# Pixels: the text of an action, at least, and the title of a list; decisions shown at most.
TAILLE, TITRE, DECISIONS = 28, 60, 40
MONTREES = 3  # of a theme, those that a document gives first


def compose_theme(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """A theme: its challenge, three proposals, how many others; then all of them, unless `bref`."""
    themes, cle = contexte.donnees.table("themes"), contexte.choose(parametres, "theme")
    theme = list_records(themes[themes["id"] == cle])[0]
    toutes = contexte.donnees.table("propositions")
    siennes, choisies = toutes[toutes["theme"] == cle], read_propositions(contexte, parametres)
    montrees = siennes.head(MONTREES) if choisies.empty else choisies
    qui = "Les premières du document, dans son ordre" if choisies.empty else "Choisies ici"
    reste = plural(len(siennes) - int(montrees["id"].isin(siennes["id"]).sum()), "autre")
    suite = Texte((f"{qui} ; {reste} : la liste entière est à la suite et à l’écran.",), "discret")
    defi = (Texte((str(theme["defi"]),), "citation"),) if theme["defi"] else ()
    couleur = theme_color(list(themes["id"]).index(cle), "light")
    yield Page(
        parametres.get("titre") or messages.say_propositions(contexte.donnees, cle),
        surtitre="Thème",
        blocs=(*defi, Liste(tuple(map(_item, list_records(montrees)))), suite),
        couleur=couleur,
        sources=contexte.sources([theme["source"], *montrees["source"]]),
        reserves=contexte.reserves(("themes", cle), *(("propositions", p) for p in montrees["id"])),
        ecran=f"propositions?theme={cle}",
    )
    for portee, mot in PORTEE.items() if not parametres.get("bref") else ():
        titre = f"{theme['nom_court']} – portée {mot.lower()}"
        filtre = FiltrePropositions(facettes=(("theme", (cle,)), ("portee", (portee,))))
        lignes, _mots, ecran = _filter(contexte, filtre)
        yield from _list(contexte, lignes, Page(titre, couleur=couleur, ecran=ecran))


def compose_propositions(contexte: Contexte, parametres: Parametres) -> list[Page]:
    """A choice of proposals: by their ids, or by theme, reach and words."""
    titre, lignes = str(parametres.get("titre") or ""), read_propositions(contexte, parametres)
    if len(lignes):
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


def read_propositions(contexte: Contexte, parametres: Parametres) -> pd.DataFrame:
    """The proposals that are chosen one by one, in that order."""
    propositions = contexte.donnees.table("propositions")
    voulues = _as_list(parametres.get("propositions"))
    if absentes := [cle for cle in voulues if cle not in set(propositions["id"])]:
        raise DiapoImpossible(
            f"Ces propositions n’existent pas ou n’existent plus : {', '.join(absentes)}."
        )
    return propositions.set_index("id").loc[voulues].reset_index()


def _filter(contexte: Contexte, filtre: FiltrePropositions) -> tuple[pd.DataFrame, str, str]:
    """The proposals of a choice, its words and the address of the screen that shows them."""
    propositions = contexte.donnees.table("propositions")
    resultat = filter_propositions(propositions, filtre, contexte.recherche)
    mots = describe_filtre(filtre, facettes_of(contexte.donnees), resultat.suggestion)
    return resultat.frame, mots, f"propositions?{urlencode(filtre.to_params(), doseq=True)}"


def _list(contexte: Contexte, lignes: pd.DataFrame, page: Page) -> list[Page]:
    """Proposals, numbered in their list, on as many pages as they need."""
    puces = list(map(_item, list_records(lignes)))
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


def _item(ligne: Mapping[str, Any]) -> Puce:
    return Puce(str(ligne["intitule"]), str(ligne["id"]), tuple(split_liste(ligne["sous_points"])))


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
    actions = list_records(list_actions(contexte.donnees, cle))
    for priorite, siennes in groupby(actions, lambda action: action["priorite"]):
        lues = [(a, recits.tell_action(contexte.donnees, cle, str(a["id"]))) for a in siennes]
        cibles = {c: None for _, r in lues for c in (*r.base, *recits.targets_of(r.principaux[:1]))}
        page = Page(
            titres[priorite],
            surtitre=plural(len(lues), "action"),
            sources=contexte.sources(a["source"] for a, _ in lues),
            reserves=contexte.reserves(*cibles),
            ecran=f"feuille_route?feuille={cle}",
        )
        yield from paginate(page, [_tell_action(recit) for _, recit in lues], 30)


def _tell_action(recit: recits.RecitAction) -> Puce:
    """What is done, with what money, what is measured, what comes next: the first of each."""
    parts = {"Argent": recit.argent_situe, "Mesuré": recit.resultats, "Ensuite": recit.suites}
    sous = (
        f"{nom} : {liste.puces[0].dit}"
        + (f" (et {plural(reste, 'autre')} à l’écran)" if (reste := len(liste.puces) - 1) else "")
        if liste.puces
        else f"{nom} : {recits.SANS_RESULTAT}"
        for nom, liste in parts.items()
    )
    return Puce(
        f" – {recit.intitule}" * (recit.intitule != recit.titre), "", tuple(sous), recit.titre
    )


def compose_fiches(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """A roadmap action by action, a page each: who, where the money comes from, results."""
    cle = str(recits.choose_feuille(contexte, parametres)["id"])
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
        blocs=(
            Texte((recit.intitule,)),
            Liste(recit.reperes.puces[1:3]),
            recit.argent_situe,
            *somme,
        ),
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
    """What became of one proposal: the answer, what was done, what comes next; `bref`: what is
    published near it alone."""
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
    if parametres.get("bref"):
        suites = [replace(proche.section(), niveau=1) for proche in reponse.proches]
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


def compose_decisions(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What committees decided on proposals, and why, in the order of the document."""
    cle = contexte.choose(parametres, "territoire", requis=False)
    lieux = inside(contexte, cle) if cle else set(contexte.territoires)
    lues = contexte.need_store().instructions.list(contexte.acteur, territoire=lieux)
    section = tell_answers(contexte, lues[lues["decision"] != A_INSTRUIRE], cle)
    titre, ecran = "Décisions sur les propositions", f"instruction?territoire={cle}"
    page = Page(titre, sources=(SOURCE,), ecran=ecran)
    return _section(page, cut_section(section, DECISIONS, "autres à l’écran"))


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
