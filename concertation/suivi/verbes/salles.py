"""Rooms: what the people before a presenter see on their own telephones, while it lasts.

A room holds the public pages of a deck, as HTML fragments, and the number of the one shown. It
passes: it is not follow-up, so that it has neither journal nor place in a backup. Whoever opened it
holds a token, without which nobody moves it.
"""

import datetime
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from concertation.suivi.socle.base import Base
from concertation.suivi.socle.errors import ErreurSuivi, SaisieInvalide
from concertation.suivi.socle.lecture import match
from concertation.suivi.socle.textes import clean_text
from concertation.suivi.verbes.brouillons import Brouillon, Brouillons
from concertation.suivi.verbes.secrets import digest

# No letter nor figure that is read for another, aloud or from afar.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LONGUEUR = 8  # what guessing is counted on (exploitation/debits.py)
DUREE = datetime.timedelta(hours=24)
SALLES_MAXIMUM = 50
REPOS = datetime.timedelta(hours=1)  # of a room that nobody moves, before it leaves its place
SIGNES, PAR_APPAREIL, EN_TOUT = 200, 5, 300  # of questions

# Apart from the tables of the follow-up, which backups copy.
metadata = sa.MetaData()
salle = sa.Table(
    "salle",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    *(sa.Column(nom, sa.Text, nullable=False) for nom in ("jeton", "titre", "pages")),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("close", sa.Boolean, nullable=False),
    sa.Column("ouverte_le", sa.Text, nullable=False),  # or moved
)


class TropDeSalles(ErreurSuivi):
    """Every place is taken by a room that moves."""


class Salles:
    """The rooms of one database."""

    def __init__(self, base: Base) -> None:
        self._base, self._brouillons = base, Brouillons(base)

    def open(self, titre: str, pages: str, position: int = 1) -> tuple[str, str]:
        """Open a room on pages (a JSON list of HTML): its code, and the token that moves it.

        Rooms that nobody moved for a day go, and beyond `SALLES_MAXIMUM` the ones at rest for the
        longest. Raises `TropDeSalles` when there is none such.
        """
        jeton = secrets.token_urlsafe(24)
        code = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))
        with self._base.atomic() as transaction:
            quand = datetime.datetime.fromisoformat(transaction.quand)
            hier, repos = (f"{quand - t:%Y-%m-%dT%H:%M:%S}" for t in (DUREE, REPOS))
            self._base.run(sa.delete(salle).where(salle.c.ouverte_le < hier))
            recentes = sa.select(salle.c.code).order_by(salle.c.ouverte_le.desc())
            gardees = recentes.limit(SALLES_MAXIMUM - 1)
            trop = salle.c.code.not_in(gardees)
            self._base.run(sa.delete(salle).where(trop, salle.c.ouverte_le < repos))
            if self._base.run(sa.select(salle.c.code).where(trop)):
                raise TropDeSalles(
                    f"{SALLES_MAXIMUM} salles sont déjà ouvertes\u00a0: terminez-en une, ou "
                    "réessayez dans une heure."
                )
            ligne = {
                "code": code, "jeton": digest(jeton), "titre": titre, "pages": pages,
                "position": position, "close": False, "ouverte_le": transaction.quand,
            }  # fmt: skip
            self._base.run(sa.insert(salle), [ligne])
        return code, jeton

    def move(self, code: str, jeton: str, position: int, close: bool = False) -> bool:
        """Show another page, or end; False for an unknown room or a wrong token."""
        attendu = self._read(code, salle.c.jeton)
        if attendu is None or not hmac.compare_digest(attendu.jeton, digest(jeton)):
            return False
        change = sa.update(salle).where(match(salle.c.code, code))
        with self._base.atomic() as transaction:
            ici = {"position": position, "close": close, "ouverte_le": transaction.quand}
            self._base.run(change.values(**ici))
            for question in self.questions(code) if close else ():
                self.mark(code, question.forme, None)
        return True

    def state(self, code: str) -> Any:
        """Where the room is: its `titre`, the number of the page shown (`position`, 1 for the
        first), whether it is over (`close`); None when there is none of that code."""
        return self._read(code, salle.c.titre, salle.c.position, salle.c.close)

    def pages(self, code: str) -> str | None:
        """The pages of the room, as it was opened (a JSON list of HTML)."""
        ligne = self._read(code, salle.c.pages)
        return None if ligne is None else str(ligne.pages)

    def _read(self, code: str, *colonnes: Any) -> Any:
        lignes = self._base.run(sa.select(*colonnes).where(match(salle.c.code, code)))
        return lignes[0] if lignes else None

    # Questions, which wait until who presents has read them: drafts whose owner is the room.

    def questions(self, code: str) -> Sequence[Brouillon]:
        """Those of a room, in the order of their coming: their `texte`, whether `montree`."""
        return self._brouillons.list(f"salle {code}")[::-1]

    def ask(self, code: str, appareil: str, texte: str) -> None:
        """A question of this device, without name nor address; raises `SaisieInvalide`."""
        propre, elle = " ".join(clean_text(texte).split()), digest(f"{code} {appareil}")[:16]
        posees = self.questions(code)
        if not 0 < len(propre) <= SIGNES:
            raise SaisieInvalide("texte", f"Écrivez votre question en {SIGNES} signes au plus.")
        if sum(q.forme.startswith(elle) for q in posees) >= PAR_APPAREIL or len(posees) >= EN_TOUT:
            raise SaisieInvalide("texte", f"{PAR_APPAREIL} questions par appareil au plus.")
        self.mark(code, f"{elle} {secrets.token_hex(4)}", {"texte": propre, "montree": False})

    def mark(self, code: str, forme: str, dit: Mapping[str, str | bool] | None) -> None:
        """Show a question to the room, or no more; None puts it aside for good."""
        owner = f"salle {code}"
        self._brouillons.save(owner, forme, dit) if dit else self._brouillons.forget(owner, forme)
