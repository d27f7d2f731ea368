"""Timeline of dated facts: a line an action, a point for a day or a month, a bar for longer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records, tabulate
from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.textes import split_liste
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Point, Points
from concertation.graphiques.style import nice_height, shorten, text_width, wrap_text
from concertation.graphiques.style.marques import (
    HAUTEUR_DATES,
    Calendrier,
    Pile,
    date_axis,
    frame_dates,
    lines,
    message,
    to_day,
)

LARGEUR = 360  # pixels for which titles are wrapped, a phone, unless told
CADRE = ""  # the line of facts that no action has
NOM_CADRE = "Cadre et calendrier général"
PAS, ECART = 22, 10  # pixels: one lane of a line, between two lines
BARRE, POINT, TAILLE = 18, 15, 14
JOURS_POINT = 45  # what lasts longer is drawn as long as it lasted
AIR = 0.045  # part of the width that a point keeps for itself
AUTOUR = 20  # pixels between a mark and its words
LIGNES = 5  # of words beside a mark


@dataclass(frozen=True)
class Marque:
    """One fact on one line: where it starts and ends (0 to 1), and the first of its lanes in that
    line: it takes one for each line of its `mots`."""

    fait: dict[str, Any]
    debut: float
    fin: float
    couloir: int
    longue: bool
    mots: tuple[str, ...] = ()
    place: str = "right"  # of the words: left or right of the mark, or center, in a bar

    @property
    def couloirs(self) -> int:
        return len(self.mots)


def place_faits(
    faits: pd.DataFrame, noms: Mapping[str, str], largeur: float = LARGEUR
) -> tuple[list[tuple[str, list[Marque]]], Calendrier | None]:
    """Lines of the chart, each with its marks, and the span of the dates.

    `faits` as `list_faits` gives them; `noms` the title of each action, in the order of the lines.
    A fact of several actions stands on the line of each; one of none, or of unknown actions, on
    the line `CADRE`, the last. Marks that would touch go to other lanes. Each mark has its
    words beside it, on as many lanes as they take lines in `largeur` pixels.
    """
    lignes = list_records(faits)
    calendrier = frame_dates([f["date"] for f in lignes] + [f["fin"] for f in lignes], 0.02)
    if calendrier is None:
        return [], None
    par_ligne: dict[str, list[dict[str, Any]]] = {cle: [] for cle in (*noms, CADRE)}
    for fait in lignes:
        for action in [a for a in split_liste(fait["action"]) if a in noms] or [CADRE]:
            par_ligne[action].append(fait)
    places = [
        (cle, _lanes(siens, calendrier, largeur)) for cle, siens in par_ligne.items() if siens
    ]
    return places, calendrier


def _lanes(faits: Sequence[dict[str, Any]], calendrier: Calendrier, largeur: float) -> list[Marque]:
    """Each fact in the first lane that is free, long ones first."""
    libres: dict[int, list[tuple[float, float]]] = defaultdict(list)
    marques = []
    for fait in sorted(faits, key=lambda f: (not _is_long(f), f["date"])):
        debut, fin = calendrier.to_x(fait["date"]), calendrier.to_x(fait["fin"])
        longue = _is_long(fait)
        if not longue:
            debut = fin = (debut + fin) / 2
        doute = " (date déduite)" if is_deduced(fait) else ""
        mots, place = _beside(f"{fait['libelle']}{doute}", debut, fin, largeur)
        long = max((text_width(ligne, TAILLE) for ligne in mots), default=0)
        part = (long + AUTOUR + 6) / largeur
        air = 0 if longue else AIR / 2
        gauche = debut - (part if place == "left" else air)
        droite = fin + (part if place == "right" else air)
        hauts = range(len(mots))
        couloir = next(
            n for n in count() if all(droite + 0.004 <= g or d + 0.004 <= gauche
                                      for k in hauts for g, d in libres[n + k])
        )  # fmt: skip
        for k in hauts:
            libres[couloir + k].append((gauche, droite))
        marques.append(Marque(fait, debut, fin, couloir, longue, mots, place))
    return marques


def _beside(texte: str, debut: float, fin: float, largeur: float) -> tuple[tuple[str, ...], str]:
    """The lines of a mark's words and their place: where they fit, or fit best. Whole, unless they
    would take more than `LIGNES` lines."""
    dedans = (fin - debut) * largeur - 12
    if text_width(texte, TAILLE) <= dedans:
        return (texte,), "center"
    droite, gauche = ((1 - fin) * largeur - AUTOUR, debut * largeur - AUTOUR)
    a_droite = text_width(texte, TAILLE) <= droite or droite >= gauche
    large, place = (droite, "right") if a_droite else (gauche, "left")
    lignes = tuple(wrap_text(texte, large, TAILLE)) if large > 0 else ()
    if 0 < len(lignes) <= LIGNES:
        return lignes, place
    return (shorten(texte, max(large, dedans), TAILLE),), place if large >= dedans else "center"


def _is_long(fait: Mapping[str, Any]) -> bool:
    return (to_day(fait["fin"]) - to_day(fait["date"])).days > JOURS_POINT


def timeline_faits(
    faits: pd.DataFrame, noms: Mapping[str, str], largeur: float = LARGEUR
) -> Dessin:
    """One line an action, its title above it; an id is (id of the fact, id of the action).

    The id of the action is "" on the line of facts that no action has. `largeur` as in
    `place_faits`.
    """
    lignes, calendrier = place_faits(faits, noms, largeur)
    alt, table = _alt(faits), partial(_table, faits, noms)
    if calendrier is None:
        return message("Aucun fait daté n’est publié.", alt, table)
    pile, separations = Pile(2), []
    barres, points, mots = [], [], []
    for cle, marques in lignes:
        pile.write(noms.get(cle, NOM_CADRE), LARGEUR, (TAILLE, 20), gras=True)
        for m in marques:
            y, libelle = pile.haut + PAS * (m.couloir + m.couloirs / 2), str(m.fait["libelle"])
            survol = "\n".join([date_words(m.fait), *wrap_text(libelle, 300, TAILLE)])
            dit: dict[str, Any] = {"id": (m.fait["id"], cle), "survol": survol}
            if m.longue:
                boite = (m.debut, y - BARRE / 2, round(m.fin - m.debut, 5), BARRE)
                encre = "fond" if is_deduced(m.fait) else "bord"
                barres.append(Barre(*boite, encre, bord="bord", epaisseur=1.5, **dit))
            else:
                # Hollow: nobody wrote that date.
                encre = "fond" if is_deduced(m.fait) else "accent"
                points.append(Point(m.debut, y, "diamond", POINT, encre, "accent", 2, **dit))
            # The words, kept off the mark; a point is as wide as its sign.
            espace = "\u00a0" * (2 if m.longue else 4)
            centre = round((m.debut + m.fin) / 2, 5)
            x = {"center": centre, "right": m.fin, "left": m.debut}[m.place]
            avant, apres = espace * (m.place == "right"), espace * (m.place == "left")
            lignes_mot = tuple(f"{avant}{ligne}{apres}" for ligne in m.mots)
            mot = Mot(lignes_mot, TAILLE, cote=f"middle {m.place}")
            mots.append(Point(x, y, id=dit["id"], mot=mot))
        pile.haut += PAS * max(m.couloir + m.couloirs for m in marques) + ECART // 2
        separations.append((0.0, pile.haut, 1.0, pile.haut))
        pile.haut += ECART // 2
    dates, verticales = date_axis(calendrier, 0, pile.haut, pile.haut + 2)
    return Dessin(
        alt,
        table,
        nice_height(pile.haut + HAUTEUR_DATES),
        [Barres(tuple(barres), titre=True), Points(tuple(points), titre=True), Points(tuple(mots))],
        [*pile.notes, *dates],
        [*verticales, *lines(separations[:-1], "grille")],
        largeur,
        gauche=2,
        droite=10,
    )


def date_words(fait: Mapping[str, Any]) -> str:
    """The date as the document writes it, and the year that is deduced when it is."""
    deduite = f" (année déduite : {to_day(fait['date']).year})" if is_deduced(fait) else ""
    return f"{fait['date_texte']}{deduite}"


def is_deduced(fait: Mapping[str, Any]) -> bool:
    """Whether the document doesn't write all of the date."""
    return fait.get("date_certitude", "") == "déduite"


def _table(faits: pd.DataFrame, noms: Mapping[str, str]) -> pd.DataFrame:
    return tabulate(
        list_records(faits),
        ("Date écrite", date_words),
        ("Fait", lambda f: f["libelle"]),
        (
            "Action",
            lambda f: (
                ", ".join(noms[a] for a in split_liste(f["action"]) if a in noms) or NOM_CADRE
            ),
        ),
        ("Extrait", lambda f: f["extrait"]),
    )


def _alt(faits: pd.DataFrame) -> str:
    if faits.empty:
        return "Aucun fait daté n’est publié."
    annees = [to_day(d).year for colonne in ("date", "fin") for d in faits[colonne]]
    mots = "; ".join(f"{date_words(f)}, {f['libelle']}" for f in list_records(faits))
    nombre = len(faits)
    debut = plural(nombre, "fait daté", "faits datés")
    return f"{debut}, de {min(annees)} à {max(annees)} : {mots.replace(';', ' ;')}."
