"""The chain as bands between columns: a Sankey whose nodes answer a click.

Plotly's own Sankey tells the page nothing when it is clicked, and has no dashes: here nodes are
bars and bands are shapes, so that what a file says, what was read by somebody and what a committee
entered differ by their outline and not by colour alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.dessin import Barre, Barres, Chemin, Dessin, Mot, Note, Trait
from concertation.graphiques.gabarit import nice_height, shorten, wrap_text
from concertation.graphiques.gabarit.couleurs import mix, theme, veil
from concertation.graphiques.gabarit.marques import frames

LARGEUR = 1000  # pixels for which words are chosen
TAILLE, TAILLE_TITRE = 13, 14
LIGNE, LIGNES_MAX = 17, 3
BARRE, ECART = 12, 12  # width of a node, and between two nodes, in pixels
ENTETE, LEGENDE = 30, 30
EPAISSEUR = 420  # pixels that the fullest column shares between its bands
PASSAGES = 6
# Dash of the outline and share of the colour that fills it.
TRAITS = {"publie": ("solid", 0.34), "editorial": ("4px,3px", 0.14), "suivi": ("1px,3px", 0.22)}
NATURES = {
    "publie": "publié",
    "editorial": "rapprochement éditorial",
    "suivi": "suivi des comités",
}


@dataclass
class Place:
    """A node on the page: pixels from the top, and where its next band begins on each side."""

    ligne: dict[str, Any]
    colonne: int
    mots: list[str]
    poids: float
    haut: float = 0
    hauteur: float = 0
    entre: float = 0
    sorties: float = 0
    voisins: dict[str, float] = field(default_factory=dict)


def flows_chaine(
    noeuds: pd.DataFrame,
    aretes: pd.DataFrame,
    titres: Mapping[int, str],
    genres: Mapping[str, str] | None = None,
    selection: str = "",
    themes: Sequence[str] = (),
    largeur: int = LARGEUR,
) -> Dessin:
    """Columns of nodes and the bands between them, from left to right.

    `noeuds` has cle, type, libelle (in words), rang, n; `aretes` origine, cible (keys), nature
    (`NATURES`), n. `titres` names a rang, `genres` a type; `themes` orders the themes, for their
    colours; `selection` is the key of the start. Ids are the keys of the nodes.
    """
    places, colonnes = _place(noeuds, aretes, largeur)
    pas, barre = 1 / max(1, len(colonnes)), BARRE / largeur
    bas = max([ENTETE, *(p.haut + p.hauteur for p in places.values())])
    encres = {
        cle: theme(list(themes).index(str(p.ligne["id"])))
        if p.ligne["type"] == "theme" and p.ligne["id"] in themes
        else "accent"
        for cle, p in places.items()
    }
    notes = [
        Note(i * pas, 0, Mot((titres.get(rang, ""),), TAILLE_TITRE, gras=True))
        for i, rang in enumerate(colonnes)
    ]
    barres, cibles = [], []
    for cle, p in places.items():
        # Bands pass under the words.
        mot = Mot(tuple(p.mots), TAILLE, cote="middle right", fond=veil("fond", 0.7))
        notes.append(Note(p.colonne * pas, p.haut + p.hauteur / 2, mot, BARRE + 5))
        survol = "\n".join(wrap_text(str(p.ligne["libelle"]), 320, TAILLE))
        bord, epaisseur = ("texte", 3) if cle == selection else ("fond", 0)
        x = round(p.colonne * pas, 5)
        reste = (cle, survol, bord, epaisseur)
        barres.append(Barre(x, p.haut, barre, p.hauteur, encres[cle], *reste))
        # The words of a node answer a click too: a bar alone is a narrow target.
        x += barre / 2 + 0.01 * pas
        cibles.append(Barre(x, p.haut, 0.7 * pas, p.hauteur, "", cle, survol))
    cles, notes_cles = _legend(aretes, bas + ECART, largeur)
    return Dessin(
        _alt(noeuds, aretes, titres),
        partial(_table, noeuds, aretes, genres or {}),
        nice_height(bas + ECART + LEGENDE),
        [Barres(tuple(barres), True), Barres(tuple(cibles), True)],
        [*notes, *notes_cles],
        [*_bands(places, aretes, encres, pas, barre), *cles],
        largeur,
    )


def _place(
    noeuds: pd.DataFrame, aretes: pd.DataFrame, largeur: int
) -> tuple[dict[str, Place], list[int]]:
    """Every node at its place; ranks that hold a node, in order."""
    colonnes = sorted(set(noeuds["rang"]))
    entrees, sorties = _sums(aretes)
    mots_largeur = largeur / max(1, len(colonnes)) - BARRE - 16
    places = {}
    for ligne in noeuds.to_dict("records"):
        mots = wrap_text(str(ligne["libelle"]), mots_largeur, TAILLE)
        if len(mots) > LIGNES_MAX:
            *mots, reste = *mots[: LIGNES_MAX - 1], " ".join(mots[LIGNES_MAX - 1 :])
            mots.append(shorten(reste + " …", mots_largeur, TAILLE))
        cle = str(ligne["cle"])
        poids = max(entrees.get(cle, 0), sorties.get(cle, 0), 1)
        rang = colonnes.index(ligne["rang"])
        places[cle] = Place({str(k): v for k, v in ligne.items()}, rang, mots, poids)
    for origine, cible, n in zip(aretes["origine"], aretes["cible"], aretes["n"], strict=True):
        places[origine].voisins[cible] = n
        places[cible].voisins[origine] = n
    _stack(places, len(colonnes))
    return places, colonnes


def _sums(aretes: pd.DataFrame) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What comes to each node, and what leaves it."""
    entrees, sorties = (aretes.groupby(bout)["n"].sum().to_dict() for bout in ("cible", "origine"))
    return entrees, sorties


