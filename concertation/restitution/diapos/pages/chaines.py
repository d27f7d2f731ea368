"""Slides of the chain: a published roadmap, and what became of one proposal."""

from collections.abc import Mapping
from typing import Any

from concertation.analyse.chaine.graphe import Noeud, Sens, chain_from
from concertation.analyse.chaine.mots import UN_GENRE, force_word, name_of
from concertation.analyse.feuille_route.chiffres import read_chiffres
from concertation.analyse.feuille_route.lecture import (
    SANS_ELEMENT,
    describe_financement,
    financements_of,
    list_actions,
    list_priorites,
    mesures_of,
    perspectives_of,
)
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_quantite
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Page

# Kinds that the slide of a chain lists, in the order of the chain.
GENRES = (
    "engagement", "composante", "priorite", "action", "dispositif", "action_suivi", "mesure",
)  # fmt: skip
PAR_GENRE = 3
_AVAL: tuple[Sens, ...] = ("aval",)
RESULTATS_PAR_ACTION = 6


def compose_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """A roadmap: its priorities, then for each one with published elements its actions."""
    feuilles = contexte.donnees.table("feuilles")
    voulue = str(parametres.get("feuille") or "")
    if not voulue and len(feuilles):
        # A deck of a CTS asks for the roadmap of its territory.
        territoire = str(parametres.get("territoire") or "")
        siennes = feuilles[feuilles["territoire"] == territoire] if territoire else feuilles
        voulue = str(siennes["id"].iloc[0]) if len(siennes) else territoire
    cle = contexte.require(feuilles["id"], voulue, "La feuille de route")
    feuille = list_records(feuilles[feuilles["id"] == cle])[0]
    priorites = list_records(list_priorites(contexte.donnees, cle))
    page = Page(
        str(feuille["nom"]),
        surtitre=", ".join(str(feuille[nom]) for nom in ("cadre", "periode_texte") if feuille[nom]),
        chapeau=f"Bilan : {feuille['bilan']}" if feuille["bilan"] else "",
        blocs=(
            Tableau(
                ("", "Priorité", "Actions publiées"),
                tuple(
                    (
                        str(p["ordre"]),
                        str(p["titre_court"] or p["intitule"]),
                        str(p["nb_actions"]) if p["elements_publies"] else SANS_ELEMENT,
                    )
                    for p in priorites
                ),
                (6, 66, 28),
            ),
        ),
        sources=contexte.sources([feuille["source"]]),
        reserves=contexte.reserves(("priorites", None), ("feuilles", cle)),
        ecran=f"feuille_route?feuille={cle}",
    )
    actions = list_records(list_actions(contexte.donnees, cle))
    pages = [page]
    for priorite in priorites:
        siennes_actions = [a for a in actions if a["priorite"] == priorite["id"]]
        titre = str(priorite["titre_court"] or priorite["intitule"])
        pages += [_page_action(contexte, a, titre, cle) for a in siennes_actions]
    return pages


def _page_action(
    contexte: Contexte, action: Mapping[str, Any], priorite: str, feuille: str
) -> Page:
    """One action: what for and with what money on the left, results and what next on the right."""
    donnees, cle = contexte.donnees, str(action["id"])
    argent = list_records(financements_of(donnees, cle))
    chiffres = read_chiffres(mesures_of(donnees, cle))
    suites = list_records(perspectives_of(donnees, feuille, cle))
    gauche: list[Bloc] = [Texte((str(action["intitule"]),))]
    porteur = str(action["porteur"] or "non précisé")
    gauche.append(Liste((Puce(porteur),), "Qui"))
    if argent:
        lignes = tuple(Puce(describe_financement(_row(ligne))) for ligne in argent)
        gauche.append(Liste(lignes, "Financement"))
    droite: list[Bloc] = []
    dits = [c.mesure for c in chiffres if c.is_principal][:RESULTATS_PAR_ACTION]
    if dits:
        droite.append(Liste(tuple(Puce(_result(contexte, m)) for m in dits), "Résultats publiés"))
    if suites:
        droite.append(Liste(tuple(Puce(str(s["texte"])) for s in suites), "Suites annoncées"))
    cibles = [("actions", cle), *(("financements", str(a["id"])) for a in argent)]
    for mesure in dits:
        cibles += [("mesures", str(mesure["id"])), ("indicateurs", str(mesure["indicateur"]))]
    return Page(
        str(action["titre_court"] or action["intitule"]),
        surtitre=priorite,
        blocs=tuple(gauche),
        a_cote=tuple(droite),
        sources=contexte.sources([action["source"]]),
        reserves=contexte.reserves(*cibles),
        ecran=f"feuille_route?action={cle}",
    )


def _row(ligne: Mapping[str, Any]) -> Any:
    return dict(ligne)


def _result(contexte: Contexte, mesure: Mapping[str, Any]) -> str:
    """« Consultations : 2 466 consultations (depuis le 18 mars 2024, Seine Métropole) »."""
    valeur = format_quantite(
        mesure["valeur"], mesure["valeur_max"], str(mesure["qualificatif"]), str(mesure["unite"])
    )
    lieu = contexte.territoires.get(mesure["territoire"], "") or str(mesure["perimetre"] or "")
    quand = str(mesure["periode_texte"] or "")
    precisions = ", ".join(mot for mot in (quand[:1].lower() + quand[1:], lieu) if mot)
    return f"{mesure['libelle']} : {valeur}" + (f" ({precisions})" if precisions else "")


def compose_chaine(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What one proposal led to; each link says that it is a reading."""
    propositions = contexte.donnees.table("propositions")
    cle = contexte.require(
        propositions["id"], str(parametres.get("proposition", "")), "La proposition"
    )
    ligne = find_row(propositions, cle)
    noeud = Noeud("proposition", cle)
    graphe = contexte.graphe
    atteints = chain_from(graphe, noeud, _AVAL)
    puces = []
    for genre in GENRES:
        mot = UN_GENRE[genre]
        trouves = [n for n in graphe.libelles if n in atteints and n.type == genre]
        trouves.sort(key=lambda n: (atteints[n].rapprochements, atteints[n].force == "faible"))
        for autre in trouves[:PAR_GENRE]:
            atteint = atteints[autre]
            force = force_word(atteint.force)
            lien = f" (rapprochement éditorial {force})" if force else ""
            puces.append(Puce(f"{mot} : {name_of(contexte.donnees, graphe, autre)}{lien}"))
        if len(trouves) > PAR_GENRE:
            puces.append(Puce(f"… et {len(trouves) - PAR_GENRE} autres : {mot.lower()}"))
    titre = f"Qu'est devenue la proposition {cle} ?"
    chapeau = "" if ligne is None else f"« {ligne['intitule']} »"
    commun: dict[str, Any] = {
        "sources": contexte.sources(["" if ligne is None else ligne["source"]]),
        "reserves": contexte.reserves(("liens", None), ("propositions", cle)),
        "ecran": f"tracabilite?depart=proposition:{cle}",
    }
    if not puces:
        phrase = "Aucun écho trouvé dans un engagement, une priorité, une action ou un résultat."
        return [Page(titre, chapeau=chapeau, blocs=(Texte((phrase,)),), **commun)]
    lots = split_items(puces, lambda _rang: body_height(titre, "x", chapeau), taille=32)
    avertissement = "Liens éditoriaux : une lecture, qu'aucun document ne fait"
    return [
        Page(
            titre,
            surtitre=avertissement if contexte.liens else "Rapprochements éditoriaux masqués",
            chapeau=chapeau,
            blocs=(Liste(lot),),
            **commun,
        )
        for lot in lots
    ]
