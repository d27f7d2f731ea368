"""One database seen by who writes and reads: its transactions, its rights, what is remembered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from concertation.suivi.socle import droits, tables
from concertation.suivi.socle.cache import Memoire, Moment
from concertation.suivi.socle.connection import Moteur, Transaction
from concertation.suivi.socle.droits import Acteur, Verbe
from concertation.suivi.socle.errors import DroitRefuse, StoreIndisponible
from concertation.suivi.socle.references import References

T = TypeVar("T")


class Base:
    """What every verb stands on; `Store` puts the verbs on it."""

    panne: str = ""
    """Why the database did not answer when a `remembering` store was made, as a sentence."""

    def __init__(self, moteur: Moteur, references: References) -> None:
        self.moteur = moteur
        self.references = references
        self.lignes: dict[str, Any] = {}
        """The verbs of each kind of row (`Lignes`), by table."""
        self._memoire: Memoire | None = None
        self._moment: Moment | None = None

    def remember(self, memoire: Memoire) -> None:
        """Read from this memory from now on, as it is at this moment."""
        self._memoire = memoire
        try:
            self._moment = memoire.dernier = self.read_moment()
        except StoreIndisponible as erreur:
            self.panne = str(erreur)
            self._moment = memoire.dernier

    def recall(self, cle: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives, from the memory of a `remembering` store when it can."""
        memoire = self._memoire
        if memoire is None or self.moteur.is_writing:
            return read()
        if not self.panne:
            try:
                if self._moment is None:
                    return read()
                return memoire.recall((self.references, cle), self._moment, read)
            except StoreIndisponible as erreur:
                self.panne = str(erreur)
        valeur = memoire.last((self.references, cle))
        if valeur is None:
            raise StoreIndisponible(self.panne)
        return cast(T, valeur)

    @contextmanager
    def atomic(self) -> Iterator[Transaction]:
        """All the verbs called inside are written together, or none; undone together too."""
        # What this store reads from now on is what it has written.
        if not self.panne:
            self._moment = None
        try:
            with self.moteur.atomic() as transaction:
                yield transaction
        except DroitRefuse as refus:
            # Once what was begun is undone, or the refusal would go with it.
            if not self.moteur.is_writing:
                self.tell_refusal(refus)
            raise

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection to read with, for this package."""
        return self.moteur.reading()

    def run(self, requete: Any, lignes: Any = None) -> Sequence[Any]:
        """The rows that a statement gives, in the transaction under way when there is one."""
        with self.reading() as connection:
            resultat = connection.execute(requete, lignes)
            return resultat.all() if resultat.returns_rows else ()

    def confirm(self, acteur: Acteur) -> None:
        """Raise `DroitRefuse` when who signed in has lost these rights since: `Store` knows."""

    def tell_refusal(self, refus: DroitRefuse) -> None:
        """`Store` writes it in the journal."""

    def can(self, acteur: Acteur, verbe: Verbe, territoire: str) -> bool:
        """Whether the person may do this there (`""`: what belongs to no territory)."""
        return droits.can(acteur, verbe, territoire, self.references)

    def reads_partly(self, acteur: Acteur, territoire: str = "") -> bool:
        """Whether there may be drafts that the person can't read: there, by default anywhere."""
        if territoire:
            return not self.can(acteur, "lire_brouillon", territoire)
        return droits.readable_drafts(acteur, self.references) is not None

    def require(self, acteur: Acteur, verbe: Verbe, territoire: str, objet: str = "") -> None:
        """Raise `DroitRefuse` when the person may not, or no longer; the journal tells it."""
        self.confirm(acteur)
        if droits.can(acteur, verbe, territoire, self.references):
            return
        refus = droits.refusal(acteur, verbe, territoire, objet)
        if not self.moteur.is_writing:
            self.tell_refusal(refus)
        raise refus

    def today_at_latest(self) -> datetime.date:
        """The date where the day is furthest on: a date after it is in the future for all."""
        return self.moteur.now().astimezone(datetime.timezone(datetime.timedelta(hours=14))).date()

    def last_entry(self) -> int:
        """The journal's last id, 0 when empty: cheap to ask, changes with every write."""
        return self.read_moment()[0]

    @property
    def moment(self) -> Moment:
        """The moment of what this store shows: what a cache keeps of it is still true."""
        return self._moment if self._moment is not None else self.read_moment()

    def read_moment(self) -> Moment:
        """The moment as the database tells it now: it changes with every write and every
        restoration, even to as many entries, since each batch has a random name."""
        journal = tables.journal.c
        dernier = sa.select(journal.id, journal.lot).order_by(journal.id.desc()).limit(1)
        return next(((ligne.id, ligne.lot) for ligne in self.run(dernier)), (0, ""))

    @property
    def fictif(self) -> bool:
        """Whether the database holds fictional data, made for training."""
        reglage = tables.reglage.c
        requete = sa.select(reglage.valeur).where(reglage.cle == "fictif")
        return self.recall("fictif", lambda: self.run(requete) == [("oui",)])
