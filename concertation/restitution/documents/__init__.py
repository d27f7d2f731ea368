"""A4 documents, each built from what the decks and the screens read. A new one is a line here."""

from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.documents.bilans import build_feuille, build_releve, build_revue
from concertation.restitution.documents.fiches import (
    build_engagement,
    build_proposition,
    build_territoire,
)
from concertation.restitution.documents.modele import Piece

ENGAGEMENT, TERRITOIRE, REVUE = "fiche-engagement", "fiche-territoire", "note-de-revue"
RELEVE, FEUILLE = "releve-de-decisions", "bilan-feuille-de-route"
PROPOSITION = "fiche-proposition"

_TERRITOIRE = Parametre("territoire", "Territoire", "territoire")

DOCUMENTS: dict[str, Piece] = {
    PROPOSITION: Piece(
        "Fiche proposition",
        "Une proposition mot pour mot, ce qui lui a été répondu, ce qui s’est fait, la suite.",
        build_proposition,
        (Parametre("proposition", "Proposition", "proposition", True),),
    ),
    ENGAGEMENT: Piece(
        "Fiche engagement",
        "Un engagement mot pour mot, ses composantes, où il en est, ce qui se fait pour lui.",
        build_engagement,
        (Parametre("engagement", "Engagement", "engagement", True),),
    ),
    TERRITOIRE: Piece(
        "Fiche territoire",
        "Ce qui s’y est dit, ce que son comité suit et décide, ce que d’autres y font.",
        build_territoire,
        (Parametre("territoire", "Territoire", "territoire", True),),
    ),
    REVUE: Piece(
        "Note de revue",
        "Ce qui a changé depuis une date, ce qui demande attention, toutes les cellules.",
        build_revue,
        (
            Parametre("depuis", "Depuis le", "date", aide="Vide : depuis la dernière séance."),
            Parametre("niveau", "Découpage", "niveau"),
            _TERRITOIRE,
        ),
    ),
    RELEVE: Piece(
        "Relevé de décisions",
        "Ce qu’une séance d’un comité a décidé, à signer et à diffuser.",
        build_releve,
        (
            _TERRITOIRE,
            Parametre("seance", "Séance", "seance", aide="Vide : la dernière qui s’est tenue."),
        ),
    ),
    FEUILLE: Piece(
        "Bilan de la feuille de route",
        "Les priorités d’un CTS, ses actions, leur argent tel qu’il est écrit, leurs résultats.",
        build_feuille,
        (Parametre("feuille", "Feuille de route", "feuille"),),
    ),
}
