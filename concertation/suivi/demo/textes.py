"""Sentences of the fictional life. Each says by itself that it is made up."""

SYNTHESES: dict[str, tuple[str, ...]] = {
    "securises": (
        "Exemple fictif\u00a0: les étapes prévues sont franchies et les moyens sont confirmés.",
        "Exemple fictif\u00a0: l’objectif est tenu, la consolidation commence.",
    ),
    "atteignables": (
        "Exemple fictif\u00a0: le calendrier tient, un recrutement reste à conclure.",
        "Exemple fictif\u00a0: deux partenaires de plus, l’échéance paraît réaliste.",
        "Exemple fictif\u00a0: le travail avance, une convention reste à signer.",
    ),
    "appuis": (
        "Exemple fictif\u00a0: le comité demande un appui en ingénierie.",
        "Exemple fictif\u00a0: le financement n’est pas complet, un arbitrage est attendu.",
    ),
    "compromis": (
        "Exemple fictif\u00a0: le porteur s’est retiré, l’échéance ne sera pas tenue.",
        "Exemple fictif\u00a0: aucun local disponible, le projet est à reprendre.",
    ),
}

GESTES = (
    "Recenser les besoins", "Réunir les partenaires", "Ouvrir un premier site",
    "Former les équipes", "Signer une convention", "Informer les habitants",
    "Évaluer la première année",
)  # fmt: skip
DESCRIPTION = (
    "Exemple fictif, pour la formation.\n"
    "Première étape\u00a0: un état des lieux. Deuxième étape\u00a0: un essai. Troisième "
    "étape\u00a0: un bilan partagé."
)

ORDRE_DU_JOUR = (
    "Exemple fictif.\n1. Points d’étape\n2. Actions en cours\n3. Propositions à instruire"
)
DECISIONS = (
    "Exemple fictif.\nLe comité valide les points d’étape et demande que chaque action ait un "
    "porteur avant la prochaine séance."
)
MOTIFS_REFUS = (
    "Exemple fictif\u00a0: hors du champ de compétence du comité.",
    "Exemple fictif\u00a0: le besoin est déjà couvert dans ce territoire.",
    "Exemple fictif\u00a0: coût trop élevé au regard de l’effet attendu.",
)
MOTIFS = {
    "retenue": "Exemple fictif\u00a0: le besoin est établi et des partenaires sont prêts.",
    "deja_engagee": "Exemple fictif\u00a0: une équipe y travaille déjà dans ce territoire.",
}
MOTIF = "Exemple fictif\u00a0: les moyens restent à préciser."
NOTE = "Exemple fictif\u00a0: à revoir à la prochaine séance."
RAISON_LIEN = "Exemple fictif\u00a0: les deux visent le même but."
MOTIFS_CONTESTATION = (
    "Exemple fictif\u00a0: une structure a été comptée deux fois.",
    "Exemple fictif\u00a0: la source ne couvre pas tout le territoire.",
)
REPONSE = "Exemple fictif\u00a0: la demande est à l’étude, une réponse complète suivra."
SOURCE = "Relevé fictif du comité"


def person(numero: int) -> str:
    """A name that nobody bears."""
    return f"Personne fictive {numero}"


def organisation(numero: int) -> str:
    """A body that does not exist."""
    return f"Organisme fictif {numero}"


def shorten(texte: str, longueur: int = 70) -> str:
    """The beginning of a text, cut between two words, without capital."""
    debut = texte[:1].lower() + texte[1:]
    if len(debut) <= longueur:
        return debut
    return debut[:longueur].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"
