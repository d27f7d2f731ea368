"""Pictures of slides, kept once each by the digest of their bytes, whatever deck shows them."""

import base64
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.verbes.brouillons import brouillon


@dataclass(frozen=True)
class Photo:
    """A picture that was encoded here: its kind, its pixels, its bytes in base 64."""

    nature: str
    largeur: int
    hauteur: int
    octets: str

    @property
    def cle(self) -> str:
        """What slides call it."""
        return hashlib.sha256(base64.b64decode(self.octets)).hexdigest()[:32]

    @property
    def adresse(self) -> str:
        """The picture itself as an address."""
        return f"data:image/{self.nature};base64,{self.octets}"


class Photos:
    """The pictures of one database: whoever reads a deck reads its own, nothing lists them."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def keep(self, acteur: Acteur, photo: Photo, territoire: str = "") -> str:
        """Its key; for who writes decks of that territory. The journal tells of decks alone."""
        self._base.require(acteur, "ecrire", territoire)
        with self._base.atomic() as transaction:
            if self.read(photo.cle) is None:
                ligne = {"cle": photo.cle, "cree_le": transaction.quand, **vars(photo)}
                self._base.run(sa.insert(tables.photo), [ligne])
        return photo.cle

    def expire(self) -> None:
        """Those that no deck nor draft names any more go."""
        lieux, p = (tables.metadata.tables["diaporama"], brouillon), tables.photo.c
        with self._base.atomic():
            lus = (lue for lieu in lieux for lue in self._base.run(sa.select(lieu.c.contenu)))
            dits = " ".join(str(contenu) for (contenu,) in lus)
            nommees = [cle for (cle,) in self._base.run(sa.select(p.cle)) if cle in dits]
            self._base.run(sa.delete(tables.photo).where(p.cle.not_in(nommees)))

    def read(self, cle: str) -> Photo | None:
        """The picture of that key, if it is here."""
        p = tables.photo.c
        requete = sa.select(p.nature, p.largeur, p.hauteur, p.octets).where(p.cle == cle)
        return next((Photo(*lue) for lue in self._base.run(requete)), None)
