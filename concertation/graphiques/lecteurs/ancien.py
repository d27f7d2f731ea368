"""Charts of decks frozen before drawings had a form of their own: figures of the screens' library.

Nothing writes them any more. What the charts of slides used is read: bars, points, words, areas.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_BALISE = re.compile(r"<[^>]*>")


def read_ancien(bloc: Mapping[str, Any]) -> Dessin:
    """The drawing of a block of such a deck. Raises LookupError, TypeError or ValueError for what
    no chart of slides was made of."""
    figure, page = bloc["figure"], bloc["figure"]["layout"]
    marges, x, y = page.get("margin") or {}, page.get("xaxis") or {}, page.get("yaxis") or {}
    marques = tuple(_TRACES[trace["type"]](trace) for trace in figure["data"])
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


def _bars(trace: Mapping[str, Any]) -> Marque:
    marque, rendues = trace["marker"], []
    motif, ligne = marque.get("pattern") or {}, marque.get("line") or {}
    for i, (longueur, milieu) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        epais = _pick(trace["width"], i)
        hachure = Motif(
            _pick(motif.get("shape"), i),
            motif.get("size", 8),
            motif.get("solidity", 0.3),
            _colour(motif.get("fgcolor"), i),
            _colour(motif.get("bgcolor"), i),
        )
        rendues.append(
            Barre(
                _pick(trace.get("base"), i) or 0,
                milieu - epais / 2,
                longueur,
                epais,
                _colour(marque["color"], i),
                bord=_colour(ligne.get("color"), i),
                epaisseur=_pick(ligne.get("width"), i) or 0,
                motif=hachure if hachure.forme else None,
            )
        )
    return Barres(tuple(rendues))


def _points(trace: Mapping[str, Any]) -> Marque:
    marque, police = trace.get("marker") or {}, trace.get("textfont") or {}
    ligne = marque.get("line") or {}
    x, y = (trace.get("lon") or trace["x"]), (trace.get("lat") or trace["y"])
    rendus = []
    for i, place in enumerate(zip(x, y, strict=True)):
        mot = None
        if texte := _pick(trace.get("text"), i):
            taille, cote = _pick(police["size"], i), _pick(trace.get("textposition"), i)
            halo = re.search(r"#\w{6}", police.get("shadow") or "")
            encre, fin = _colour(police["color"], i), halo[0] if halo else ""
            mot = _mot(texte, taille, encre, cote or "middle center")._replace(halo=fin)
        symbole = (_pick(marque.get("symbol"), i) or "circle") if "markers" in trace["mode"] else ""
        survol = _BALISE.sub("", str(_pick(trace.get("hovertext"), i) or "").partition("<br>")[0])
        rendus.append(
            Point(
                *place,
                symbole,
                _pick(marque.get("size"), i) or 0,
                _colour(marque.get("color"), i),
                _colour(ligne.get("color"), i),
                _pick(ligne.get("width"), i) or 0,
                survol=html.unescape(survol),
                mot=mot,
            )
        )
    return Points(tuple(rendus))


def _areas(trace: Mapping[str, Any]) -> Marque:
    collection = json.loads(unquote(trace["geojson"].partition(",")[2]))
    codes = tuple(str(code) for code in trace["locations"])
    noms = [html.unescape(_BALISE.sub("", nom)) for nom in trace["hovertext"]]
    formes = {str(e["id"]): e["geometry"] for e in collection["features"]}
    contours = tuple(Zone(code, nom, formes[code]) for code, nom in zip(codes, noms, strict=True))
    paliers, ligne = trace["colorscale"], trace["marker"]["line"]
    encres = tuple(_colour(paliers[1 if z else 0][1], 0) for z in trace["z"])
    return Zones(Contours(contours), codes, codes, encres, ligne["color"], ligne["width"])


_TRACES: dict[str, Callable[[Mapping[str, Any]], Marque]] = {
    "bar": _bars,
    "scatter": _points,
    "scattergeo": _points,
    "choropleth": _areas,
}


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
    lignes = tuple(html.unescape(_BALISE.sub("", ligne)) for ligne in texte.split("<br>"))
    forts = [html.unescape(_BALISE.sub("", f)) for f in re.findall(r"<b>(.*?)</b>", texte)]
    gras = "".join(forts).strip() == html.unescape(_BALISE.sub("", texte)).strip()
    return Mot(lignes, taille, encre, cote, gras, () if gras else tuple(forts))


def _pick(valeur: Any, rang: int) -> Any:
    return valeur[rang] if isinstance(valeur, Sequence) and not isinstance(valeur, str) else valeur


def _colour(valeur: Any, rang: int) -> str:
    couleur = str(_pick(valeur, rang) or "")
    return "" if couleur == VIDE else couleur
