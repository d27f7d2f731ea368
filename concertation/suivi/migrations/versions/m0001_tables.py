"""The tables of follow-up, with rows that the database itself keeps from changing."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.ajout_seul import forbid_changes

revision = "0001"
down_revision = None


def _texte(nom: str) -> sa.Column[str]:
    return sa.Column(nom, sa.Text, nullable=False, server_default="")


def _table(nom: str, *colonnes: Any) -> None:
    identifiant = sa.Column("id", sa.Integer, primary_key=True)
    op.create_table(nom, identifiant, *colonnes, sqlite_autoincrement=True)


def _ajoutable(nom: str, *colonnes: Any) -> None:
    _table(nom, *colonnes, _texte("auteur"), sa.Column("cree_le", sa.Text, nullable=False))
    forbid_changes(op.get_bind(), nom)


def _modifiable(nom: str, *colonnes: Any) -> None:
    _table(
        nom,
        *colonnes,
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
    )


def _seance() -> sa.Column[int]:
    return sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id"))


def _entier(nom: str, cible: str | None = None) -> sa.Column[int]:
    cle = [sa.ForeignKey(cible)] if cible else []
    return sa.Column(nom, sa.Integer, *cle, nullable=False)


def upgrade() -> None:
    """Create everything."""
    _create_seances_et_points()
    _create_actions()
    _create_indicateurs()
    _create_propositions()
    _create_traces()
    for table, colonnes in INDEX:
        nom = f"ix_{table}_{NOMS.get((table, colonnes), colonnes.split()[0])}"
        op.create_index(nom, table, colonnes.split())


def _create_seances_et_points() -> None:
    _modifiable(
        "seance",
        _texte("territoire"),
        sa.Column("date", sa.Date),
        *map(_texte, ("lieu", "presents", "ordre_du_jour", "decisions")),
        sa.Column("prochaine_date", sa.Date),
        _texte("etat"),
    )
    _ajoutable(
        "point_etape",
        *map(_texte, ("engagement", "territoire")),
        sa.Column("date", sa.Date, nullable=False),
        *map(_texte, ("meteo", "synthese")),
        _seance(),
    )


def _create_actions() -> None:
    textes = ("engagement", "composante", "territoire", "intitule", "description")
    _modifiable(
        "action",
        *map(_texte, (*textes, "porteur", "partenaires")),
        sa.Column("debut", sa.Date),
        sa.Column("fin", sa.Date),
        _texte("statut"),
        _seance(),
    )
    op.create_table(
        "action_proposition",
        sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), primary_key=True),
        sa.Column("proposition", sa.Text, primary_key=True),
    )
    _modifiable(
        "financement",
        _entier("action_id", "action.id"),
        _texte("financeur"),
        sa.Column("montant", sa.BigInteger, nullable=False),
        *map(_texte, ("periode", "nature")),
    )


def _create_indicateurs() -> None:
    _modifiable(
        "indicateur",
        *map(_texte, ("engagement", "composante", "territoire", "libelle", "unite")),
        sa.Column("valeur_initiale", sa.Float(53)),
        sa.Column("date_initiale", sa.Date),
        _texte("source_initiale"),
        sa.Column("cible", sa.Float(53)),
        sa.Column("date_cible", sa.Date),
        _texte("source_cible"),
        _seance(),
    )
    _ajoutable(
        "mesure",
        _entier("indicateur_id", "indicateur.id"),
        sa.Column("valeur", sa.Float(53), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        _texte("source"),
        _seance(),
    )
    _ajoutable("contestation", _entier("mesure_id", "mesure.id"), _texte("motif"))


def _create_propositions() -> None:
    textes = ("proposition", "territoire", "decision", "motif", "priorite", "note", "auteur")
    _modifiable(
        "instruction",
        *map(_texte, textes),
        _seance(),
        sa.UniqueConstraint("territoire", "proposition", name="uq_instruction_paire"),
    )
    _modifiable(
        "transmission",
        *map(_texte, ("proposition", "destinataire")),
        sa.Column("date", sa.Date),
        *map(_texte, ("etat", "reponse")),
        sa.Column("date_reponse", sa.Date),
        _texte("auteur"),
    )


def _create_traces() -> None:
    for nom, drapeau in (("publication", "publie"), ("retrait", "retire")):
        _ajoutable(
            nom,
            _texte("objet"),
            _entier("objet_id"),
            sa.Column(drapeau, sa.Boolean, nullable=False),
        )
    _table(
        "journal",
        sa.Column("quand", sa.Text, nullable=False),
        *map(_texte, ("qui", "role", "verbe", "objet")),
        _entier("objet_id"),
        _texte("territoire"),
        sa.Column("seance_id", sa.Integer),
        _texte("lot"),
        sa.Column("avant", sa.JSON),
        sa.Column("apres", sa.JSON),
    )
    forbid_changes(op.get_bind(), "journal")
    op.create_table(
        "reglage",
        sa.Column("cle", sa.Text, primary_key=True),
        sa.Column("valeur", sa.Text, nullable=False),
    )


INDEX = (
    ("seance", "territoire date"),
    ("point_etape", "engagement territoire date id"),
    ("point_etape", "territoire date id"),
    ("action", "territoire engagement"),
    ("action", "engagement territoire"),
    ("action_proposition", "proposition action_id"),
    ("financement", "action_id"),
    ("indicateur", "territoire engagement"),
    ("indicateur", "engagement territoire"),
    ("mesure", "indicateur_id date id"),
    ("contestation", "mesure_id"),
    ("instruction", "proposition"),
    ("transmission", "proposition"),
    ("publication", "objet objet_id id"),
    ("retrait", "objet objet_id id"),
    ("journal", "quand id"),
    ("journal", "qui id"),
    ("journal", "objet objet_id id"),
    ("journal", "territoire id"),
    ("journal", "verbe id"),
    ("journal", "seance_id id"),
    ("journal", "lot"),
)
NOMS = {
    ("point_etape", "engagement territoire date id"): "cellule",
    ("financement", "action_id"): "action",
    ("mesure", "indicateur_id date id"): "indicateur",
    ("contestation", "mesure_id"): "mesure",
    ("journal", "seance_id id"): "seance",
}
