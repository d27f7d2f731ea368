"""The tables of follow-up, made of the declarations; a test compares them with the migrations."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from concertation.declarations import Champ, Objet
from concertation.declarations.action import ACTION
from concertation.declarations.diaporama import DIAPORAMA
from concertation.declarations.financement import FINANCEMENT
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.instruction import INSTRUCTION
from concertation.declarations.lien import LIEN
from concertation.declarations.mesure import CONTESTATION, MESURE
from concertation.declarations.point_etape import POINT_ETAPE
from concertation.declarations.seance import SEANCE
from concertation.declarations.transmission import TRANSMISSION


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
_TYPES: dict[str, Any] = {
    "date": sa.Date, "nombre": sa.Float(53), "montant": Montant, "identifiant": sa.Integer,
}  # fmt: skip
# As the first migration made them: required of people, not of the database.
_SANS_EXIGENCE = {("seance", "date")}
_SANS_SEANCE = ("seance", "financement", "contestation", "lien", "diaporama")
_AVEC_AUTEUR = ("instruction", "transmission", "lien", "diaporama")


def _texte(nom: str) -> sa.Column[str]:
    return sa.Column(nom, sa.Text, nullable=False, server_default="")


def _column(objet: Objet, champ: Champ) -> sa.Column[Any]:
    if champ.genre in ("json", "pages") and not champ.requis:
        return sa.Column(champ.nom, sa.Text)
    if champ.genre not in _TYPES:
        return _texte(champ.nom)
    vers = [sa.ForeignKey(f"{objet.parents[0].nom}.id")] if champ.genre == "identifiant" else []
    vide = not champ.requis or (objet.nom, champ.nom) in _SANS_EXIGENCE
    return sa.Column(champ.nom, _TYPES[champ.genre], *vers, nullable=vide)


def _table(nom: str, *colonnes: Any) -> sa.Table:
    identifiant = sa.Column("id", sa.Integer, primary_key=True)
    return sa.Table(nom, metadata, identifiant, *colonnes, sqlite_autoincrement=True)


def _trace(nom: str, *colonnes: Any) -> sa.Table:
    """A table whose rows are only ever added, with who and when."""
    return _table(nom, *colonnes, _texte("auteur"), sa.Column("cree_le", sa.Text, nullable=False))


def _of(objet: Objet, *suite: Any) -> sa.Table:
    """The table of a declaration; rows that change have a version, and hide instead of going."""
    colonnes: list[Any] = [_column(objet, c) for c in objet.champs if c.genre != "propositions"]
    if objet.nom not in _SANS_SEANCE:
        colonnes.append(sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id")))
    if objet.ajout_seul:
        return _trace(objet.nom, *colonnes, *suite)
    if objet.nom in _AVEC_AUTEUR:
        colonnes.append(_texte("auteur"))
    return _table(
        objet.nom,
        *colonnes,
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
        *suite,
    )


seance = _of(SEANCE, sa.Index("ix_seance_territoire", "territoire", "date"))
point_etape = _of(
    POINT_ETAPE,
    sa.Index("ix_point_etape_cellule", "engagement", "territoire", "date", "id"),
    sa.Index("ix_point_etape_territoire", "territoire", "date", "id"),
)
action = _of(
    ACTION,
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
financement = _of(FINANCEMENT, sa.Index("ix_financement_action", "action_id"))
indicateur = _of(
    INDICATEUR,
    sa.Index("ix_indicateur_territoire", "territoire", "engagement"),
    sa.Index("ix_indicateur_engagement", "engagement", "territoire"),
)
mesure = _of(MESURE, sa.Index("ix_mesure_indicateur", "indicateur_id", "date", "id"))
contestation = _of(CONTESTATION, sa.Index("ix_contestation_mesure", "mesure_id"))
instruction = _of(
    INSTRUCTION,
    sa.UniqueConstraint("territoire", "proposition", name="uq_instruction_paire"),
    sa.Index("ix_instruction_proposition", "proposition"),
)
transmission = _of(TRANSMISSION, sa.Index("ix_transmission_proposition", "proposition"))
lien = _of(LIEN, sa.Index("ix_lien_origine", "origine_type", "origine"))
diaporama = _of(
    DIAPORAMA,
    sa.Index(
        "uq_diaporama_cle",
        "cle",
        unique=True,
        sqlite_where=sa.text("NOT retire"),
        postgresql_where=sa.text("NOT retire"),
    ),
)
publication = _trace(
    "publication",
    _texte("objet"),
    sa.Column("objet_id", sa.Integer, nullable=False),
    sa.Column("publie", sa.Boolean, nullable=False),
    # The row as it was when published; none for rows that never change.
    sa.Column("version", sa.Integer),
    sa.Column("contenu", sa.JSON(none_as_null=True)),
    sa.Index("ix_publication_objet", "objet", "objet_id", "id"),
)
retrait = _trace(
    "retrait",
    _texte("objet"),
    sa.Column("objet_id", sa.Integer, nullable=False),
    sa.Column("retire", sa.Boolean, nullable=False),
    sa.Index("ix_retrait_objet", "objet", "objet_id", "id"),
)
journal = _table(
    "journal",
    sa.Column("quand", sa.Text, nullable=False),
    *map(_texte, ("qui", "role", "verbe", "objet")),
    sa.Column("objet_id", sa.Integer, nullable=False),
    _texte("territoire"),
    sa.Column("seance_id", sa.Integer),
    _texte("lot"),
    sa.Column("avant", sa.JSON(none_as_null=True)),
    sa.Column("apres", sa.JSON(none_as_null=True)),
    *(
        sa.Index(f"ix_journal_{nom.removesuffix('_id')}", nom, *suite)
        for nom, *suite in (
            ("quand", "id"), ("qui", "id"), ("territoire", "id"), ("verbe", "id"),
            ("seance_id", "id"), ("lot",),
        )
    ),
    sa.Index("ix_journal_objet", "objet", "objet_id", "id"),
)  # fmt: skip
reglage = sa.Table(
    "reglage",
    metadata,
    sa.Column("cle", sa.Text, primary_key=True),
    sa.Column("valeur", sa.Text, nullable=False),
)
