"""Charts of decks frozen before drawings had a form of their own: figures of the screens' library.

Nothing writes them any more. What the charts of slides used is read: bars, points, words, areas.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote

import pandas as pd

from concertation.graphiques.cadrage import Cadrage
from concertation.graphiques.contours import Contours, Zone
from concertation.graphiques.dessin import (
    Barre,
    Barres,
    Dessin,
    Marque,
    Mot,
    Motif,
    Note,
    Point,
    Points,
    Serie,
    Trait,
    Zones,
)
from concertation.graphiques.gabarit.couleurs import VIDE

SENS = {"right": "left", "left": "right", "top": "bottom", "bottom": "top"}


def read_ancien(bloc: Mapping[str, Any]) -> Dessin:
    """The drawing of a block of such a deck. Raises LookupError, TypeError or ValueError for what
    no chart of slides was made of."""
    figure, page = bloc["figure"], bloc["figure"]["layout"]
    marges, x, y = page.get("margin") or {}, page.get("xaxis") or {}, page.get("yaxis") or {}
    marques = tuple(_trace(trace) for trace in figure["data"])
    cadrage = None
    if geo := page.get("geo"):
        (ouest, est), (sud, nord) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
        cadrage = Cadrage(ouest, sud, est, nord, bloc["largeur"])
    return Dessin(
        bloc["alt"],
        partial(pd.DataFrame, bloc["lignes"], columns=bloc["colonnes"]),
        bloc["hauteur"],
        marques,
        tuple(_note(n) for n in page.get("annotations") or ()),
        tuple(_trait(f) for f in page.get("shapes") or ()),
        bloc["largeur"],
        gauche=marges.get("l", 0),
        droite=marges.get("r", 0),
        x=tuple(x.get("range") or (0, 1)),
        y=tuple(y["range"]) if y.get("range") else None,
        carre=bool(x.get("scaleanchor")),
        cadrage=cadrage,
        nature=bloc["nature"],
        categories=tuple(bloc["categories"]),
        series=tuple(_series(bloc["series"], marques, bloc["nature"])),
    )


def _series(
    series: Sequence[Mapping[str, Any]], marques: Sequence[Marque], nature: str
) -> Iterator[Serie]:
    """The series, each bar in the colour that it had on the figure."""
    barres = [m.barres for m in marques if isinstance(m, Barres)]
    memes = nature != "parts" and len(barres) == len(series)
    for rang, serie in enumerate(series):
        encres = tuple(b.bord or b.encre for b in barres[rang]) if memes else (serie["couleur"],)
        yield Serie(serie["nom"], tuple(serie["valeurs"]), encres, bool(serie.get("hachure")))


def _at(trace: Mapping[str, Any], rang: int, chemin: str, defaut: Any = "") -> Any:
    """What a trace says of one of its marks: a value for all, or a list of them."""
    valeur: Any = trace
    for nom in chemin.split("."):
        valeur = (valeur or {}).get(nom)
    if isinstance(valeur, Sequence) and not isinstance(valeur, str):
        valeur = valeur[rang]
    return defaut if valeur in (None, VIDE) else valeur


def _bar(trace: Mapping[str, Any], rang: int) -> Barre:
    dit = partial(_at, trace, rang)
    epais = dit("width")
    hachure = Motif(
        dit("marker.pattern.shape"),
        dit("marker.pattern.size", 8),
        dit("marker.pattern.solidity", 0.3),
        dit("marker.pattern.fgcolor"),
        dit("marker.pattern.bgcolor"),
    )
    return Barre(
        dit("base", 0),
        dit("y") - epais / 2,
        dit("x"),
        epais,
        dit("marker.color"),
        bord=dit("marker.line.color"),
        epaisseur=dit("marker.line.width", 0),
        motif=hachure if hachure.forme else None,
    )


def _point(trace: Mapping[str, Any], rang: int) -> Point:
    dit = partial(_at, trace, rang)
    mot = None
    if texte := dit("text"):
        cote = dit("textposition", "middle center")
        halo = re.search(r"#\w{6}", dit("textfont.shadow"))
        mot = _mot(texte, dit("textfont.size"), dit("textfont.color"), cote)
        mot = mot._replace(halo=halo[0] if halo else "")
    return Point(
        dit("lon" if "lon" in trace else "x"),
        dit("lat" if "lat" in trace else "y"),
        dit("marker.symbol", "circle") if "markers" in trace["mode"] else "",
        dit("marker.size", 0),
        dit("marker.color"),
        dit("marker.line.color"),
        dit("marker.line.width", 0),
        survol=_plain(dit("hovertext").partition("<br>")[0]),
        mot=mot,
    )


def _areas(trace: Mapping[str, Any]) -> Zones:
    collection = json.loads(unquote(trace["geojson"].partition(",")[2]))
    codes = tuple(str(code) for code in trace["locations"])
    formes = {str(e["id"]): e["geometry"] for e in collection["features"]}
    contours = tuple(
        Zone(code, _plain(nom), formes[code])
        for code, nom in zip(codes, trace["hovertext"], strict=True)
    )
    paliers, ligne = trace["colorscale"], trace["marker"]["line"]
    encres = tuple("" if (e := paliers[bool(z)][1]) == VIDE else e for z in trace["z"])
    return Zones(Contours(contours), codes, codes, encres, ligne["color"], ligne["width"])


def _trace(trace: Mapping[str, Any]) -> Marque:
    if trace["type"] == "choropleth":
        return _areas(trace)
    if trace["type"] == "bar":
        return Barres(tuple(_bar(trace, rang) for rang in range(len(trace["x"]))))
    if trace["type"] not in ("scatter", "scattergeo"):
        raise ValueError(trace["type"])
    return Points(tuple(_point(trace, i) for i in range(len(trace.get("lon") or trace["x"]))))


def _note(note: Mapping[str, Any]) -> Note:
    cote = f"{SENS.get(note['yanchor'], 'middle')} {SENS.get(note['xanchor'], 'center')}"
    police = note["font"]
    mot = _mot(note["text"], police["size"], police.get("color") or "texte", cote)
    return Note(note["x"], note["y"], mot, note.get("xshift", 0))


def _trait(forme: Mapping[str, Any]) -> Trait:
    nombres = re.findall(r"([ML])(-?[\d.]+),(-?[\d.]+)", forme["path"])
    chemin = tuple((commande, float(x), float(y)) for commande, x, y in nombres)
    ligne = forme["line"]
    return Trait(chemin, ligne["color"], ligne["width"], dessus=forme.get("layer") != "below")


def _mot(texte: str, taille: float, encre: str, cote: str) -> Mot:
    lignes = tuple(_plain(ligne) for ligne in texte.split("<br>"))
    forts = [_plain(fort) for fort in re.findall(r"<b>(.*?)</b>", texte)]
    gras = "".join(forts).strip() == _plain(texte).strip()
    return Mot(lignes, taille, encre, cote, gras, () if gras else tuple(forts))


def _plain(texte: str) -> str:
    """The words of a text with its mark-up."""
    return html.unescape(re.sub(r"<[^>]*>", "", texte))
