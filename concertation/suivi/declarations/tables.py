"""The tables of follow-up, as the newest migration leaves them (a test compares the two)."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

METEOS = ("securises", "atteignables", "appuis", "compromis")
STATUTS = ("a_venir", "en_cours", "en_pause", "bloquee", "realisee", "abandonnee")
NATURES = ("prevu", "depense")
DECISIONS = ("a_instruire", "retenue", "deja_engagee", "a_approfondir", "ecartee")
PRIORITES = ("", "haute", "moyenne", "basse")
ETATS_TRANSMISSION = ("a_transmettre", "transmise", "reponse_recue", "reprise")
FORCES_LIEN = ("forte", "faible")
ETATS_SEANCE = ("preparee", "ouverte", "close")


class Montant(sa.types.TypeDecorator[Decimal]):
    """Euros as whole cents: exact on SQLite too, which has no decimal type."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        """Euros to cents; the caller has checked that there are at most two decimals."""
        return None if value is None else int(value * 100)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> Decimal | None:
        """Cents to euros."""
        return None if value is None else Decimal(int(value)) / 100


metadata = sa.MetaData()


def _texte(nom: str) -> sa.Column[str]:
    return sa.Column(nom, sa.Text, nullable=False, server_default="")


def _seance() -> sa.Column[int]:
    return sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id"))


def _table(nom: str, *colonnes: Any) -> sa.Table:
    identifiant = sa.Column("id", sa.Integer, primary_key=True)
    return sa.Table(nom, metadata, identifiant, *colonnes, sqlite_autoincrement=True)


def _ajoutable(nom: str, *colonnes: Any) -> sa.Table:
    """A table whose rows are only ever added."""
    return _table(nom, *colonnes, _texte("auteur"), sa.Column("cree_le", sa.Text, nullable=False))


def _modifiable(nom: str, *colonnes: Any) -> sa.Table:
    """A table whose rows change, with a version, and hide instead of going away."""
    return _table(
        nom,
        *colonnes,
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
    )


seance = _modifiable(
    "seance",
    _texte("territoire"),
    sa.Column("date", sa.Date),
    _texte("lieu"),
    _texte("presents"),
    _texte("ordre_du_jour"),
    _texte("decisions"),
    sa.Column("prochaine_date", sa.Date),
    _texte("etat"),
    sa.Index("ix_seance_territoire", "territoire", "date"),
)
point_etape = _ajoutable(
    "point_etape",
    _texte("engagement"),
    _texte("territoire"),
    sa.Column("date", sa.Date, nullable=False),
    _texte("meteo"),
    _texte("synthese"),
    _seance(),
    sa.Index("ix_point_etape_cellule", "engagement", "territoire", "date", "id"),
    sa.Index("ix_point_etape_territoire", "territoire", "date", "id"),
)
action = _modifiable(
    "action",
    _texte("engagement"),
    _texte("composante"),
    _texte("territoire"),
    _texte("intitule"),
    _texte("description"),
    _texte("porteur"),
    _texte("partenaires"),
    sa.Column("debut", sa.Date),
    sa.Column("fin", sa.Date),
    _texte("statut"),
    _seance(),
    sa.Index("ix_action_territoire", "territoire", "engagement"),
    sa.Index("ix_action_engagement", "engagement", "territoire"),
)
action_proposition = sa.Table(
    "action_proposition",
    metadata,
    sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), primary_key=True),
    sa.Column("proposition", sa.Text, primary_key=True),
    sa.Index("ix_action_proposition_proposition", "proposition", "action_id"),
)
financement = _modifiable(
    "financement",
    sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), nullable=False),
    _texte("financeur"),
    sa.Column("montant", Montant, nullable=False),
    _texte("periode"),
    _texte("nature"),
    sa.Index("ix_financement_action", "action_id"),
)
indicateur = _modifiable(
    "indicateur",
    _texte("engagement"),
    _texte("composante"),
    _texte("territoire"),
    _texte("libelle"),
    _texte("unite"),
    sa.Column("valeur_initiale", sa.Float(53)),
    sa.Column("date_initiale", sa.Date),
    _texte("source_initiale"),
    sa.Column("cible", sa.Float(53)),
    sa.Column("date_cible", sa.Date),
    _texte("source_cible"),
    _seance(),
    sa.Index("ix_indicateur_territoire", "territoire", "engagement"),
    sa.Index("ix_indicateur_engagement", "engagement", "territoire"),
)
mesure = _ajoutable(
    "mesure",
    sa.Column("indicateur_id", sa.Integer, sa.ForeignKey("indicateur.id"), nullable=False),
    sa.Column("valeur", sa.Float(53), nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    _texte("source"),
    _seance(),
    sa.Index("ix_mesure_indicateur", "indicateur_id", "date", "id"),
)
contestation = _ajoutable(
    "contestation",
    sa.Column("mesure_id", sa.Integer, sa.ForeignKey("mesure.id"), nullable=False),
    _texte("motif"),
    sa.Index("ix_contestation_mesure", "mesure_id"),
)
instruction = _modifiable(
    "instruction",
    _texte("proposition"),
    _texte("territoire"),
    _texte("decision"),
    _texte("motif"),
    _texte("priorite"),
    _texte("note"),
    _texte("auteur"),
    _seance(),
    sa.UniqueConstraint("territoire", "proposition", name="uq_instruction_paire"),
    sa.Index("ix_instruction_proposition", "proposition"),
)
transmission = _modifiable(
    "transmission",
    _texte("proposition"),
    _texte("destinataire"),
    sa.Column("date", sa.Date),
    _texte("etat"),
    _texte("reponse"),
    sa.Column("date_reponse", sa.Date),
    _texte("auteur"),
    _seance(),
    sa.Index("ix_transmission_proposition", "proposition"),
)
lien = _modifiable(
    "lien",
    _texte("origine_type"),
    _texte("origine"),
    _texte("cible_type"),
    _texte("cible"),
    _texte("justification"),
    _texte("force"),
    _texte("auteur"),
    sa.Index("ix_lien_origine", "origine_type", "origine"),
)
diaporama = _modifiable(
    "diaporama",
    _texte("cle"),
    _texte("titre"),
    _texte("territoire"),
    _texte("contenu"),
    sa.Column("fige_le", sa.Date),
    sa.Column("pages", sa.Text),
    sa.Column("pages_completes", sa.Text),
    _texte("auteur"),
    sa.Index(
        "uq_diaporama_cle",
        "cle",
        unique=True,
        sqlite_where=sa.text("NOT retire"),
        postgresql_where=sa.text("NOT retire"),
    ),
)
publication = _ajoutable(
    "publication",
    _texte("objet"),
    sa.Column("objet_id", sa.Integer, nullable=False),
    sa.Column("publie", sa.Boolean, nullable=False),
    # The row as it was when published; none for rows that never change.
    sa.Column("version", sa.Integer),
    sa.Column("contenu", sa.JSON(none_as_null=True)),
    sa.Index("ix_publication_objet", "objet", "objet_id", "id"),
)
retrait = _ajoutable(
    "retrait",
    _texte("objet"),
    sa.Column("objet_id", sa.Integer, nullable=False),
    sa.Column("retire", sa.Boolean, nullable=False),
    sa.Index("ix_retrait_objet", "objet", "objet_id", "id"),
)
journal = _table(
    "journal",
    sa.Column("quand", sa.Text, nullable=False),
    _texte("qui"),
    _texte("role"),
    _texte("verbe"),
    _texte("objet"),
    sa.Column("objet_id", sa.Integer, nullable=False),
    _texte("territoire"),
    sa.Column("seance_id", sa.Integer),
    _texte("lot"),
    sa.Column("avant", sa.JSON(none_as_null=True)),
    sa.Column("apres", sa.JSON(none_as_null=True)),
    sa.Index("ix_journal_quand", "quand", "id"),
    sa.Index("ix_journal_qui", "qui", "id"),
    sa.Index("ix_journal_objet", "objet", "objet_id", "id"),
    sa.Index("ix_journal_territoire", "territoire", "id"),
    sa.Index("ix_journal_verbe", "verbe", "id"),
    sa.Index("ix_journal_seance", "seance_id", "id"),
    sa.Index("ix_journal_lot", "lot"),
)
reglage = sa.Table(
    "reglage",
    metadata,
    sa.Column("cle", sa.Text, primary_key=True),
    sa.Column("valeur", sa.Text, nullable=False),
)

# The database itself refuses to change or delete a row of these.
AJOUT_SEUL = ("point_etape", "mesure", "contestation", "publication", "retrait", "journal")
