"""Sheets of an engagement and of a territory: what is published, then what is followed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any

import pandas as pd

from concertation.analyse.adresses import short_path
from concertation.analyse.chaine.graphe import Noeud, chain_from
from concertation.analyse.chaine.mots import cited, targets_of_noeuds
from concertation.recits import suivi
from concertation.recits.blocs import Bloc, Liste, Section, Tableau, Texte, cut_section
from concertation.recits.comites import tell_answer_territoire
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.proches import tell_authors, tell_chaine
from concertation.recits.publies import SANS_COMITE, SUIVI, tell_engagement, tell_territoire
from concertation.recits.reponse import tell_done, tell_proposition
from concertation.restitution.documents.modele import Document, build_document
from concertation.suivi.socle.errors import ErreurSuivi

AVERTISSEMENT = (
    "Un rapprochement éditorial est une lecture de ce tableau de bord ou de la direction : aucun "
    "document ne fait ce lien."
)
SANS_LECTURE = "Les rapprochements éditoriaux sont masqués dans cette édition."
# A sheet on two pages: lines of each list and table, characters of a cell.
LIGNES, MOTS, SUITE = 6, 160, "autres, dans la fiche avec son annexe"
FICHIERS = ("ateliers", "territoires", "zones_prioritaires", "actions", "dispositifs")
# The cells of a sheet or of a note: the rest of their columns, so large.
RESTE = {"meteo_lue": 18, "au": 11, "synthese": 32, "progression": 11, "actions": 12}


def build_proposition(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The answer of a proposal (`proposition`); raises DiapoImpossible when it is unknown."""
    cle = contexte.choose(parametres, "proposition")
    reponse = tell_proposition(contexte, cle)
    return build_document(
        contexte,
        "Fiche proposition",
        reponse.titre,
        reponse.brief,
        filtres=f"proposition {cle}",
        sources=reponse.sources,
        cibles=reponse.cibles,
        chemin=short_path("p", cle),
        dense=True,
    )


