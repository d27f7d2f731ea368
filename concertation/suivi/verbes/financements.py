"""Money of an action: who pays, how much, when, planned or spent."""

from concertation.declarations.financement import FINANCEMENT
from concertation.suivi.socle.modifiables import Modifiables


class Financements(Modifiables):
    """`store.financements`, each with its action's `territoire`; `montant` in euros."""

    declaration = FINANCEMENT
