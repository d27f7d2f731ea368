"""Proposals of each theme: by reach, as mirrored bars, and by decision, as one stacked bar.

Names stand above the bars, not beside them, so that none is cut on a phone.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_nombre, plural
from concertation.declarations.instruction import A_INSTRUIRE, DECISION
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
from concertation.graphiques.style import LARGEUR, NOM, TAILLE_NOMBRE, nice_height, text_width
from concertation.graphiques.style.couleurs import fade, mix, theme
from concertation.graphiques.style.marques import Pile, legend, lines, sign_bar

COTES = {"locale": -1, "nationale": 1}
ENTETE, BARRE, ECART = 30, 26, 16  # pixels
LIGNE_NOMBRES, ECART_DECISIONS = 24, 18
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
            survol = f"{nom} : {count_words(n, portee)}"
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
        _alt_propositions(comptes),
        partial(_table_propositions, comptes),
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


def _rows(comptes: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Name, local proposals and national ones of each theme."""
    colonnes = (comptes[nom] for nom in ("nom_court", "locale", "nationale"))
    return [(str(nom), int(a), int(b)) for nom, a, b in zip(*colonnes, strict=True)]


def _table_propositions(comptes: pd.DataFrame) -> pd.DataFrame:
    lignes = [(nom, a, b, a + b) for nom, a, b in _rows(comptes)]
    return pd.DataFrame(lignes, columns=["Thème", "Locales", "Nationales", "Total"])


def _alt_propositions(comptes: pd.DataFrame) -> str:
    lignes = _rows(comptes)
    locales, nationales = sum(a for _, a, _ in lignes), sum(b for *_, b in lignes)
    if not locales + nationales:
        return "Propositions par thème et portée : aucune proposition."
    debut = (
        f"{count_words(locales + nationales)}, dont {format_nombre(locales)} de portée locale"
        f" et {format_nombre(nationales)} de portée nationale."
    )
    detail = " ; ".join(
        f"{t} : {count_words(a, 'locale')}, {count_words(b, 'nationale')}" for t, a, b in lignes
    )
    maximum = max(a + b for _, a, b in lignes)
    premiers = " et ".join(t for t, a, b in lignes if a + b == maximum)
    return f"{debut} Le plus de propositions : {premiers} ({format_nombre(maximum)}). {detail}."


def bars_decisions(comptes: pd.DataFrame, compact: bool = False) -> Dessin:
    """One full-width bar a theme, shared among the decisions, each number above its part.

    `comptes` has the columns theme (id), nom_court, then one count a decision: a_instruire,
    retenue, deja_engagee, a_approfondir, ecartee. A decision is told by its hatching, its place
    and the legend. The id of a part is (theme, decision).
    """
    colonnes = 2 if compact else 3
    entrees = [(DECISION.signe(d), DECISION.mot(d)) for d in DECISION]
    legende, notes, bas = legend(entrees, 0, colonnes, barres=True)
    pile, barres = Pile(bas + 14, notes), list[Barre]()
    for ligne in comptes.to_dict("records"):
        pile.write(_title(ligne), LARGEUR, NOM, gras=True)
        if segments := split_row(ligne):
            pile.haut += LIGNE_NOMBRES
            # Each number above its part, pushed aside where two would meet on a phone.
            textes = [format_nombre(s["nombre"]) for s in segments]
            largeurs = [(text_width(t, TAILLE_NOMBRE, gras=True) + 4) / LARGEUR for t in textes]
            centres = spread([s["debut"] + s["part"] / 2 for s in segments], largeurs)
            for s, x, texte in zip(segments, centres, textes, strict=True):
                mot = Mot((texte,), TAILLE_NOMBRE, cote="top center", gras=True)
                pile.notes.append(Note(round(x, 4), pile.haut - 2, mot))
                boite = (round(s["debut"], 5), pile.haut, round(s["part"], 5), BARRE)
                decision = s["decision"]
                survol = f"{s['nom']}\n{DECISION.mot(decision)} : {count_words(s['nombre'])}"
                cle = (s["theme"], decision)
                barres.append(sign_bar(DECISION.signe(decision), *boite, id=cle, survol=survol))
            pile.haut += BARRE
        pile.haut += ECART_DECISIONS
    return Dessin(
        _alt_decisions(comptes),
        partial(_table_decisions, comptes),
        nice_height(pile.haut),
        [Barres(tuple(barres)), legende],
        pile.notes,
        gauche=1,
        droite=1,
    )


def _title(ligne: Mapping[Any, Any]) -> str:
    total = sum(int(ligne[d]) for d in DECISION)
    if not total:
        return f"{ligne['nom_court']} : aucune proposition"
    faites = total - int(ligne[A_INSTRUIRE])
    return f"{ligne['nom_court']} : {plural(faites, 'instruite')} sur {format_nombre(total)}"


def split_row(ligne: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Parts of a theme's bar: decision, number, start and length, from 0 to 1."""
    total = sum(int(ligne[d]) for d in DECISION)
    commun = {"theme": str(ligne["theme"]), "nom": str(ligne["nom_court"])}
    segments, debut = [], 0
    for decision in DECISION:
        if n := int(ligne[decision]):
            place = {"debut": debut / total, "part": n / total}
            segments.append({**commun, "decision": decision, "nombre": n, **place})
            debut += n
    return segments


def spread(centres: list[float], largeurs: list[float]) -> list[float]:
    """Middles as near to `centres` as a pass each way leaves them, apart and between 0 and 1."""
    places: list[float] = []
    bord = 0.0
    for centre, largeur in zip(centres, largeurs, strict=True):
        places.append(max(centre, bord + largeur / 2))
        bord = places[-1] + largeur / 2
    bord = 1.0
    for i in reversed(range(len(places))):
        places[i] = min(places[i], bord - largeurs[i] / 2)
        bord = places[i] - largeurs[i] / 2
    return places


def _table_decisions(comptes: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame({"Thème": list(comptes["nom_court"])})
    for decision in DECISION:
        table[DECISION.mot(decision)] = [int(n) for n in comptes[decision]]
    table["Total"] = [int(n) for n in comptes[list(DECISION)].sum(axis=1)]
    return table


def _alt_decisions(comptes: pd.DataFrame) -> str:
    if comptes.empty:
        return "Instruction des propositions : aucune proposition."
    themes = []
    for ligne in comptes.to_dict("records"):
        detail = ", ".join(
            f"{DECISION.mot(s['decision']).lower()} {format_nombre(s['nombre'])}"
            for s in split_row(ligne)
        )
        themes.append(f"{_title(ligne)} ({detail})" if detail else _title(ligne))
    return f"Instruction des propositions par thème. {'. '.join(themes)}."