def build_engagement(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The sheet of an engagement (`engagement`); raises DiapoImpossible when it is unknown."""
    cle = contexte.choose(parametres, "engagement")
    recit = tell_engagement(contexte.donnees, cle)
    atteints = chain_from(contexte.graphe, Noeud("engagement", cle))
    return build_document(
        contexte,
        "Fiche engagement",
        recit.titre,
        [
            recit.mots,
            recit.composantes,
            *_brief(
                parametres,
                [
                    *_followed(contexte, "Suivi", lambda: _follow_engagement(contexte, cle)),
                    _chain(contexte, cle),
                ],
            ),
            *(
                _followed(contexte, "", lambda: _history(contexte, cle))
                if contexte.store and parametres.get("annexe")
                else ()
            ),
        ],
        dense=not parametres.get("annexe"),
        chemin=short_path("e", cle),
        filtres=f"engagement {cle}, tous les territoires",
        sources=[*recit.sources, *cited(contexte.donnees, atteints)],
        cibles=[
            *recit.cibles,
            ("liens", None),
            ("territoires", None),
            *targets_of_noeuds(atteints),
        ],
    )


def build_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The sheet of a territory (`territoire`); raises DiapoImpossible when it is unknown."""
    cle = contexte.choose(parametres, "territoire")
    recit = tell_territoire(contexte.donnees, cle)
    limites = (Texte((recit.limites,), "discret"),) if recit.limites else ()
    ateliers = recit.ateliers.blocs or (Texte((recit.ateliers.vide,)),)
    return build_document(
        contexte,
        "Fiche territoire",
        recit.nom,
        [
            Section("Ce qui s’y est dit", (*limites, *ateliers)),
            *_brief(
                parametres,
                [
                    *_followed(contexte, SUIVI, lambda: _follow_territoire(contexte, cle)),
                    *recit.ailleurs,
                ],
            ),
        ],
        dense=not parametres.get("annexe"),
        sous_titre=("Dans : " + ", ".join(recit.parents)) if recit.parents else "",
        chemin=short_path("t", cle),
        filtres=f"territoire {recit.nom}",
        sources=recit.sources,
        cibles=[(fichier, None) for fichier in FICHIERS],
    )


def _brief(parametres: Mapping[str, Any], sections: list[Section]) -> list[Section]:
    """What holds on the two pages of a sheet: the first lines of each list and table, each said in
    few words; all of them with its annex (`annexe`)."""
    if parametres.get("annexe"):
        return sections
    coupees = (cut_section(section, LIGNES, SUITE) for section in sections)
    return [replace(s, blocs=tuple(map(_shorten, s.blocs))) for s in coupees]


def _shorten(bloc: Bloc) -> Bloc:
    if isinstance(bloc, Liste):
        return replace(bloc, puces=tuple(replace(p, sous=()) for p in bloc.puces))
    if isinstance(bloc, Tableau):
        courtes = (
            tuple(m if len(m) <= MOTS else shorten(m, MOTS, placeholder="…") for m in ligne)
            for ligne in bloc.lignes
        )
        return replace(bloc, lignes=tuple(courtes))
    return bloc


def _followed(contexte: Contexte, titre: str, build: Callable[[], list[Section]]) -> list[Section]:
    """The sections of follow-up, or one that says why they can't be read: the rest goes on."""
    try:
        contexte.need_store()
        return build()
    except (DiapoImpossible, ErreurSuivi) as erreur:
        return [Section(titre, vide=str(erreur))]


def _follow_engagement(contexte: Contexte, cle: str) -> list[Section]:
    revue = contexte.revue("departement")
    frames = (revue.cellules, revue.actions, revue.indicateurs)
    siennes = [frame[frame["engagement"] == cle] for frame in frames]
    titres = ("Où il en est, comité par comité", "Les actions des comités", "Les indicateurs")
    vides = ("Aucun comité n’est publié.", contexte.absence("indicateur"))
    return _tell_followed(contexte, titres, (*siennes, revue.mesures), "territoire", vides)


def _tell_followed(
    contexte: Contexte,
    titres: Sequence[str],
    frames: Sequence[pd.DataFrame],
    colonne: str,
    vides: tuple[str, str],
    ici: str = "",
) -> list[Section]:
    """Cells, actions and indicators, each told of the engagement or the territory (`colonne`)."""
    cellules, actions, indicateurs, mesures = frames
    cases = suivi.table_cells(contexte, cellules, {colonne: 16} | RESTE).blocs
    regle = suivi.remontee_blocs(contexte, cellules["territoire"])
    releves = suivi.table_indicateurs(contexte, indicateurs, mesures).blocs
    return [
        Section(titres[0], (*cases, *regle), vides[0]),
        tell_done(contexte, actions, ici, titres[1], entier=True),
        Section(titres[2], releves, vides[1]),
    ]


def _history(contexte: Contexte, cle: str) -> list[Section]:
    """All that was said, last in the sheet: it only grows."""
    points = contexte.need_store().points_etape.list(contexte.acteur)
    tableau = suivi.table_points(contexte, points[points["engagement"] == cle])
    return [Section("Tous les points d’étape", tableau.blocs, contexte.absence("point"))]


def _chain(contexte: Contexte, cle: str) -> Section:
    donnees, graphe, noeud = contexte.donnees, contexte.graphe, Noeud("engagement", cle)
    par = f" – {auteurs}" if (auteurs := tell_authors(donnees)) else ""
    listes = (
        replace(
            tell_chaine(donnees, graphe, noeud, "amont"), titre=f"Propositions rapprochées{par}"
        ),
        replace(tell_chaine(donnees, graphe, noeud, "aval"), titre=f"Ce qui en est rapproché{par}"),
    )
    blocs = [liste for liste in listes if liste.puces]
    avis = AVERTISSEMENT if contexte.liens else SANS_LECTURE
    return Section(
        "De ce qui s’est dit à ce qui se fait",
        (Texte((avis,), "discret"), *blocs) if blocs else (),
        "Aucun lien n’est publié.",
    )


def _follow_territoire(contexte: Contexte, cle: str) -> list[Section]:
    niveau = contexte.niveaux.get(cle, "")
    if niveau not in suivi.NIVEAUX:
        return [Section(SUIVI, vide=SANS_COMITE)]
    revue, lieux = contexte.revue(niveau), suivi.inside(contexte, cle)
    cellules = revue.cellules[revue.cellules["territoire"] == cle]
    siennes = [f[f["territoire"].isin(lieux)] for f in (revue.actions, revue.indicateurs)]
    titres = (SUIVI, "Ses actions", "Ses indicateurs")
    vides = ("Aucun engagement n’est publié.", contexte.absence("indicateur", cle))
    frames = (cellules, *siennes, revue.mesures)
    reponse = tell_answer_territoire(contexte, cle)
    suivies = _tell_followed(contexte, titres, frames, "engagement", vides, cle)
    return [*suivies, reponse.reponse, reponse.suite]
