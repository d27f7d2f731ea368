"""What a territory decides on a local proposal."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

A_INSTRUIRE = "a_instruire"
"""The decision of a proposal on which a territory has said nothing."""
RIEN_DE_PUBLIE = "Rien de publié"
"""What stands for it to who does not read the territory's drafts: silence is no decision."""

DECISION = declared_codes("decision")

PRIORITE = declared_codes("priorite")

INSTRUCTION = Objet(
    "instruction", "Décision sur une proposition",
    (
        Champ("proposition", "Proposition", "proposition_locale", True),
        Champ("territoire", "Territoire", "territoire", True),
        Champ("decision", "Décision", "choix", True, DECISION),
        Champ("motif", "Motif", "long", aide="obligatoire pour écarter"),
        Champ("priorite", "Priorité", "choix", liste=PRIORITE),
        Champ("note", "Note", "long"),
    ),
    figes=("proposition", "territoire"),
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
