"""What is recorded, said once: each field with where it shows, each code with its word and sign.

Tables, checks, forms, the table edited in place, the workbook in and out, the journal's words,
minutes, A4 and the fictional follow-up all read it here. Data alone: this room imports nothing,
so that those who count, those who draw and those who write can all read it.
"""

from collections.abc import Mapping, Sequence

from concertation.declarations.action import ACTION, FINANCEMENT, NATURE, STATUT
from concertation.declarations.avis import AVIS_DEMANDE, DEMANDE
from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe
from concertation.declarations.diaporama import DIAPORAMA
from concertation.declarations.indicateur import CONTESTATION, INDICATEUR, MESURE
from concertation.declarations.instruction import DECISION, INSTRUCTION, PRIORITE
from concertation.declarations.lien import AVIS, BOUT, FORCE, LIEN
from concertation.declarations.personne import PERSONNE, PROFIL
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.declarations.portee import PORTEE
from concertation.declarations.role import ROLE
from concertation.declarations.seance import (
    ETAT_PRESENCE,
    ETAT_SEANCE,
    GENRE_POINT,
    ISSUE,
    POINT,
    PRESENCE,
    REGLE_VOTE,
    SEANCE,
)
from concertation.declarations.transmission import ETAT_TRANSMISSION, TRANSMISSION
from concertation.declarations.veille import CHANGEMENT, GRAVITE, MOTIF_ATTENTION, VERBE
from concertation.declarations.vote import MODE_VOTE, VOTE

OBJETS: Mapping[str, Objet] = {
    objet.nom: objet
    for objet in (
        POINT_ETAPE, ACTION, FINANCEMENT, INDICATEUR, MESURE, CONTESTATION, INSTRUCTION,
        TRANSMISSION, SEANCE, POINT, PRESENCE, AVIS_DEMANDE, VOTE, LIEN, DIAPORAMA, PERSONNE,
    )
}  # fmt: skip
OBJET: Mapping[str, str] = {nom: objet.mot for nom, objet in OBJETS.items()}
"""The word of each kind of row."""
LISTES: Mapping[str, CodeListe] = {
    liste.nom: liste
    for liste in (
        METEO, STATUT, NATURE, DECISION, PRIORITE, ETAT_TRANSMISSION, ETAT_SEANCE, GENRE_POINT,
        ISSUE, REGLE_VOTE, ETAT_PRESENCE, FORCE, AVIS, BOUT, PORTEE, ROLE, PROFIL, VERBE,
        GRAVITE, MOTIF_ATTENTION, CHANGEMENT, DEMANDE, MODE_VOTE,
    )
}  # fmt: skip


def declared(objet: str, champ: str) -> Champ | None:
    """A field of a kind of row, or of the first one that has it; None for what no form holds."""
    kinds = [OBJETS[objet], *OBJETS.values()] if objet in OBJETS else list(OBJETS.values())
    return next((kind.par_nom[champ] for kind in kinds if champ in kind.par_nom), None)


def words_of(objet: str, champ: str) -> Mapping[str, str]:
    """The words of the codes of a field, of any kind of row when `objet` is "": none for a text.

    Where several kinds have a field of that name, no code is in two of them.
    """
    mots: dict[str, str] = {}
    for kind in [OBJETS[objet]] if objet in OBJETS else OBJETS.values():
        declare = kind.par_nom.get(champ)
        if declare is not None and declare.liste is not None:
            mots |= declare.liste
    return mots


def take_codes(codes: Mapping[str, Sequence[Code]]) -> None:
    """Read the lists of a consultation in the place of the declared ones, by list.

    One process serves one consultation: everybody who holds a list reads these codes from then
    on. A list that the consultation does not give is as the application declares it.
    """
    for nom, liste in LISTES.items():
        liste.take(codes.get(nom, ()))
