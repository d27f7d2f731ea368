"""What each facet of the proposals and of the workshops may be."""

from functools import lru_cache

import pandas as pd

from concertation.analyse.mots.textes import collation_key
from concertation.analyse.ordre import theme_names
from concertation.analyse.schema import is_liste, libelles_of, optional_facettes
from concertation.analyse.selection.facettes import Facette, count_values
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table

# Facet: column of its values, column of their labels.
FACETTES_ATELIERS = {
    "departement": ("code_departement", "departement"),
    "cts": ("cts", "cts"),
    "arrondissement": ("code_arrondissement", "arrondissement"),
}
# Where the labels of an optional facet's values are: file and column.
_LIBELLES = {"atelier": ("ateliers", "nom")}


# Data don't change while they are loaded, and a screen asks several times in one run.
@lru_cache(maxsize=8)
def facettes_of(donnees: Donnees) -> list[Facette]:
    """Theme, portée, then the optional columns in which the data hold a value.

    Every published theme and portée is an option; of an optional column, the values that some
    proposal has. Raises DonneeIndisponible when the proposals can't be used; without usable
    themes, their ids stand for their names.
    """
    propositions = donnees.table("propositions")
    libelles = libelles_of("propositions")
    noms = theme_names(soft_table(donnees, "themes"))
    portees = dict(PORTEE)
    facettes = [
        Facette("theme", libelles["theme"], noms | _present(propositions, "theme", noms)),
        Facette("portee", libelles["portee"], portees | _present(propositions, "portee", portees)),
    ]
    for nom in optional_facettes("propositions"):
        connus = _option_labels(donnees, nom)
        options = _present(propositions, nom, connus)
        if options:
            facettes.append(Facette(nom, libelles[nom], options, is_liste("propositions", nom)))
    return facettes


def facettes_of_ateliers(ateliers: pd.DataFrame) -> list[Facette]:
    """Département, CTS and arrondissement: the values that some workshop has, by name."""
    libelles = libelles_of("ateliers")
    return [
        Facette(nom, libelles[noms], _options(ateliers, codes, noms))
        for nom, (codes, noms) in FACETTES_ATELIERS.items()
    ]


def _present(frame: pd.DataFrame, colonne: str, libelles: dict[str, str]) -> dict[str, str]:
    """Values of a column with their labels: the known ones in their order, then the others."""
    presentes = count_values(frame, colonne, is_liste("propositions", colonne))
    connues = {valeur: nom for valeur, nom in libelles.items() if valeur in presentes}
    autres = sorted(presentes.keys() - connues.keys(), key=collation_key)
    return connues | {valeur: valeur for valeur in autres}


def _option_labels(donnees: Donnees, facette: str) -> dict[str, str]:
    if facette not in _LIBELLES:
        return {}
    fichier, colonne = _LIBELLES[facette]
    table = soft_table(donnees, fichier).sort_values("ordre", kind="stable")
    return dict(zip(table["id"].tolist(), table[colonne].tolist(), strict=True))


def _options(ateliers: pd.DataFrame, codes: str, noms: str) -> dict[str, str]:
    paires = dict(zip(ateliers[codes].tolist(), ateliers[noms].tolist(), strict=True))
    return {
        code: nom or code
        for code, nom in sorted(paires.items(), key=lambda paire: collation_key(paire[1]))
        if code
    }
