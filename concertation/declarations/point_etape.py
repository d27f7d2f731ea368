"""What a territory says of an engagement on a day: météo and synthesis, only ever added."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

NON_RENSEIGNE = ""
"""The météo where nobody spoke: read, never typed."""

METEO = CodeListe(
    "meteo", "Météo",
    Code("securises", "Objectifs sécurisés", Signe("circle", "vert"), "sunny", "Sécurisés",
         frozenset({"favorable"})),
    Code("atteignables", "Objectifs atteignables", Signe("circle", "bleu", anneau=True),
         "partly_cloudy_day", "Atteignables", frozenset({"favorable"})),
    Code("appuis", "Appuis nécessaires", Signe("triangle-up", "ambre"), "rainy", "Appuis"),
    Code("compromis", "Objectifs compromis", Signe("x", "rouge"), "thunderstorm", "Compromis",
         frozenset({"compromis"})),
    Code(NON_RENSEIGNE, "Non renseigné", Signe("square-open"), "remove", saisi=False),
)  # fmt: skip

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
