"""The search of everything that has a title: files, follow-up, acronyms, amounts, screens.

The index is that of the proposals (`recherche.py`): same words, same mended faults.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, is_empty
from concertation.analyse.mots.textes import SEPARATEUR
from concertation.analyse.recherche.recherche import Recherche


class Genre(NamedTuple):
    """Rows that are found: of which table, by which columns, and the address of their sheet."""

    mot: str
    table: str
    titre: tuple[str, ...]
    texte: tuple[str, ...]
    ecran: str
    param: str
    cle: str = "id"
    """The column that the address names."""


PUBLIES = (
    Genre("Propositions", "propositions", ("id", "intitule"), ("sous_points",),
          "propositions", "fiche"),
    Genre("Engagements", "engagements", ("id", "titre_court"), ("intitule",),
          "engagements", "engagement"),
    Genre("Engagements", "composantes", ("id", "intitule"), ("couverture_visee", "porteur"),
          "engagements", "engagement", "engagement"),
    Genre("Territoires", "territoires", ("nom",), ("code", "niveau"), "territoires", "territoire"),
    Genre("Ateliers", "ateliers", ("nom",), ("departement", "epci", "cts", "lieu"),
          "ateliers", "fiche"),
    Genre("Actions publiées", "actions", ("titre_court", "intitule"),
          ("besoin", "description", "bilan", "porteur", "partenaires"), "feuille_route", "action"),
    Genre("Feuille de route", "priorites", ("titre_court", "intitule"), (),
          "feuille_route", "priorite"),
    Genre("Suites annoncées", "perspectives", ("annee", "texte"), ("rubrique",),
          "feuille_route", "action", "action"),
    Genre("Montants publiés", "financements", ("montant", "financeur"), ("programme", "extrait"),
          "feuille_route", "action", "action"),
    Genre("Chiffres", "mesures", ("extrait",), ("valeur", "valeur_max"),
          "feuille_route", "action", "action"),
    Genre("Chiffres", "reperes", ("libelle", "valeur", "unite"), ("extrait",), "donnees",
          "fichier", "fichier"),
    Genre("Dispositifs", "dispositifs", ("nom",), ("porteur", "partenaires", "extrait"),
          "donnees", "fiche"),
    Genre("Sigles", "glossaire", ("terme", "expansion"), ("definition", "synonymes"),
          "aide", "terme"),
    Genre("Écrans", "ecrans", ("titre",), ("aide",), "", ""),
)  # fmt: skip
SUIVIS = (
    Genre("Actions du suivi", "actions", ("intitule",), ("porteur", "partenaires", "description"),
          "plan_action", "action"),
    Genre("Montants du suivi", "financements", ("montant", "financeur"), ("periode",),
          "plan_action", "action", "action_id"),
    Genre("Indicateurs", "indicateurs", ("libelle",), ("unite",), "indicateurs", "fiche"),
    Genre("Séances", "seances", ("date", "lieu"), (), "comite", "seance"),
)  # fmt: skip


class Trouvaille(NamedTuple):
    """What is found: its kind, its words, where it is."""

    genre: str
    titre: str
    ecran: str
    params: Mapping[str, str]


class Partout:
    """The index of some tables; built once, immutable, shared."""

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], genres: Sequence[Genre], glossaire: pd.DataFrame
    ) -> None:
        self._fiches: dict[str, Trouvaille] = {}
        lignes = []
        for genre, ligne in _rows(tables, genres):
            titre = " – ".join(mots for c in genre.titre if (mots := _word(ligne.get(c))))
            # An id is searched as it is; of two things of one id the first has it.
            identifiant = str(ligne["id"])
            cle = identifiant if identifiant not in self._fiches else f"{genre.mot} {identifiant}"
            params = {genre.param: str(ligne[genre.cle])} if genre.param else {}
            self._fiches[cle] = Trouvaille(genre.mot, titre, genre.ecran or identifiant, params)
            # « 43000 » is searched as « 43 000 ».
            textes = [str(v) for c in genre.texte if not is_empty(v := ligne.get(c))]
            nombres = [f"{v:.0f}" for v in ligne.values() if isinstance(v, float) and v == v]
            lignes.append((cle, titre, SEPARATEUR.join([*textes, *nombres])))
        frame = pd.DataFrame(lignes, columns=["id", "intitule", "sous_points"]).astype("str")
        themes = pd.DataFrame(columns=["id", "ordre", "nom", "nom_court"])
        frame = frame.assign(theme="", portee="", ordre=range(len(frame)))
        self._recherche = Recherche(frame, themes, glossaire)

    def search(self, texte: str) -> list[Trouvaille]:
        """What answers, best first; nothing to a text without a word."""
        trouves = self._recherche.search(texte).trouves
        return [self._fiches[cle] for cle, note in trouves if note]


def _rows(
    tables: Mapping[str, pd.DataFrame], genres: Sequence[Genre]
) -> Iterator[tuple[Genre, dict[str, object]]]:
    for genre in genres:
        for ligne in list_records(tables.get(genre.table, pd.DataFrame())):
            # A figure without an action is told elsewhere.
            if not is_empty(ligne.get(genre.cle)):
                yield genre, ligne


def _word(valeur: object) -> str:
    if is_empty(valeur):
        return ""
    if isinstance(valeur, pd.Timestamp):
        return f"{valeur:%d/%m/%Y}"
    return format_nombre(valeur) if isinstance(valeur, float) else str(valeur)
