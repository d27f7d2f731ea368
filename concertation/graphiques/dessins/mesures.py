"""Small charts of published figures: parts of a whole, and values on a scale with their target."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.feuille_route.chiffres import PARTIEL, PLEIN, Chiffre, reste_of
from concertation.analyse.mots.formats import format_nombre, format_quantite
from concertation.graphiques.dessins.barres import LARGEUR, LIGNE, TAILLE_NOM
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    nice_height,
    wrap_text,
)
from concertation.graphiques.signes import lines_path, note, page_layout, stroke

BARRE, ECART, RETRAIT = 18, 14, 18  # pixels
TAILLE_DETAIL, LIGNE_DETAIL = 14, 18


class Part(NamedTuple):
    """One bar: its row, its depth under the whole, and where it starts on the whole's scale."""

    mesure: dict[str, Any]
    niveau: int
    debut: float


def list_parts(chiffre: Chiffre, niveau: int = 0, debut: float = 0.0) -> list[Part]:
    """The whole then its parts, each under its own whole.

    Parts of a declared sum follow one another; those of a « dont » all start with their whole,
    since nothing says that they don't overlap.
    """
    parts = [Part(chiffre.mesure, niveau, debut)]
    suivant = debut
    for detail in chiffre.details:
        partiel = detail.mesure["detail"] == PARTIEL
        parts += list_parts(detail, niveau + 1, debut if partiel else suivant)
        if not partiel:
            suivant += detail.mesure["valeur"]
    return parts


def bars_parts(chiffre: Chiffre, mode: Mode, largeur: int = LARGEUR) -> go.Figure:
    """A whole and, under it, its parts on its own scale; `chiffre.is_tout` must hold.

    Names stand above the bars, wrapped for `largeur` pixels. `customdata` holds the measure's id.
    """
    encres = ENCRES[mode]
    parts = list_parts(chiffre)
    total = max([1e-9, *(p.debut + p.mesure["valeur"] for p in parts)])
    notes, milieux, fonds, haut = [], [], [], 2
    for part in parts:
        lignes = wrap_text(_name(part), largeur - 8 - RETRAIT * part.niveau, TAILLE_NOM)
        notes.append(_name_note(lignes, part, haut, mode))
        milieu = haut + len(lignes) * LIGNE + 3 + BARRE / 2
        milieux.append(milieu)
        fonds.append((0.0, milieu + BARRE / 2, 1.0, milieu + BARRE / 2))
        haut += len(lignes) * LIGNE + BARRE + ECART
    reste = reste_words(chiffre)
    if reste:
        lignes = wrap_text(reste, largeur - 8, TAILLE_DETAIL)
        police = {"size": TAILLE_DETAIL, "color": encres.discret}
        notes.append(note("<br>".join(escape(x) for x in lignes), 0, haut, font=police))
        haut += len(lignes) * LIGNE_DETAIL
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": [round(p.debut / total, 5) for p in parts],
        "x": [round(p.mesure["valeur"] / total, 5) for p in parts],
        "y": milieux,
        "width": BARRE,
        "customdata": [p.mesure["id"] for p in parts],
        "marker": {"color": [encres.bord if p.niveau else encres.accent for p in parts]},
        "hovertext": [escape(f"{p.mesure['libelle']} : {p.mesure['phrase']}") for p in parts],
        "hoverinfo": "text",
    }
    formes = stroke(lines_path(fonds), encres.grille)
    page = page_layout(nice_height(haut), notes, formes, gauche=2, droite=2, largeur=largeur)
    return build_figure([trace], page, mode)


def reste_words(chiffre: Chiffre) -> str:
    """What a « dont » leaves untold, in words; "" when nothing is."""
    reste = reste_of(chiffre)
    if reste is None:
        return ""
    tout = chiffre.mesure["phrase"]
    return f"Détail partiel de {tout} : le document ne détaille pas le reste."


def _name(part: Part) -> str:
    nom = part.mesure["libelle"] if part.niveau else "ensemble"
    return f"{format_nombre(part.mesure['valeur'])} : {nom}"


def _name_note(lignes: Sequence[str], part: Part, haut: float, mode: Mode) -> dict[str, Any]:
    nombre = escape(format_nombre(part.mesure["valeur"]))
    texte = "<br>".join(escape(ligne) for ligne in lignes)
    texte = texte.replace(nombre, f"<b>{nombre}</b>", 1)
    police = {"size": TAILLE_NOM, "color": ENCRES[mode].texte}
    return note(texte, 0, haut, xshift=RETRAIT * part.niveau, font=police)


