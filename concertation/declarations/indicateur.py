"""An indicator, where one starts and where one wants to arrive; and the values measured."""

from concertation.declarations.champ import Champ, Objet

INDICATEUR = Objet(
    "indicateur", "Indicateur",
    (
        Champ("libelle", "Ce qui est mesuré", requis=True, court="Indicateur", pleine=True),
        Champ("engagement", "Engagement", "engagement", True),
        Champ("composante", "Composante", "composante", sauf=("releve", "fiche")),
        Champ("territoire", "Territoire", "territoire", True),
        Champ("unite", "Unité"),
        Champ("valeur_initiale", "Valeur initiale", "nombre", sauf=("releve",)),
        Champ("date_initiale", "Date de la valeur initiale", "date", sauf=("releve",)),
        Champ("source_initiale", "Source de la valeur initiale", pleine=True,
              sauf=("releve", "fiche")),
        Champ("cible", "Cible", "nombre", sauf=("releve",)),
        Champ("date_cible", "Date de la cible", "date", sauf=("releve",)),
        Champ("source_cible", "Source de la cible", pleine=True,
              sauf=("releve", "fiche")),
    ),
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip

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
