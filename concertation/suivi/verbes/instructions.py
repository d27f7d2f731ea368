"""What a territory decides on local proposals, one or many at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.erreurs import Conflit, SaisieInvalide
from concertation.suivi.socle.lecture import to_portable
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Instructions(Modifiables):
    """`store.instructions`: one row per proposition × territoire, absent until decided."""

    table = tables.instruction
    figes = ("proposition", "territoire")
    champs = (
        Champ("proposition", "Proposition", "proposition_locale", requis=True),
        Champ("territoire", "Territoire", "territoire", requis=True),
        Champ("decision", "Décision", "choix", requis=True, choix=tables.DECISIONS),
        Champ("motif", "Motif"),
        Champ("priorite", "Priorité", "choix", choix=tables.PRIORITES),
        Champ("note", "Note"),
    )

    def decide(
        self,
        acteur: Acteur,
        *,
        propositions: Collection[str],
        territoire: str,
        decision: str,
        motif: str | None = None,
        priorite: str | None = None,
        note: str | None = None,
        versions: Mapping[str, int] | None = None,
        seance_id: int | None = None,
    ) -> Sequence[Ligne]:
        """Decide on one or many proposals for a territory, all or none.

        `decision`: one of `tables.DECISIONS`; `ecartee` wants a `motif`. None leaves a text or a
        priority as it is. `versions`: the version read of each proposal, 0 or absent when it had
        no row; `Conflit.conflits` has every pair that somebody changed since.
        """
        if not propositions:
            raise SaisieInvalide("propositions", "Choisissez au moins une proposition.")
        lues = versions or {}
        communes = {"decision": decision, "motif": motif, "priorite": priorite, "note": note}
        demandes = {nom: valeur for nom, valeur in communes.items() if valeur is not None}
        with self.store.atomic() as transaction:
            cle = [
                self._clean({"proposition": p, "territoire": territoire, **demandes}, partiel=True)
                for p in dict.fromkeys(propositions)
            ]
            self.store.require(acteur, "ecrire", cle[0]["territoire"])
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

    def list(
        self,
        acteur: Acteur,
        *,
        proposition: str | None = None,
        territoire: str | set[str] | None = None,
        decision: str | set[str] | None = None,
        seance_id: int | None = None,
        retires: bool = False,
    ) -> pd.DataFrame:
        """By id; a pair without a row is « à instruire »."""
        filtres = {
            "proposition": proposition, "territoire": territoire,
            "decision": decision, "seance_id": seance_id,
        }  # fmt: skip
        return self.list_rows(acteur, filtres, retires)

    def _decide_one(
        self,
        transaction: Transaction,
        acteur: Acteur,
        actuel: Ligne | None,
        ligne: Ligne,
        seance_id: int | None,
    ) -> Ligne:
        if actuel is None:
            nouvelle = {"motif": "", "priorite": "", "note": "", **ligne}
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
        if ligne["decision"] == "ecartee" and not ligne["motif"].strip():
            raise SaisieInvalide("motif", "Écarter une proposition demande un motif.")
