"""Links between what was said and what is done, made by the direction."""

from concertation.declarations.lien import LIEN, RANGS_LIEN
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Liens(Modifiables):
    """`store.liens`: of no territory, so written by the direction, read by committees.

    A link is a reading and says why; it goes downstream (`RANGS_LIEN`). The links of the published
    files are not here, and stay.
    """

    declaration = LIEN

    def _check(self, ligne: Ligne) -> None:
        fautes = []
        if RANGS_LIEN[ligne["origine_type"]] >= RANGS_LIEN[ligne["cible_type"]]:
            fautes.append(
                (
                    "cible_type",
                    "Un lien va de ce qui a été dit vers ce qui est fait, jamais l’inverse.",
                )
            )
        connus = self.base.references.noeuds
        fautes += [
            (bout, f"«\u00a0{ligne[bout][:40]}\u00a0» n’existe pas dans les données.")
            for bout in ("origine", "cible")
            if connus and (ligne[f"{bout}_type"], ligne[bout]) not in connus
        ]
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
