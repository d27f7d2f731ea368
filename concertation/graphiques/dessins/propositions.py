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
from concertation.graphiques.gabarit import LARGEUR, NOM, TAILLE_NOMBRE, nice_height, text_width
from concertation.graphiques.gabarit.couleurs import fade, mix, theme
from concertation.graphiques.gabarit.marques import Pile, lines

COTES = {"locale": -1, "nationale": 1}
ENTETE, BARRE, ECART = 30, 26, 16  # pixels
SENS = (
    Note(0, 0, Mot(("←\u00a0Locales",), NOM[0], "discret", "bottom left"), -10),
    Note(0, 0, Mot(("Nationales\u00a0→",), NOM[0], "discret"), 10),
)


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
    pile = Pile(ENTETE - 3)
    for rang, ligne in enumerate(comptes.to_dict("records")):
        identifiant, nom = str(ligne["theme"]), str(ligne["nom_court"])
        choisi = not themes or identifiant in themes
        encre = "texte" if choisi else "discret"
        pile.write(nom, LARGEUR, NOM, encre=encre, cote="bottom center", gras=True)
        haut = pile.haut + 3
        for portee, cote in COTES.items():
            vive = choisi and (not portees or portee in portees)
            n, cle = int(ligne[portee]), (identifiant, portee)
            survol = f"{nom} : {count_words(n, portee)}"
            couleur = theme(rang) if vive else fade(theme(rang))
            # National ones are hatched on a light ground.
            clair = mix(theme(rang), 0.12 if vive else 0.12 * 0.28)
            motif = Motif("/", 8, trait=couleur, fond=clair) if portee == "nationale" else None
            boite = (0, haut, cote * n, BARRE)
            barres[portee].append(Barre(*boite, couleur, cle, survol, couleur, 1.5, motif))
            # The number at the end of its bar, zero included.
            mot = Mot(
                (f"\u00a0{format_nombre(n)}\u00a0",),
                TAILLE_NOMBRE,
                "texte" if vive else "discret",
                "middle left" if cote < 0 else "middle right",
                gras=True,
            )
            nombres[portee].append(Point(cote * n, haut + BARRE / 2, id=cle, mot=mot))
        pile.haut += BARRE + ECART
    plus_grand = max([1, *(int(n) for portee in COTES for n in comptes[portee])])
    place = text_width(format_nombre(plus_grand), TAILLE_NOMBRE, gras=True) + 14
    portee_x = plus_grand * (1 + place / (LARGEUR / 2))
    # One short line at the foot of each bar, so that a zero has something to stand on.
    pieds = [(0.0, b.y, 0.0, b.y + BARRE) for b in barres["locale"]]
    return Dessin(
        _alt(comptes),
        partial(_table, comptes),
        nice_height(pile.haut + 3),
        [*(Barres(tuple(b), nom=p) for p, b in barres.items()),
         Points((*nombres["locale"], *nombres["nationale"]))],
        [*pile.notes, *SENS],
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


def count_words(nombre: int, portee: str = "") -> str:
    """« 1 proposition locale », « 12 propositions nationales », « aucune proposition »."""
    if not nombre:
        return f"aucune proposition {portee}".rstrip()
    mots = (f"proposition {portee}", f"propositions {portee}s") if portee else ("proposition",)
    return plural(nombre, *mots)


def _table(comptes: pd.DataFrame) -> pd.DataFrame:
    table = comptes[["nom_court", "locale", "nationale"]].astype(dict.fromkeys(COTES, int))
    table.columns = pd.Index(["Thème", "Locales", "Nationales"])
    return table.assign(Total=table["Locales"] + table["Nationales"]).reset_index(drop=True)


def _alt(comptes: pd.DataFrame) -> str:
    lignes = [tuple(ligne) for ligne in _table(comptes).to_numpy()]
    locales, nationales = sum(ligne[1] for ligne in lignes), sum(ligne[2] for ligne in lignes)
    if not locales + nationales:
        return "Propositions par thème et portée : aucune proposition."
    debut = (
        f"{count_words(locales + nationales)}, dont {format_nombre(locales)} de portée locale"
        f" et {format_nombre(nationales)} de portée nationale."
    )
    detail = " ; ".join(
        f"{t} : {count_words(a, 'locale')}, {count_words(b, 'nationale')}" for t, a, b, _ in lignes
    )
    maximum = max(total for *_, total in lignes)
    premiers = " et ".join(t for t, _, _, total in lignes if total == maximum)
    return f"{debut} Le plus de propositions : {premiers} ({format_nombre(maximum)}). {detail}."
