"""The store: one database, one verb per gesture, rights and journal in each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from concertation.suivi import migrations
from concertation.suivi.socle import tables
from concertation.suivi.socle.adresse import default_url
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.connexion import ATTENTE, Moteur, Transaction, parse_url
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import Introuvable, StoreIndisponible
from concertation.suivi.socle.journal import Journal
from concertation.suivi.socle.lignes import Lignes
from concertation.suivi.socle.memoire import Memoire
from concertation.suivi.socle.publications import Publications
from concertation.suivi.socle.references import References
from concertation.suivi.verbes.actions import Actions
from concertation.suivi.verbes.diaporamas import Diaporamas
from concertation.suivi.verbes.financements import Financements
from concertation.suivi.verbes.indicateurs import Indicateurs
from concertation.suivi.verbes.instructions import Instructions
from concertation.suivi.verbes.liens import Liens
from concertation.suivi.verbes.mesures import Contestations, Mesures
from concertation.suivi.verbes.points_etape import PointsEtape
from concertation.suivi.verbes.salles import Salles
from concertation.suivi.verbes.seances import Seances
from concertation.suivi.verbes.transmissions import Transmissions


def utc_now() -> datetime.datetime:
    """The clock of real entries."""
    return datetime.datetime.now(datetime.UTC)


class Store(Base):
    """Follow-up, safe to share between threads and processes; `Store.open` makes one.

    Every reading takes the person who reads and returns a DataFrame of what that person may see;
    every write takes the person who writes and returns the row, or raises an `ErreurSuivi` with a
    French sentence and writes nothing.
    """

    def __init__(self, moteur: Moteur, references: References) -> None:
        super().__init__(moteur, references)
        self.points_etape = PointsEtape(self)
        self.actions = Actions(self)
        self.financements = Financements(self)
        self.indicateurs = Indicateurs(self)
        self.mesures = Mesures(self)
        self.contestations = Contestations(self)
        self.instructions = Instructions(self)
        self.transmissions = Transmissions(self)
        self.seances = Seances(self)
        self.liens = Liens(self)
        self.diaporamas = Diaporamas(self)
        self.publications = Publications(self)
        self.journal = Journal(self, self.undo_entry)
        self.salles = Salles(self.moteur)
        toutes: tuple[Lignes, ...] = (
            self.points_etape, self.actions, self.financements, self.indicateurs, self.mesures,
            self.contestations, self.instructions, self.transmissions, self.seances, self.liens,
            self.diaporamas,
        )  # fmt: skip
        self.lignes = {lignes.objet: lignes for lignes in toutes}

    @classmethod
    def open(
        cls,
        url: str | None = None,
        references: References | None = None,
        now: Callable[[], datetime.datetime] = utc_now,
        attente: float = ATTENTE,
    ) -> Store:
        """Open, create or upgrade the database; raises `StoreIndisponible`.

        `url`: by default `DATABASE_URL`, else SQLite in `CONCERTATION_VAR` or `var/`. `now` gives
        aware times. `attente`: seconds that a writer waits for its turn.
        """
        moteur = Moteur(parse_url(url or default_url()), now, attente)
        try:
            _prepare(moteur)
        except BaseException:
            moteur.close()
            raise
        return cls(moteur, references or References())

    def with_references(self, references: References) -> Store:
        """The same database seen with other ids, when the published files change."""
        return type(self)(self.moteur, references)

    def remembering(self, memoire: Memoire) -> Store:
        """The same database as one run of a screen reads it: what nobody wrote since is not read
        again. When it does not answer, `panne` says why and what was read last is given."""
        autre = self.with_references(self.references)
        autre.remember(memoire)
        return autre

    def close(self) -> None:
        """Close idle connections; the store opens new ones when used again."""
        self.moteur.close()

    def mark_fictif(self) -> None:
        """Say for good that the database is fictional; refused once it holds anything."""
        with self.atomic() as transaction:
            if transaction.connection.execute(sa.select(tables.journal.c.id).limit(1)).first():
                raise StoreIndisponible("Cette base contient déjà des données réelles.")
            if not self.fictif:
                ligne = {"cle": "fictif", "valeur": "oui"}
                transaction.connection.execute(sa.insert(tables.reglage).values(ligne))

    def undo_last(self, acteur: Acteur) -> int:
        """Undo the person's last gesture (all that one `atomic()` wrote); how many entries.

        The undoing is a change of its own in the journal. Raises `Introuvable` when nothing is
        left to undo, `Conflit` when somebody wrote over it since.
        """
        journal = tables.journal
        with self.atomic() as transaction:
            dernier = sa.select(journal.c.lot).where(
                journal.c.qui == acteur.nom, journal.c.role == acteur.role
            )
            lot = transaction.connection.execute(
                dernier.order_by(journal.c.id.desc()).limit(1)
            ).scalar()
            requete = sa.select(journal).where(journal.c.lot == lot).order_by(journal.c.id.desc())
            entrees = [dict(e) for e in transaction.connection.execute(requete).mappings()]
            if not entrees or any(entree["verbe"] == "annuler" for entree in entrees):
                raise Introuvable("Il n’y a pas de dernière saisie à annuler.")
            for entree in entrees:
                self.undo_entry(transaction, acteur, entree, None)
            return len(entrees)

    def undo_entry(
        self,
        transaction: Transaction,
        acteur: Acteur,
        entree: Mapping[str, Any],
        version: int | None,
    ) -> None:
        """Put back what one journal entry changed, on a row at `version` (None: as it left it)."""
        apres = entree["apres"] or {}
        if "publie" in apres:
            self.publications.undo(transaction, acteur, entree)
            return
        lignes = self.lignes[entree["objet"]]
        attendue = apres.get("version", 0) if version is None else version
        lignes.undo(transaction, acteur, entree, attendue)


def _prepare(moteur: Moteur) -> None:
    if moteur.fichier is not None:
        try:
            moteur.fichier.parent.mkdir(0o700, parents=True, exist_ok=True)
        except OSError as erreur:
            raise StoreIndisponible(
                "Le dossier de la base de suivi ne peut pas être créé."
            ) from erreur
    with moteur.reading() as connection:
        revision = migrations.current(connection)
    if revision is not None and revision not in migrations.known():
        raise StoreIndisponible(
            "La base de suivi vient d’une version plus récente de l’application."
        )
    if revision == migrations.head():
        return
    # Starts at the same time wait here; the second one finds the work done.
    with moteur.atomic() as transaction:
        if migrations.current(transaction.connection) != migrations.head():
            migrations.upgrade(transaction.connection)
