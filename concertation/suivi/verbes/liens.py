"""Links between what was said and what is done, made by the direction."""

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.references import RANGS_LIEN


class Liens(Modifiables):
    """`store.liens`: of no territory, so written by the direction, read by committees.

    A link is a reading and says why; the links of the published files are not here, and stay.
    """

    table = tables.lien
    figes = ("origine_type", "origine", "cible_type", "cible")
    champs = (
        Champ("origine_type", "Nature de l’origine", "choix", True, tuple(RANGS_LIEN)),
        Champ("origine", "Origine", requis=True),
        Champ("cible_type", "Nature de la cible", "choix", True, tuple(RANGS_LIEN)),
        Champ("cible", "Cible", requis=True),
        Champ("justification", "Justification", requis=True),
        Champ("force", "Force", "choix", True, tables.FORCES_LIEN),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        origine_type: str,
        origine: str,
        cible_type: str,
        cible: str,
        justification: str,
        force: str = "faible",
    ) -> Ligne:
        """Link two things, downstream (`references.RANGS_LIEN`). `force`: one of `FORCES_LIEN`."""
        valeurs = {
            "origine_type": origine_type, "origine": origine, "cible_type": cible_type,
            "cible": cible, "justification": justification, "force": force,
        }  # fmt: skip
        return self._create(acteur, valeurs)

    def list(self, acteur: Acteur, *, retires: bool = False) -> pd.DataFrame:
        """By id."""
        return self.list_rows(acteur, {}, retires)

    def _check(self, ligne: Ligne) -> None:
        fautes = []
        if RANGS_LIEN[ligne["origine_type"]] >= RANGS_LIEN[ligne["cible_type"]]:
            fautes.append(
                (
                    "cible_type",
                    "Un lien va de ce qui a été dit vers ce qui est fait, jamais l’inverse.",
                )
            )
        connus = self.store.references.noeuds
        fautes += [
            (bout, f"«\u00a0{ligne[bout][:40]}\u00a0» n’existe pas dans les données.")
            for bout in ("origine", "cible")
            if connus and (ligne[f"{bout}_type"], ligne[bout]) not in connus
        ]
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
