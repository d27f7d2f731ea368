"""The French words of every code of follow-up, written once for screens, charts and files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meteo:
    """A word that always comes with its icon (Material Symbols) and its colour (theme's name)."""

    mot: str
    icone: str
    couleur: str


NON_RENSEIGNE = ""
"""The code of the météo where nobody spoke."""

METEO: dict[str, Meteo] = {
    "securises": Meteo("Objectifs sécurisés", "sunny", "green"),
    "atteignables": Meteo("Objectifs atteignables", "partly_cloudy_day", "blue"),
    "appuis": Meteo("Appuis nécessaires", "rainy", "orange"),
    "compromis": Meteo("Objectifs compromis", "thunderstorm", "red"),
    NON_RENSEIGNE: Meteo("Non renseigné", "remove", "gray"),
}
METEO_FAVORABLE = ("securises", "atteignables")

STATUT: dict[str, str] = {
    "a_venir": "À venir",
    "en_cours": "En cours",
    "en_pause": "En pause",
    "bloquee": "Bloquée",
    "realisee": "Réalisée",
    "abandonnee": "Abandonnée",
}
STATUT_FINI = ("realisee", "abandonnee")
EN_RETARD = "En retard"

DECISION: dict[str, str] = {
    "a_instruire": "À instruire",
    "retenue": "Retenue",
    "deja_engagee": "Déjà engagée",
    "a_approfondir": "À approfondir",
    "ecartee": "Écartée",
}
A_INSTRUIRE = "a_instruire"
"""The decision of a proposal on which a territory has said nothing."""
RIEN_DE_PUBLIE = "Rien de publié"
"""What stands for it to who does not read the territory's drafts: silence is no decision."""
DECISION_REPRISE = ("retenue", "deja_engagee")

PRIORITE: dict[str, str] = {
    "": "Sans priorité",
    "haute": "Haute",
    "moyenne": "Moyenne",
    "basse": "Basse",
}

ETAT_TRANSMISSION: dict[str, str] = {
    "a_transmettre": "À transmettre",
    "transmise": "Transmise",
    "reponse_recue": "Réponse reçue",
    "reprise": "Reprise",
}

ETAT_SEANCE: dict[str, str] = {"preparee": "Préparée", "ouverte": "Ouverte", "close": "Close"}

NATURE: dict[str, str] = {"prevu": "Prévu", "depense": "Dépensé"}

MOTIF_ATTENTION: dict[str, str] = {
    "contradiction": "Météo favorable et action bloquée",
    "bloquee": "Action bloquée",
    "retard": "Action en retard",
    "silence": "Sans point d’étape récent",
    "sans_porteur": "Action sans porteur",
    "sans_indicateur": "Sans indicateur",
}
GRAVITE: dict[str, str] = {"haute": "Haute", "moyenne": "Moyenne", "basse": "Basse"}
GRAVITE_DU_MOTIF: dict[str, str] = {
    "contradiction": "haute",
    "bloquee": "haute",
    "retard": "moyenne",
    "silence": "moyenne",
    "sans_porteur": "basse",
    "sans_indicateur": "basse",
}

CHANGEMENT: dict[str, str] = {
    "meteo": "Météo changée",
    "point": "Météo confirmée",
    "action_creee": "Action créée",
    "action_close": "Action close",
    "action": "Action modifiée",
    "indicateur": "Indicateur",
    "mesure": "Mesure",
    "decision": "Décision sur une proposition",
    "transmission": "Transmission",
    "seance": "Séance",
}

OBJET: dict[str, str] = {
    "point_etape": "Point d’étape",
    "action": "Action",
    "financement": "Financement",
    "indicateur": "Indicateur",
    "mesure": "Mesure",
    "contestation": "Contestation",
    "instruction": "Décision sur une proposition",
    "transmission": "Transmission",
    "seance": "Séance",
    "lien": "Rapprochement éditorial",
    "diaporama": "Diaporama",
}

VERBE: dict[str, str] = {
    "creer": "Création",
    "ajouter": "Ajout",
    "modifier": "Modification",
    "decider": "Décision",
    "contester": "Contestation",
    "retirer": "Retrait",
    "retablir": "Rétablissement",
    "annuler": "Annulation",
    "publier": "Publication",
    "depublier": "Fin de publication",
}
