"""What a territory decides on local proposals, one or many at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from concertation.declarations.instruction import DECISION, INSTRUCTION
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import Conflit, SaisieInvalide
from concertation.suivi.socle.lecture import to_portable
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Instructions(Modifiables):
    """`store.instructions`: a row per proposition × territoire, absent until decided."""

    declaration = INSTRUCTION

    def decide(
        self,
        acteur: Acteur,
        *,
        propositions: Collection[str],
        territoire: str,
        versions: Mapping[str, int] | None = None,
        seance_id: int | None = None,
        **champs: Any,
    ) -> Sequence[Ligne]:
        """Decide on one or many proposals for a territory, all or none.

        `champs`: `decision`, and the other fields, None leaving one as it is; a code that must be
        justified (`motive`) wants a `motif`. `versions`: the version read of each proposal, 0 or
        absent when it had no row; `Conflit.conflits` has every pair that somebody changed since.
        """
        if not propositions:
            raise SaisieInvalide("propositions", "Choisissez au moins une proposition.")
        lues = versions or {}
        demandes = {nom: valeur for nom, valeur in champs.items() if valeur is not None}
        with self.base.atomic() as transaction:
            cle = [
                self._clean({"proposition": p, "territoire": territoire, **demandes}, partiel=True)
                for p in dict.fromkeys(propositions)
            ]
            self.base.require(acteur, "ecrire", cle[0]["territoire"])
            self._check_seance(transaction, seance_id)
            couples = [(self._find(transaction, ligne), ligne) for ligne in cle]
            conflits = [
                (to_portable(actuel), {**to_portable(ligne), "version": version})
                for actuel, ligne in couples
                if actuel is not None
                and actuel["version"] != (version := lues.get(ligne["proposition"], 0))
                and not (actuel["retire"] and version == 0)
            ]
            if conflits:
                raise Conflit(conflits)
            return [
                self._decide_one(transaction, acteur, actuel, ligne, seance_id)
                for actuel, ligne in couples
            ]

    def _decide_one(
        self,
        transaction: Transaction,
        acteur: Acteur,
        actuel: Ligne | None,
        ligne: Ligne,
        seance_id: int | None,
    ) -> Ligne:
        if actuel is None:
            nouvelle = self._whole(ligne)
            self._check(nouvelle)
            return self._insert(transaction, acteur, nouvelle, "decider", seance_id)
        self._check({**actuel, **ligne})
        # A pair that was withdrawn comes back with its new decision.
        changements: dict[str, Any] = {**ligne, "retire": False}
        if seance_id is not None:
            changements["seance_id"] = seance_id
        return self._change(transaction, acteur, actuel, changements, "decider", seance_id)

    def _find(self, transaction: Transaction, ligne: Ligne) -> Ligne | None:
        requete = sa.select(self.table).where(
            self.table.c.territoire == ligne["territoire"],
            self.table.c.proposition == ligne["proposition"],
        )
        trouvee = transaction.connection.execute(requete.with_for_update()).mappings().first()
        return None if trouvee is None else dict(trouvee)

    def _check(self, ligne: Ligne) -> None:
        if ligne["decision"] in DECISION.which("motive") and not ligne["motif"].strip():
            raise SaisieInvalide("motif", "Écarter une proposition demande un motif.")
