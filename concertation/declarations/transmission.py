"""A national proposal is not the region's to do: to whom it was sent, what was answered."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

SUIVI_NON_RENSEIGNE = "Suivi non renseigné"
"""Of a national proposal without transmission: all were summed up for the ministry, and nothing
here says what became of each."""

ETAT_TRANSMISSION = CodeListe(
    "etat_transmission", "État d’une transmission",
    Code("a_transmettre", "À transmettre", Signe("circle-open", plein=False), "outbox"),
    Code("transmise", "Transmise", Signe("triangle-right", "bleu"), "send",
         roles=frozenset({"envoye"})),
    Code("reponse_recue", "Réponse reçue", Signe("square", "ambre"), "mark_email_read",
         roles=frozenset({"envoye", "repondu"})),
    Code("reprise", "Reprise", Signe("circle", "vert"), "task_alt", roles=frozenset({"envoye"})),
    depart="a_transmettre",
)  # fmt: skip

TRANSMISSION = Objet(
    "transmission", "Transmission",
    (
        Champ("proposition", "Proposition", "proposition_nationale", True),
        Champ("etat", "État", "choix", True, ETAT_TRANSMISSION),
        Champ("destinataire", "Destinataire"),
        Champ("date", "Date de transmission", "date"),
        Champ("reponse", "Réponse", "long"),
        Champ("date_reponse", "Date de la réponse", "date"),
    ),
    figes=("proposition",),
    vues=("formulaire", "classeur", "journal", "releve", "demo"),
)  # fmt: skip
