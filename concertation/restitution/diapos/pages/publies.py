"""Slides of published facts and of indicators, and of what people write and show themselves."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from concertation.analyse.chiffre import mark
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, is_empty, plural
from concertation.analyse.mots.textes import fold
from concertation.analyse.provenance import format_repere
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.donnees import soft_geo
from concertation.graphiques.carte.cartes import map_ateliers
from concertation.graphiques.dessin import Dessin, Image
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.graphiques.dessins.participation import waffle_participation
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.recits import messages
from concertation.recits.blocs import (
    Bloc,
    Chiffre,
    Chiffres,
    Graphique,
    Liste,
    Puce,
    Texte,
    tabulate,
)
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.publies import tell_engagement
from concertation.recits.reperes import (
    CLES,
    PARTICIPATION,
    PERIODE,
    SUITES,
    list_reperes,
    play_roles,
    tell_reperes,
    tell_when,
)
from concertation.recits.suivi import inside, table_indicateurs
from concertation.restitution.classeur.exports import SOURCE
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.suivis import review_engagement

Parametres = Mapping[str, Any]
CHIFFRES_MAXIMUM = 5
# Pixels of drawings at the size of a slide: bars on half of it, the map, the waffle.
DEMI, CARTE, GAUFRE, PHOTO, COURBE = 420, 540, 390, 600, 700
INDICATEURS = 5  # a page
_PUCE = re.compile(r"(\s*)(?:[-•*]|(\d{1,2})[.)])\s+(\S.*)")


def compose_titre(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """The cover: its title, else the consultation's name with its dates, which a deck of another
    title is not about."""
    titre = str(parametres.get("titre") or "")
    # « 18 ateliers, du 8 au 29 novembre 2022 », as far as the files say it.
    dites = play_roles(contexte.donnees, *(() if titre else ("ateliers", PERIODE)))
    yield Page(
        titre or contexte.nom,
        disposition="couverture",
        chapeau=str(parametres.get("sous_titre") or ", ".join(map(format_repere, dites))),
        reserves=contexte.reserves(*(("reperes", r["id"]) for r in dites)),
        blocs=(Texte((f"Présenté le {format_date(contexte.jour)}",), "discret"),),
    )


def _say(reperes: list[dict[str, Any]]) -> str:
    """The words of key figures, as a sentence begins; "" when none is published."""
    texte = ", ".join(map(format_repere, reperes))
    return texte[:1].upper() + texte[1:]


def compose_texte(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """Free text: paragraphs, lists, lists in lists, with the marks of `recits/riche.py`."""
    blocs = tuple(_read_text(str(parametres.get("texte", ""))))
    if not blocs and not parametres.get("titre"):
        raise DiapoImpossible("Cette diapositive de texte est vide : écrivez-la dans l’éditeur.")
    yield Page(str(parametres.get("titre") or contexte.nom), blocs=blocs)


def _read_text(texte: str) -> Iterator[Bloc]:
    """Lines that begin with a dash or a number are items, below the one before when they stand
    further in; the others are paragraphs."""
    lues = [(nue, _PUCE.fullmatch(ligne)) for ligne in texte.splitlines() if (nue := ligne.strip())]
    for est_puce, suite in groupby(lues, lambda lue: lue[1] is not None):
        if not est_puce:
            yield Texte(tuple(nue for nue, _ in suite), riche=True)
            continue
        puces: list[Puce] = []
        for retrait, rang, mots in (lue.groups("") for _, lue in suite if lue):
            if puces and len(retrait.expandtabs(4)) > 1:
                puces[-1] = replace(puces[-1], sous=(*puces[-1].sous, mots.strip()))
            else:
                puces.append(Puce(mots.strip(), rang, riche=True))
        yield Liste(tuple(puces))


def compose_photo(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """A picture of one's own, all of it, above its legend."""
    alt, legende = (str(parametres.get(nom) or "") for nom in ("alt", "legende"))
    if not (cle := str(parametres.get("photo") or "")):
        raise DiapoImpossible("Choisissez une image dans l’éditeur.")
    if not alt:
        raise DiapoImpossible("Dites ce que l’image montre, pour qui ne la voit pas.")
    photo = contexte.photo(cle)
    haut = round(PHOTO * photo.hauteur / photo.largeur)
    dessin = Dessin(
        alt, lambda: pd.DataFrame(columns=["Image"]), haut, (Image(0, 0, 1, haut, photo.adresse),)
    )
    textes = (Texte((legende,), "discret"),) if legende else ()
    yield Page(
        str(parametres.get("titre") or contexte.nom), blocs=(Graphique(dessin, PHOTO), *textes)
    )


