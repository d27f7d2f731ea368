"""A `Dessin` as the figure that the screens show."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from concertation.graphiques.dessin import Barres, Dessin, Marque, Mot, Note, Points, Trait, Zones
from concertation.graphiques.style import ENCRES, POLICE, TAILLE, Mode, escape
from concertation.graphiques.style.couleurs import VIDE, resolve

# A map asks for a world outline even when it shows none: this one is empty and in the address
# itself. What follows the # is where the browser's library appends the outline's name.
CONTOURS_VIDES = (
    "data:application/json,"
    "%7B%22type%22%3A%22Topology%22%2C%22objects%22%3A%7B%7D%2C%22arcs%22%3A%5B%5D%7D#"
)
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "topojsonURL": CONTOURS_VIDES,
}
SENS = {"right": "left", "left": "right", "top": "bottom", "bottom": "top"}


def to_figure(dessin: Dessin, mode: Mode = "light") -> go.Figure:
    """The figure in the colours of `mode`; it can't be dragged or zoomed.

    `customdata` holds the ids of its marks.
    """
    carte = dessin.cadrage is not None
    layout: dict[str, Any] = {
        "template": _template(mode),
        # With a drag mode, a phone can't scroll the page when the finger starts on a chart.
        "dragmode": False,
        "height": dessin.hauteur,
        "barmode": "overlay",
        "annotations": [_annotation(n, mode) for n in dessin.notes],
        "shapes": [_shape(t, mode) for t in dessin.traits],
    }
    if cadrage := dessin.cadrage:
        # A mode of 3D scenes alone: nothing moves under a finger or a mouse, a click still counts.
        # Streamlit would put "pan" in the place of False.
        layout["dragmode"] = "orbit"
        layout["geo"] = {
            "visible": False,
            "bgcolor": VIDE,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [round(cadrage.ouest, 3), round(cadrage.est, 3)]},
            "lataxis": {"range": [round(cadrage.sud, 3), round(cadrage.nord, 3)]},
        }
    else:
        marges = {"l": round(dessin.gauche), "r": round(dessin.droite), "t": 0, "b": 0, "pad": 0}
        carre = {"scaleanchor": "y", "constrain": "range", "constraintoward": "left"}
        layout["margin"] = marges
        layout["xaxis"] = {"range": list(dessin.x), **(carre if dessin.carre else {})}
        layout["yaxis"] = {"range": list(dessin.y or (dessin.hauteur, 0))}
    traces = [t for m in dessin.marques if (t := _trace(m, mode, carte))]
    # The traces are ours and the tests check them in full: checking them again at each drawing
    # takes four fifths of its time.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _trace(marque: Marque, mode: Mode, carte: bool) -> dict[str, Any] | None:
    if isinstance(marque, Barres):
        return _bars(marque, mode) if marque.barres else None
    if isinstance(marque, Points):
        return _points(marque, mode, carte) if marque.points else None
    # A picture is no trace.
    return _areas(marque, mode) if isinstance(marque, Zones) else None


def _bars(marque: Barres, mode: Mode) -> dict[str, Any]:
    barres, debout = marque.barres, marque.debout
    milieux = [b.x + b.largeur / 2 if debout else b.y + b.hauteur / 2 for b in barres]
    longueurs = [b.hauteur if debout else b.largeur for b in barres]
    return {
        "type": "bar",
        "x": milieux if debout else longueurs,
        "y": longueurs if debout else milieux,
        "width": _same([b.largeur if debout else b.hauteur for b in barres]),
        "marker": _bar_marker(marque, mode),
        "base": [b.y if debout else b.x for b in barres],
        "orientation": "v" if debout else "h",
        **_told(marque),
    }


def _bar_marker(marque: Barres, mode: Mode) -> dict[str, Any]:
    barres = marque.barres
    aspect: dict[str, Any] = {"color": [resolve(b.encre, mode) for b in barres]}
    if any(b.epaisseur for b in barres):
        aspect["line"] = _line([(b.bord, b.epaisseur) for b in barres], mode)
    motifs = [b.motif for b in barres]
    premier = next((m for m in motifs if m), None)
    if premier:
        aspect["pattern"] = {
            "shape": _same([m.forme if m else "" for m in motifs]),
            "size": premier.taille,
            "solidity": premier.part,
        }
        if premier.trait:
            aspect["pattern"]["fgcolor"] = [resolve(m.trait, mode) if m else VIDE for m in motifs]
            aspect["pattern"]["bgcolor"] = [resolve(m.fond, mode) if m else VIDE for m in motifs]
    return aspect


def _points(marque: Points, mode: Mode, carte: bool) -> dict[str, Any]:
    points, ligne = marque.points, marque.ligne
    genres = {
        "lines": ligne is not None,
        "markers": any(p.symbole for p in points),
        "text": any(p.mot for p in points),
    }
    trace: dict[str, Any] = {
        "type": "scattergeo" if carte else "scatter",
        "mode": "+".join(genre for genre, vrai in genres.items() if vrai),
        "lon" if carte else "x": [p.x for p in points],
        "lat" if carte else "y": [p.y for p in points],
        **({} if carte else {"cliponaxis": False}),
        **_told(marque),
    }
    if ligne:
        trace["line"] = {"color": resolve(ligne.encre, mode), "width": ligne.epaisseur}
        if ligne.marches:
            trace["line"]["shape"] = "hv"
    if genres["markers"]:
        trace["marker"] = {
            "symbol": _same([p.symbole for p in points]),
            "size": _same([p.taille for p in points]),
            "color": _same([resolve(p.encre, mode) for p in points]),
            "line": _line([(p.bord, p.epaisseur) for p in points], mode),
            "opacity": 1,
        }
    if genres["text"]:
        mots = [p.mot or Mot(()) for p in points]
        trace["text"] = [_text(m) for m in mots]
        trace["textposition"] = _same([m.cote for m in mots])
        trace["textfont"] = {
            "size": _same([m.taille for m in mots]),
            "color": _same([resolve(m.encre, mode) for m in mots]),
        }
        if halo := next((m.halo for m in mots if m.halo), ""):
            trace["textfont"]["shadow"] = ", ".join([f"0 0 2px {resolve(halo, mode)}"] * 3)
    return trace


def _areas(zones: Zones, mode: Mode) -> dict[str, Any]:
    encres = list(dict.fromkeys(zones.encres))
    dernier = max(1, len(encres) - 1)
    noms = {z.code: z.nom for z in zones.contours.zones}
    paliers = [[i / dernier, resolve(e, mode)] for i, e in enumerate(encres)]
    return {
        "type": "choropleth",
        "geojson": zones.contours.url,
        "locations": list(zones.codes),
        "customdata": list(zones.ids),
        "z": [encres.index(e) for e in zones.encres],
        "zmin": 0,
        "zmax": dernier,
        "colorscale": paliers if len(paliers) > 1 else [paliers[0], [1, paliers[0][1]]],
        "showscale": False,
        "marker": {"line": {"color": resolve(zones.bord, mode), "width": zones.epaisseur}},
        "hovertext": [f"<b>{escape(noms[code])}</b>" for code in zones.codes],
        "hoverinfo": "text",
    }


def _told(groupe: Barres | Points) -> dict[str, Any]:
    """What a click gives and what is told on hover."""
    marques = groupe.barres if isinstance(groupe, Barres) else groupe.points
    dit: dict[str, Any] = {"name": groupe.nom} if groupe.nom else {}
    dit["hoverinfo"] = "skip"
    if any(m.id is not None for m in marques):
        dit["customdata"] = [list(m.id) if isinstance(m.id, tuple) else m.id for m in marques]
        dit["hoverinfo"] = "none"
    if any(m.survol for m in marques):
        survols = [_hover(m.survol, groupe.titre) for m in marques]
        dit |= {"hovertext": _same(survols), "hoverinfo": "text"}
    return dit


def _hover(survol: str, titre: bool) -> str:
    premiere, *reste = (escape(ligne) for ligne in survol.split("\n"))
    return "<br>".join([f"<b>{premiere}</b>" if titre else premiere, *reste])


def _line(traits: Sequence[tuple[str, float]], mode: Mode) -> dict[str, Any]:
    return {
        "color": _same([resolve(encre, mode) for encre, _ in traits]),
        "width": _same([epaisseur for _, epaisseur in traits]),
    }


def _same(valeurs: list[Any]) -> Any:
    """One value for all when they are the same."""
    return valeurs[0] if all(v == valeurs[0] for v in valeurs) else valeurs


def _annotation(note: Note, mode: Mode) -> dict[str, Any]:
    mot = note.mot
    vertical, horizontal = (SENS.get(c, c) for c in mot.cote.split())
    police: dict[str, Any] = {"size": mot.taille}
    if mot.encre != "texte":
        police["color"] = resolve(mot.encre, mode)
    return {
        "text": _text(mot, mode),
        "x": note.x,
        "y": note.y,
        "xanchor": horizontal,
        "yanchor": vertical,
        "align": horizontal,
        "font": police,
        **({"xshift": note.decalage} if note.decalage else {}),
        **({"bgcolor": resolve(mot.fond, mode)} if mot.fond else {}),
    }


def _text(mot: Mot, mode: Mode = "light") -> str:
    if mot.gras:
        texte = "<br>".join(escape(ligne) for ligne in mot.lignes)
        return f"<b>{texte}</b>" if texte else ""
    lignes = []
    for pieces in mot.pieces():
        ligne = ""
        for mots, fort in pieces:
            if fort and mot.encre_forts:
                couleur = resolve(mot.encre_forts, mode)
                ligne += f'<b><span style="color:{couleur}">{escape(mots)}</span></b>'
            else:
                ligne += f"<b>{escape(mots)}</b>" if fort else escape(mots)
        lignes.append(ligne)
    return "<br>".join(lignes)


def _shape(trait: Trait, mode: Mode) -> dict[str, Any]:
    ligne: dict[str, Any] = {"color": resolve(trait.encre, mode), "width": trait.epaisseur}
    if trait.tirets:
        ligne["dash"] = trait.tirets
    return {
        "type": "path",
        "path": "".join(c + ",".join(f"{v:g}" for v in vs) for c, *vs in trait.chemin),
        "line": ligne,
        "layer": "above" if trait.dessus else "below",
        **({"fillcolor": resolve(trait.fond, mode), "fillrule": "nonzero"} if trait.fond else {}),
    }


@lru_cache(maxsize=2)
def _template(mode: Mode) -> dict[str, Any]:
    """What all figures of a mode share."""
    encres = ENCRES[mode]
    # A click must not dim the other marks by itself: what is chosen is drawn by the next figure.
    marques = {"marker": {"opacity": 1}}
    textes = {**marques, "textfont": {"color": encres["texte"]}}
    axe = {
        "automargin": False,
        "fixedrange": True,
        "gridcolor": encres["grille"],
        "showgrid": False,
        "showline": False,
        "showticklabels": False,
        "zeroline": False,
    }
    police = {"family": POLICE, "size": TAILLE}
    return {
        "layout": {
            "autosize": True,
            "annotationdefaults": {"showarrow": False, "borderpad": 0},
            "font": {**police, "color": encres["texte"]},
            "paper_bgcolor": VIDE,
            "plot_bgcolor": VIDE,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "showlegend": False,
            "hovermode": "closest",
            "hoverdistance": 12,
            "hoverlabel": {
                "align": "left",
                "bgcolor": encres["texte"],
                "bordercolor": encres["texte"],
                "font": {**police, "color": encres["fond"]},
            },
            "separators": ",\u202f",
            "xaxis": axe,
            "yaxis": axe,
        },
        "data": {
            "bar": [{"unselected": marques}],
            "choropleth": [{"unselected": marques}],
            "scatter": [{"unselected": textes}],
            "scattergeo": [{"unselected": textes}],
        },
    }
