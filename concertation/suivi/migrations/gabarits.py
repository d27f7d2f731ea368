"""The columns and tables that migrations make, as the first one made them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.ajout_seul import forbid_changes


def texte(nom: str) -> sa.Column[str]:
    """A text, empty until somebody writes."""
    return sa.Column(nom, sa.Text, nullable=False, server_default="")


def entier(nom: str, cible: str | None = None) -> sa.Column[int]:
    """A number that must be given: the row of `cible`, when it names a column."""
    cle = [sa.ForeignKey(cible)] if cible else []
    return sa.Column(nom, sa.Integer, *cle, nullable=False)


def seance() -> sa.Column[int]:
    """The session that a row is bound to."""
    return sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id"))


def create_table(nom: str, *colonnes: Any) -> None:
    """Rows numbered from 1, a number never used twice."""
    identifiant = sa.Column("id", sa.Integer, primary_key=True)
    op.create_table(nom, identifiant, *colonnes, sqlite_autoincrement=True)


def create_ajoutable(nom: str, *colonnes: Any) -> None:
    """Rows that are only ever added."""
    create_table(nom, *colonnes, texte("auteur"), sa.Column("cree_le", sa.Text, nullable=False))
    forbid_changes(op.get_bind(), nom)


def create_modifiable(nom: str, *colonnes: Any) -> None:
    """Rows that have a version, and hide instead of going."""
    create_table(
        nom,
        *colonnes,
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
    )
