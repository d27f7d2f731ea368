"""Rows that are only ever added: what follows them is another row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.journal import write_entries
from concertation.suivi.socle.lecture import keep_newest
from concertation.suivi.socle.lignes import Ligne, Lignes


class Ajoutables(Lignes):
    """`add`, `withdraw`, `restore`; hiding is a row of `retrait`, so that nothing changes."""

    add = Lignes.create

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        if "date" in ligne and ligne["date"] > self.base.today_at_latest():
            yield "date", "La date ne peut pas être dans le futur."

    def latest(self, acteur: Acteur, recorded_before: str | None = None) -> pd.DataFrame:
        """The newest row by date that the person may read of each engagement × territoire, or of
        each indicator, that has one.

        `recorded_before` (UTC time in ISO): as it stood then, by what was recorded before.
        """

        def read() -> pd.DataFrame:
            frame = self._at_home(self._select_latest(acteur, recorded_before))
            cle = [nom for nom in self._cle if nom in frame]
            return keep_newest(frame, cle, "date", cle)

        return self.base.recall((self.objet, acteur, "latest", recorded_before), read)

    @property
    def _cle(self) -> list[str]:
        """What a word is about: a place and an engagement, or an indicator."""
        dits_de = ("engagement", "territoire", "identifiant")
        return [champ.nom for champ in self.declaration.champs if champ.genre in dits_de]

    def _select_latest(self, acteur: Acteur, recorded_before: str | None) -> pd.DataFrame:
        """Found by an index instead of reading the whole history."""
        cle = self._cle
        groupes = sa.select(*(self.table.c[nom] for nom in cle)).distinct().subquery()
        autre = self.table.alias()
        conditions = [autre.c[nom] == groupes.c[nom] for nom in cle]
        conditions += [self.withdrawn(autre) == sa.false(), self.visible(acteur, autre)]
        if recorded_before is not None:
            conditions.append(autre.c.cree_le < recorded_before)
        dernier = (
            sa.select(autre.c.id)
            .where(*conditions)
            .order_by(autre.c.date.desc(), autre.c.id.desc())
            .limit(1)
            .correlate(groupes, *self.parents)
            .scalar_subquery()
        )
        egaux = sa.and_(*(self.table.c[nom] == groupes.c[nom] for nom in cle))
        requete = (
            sa.select(*self.columns(acteur))
            .select_from(self.source().join(groupes, egaux))
            .where(self.table.c.id == dernier, *self.conditions({}, None))
            .order_by(*(self.table.c[nom] for nom in cle))
        )
        return self.frame_of(self.base.run(requete), acteur)

    def withdraw(self, acteur: Acteur, identifiant: int) -> None:
        """Hide the row; it stays in the database and comes back by `restore`."""
        self._set_retire(acteur, identifiant, True, "retirer")

    def restore(self, acteur: Acteur, identifiant: int) -> None:
        """Show a withdrawn row again."""
        self._set_retire(acteur, identifiant, False, "retablir")

    def _set_retire(self, acteur: Acteur, identifiant: int, retire: bool, verbe: str) -> None:
        with self.base.atomic() as transaction:
            ligne = self.read(identifiant)
            self.require(acteur, ligne)
            self.require_open(acteur, ligne)
            avant = self.is_withdrawn(ligne)
            if avant == retire:
                return
            dite = {"objet": self.objet, "objet_id": identifiant, "retire": retire}
            trace = {"auteur": acteur.nom, "cree_le": transaction.quand}
            self.base.run(sa.insert(tables.retrait), [dite | trace])
            lieu = self.territoires_of([ligne])[0]
            entree = (identifiant, lieu, {"retire": avant}, {"retire": retire})
            write_entries(self.base, acteur, verbe, self.objet, [entree])

    def undo(self, acteur: Acteur, entree: Mapping[str, Any], version: int) -> None:
        """Hide what an entry added, or put back what it hid; `version` has no meaning here."""
        retire = True if entree["avant"] is None else bool(entree["avant"]["retire"])
        self._set_retire(acteur, entree["objet_id"], retire, "annuler")
