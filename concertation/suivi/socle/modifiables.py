"""Rows that change: a version each, hidden instead of deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.errors import Conflit, SaisieInvalide, refuse
from concertation.suivi.socle.journal import write_entries
from concertation.suivi.socle.lecture import is_storable, to_frame, to_portable
from concertation.suivi.socle.lignes import Ligne, Lignes
from concertation.suivi.socle.validation import find_faults


class Modifiables(Lignes):
    """`create`, `update`, `withdraw`, `restore`, each in one transaction with its journal line."""

    def _select(
        self, acteur: Acteur, filtres: Mapping[str, Any], retires: bool | None, limit: int | None
    ) -> pd.DataFrame:
        """Rows of the person's territories as they are, others as they were published; what is
        never published has no drafts, and is read as it is."""
        if not self.declaration.publiable:
            return super()._select(acteur, filtres, retires, limit)
        territoires = readable_drafts(acteur, self.base.references)
        frames = []
        if territoires is None or territoires:
            frames.append(super()._select(acteur, filtres, retires, limit))
        if territoires is not None and not _within(filtres.get("territoire"), territoires):
            frames.append(self._select_published(acteur, territoires, filtres, retires))
        if len(frames) == 1 and limit is None:
            return frames[0]
        pleins = [frame for frame in frames if not frame.empty] or frames[:1]
        frame = pd.concat(pleins, ignore_index=True)
        frame = frame.sort_values(list(self.ordre), ignore_index=True)
        return frame if limit is None else frame.tail(limit).reset_index(drop=True)

    def _select_published(
        self,
        acteur: Acteur,
        sauf: Collection[str],
        filtres: Mapping[str, Any],
        retires: bool | None,
    ) -> pd.DataFrame:
        """The published rows outside of the territories `sauf`: the content that their publication
        keeps, which filters look at. A withdrawn row is published no more."""
        publication = tables.publication
        territoire = self.territoire_column()
        dernier = self.last_said(publication, "id", self.table)
        requete = (
            sa.select(publication.c.contenu, territoire)
            .select_from(self.source().join(publication, publication.c.id == dernier))
            .where(publication.c.publie, *self.conditions({"id": filtres.get("id")}, False))
            .order_by(self.table.c.id)
        )
        if sauf:
            requete = requete.where(territoire.not_in(sorted(sauf)))
        types = {colonne.key: colonne.type for colonne in self.columns(acteur)}
        rangees = [
            [_published_value(contenu, nom, lieu) for nom in types]
            for contenu, lieu in ([] if retires else self.base.run(requete))
        ]
        frame = to_frame(rangees, types, acteur)
        for nom, valeur in filtres.items():
            if valeur is not None:
                voulues = [valeur] if isinstance(valeur, str | int) else list(valeur)
                if nom == "territoire":
                    voulues = [*self.base.references.names_of(map(str, voulues))]
                frame = frame[frame[nom].isin([v for v in voulues if is_storable(v)])]
        return frame.reset_index(drop=True)

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        publiee = self.last_said(tables.publication, "version", self.table)
        return [*super().columns(acteur), publiee.label("version_publiee")]

    def visible(self, acteur: Acteur, table: Any) -> Any:
        """Drafts of the person's territories; what is published is read elsewhere."""
        if self.declaration.reservee:
            return sa.true() if self.base.can(acteur, "administrer", "") else sa.false()
        territoires = readable_drafts(acteur, self.base.references)
        if territoires is None:
            return sa.true()
        return self.territoire_column(table).in_(sorted(territoires))

    def faults(self, valeurs: Mapping[str, Any]) -> dict[str, str]:
        """What `create` would refuse in these fields, all of it, by field; rights aside."""
        champs = self.declaration.champs
        siennes = {champ.nom: valeurs.get(champ.nom, champ.vide) for champ in champs}
        ligne, fautes = find_faults(champs, siennes, self.base.references)
        fautes += self._faults(dict.fromkeys(siennes) | ligne)
        noms = dict.fromkeys(nom for nom, _ in fautes)
        return {nom: " ".join(mot for n, mot in fautes if n == nom) for nom in noms}

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
        with self.base.atomic():
            actuel = self._hold(acteur, identifiant)
            propres = self._clean(changements, partiel=True)
            _expect(actuel, version, propres)
            ligne = {**actuel, **propres}
            refuse(self._forbidden(actuel, propres))
            refuse(self._faults(ligne))
            self.require(acteur, ligne)
            self._check_seance(seance_id, [ligne])
            return self._change(acteur, actuel, propres, "modifier", seance_id)

    def _forbidden(self, actuel: Ligne, propres: Ligne) -> Iterable[tuple[str, str]]:
        """Why a row may not change as it is."""
        if actuel["retire"]:
            yield "retire", "Cette fiche est retirée\u00a0: rétablissez-la d’abord."

    def withdraw(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Hide the row, with what hangs on it; it stays in the database and comes back by
        `restore`."""
        return self._set_retire(acteur, identifiant, version, True)

    def restore(self, acteur: Acteur, identifiant: int, version: int) -> Ligne:
        """Show a withdrawn row again."""
        return self._set_retire(acteur, identifiant, version, False)

    def _set_retire(self, acteur: Acteur, identifiant: int, version: int, retire: bool) -> Ligne:
        with self.base.atomic():
            actuel = self._hold(acteur, identifiant)
            _expect(actuel, version, {"retire": retire})
            self.require_open(acteur, actuel)
            return self._change(
                acteur, actuel, {"retire": retire}, "retirer" if retire else "retablir"
            )

    def _hold(self, acteur: Acteur, identifiant: int) -> Ligne:
        """The row as it is, when the person may change it."""
        actuel = self.read(identifiant)
        self.require(acteur, actuel)
        return actuel

    def _change(
        self,
        acteur: Acteur,
        actuel: Ligne,
        propres: Ligne,
        verbe: str,
        seance_id: int | None = None,
    ) -> Ligne:
        """Write checked fields over the row that this transaction holds."""
        changes = {nom: valeur for nom, valeur in propres.items() if actuel[nom] != valeur}
        if not changes:
            return actuel
        changes["version"] = actuel["version"] + 1
        changes["modifie_le"] = self.base.moteur.transaction.quand
        if "auteur" in self.table.c and actuel["auteur"] != acteur.nom:
            changes["auteur"] = acteur.nom
        self._write(actuel["id"], changes)
        ligne = {**actuel, **changes}
        avant = {nom: actuel[nom] for nom in changes}
        lieu = self.territoires_of([ligne])[0]
        entree = (ligne["id"], lieu, self._told(avant), self._told(changes))
        write_entries(self.base, acteur, verbe, self.objet, [entree], seance_id)
        return ligne

    def _write(self, identifiant: int, changes: Ligne) -> None:
        change = sa.update(self.table).where(self.table.c.id == identifiant)
        self.base.run(change.values(self._stored(changes)))

    def undo(self, acteur: Acteur, entree: Mapping[str, Any], version: int) -> None:
        """Put back what a journal entry changed, on a row still at `version`."""
        actuel = self._hold(acteur, entree["objet_id"])
        dites = {"retire": True} if entree["avant"] is None else entree["avant"]
        avant = {n: v for n, v in dites.items() if n not in ("version", "modifie_le", "auteur")}
        _expect(actuel, version, avant)
        if "retire" in avant:
            self.require_open(acteur, actuel)
        elif entree["seance_id"] is not None:
            self.require_open(acteur, actuel, entree["seance_id"])
        champs = self.declaration.par_nom
        propres = self._clean({n: v for n, v in avant.items() if n in champs}, partiel=True)
        propres |= {n: v for n, v in avant.items() if n not in champs}
        self.require(acteur, {**actuel, **propres})
        self._change(acteur, actuel, propres, "annuler")


def _expect(actuel: Ligne, version: int, propose: Mapping[str, Any]) -> None:
    """Raise `Conflit`, with both texts, when somebody wrote since the row was read."""
    if actuel["version"] != version:
        demande = {"id": actuel["id"], "version": version, **propose}
        raise Conflit([(to_portable(actuel), to_portable(demande))])


def _within(voulus: Any, territoires: Collection[str]) -> bool:
    """Whether a filter asks for territories of the person only: nothing published adds to it."""
    if voulus is None:
        return False
    return set([voulus] if isinstance(voulus, str) else voulus) <= set(territoires)


def _published_value(contenu: Mapping[str, Any], nom: str, territoire: str) -> Any:
    if nom == "publie":
        return True
    if nom == "version_publiee":
        return contenu["version"]
    valeur = contenu.get(nom, territoire if nom == "territoire" else None)
    return " | ".join(valeur or ()) if nom == "propositions" else valeur
