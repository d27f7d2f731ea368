"""A `Dessin` as a drawing that stands alone: SVG without script, style sheet nor outside address.

Everything falls where the browser's library puts it, to two pixels.
"""

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby
from typing import Any

import segno

from concertation.graphiques.contours import Cadrage
from concertation.graphiques.dessin import Barres, Dessin, Image, Points, Trait, Zones
from concertation.graphiques.lecteurs.traits import (
    POLICE_SVG,
    clean,
    draw_label,
    draw_marker,
    draw_note,
    number,
    paint,
    pattern,
    stroke,
)
from concertation.graphiques.style import Mode
from concertation.graphiques.style.couleurs import resolve

LARGEUR = 700  # pixels of a drawing that suits any width

# Stands for the start of ids until all is drawn: no text may hold it.
_ID = "\x01"
_PHOTO = re.compile(r"data:image/(?:jpeg|png);base64,[A-Za-z0-9+/]+={0,2}")

Place = Callable[[float, float], tuple[float, float]]


def size_of(dessin: Dessin) -> tuple[int, int]:
    """(width, height) in pixels that suit the drawing: a map's by its shape, a chart's by the
    words that were wrapped for it; `LARGEUR` where nothing tells, which all our charts fill."""
    if cadrage := dessin.cadrage:
        return round(dessin.hauteur * cadrage.largeur / cadrage.hauteur), dessin.hauteur
    return round(dessin.largeur or LARGEUR), dessin.hauteur


def to_svg(
    dessin: Dessin,
    largeur: float = 0,
    hauteur: float = 0,
    *,
    alt: str = "",
    titre: str = "",
    mode: Mode = "light",
) -> str:
    """`dessin` in `largeur` × `hauteur` pixels, its own unless they are given.

    `alt` is the text alternative (the drawing's own without any) and `titre` the name: both are
    read aloud, neither is drawn. The ground is transparent. A caller scales the drawing by its
    `viewBox`, words included. Raises KeyError or ValueError naming what can't be drawn.
    """
    prevue, haut = size_of(dessin)
    largeur, hauteur, alt = largeur or prevue, hauteur or haut, alt or dessin.alt
    corps = draw_body(dessin, largeur, hauteur, mode)
    return wrap_svg(corps, largeur, hauteur, alt=alt, titre=titre)


def _make_prefix(*contenu: str) -> str:
    """Start of the ids of a drawing: several may stand on one page, and ids must differ."""
    return "g" + blake2b("".join(contenu).encode("utf-8", "replace"), digest_size=5).hexdigest()


def wrap_svg(corps: str, largeur: float, hauteur: float, *, alt: str, titre: str) -> str:
    """A whole drawing of what it shows, its name and its text alternative."""
    prefixe = _make_prefix(alt, titre, corps)
    noms, etiquettes = f'<desc id="{prefixe}-d">{clean(alt)}</desc>', f"{prefixe}-d"
    if titre:
        noms = f'<title id="{prefixe}-t">{clean(titre)}</title>{noms}'
        etiquettes = f"{prefixe}-t {prefixe}-d"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' width="{number(largeur)}" height="{number(hauteur)}"'
        f' viewBox="0 0 {number(largeur)} {number(hauteur)}" role="img"'
        f' aria-labelledby="{etiquettes}" font-family={POLICE_SVG}>{noms}{corps}</svg>'
    )


def draw_body(dessin: Dessin, largeur: float, hauteur: float, mode: Mode) -> str:
    """What `to_svg` draws, for a caller that writes the `<svg>` around it."""
    if dessin.cadrage:
        place = _place_on_map(dessin.cadrage, largeur, hauteur)
    else:
        place = _place_on_axes(dessin, largeur, hauteur)
    plume = _Plume(place, mode)
    parties = [plume.path(t) for t in dessin.traits if not t.dessus]
    for genre, tracer in plume.genres.items():
        parties += [p for m in dessin.marques if isinstance(m, genre) for p in tracer(m)]
    parties += [plume.path(t) for t in dessin.traits if t.dessus]
    parties += [draw_note(n, *place(n.x, n.y), mode) for n in dessin.notes]
    if plume.motifs:
        motifs = (pattern(nom, *cle) for cle, nom in plume.motifs.items())
        parties.insert(0, f"<defs>{''.join(motifs)}</defs>")
    corps = "".join(parties)
    return corps.replace(_ID, _make_prefix(corps))


def _place_on_axes(dessin: Dessin, largeur: float, hauteur: float) -> Place:
    (x0, x1), (y0, y1) = dessin.x, dessin.y or (dessin.hauteur, 0)
    gauche = round(dessin.gauche)
    ax, ay = (largeur - gauche - round(dessin.droite)) / (x1 - x0), hauteur / (y0 - y1)
    if not dessin.carre:
        return lambda x, y: (gauche + ax * (x - x0), ay * (y - y1))
    # Units as long on both axes: the tighter one decides, the other shows more.
    unite = min(ax, abs(ay))
    milieu = (y0 + y1) / 2
    return lambda x, y: (gauche + unite * (x - x0), hauteur / 2 + unite * (y - milieu))


def _place_on_map(cadrage: Cadrage, largeur: float, hauteur: float) -> Place:
    echelle = min(largeur / cadrage.largeur, hauteur / cadrage.hauteur)
    # The same view at that scale, in the middle.
    vue = replace(cadrage, largeur=cadrage.largeur * echelle)
    gauche, haut = (largeur - vue.largeur) / 2, (hauteur - vue.hauteur) / 2

    def place(lon: float, lat: float) -> tuple[float, float]:
        x, y = vue.to_screen(lon, lat)
        return gauche + x, haut + y

    return place


