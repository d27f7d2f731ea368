"""The tables of follow-up, with rows that the database itself keeps from changing."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations import gabarits
from concertation.suivi.migrations.ajout_seul import forbid_changes

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    _create_seances_et_points()
    _create_actions()
    _create_indicateurs()
    _create_propositions()
    _create_traces()
    for table, mot, colonnes in INDEX:
        op.create_index(f"ix_{table}_{mot}", table, colonnes.split())


def _create_seances_et_points() -> None:
    gabarits.create_modifiable(
        "seance",
        gabarits.texte("territoire"),
        sa.Column("date", sa.Date),
        *map(gabarits.texte, ("lieu", "presents", "ordre_du_jour", "decisions")),
        sa.Column("prochaine_date", sa.Date),
        gabarits.texte("etat"),
    )
    gabarits.create_ajoutable(
        "point_etape",
        *map(gabarits.texte, ("engagement", "territoire")),
        sa.Column("date", sa.Date, nullable=False),
        *map(gabarits.texte, ("meteo", "synthese")),
        gabarits.seance(),
    )


def _create_actions() -> None:
    textes = ("engagement", "composante", "territoire", "intitule", "description")
    gabarits.create_modifiable(
        "action",
        *map(gabarits.texte, (*textes, "porteur", "partenaires")),
        sa.Column("debut", sa.Date),
        sa.Column("fin", sa.Date),
        gabarits.texte("statut"),
        gabarits.seance(),
    )
    op.create_table(
        "action_proposition",
        sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), primary_key=True),
        sa.Column("proposition", sa.Text, primary_key=True),
    )
    gabarits.create_modifiable(
        "financement",
        gabarits.entier("action_id", "action.id"),
        gabarits.texte("financeur"),
        sa.Column("montant", sa.BigInteger, nullable=False),
        *map(gabarits.texte, ("periode", "nature")),
    )


def _create_indicateurs() -> None:
    gabarits.create_modifiable(
        "indicateur",
        *map(gabarits.texte, ("engagement", "composante", "territoire", "libelle", "unite")),
        sa.Column("valeur_initiale", sa.Float(53)),
        sa.Column("date_initiale", sa.Date),
        gabarits.texte("source_initiale"),
        sa.Column("cible", sa.Float(53)),
        sa.Column("date_cible", sa.Date),
        gabarits.texte("source_cible"),
        gabarits.seance(),
    )
    gabarits.create_ajoutable(
        "mesure",
        gabarits.entier("indicateur_id", "indicateur.id"),
        sa.Column("valeur", sa.Float(53), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        gabarits.texte("source"),
        gabarits.seance(),
    )
    gabarits.create_ajoutable(
        "contestation", gabarits.entier("mesure_id", "mesure.id"), gabarits.texte("motif")
    )


def _create_propositions() -> None:
    textes = ("proposition", "territoire", "decision", "motif", "priorite", "note", "auteur")
    gabarits.create_modifiable(
        "instruction",
        *map(gabarits.texte, textes),
        gabarits.seance(),
        sa.UniqueConstraint("territoire", "proposition", name="uq_instruction_paire"),
    )
    gabarits.create_modifiable(
        "transmission",
        *map(gabarits.texte, ("proposition", "destinataire")),
        sa.Column("date", sa.Date),
        *map(gabarits.texte, ("etat", "reponse")),
        sa.Column("date_reponse", sa.Date),
        gabarits.texte("auteur"),
    )


def _create_traces() -> None:
    for nom, drapeau in (("publication", "publie"), ("retrait", "retire")):
        gabarits.create_ajoutable(
            nom,
            gabarits.texte("objet"),
            gabarits.entier("objet_id"),
            sa.Column(drapeau, sa.Boolean, nullable=False),
        )
    gabarits.create_table(
        "journal",
        sa.Column("quand", sa.Text, nullable=False),
        *map(gabarits.texte, ("qui", "role", "verbe", "objet")),
        gabarits.entier("objet_id"),
        gabarits.texte("territoire"),
        sa.Column("seance_id", sa.Integer),
        gabarits.texte("lot"),
        sa.Column("avant", sa.JSON),
        sa.Column("apres", sa.JSON),
    )
    forbid_changes(op.get_bind(), "journal")
    op.create_table(
        "reglage",
        sa.Column("cle", sa.Text, primary_key=True),
        sa.Column("valeur", sa.Text, nullable=False),
    )


# Each index by its table, what its name says of it, its columns.
INDEX = (
    ("seance", "territoire", "territoire date"),
    ("point_etape", "cellule", "engagement territoire date id"),
    ("point_etape", "territoire", "territoire date id"),
    ("action", "territoire", "territoire engagement"),
    ("action", "engagement", "engagement territoire"),
    ("action_proposition", "proposition", "proposition action_id"),
    ("financement", "action", "action_id"),
    ("indicateur", "territoire", "territoire engagement"),
    ("indicateur", "engagement", "engagement territoire"),
    ("mesure", "indicateur", "indicateur_id date id"),
    ("contestation", "mesure", "mesure_id"),
    ("instruction", "proposition", "proposition"),
    ("transmission", "proposition", "proposition"),
    ("publication", "objet", "objet objet_id id"),
    ("retrait", "objet", "objet objet_id id"),
    ("journal", "quand", "quand id"),
    ("journal", "qui", "qui id"),
    ("journal", "objet", "objet objet_id id"),
    ("journal", "territoire", "territoire id"),
    ("journal", "verbe", "verbe id"),
    ("journal", "seance", "seance_id id"),
    ("journal", "lot", "lot"),
)
