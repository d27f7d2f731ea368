"""What the settings of a slide or of a document may be."""

from collections.abc import Mapping

from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table

NIVEAUX = {"departement": "Départements", "cts": "CTS"}
# Of which file, which column names it.
_TABLES = {
    "theme": ("themes", "nom_court"),
    "themes": ("themes", "nom_court"),
    "proposition": ("propositions", "intitule"),
    "propositions": ("propositions", "intitule"),
    "engagement": ("engagements", "titre_court"),
    "feuille": ("feuilles", "nom"),
}


def options_of(donnees: Donnees, type_: str) -> dict[str, str]:
    """What a setting of this type may be, by id."""
    if type_ == "territoire":
        return every_territoire(donnees)
    if type_ in ("portee", "niveau"):
        return dict(PORTEE if type_ == "portee" else NIVEAUX)
    fichier, colonne = _TABLES[type_]
    table = soft_table(donnees, fichier)
    titres: Mapping[str, str] = dict(zip(table["id"], table[colonne], strict=True))
    if type_ in ("proposition", "propositions", "engagement"):
        return {cle: f"{cle} – {titre}" for cle, titre in titres.items()}
    return dict(titres)
