"""What a territory says of an engagement on a day: météo and synthesis, only ever added."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

NON_RENSEIGNE = ""
"""The météo where nobody spoke: read, never typed."""

METEO = declared_codes("meteo")

POINT_ETAPE = Objet(
    "point_etape", "Point d’étape",
    (
        Champ("engagement", "Engagement", "engagement", True),
        Champ("territoire", "Territoire", "territoire", True),
        Champ("date", "Date", "date", True, sauf=("releve",)),
        Champ("meteo", "Météo", "choix", True, METEO),
        Champ("synthese", "Synthèse", "long", True, hauteur=120),
    ),
    ajout_seul=True,
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
