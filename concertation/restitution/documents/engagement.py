"""« Fiche engagement »: its words, its parts, where it stands everywhere, what is done for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from concertation.analyse.chaine.graphe import Noeud, Sens
from concertation.donnees import soft_table
from concertation.recits.blocs import Bloc, Section, Texte
from concertation.recits.chaine import tell_chaine
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.engagement import tell_engagement
from concertation.restitution.documents.cachet import build_document
from concertation.restitution.documents.modele import Document
from concertation.restitution.documents.suivi import (
    followed,
    in_table,
    name_place,
    silence,
    table_actions,
    table_cells,
    table_indicateurs,
    table_points,
)

AVERTISSEMENT = (
    "Un rapprochement éditorial est une lecture de ce tableau de bord ou de la direction : aucun "
    "document ne fait ce lien."
)
SANS_LECTURE = "Les rapprochements éditoriaux sont masqués dans cette édition."


def build_engagement(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The sheet of an engagement (`engagement`); raises DiapoImpossible when it is unknown."""
    engagements = soft_table(contexte.donnees, "engagements")
    cle = contexte.require(engagements["id"], str(parametres.get("engagement", "")), "L'engagement")
    recit = tell_engagement(contexte.donnees, cle)
    if recit is None:
        raise DiapoImpossible(f"L'engagement {cle} n'est pas publié.")
    return build_document(
        contexte,
        "Fiche engagement",
        recit.titre,
        [
            recit.mots,
            recit.composantes,
            *followed(contexte, "Suivi", lambda: _follow_up(contexte, cle)),
            _chain(contexte, cle),
            *(followed(contexte, "", lambda: _history(contexte, cle)) if contexte.store else ()),
        ],
        filtres=f"engagement {cle}, tous les territoires",
        sources=recit.sources,
        cibles=[*recit.cibles, ("liens", None)],
    )


def _follow_up(contexte: Contexte, cle: str) -> list[Section]:
    revue = contexte.revue("departement")
    cellules = revue.cellules[revue.cellules["engagement"] == cle]
    actions = revue.actions[revue.actions["engagement"] == cle]
    indicateurs = revue.indicateurs[revue.indicateurs["engagement"] == cle]
    return [
        Section(
            "Où il en est, par département",
            in_table(
                table_cells(
                    cellules,
                    "Territoire",
                    lambda c: str(c["nom"]),
                    contexte.acteur.reads_public_only,
                )
            ),
            "Aucun département n'est publié.",
        ),
        Section(
            "Les actions des comités",
            in_table(
                table_actions(
                    contexte, actions, "Territoire", lambda a: name_place(contexte, a["territoire"])
                )
            ),
            silence(contexte, "action"),
        ),
        Section(
            "Les indicateurs",
            in_table(table_indicateurs(contexte, indicateurs, revue.mesures)),
            silence(contexte, "indicateur"),
        ),
    ]


def _history(contexte: Contexte, cle: str) -> list[Section]:
    """All that was said, last in the sheet: it only grows."""
    points = contexte.need_store().points_etape.list(contexte.acteur)
    tableau = table_points(contexte, points[points["engagement"] == cle])
    vide = silence(contexte, "point")
    return [Section("Tous les points d'étape", in_table(tableau), vide)]


def _chain(contexte: Contexte, cle: str) -> Section:
    noeud = Noeud("engagement", cle)
    blocs: list[Bloc] = []
    titres: dict[Sens, str] = {"amont": "Ce dont il vient", "aval": "Ce qui le prolonge"}
    for sens, titre in titres.items():
        liste = tell_chaine(contexte.donnees, contexte.graphe, noeud, sens)
        if liste.puces:
            blocs.append(replace(liste, titre=titre))
    avis = AVERTISSEMENT if contexte.liens else SANS_LECTURE
    return Section(
        "De ce qui s'est dit à ce qui se fait",
        (Texte((avis,), "discret"), *blocs) if blocs else (),
        "Aucun lien n'est publié.",
    )
