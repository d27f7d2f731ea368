"""What the public reads: the direction publishes a row, or takes it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import SaisieInvalide
from concertation.suivi.socle.journal import Entree, write_entries
from concertation.suivi.socle.lecture import to_portable
from concertation.suivi.socle.lignes import Ligne


class Publications:
    """`store.publications`. `objet` is a table's name: `action`, `point_etape`, `instruction`…"""

    def __init__(self, base: Base) -> None:
        self._base = base

    def publish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Publish rows as they are now, with what hangs on them; how many rows changed state.

        Later changes stay drafts until the row is published again.
        """
        return self._set(acteur, objet, identifiants, True)

    def unpublish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Take rows back, with what hangs on them; how many rows changed state."""
        return self._set(acteur, objet, identifiants, False)

    def _set(
        self, acteur: Acteur, objet: str, identifiants: int | Collection[int], publie: bool
    ) -> int:
        if objet not in self._base.lignes or not self._base.lignes[objet].declaration.publiable:
            raise SaisieInvalide("objet", f"«\u00a0{objet}\u00a0» ne se publie pas.")
        ids = [identifiants] if isinstance(identifiants, int) else identifiants
        with self._base.atomic():
            return sum(self._set_one(acteur, objet, cle, publie) for cle in dict.fromkeys(ids))

    def _set_one(self, acteur: Acteur, objet: str, identifiant: int, publie: bool) -> int:
        lignes = self._base.lignes[objet]
        ligne, territoire = self._hold(acteur, objet, identifiant)
        if publie and lignes.is_withdrawn(ligne):
            raise SaisieInvalide("objet_id", "Une fiche retirée ne se publie pas.")
        avant = self._state(objet, identifiant)
        apres: Ligne = {"publie": publie}
        if publie and "version" in ligne:
            apres["version"] = ligne["version"]
        if avant != apres:
            entree = (identifiant, territoire, avant, apres)
            verbe = "publier" if publie else "depublier"
            self._say(acteur, verbe, objet, entree, to_portable(ligne))
        change = int(avant != apres)
        # What goes out with its parent: an action with its money, an indicator with its measures.
        for enfant in self._base.lignes.values():
            if lignes.table not in enfant.parents[:1]:
                continue
            table = enfant.table
            siens = sa.and_(table.c[f"{objet}_id"] == identifiant, ~enfant.withdrawn(table))
            for (enfant_id,) in self._base.run(sa.select(table.c.id).where(siens)):
                change += self._set_one(acteur, enfant.objet, enfant_id, publie)
        return change

    def last_before(self, objet: str, moment: str) -> str | None:
        """When a row of this kind was published last, before a moment (both UTC, in ISO)."""
        table = tables.publication.c
        conditions = (table.objet == objet, table.publie == sa.true(), table.cree_le < moment)
        requete = sa.select(sa.func.max(table.cree_le)).where(*conditions)
        lues = self._base.recall(("publication", objet, moment), lambda: self._base.run(requete))
        return cast("str | None", lues[0][0])

    def undo(self, acteur: Acteur, entree: Mapping[str, Any]) -> None:
        """Give one object back the published state that a journal entry changed."""
        objet, identifiant, avant = entree["objet"], entree["objet_id"], entree["avant"]
        _, territoire = self._hold(acteur, objet, identifiant)
        version = tables.publication.c.version == avant.get("version")
        contenu = self._last(objet, identifiant, version)
        retour = (identifiant, territoire, self._state(objet, identifiant), avant)
        self._say(acteur, "annuler", objet, retour, contenu.contenu if contenu else None)

    def _hold(self, acteur: Acteur, objet: str, identifiant: int) -> tuple[Ligne, str]:
        """The row and its territory, when the person may publish there."""
        lignes = self._base.lignes[objet]
        ligne = lignes.read(identifiant)
        territoire = lignes.territoires_of([ligne])[0]
        self._base.require(acteur, "publier", territoire, objet)
        return ligne, territoire

    def _say(self, acteur: Acteur, verbe: str, objet: str, entree: Entree, contenu: Any) -> None:
        """Write the state that an entry of the journal tells, with the row as it is published."""
        identifiant, _, _, etat = entree
        version = etat.get("version")
        ligne = {
            "objet": objet, "objet_id": identifiant, "publie": etat["publie"], "version": version,
            "contenu": None if version is None else contenu, "auteur": acteur.nom,
            "cree_le": self._base.moteur.transaction.quand,
        }  # fmt: skip
        self._base.run(sa.insert(tables.publication), [ligne])
        write_entries(self._base, acteur, verbe, objet, [entree])

    def _last(self, objet: str, identifiant: int, *conditions: Any) -> Any:
        """The last word on an object, None when there is none."""
        table = tables.publication
        conditions = (table.c.objet == objet, table.c.objet_id == identifiant, *conditions)
        requete = sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(1)
        return next(iter(self._base.run(requete)), None)

    def _state(self, objet: str, identifiant: int) -> Ligne:
        """`publie`, and the version published when the object has versions."""
        ligne = self._last(objet, identifiant)
        if ligne is None or not ligne.publie:
            return {"publie": False}
        return {"publie": True} | ({} if ligne.version is None else {"version": ligne.version})
