"""The chain as bands between columns: a Sankey whose nodes answer a click.

Plotly's own Sankey tells the page nothing when it is clicked, and has no dashes: here nodes are
bars and bands are shapes, so that what a file says, what was read by somebody and what a committee
entered differ by their outline and not by colour alone.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.dessins.places_sankey import (
    BARRE,
    ECART,
    ENTETE,
    TAILLE,
    Place,
    place_noeuds,
)
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    blend,
    build_figure,
    escape,
    nice_height,
    theme_color,
    wrap_text,
)
from concertation.graphiques.signes import note, page_layout

LARGEUR = 1000  # pixels for which words are chosen
TAILLE_TITRE = 14
LEGENDE = 30
# Dash of the outline and share of the colour that fills it.
TRAITS = {"publie": ("solid", 0.34), "editorial": ("4px,3px", 0.14), "suivi": ("1px,3px", 0.22)}
NATURES = {
    "publie": "publié",
    "editorial": "rapprochement éditorial",
    "suivi": "suivi des comités",
}


def flows_chaine(
    noeuds: pd.DataFrame,
    aretes: pd.DataFrame,
    titres: Mapping[int, str],
    mode: Mode,
    selection: str = "",
    themes: Sequence[str] = (),
    largeur: int = LARGEUR,
) -> go.Figure:
    """Columns of nodes and the bands between them, from left to right.

    `noeuds` has cle, type, libelle (in words), rang, n; `aretes` origine, cible (keys), nature
    (`NATURES`), n. `titres` names a rang; `themes` orders the themes, for their colours;
    `selection` is the key of the start. `customdata` holds the key of each node.
    """
    places, colonnes = place_noeuds(noeuds, aretes, largeur)
    pas = 1 / max(1, len(colonnes))
    bas = max([ENTETE, *(p.haut + p.hauteur for p in places.values())])
    hauteur = nice_height(bas + ECART + LEGENDE)
    encres = ENCRES[mode]
    notes = [
        note(f"<b>{escape(titres.get(rang, ''))}</b>", i * pas, 0, font={"size": TAILLE_TITRE})
        for i, rang in enumerate(colonnes)
    ]
    notes += [
        note(
            "<br>".join(escape(mot) for mot in p.mots),
            p.colonne * pas,
            p.haut + p.hauteur / 2,
            xshift=BARRE + 5,
            yanchor="middle",
            font={"size": TAILLE, "color": encres.texte},
            # Bands pass under the words.
            bgcolor=_veil(encres.fond, 0.7),
        )
        for p in places.values()
    ]
    formes = _bands(places, aretes, pas, BARRE / largeur, mode, list(themes))
    cles, notes_cles = _legend(aretes, bas + ECART, largeur, mode)
    barres = _bars(places, pas, BARRE / largeur, mode, selection, list(themes))
    # The words of a node answer a click too: a bar alone is a narrow target.
    cibles = {
        **barres,
        "x": [x + 0.36 * pas for x in barres["x"]],
        "width": 0.7 * pas,
        "marker": {"color": "rgba(0,0,0,0)"},
    }
    mise = page_layout(hauteur, [*notes, *notes_cles], [*formes, *cles], largeur=largeur)
    return build_figure([barres, cibles] if places else [], mise, mode)


def _bands(
    places: dict[str, Place],
    aretes: pd.DataFrame,
    pas: float,
    barre: float,
    mode: Mode,
    themes: list[str],
) -> list[dict[str, Any]]:
    """One shape a colour and nature, however many bands."""
    chemins: dict[tuple[str, str], list[str]] = defaultdict(list)
    lignes = sorted(
        aretes.to_dict("records"),
        key=lambda a: (places[a["origine"]].haut, places[a["cible"]].haut),
    )
    entrees = aretes.groupby("cible")["n"].sum().to_dict()
    sorties = aretes.groupby("origine")["n"].sum().to_dict()
    for arete in lignes:
        de, vers, n = places[arete["origine"]], places[arete["cible"]], arete["n"]
        # The words of a node may make it taller than its bands: these stand in its middle.
        unite = min(de.hauteur / sorties[arete["origine"]], vers.hauteur / entrees[arete["cible"]])
        epais = max(2.0, n * min(unite, 18))
        part_de, part_vers = n / sorties[arete["origine"]], n / entrees[arete["cible"]]
        y0 = de.haut + de.hauteur * (de.sorties + part_de / 2) - epais / 2
        y1 = vers.haut + vers.hauteur * (vers.entre + part_vers / 2) - epais / 2
        de.sorties += part_de
        vers.entre += part_vers
        x0, x1 = de.colonne * pas + barre, vers.colonne * pas
        couleur = _color(de.ligne, mode, themes)
        chemins[couleur, arete["nature"]].append(_band(x0, y0, x1, y1, epais))
    return [
        {
            "type": "path",
            "path": "".join(bandes),
            "fillcolor": _veil(couleur, TRAITS[nature][1]),
            "fillrule": "nonzero",
            "line": {
                "color": blend(couleur, ENCRES[mode].fond, 0.75),
                "width": 1,
                "dash": TRAITS[nature][0],
            },
            "layer": "below",
        }
        for (couleur, nature), bandes in chemins.items()
    ]


def _band(x0: float, y0: float, x1: float, y1: float, epais: float) -> str:
    milieu = (x0 + x1) / 2
    return (
        f"M{x0:.4f},{y0:.1f}C{milieu:.4f},{y0:.1f} {milieu:.4f},{y1:.1f} {x1:.4f},{y1:.1f}"
        f"L{x1:.4f},{y1 + epais:.1f}"
        f"C{milieu:.4f},{y1 + epais:.1f} {milieu:.4f},{y0 + epais:.1f} {x0:.4f},{y0 + epais:.1f}Z"
    )


def _veil(couleur: str, part: float) -> str:
    rouge, vert, bleu = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({rouge},{vert},{bleu},{part})"


def _color(ligne: Mapping[str, Any], mode: Mode, themes: list[str]) -> str:
    if ligne["type"] == "theme" and ligne["id"] in themes:
        return theme_color(themes.index(str(ligne["id"])), mode)
    return ENCRES[mode].accent


def _bars(
    places: dict[str, Place], pas: float, barre: float, mode: Mode, selection: str, themes: list
) -> dict[str, Any]:
    rangees = list(places.values())
    choisies = [p.ligne["cle"] == selection for p in rangees]
    encres = ENCRES[mode]
    return {
        "type": "bar",
        "x": [round(p.colonne * pas + barre / 2, 5) for p in rangees],
        "base": [p.haut for p in rangees],
        "y": [p.hauteur for p in rangees],
        "width": barre,
        "customdata": [p.ligne["cle"] for p in rangees],
        "marker": {
            "color": [_color(p.ligne, mode, themes) for p in rangees],
            "line": {
                "color": [encres.texte if c else encres.fond for c in choisies],
                "width": [3 if c else 0 for c in choisies],
            },
        },
        "hovertext": [
            "<br>".join(escape(mot) for mot in wrap_text(str(p.ligne["libelle"]), 320, TAILLE))
            for p in rangees
        ],
        "hoverinfo": "text",
    }


def _legend(
    aretes: pd.DataFrame, haut: float, largeur: int, mode: Mode
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A sample of each outline that is drawn, with its words."""
    formes, notes = [], []
    presentes = [nature for nature in NATURES if nature in set(aretes["nature"])]
    couleur = ENCRES[mode].accent
    for rang, nature in enumerate(presentes):
        x = rang / len(NATURES)
        dash, part = TRAITS[nature]
        formes.append(
            {
                "type": "rect",
                "x0": x + 0.002,
                "x1": x + 34 / largeur,
                "y0": haut + 4,
                "y1": haut + 18,
                "fillcolor": _veil(couleur, part),
                "line": {"color": couleur, "width": 1.5, "dash": dash},
            }
        )
        notes.append(
            note(
                f"Lien : {NATURES[nature]}",
                x,
                haut + 11,
                xshift=42,
                yanchor="middle",
                font={"size": TAILLE},
            )
        )
    return formes, notes


