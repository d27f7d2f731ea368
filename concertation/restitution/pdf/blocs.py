"""Blocks of the deck model as plain data for the templates, and their charts as drawings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from concertation.declarations.point_etape import METEO
from concertation.graphiques.gabarit.couleurs import resolve, sign_ground, sign_role
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.recits.blocs import Bloc, Graphique, Tableau, Texte
from concertation.restitution.diapos.modele import to_plain
from concertation.restitution.pdf.moteur import clean

# A row longer than this may break inside, since it may be higher than a page.
RANGEE_MAXIMUM = 1200


class Dessins:
    """The drawings of a document by the name of their file, each once."""

    def __init__(self) -> None:
        self.fichiers: dict[str, bytes] = {}
        self._noms: dict[bytes, str] = {}

    def add(self, graphique: Graphique) -> str:
        """The name of the file of a chart."""
        svg = to_svg(graphique.dessin, graphique.largeur, alt=clean(graphique.alt)).encode()
        nom = self._noms.setdefault(svg, f"dessin{len(self._noms)}.svg")
        self.fichiers[nom] = svg
        return nom


def to_data(blocs: Sequence[Bloc], dessins: Dessins) -> list[dict[str, Any]]:
    """The blocks as a template reads them; their charts go to `dessins`."""
    return [_block(bloc, dessins) for bloc in blocs]


def signs() -> dict[str, dict[str, Any]]:
    """The signs of the météo: their shape, colour and ground by code."""
    return {
        code: {
            "forme": "anneau" if signe.anneau else signe.symbole,
            "couleur": resolve(sign_role(signe), "light"),
            "fond": resolve(sign_ground(signe), "light") if signe.teinte else "#FFFFFF",
        }
        for code in METEO
        for signe in [METEO.signe(code)]
    }


def _block(bloc: Bloc, dessins: Dessins) -> dict[str, Any]:
    if isinstance(bloc, Tableau):
        return _table(bloc)
    if isinstance(bloc, Graphique):
        return {
            "bloc": "graphique",
            "fichier": dessins.add(bloc),
            "alt": clean(bloc.alt) or "Graphique",
            "largeur": bloc.largeur,
            "hauteur": bloc.hauteur,
        }
    if isinstance(bloc, Texte):
        bloc = replace(bloc, paragraphes=tuple(p for p in bloc.paragraphes if p.strip()))
    return dict(_clean_all(to_plain(bloc)))


def _clean_all(plat: Any) -> Any:
    """The same plain data, every text ready to be drawn."""
    if isinstance(plat, dict):
        return {nom: _clean_all(valeur) for nom, valeur in plat.items()}
    if isinstance(plat, list):
        return [_clean_all(valeur) for valeur in plat]
    return clean(plat) if isinstance(plat, str) else plat


def _table(bloc: Tableau) -> dict[str, Any]:
    teintes = {(rang, colonne): code for rang, colonne, code in bloc.teintes}
    lignes = [
        [
            {"texte": clean(mot), "signe": teintes.get((rang, colonne))}
            for colonne, mot in enumerate(ligne)
        ]
        for rang, ligne in enumerate(bloc.lignes)
    ]
    return {
        "bloc": "tableau",
        "titre": clean(bloc.titre),
        "colonnes": [clean(nom) for nom in bloc.colonnes],
        "largeurs": list(bloc.largeurs) or [1] * len(bloc.colonnes),
        "lignes": lignes,
        "entieres": [max(map(len, ligne), default=0) < RANGEE_MAXIMUM for ligne in bloc.lignes],
    }
