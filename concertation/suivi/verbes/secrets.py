"""Secrets that expire: what a link of invitation holds, and the sign-ins that are open.

One mechanism for all: a kind, what it opens, until when, whether it was used. The database keeps
the digest alone: who reads it can't use it. They pass: no journal of their own, no backup.
"""

import datetime
import hashlib
import secrets
from typing import Any

import sqlalchemy as sa

from concertation.suivi.socle.base import Base

# Apart from the tables of the follow-up, which backups copy.
metadata = sa.MetaData()
secret = sa.Table(
    "secret",
    metadata,
    sa.Column("empreinte", sa.Text, primary_key=True),
    *(
        sa.Column(nom, sa.Text, nullable=False)
        for nom in ("genre", "cible", "cree_le", "expire_le", "servi_le")
    ),
    sa.Index("ix_secret_cible", "genre", "cible"),
)


def digest(clair: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(clair.encode(errors="surrogatepass")).hexdigest()


class Secrets:
    """The secrets of one database. Who may make or use one is the caller's business."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def issue(self, genre: str, cible: object, duree: datetime.timedelta, clair: str = "") -> str:
        """A new secret that opens `cible`: its clear text, told this once."""
        clair = clair or secrets.token_urlsafe(24)
        with self._base.atomic() as transaction:
            quand = transaction.quand
            # What expired long ago is nobody's any more.
            vieux = _after(quand, -datetime.timedelta(days=31))
            self._base.run(sa.delete(secret).where(secret.c.expire_le < vieux))
            ligne = {
                "empreinte": digest(clair), "genre": genre, "cible": str(cible),
                "cree_le": quand, "expire_le": _after(quand, duree), "servi_le": "",
            }  # fmt: skip
            self._base.run(sa.insert(secret), [ligne])
        return clair

    def read(self, genre: str, clair: str) -> Any:
        """The secret as it is, still good or not (`is_good`); None for an unknown one."""
        requete = sa.select(secret).where(_is(genre, clair))
        return next(iter(self._base.run(requete)), None)

    def opens(self, genre: str, clair: str) -> str | None:
        """What this secret opens now; None when it is unknown, used or too old."""
        lu = self.read(genre, clair)
        return lu.cible if lu is not None and self.is_good(lu) else None

    def is_good(self, lu: Any) -> bool:
        """Whether a secret that was read may still be used."""
        return not lu.servi_le and self.now() < lu.expire_le

    def use(self, genre: str, clair: str) -> str | None:
        """What this secret opens, once: nobody else uses it afterwards."""
        with self._base.atomic() as transaction:
            cible = self.opens(genre, clair)
            change = sa.update(secret).where(_is(genre, clair), secret.c.servi_le == "")
            self._base.run(change.values(servi_le=transaction.quand))
        return cible

    def prolong(self, genre: str, clair: str, duree: datetime.timedelta) -> None:
        """From now on it lasts that long."""
        with self._base.atomic() as transaction:
            change = sa.update(secret).where(_is(genre, clair), secret.c.servi_le == "")
            self._base.run(change.values(expire_le=_after(transaction.quand, duree)))

    def revoke(self, genre: str, cible: object) -> None:
        """None of that kind opens it any more."""
        with self._base.atomic() as transaction:
            siens = sa.update(secret).where(secret.c.genre == genre, secret.c.cible == str(cible))
            self._base.run(siens.where(secret.c.servi_le == "").values(servi_le=transaction.quand))

    def now(self) -> str:
        """The time as secrets write it."""
        return _after(self._base.moteur.now().isoformat(), datetime.timedelta())


def _is(genre: str, clair: str) -> Any:
    return sa.and_(secret.c.empreinte == digest(clair), secret.c.genre == genre)


def _after(quand: str, duree: datetime.timedelta) -> str:
    moment = datetime.datetime.fromisoformat(quand).astimezone(datetime.UTC) + duree
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