def bars_jauges(
    chiffres: Sequence[Chiffre], lieux: Mapping[str, str], mode: Mode, largeur: int = LARGEUR
) -> go.Figure:
    """One row a figure on a scale of its own: a rate out of 100, a capacity up to its target.

    `lieux` gives the territory of each measure, told under its name. A target is a line across
    the scale, named under it. `customdata` holds the measure's id.
    """
    encres = ENCRES[mode]
    notes, milieux, haut = [], [], 2
    traits: list[tuple[float, float, float, float]] = []
    for chiffre in chiffres:
        mesure = chiffre.mesure
        noms = wrap_text(f"{mesure['libelle']} : {mesure['phrase']}", largeur - 8, TAILLE_NOM)
        precisions = [x for x in (lieux.get(mesure["id"], ""),) if x]
        details = [x for p in precisions for x in wrap_text(p, largeur - 8, TAILLE_DETAIL)]
        notes.append(_text(noms, haut, TAILLE_NOM, encres.texte))
        haut += len(noms) * LIGNE
        notes.append(_text(details, haut, TAILLE_DETAIL, encres.discret))
        haut += len(details) * LIGNE_DETAIL + 4
        milieux.append(haut + BARRE / 2)
        for cible in chiffre.cibles:
            x = cible["valeur"] / _scale(chiffre)
            traits.append((x, haut - 4, x, haut + BARRE + 4))
        haut += BARRE + 4
        pied = wrap_text(target_words(chiffre), largeur - 8, TAILLE_DETAIL)
        notes.append(_text(pied, haut, TAILLE_DETAIL, encres.texte))
        haut += len(pied) * LIGNE_DETAIL + ECART
    traces = [
        _scale_trace(chiffres, milieux, [1.0] * len(chiffres), encres.zone_active),
        _scale_trace(
            chiffres, milieux, [c.mesure["valeur"] / _scale(c) for c in chiffres], encres.accent
        ),
    ]
    formes = [{**f, "layer": "above"} for f in stroke(lines_path(traits), encres.texte, width=4)]
    page = page_layout(nice_height(haut), notes, formes, gauche=2, droite=4, largeur=largeur)
    return build_figure(traces if chiffres else [], page, mode)


def target_words(chiffre: Chiffre) -> str:
    """« Objectif : 100 % », « Proposition : 6 lits »; what the scale is without a target."""
    if chiffre.cibles:
        mots = [f"{c['nature'].capitalize()} : {c['phrase']}" for c in chiffre.cibles]
        return " ; ".join(mots)
    return "Sans objectif publié ; échelle de 0 à 100\u00a0%"


def _scale(chiffre: Chiffre) -> float:
    """The right end of a scale, in the unit of the figure."""
    if chiffre.mesure["nature_indicateur"] == "taux":
        return PLEIN
    return float(max(1e-9, chiffre.mesure["valeur"], *(c["valeur"] for c in chiffre.cibles)))


def _scale_trace(
    chiffres: Sequence[Chiffre], milieux: Sequence[float], x: Sequence[float], couleur: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(part, 5) for part in x],
        "y": list(milieux),
        "width": BARRE,
        "customdata": [c.mesure["id"] for c in chiffres],
        "marker": {"color": couleur},
        "hovertext": [escape(jauge_words(c)) for c in chiffres],
        "hoverinfo": "text",
    }


def _text(lignes: Sequence[str], haut: float, taille: int, couleur: str) -> dict[str, Any]:
    texte = "<br>".join(escape(ligne) for ligne in lignes)
    return note(texte, 0, haut, font={"size": taille, "color": couleur})


def jauge_words(chiffre: Chiffre) -> str:
    """« Population couverte : 91 %. Objectif : 100 % »"""
    return f"{chiffre.mesure['libelle']} : {chiffre.mesure['phrase']}. {target_words(chiffre)}"


def table_parts(chiffre: Chiffre) -> pd.DataFrame:
    """The whole and its parts, in the order of the chart."""
    parts = list_parts(chiffre)
    return pd.DataFrame(
        {
            "Chiffre": [p.mesure["libelle"] for p in parts],
            "Valeur": [p.mesure["phrase"] for p in parts],
            "Place": [_place(p) for p in parts],
            "Période": [p.mesure["periode_texte"] or "non précisée" for p in parts],
        }
    )


def _place(part: Part) -> str:
    if not part.niveau:
        return "le tout"
    return "« dont », détail partiel" if part.mesure["detail"] == PARTIEL else "partie du tout"


def table_jauges(chiffres: Sequence[Chiffre], lieux: Mapping[str, str]) -> pd.DataFrame:
    """The values and their targets, in the order of the chart."""
    return pd.DataFrame(
        {
            "Chiffre": [c.mesure["libelle"] for c in chiffres],
            "Valeur": [c.mesure["phrase"] for c in chiffres],
            "Objectif ou proposition": [
                target_words(c) if c.cibles else "sans objectif publié" for c in chiffres
            ],
            "Territoire": [lieux.get(c.mesure["id"], "") or "non précisé" for c in chiffres],
        }
    )


def describe_parts(chiffre: Chiffre) -> str:
    """French text alternative of a whole and its parts."""
    tout, *parts = list_parts(chiffre)
    mots = [f"{p.mesure['libelle']} {_quantity(p.mesure)}" for p in parts]
    debut = f"{tout.mesure['libelle']} : {tout.mesure['phrase']}"
    return f"{debut} ; {', '.join(mots)}. {reste_words(chiffre)}".strip()


def _quantity(mesure: Mapping[str, Any]) -> str:
    return format_quantite(mesure["valeur"], None, mesure["qualificatif"])


def describe_jauges(chiffres: Sequence[Chiffre], lieux: Mapping[str, str]) -> str:
    """French text alternative of the scales."""
    phrases = []
    for chiffre in chiffres:
        lieu = lieux.get(chiffre.mesure["id"], "")
        phrases.append(jauge_words(chiffre) + (f" ({lieu})." if lieu else "."))
    return " ".join(phrases)
