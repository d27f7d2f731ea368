"""A committee's sessions; entries made in one carry its id."""

from concertation.declarations.seance import SEANCE
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Seances(Modifiables):
    """`store.seances`, by date, oldest first. A closed one is changed only by who may `valider`
    (the direction)."""

    declaration = SEANCE
    ordre = ("date", "id")

    def _require_change(self, transaction: Transaction, acteur: Acteur, actuel: Ligne) -> None:
        super()._require_change(transaction, acteur, actuel)
        if actuel["etat"] == "close":
            self.base.require(acteur, "valider", actuel["territoire"])
