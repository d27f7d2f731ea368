"""The outbox: which message goes to whom, once; whose address wants none; whose feed is open.

It holds no text, no name and no address: a message is composed as it leaves, of what its reader may
read then. It is claimed before it is sent and never given back once it may have left: a crash in
between leaves it claimed, which is told, rather than sent twice.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.verbes.secrets import Secrets, digest

ATTENTE, PRIS, PARTI, REFUSE = "attente", "pris", "parti", "refuse"
ETATS = {
    PARTI: "partis", ATTENTE: "en attente", REFUSE: "sans destinataire ou refusés",
    PRIS: "interrompus, peut-être partis, que rien ne renvoie",
}  # fmt: skip
ARRET, FIL, DUREE = "arret", "fil", datetime.timedelta(days=400)
ESSAIS = 5

# Apart from the tables of the follow-up, which backups copy.
metadata = sa.MetaData()
envoi = sa.Table(
    "envoi", metadata, sa.Column("cle", sa.Text, primary_key=True),
    *(sa.Column(nom, sa.Text, nullable=False) for nom in ("genre", "etat", "quand")),
    *(sa.Column(nom, sa.Integer, nullable=False) for nom in ("objet", "personne", "essais")),
)  # fmt: skip


class Courrier:
    """`store.courrier`. Who may send what is the caller's business."""

    def __init__(self, base: Base) -> None:
        self._base, self._secrets = base, Secrets(base)

    def queue(self, genre: str, objet: int, personnes: Iterable[int], quoi: object = "") -> int:
        """How many of these people (0: who is asked for an opinion) get a message more; one each
        for the same `quoi`, whoever queues it, however often."""
        with self._base.atomic() as transaction:
            cles = {f"{genre}-{objet}-{qui}-{quoi}": qui for qui in personnes}
            connues = self._base.run(sa.select(envoi.c.cle).where(envoi.c.cle.in_(cles)))
            communes = {"genre": genre, "objet": objet, "quand": transaction.quand, "essais": 0}
            neuves = [
                {"cle": cle, "personne": cles[cle], "etat": ATTENTE, **communes}
                for cle in sorted(cles.keys() - {cle for (cle,) in connues})
            ]
            if neuves:
                self._base.run(sa.insert(envoi), neuves)
        return len(neuves)

    def take(self) -> Any | None:
        """The next message that waits, from now on this process's alone; None when none does."""
        e = envoi.c
        with self._base.atomic() as transaction:
            attend = sa.and_(e.etat == ATTENTE, e.essais < ESSAIS)
            premier = sa.select(e.cle).where(attend).order_by(e.quand, e.cle).limit(1)
            prise = sa.update(envoi).where(e.cle == premier.scalar_subquery(), attend)
            valeurs = {"etat": PRIS, "essais": e.essais + 1, "quand": transaction.quand}
            return next(iter(self._base.run(prise.values(valeurs).returning(envoi))), None)

    def settle(self, cle: str, etat: str) -> None:
        """What became of a message that this process took."""
        with self._base.atomic():
            sien = sa.update(envoi).where(envoi.c.cle == cle, envoi.c.etat == PRIS)
            self._base.run(sien.values(etat=etat))

    def count(self) -> Counter[str]:
        """How many messages are in each state."""
        dits = sa.select(envoi.c.etat, sa.func.count()).group_by(envoi.c.etat)
        return Counter(dict(map(tuple, self._base.run(dits))))

    def stop_link(self, adresse: str) -> str:
        """The secret by which an address asks for no message any more."""
        return self._secrets.issue(ARRET, digest(adresse), DUREE)

    def stop(self, clair: str, encore: bool = False) -> bool:
        """Its address gets no message any more, or again (`encore`); False for an unknown one."""
        if cible := self._secrets.opens(ARRET, clair):
            with self._base.atomic():
                self.queue(ARRET, 0, [0], cible)
                arret = sa.update(envoi).where(envoi.c.cle == f"{ARRET}-0-0-{cible}")
                self._base.run(arret.values(etat=f"{ARRET} levé" if encore else ARRET))
        return bool(cible)

    def is_stopped(self, adresse: str) -> bool:
        """Whether an address asked for none."""
        cle = f"{ARRET}-0-0-{digest(adresse)}"
        dit = sa.select(envoi.c.cle).where(envoi.c.cle == cle, envoi.c.etat == ARRET)
        return bool(self._base.run(dit))

    def open_feed(self, acteur: Acteur, territoire: str, ferme: bool = False) -> str:
        """A new secret for the feed of a committee, "" when it closes (`ferme`): the one of before
        opens nothing any more."""
        with self._base.atomic():
            self._base.require(acteur, "ecrire", territoire)
            self._secrets.revoke(FIL, territoire)
            return "" if ferme else self._secrets.issue(FIL, territoire, DUREE)

    def feed_of(self, clair: str) -> str | None:
        """The territory whose feed this secret opens."""
        return self._secrets.opens(FIL, clair)
