"""« Bilan de la feuille de route »: priorities, then each action with its money and its results."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from concertation.analyse.feuille_route.lecture import list_actions, list_priorites
from concertation.analyse.lignes import list_records
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Liste, Section, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.feuille import (
    SANS_RESULTAT,
    Cible,
    RecitAction,
    table_priorites,
    tell_action,
    tell_annonces,
    title_of,
)
from concertation.restitution.documents.cachet import build_document
from concertation.restitution.documents.modele import Document


def build_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The balance of a roadmap (`feuille`, else that of `territoire`, else the first one)."""
    feuille = _choose(contexte, parametres)
    cle = str(feuille["id"])
    priorites = list_records(list_priorites(contexte.donnees, cle))
    actions = list_records(list_actions(contexte.donnees, cle))
    cibles: list[Cible] = [("feuilles", cle), ("priorites", None)]
    tableau = table_priorites(contexte.donnees, cle)
    sections = [Section("Ses priorités", (*_introduction(feuille), tableau))]
    for priorite in priorites:
        siennes = [a for a in actions if a["priorite"] == priorite["id"]]
        if not siennes:
            continue
        intitule = Texte((str(priorite["intitule"]),), "discret")
        sections.append(Section(f"{priorite['ordre']}. {title_of(priorite)}", (intitule,)))
        for action in siennes:
            recit = tell_action(contexte.donnees, cle, str(action["id"]))
            sections += _action(recit)
            cibles += recit.cibles
    if annonces := tell_annonces(contexte.donnees, cle):
        sections.append(Section("Ce que la feuille annonce aussi", annonces))
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


def _introduction(feuille: Mapping[str, Any]) -> tuple[Bloc, ...]:
    texte = tuple(p for p in str(feuille["introduction"] or "").split("\n\n") if p.strip())
    return (Texte(texte),) if texte else ()


def _action(recit: RecitAction) -> Iterator[Section]:
    """Need, who, where, what was done; then money as written, figures, and what comes next."""
    remarque = (Texte((f"Remarque : {recit.remarque}",), "discret"),) if recit.remarque else ()
    tete = (Texte((recit.intitule,)), recit.reperes, *remarque)
    yield Section(recit.titre, tete, niveau=2)
    for titre, texte in recit.textes:
        yield Section(titre, (texte,), niveau=3)
    somme = (Texte(recit.somme, "discret"),) if recit.somme else ()
    yield Section(recit.argent.titre, (_bare(recit.argent), *somme), niveau=3)
    resultats = (_bare(recit.resultats),) if recit.resultats.puces else ()
    precisions = (recit.precisions,) if recit.precisions.puces else ()
    yield Section(recit.resultats.titre, (*resultats, *precisions), SANS_RESULTAT, 3)
    yield Section(recit.suites.titre, (_bare(recit.suites),), niveau=3)


def _bare(liste: Liste) -> Liste:
    """Without its title, which its section says."""
    return replace(liste, titre="")
