"""A national proposal is not the region's to do: to whom it was sent, what was answered."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

SUIVI_NON_RENSEIGNE = "Suivi non renseigné"
"""Of a national proposal without transmission: all were summed up for the ministry, and nothing
here says what became of each."""

ETAT_TRANSMISSION = declared_codes("etat_transmission")

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