def compose_indicateurs(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """Where each indicator started, its last measure and its target; `courbes`: one a page."""
    store, revue = contexte.need_store(), contexte.revue("departement")
    siens, pas = revue.indicateurs, 1 if parametres.get("courbes") else INDICATEURS
    if lieu := contexte.choose(parametres, "territoire", requis=False):
        siens = siens[siens["territoire"].isin(inside(contexte, lieu))]
    if engagement := contexte.choose(parametres, "engagement", requis=False):
        siens = siens[siens["engagement"] == engagement]
    page = Page("Où en sont les indicateurs", sources=(SOURCE,), ecran="indicateurs")
    if siens.empty:
        yield replace(page, blocs=(Texte((contexte.absence("indicateur", lieu),)),))
    mesures = store.mesures.list(contexte.acteur)
    mesures = mesures.assign(contestee=mesures["contestations"] > 0)
    for debut in range(0, len(siens), pas):
        part = siens.iloc[debut : debut + pas]
        page = replace(page, blocs=(table_indicateurs(contexte, part, revue.mesures),))
        if pas == 1:
            (lu,) = list_records(part)
            courbe = curve_mesures(mesures[mesures["indicateur_id"] == lu["id"]], lu)
            blocs = (Graphique(courbe, COURBE), *page.blocs)
            page = replace(page, titre=str(lu["libelle"]), blocs=blocs)
        yield page


def compose_chiffres(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """Key figures with their qualifiers, and the counts of proposals and engagements."""
    retenus = [r for r in list_reperes(contexte.donnees, CLES) if not is_empty(r["valeur"])]
    reste = len(retenus) - (CHIFFRES_MAXIMUM - 1)
    retenus = retenus[: CHIFFRES_MAXIMUM - 1]
    chiffres = [_figure(contexte, ligne) for ligne in retenus]
    nombre = len(contexte.donnees.table("propositions"))
    chiffres.append(Chiffre(str(nombre), "Propositions convergentes", "nombre compté"))
    yield Page(
        parametres.get("titre") or messages.say_venus(contexte.donnees),
        chapeau=f"… et {plural(reste, 'autre')} sur l’écran Données et sources" * (reste > 0),
        blocs=(Chiffres(tuple(chiffres[:1])),),
        a_cote=(Chiffres(tuple(chiffres[1:])),),
        partage=38,
        sources=contexte.sources(ligne["source"] for ligne in retenus),
        reserves=contexte.reserves(
            ("propositions", None), *(("reperes", r["id"]) for r in retenus)
        ),
        ecran="donnees?fichier=reperes",
    )


def _figure(contexte: Contexte, repere: dict[str, Any]) -> Chiffre:
    # The words of a figure may already say what it counts.
    dite = fold(str(repere["unite"])) in fold(str(repere["libelle"]))
    reserve = mark(contexte.donnees, [("reperes", repere["id"])]).strip(" ()")
    return Chiffre(format_repere(repere, unite=not dite), str(repere["libelle"]), reserve)


def compose_carte(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """The map of the workshops, and their names by département."""
    ateliers = contexte.donnees.table("ateliers")
    puces = tuple(
        Puce((f"{departement!s} : " if departement else "") + ", ".join(noms))
        for departement, noms in ateliers.groupby("departement", sort=False)["nom"]
    )
    contours = soft_geo(contexte.donnees, "departements")
    yield Page(
        parametres.get("titre") or messages.say_lieux(contexte.donnees),
        blocs=(Graphique(map_ateliers(ateliers, contours, largeur=CARTE), CARTE),),
        a_cote=(Liste(puces),),
        partage=60,
        sources=contexte.sources(ateliers["source"]),
        reserves=contexte.reserves(("ateliers", None)),
        ecran="ateliers",
    )


def compose_participants(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """Who took part, out of a hundred."""
    parts = contexte.donnees.table("participation")
    if parts.empty:
        raise DiapoImpossible("La répartition des participants n’est pas publiée.")
    venus = play_roles(contexte.donnees, "participants")
    limites = list_reperes(contexte.donnees, PARTICIPATION)
    yield Page(
        parametres.get("titre") or messages.say_participants(contexte.donnees),
        chapeau=_say(venus),
        blocs=(Graphique(waffle_participation(parts), GAUFRE),),
        # What limited who came stands beside who came.
        a_cote=tell_reperes(contexte.donnees, PARTICIPATION, PARTICIPATION).blocs,
        sources=contexte.sources(parts["source"]),
        reserves=contexte.reserves(
            ("participation", None), *(("reperes", r["id"]) for r in (*venus, *limites))
        ),
        ecran="donnees?fichier=participation",
    )


def compose_repartition(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """How many proposals by theme and reach."""
    propositions, themes = (contexte.donnees.table(nom) for nom in ("propositions", "themes"))
    dessin = bars_propositions(count_theme_portee(propositions, themes), [])
    yield Page(
        parametres.get("titre") or messages.say_propositions(contexte.donnees),
        blocs=(Graphique(dessin, DEMI),),
        sources=contexte.sources(propositions["source"].unique()),
        reserves=contexte.reserves(("propositions", None)),
        ecran="propositions",
    )


def compose_engagements(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """All the engagements on one page, word for word."""
    lignes = list_records(contexte.donnees.table("engagements"))
    yield Page(
        parametres.get("titre") or messages.say_engagements(contexte.donnees),
        blocs=(Liste(tuple(Puce(str(e["intitule"]), str(e["id"])) for e in lignes)),),
        sources=contexte.sources(e["source"] for e in lignes),
        reserves=contexte.reserves(*(("engagements", str(e["id"])) for e in lignes)),
        ecran="engagements",
    )


def compose_engagement(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """One engagement, word for word, with its components; with `etat`, where it stands."""
    contexte.donnees.table("engagements")  # Says so when this file can't be read.
    cle = contexte.choose(parametres, "engagement")
    recit = tell_engagement(contexte.donnees, cle)
    if parametres.get("etat") and contexte.store:
        yield from review_engagement(contexte, cle)
        return
    a_cote: list[Bloc] = []
    if recit.parties:
        puces = tuple(Puce(mots.split("\n")[0], numero) for numero, mots in recit.parties)
        a_cote.append(Liste(puces, recit.composantes.titre))
    if parametres.get("etat"):
        # The engagement itself is published: it stays when the follow-up is away.
        a_cote.append(Texte((contexte.unreadable,)))
    yield Page(
        recit.titre,
        surtitre="Engagement" + (f", {recit.echeance}" if recit.echeance else ""),
        blocs=recit.mots.blocs[:1],
        a_cote=tuple(a_cote),
        sources=contexte.sources(recit.sources[:1]),
        reserves=contexte.reserves(("engagements", cle)),
        ecran=f"donnees?fichier=composantes&engagement={cle}",
    )


def compose_suites(contexte: Contexte, parametres: Parametres) -> Iterator[Page]:
    """What followed and what was announced, with the dates that the documents write."""
    suites = list_reperes(contexte.donnees, *SUITES)
    if not suites:
        raise DiapoImpossible("Aucune suite n’est publiée.")
    tableau = tabulate(
        suites,
        ("Ce qui a suivi, ce qui est annoncé", 62, lambda r: str(r["libelle"])),
        ("Quand", 38, lambda r: tell_when(contexte.donnees, r)),
    )  # fmt: skip
    yield Page(
        parametres.get("titre") or "Les suites, données et annoncées",
        blocs=(tableau,),
        sources=contexte.sources(r["source"] for r in suites),
        reserves=contexte.reserves(*(("reperes", r["id"]) for r in suites)),
        ecran="donnees?fichier=reperes",
    )
