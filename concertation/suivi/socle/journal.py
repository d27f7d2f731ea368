"""Who did what, when, before and after: written with each change, only ever added."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.declarations.veille import VERBE
from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.cache import freeze
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.errors import DroitRefuse, ErreurSuivi, Introuvable
from concertation.suivi.socle.lecture import ID_MAX, match, to_frame, to_portable
from concertation.suivi.socle.preuve import SCEAU, find_breaks, seal

LECTEUR = Acteur("", "lecteur")
# Of a day, all told: a loop of refusals neither fills the disk nor hides for long.
REFUS_PAR_JOUR = 100
RESERVES = tuple(objet.nom for objet in OBJETS.values() if objet.reservee)
Entree = tuple[int, str, Any, Any]
"""What is said of a row: its id, its territory, before and after."""


def write_entries(
    base: Base,
    acteur: Acteur,
    verbe: str,
    objet: str,
    entrees: Iterable[Entree],
    seance_id: int | None = None,
) -> None:
    """A line for each row, in the transaction of the change that it tells."""
    transaction = base.moteur.transaction
    communes = {
        "quand": transaction.quand, "qui": acteur.nom, "role": acteur.role, "verbe": verbe,
        "identite": acteur.identite, "objet": objet, "seance_id": seance_id, "lot": transaction.lot,
    }  # fmt: skip
    journal = tables.journal
    dernier = sa.select(journal.c.chaine).order_by(journal.c.id.desc()).limit(1)
    lignes: list[dict[str, Any]] = []
    chaine = None
    for cle, lieu, avant, apres in entrees:
        if chaine is None:
            chaine = next((str(c) for (c,) in base.run(dernier)), "")
        dite = {"objet_id": cle, "territoire": lieu, "avant": avant, "apres": apres}
        lignes.append(seal({**communes, **dite}, chaine))
        chaine = lignes[-1]["chaine"]
    if lignes:
        base.run(sa.insert(journal), lignes)


class Journal:
    """The journal as its readers page through it, newest first."""

    def __init__(self, base: Base, undo_publication: Callable[..., None]) -> None:
        self._base = base
        self._undo_publication = undo_publication

    def list(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any] | None = None,
        limit: int = 100,
        before_id: int | None = None,
        depuis: str | None = None,
        jusqu_a: str | None = None,
    ) -> pd.DataFrame:
        """At most `limit` entries, the last recorded first.

        `filtres`: a value or several for `qui, verbe, objet, objet_id, territoire, seance_id,
        lot`. Who may do what (`acces`: refusals) is told to who administers.
        `depuis` (included) and `jusqu_a` (excluded) are UTC times in ISO. The next page
        begins `before_id` the last `id` of this one. A committee sees its territories' entries
        and those of no territory, a reader none. `avant` and `apres` are dictionaries or None.
        """
        retenus = {nom: v for nom, v in (filtres or {}).items() if v is not None}
        table = tables.journal
        territoires = readable_drafts(acteur, self._base.references)
        if "territoire" in retenus:
            voulus = retenus.pop("territoire")
            lieux = [voulus] if isinstance(voulus, str) else voulus
            lieux = self._base.references.names_of(lieux)
            territoires = lieux if territoires is None else territoires & lieux
        conditions = [match(table.c[nom], valeur) for nom, valeur in retenus.items()]
        if not self._base.can(acteur, "administrer", ""):
            conditions.append(table.c.verbe.not_in(_ACCES))
            conditions.append(table.c.objet.not_in(RESERVES))
        if before_id is not None:
            conditions.append(table.c.id < max(0, min(before_id, ID_MAX)))

        def read() -> pd.DataFrame:
            with self._base.reading() as connection:
                bornes = _bounds(connection, depuis, jusqu_a)
                lignes = connection.execute(_page(conditions + bornes, territoires, limit)).all()
            return to_frame(lignes, {colonne.key: colonne.type for colonne in _LUES})

        cle = ("journal", acteur, freeze(filtres or {}), limit, before_id, depuis, jusqu_a)
        return self._base.recall(cle, read)

    def list_public(
        self, filtres: Mapping[str, Any] | None = None, limit: int = 100, before_id: int = 0
    ) -> pd.DataFrame:
        """What the direction published and everybody still reads, as `list` gives its entries.

        `avant` is what was published of the row before. Nobody is named. `filtres`: a value for
        `objet, objet_id, territoire`.
        """
        cle = ("journal public", freeze(filtres or {}), limit, before_id)
        return self._base.recall(cle, lambda: self._published(filtres or {}, limit, before_id))

    def _published(self, filtres: Mapping[str, Any], limit: int, before_id: int) -> pd.DataFrame:
        lues = {
            (nom, int(ligne["id"])): ligne
            for nom, lignes in self._base.lignes.items()
            if lignes.declaration.publiable
            for ligne in lignes.list(LECTEUR).to_dict("records")
        }
        dits: list[list[Any]] = []
        avant: dict[tuple[str, int], Any] = {}
        table = tables.publication
        requete = sa.select(table).where(table.c.publie == sa.true()).order_by(table.c.id)
        with self._base.reading() as connection:
            for p in connection.execute(requete):
                cle = (p.objet, p.objet_id)
                if cle not in lues:
                    continue
                lieu = str(lues[cle].get("territoire", ""))
                dit = to_portable(p.contenu or _plain(lues[cle]))
                contenu = self._base.lignes[p.objet].declaration.without_names(dit)
                vu = {"objet": p.objet, "objet_id": p.objet_id, "territoire": lieu}
                if all(vu[nom] == voulu for nom, voulu in filtres.items()):
                    dits.append([p.id, p.cree_le, "", "", "publier", *vu.values(), None, "",
                                 avant.get(cle), contenu])  # fmt: skip
                avant[cle] = contenu
        dits = [ligne for ligne in reversed(dits) if not before_id or ligne[0] < before_id]
        noms = ("id", "quand", "qui", "role", "verbe", "objet", "objet_id", "territoire",
                "seance_id", "lot", "avant", "apres")  # fmt: skip
        return to_frame(dits[:limit], {nom: tables.journal.c[nom].type for nom in noms})

    def signers(self, acteur: Acteur) -> Mapping[str, str]:
        """Who signed what the person may read, by the number of their first entry, which an
        address may say where it says no name."""
        table = tables.journal.c
        territoires = readable_drafts(acteur, self._base.references)
        requete = sa.select(table.qui, sa.func.min(table.id)).where(table.qui != "")
        if territoires is not None:
            siennes = table.territoire.in_(sorted(territoires)) & table.verbe.not_in(_ACCES)
            requete = requete.where(table.qui.in_(sa.select(table.qui).where(siennes)))
        requete = requete.group_by(table.qui).order_by(table.qui)
        lus = self._base.recall(("signataires", acteur), lambda: self._base.run(requete))
        return {f"n{premiere}": qui for qui, premiere in lus}

    def find_breaks(self) -> Sequence[int]:
        """The numbers of the entries that are not as they were written, or not in their place."""
        requete = sa.select(tables.journal).order_by(tables.journal.c.id)
        with self._base.reading() as connection:
            lues = connection.execute(requete.execution_options(yield_per=1000))
            return find_breaks({**lue} for lue in lues.mappings())

    def revert(self, acteur: Acteur, entree_id: int, version: int | None = None) -> None:
        """Put an object back as it was before an entry, as a new entry `annuler`.

        `version` is the object's version as read (needless for rows that are only added).
        """
        with self._base.atomic():
            territoires = readable_drafts(acteur, self._base.references)
            table = tables.journal
            conditions = (match(table.c.id, entree_id), table.c.verbe.not_in(_ACCES))
            for entree in self._base.run(sa.select(table).where(*conditions)):
                if territoires is None or entree.territoire in territoires:
                    return self._undo(acteur, entree._asdict(), version)
        raise Introuvable("Cette entrée du journal n’existe pas ou ne vous est pas ouverte.")

    def undo_last(self, acteur: Acteur) -> int:
        """Undo the person's last gesture (all that one `atomic()` wrote); how many entries.

        The undoing is a change of its own in the journal. Raises `Introuvable` when nothing is
        left to undo, `Conflit` when somebody wrote over it since.
        """
        with self._base.atomic():
            entrees = self._last(acteur)
            if not entrees:
                raise Introuvable("Il n’y a pas de dernière saisie à annuler.")
            for entree in entrees:
                self._undo(acteur, entree._asdict(), None)
            return len(entrees)

    def last_gesture(self, acteur: Acteur) -> Sequence[Any]:
        """The entries that `undo_last` would undo, the last one first; none when it would not."""
        return self._base.recall(
            ("dernier geste", acteur, acteur.identite), lambda: self._last(acteur)
        )

    def _last(self, acteur: Acteur) -> Sequence[Any]:
        table = tables.journal
        sien = sa.and_(
            table.c.qui == acteur.nom, table.c.role == acteur.role,
            table.c.identite == acteur.identite, table.c.verbe.not_in(_ACCES),
        )  # fmt: skip
        dernier = sa.select(table.c.lot).where(sien).order_by(table.c.id.desc()).limit(1)
        requete = sa.select(table).where(table.c.lot == dernier.scalar_subquery())
        entrees = self._base.run(requete.order_by(table.c.id.desc()))
        return () if any(entree.verbe == "annuler" for entree in entrees) else entrees

    def tell_refusal(self, refus: DroitRefuse) -> None:
        """Who was refused what, where: each once a day."""
        if not refus.demande:
            return
        acteur, verbe, territoire, objet = refus.demande
        dit = (acteur.nom, acteur.role, territoire, objet, {"demande": verbe})
        table = tables.journal.c
        # A database that can't be written refuses all the same.
        with suppress(ErreurSuivi), self._base.atomic() as transaction:
            vus = sa.select(table.qui, table.role, table.territoire, table.objet, table.apres)
            ce_jour = (table.verbe == "refuser", table.quand >= transaction.quand[:10])
            deja = self._base.run(vus.where(*ce_jour).limit(REFUS_PAR_JOUR))
            if len(deja) < REFUS_PAR_JOUR and dit not in map(tuple, deja):
                entree = (0, territoire, None, dit[-1])
                write_entries(self._base, acteur, "refuser", objet, [entree])

    def _undo(self, acteur: Acteur, entree: Mapping[str, Any], version: int | None) -> None:
        """Put back what one entry changed, on a row at `version` (None: as the entry left it)."""
        apres = entree["apres"] or {}
        if "publie" in apres:
            self._undo_publication(acteur, entree)
        else:
            attendue = apres.get("version", 0) if version is None else version
            self._base.lignes[entree["objet"]].undo(acteur, entree, attendue)


# Whatever verbs a consultation names otherwise.
_LUES = [c for c in tables.journal.c if c.key not in (*SCEAU, "identite")]
_ACCES = tuple(code.cle for code in VERBE.declares if "acces" in code.roles)


def _plain(ligne: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of a frame without its empty cells."""
    return {
        str(nom): v.date() if isinstance(v, pd.Timestamp) else v
        for nom, v in ligne.items()
        if isinstance(v, str | list) or not pd.isna(v)
    }


