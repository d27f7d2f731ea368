"""The store: one database, one verb per gesture, rights and journal in each."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.suivi import migrations
from concertation.suivi.socle import tables
from concertation.suivi.socle.adresse import default_url
from concertation.suivi.socle.ajoutables import Ajoutables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.cache import Memoire
from concertation.suivi.socle.connection import ATTENTE, Moteur, parse_url
from concertation.suivi.socle.disque import refuse_network
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.errors import DroitRefuse, StoreIndisponible
from concertation.suivi.socle.journal import Journal
from concertation.suivi.socle.lignes import Lignes
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.publications import Publications
from concertation.suivi.socle.references import References
from concertation.suivi.verbes.avis import Avis
from concertation.suivi.verbes.brouillons import Brouillons
from concertation.suivi.verbes.courrier import Courrier
from concertation.suivi.verbes.diaporamas import Diaporamas
from concertation.suivi.verbes.engagements import Actions, Indicateurs, Mesures
from concertation.suivi.verbes.frappes import Frappes
from concertation.suivi.verbes.personnes import Personnes
from concertation.suivi.verbes.photos import Photos
from concertation.suivi.verbes.propositions import Instructions, Liens, Transmissions
from concertation.suivi.verbes.salles import Salles
from concertation.suivi.verbes.seances import Points, Presences, Seances
from concertation.suivi.verbes.secrets import Secrets
from concertation.suivi.verbes.votes import Votes


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
        self.points_etape = Ajoutables(self, OBJETS["point_etape"], "ajouter")
        self.actions = Actions(self, OBJETS["action"])
        self.financements = Modifiables(self, OBJETS["financement"])
        self.indicateurs = Indicateurs(self, OBJETS["indicateur"])
        self.mesures = Mesures(self, OBJETS["mesure"], "ajouter")
        self.contestations = Ajoutables(self, OBJETS["contestation"], "contester")
        self.instructions = Instructions(self, OBJETS["instruction"])
        self.transmissions = Transmissions(self, OBJETS["transmission"])
        self.seances = Seances(self, OBJETS["seance"])
        self.points = Points(self, OBJETS["point"])
        self.presences = Presences(self, OBJETS["presence"])
        self.liens = Liens(self, OBJETS["lien"])
        self.diaporamas = Diaporamas(self, OBJETS["diaporama"])
        self.secrets = Secrets(self)
        self.avis = Avis(self, OBJETS["avis"])
        self.votes = Votes(self, OBJETS["vote"])
        self.personnes = Personnes(self, OBJETS["personne"], self.secrets)
        self.lignes = {v.objet: v for v in vars(self).values() if isinstance(v, Lignes)}
        self.publications = Publications(self)
        self.journal = Journal(self, self.publications.undo)
        self.salles = Salles(self)
        self.brouillons = Brouillons(self)
        self.frappes = Frappes(self)
        self.courrier = Courrier(self)
        self.photos = Photos(self)

    def confirm(self, acteur: Acteur) -> None:
        if not self.personnes.holds(acteur):
            raise DroitRefuse(
                "Vos droits ont changé ou votre session a pris fin\u00a0: rien n’a été enregistré."
            )

    def tell_refusal(self, refus: DroitRefuse) -> None:
        self.journal.tell_refusal(refus)

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

    def remembering(self, memoire: Memoire, references: References | None = None) -> Store:
        """The same database as one run of a screen reads it: what nobody wrote since is not read
        again. When it does not answer, `panne` says why and what was read last is given."""
        autre = self.with_references(references or self.references)
        autre.remember(memoire)
        return autre

    def close(self) -> None:
        """Close idle connections; the store opens new ones when used again."""
        self.moteur.close()

    def mark_fictif(self) -> None:
        """Say for good that the database is fictional; refused once it holds anything."""
        with self.atomic():
            if self.last_entry():
                raise StoreIndisponible("Cette base contient déjà des données réelles.")
            if not self.fictif:
                self.run(sa.insert(tables.reglage), [{"cle": "fictif", "valeur": "oui"}])


def _prepare(moteur: Moteur) -> None:
    if moteur.fichier is not None:
        refuse_network(moteur.fichier)
        try:
            moteur.fichier.parent.mkdir(0o700, parents=True, exist_ok=True)
        except OSError as erreur:
            phrase = "Le dossier de la base de suivi ne peut pas être créé."
            raise StoreIndisponible(phrase) from erreur
    with moteur.reading() as connection:
        revision = migrations.current(connection)
    if revision is not None and revision not in migrations.known():
        phrase = "La base de suivi vient d’une version plus récente de l’application."
        raise StoreIndisponible(phrase)
    if revision != migrations.head():
        # Starts at the same time wait here; the second one finds the work done.
        with moteur.atomic() as transaction:
            migrations.upgrade(transaction.connection)
