"""National proposals: to whom they were sent, when, what was answered."""

from concertation.declarations.transmission import ETAT_TRANSMISSION, TRANSMISSION
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Transmissions(Modifiables):
    """`store.transmissions`: of no territory, so written by the direction, read by committees."""

    declaration = TRANSMISSION

    def _check(self, ligne: Ligne) -> None:
        fautes = []
        if ligne["etat"] in ETAT_TRANSMISSION.which("envoye"):
            if not ligne["destinataire"].strip():
                fautes.append(("destinataire", "Indiquez à qui la proposition est transmise."))
            if ligne["date"] is None:
                fautes.append(("date", "Indiquez la date de transmission."))
        if ligne["etat"] in ETAT_TRANSMISSION.which("repondu") and not ligne["reponse"].strip():
            fautes.append(("reponse", "Indiquez la réponse reçue."))
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
