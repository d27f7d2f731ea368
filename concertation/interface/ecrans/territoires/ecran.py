"""The parts of the Territoires screen: its state, its layers, its map."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, plusieurs
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import format_date, is_empty
from concertation.analyse.territoires.fiche import (
    ARRONDISSEMENT,
    DEPARTEMENT,
    EPCI,
    FONDS,
    territoire_of,
)
from concertation.analyse.territoires.noms import every_territoire
from concertation.donnees import Donnees, soft_table
from concertation.graphiques.carte.territoires import (
    FOND,
    SIGNES,
    SURFACE,
    TRAIT,
    Couche,
    kinds_of,
    map_territoires,
)
from concertation.graphiques.dessin import Dessin
from concertation.interface.elements.facettes import show_choice, show_facette
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import carte_source
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.session import (
    is_phone,
    soft_geo,
    write_params,
)

VUES = {"carte": "Carte et fiches", "regards": "Regards croisés"}
# Layers by id: words of the box. The first ones are shown to whoever asks for nothing.
COUCHES = {
    "ateliers": "Ateliers",
    "departements": "Départements",
    "zones": "Intercommunalités prioritaires",
    "arrondissements": "Arrondissements",
    "dispositifs": "Arrêts et lieux des dispositifs",
    "actions": "Lieux des actions",
}
PAR_DEFAUT: tuple[str, ...] = ("ateliers", "departements", "zones")
LEGENDE = {
    "atelier": "atelier",
    "dispositif": "lieu d'un dispositif (arrêt du médicobus)",
    "action": "lieu d'une action de feuille de route",
}
# Three fifths of a laptop's main column, in pixels.
LARGEUR_CARTE = 560


@dataclass(frozen=True)
class EtatTerritoires(Adresse):
    """What the address says: the part shown, the layers, the territory whose sheet is open."""

    vue: str = choix("Afficher", VUES, "carte")
    couches: tuple[str, ...] = plusieurs(
        "Couches", COUCHES, PAR_DEFAUT, nom="couche", mots={"aucune": ()}
    )
    territoire: str = choix("Territoire", every_territoire)


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run."""

    donnees: Donnees
    etat: EtatTerritoires

    @cached_property
    def noms(self) -> dict[str, str]:
        """Names of all territories."""
        return every_territoire(self.donnees)

    @cached_property
    def ligne(self) -> pd.Series | None:
        """The open territory."""
        return find_row(soft_table(self.donnees, "territoires"), self.etat.territoire)

    def go(self, **changes: Any) -> None:
        write_params(replace(self.etat, **changes).to_params())

    def shows(self, couche: str) -> bool:
        return couche in self.etat.couches


def show_vues(ecran: Ecran) -> None:
    """The map, or the look at another region when a file tells of one."""
    if not soft_table(ecran.donnees, "comparaison").empty or ecran.etat.vue != "carte":
        show_choice("Afficher", "w-vue", VUES, ecran.etat.vue, lambda vue: ecran.go(vue=vue))


def show_couches(ecran: Ecran) -> None:
    """One box a layer that the data can fill."""
    compte = _sizes(ecran.donnees)
    show_facette(
        "Couches",
        "w-couche",
        {nom: mots for nom, mots in COUCHES.items() if compte[nom]},
        compte,
        ecran.etat.couches,
        lambda couches: ecran.go(couches=couches),
    )


# What depends on the data, the layers and the chosen territory alone is worked out once.
@lru_cache(maxsize=4)
def _sizes(donnees: Donnees) -> dict[str, int]:
    """Areas or points of each layer."""
    lieux = soft_table(donnees, "lieux")
    return {
        "ateliers": len(donnees.table("ateliers")),
        "departements": _count(donnees, DEPARTEMENT),
        "arrondissements": _count(donnees, ARRONDISSEMENT),
        "zones": len(soft_table(donnees, "zones_prioritaires")),
        "dispositifs": int((lieux["dispositif"] != "").sum()),
        "actions": int((lieux["action"] != "").sum()),
    }


def _count(donnees: Donnees, niveau: str) -> int:
    """Territories of a level, 0 when no outline can show them."""
    if soft_geo(donnees, FONDS[niveau]) is None:
        return 0
    return int((soft_table(donnees, "territoires")["niveau"] == niveau).sum())