class _Plume:
    """Draws marks: where they fall, in which colours, with hatchings each written once."""

    def __init__(self, place: Place, mode: Mode) -> None:
        self.place, self.mode = place, mode
        self.motifs: dict[tuple[str, float, float, str, str], str] = {}
        # From the ground up.
        self.genres: dict[type, Callable[[Any], Iterable[str]]] = {
            Image: self._image,
            Barres: self._bars,
            Zones: self._areas,
            Points: self._points,
        }

    def path(self, trait: Trait) -> str:
        peinture = self._paint(trait.fond, trait.encre, trait.epaisseur, trait.tirets)
        if inconnues := {commande for commande, *_ in trait.chemin} - set("MLCZ"):
            raise ValueError(f"Commandes de tracé inconnues : {inconnues}")
        chemin = "".join(
            commande
            + " ".join(
                ",".join(map(number, self.place(*xy)))
                for xy in zip(nombres[::2], nombres[1::2], strict=True)
            )
            for commande, *nombres in trait.chemin
        )
        return f'<path d="{chemin}"{peinture}/>'

    def _paint(self, fond: str, bord: str, epaisseur: float, tirets: str = "") -> str:
        trait = stroke(resolve(bord, self.mode), epaisseur, tirets)
        return paint("fill", resolve(fond, self.mode)) + trait

    def _bars(self, marque: Barres) -> Iterator[str]:
        for barre in (b for b in marque.barres if b.largeur and b.hauteur):
            coins = (
                self.place(barre.x, barre.y),
                self.place(barre.x + barre.largeur, barre.y + barre.hauteur),
            )
            (x0, x1), (y0, y1) = (sorted(v) for v in zip(*coins, strict=True))
            peinture = self._paint(barre.encre, barre.bord, barre.epaisseur)
            if motif := barre.motif:
                trait = resolve(motif.trait or barre.encre, self.mode)
                fond = resolve(motif.fond, self.mode) if motif.fond else ""
                cle = (motif.forme, motif.taille, motif.part, trait, fond)
                nom = self.motifs.setdefault(cle, f"{_ID}-m{len(self.motifs) + 1}")
                bord = stroke(resolve(barre.bord, self.mode), barre.epaisseur)
                peinture = f' fill="url(#{nom})"{bord}'
            if peinture != ' fill="none"' and all(map(math.isfinite, (x0, x1, y0, y1))):
                place = f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}"'
                yield f'<rect {place} height="{number(y1 - y0)}"{peinture}/>'

    def _image(self, marque: Image) -> Iterator[str]:
        if not _PHOTO.fullmatch(marque.adresse):
            raise ValueError("Adresse d’image inconnue")
        x, y = self.place(marque.x, marque.y)
        droite, bas = self.place(marque.x + marque.largeur, marque.y + marque.hauteur)
        place = f'x="{number(x)}" y="{number(y)}" width="{number(droite - x)}"'
        yield f'<image {place} height="{number(bas - y)}" href="{marque.adresse}"/>'

    def _points(self, marque: Points) -> Iterator[str]:
        """Line, symbols then words, in the order that the browser draws them."""
        places = [(p, *self.place(p.x, p.y)) for p in marque.points]
        if marque.ligne and places:
            debut, *suite = [(number(x), number(y)) for _, x, y in places]
            pas = (f"H{a}V{b}" if marque.ligne.marches else f"L{a},{b}" for a, b in suite)
            trait = self._paint("", marque.ligne.encre, marque.ligne.epaisseur)
            chemin = f"M{','.join(debut)}{''.join(pas)}"
            yield f'<path d="{chemin}" stroke-linejoin="round"{trait}/>'
        for point, x, y in places:
            if point.symbole:
                encre, bord = (resolve(e, self.mode) for e in (point.encre, point.bord))
                yield draw_marker(x, y, point.symbole, point.taille, encre, bord, point.epaisseur)
        for place in places:
            yield draw_label(*place, self.mode)

    def _areas(self, marque: Zones) -> Iterator[str]:
        formes = {z.code: z.geometrie for z in marque.contours.zones}
        yield '<g fill-rule="evenodd" stroke-linejoin="round">'
        for code, encre in zip(marque.codes, marque.encres, strict=True):
            peinture = self._paint(encre, marque.bord, marque.epaisseur)
            yield f'<path d="{self._rings(formes[code]["coordinates"])}"{peinture}/>'
        yield "</g>"

    def _rings(self, polygones: list[list[list[list[float]]]]) -> str:
        """Path of all the rings, without the points that fall on the one before."""
        chemin = []
        for anneau in (a for polygone in polygones for a in polygone):
            points = (",".join(map(number, self.place(*p))) for p in anneau[:-1])
            gardes = [point for point, _ in groupby(points)]
            if len(gardes) > 2:
                chemin.append("M" + " ".join(gardes) + "Z")
        return "".join(chemin)


def qr_svg(adresse: str) -> str:
    """The code of an address, dark on white."""
    sortie = io.BytesIO()
    segno.make(adresse, error="m", micro=False).save(
        sortie, kind="svg", scale=8, border=4, dark="#14161a", light="#ffffff",
        xmldecl=False, omitsize=True,
    )  # fmt: skip
    return sortie.getvalue().decode()
