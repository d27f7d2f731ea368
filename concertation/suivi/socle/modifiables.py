"""Rows that change: a version each, hidden instead of deleted."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.journal import write_entry
from concertation.suivi.socle.lecture import among, latest_value
from concertation.suivi.socle.lignes import Ligne, Lignes, conflict
from concertation.suivi.socle.publie import list_published
from concertation.suivi.socle.validation import clean_values


def _within(voulus: Any, territoires: Collection[str]) -> bool:
    """Whether a filter asks for territories of the person only: nothing published adds to it."""
    if voulus is None:
        return False
    return set([voulus] if isinstance(voulus, str) else voulus) <= set(territoires)


class Modifiables(Lignes):
    """`create`, `update`, `withdraw`, `restore`, each in one transaction with its journal line."""

    def _select(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any],
        retires: bool | None,
        limit: int | None,
    ) -> pd.DataFrame:
        """Rows of the person's territories as they are, others as they were published."""
        territoires = readable_drafts(acteur, self.base.references)
        frames = []
        if territoires is None or territoires:
            frames.append(super()._select(acteur, filtres, retires, limit))
        if territoires is not None and not _within(filtres.get("territoire"), territoires):
            frames.append(list_published(self, acteur, territoires, filtres, retires))
        if len(frames) == 1 and limit is None:
            return frames[0]
        pleins = [frame for frame in frames if not frame.empty] or frames[:1]
        frame = pd.concat(pleins, ignore_index=True)
        frame = frame.sort_values(list(self.ordre), ignore_index=True)
        return frame if limit is None else frame.tail(limit).reset_index(drop=True)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        publiee = latest_value(tables.publication, "version", self.objet, self.table.c.id)
        return [*super().columns(acteur), publiee.label("version_publiee")]

    def _visible(self, acteur: Acteur) -> Any:
        territoires = readable_drafts(acteur, self.base.references)
        return among(self.territoire_column(), territoires)

    def create(self, acteur: Acteur, *, seance_id: int | None = None, **valeurs: Any) -> Ligne:
        """A new row of the declared fields; those not given are as the declaration begins them.

        Raises `SaisieInvalide` with every fault, `DroitRefuse`. `seance_id` binds it to a session.
        """
        with self.base.atomic() as transaction:
            ligne = self._whole(valeurs)
            self.base.require(acteur, "ecrire", self.territoire_of(transaction, ligne))
            self._check(ligne)
            self._check_seance(transaction, seance_id)
            return self._insert(transaction, acteur, ligne, "creer", seance_id)

    def faults(self, valeurs: Mapping[str, Any]) -> dict[str, str]:
        """What `create` would refuse in these fields, all of it, by field; rights aside."""
        fautes: list[tuple[str, str]] = []
        ligne: Ligne = {}
        for champ in self.champs:
            siennes = {champ.nom: valeurs.get(champ.nom, champ.vide)}
            try:
                ligne |= clean_values((champ,), siennes, self.base.references)
            except SaisieInvalide as erreur:
                fautes += erreur.fautes
                ligne[champ.nom] = None
        try:
            self._check(ligne)
        except SaisieInvalide as erreur:
            fautes += erreur.fautes
        noms = dict.fromkeys(nom for nom, _ in fautes)
        return {nom: " ".join(mot for n, mot in fautes if n == nom) for nom in noms}

    def create_many(
        self,
        acteur: Acteur,
        lignes: Sequence[Mapping[str, Any]],
        seance_id: int | None = None,
    ) -> Sequence[Ligne]:
        """Many rows in a few statements, all or none; each has its line in the journal.

        Raises what `create` raises, for the first bad row.
        """
        if not lignes:
            return []
        with self.base.atomic() as transaction:
            propres = [self._whole(valeurs) for valeurs in lignes]
            for lieu in dict.fromkeys(self._territoires_of(transaction, propres)):
                self.base.require(acteur, "ecrire", lieu)
            for ligne in propres:
                self._check(ligne)
            self._check_seance(transaction, seance_id)
            return self._insert_many(transaction, acteur, propres, "creer", seance_id)

    def update(
        self,
        acteur: Acteur,
        identifiant: int,
        version: int,
        *,
        seance_id: int | None = None,
        **changements: Any,
    ) -> Ligne:
        """Change fields of a row read at `version`; the row as it is now.

        Raises `Conflit` when somebody wrote since, `SaisieInvalide`, `DroitRefuse`, `Introuvable`.
        `seance_id` binds this change (in the journal) to a session. No change, no journal line.
        """
        for nom in self.declaration.figes:
            if nom in changements:
                raise SaisieInvalide(nom, f"Le champ «\u00a0{nom}\u00a0» ne se modifie pas.")
        with self.base.atomic() as transaction:
            actuel = self.read(transaction, identifiant)
            self._require_change(transaction, acteur, actuel)
            propres = self._clean(changements, partiel=True)
            if actuel["version"] != version:
                raise conflict(actuel, {"id": identifiant, "version": version, **propres})
            if actuel["retire"]:
                raise SaisieInvalide(
                    "retire", "Cette fiche est retirée\u00a0: rétablissez-la d’abord."
                )
            ligne = {**actuel, **propres}
            self._check(ligne)
            self.base.require(acteur, "ecrire", self.territoire_of(transaction, ligne))
            self._check_seance(transaction, seance_id)
            return self._change(transaction, acteur, actuel, propres, "modifier", seance_id)

    def withdraw(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Hide the row, with what hangs on it; it stays in the database and comes back by
        `restore`."""
        return self._set_retire(acteur, identifiant, version, True)

    def restore(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Show a withdrawn row again."""
        return self._set_retire(acteur, identifiant, version, False)

    def _set_retire(self, acteur: Acteur, identifiant: int, version: int, retire: bool) -> Ligne:
        with self.base.atomic() as transaction:
            actuel = self.read(transaction, identifiant)
            self._require_change(transaction, acteur, actuel)
            if actuel["version"] != version:
                raise conflict(actuel, {"id": identifiant, "version": version, "retire": retire})
            verbe = "retirer" if retire else "retablir"
            return self._change(transaction, acteur, actuel, {"retire": retire}, verbe, None)

    def _require_change(self, transaction: Transaction, acteur: Acteur, actuel: Ligne) -> None:
        self.base.require(acteur, "ecrire", self.territoire_of(transaction, actuel))

    def _change(
        self,
        transaction: Transaction,
        acteur: Acteur,
        actuel: Ligne,
        propres: Mapping[str, Any],
        verbe: str,
        seance_id: int | None,
    ) -> Ligne:
        """Write checked fields over the row that this transaction holds."""
        changes = {nom: valeur for nom, valeur in propres.items() if actuel[nom] != valeur}
        if not changes:
            return actuel
        changes["version"] = actuel["version"] + 1
        changes["modifie_le"] = transaction.quand
        if "auteur" in self.table.c and actuel["auteur"] != acteur.nom:
            changes["auteur"] = acteur.nom
        self._write(transaction, actuel["id"], changes)
        ligne = {**actuel, **changes}
        avant = {nom: actuel[nom] for nom in changes}
        write_entry(
            transaction, acteur, verbe, self.objet, ligne["id"],
            self.territoire_of(transaction, ligne), seance_id,
            self._told(avant), self._told(changes),
        )  # fmt: skip
        return ligne

    def _write(self, transaction: Transaction, identifiant: int, changes: Ligne) -> None:
        requete = sa.update(self.table).where(self.table.c.id == identifiant).values(changes)
        transaction.connection.execute(requete)

    def undo(
        self, transaction: Transaction, acteur: Acteur, entree: Mapping[str, Any], version: int
    ) -> None:
        """Put back what a journal entry changed, on a row still at `version`."""
        actuel = self.read(transaction, entree["objet_id"])
        self._require_change(transaction, acteur, actuel)
        if entree["avant"] is None:
            avant: Mapping[str, Any] = {"retire": True}
        else:
            avant = {
                nom: valeur
                for nom, valeur in entree["avant"].items()
                if nom not in ("version", "modifie_le", "auteur")
            }
        if actuel["version"] != version:
            raise conflict(actuel, {"id": actuel["id"], "version": version, **avant})
        champs = {champ.nom for champ in self.champs}
        propres = self._clean({n: v for n, v in avant.items() if n in champs}, partiel=True)
        propres.update({n: v for n, v in avant.items() if n not in champs})
        self.base.require(acteur, "ecrire", self.territoire_of(transaction, {**actuel, **propres}))
        self._change(transaction, acteur, actuel, propres, "annuler", None)