def _layers(donnees: Donnees, voulues: tuple[str, ...]) -> dict[str, Couche]:
    """Areas by layer, from the ground up: a click answers with the topmost."""
    couches = {}
    territoires = soft_table(donnees, "territoires")
    for nom, niveau, style in (
        ("departements", DEPARTEMENT, FOND),
        ("arrondissements", ARRONDISSEMENT, TRAIT),
    ):
        siens = territoires[territoires["niveau"] == niveau]
        codes = dict(zip(siens["code"], siens["id"], strict=True))
        if nom in voulues:
            couches[nom] = Couche(soft_geo(donnees, FONDS[niveau]), codes, style)
    if "zones" in voulues:
        zones = soft_table(donnees, "zones_prioritaires")
        codes = dict(zip(zones["siren"], zones["territoire"], strict=True))
        couches["zones"] = Couche(soft_geo(donnees, FONDS[EPCI]), codes, SURFACE)
    return couches


@lru_cache(maxsize=32)
def _points(donnees: Donnees, voulues: tuple[str, ...]) -> pd.DataFrame:
    """Points of the layers shown: id, genre, nom, detail, latitude, longitude."""
    lignes = []
    if "ateliers" in voulues:
        for a in list_records(donnees.table("ateliers")):
            date = "date non publiée" if is_empty(a["date"]) else format_date(a["date"])
            lignes.append(_point(a["id"], "atelier", a, date))
    lieux = soft_table(donnees, "lieux")
    for couche, colonne, table in (
        ("dispositifs", "dispositif", "dispositifs"),
        ("actions", "action", "actions"),
    ):
        parents = soft_table(donnees, table)
        titres = dict(
            zip(parents["id"], parents["nom" if table == "dispositifs" else "titre_court"],
                strict=True)
        )  # fmt: skip
        if couche in voulues:
            lignes += [
                _point(lieu["id"], colonne, lieu, titres.get(lieu[colonne], lieu[colonne]))
                for lieu in list_records(lieux[lieux[colonne] != ""])
            ]
    colonnes = ["id", "genre", "nom", "detail", "latitude", "longitude"]
    return pd.DataFrame(lignes, columns=colonnes)


def _point(identifiant: str, genre: str, ligne: Mapping[str, Any], detail: str) -> tuple[Any, ...]:
    return identifiant, genre, ligne["nom"], detail, ligne["latitude"], ligne["longitude"]


@lru_cache(maxsize=64)
def _draw(donnees: Donnees, voulues: tuple[str, ...], choisi: str, phone: bool) -> Dessin:
    couches, points = _layers(donnees, voulues), _points(donnees, voulues)
    return map_territoires(
        {COUCHES[nom]: couche for nom, couche in couches.items()},
        points,
        choisi,
        every_territoire(donnees).get(choisi, ""),
        compact=phone,
        largeur=None if phone else LARGEUR_CARTE,
    )


def show_carte(ecran: Ecran) -> None:
    """The layers asked for; a click opens the sheet of an area, or of the territory of a point."""
    voulues = ecran.etat.couches

    show_figure(
        "Carte des territoires",
        _draw(ecran.donnees, voulues, ecran.etat.territoire, is_phone()),
        source=carte_source(ecran.donnees),
        cle="carte-territoires",
        on_select=lambda ids: _open(ecran, territoire_of(ecran.donnees, *_read_point(ids[0]))),
        on_area=lambda ids: _open(ecran, ids[0]),
        scrolls=True,
        aide="Cliquez sur un territoire ou sur un point pour ouvrir la fiche de son territoire.",
    )
    legende = [
        f"{SIGNES[genre]} {LEGENDE[genre]}" for genre in kinds_of(_points(ecran.donnees, voulues))
    ]
    if ecran.shows("zones") and not soft_table(ecran.donnees, "zones_prioritaires").empty:
        legende.append("zone foncée : intercommunalité prioritaire")
    if legende:
        st.caption(" · ".join(legende))


def _open(ecran: Ecran, choisi: str) -> None:
    if choisi:
        ecran.go(territoire="" if choisi == ecran.etat.territoire else choisi)


def _read_point(point: str) -> tuple[str, str]:
    """Table and id of a point's row."""
    genre, _, identifiant = point.partition(":")
    return ("ateliers" if genre == "atelier" else "lieux"), identifiant


def show_selecteur(ecran: Ecran) -> None:
    """The same choice by keyboard as by a click on the map."""
    show_select(
        "Territoire", "w-territoire", ecran.noms, ecran.etat.territoire,
        lambda lieu: ecran.go(territoire=lieu), "Choisissez un territoire",
    )  # fmt: skip
