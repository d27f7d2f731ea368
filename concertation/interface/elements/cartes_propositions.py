"""What lists and sheets say of a proposal: its wording, its theme, its portée."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.ordre import theme_names
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.propositions import ResultatPropositions
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees
from concertation.graphiques.style import Mode, theme_color
from concertation.interface.socle.session import current_mode
from concertation.interface.socle.textes import escape, rich_text

Ligne = Mapping[str, Any] | pd.Series


def search_note(resultat: ResultatPropositions) -> str:
    """What a count must add when the words of a search are not all there; "" when they are."""
    note = ""
    if resultat.approximatif and resultat.suggestion:
        note = f" – aucun mot exact ; vouliez-vous dire « {escape(resultat.suggestion)} » ?"
    if resultat.partiel:
        note += " – aucune n’a tous ces mots : celles-ci en ont une partie"
    return note


def badges(donnees: Donnees, ligne: Ligne) -> str:
    """Theme and portée of a proposal on one line; colour never alone."""
    return _badges(donnees, str(ligne["theme"]), str(ligne["portee"]), current_mode())


@lru_cache(maxsize=64)
def _badges(donnees: Donnees, theme: str, portee: str, mode: Mode) -> str:
    noms = theme_names(donnees.table("themes"))
    rang = list(noms).index(theme) if theme in noms else 0
    carre = f':color[■]{{foreground="{theme_color(rang, mode)}"}}'
    return f"{carre} {escape(noms.get(theme, theme))}  ·  {portee_text(portee)}"


def texte_markdown(ligne: Ligne, lexique: Lexique, recherche: Recherche, requete: str) -> str:
    """Wording and sub-points, acronyms explained, found words highlighted."""

    def rich(texte: str) -> str:
        segments = recherche.highlight(texte, requete) if requete else None
        return rich_text(texte, lexique, segments)

    points = "".join(f"\n- {rich(point)}" for point in split_liste(ligne["sous_points"]))
    return rich(ligne["intitule"]) + ("\n" + points if points else "")


def portee_text(code: str) -> str:
    """A portée as Markdown: its sign and its word."""
    return f"{PORTEE.icone(code)} {escape(PORTEE.mot(code))}" if code in PORTEE else escape(code)
