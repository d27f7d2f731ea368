"""What is not there, in words: to who reads every entry, and to who reads what is published only.

The base may hold newer entries that nobody published yet. Whatever is said of an absence, of a
last word or of the time since then says « publié » to who can't read these.
"""

from typing import Final

from concertation.declarations.veille import MOTIF_ATTENTION


def _of_seance(quoi: str, suite: str = "", accord: str = "e") -> tuple[str, str]:
    return (
        f"Aucun{accord} {quoi}{suite} pendant cette séance.",
        f"Aucun{accord} {quoi} de cette séance n’est publié{accord}.",
    )


ABSENCES: Final[dict[str, tuple[str, str]]] = {
    "point": ("Aucun point d’étape n’a été enregistré.", "Aucun point d’étape n’est publié."),
    "silence": (
        "Aucun point d’étape depuis {duree} (le dernier date du {date}).",
        "Aucun point d’étape publié depuis {duree} (le dernier publié date du {date}).",
    ),
    "dernier": ("Dernier point d’étape", "Dernier point d’étape publié"),
    "indicateur": ("Aucun indicateur n’est défini.", "Aucun indicateur n’est publié."),
    "contradiction": (
        "La météo dit {mot} alors que {action} est bloquée.",
        "La dernière météo publiée dit {mot} alors que {action} est bloquée dans sa version "
        "publiée.",
    ),
    "bloquee": ("{action} est bloquée.", "{action} est bloquée dans sa version publiée."),
    "retard": (
        "{action} devait finir le {date}, il y a {duree}.",
        "{action} devait finir le {date}, il y a {duree}, selon sa version publiée.",
    ),
    "changement": ("Rien n’a changé", "Rien de publié n’a changé"),
    "attention": ("Rien ne demande d’attention", "Rien de publié ne demande d’attention"),
    "renseignee": ("renseignée", "où un point d’étape se lit"),
    "renseignees": ("renseignées", "où un point d’étape se lit"),
    "action": ("Aucune action n’est saisie.", "Aucune action n’est publiée."),
    "decision": ("Aucune décision n’est saisie.", "Aucune décision n’est publiée."),
    "mesure": ("Aucune mesure n’est saisie.", "Aucune mesure n’est publiée."),
    "seance": ("Aucune séance n’est enregistrée.", "Aucune séance n’est publiée."),
    "financement": ("Aucun financement renseigné.", "Aucun financement n’est publié."),
    "rien": ("Non renseigné", "Rien de publié"),
    "territoire": ("Aucun territoire ne s’est prononcé.", "Aucune décision n’est publiée."),
    "actions": ("Actions", "Actions publiées"),
    "meteo": ("Météo", "Météo publiée"),
    "sans_point": ("Sans point d’étape récent", "Sans point d’étape publié récent"),
    "sans_indicateur": ("Sans indicateur", "Sans indicateur publié"),
    "journal": ("Le journal est vide : rien n’a encore été saisi.", "Rien n’est encore publié."),
    "examinee": ("pas encore examinée", "pas encore examinée, ou décision non publiée"),
    "repondu": ("Comités qui se sont prononcés", "Comités dont la décision est publiée"),
    "decisions": ("enregistrées", "publiées"),
    "reponse": ("aucune réponse n’est renseignée", "aucune réponse n’est publiée"),
    "transmission": (
        "Aucune transmission de cette seule proposition n’est enregistrée.",
        "Aucune transmission de cette seule proposition n’est publiée.",
    ),
    "seance_propositions": _of_seance("décision sur les propositions"),
    "seance_actions": _of_seance("action", " décidée ni modifiée"),
    "seance_points": _of_seance("point d’étape", accord=""),
    "seance_mesures": _of_seance("mesure"),
    "seance_transmissions": _of_seance("transmission", " suivie"),
}


def motifs_attention(partiel: bool) -> dict[str, str]:
    """`MOTIF_ATTENTION`, in the words of who reads."""
    return {
        **MOTIF_ATTENTION,
        "silence": tell_absence("sans_point", partiel),
        "sans_indicateur": tell_absence("sans_indicateur", partiel),
    }


def tell_absence(quoi: str, partiel: bool, **valeurs: str) -> str:
    """The words of `ABSENCES`; `partiel`: to who may not read what is not published."""
    return ABSENCES[quoi][partiel].format(**valeurs)
