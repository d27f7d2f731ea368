"""What every table of follow-up shares: find a row, check who may, write it with its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd
import sqlalchemy as sa

from concertation.declarations.champ import Objet
from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.cache import freeze
from concertation.suivi.socle.droits import Acteur, Verbe, readable_drafts
from concertation.suivi.socle.errors import Introuvable, SaisieInvalide, refuse
from concertation.suivi.socle.journal import write_entries
from concertation.suivi.socle.lecture import match, to_frame, to_portable
from concertation.suivi.socle.validation import clean_values

Ligne = dict[str, Any]
"""A row: column names with Python values (dates as `date`, amounts as `Decimal`)."""


class Lignes:
    """One table, read and written through rights, as it is declared."""

    def __init__(self, base: Base, declaration: Objet, verbe: str = "creer") -> None:
        self.base = base
        self.declaration = declaration
        self.verbe = verbe
        """What the journal calls a new row."""
        self.objet = declaration.nom
        self.table = tables.metadata.tables[self.objet]
        self.parents = tuple(tables.metadata.tables[p.nom] for p in declaration.parents)
        # What happens on a day is read by day.
        date = declaration.par_nom.get("date")
        self.ordre = ("date", "id") if date is not None and date.requis else ("id",)

    # Reading

    def get(self, acteur: Acteur, identifiant: int) -> Ligne:
        """One row that the person may read; raises `Introuvable` otherwise."""
        absente = "Cette fiche n’existe pas ou ne vous est pas ouverte."
        return self._only(self.list(acteur, retires=None, id=identifiant), absente)

    def _only(self, frame: pd.DataFrame, absente: str) -> Ligne:
        if frame.empty:
            raise Introuvable(absente)
        return {str(nom): valeur for nom, valeur in frame.iloc[0].items()}

    def list(
        self,
        acteur: Acteur,
        *,
        retires: bool | None = False,
        limit: int | None = None,
        **filtres: Any,
    ) -> pd.DataFrame:
        """Rows in their order, of one value or several of any columns: `territoire={"D61"}`.

        `territoire` is the parent's where rows hang on another. `limit` keeps the last ones.
        `retires`: False kept rows, True withdrawn ones, None both.
        """
        cle = (self.objet, acteur, freeze(filtres), retires, limit)
        return self.base.recall(
            cle, lambda: self._at_home(self._select(acteur, filtres, retires, limit))
        )

    def _at_home(self, frame: pd.DataFrame) -> pd.DataFrame:
        """What was recorded under the name of a territory that is one with another is the other's:
        the database keeps what was entered, so that the reading can change."""
        comites = self.base.references.comites
        if "territoire" not in frame or not frame["territoire"].isin(comites.keys()).any():
            return frame
        return frame.assign(territoire=frame["territoire"].replace(dict(comites)))

    def _select(
        self, acteur: Acteur, filtres: Mapping[str, Any], retires: bool | None, limit: int | None
    ) -> pd.DataFrame:
        requete = sa.select(*self.columns(acteur)).select_from(self.source())
        requete = requete.where(
            self.visible(acteur, self.table), *self.conditions(filtres, retires)
        )
        ordre: Sequence[Any] = [self.table.c[nom] for nom in self.ordre]
        if limit is None:
            return self.frame_of(self.base.run(requete.order_by(*ordre)), acteur)
        derniers = requete.order_by(*(colonne.desc() for colonne in ordre)).limit(limit)
        return self.frame_of(self.base.run(derniers)[::-1], acteur)

    def frame_of(self, lignes: Sequence[Any], acteur: Acteur) -> pd.DataFrame:
        """Rows read by `columns`, with the house's types."""
        types = {colonne.key: colonne.type for colonne in self.columns(acteur)}
        return to_frame(lignes, types, acteur)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        """What is read of each row, as SQL."""
        colonnes: list[Any] = [*self.table.c]
        if self.parents:
            colonnes.append(self.territoire_column().label("territoire"))
        if "retire" not in self.table.c:
            colonnes.append(self.withdrawn(self.table).label("retire"))
        return [*colonnes, self.published(self.table).label("publie")]

    def source(self) -> Any:
        """The table with those it hangs on, as SQL."""
        source: Any = self.table
        enfant = self.table
        for parent in self.parents:
            source = source.join(parent, enfant.c[f"{parent.name}_id"] == parent.c.id)
            enfant = parent
        return source

    def territoire_column(self, table: Any = None) -> Any:
        """The territory of a row of the table, or of an alias of it, as SQL."""
        sienne = self.parents[-1] if self.parents else self.table if table is None else table
        return sienne.c.territoire if "territoire" in sienne.c else sa.literal("")

    def withdrawn(self, table: Any) -> Any:
        """Whether a row of the table, or of an alias of it, is hidden, as SQL."""
        if "retire" in table.c:
            return table.c.retire
        return sa.func.coalesce(self.last_said(tables.retrait, "retire", table), sa.false())

    def published(self, table: Any) -> Any:
        """Whether a row of the table, or of an alias of it, is published, as SQL."""
        return sa.func.coalesce(self.last_said(tables.publication, "publie", table), sa.false())

    def last_said(self, trace: sa.Table, colonne: str, table: Any) -> Any:
        """A column of the last row of `publication` or `retrait` on a row of the table, as SQL."""
        dit = trace.alias().c
        lignes = sa.select(dit[colonne]).where(dit.objet == self.objet, dit.objet_id == table.c.id)
        return lignes.order_by(dit.id.desc()).limit(1).scalar_subquery()

    def visible(self, acteur: Acteur, table: Any) -> Any:
        """Whether the person may read a row of the table, or of an alias of it, as SQL: drafts of
        their territories, and what is published."""
        territoires = readable_drafts(acteur, self.base.references)
        if territoires is None:
            return sa.true()
        siennes = self.territoire_column(table).in_(sorted(territoires))
        return sa.or_(siennes, self.published(table) == sa.true())

    def conditions(self, filtres: Mapping[str, Any], retires: bool | None) -> Sequence[Any]:
        """SQL: the rows that these filters keep."""
        conditions = [
            self._of_places(valeur) if nom == "territoire" else match(self.table.c[nom], valeur)
            for nom, valeur in filtres.items()
            if valeur is not None
        ]
        if retires is not None:
            conditions.append(self.withdrawn(self.table) == sa.literal(retires))
        # What hangs on a withdrawn row is hidden with it.
        conditions.extend(
            parent.c.retire == sa.false() for parent in self.parents if "retire" in parent.c
        )
        return conditions

    def under_other_names(self, acteur: Acteur, territoire: str) -> pd.DataFrame:
        """The rows of a place that were recorded under another of its names, as they were."""
        references = self.base.references
        autres = references.names_of([territoire]) - {references.home(territoire)}

        def read() -> pd.DataFrame:
            if not autres:
                return self.frame_of([], acteur)
            lues = self._select(acteur, {"territoire": autres}, False, None)
            return lues[lues["territoire"].isin(autres)]

        return self.base.recall((self.objet, acteur, autres), read)

    def _of_places(self, valeur: Any) -> Any:
        """SQL: the rows of one territory or several, under all their names."""
        lieux = [valeur] if isinstance(valeur, str) else valeur
        return match(self.territoire_column(), self.base.references.names_of(lieux))

    # Writing, inside `base.atomic()`

    def read(self, identifiant: int) -> Ligne:
        """The row as it is, held until the end of the transaction."""
        requete = sa.select(self.table).where(match(self.table.c.id, identifiant))
        for ligne in self.base.run(requete.with_for_update()):
            return {**ligne._asdict()}
        raise Introuvable("Cette fiche n’existe pas.")

    def territoires_of(self, lignes: Sequence[Mapping[str, Any]]) -> Sequence[str]:
        """The territory whose right a write of each row asks for; a parent is asked for once."""
        if not self.parents:
            return [self.base.references.home(str(li.get("territoire", ""))) for li in lignes]
        nom = self.parents[0].name
        parent = cast(Lignes, self.base.lignes[nom])
        lieux = {}
        for identifiant in dict.fromkeys(ligne[f"{nom}_id"] for ligne in lignes):
            ligne_parent = parent.read(identifiant)
            if parent.is_withdrawn(ligne_parent):
                raise Introuvable("Cette fiche se rattache à une fiche retirée ou inconnue.")
            lieux[identifiant] = parent.territoires_of([ligne_parent])[0]
        return [lieux[ligne[f"{nom}_id"]] for ligne in lignes]

    def require(self, acteur: Acteur, *lignes: Mapping[str, Any]) -> None:
        """Raise `DroitRefuse` when the person may not write these rows."""
        for territoire in dict.fromkeys(self.territoires_of(lignes)):
            verbe: Verbe = "administrer" if self.declaration.reservee else "ecrire"
            self.base.require(acteur, verbe, territoire, self.objet)

    def require_open(self, acteur: Acteur, ligne: Mapping[str, Any], *seances: int) -> None:
        """Raise `DroitRefuse` when one of these sessions, by default of those that tell of the row,
        is closed since, for who may not change what is closed. The row goes on being followed: what
        was said of it in the session can't be hidden nor undone."""
        seance, journal = tables.metadata.tables["seance"].c, tables.journal.c
        siennes = sa.select(journal.seance_id).where(
            journal.objet == self.objet, journal.objet_id == ligne["id"]
        )
        closes = sa.select(seance.id).where(
            seance.etat == "close", seance.id.in_(seances or siennes)
        )
        if self.base.run(closes.limit(1)):
            for territoire in self.territoires_of([ligne]):
                self.base.require(acteur, "valider", territoire, self.objet)

    def is_withdrawn(self, ligne: Mapping[str, Any]) -> bool:
        """Whether the row that this transaction read is hidden."""
        if "retire" in ligne:
            return bool(ligne["retire"])
        requete = sa.select(self.withdrawn(self.table)).where(self.table.c.id == ligne["id"])
        return bool(self.base.run(requete)[0][0])

    def _clean(self, valeurs: Mapping[str, Any], partiel: bool = False) -> Ligne:
        return clean_values(self.declaration.champs, valeurs, self.base.references, partiel)

    def _whole(self, valeurs: Mapping[str, Any]) -> Ligne:
        """A new row: what is not given is as the declaration begins it."""
        vide = {champ.nom: champ.vide for champ in self.declaration.champs}
        return self._clean(vide | dict(valeurs))

    def _faults(self, ligne: Ligne) -> Iterable[tuple[str, str]]:
        """What breaks the rules between fields, each with the field that says it."""
        return ()

    def _told(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        """What the journal keeps of a row, or of its changes."""
        return to_portable(ligne)

    def _check_seance(self, seance_id: int | None, lignes: Sequence[Mapping[str, Any]]) -> None:
        if seance_id is None:
            return
        seance = tables.metadata.tables["seance"].c
        requete = sa.select(seance.etat, seance.territoire).where(
            match(seance.id, seance_id), seance.retire == sa.false()
        )
        tenues = self.base.run(requete)
        if not tenues:
            raise SaisieInvalide("seance_id", "Cette séance n’existe pas ou a été retirée.")
        if tenues[0].etat == "close":
            raise SaisieInvalide("seance_id", "Cette séance est close\u00a0: rouvrez-la d’abord.")
        meets = self.base.references.meets
        if not all(meets(tenues[0].territoire, lieu) for lieu in self.territoires_of(lignes)):
            raise SaisieInvalide("seance_id", "Cette séance est celle d’un autre territoire.")

    def create(self, acteur: Acteur, *, seance_id: int | None = None, **valeurs: Any) -> Ligne:
        """A new row, as `create_many` makes several."""
        return self.create_many(acteur, [valeurs], seance_id)[0]

    def create_many(
        self, acteur: Acteur, lignes: Sequence[Mapping[str, Any]], seance_id: int | None = None
    ) -> Sequence[Ligne]:
        """New rows of the declared fields, all or none, each with its line in the journal; fields
        not given are as the declaration begins them. `seance_id` binds them to a session.

        Raises `SaisieInvalide` with every fault, `DroitRefuse`, for the first bad row.
        """
        with self.base.atomic():
            propres = [self._whole(valeurs) for valeurs in lignes]
            self.require(acteur, *propres)
            for ligne in propres:
                refuse(self._faults(ligne))
            self._check_seance(seance_id, propres)
            return self._insert(acteur, propres, self.verbe, seance_id)

    def _insert(
        self, acteur: Acteur, lignes: Sequence[Ligne], verbe: str, seance_id: int | None
    ) -> Sequence[Ligne]:
        """Checked rows, each with its line in the journal, in a few statements."""
        quand = self.base.moteur.transaction.quand
        communes = {
            "auteur": acteur.nom, "seance_id": seance_id, "modifie_le": quand, "version": 1,
            "retire": False,
        }  # fmt: skip
        propres = self._stored(communes)
        nouvelles = [{**ligne, "cree_le": quand, **propres} for ligne in lignes]
        ids = self._insert_values(nouvelles) if nouvelles else ()
        completes = [{"id": cle, **n} for cle, n in zip(ids, nouvelles, strict=True)]
        entrees = [
            (ligne["id"], lieu, None, self._told(ligne))
            for ligne, lieu in zip(completes, self.territoires_of(completes), strict=True)
        ]
        write_entries(self.base, acteur, verbe, self.objet, entrees, seance_id)
        return completes

    def _insert_values(self, completes: Sequence[Ligne]) -> Sequence[int]:
        """The ids given to the rows, in their order."""
        requete = sa.insert(self.table).returning(self.table.c.id, sort_by_parameter_order=True)
        return [ligne.id for ligne in self.base.run(requete, [*map(self._stored, completes)])]

    def _stored(self, ligne: Mapping[str, Any]) -> Ligne:
        """What of a row its own table holds."""
        return {nom: valeur for nom, valeur in ligne.items() if nom in self.table.c}