def _bounds(connection: sa.Connection, depuis: str | None, jusqu_a: str | None) -> list[Any]:
    """What entries recorded between two times satisfy: a clock may have gone back between two
    entries, so that their numbers say nothing of it."""
    quand = tables.journal.c.quand
    bornes = [] if depuis is None else [quand >= depuis]
    if jusqu_a is not None:
        bornes.append(quand < jusqu_a)
    for borne in bornes:
        # Found by its index: else the whole journal is walked to show nothing.
        if connection.execute(sa.select(quand).where(borne).limit(1)).first() is None:
            return [sa.false()]
    return bornes


def _page(conditions: list[Any], territoires: Collection[str] | None, limit: int) -> Any:
    """The newest of each territory by its index, then the newest of these: no long scan."""
    table = tables.journal
    if territoires is None:
        requete = sa.select(*_LUES).where(*conditions)
        return requete.order_by(table.c.id.desc()).limit(limit)
    if not territoires:
        return sa.select(*_LUES).where(sa.false())
    branches = [
        sa.select(
            sa.select(table.c.id)
            .where(table.c.territoire == territoire, *conditions)
            .order_by(table.c.id.desc())
            .limit(limit)
            .subquery()
        )
        for territoire in sorted(territoires)
    ]
    identifiants = sa.union_all(*branches).subquery()
    requete = sa.select(*_LUES).where(table.c.id.in_(sa.select(identifiants.c.id)))
    return requete.order_by(table.c.id.desc()).limit(limit)
