"""What a territory says of an engagement on a day: météo, synthesis, what comes next, what support
it asks for; only ever added."""

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
        Champ("prochaine_etape", "Prochaine étape", pleine=True),
        Champ("appui", "Appui demandé", pleine=True, exemple="un arbitrage, un financement…"),
        Champ("appui_de", "Appui demandé à", personne=True,
              finalite="savoir à qui un appui est demandé"),
        Champ("echeance", "Échéance", "date"),
    ),
    ajout_seul=True,
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
