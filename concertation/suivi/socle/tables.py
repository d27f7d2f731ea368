"""The tables of follow-up, made of the declarations; a test compares them with the migrations."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.declarations.champ import Champ, Objet
from concertation.suivi.socle.preuve import SCEAU


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
# Those that hang on a session declare it themselves.
_SANS_SEANCE = (
    "seance", "point", "presence", "vote", "financement", "contestation", "lien", "diaporama",
    "personne",
)  # fmt: skip
_AVEC_AUTEUR = ("instruction", "transmission", "lien", "diaporama")


def _texte(nom: str) -> sa.Column[str]:
    return sa.Column(nom, sa.Text, nullable=False, server_default="")


def _column(objet: Objet, champ: Champ) -> sa.Column[Any]:
    if champ.genre in ("json", "pages") and not champ.requis:
        return sa.Column(champ.nom, sa.Text)
    if champ.genre not in _TYPES:
        return _texte(champ.nom)
    vers = [sa.ForeignKey(f"{champ.nom[:-3]}.id")] if champ.genre == "identifiant" else []
    vide = not champ.requis or (objet.nom, champ.nom) in _SANS_EXIGENCE
    return sa.Column(champ.nom, _TYPES[champ.genre], *vers, nullable=vide)


def _table(nom: str, *colonnes: Any) -> sa.Table:
    identifiant = sa.Column("id", sa.Integer, primary_key=True)
    return sa.Table(nom, metadata, identifiant, *colonnes, sqlite_autoincrement=True)


def _trace(nom: str, *colonnes: Any) -> sa.Table:
    """A table whose rows are only ever added, with who and when."""
    return _table(nom, *colonnes, _texte("auteur"), sa.Column("cree_le", sa.Text, nullable=False))


def _of(objet: Objet) -> sa.Table:
    """The table of a declaration; rows that change have a version, and hide instead of going."""
    colonnes: list[Any] = [_column(objet, c) for c in objet.champs if c.genre != "propositions"]
    if objet.nom not in _SANS_SEANCE:
        colonnes.append(sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id")))
    if objet.ajout_seul:
        return _trace(objet.nom, *colonnes)
    if objet.nom in _AVEC_AUTEUR:
        colonnes.append(_texte("auteur"))
    return _table(
        objet.nom,
        *colonnes,
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
    )


def _said_of(nom: str, *colonnes: Any) -> sa.Table:
    """What is said of a row of any table, the last word counting."""
    objet_id = sa.Column("objet_id", sa.Integer, nullable=False)
    return _trace(nom, _texte("objet"), objet_id, *colonnes)


for _objet in OBJETS.values():
    _of(_objet)
action_proposition = sa.Table(
    "action_proposition",
    metadata,
    sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), primary_key=True),
    sa.Column("proposition", sa.Text, primary_key=True),
)
publication = _said_of(
    "publication",
    sa.Column("publie", sa.Boolean, nullable=False),
    # The row as it was when published; none for rows that never change.
    sa.Column("version", sa.Integer),
    sa.Column("contenu", sa.JSON(none_as_null=True)),
)
# Minutes as they were signed; their digest, salted, is what the session and the journal say.
releve = _trace(
    "releve",
    sa.Column("seance_id", sa.Integer, sa.ForeignKey("seance.id"), nullable=False),
    *map(_texte, ("contenu", "sel")),
)
# By the digest of its bytes, in base 64: a column that no name is looked for in.
photo = sa.Table(
    "photo",
    metadata,
    sa.Column("cle", sa.Text, primary_key=True),
    *map(_texte, ("nature", "octets", "cree_le")),
    *(sa.Column(nom, sa.Integer, nullable=False) for nom in ("largeur", "hauteur")),
)
retrait = _said_of("retrait", sa.Column("retire", sa.Boolean, nullable=False))
journal = _table(
    "journal",
    sa.Column("quand", sa.Text, nullable=False),
    *map(_texte, ("qui", "identite", "role", "verbe", "objet")),
    sa.Column("objet_id", sa.Integer, nullable=False),
    _texte("territoire"),
    sa.Column("seance_id", sa.Integer),
    _texte("lot"),
    sa.Column("avant", sa.JSON(none_as_null=True)),
    sa.Column("apres", sa.JSON(none_as_null=True)),
    *map(_texte, SCEAU),
)
reglage = sa.Table(
    "reglage",
    metadata,
    sa.Column("cle", sa.Text, primary_key=True),
    sa.Column("valeur", sa.Text, nullable=False),
)
# Each index by what its name says of its table, with its columns.
for _nom, _mot, _colonnes in (
    ("seance", "territoire", "territoire date"),
    ("point", "seance", "seance_id rang"),
    ("presence", "seance", "seance_id"),
    ("avis", "territoire", "territoire"),
    ("releve", "seance", "seance_id id"),
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
    ("lien", "origine", "origine_type origine"),
    ("publication", "objet", "objet objet_id id"),
    ("retrait", "objet", "objet objet_id id"),
    ("journal", "quand", "quand id"),
    ("journal", "qui", "qui id"),
    ("journal", "objet", "objet objet_id id"),
    ("journal", "territoire", "territoire id"),
    ("journal", "verbe", "verbe id"),
    ("journal", "seance", "seance_id id"),
    ("journal", "lot", "lot"),
):
    _table_indexee = metadata.tables[_nom]
    sa.Index(f"ix_{_nom}_{_mot}", *(_table_indexee.c[c] for c in _colonnes.split()))
metadata.tables["instruction"].append_constraint(
    sa.UniqueConstraint("territoire", "proposition", name="uq_instruction_paire")
)
sa.Index("uq_personne_adresse", metadata.tables["personne"].c.adresse, unique=True)
_cle, _garde = metadata.tables["diaporama"].c.cle, sa.text("NOT retire")
sa.Index("uq_diaporama_cle", _cle, unique=True, sqlite_where=_garde, postgresql_where=_garde)
