"""The words of what is read of the follow-up: the journal, what asks for a look, what changed."""

from concertation.declarations.codes import Code, CodeListe, declared_codes

VERBE = declared_codes("verbe")

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

GRAVITE = declared_codes("gravite")


def _motif(cle: str, mot: str, gravite: str, icone: str) -> Code:
    return Code(cle, mot, GRAVITE.signe(gravite), icone, roles=frozenset({gravite}))


MOTIF_ATTENTION = CodeListe(
    "motif", "Motif d’attention",
    _motif("contradiction", "Météo favorable et action bloquée", "haute", "sync_problem"),
    _motif("trajectoire", "Météo favorable, indicateur hors trajectoire", "haute", "trending_down"),
    _motif("bloquee", "Action bloquée", "haute", "block"),
    _motif("retard", "Action en retard", "moyenne", "schedule"),
    _motif("silence", "Sans point d’étape récent", "moyenne", "volume_off"),
    _motif("sans_porteur", "Action sans porteur", "basse", "person_off"),
    _motif("sans_indicateur", "Sans indicateur", "basse", "query_stats"),
)  # fmt: skip
GRAVITE_DU_MOTIF = {
    motif: gravite for gravite in GRAVITE for motif in MOTIF_ATTENTION.which(gravite)
}

CHANGEMENT = declared_codes("changement")
