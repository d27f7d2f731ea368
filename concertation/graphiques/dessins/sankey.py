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

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.dessin import Barre, Barres, Chemin, Dessin, Mot, Note, Trait
from concertation.graphiques.style import nice_height, shorten, wrap_text
from concertation.graphiques.style.couleurs import mix, theme, veil
from concertation.graphiques.style.marques import frames

LARGEUR = 1000  # pixels for which words are chosen
TAILLE = 13
LIGNE, LIGNES_MAX = 17, 5
BARRE, ECART = 12, 12  # width of a node, and between two nodes, in pixels
ENTETE, LEGENDE = 30, 30
EPAISSEUR = 420  # pixels that the fullest column shares between its bands
PASSAGES = 6
# Dash of the outline and share of the colour that fills it.
TRAITS = {"publie": ("solid", 0.34), "editorial": ("4px,3px", 0.14), "suivi": ("1px,3px", 0.22)}
NATURES = {"publie": "publié", "editorial": "rapprochement éditorial", "suivi": "suivi des comités"}


@dataclass(eq=False)
class Place:
    """A node on the page: what is written, what comes and leaves, pixels from the top, and the
    part of each side that bands have taken."""

    ligne: Mapping[Any, Any]
    colonne: int
    mots: list[str]
    encre: str
    entrant: float = 0
    sortant: float = 0
    avant: dict[str, float] = field(default_factory=dict)  # by the key of a node to the left
    haut: float = 0
    hauteur: float = 0
    entre: float = 0
    sorti: float = 0


