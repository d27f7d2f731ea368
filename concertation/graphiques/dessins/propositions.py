"""Mirrored bars: proposals by theme and reach, local to the left, national to the right.

Names stand above the bars, not beside them, so that none is cut on a phone.
"""

from collections.abc import Collection
from functools import partial

import pandas as pd

from concertation.analyse.mots.formats import format_nombre, plural
from concertation.graphiques.dessin import (
    Barre,
    Barres,
    Dessin,
    Mot,
    Motif,
    Note,
    Point,
    Points,
    Serie,
)
from concertation.graphiques.gabarit import (
    LARGEUR,
    LIGNE,
    TAILLE_NOM,
    TAILLE_NOMBRE,
    nice_height,
    text_width,
    wrap_text,
)
from concertation.graphiques.gabarit.couleurs import fade, mix, theme
from concertation.graphiques.gabarit.marques import lines

COTES = {"locale": -1, "nationale": 1}
ENTETE, BARRE, ECART = 30, 26, 16  # pixels


def bars_propositions(
    comptes: pd.DataFrame, themes: Collection[str] = (), portees: Collection[str] = ()
) -> Dessin:
    """Mirrored bars: local proposals to the left, national ones to the right, one row a theme.

    `comptes` has the columns theme (id), nom_court, locale, nationale, in the order of the
    themes, from which the colour follows. `themes` and `portees` are what is chosen: other bars
    fade; empty means all. The reach is told by the side and by the hatching. The id of a bar and
    of its number is (theme, portee).
    """
    barres: dict[str, list[Barre]] = {portee: [] for portee in COTES}
    nombres: dict[str, list[Point]] = {portee: [] for portee in COTES}
    notes = [_side_title(portee) for portee in COTES]
    haut = ENTETE
    for rang, ligne in enumerate(comptes.to_dict("records")):
        identifiant, nom = str(ligne["theme"]), str(ligne["nom_court"])
        choisi = not themes or identifiant in themes
        lignes = wrap_text(nom, LARGEUR, TAILLE_NOM, gras=True)
        encre = "texte" if choisi else "discret"
        mot = Mot(tuple(lignes), TAILLE_NOM, encre, "bottom center", gras=True)
        notes.insert(rang, Note(0, haut - 3, mot))
        haut += len(lignes) * LIGNE
        for portee, cote in COTES.items():
            vive = choisi and (not portees or portee in portees)
            n, cle = int(ligne[portee]), (identifiant, portee)
            survol = f"{nom} : {count_words(n, portee)}"
            barres[portee].append(_bar(cote * n, haut, rang, portee, vive, cle, survol))
            nombres[portee].append(_number(n, cote, haut + BARRE / 2, vive, cle))
        haut += BARRE + ECART
    plus_grand = max([1, *(int(n) for portee in COTES for n in comptes[portee])])
    place = text_width(format_nombre(plus_grand), TAILLE_NOMBRE, gras=True) + 14
    portee_x = plus_grand * (1 + place / (LARGEUR / 2))
    # One short line at the foot of each bar, so that a zero has something to stand on.
    pieds = [(0.0, b.y, 0.0, b.y + BARRE) for b in barres["locale"]]
    return Dessin(
        _alt(comptes),
        partial(_table, comptes),
        nice_height(haut),
        [*(Barres(tuple(b), nom=p) for p, b in barres.items()),
         Points((*nombres["locale"], *nombres["nationale"]))],
        notes,
        lines(pieds, "texte", 1.5, dessus=True),
        x=(-portee_x, portee_x),
        nature="barres_opposees",
        categories=tuple(str(nom) for nom in comptes["nom_court"]),
        series=tuple(
            Serie(
                f"{portee.capitalize()}s",
                tuple(float(n) for n in comptes[portee]),
                tuple(b.bord for b in rangee),
                portee == "nationale",
            )
            for portee, rangee in barres.items()
        ),
    )  # fmt: skip


def _bar(
    longueur: int,
    haut: float,
    rang: int,
    portee: str,
    vive: bool,
    cle: tuple[str, str],
    survol: str,
) -> Barre:
    """National ones are hatched on a light ground."""
    couleur = theme(rang) if vive else fade(theme(rang))
    clair = mix(theme(rang), 0.12 if vive else 0.12 * 0.28)
    motif = Motif("/", 8, trait=couleur, fond=clair) if portee == "nationale" else None
    return Barre(0, haut, longueur, BARRE, couleur, cle, survol, couleur, 1.5, motif)


def _number(nombre: int, cote: int, y: float, vive: bool, cle: tuple[str, str]) -> Point:
    """The number at the end of a bar, zero included."""
    place = "middle left" if cote < 0 else "middle right"
    texte = f"\u00a0{format_nombre(nombre)}\u00a0"
    mot = Mot((texte,), TAILLE_NOMBRE, "texte" if vive else "discret", place, gras=True)
    return Point(cote * nombre, y, id=cle, mot=mot)


def _side_title(portee: str) -> Note:
    if portee == "locale":
        return Note(0, 0, Mot(("←\u00a0Locales",), TAILLE_NOM, "discret", "bottom left"), -10)
    return Note(0, 0, Mot(("Nationales\u00a0→",), TAILLE_NOM, "discret"), 10)


def count_words(nombre: int, portee: str = "") -> str:
    """« 1 proposition locale », « 12 propositions nationales », « aucune proposition »."""
    if not nombre:
        return f"aucune proposition {portee}".rstrip()
    return (
        plural(nombre, f"proposition {portee}", f"propositions {portee}s")
        if portee
        else plural(nombre, "proposition")
    )


def _table(comptes: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Thème": list(comptes["nom_court"]),
            "Locales": [int(v) for v in comptes["locale"]],
            "Nationales": [int(v) for v in comptes["nationale"]],
            "Total": [
                int(a) + int(b)
                for a, b in zip(comptes["locale"], comptes["nationale"], strict=True)
            ],
        }
    )


def _alt(comptes: pd.DataFrame) -> str:
    lignes = [
        (str(nom), int(locales), int(nationales))
        for nom, locales, nationales in zip(
            comptes["nom_court"], comptes["locale"], comptes["nationale"], strict=True
        )
    ]
    locales, nationales = sum(n for _, n, _ in lignes), sum(n for *_, n in lignes)
    if not locales + nationales:
        return "Propositions par thème et portée : aucune proposition."
    debut = (
        f"{count_words(locales + nationales)}, dont {format_nombre(locales)} de portée locale"
        f" et {format_nombre(nationales)} de portée nationale."
    )
    detail = " ; ".join(
        f"{t} : {count_words(a, 'locale')}, {count_words(b, 'nationale')}" for t, a, b in lignes
    )
    maximum = max(a + b for _, a, b in lignes)
    premiers = " et ".join(t for t, a, b in lignes if a + b == maximum)
    return f"{debut} Le plus de propositions : {premiers} ({format_nombre(maximum)}). {detail}."
