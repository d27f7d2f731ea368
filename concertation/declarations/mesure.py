"""A value measured, and what contests it; both are only ever added."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.indicateur import INDICATEUR

MESURE = Objet(
    "mesure", "Mesure",
    (
        Champ("indicateur_id", "Indicateur", "identifiant", True),
        Champ("valeur", "Valeur", "nombre", True),
        Champ("date", "Date", "date", True),
        Champ("source", "Source", requis=True, pleine=True),
    ),
    (INDICATEUR,),
    ajout_seul=True,
    vues=("formulaire", "classeur", "journal", "releve", "demo"),
)  # fmt: skip

CONTESTATION = Objet(
    "contestation", "Contestation",
    (
        Champ("mesure_id", "Mesure", "identifiant", True),
        Champ("motif", "Motif", "long", True),
    ),
    (MESURE, INDICATEUR),
    ajout_seul=True,
    vues=("formulaire", "classeur", "journal", "demo"),
)  # fmt: skip
