"""What is followed on an engagement: actions, indicators, measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.validation import composante_faults

SEPARATEUR = " | "
_JUSTIFIES = (
    ("valeur_initiale", "date_initiale", "source_initiale", "valeur initiale"),
    ("cible", "date_cible", "source_cible", "cible"),
)


class Actions(Modifiables):
    """`store.actions`. Field `propositions`: ids of local proposals, joined by ` | ` and sorted in
    what is read."""

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        lien = tables.action_proposition
        jointes = sa.select(sa.func.aggregate_strings(lien.c.proposition, SEPARATEUR))
        siennes = jointes.where(lien.c.action_id == self.table.c.id).correlate(self.table)
        dites = sa.func.coalesce(siennes.scalar_subquery(), "").label("propositions")
        return [*super().columns(acteur), dites]

    def frame_of(self, lignes: Sequence[Any], acteur: Acteur) -> pd.DataFrame:
        # The engines join in any order.
        frame = super().frame_of(lignes, acteur)
        triees = [SEPARATEUR.join(sorted(p.split(SEPARATEUR))) for p in frame["propositions"]]
        return frame.assign(propositions=pd.Series(triees, index=frame.index, dtype="str"))

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        yield from composante_faults(ligne, self.base.references)
        if ligne["debut"] and ligne["fin"] and ligne["fin"] < ligne["debut"]:
            yield "fin", "La fin ne peut pas précéder le début."

    def read(self, identifiant: int) -> Ligne:
        ligne, lien = super().read(identifiant), tables.action_proposition
        requete = sa.select(lien.c.proposition).where(lien.c.action_id == identifiant)
        propositions = self.base.run(requete.order_by(lien.c.proposition))
        return {**ligne, "propositions": [proposition for (proposition,) in propositions]}

    def _insert_values(self, completes: Sequence[Ligne]) -> Sequence[int]:
        ids = super()._insert_values(completes)
        self._link(
            [(cle, p) for cle, n in zip(ids, completes, strict=True) for p in n["propositions"]]
        )
        return ids

    def _write(self, identifiant: int, changes: Ligne) -> None:
        super()._write(identifiant, changes)
        if "propositions" in changes:
            lien = tables.action_proposition
            self.base.run(sa.delete(lien).where(lien.c.action_id == identifiant))
            self._link([(identifiant, p) for p in changes["propositions"]])

    def _link(self, couples: Sequence[tuple[int, str]]) -> None:
        lignes = [{"action_id": cle, "proposition": p} for cle, p in couples]
        if lignes:
            self.base.run(sa.insert(tables.action_proposition), lignes)


class Indicateurs(Modifiables):
    """`store.indicateurs`; the current value is the last of `store.mesures`."""

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        yield from composante_faults(ligne, self.base.references)
        for valeur, date, source, libelle in _JUSTIFIES:
            if ligne[valeur] is not None and ligne[date] is None:
                yield date, f"La {libelle} doit avoir sa date."
            if ligne[valeur] is not None and not ligne[source].strip():
                yield source, f"La {libelle} doit avoir sa source."


class Mesures(Ajoutables):
    """`store.mesures`, with the number of `contestations` of each.

    A wrong value is contested or withdrawn, and measured again.
    """

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        contestations = self.base.lignes["contestation"]
        table = contestations.table
        lues = sa.select(sa.func.count(table.c.id)).where(
            table.c.mesure_id == self.table.c.id,
            contestations.withdrawn(table) == sa.false(),
            contestations.visible(acteur, table),
        )
        nombre = lues.correlate(self.table, *self.parents).scalar_subquery()
        return [*super().columns(acteur), nombre.label("contestations")]
