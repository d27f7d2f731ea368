"""A territory as the published files tell it: what was said there, what is done there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre, plural
from concertation.analyse.territoires.fiche import (
    ancestors,
    ateliers_in,
    has_known_limits,
    lieux_in,
    relate,
    zones_in,
)
from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section

SANS_LIMITES = (
    "Le périmètre exact de ce territoire n'est pas publié : ni contour, ni liste de ce qu'il "
    "contient au-delà de ce que les fichiers nomment."
)
SANS_ATELIER = "Aucun atelier ne s'est tenu ici."
SANS_COMITE = "Ce territoire n'a pas de comité de suivi."
SUIVI = "Ce que son comité suit"


@dataclass(frozen=True)
class RecitTerritoire:
    """`nom` says its level. `ateliers`, then `ailleurs`: what concerns it in the other files, with
    the words that say that nothing does; `sources` are cells of the rows told."""

    nom: str
    parents: tuple[str, ...]
    limites: str
    ateliers: Section
    ailleurs: tuple[Section, ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=256)
def tell_territoire(donnees: Donnees, cle: str) -> RecitTerritoire:
    """The territory of a known id."""
    ateliers, zones = ateliers_in(donnees, cle), zones_in(donnees, cle)
    actions, dispositifs = (relate(donnees, nom, cle) for nom in ("actions", "dispositifs"))
    parents = ancestors(soft_table(donnees, "territoires"), cle)
    return RecitTerritoire(
        name_territoire(donnees, cle),
        tuple(name_territoire(donnees, parent) for parent in parents),
        "" if has_known_limits(donnees, cle) else SANS_LIMITES,
        _section(
            plural(len(ateliers), "atelier"), map(_tell_atelier, list_records(ateliers)),
            SANS_ATELIER,
        ),
        (
            _section(
                "Intercommunalités prioritaires",
                (Puce(str(nom)) for nom in zones["nom_officiel"]), "Aucune n'est publiée.",
            ),
            _section("Lieux des dispositifs", _tell_lieux(donnees, cle), "Aucun n'est publié."),
            _concern(
                "Ce que la feuille de route y fait", actions, "titre_court",
                "Aucune action publiée ne concerne ce territoire.",
            ),
            _concern(
                "Dispositifs", dispositifs, "nom",
                "Aucun dispositif publié ne concerne ce territoire.",
            ),
        ),
        tuple(
            dict.fromkeys(
                cellule
                for frame in (ateliers, zones, actions, dispositifs)
                for cellule in frame["source"].tolist()
            )
        ),
    )  # fmt: skip


def _section(titre: str, puces: Any, vide: str) -> Section:
    liste = Liste(tuple(puces))
    return Section(titre, (liste,) if liste.puces else (), vide)


def _tell_atelier(atelier: Mapping[str, Any]) -> Puce:
    """« Flers – 21 novembre 2022 (probable), lieu non publié, participants non publiés »."""
    certitude = atelier["date_certitude"]
    doute = f" ({certitude})" if certitude and certitude != "certaine" else ""
    jour = format_date(atelier["date"], vide="date non publiée") + doute
    lieu = str(atelier["lieu"] or "lieu non publié")
    nombre = format_nombre(atelier["participants"], vide="")
    venus = f"{nombre} participants" if nombre else "nombre de participants non publié"
    return Puce(f" – {jour}, {lieu}, {venus}", fort=str(atelier["nom"]))


def _concern(titre: str, lignes: pd.DataFrame, colonne: str, vide: str) -> Section:
    """Rows that name the territory, a part of it, or a larger one, and which of these."""
    puces = (Puce(f"{a[colonne]} ({a['rapport']})") for a in list_records(lignes))
    return _section(titre, puces, vide)


def _tell_lieux(donnees: Donnees, cle: str) -> list[Puce]:
    """The document's name of a stop, today's commune when it is another, and what stops there."""
    dispositifs = soft_table(donnees, "dispositifs")
    noms = dict(zip(dispositifs["id"], dispositifs["nom"], strict=True))
    lieux = lieux_in(donnees, cle)
    return [
        Puce(
            (x["nom"] if x["nom"] == x["commune"] else f"{x['nom']} ({x['commune']})")
            + f" – {noms.get(x['dispositif'], x['dispositif'])}"
        )
        for x in list_records(lieux[lieux["dispositif"] != ""])
    ]