def _stack(places: dict[str, Place], nombre: int) -> None:
    """Heights, then an order of each column that lets few bands cross."""
    par_colonne: list[list[Place]] = [[] for _ in range(nombre)]
    for place in places.values():
        par_colonne[place.colonne].append(place)
    plein = max([1.0, *(sum(p.poids for p in colonne) for colonne in par_colonne)])
    for place in places.values():
        place.hauteur = max(LIGNE * len(place.mots) + 2, place.poids * EPAISSEUR / plein)
    hauteurs = [sum(p.hauteur + ECART for p in colonne) for colonne in par_colonne]
    for _ in range(PASSAGES):
        for colonne, hauteur in zip(par_colonne, hauteurs, strict=True):
            haut = ENTETE + (max(hauteurs) - hauteur) / 2
            for place in colonne:
                place.haut = haut
                haut += place.hauteur + ECART
        for colonne in par_colonne[1:]:
            colonne.sort(key=lambda p: _barycentre(places, p))


def _barycentre(places: dict[str, Place], place: Place) -> float:
    avant = [
        (places[cle], n) for cle, n in place.voisins.items() if places[cle].colonne < place.colonne
    ] or [(place, 1)]
    return sum((p.haut + p.hauteur / 2) * n for p, n in avant) / sum(n for _, n in avant)


def _bands(
    places: dict[str, Place],
    aretes: pd.DataFrame,
    encres: Mapping[str, str],
    pas: float,
    barre: float,
) -> list[Trait]:
    """One shape a colour and nature, however many bands."""
    chemins: dict[tuple[str, str], list[Chemin]] = defaultdict(list)
    lignes = sorted(
        aretes.to_dict("records"),
        key=lambda a: (places[a["origine"]].haut, places[a["cible"]].haut),
    )
    entrees, sorties = _sums(aretes)
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
        cle = (encres[arete["origine"]], arete["nature"])
        chemins[cle].append(_band(x0, y0, x1, y1, epais))
    return [
        Trait(
            tuple(commande for bande in bandes for commande in bande),
            mix(couleur, 0.75),
            1,
            TRAITS[nature][0],
            fond=veil(couleur, TRAITS[nature][1]),
        )
        for (couleur, nature), bandes in chemins.items()
    ]


def _band(x0: float, y0: float, x1: float, y1: float, epais: float) -> Chemin:
    x0, x1, milieu = round(x0, 4), round(x1, 4), round((x0 + x1) / 2, 4)
    y0, y1, z0, z1 = (round(y, 1) for y in (y0, y1, y0 + epais, y1 + epais))
    return (
        ("M", x0, y0),
        ("C", milieu, y0, milieu, y1, x1, y1),
        ("L", x1, z1),
        ("C", milieu, z1, milieu, z0, x0, z0),
        ("Z",),
    )


def _legend(aretes: pd.DataFrame, haut: float, largeur: int) -> tuple[list[Trait], list[Note]]:
    """A sample of each outline that is drawn, with its words."""
    traits, notes = [], []
    for rang, nature in enumerate(n for n in NATURES if n in set(aretes["nature"])):
        x = rang / len(NATURES)
        tirets, part = TRAITS[nature]
        boite = (x + 0.002, haut + 4, x + 34 / largeur, haut + 18)
        traits += frames([boite], "accent", 1.5, tirets, dessus=True, fond=veil("accent", part))
        mot = Mot((f"Lien : {NATURES[nature]}",), TAILLE, cote="middle right")
        notes.append(Note(x, haut + 11, mot, 42))
    return traits, notes


def _table(noeuds: pd.DataFrame, aretes: pd.DataFrame, genres: Mapping[str, str]) -> pd.DataFrame:
    rangs = dict(zip(noeuds["cle"], noeuds["rang"], strict=True))
    mots = {
        n["cle"]: f"{genres.get(n['type'], n['type'])} : {n['libelle']}"
        for n in noeuds.to_dict("records")
    }
    lignes = sorted(
        aretes.to_dict("records"), key=lambda a: (rangs[a["origine"]], rangs[a["cible"]])
    )
    return pd.DataFrame(
        {
            "De": [mots[a["origine"]] for a in lignes],
            "Vers": [mots[a["cible"]] for a in lignes],
            "Nature": [NATURES.get(a["nature"], a["nature"]) for a in lignes],
            "Liens": [format_nombre(int(a["n"])) for a in lignes],
        }
    )


def _alt(noeuds: pd.DataFrame, aretes: pd.DataFrame, titres: Mapping[int, str]) -> str:
    if aretes.empty:
        return "Chaîne de traçabilité : aucun lien."
    par_rang = noeuds.groupby("rang")["n"].sum()
    par_nature = aretes.groupby("nature", sort=False)["n"].sum()
    colonnes = ", ".join(
        f"{titres.get(rang, '').lower()} {format_nombre(n)}"
        for rang, n in zip(par_rang.index.tolist(), par_rang, strict=True)
    )
    natures = ", ".join(
        f"{NATURES[nature]} {format_nombre(n)}"
        for nature, n in zip(par_nature.index.tolist(), par_nature, strict=True)
    )
    return f"Chaîne de traçabilité, par colonne : {colonnes}. Liens : {natures}."
