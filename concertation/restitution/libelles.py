"""French words for the codes of follow-up, as files and documents write them."""

from collections.abc import Mapping

METEO: Mapping[str, str] = {
    "securises": "Objectifs sécurisés",
    "atteignables": "Objectifs atteignables",
    "appuis": "Appuis nécessaires",
    "compromis": "Objectifs compromis",
}
STATUT: Mapping[str, str] = {
    "a_venir": "À venir",
    "en_cours": "En cours",
    "en_pause": "En pause",
    "bloquee": "Bloquée",
    "realisee": "Réalisée",
    "abandonnee": "Abandonnée",
}
NATURE: Mapping[str, str] = {"prevu": "Prévu", "depense": "Dépensé"}
DECISION: Mapping[str, str] = {
    "a_instruire": "À instruire",
    "retenue": "Retenue",
    "deja_engagee": "Déjà engagée",
    "a_approfondir": "À approfondir",
    "ecartee": "Écartée",
}
PRIORITE: Mapping[str, str] = {"": "", "haute": "Haute", "moyenne": "Moyenne", "basse": "Basse"}
TRANSMISSION: Mapping[str, str] = {
    "a_transmettre": "À transmettre",
    "transmise": "Transmise",
    "reponse_recue": "Réponse reçue",
    "reprise": "Reprise",
}
ETAT_SEANCE: Mapping[str, str] = {
    "preparee": "préparée",
    "ouverte": "ouverte",
    "close": "close",
}
