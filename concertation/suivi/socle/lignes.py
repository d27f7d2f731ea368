"""What every table of follow-up shares: find a row, check who may, write it with its journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

import pandas as pd
import sqlalchemy as sa

from concertation.declarations import Champ, Objet
from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.erreurs import Conflit, Introuvable, SaisieInvalide
from concertation.suivi.socle.journal import entry, write_entries
from concertation.suivi.socle.lecture import among, latest_flag, match, to_frame, to_portable
from concertation.suivi.socle.memoire import freeze
from concertation.suivi.socle.validation import clean_values

Ligne = dict[str, Any]
"""A row: column names with Python values (dates as `date`, amounts as `Decimal`)."""


class Lignes:
    """One table, read and written through rights. Subclasses name its declaration."""

    declaration: ClassVar[Objet]
    ordre: ClassVar[tuple[str, ...]] = ("id",)
    """Columns that rows are read by."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.objet = self.declaration.nom
        self.table = tables.metadata.tables[self.objet]
        self.parents = tuple(tables.metadata.tables[p.nom] for p in self.declaration.parents)

    @property
    def champs(self) -> tuple[Champ, ...]:
        """The fields that people fill in."""
        return self.declaration.champs

    # Reading

    def get(self, acteur: Acteur, identifiant: int) -> Ligne:
        """One row that the person may read; raises `Introuvable` otherwise."""
        frame = self.find_rows(acteur, {"id": identifiant}, retires=None)
        if frame.empty:
            raise Introuvable("Cette fiche n’existe pas ou ne vous est pas ouverte.")
        return {str(nom): valeur for nom, valeur in frame.iloc[0].items()}

    def list(
        self,
        acteur: Acteur,
        *,
        retires: bool = False,
        limit: int | None = None,
        **filtres: Any,
    ) -> pd.DataFrame:
        """Rows in their order, of one value or several of any columns: `territoire={"D61"}`.

        `territoire` is the parent's where rows hang on another. `limit` keeps the last ones.
        """
        return self.find_rows(acteur, filtres, retires, limit)

    def find_rows(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any],
        retires: bool | None = False,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Rows that the person may read. `retires`: False kept ones, True withdrawn, None both."""
        cle = (self.objet, acteur, freeze(filtres), retires, limit)
        return self.base.recall(cle, lambda: self._select(acteur, filtres, retires, limit))

    def _select(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any],
        retires: bool | None,
        limit: int | None,
    ) -> pd.DataFrame:
        requete = sa.select(*self.columns(acteur)).select_from(self.source())
        requete = requete.where(self._visible(acteur), *self.conditions(filtres, retires))
        if limit is None:
            requete = requete.order_by(*(self.table.c[nom] for nom in self.ordre))
        else:
            ordre = [self.table.c[nom].desc() for nom in self.ordre]
            requete = requete.order_by(*ordre).limit(limit)
        with self.base.reading() as connection:
            lignes = connection.execute(requete).all()
        return self.frame_of(lignes if limit is None else lignes[::-1], acteur)

    def frame_of(self, lignes: Sequence[Any], acteur: Acteur) -> pd.DataFrame:
        """Rows read by `columns`, with the house's types."""
        types = {colonne.key: colonne.type for colonne in self.columns(acteur)}
        return to_frame(lignes, types, acteur)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        """What is read of each row, as SQL."""
        colonnes: list[Any] = list(self.table.c)
        if self.parents:
            colonnes.append(self.territoire_column().label("territoire"))
        if "retire" not in self.table.c:
            colonnes.append(self.withdrawn().label("retire"))
        publie = latest_flag(tables.publication, "publie", self.objet, self.table.c.id)
        return [*colonnes, publie.label("publie")]

    def source(self) -> Any:
        """The table with those it hangs on, as SQL."""
        source: Any = self.table
        enfant = self.table
        for parent in self.parents:
            source = source.join(parent, enfant.c[f"{parent.name}_id"] == parent.c.id)
            enfant = parent
        return source

    def territoire_column(self) -> Any:
        """The territory of a row, as SQL."""
        table = self.parents[-1] if self.parents else self.table
        return table.c.territoire if "territoire" in table.c else sa.literal("")

    def withdrawn(self) -> Any:
        """Whether a row is hidden, as SQL."""
        if "retire" in self.table.c:
            return self.table.c.retire
        return latest_flag(tables.retrait, "retire", self.objet, self.table.c.id)

    def _visible(self, acteur: Acteur) -> Any:
        territoires = readable_drafts(acteur, self.base.references)
        if territoires is None:
            return sa.true()
        publie = latest_flag(tables.publication, "publie", self.objet, self.table.c.id)
        return sa.or_(among(self.territoire_column(), territoires), publie == sa.true())

    def conditions(self, filtres: Mapping[str, Any], retires: bool | None) -> Sequence[Any]:
        """SQL: the rows that these filters keep."""
        conditions = [
            match(self.territoire_column() if nom == "territoire" else self.table.c[nom], valeur)
            for nom, valeur in filtres.items()
            if valeur is not None
        ]
        if retires is not None:
            conditions.append(self.withdrawn() == sa.literal(retires))
        # What hangs on a withdrawn row is hidden with it.
        conditions.extend(
            parent.c.retire == sa.false() for parent in self.parents if "retire" in parent.c
        )
        return conditions

    # Writing

    def read(self, transaction: Transaction, identifiant: int) -> Ligne:
        """The row as it is, held until the end of the transaction."""
        requete = sa.select(self.table).where(match(self.table.c.id, identifiant)).with_for_update()
        ligne = transaction.connection.execute(requete).mappings().first()
        if ligne is None:
            raise Introuvable("Cette fiche n’existe pas.")
        return dict(ligne)

    def territoire_of(self, transaction: Transaction, ligne: Mapping[str, Any]) -> str:
        """The territory whose right a write of this row asks for."""
        if not self.parents:
            return str(ligne.get("territoire", ""))
        parent = cast(Lignes, self.base.lignes[self.parents[0].name])
        identifiant = ligne[f"{self.parents[0].name}_id"]
        ligne_parent = parent.read(transaction, identifiant)
        if parent.is_withdrawn(transaction, ligne_parent):
            raise Introuvable("Cette fiche se rattache à une fiche retirée ou inconnue.")
        return parent.territoire_of(transaction, ligne_parent)

    def _territoires_of(self, transaction: Transaction, lignes: Sequence[Ligne]) -> Sequence[str]:
        """`territoire_of` each row; rows of one parent ask for it once."""
        if not self.parents:
            return [self.territoire_of(transaction, ligne) for ligne in lignes]
        cle = f"{self.parents[0].name}_id"
        par_parent = {ligne[cle]: ligne for ligne in lignes}
        lieux = {
            parent: self.territoire_of(transaction, ligne) for parent, ligne in par_parent.items()
        }
        return [lieux[ligne[cle]] for ligne in lignes]

    def is_withdrawn(self, transaction: Transaction, ligne: Mapping[str, Any]) -> bool:
        """Whether the row that this transaction read is hidden."""
        if "retire" in ligne:
            return bool(ligne["retire"])
        requete = sa.select(self.withdrawn()).where(self.table.c.id == ligne["id"])
        return bool(transaction.connection.execute(requete).scalar())

    def _clean(self, valeurs: Mapping[str, Any], partiel: bool = False) -> Ligne:
        return clean_values(self.champs, valeurs, self.base.references, partiel)

    def _whole(self, valeurs: Mapping[str, Any]) -> Ligne:
        """A new row: what is not given is as the declaration begins it."""
        return self._clean({champ.nom: champ.vide for champ in self.champs} | dict(valeurs))

    def _check(self, ligne: Ligne) -> None:
        """Rules between fields; subclasses raise `SaisieInvalide`."""

    def _told(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        """What the journal keeps of a row, or of its changes."""
        return to_portable(ligne)

    def _check_seance(self, transaction: Transaction, seance_id: int | None) -> None:
        if seance_id is None:
            return
        seance = tables.seance
        requete = sa.select(seance.c.etat, seance.c.retire).where(match(seance.c.id, seance_id))
        ligne = transaction.connection.execute(requete).first()
        if ligne is None or ligne.retire:
            raise SaisieInvalide("seance_id", "Cette séance n’existe pas ou a été retirée.")
        if ligne.etat == "close":
            raise SaisieInvalide("seance_id", "Cette séance est close\u00a0: rouvrez-la d’abord.")

    def _insert(
        self,
        transaction: Transaction,
        acteur: Acteur,
        ligne: Ligne,
        verbe: str,
        seance_id: int | None,
    ) -> Ligne:
        """Write a checked row and its line in the journal."""
        return self._insert_many(transaction, acteur, [ligne], verbe, seance_id)[0]

    def _insert_many(
        self,
        transaction: Transaction,
        acteur: Acteur,
        lignes: Sequence[Ligne],
        verbe: str,
        seance_id: int | None,
    ) -> Sequence[Ligne]:
        """Checked rows, each with its line in the journal, in a few statements."""
        communes = {
            "auteur": acteur.nom,
            "seance_id": seance_id,
            "modifie_le": transaction.quand,
            "version": 1,
            "retire": False,
        }
        propres = {nom: valeur for nom, valeur in communes.items() if nom in self.table.c}
        nouvelles = [{**ligne, "cree_le": transaction.quand, **propres} for ligne in lignes]
        ids = self._insert_values(transaction, nouvelles)
        completes = [{"id": cle, **n} for cle, n in zip(ids, nouvelles, strict=True)]
        lieux = self._territoires_of(transaction, completes)
        write_entries(
            transaction,
            [
                entry(
                    transaction, acteur, verbe, self.objet, ligne["id"], lieu, seance_id,
                    None, self._told(ligne),
                )
                for ligne, lieu in zip(completes, lieux, strict=True)
            ],
        )  # fmt: skip
        return completes

    def undo(
        self, transaction: Transaction, acteur: Acteur, entree: Mapping[str, Any], version: int
    ) -> None:
        """Put back what a journal entry changed, as a change of its own."""
        raise NotImplementedError

    def _insert_values(self, transaction: Transaction, completes: Sequence[Ligne]) -> Sequence[int]:
        """The ids given to the rows, in their order."""
        requete = sa.insert(self.table).returning(self.table.c.id, sort_by_parameter_order=True)
        return list(transaction.connection.execute(requete, list(completes)).scalars())


def conflict(actuel: Mapping[str, Any], propose: Mapping[str, Any]) -> Conflit:
    """The two texts of one row, portable as the journal's."""
    return Conflit([(to_portable(actuel), to_portable(propose))])
