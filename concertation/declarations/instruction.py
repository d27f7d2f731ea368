"""What a territory decides on a local proposal."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

A_INSTRUIRE = "a_instruire"
"""The decision of a proposal on which a territory has said nothing."""
RIEN_DE_PUBLIE = "Rien de publié"
"""What stands for it to who does not read the territory's drafts: silence is no decision."""

DECISION = CodeListe(
    "decision", "Décision",
    Code(A_INSTRUIRE, "À instruire", Signe(plein=False), "pending"),
    Code("retenue", "Retenue", Signe("square", "vert"), "check_circle",
         roles=frozenset({"repris"})),
    Code("deja_engagee", "Déjà engagée", Signe("square", "bleu", "/"), "sync",
         roles=frozenset({"repris"})),
    Code("a_approfondir", "À approfondir", Signe("square", "ambre", "."), "search"),
    Code("ecartee", "Écartée", Signe("square", "rouge", "x"), "cancel",
         roles=frozenset({"motive"})),
    depart=A_INSTRUIRE,
)  # fmt: skip

PRIORITE = CodeListe(
    "priorite", "Priorité",
    Code("", "Sans priorité", Signe("circle-open", plein=False), "remove"),
    Code("haute", "Haute", Signe("triangle-up", "rouge"), "keyboard_double_arrow_up"),
    Code("moyenne", "Moyenne", Signe("square", "ambre"), "drag_handle"),
    Code("basse", "Basse", Signe("triangle-down", "bleu"), "keyboard_double_arrow_down"),
)  # fmt: skip

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
