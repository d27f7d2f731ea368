"""The words of the journal: what people did, and the columns that no form holds."""

from concertation.declarations.codes import Code, CodeListe, Signe

VERBE = CodeListe(
    "verbe", "Geste",
    Code("creer", "Création", Signe("circle", "vert"), "add"),
    Code("ajouter", "Ajout", Signe("circle", "bleu"), "add_comment"),
    Code("modifier", "Modification", Signe("square", "ambre"), "edit"),
    Code("decider", "Décision", Signe("square", "bleu"), "gavel"),
    Code("contester", "Contestation", Signe("x", "rouge"), "report"),
    Code("retirer", "Retrait", Signe("circle-open"), "visibility_off"),
    Code("retablir", "Rétablissement", Signe("circle-open", "vert"), "restore"),
    Code("annuler", "Annulation", Signe("x"), "undo"),
    Code("publier", "Publication", Signe("triangle-up", "vert"), "public"),
    Code("depublier", "Fin de publication", Signe("triangle-down"), "public_off"),
)  # fmt: skip

AUTRES_COLONNES = {
    "retire": "Retirée",
    "publie": "Publiée",
    "auteur": "Auteur",
    "seance_id": "Séance",
    "version": "Version",
}
TECHNIQUES = frozenset({"id", "version", "modifie_le", "cree_le"})
"""Columns that say nothing to people."""
