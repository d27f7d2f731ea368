"""Rooms: what the people before a presenter see on their own telephones, while it lasts.

A room holds the public pages of a deck, as HTML fragments, and the number of the one shown. It
passes: it is not follow-up, so that it has neither journal nor place in a backup. Whoever opened it
holds a token, without which nobody moves it.
"""

import datetime
import hashlib
import hmac
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from concertation.suivi.socle.connexion import Moteur
from concertation.suivi.socle.lecture import match

# No letter nor figure that is read for another, aloud or from afar.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LONGUEUR = 6
DUREE = datetime.timedelta(hours=24)
SALLES_MAXIMUM = 50

# Apart from the tables of the follow-up, which backups copy.
metadata = sa.MetaData()
salle = sa.Table(
    "salle",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("jeton", sa.Text, nullable=False),
    sa.Column("titre", sa.Text, nullable=False),
    sa.Column("pages", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("close", sa.Boolean, nullable=False),
    sa.Column("ouverte_le", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Etat:
    """Where a room is: the number of the page shown (1 for the first), and whether it is over."""

    titre: str
    position: int
    close: bool


class Salles:
    """The rooms of one database."""

    def __init__(self, moteur: Moteur) -> None:
        self._moteur = moteur

    def open(self, titre: str, pages: str, position: int = 1) -> tuple[str, str]:
        """Open a room on pages (a JSON list of HTML): its code, and the token that moves it.

        Rooms older than a day go, and the oldest beyond `SALLES_MAXIMUM`.
        """
        jeton = secrets.token_urlsafe(24)
        code = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))
        with self._moteur.atomic() as transaction:
            connection = transaction.connection
            self._forget(connection, transaction.quand)
            connection.execute(
                sa.insert(salle).values(
                    code=code,
                    jeton=_digest(jeton),
                    titre=titre,
                    pages=pages,
                    position=position,
                    close=False,
                    ouverte_le=transaction.quand,
                )
            )
        return code, jeton

    def _forget(self, connection: sa.Connection, quand: str) -> None:
        moment = datetime.datetime.fromisoformat(quand.replace("Z", "+00:00")) - DUREE
        limite = f"{moment:%Y-%m-%dT%H:%M:%S}"
        connection.execute(sa.delete(salle).where(salle.c.ouverte_le < limite))
        recentes = sa.select(salle.c.code).order_by(salle.c.ouverte_le.desc())
        gardees = list(connection.execute(recentes.limit(SALLES_MAXIMUM - 1)).scalars())
        connection.execute(sa.delete(salle).where(salle.c.code.not_in(gardees)))

    def move(self, code: str, jeton: str, position: int, close: bool = False) -> bool:
        """Show another page, or end; False for an unknown room or a wrong token."""
        with self._moteur.reading() as connection:
            attendu = connection.execute(
                sa.select(salle.c.jeton).where(match(salle.c.code, code))
            ).scalar()
        if attendu is None or not hmac.compare_digest(attendu, _digest(jeton)):
            return False
        with self._moteur.atomic() as transaction:
            transaction.connection.execute(
                sa.update(salle)
                .where(match(salle.c.code, code))
                .values(position=position, close=close)
            )
        return True

    def state(self, code: str) -> Etat | None:
        """Where the room is; None when there is none of that code."""
        with self._moteur.reading() as connection:
            ligne = connection.execute(
                sa.select(salle.c.titre, salle.c.position, salle.c.close).where(
                    match(salle.c.code, code)
                )
            ).first()
        return Etat(*ligne) if ligne is not None else None

    def pages(self, code: str) -> str | None:
        """The pages of the room, as it was opened (a JSON list of HTML)."""
        with self._moteur.reading() as connection:
            texte = connection.execute(
                sa.select(salle.c.pages).where(match(salle.c.code, code))
            ).scalar()
        return None if texte is None else str(texte)


def _digest(jeton: str) -> str:
    return hashlib.sha256(jeton.encode(errors="surrogatepass")).hexdigest()
