"""Drafts: what somebody typed in a form and has not recorded, until it is recorded or erased.

They pass: no journal, no place in a backup, and each goes `DUREE` after its last word. Who knows
the key of their owner reads them, and nobody else: a screen makes it of who signed in, or of a
secret of the browser.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from concertation.declarations.personnelles import CONSERVATION_BROUILLON
from concertation.suivi.socle.base import Base

DUREE = datetime.timedelta(days=CONSERVATION_BROUILLON)

# Apart from the tables of the follow-up, which backups copy.
metadata = sa.MetaData()
brouillon = sa.Table(
    "brouillon",
    metadata,
    sa.Column("proprietaire", sa.Text, primary_key=True),
    sa.Column("forme", sa.Text, primary_key=True),
    *(sa.Column(nom, sa.Text, nullable=False) for nom in ("auteur", "adresse", "quand")),
    sa.Column("version", sa.Integer),
    sa.Column("contenu", sa.JSON, nullable=False),
)


@dataclass(frozen=True)
class Brouillon:
    """What was typed in a form, by field; when last (UTC, "" for never), on which version of its
    row, and at what address of the application."""

    contenu: Mapping[str, Any] = field(default_factory=dict)
    quand: str = ""
    version: int | None = None
    adresse: str = ""
    forme: str = ""


class Brouillons:
    """The drafts of one database."""

    def __init__(self, base: Base) -> None:
        self._base = base
        # Nothing that a screen remembers changes with a draft.
        self._atomic = base.moteur.atomic

    def read(self, proprietaire: str, forme: str) -> Brouillon:
        """What its owner typed in a form; an empty draft when that is nothing."""
        b = brouillon.c
        requete = sa.select(b.contenu, b.quand, b.version, b.adresse).where(
            b.proprietaire == proprietaire, b.forme == forme
        )
        return next((Brouillon(*lue) for lue in self._base.run(requete)), Brouillon())

    def list(self, proprietaire: str) -> list[Brouillon]:
        """All the drafts of somebody, the newest first."""
        b = brouillon.c
        requete = sa.select(b.contenu, b.quand, b.version, b.adresse, b.forme)
        siens = requete.where(b.proprietaire == proprietaire).order_by(b.quand.desc())
        return [Brouillon(*lu) for lu in self._base.run(siens)]

    def save(
        self,
        proprietaire: str,
        forme: str,
        saisis: Mapping[str, Any],
        revenus: Collection[str] = (),
        *,
        auteur: str = "",
        version: int | None = None,
        adresse: str = "",
    ) -> Brouillon:
        """Put what fields now hold into the draft, and take out those that say again what they
        began with; what other windows typed in the others stays."""
        with self._atomic() as transaction:
            self.expire()
            lu = self.read(proprietaire, forme)
            contenu = {n: v for n, v in {**lu.contenu, **saisis}.items() if n not in revenus}
            self.forget(proprietaire, forme)
            if not contenu:
                return Brouillon()
            garde = Brouillon(contenu, transaction.quand, version, adresse, forme)
            ligne = {"proprietaire": proprietaire, "auteur": auteur, **vars(garde)}
            self._base.run(sa.insert(brouillon), [ligne])
        return garde

    def forget(self, proprietaire: str, forme: str) -> None:
        """It was recorded, or is not wanted any more."""
        b = brouillon.c
        sien = sa.delete(brouillon).where(b.proprietaire == proprietaire, b.forme == forme)
        with self._atomic():
            self._base.run(sien)

    def expire(self) -> None:
        """Those that nobody took up again for long go."""
        with self._atomic() as transaction:
            limite = datetime.datetime.fromisoformat(transaction.quand) - DUREE
            vieux = brouillon.c.quand < f"{limite:%Y-%m-%dT%H:%M:%SZ}"
            self._base.run(sa.delete(brouillon).where(vieux))