def table_flux(
    noeuds: pd.DataFrame, aretes: pd.DataFrame, genres: Mapping[str, str]
) -> pd.DataFrame:
    """Each band as a row of words, in the order of the columns."""
    libelles = dict(zip(noeuds["cle"], noeuds["libelle"], strict=True))
    types = dict(zip(noeuds["cle"], noeuds["type"], strict=True))
    rangs = dict(zip(noeuds["cle"], noeuds["rang"], strict=True))
    lignes = sorted(
        zip(aretes["origine"], aretes["cible"], aretes["nature"], aretes["n"], strict=True),
        key=lambda a: (rangs[a[0]], rangs[a[1]]),
    )
    return pd.DataFrame(
        {
            "De": [f"{genres.get(types[o], types[o])} : {libelles[o]}" for o, *_ in lignes],
            "Vers": [f"{genres.get(types[c], types[c])} : {libelles[c]}" for _, c, *_ in lignes],
            "Nature": [NATURES.get(nature, nature) for *_, nature, _ in lignes],
            "Liens": [format_nombre(int(n)) for *_, n in lignes],
        }
    )


def describe_flux(noeuds: pd.DataFrame, aretes: pd.DataFrame, titres: Mapping[int, str]) -> str:
    """French text alternative: how many nodes a column has, how many links of each nature."""
    if aretes.empty:
        return "Chaîne de traçabilité : aucun lien."
    par_rang: Counter[int] = Counter()
    for rang, n in zip(noeuds["rang"], noeuds["n"], strict=True):
        par_rang[rang] += n
    par_nature: Counter[str] = Counter()
    for nature, n in zip(aretes["nature"], aretes["n"], strict=True):
        par_nature[nature] += n
    colonnes = ", ".join(
        f"{titres.get(rang, '').lower()} {format_nombre(n)}" for rang, n in sorted(par_rang.items())
    )
    natures = ", ".join(f"{NATURES[nature]} {format_nombre(n)}" for nature, n in par_nature.items())
    return f"Chaîne de traçabilité, par colonne : {colonnes}. Liens : {natures}."
