"""What those who were in a room put first, by a vote of its session: never a decision."""

from concertation.declarations.champ import VUES, Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe
from concertation.declarations.seance import SEANCE

MODE_VOTE = CodeListe(
    "mode_vote", "Manière de voter",
    Code("points", "Dix points à répartir", Signe("circle", "bleu"), "scatter_plot", "points"),
    Code("choix", "Une seule proposition", Signe("square", "vert"), "how_to_vote", "voix"),
    Code("accord", "Accord, sur une échelle", Signe("diamond", "ambre"), "thumb_up", "d’accord"),
    depart="points",
)  # fmt: skip
ACCORDS = ("Sans avis", "Pas du tout d’accord", "Plutôt pas d’accord", "Plutôt d’accord",
           "Tout à fait d’accord")  # fmt: skip
VOTE = Objet(
    "vote", "Priorité exprimée en salle",
    (
        Champ("seance_id", "Séance", "identifiant", True, sauf=VUES),
        Champ("question", "Question posée", requis=True),
        Champ("mode", "Manière de voter", "choix", True, MODE_VOTE),
        Champ("lie", "Porte sur", requis=True),
        Champ("salle", "Salle", sauf=VUES),
        Champ("etat", "Étape", sauf=VUES),
        Champ("points", "Points, voix ou accords", "json"),
        Champ("votants", "Réponses", "nombre"),
        Champ("papier", "Réponses sur papier", "nombre"),
    ),
    parents=(SEANCE,),
    figes=("seance_id", "mode", "lie"),
    vues=("journal",),
)  # fmt: skip