Lien = tuple[Place, Place, str, float]  # from, to, nature, how many


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
    colours; `selection` is the key of the start. Words suit `largeur` pixels. Ids are the
    keys of the nodes.
    """
    colonnes = sorted(set(noeuds["rang"]))
    places, liens = _place(noeuds, aretes, colonnes, list(themes), largeur)
    pas, barre = 1 / max(1, len(colonnes)), BARRE / largeur
    bas = max([ENTETE, *(p.haut + p.hauteur for p in places.values())])
    notes = [
        Note(i * pas, 0, Mot((titres.get(rang, ""),), TAILLE, gras=True))
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
        boite = (x, p.haut, barre, p.hauteur)
        barres.append(Barre(*boite, p.encre, cle, survol, bord, epaisseur))
        # The words of a node answer a click too: a bar alone is a narrow target.
        x += barre / 2 + 0.01 * pas
        cibles.append(Barre(x, p.haut, 0.7 * pas, p.hauteur, "", cle, survol))
    # A sample of each outline that is drawn, with its words.
    cles, haut = [], bas + ECART
    for rang, nature in enumerate(n for n in NATURES if n in set(aretes["nature"])):
        x, (tirets, part) = rang / len(NATURES), TRAITS[nature]
        cle_boite = (x + 0.002, haut + 4, x + 34 / largeur, haut + 18)
        cles += frames([cle_boite], "accent", 1.5, tirets, dessus=True, fond=veil("accent", part))
        mot = Mot((f"Lien : {NATURES[nature]}",), TAILLE, cote="middle right")
        notes.append(Note(x, haut + 11, mot, 42))
    return Dessin(
        _alt(noeuds, aretes, titres),
        partial(_table, noeuds, aretes, genres or {}),
        nice_height(haut + LEGENDE),
        [Barres(tuple(barres), True), Barres(tuple(cibles), True)],
        notes,
        [*_bands(liens, pas, barre), *cles],
        largeur,
    )


def _place(
    noeuds: pd.DataFrame, aretes: pd.DataFrame, colonnes: list[int], themes: list[str], largeur: int
) -> tuple[dict[str, Place], list[Lien]]:
    """Every node at its place, in an order of each column that lets few bands cross; the links."""
    place_mots = largeur / max(1, len(colonnes)) - BARRE - 16
    places = {}
    for ligne in noeuds.to_dict("records"):
        mots = wrap_text(str(ligne["libelle"]), place_mots, TAILLE)
        if len(mots) > LIGNES_MAX:
            *mots, reste = *mots[: LIGNES_MAX - 1], " ".join(mots[LIGNES_MAX - 1 :])
            mots.append(shorten(reste + " …", place_mots, TAILLE))
        teinte = ligne["type"] == "theme" and ligne["id"] in themes
        encre = theme(themes.index(ligne["id"])) if teinte else "accent"
        places[str(ligne["cle"])] = Place(ligne, colonnes.index(ligne["rang"]), mots, encre)
    liens = []
    for arete in aretes.to_dict("records"):
        de, vers, n = places[arete["origine"]], places[arete["cible"]], arete["n"]
        de.sortant += n
        vers.entrant += n
        vers.avant[arete["origine"]] = n
        liens.append((de, vers, arete["nature"], n))
    piles = [[p for p in places.values() if p.colonne == i] for i in range(len(colonnes))]
    poids = {place: max(place.entrant, place.sortant, 1) for place in places.values()}
    plein = max([1.0, *(sum(poids[p] for p in pile) for pile in piles)])
    for place in places.values():
        place.hauteur = max(LIGNE * len(place.mots) + 2, poids[place] * EPAISSEUR / plein)
    hauteurs = [sum(p.hauteur + ECART for p in pile) for pile in piles]
    for _ in range(PASSAGES):
        for pile, hauteur in zip(piles, hauteurs, strict=True):
            haut = ENTETE + (max(hauteurs) - hauteur) / 2
            for place in pile:
                place.haut = haut
                haut += place.hauteur + ECART
        for pile in piles[1:]:
            pile.sort(key=lambda p: _barycentre(places, p))
    return places, liens


def _barycentre(places: dict[str, Place], place: Place) -> float:
    avant = [(places[cle], n) for cle, n in place.avant.items()] or [(place, 1)]
    return sum((p.haut + p.hauteur / 2) * n for p, n in avant) / sum(n for _, n in avant)


def _bands(liens: list[Lien], pas: float, barre: float) -> list[Trait]:
    """One shape a colour and nature, however many bands."""
    chemins: dict[tuple[str, str], Chemin] = defaultdict(tuple)
    for de, vers, nature, n in sorted(liens, key=lambda lien: (lien[0].haut, lien[1].haut)):
        # The words of a node may make it taller than its bands: these stand in its middle.
        unite = min(de.hauteur / de.sortant, vers.hauteur / vers.entrant)
        epais = max(2.0, n * min(unite, 18))
        part_de, part_vers = n / de.sortant, n / vers.entrant
        y0 = de.haut + de.hauteur * (de.sorti + part_de / 2) - epais / 2
        y1 = vers.haut + vers.hauteur * (vers.entre + part_vers / 2) - epais / 2
        de.sorti += part_de
        vers.entre += part_vers
        x0, x1 = de.colonne * pas + barre, vers.colonne * pas
        x0, x1, milieu = round(x0, 4), round(x1, 4), round((x0 + x1) / 2, 4)
        y0, y1, z0, z1 = (round(y, 1) for y in (y0, y1, y0 + epais, y1 + epais))
        chemins[de.encre, nature] += (
            ("M", x0, y0),
            ("C", milieu, y0, milieu, y1, x1, y1),
            ("L", x1, z1),
            ("C", milieu, z1, milieu, z0, x0, z0),
            ("Z",),
        )
    return [
        Trait(chemin, mix(encre, 0.75), 1, TRAITS[nature][0], fond=veil(encre, TRAITS[nature][1]))
        for (encre, nature), chemin in chemins.items()
    ]


def _table(noeuds: pd.DataFrame, aretes: pd.DataFrame, genres: Mapping[str, str]) -> pd.DataFrame:
    rangs = dict(zip(noeuds["cle"], noeuds["rang"], strict=True))
    mots = {
        n["cle"]: f"{genres.get(n['type'], n['type'])} : {n['libelle']}"
        for n in noeuds.to_dict("records")
    }
    lignes = sorted(
        aretes.to_dict("records"), key=lambda a: (rangs[a["origine"]], rangs[a["cible"]])
    )
    return tabulate(
        lignes,
        ("De", lambda a: mots[a["origine"]]),
        ("Vers", lambda a: mots[a["cible"]]),
        ("Nature", lambda a: NATURES.get(a["nature"], a["nature"])),
        ("Liens", lambda a: format_nombre(int(a["n"]))),
    )


def _alt(noeuds: pd.DataFrame, aretes: pd.DataFrame, titres: Mapping[int, str]) -> str:
    if aretes.empty:
        return "Chaîne de traçabilité : aucun lien."
    par_rang: dict[Any, Any] = noeuds.groupby("rang")["n"].sum().to_dict()
    par_nature: dict[Any, Any] = aretes.groupby("nature", sort=False)["n"].sum().to_dict()
    comptes = [f"{titres.get(r, '').lower()} {format_nombre(n)}" for r, n in par_rang.items()]
    natures = [f"{NATURES[nature]} {format_nombre(n)}" for nature, n in par_nature.items()]
    return (
        f"Chaîne de traçabilité, par colonne : {', '.join(comptes)}. Liens : {', '.join(natures)}."
    )
