"""A session of a committee; what is recorded in it carries its number."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

ETAT_SEANCE = CodeListe(
    "etat_seance", "État d’une séance",
    Code("preparee", "Préparée", Signe("circle-open", plein=False), "event"),
    Code("ouverte", "Ouverte", Signe("triangle-right", "bleu"), "meeting_room"),
    Code("close", "Close", Signe("square", "vert"), "lock"),
    depart="preparee",
)  # fmt: skip

SEANCE = Objet(
    "seance", "Séance",
    (
        Champ("territoire", "Territoire", "territoire", True),
        Champ("date", "Date", "date", True),
        Champ("lieu", "Lieu"),
        Champ("presents", "Personnes présentes", "long", aide="une par ligne", personne=True,
              finalite="établir le relevé de la séance", hauteur=120),
        Champ("ordre_du_jour", "Ordre du jour", "long", hauteur=220),
        Champ("decisions", "Décisions", "long", aide="une par ligne", hauteur=180),
        Champ("prochaine_date", "Prochaine séance", "date"),
        Champ("etat", "État", "choix", True, ETAT_SEANCE),
    ),
    vues=("formulaire", "classeur", "journal", "releve", "demo"),
)  # fmt: skip
