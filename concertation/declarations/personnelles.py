"""What is kept of people, why, and how long: fields say it, the rest is here."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from concertation.declarations.champ import Champ, Objet

CONSERVATION, CONSERVATION_ACCES = 60, 12
"""Months, of what people do and of what they try, unless the configuration says otherwise."""
CONSERVATION_BROUILLON = 90
"""Days, of what is typed and never recorded, since its last word."""
LIBRES = ("texte", "long", "json", "pages")
"""What people type as they want, so where a name may stand."""


class Traitement(NamedTuple):
    """A line of the register."""

    ou: str
    quoi: str
    finalite: str
    duree: Literal["noms", "acces", "demande", "brouillon"] = "noms"


TRACES = (
    Traitement(
        "Saisies et journal", "Nom et rôle de la personne qui saisit, heure",
        "savoir qui a décidé quoi, annuler, comparer deux versions",
    ),
    Traitement(
        "Accès", "Nom et rôle, ce qui a été demandé et refusé", "protéger le service", "acces"
    ),
    Traitement(
        "Textes libres", "Ce que l’on y écrit d’une personne",
        "raconter le suivi", "demande",
    ),
    Traitement(
        "Profil gardé", "Nom, rôle et territoires de qui a pris un profil sur la machine",
        "le retrouver dans le même navigateur, jusqu’à ce qu’il soit quitté", "brouillon",
    ),
    Traitement(
        "Courriels", "Empreinte de l’adresse de qui n’en veut plus", "ne plus lui écrire", "demande"
    ),
    Traitement(
        "Brouillons", "Ce qui est saisi et pas encore enregistré, avec le nom de qui le saisit",
        "rendre une saisie interrompue à cette personne, et aux membres d’une séance ce qui s’y "
        "saisit ; montrer les questions d’une salle, effacées à sa fin", "brouillon",
    ),
    Traitement("Images", "Qui s’y reconnaît, sur des diapositives", "illustrer", "demande"),
    Traitement(
        "Relevé signé", "Les noms qu’il portait à sa signature", "prouver ce qui a été signé",
    ),
)  # fmt: skip


def personal(objet: Objet) -> tuple[Champ, ...]:
    """The fields of a kind of row that name people."""
    return tuple(champ for champ in objet.champs if champ.personne)


def register(objets: Iterable[Objet]) -> list[Traitement]:
    """What is kept of people, in lines."""
    champs = [(objet, champ) for objet in objets for champ in personal(objet)]
    return [*(Traitement(o.mot, c.libelle, c.finalite) for o, c in champs), *TRACES]
