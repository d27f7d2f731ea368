"""Indicators: an initial value and a target, each with its date and source."""

from concertation.declarations.indicateur import INDICATEUR
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.validation import check_composante

_JUSTIFIES = (
    ("valeur_initiale", "date_initiale", "source_initiale", "valeur initiale"),
    ("cible", "date_cible", "source_cible", "cible"),
)


class Indicateurs(Modifiables):
    """`store.indicateurs`; the current value is the last of `store.mesures`."""

    declaration = INDICATEUR

    def _check(self, ligne: Ligne) -> None:
        check_composante(ligne, self.base.references)
        fautes = []
        for valeur, date, source, libelle in _JUSTIFIES:
            if ligne[valeur] is None:
                continue
            if ligne[date] is None:
                fautes.append((date, f"La {libelle} doit avoir sa date."))
            if not ligne[source].strip():
                fautes.append((source, f"La {libelle} doit avoir sa source."))
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
