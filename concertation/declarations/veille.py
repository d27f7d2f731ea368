"""The words of what is read of the follow-up: the journal, what asks for a look, what changed."""

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
    # Who may do what: told to who administers, never undone.
    Code("connecter", "Connexion", Signe("circle", "bleu"), "login", roles=frozenset({"acces"})),
    Code("deconnecter", "Déconnexion", Signe("circle-open"), "logout",
         roles=frozenset({"acces"})),
    Code("refuser", "Refus", Signe("x", "ambre"), "block", roles=frozenset({"acces"})),
    Code("effacer", "Effacement de noms", Signe("square-open"), "person_off",
         roles=frozenset({"acces"})),
)  # fmt: skip

AUTRES_COLONNES = {
    "retire": "Retirée",
    "publie": "Publiée",
    "auteur": "Auteur",
    "seance_id": "Séance",
    "version": "Version",
    "demande": "Demandé",
    "fiches": "Lignes réécrites",
    "entrees": "Entrées du journal réécrites",
}
TECHNIQUES = frozenset({"id", "version", "modifie_le", "cree_le"})
"""Columns that say nothing to people."""

GRAVITE = CodeListe(
    "gravite", "Gravité",
    Code("haute", "Haute", Signe("x", "rouge"), "error"),
    Code("moyenne", "Moyenne", Signe("triangle-up", "ambre"), "warning"),
    Code("basse", "Basse", Signe("circle-open", "bleu"), "info"),
)  # fmt: skip


def _motif(cle: str, mot: str, gravite: str, icone: str) -> Code:
    return Code(cle, mot, GRAVITE.signe(gravite), icone, roles=frozenset({gravite}))


MOTIF_ATTENTION = CodeListe(
    "motif", "Motif d’attention",
    _motif("contradiction", "Météo favorable et action bloquée", "haute", "sync_problem"),
    _motif("bloquee", "Action bloquée", "haute", "block"),
    _motif("retard", "Action en retard", "moyenne", "schedule"),
    _motif("silence", "Sans point d’étape récent", "moyenne", "volume_off"),
    _motif("sans_porteur", "Action sans porteur", "basse", "person_off"),
    _motif("sans_indicateur", "Sans indicateur", "basse", "query_stats"),
)  # fmt: skip
GRAVITE_DU_MOTIF = {
    motif: gravite for gravite in GRAVITE for motif in MOTIF_ATTENTION.which(gravite)
}

CHANGEMENT = CodeListe(
    "changement", "Nature du changement",
    Code("meteo", "Météo changée", Signe("circle", "bleu"), "partly_cloudy_day"),
    Code("point", "Météo confirmée", Signe("circle-open", "bleu"), "add_comment"),
    Code("action_creee", "Action créée", Signe("triangle-up", "vert"), "add_task"),
    Code("action_close", "Action close", Signe("square", "vert"), "task_alt"),
    Code("action", "Action modifiée", Signe("square-open", "ambre"), "edit"),
    Code("argent", "Financement", Signe("square", "ambre"), "payments"),
    Code("indicateur", "Indicateur", Signe("diamond-open"), "query_stats"),
    Code("mesure", "Mesure", Signe("diamond", "bleu"), "straighten"),
    Code("decision", "Décision sur une proposition", Signe("square", "bleu"), "gavel"),
    Code("transmission", "Transmission", Signe("triangle-right", "bleu"), "send"),
    Code("seance", "Séance", Signe("circle", "vert"), "event"),
)  # fmt: skip
