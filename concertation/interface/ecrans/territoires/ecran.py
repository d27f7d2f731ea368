"""The parts of the Territoires screen: its state, its layers, its map."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from concertation.analyse.adresses import Adresse, choix, plusieurs
from concertation.analyse.lignes import find_row
from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires import fiche
from concertation.analyse.territoires.noms import choix_territoire, every_territoire
from concertation.donnees import Donnees, soft_geo, soft_table
from concertation.graphiques.carte import cartes as carte
from concertation.graphiques.dessin import Dessin
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import carte_source
from concertation.interface.socle.champs import show_choice, show_facette, show_select
from concertation.interface.socle.session import EcranPublie, is_narrow

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
    "dispositif": "lieu d’un dispositif (arrêt du médicobus)",
    "action": "lieu d’une action de feuille de route",
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
    territoire: str = choix_territoire()


class EcranTerritoires(EcranPublie[EtatTerritoires]):
    """The map and the open territory."""

    @cached_property
    def ligne(self) -> pd.Series | None:
        """The open territory."""
        return find_row(soft_table(self.donnees, "territoires"), self.etat.territoire)


def show_vues(ecran: EcranTerritoires) -> None:
    """The map, or the look at another region when a file tells of one."""
    if not soft_table(ecran.donnees, "comparaison").empty or ecran.etat.vue != "carte":
        show_choice("Afficher", "w-vue", VUES, ecran.etat.vue, lambda vue: ecran.go(vue=vue))


def show_couches(ecran: EcranTerritoires) -> None:
    """One box a layer that the data can fill."""
    compte = _sizes(ecran.donnees)
    options = {nom: mots for nom, mots in COUCHES.items() if compte[nom]}
    choisies = ecran.etat.couches
    show_facette(
        "Couches", "w-couche", options, compte, choisies, lambda choix: ecran.go(couches=choix)
    )


# What depends on the data, the layers and the chosen territory alone is worked out once.
@lru_cache(maxsize=4)
def _sizes(donnees: Donnees) -> dict[str, int]:
    """Areas or points of each layer; no area of a level whose outlines are not there."""
    genres = _points(donnees, tuple(COUCHES))["genre"].tolist()
    tailles = {nom: genres.count(nom.removesuffix("s")) for nom in COUCHES}
    for nom, (niveau, codes, _) in _areas(donnees).items():
        visible = nom == "zones" or soft_geo(donnees, fiche.FONDS[niveau]) is not None
        tailles[nom] = len(codes) if visible else 0
    return tailles


@lru_cache(maxsize=4)
def _areas(donnees: Donnees) -> dict[str, tuple[str, dict[str, str], str]]:
    """Level, territory of each code, and style of the layers of areas, from the ground up: a click
    answers with the topmost."""
    territoires = soft_table(donnees, "territoires")
    aires = {}
    for nom, niveau, style in (
        ("departements", fiche.DEPARTEMENT, carte.FOND),
        ("arrondissements", fiche.ARRONDISSEMENT, carte.TRAIT),
    ):
        siens = territoires[territoires["niveau"] == niveau]
        aires[nom] = (niveau, dict(zip(siens["code"], siens["id"], strict=True)), style)
    zones = soft_table(donnees, "zones_prioritaires")
    codes = dict(zip(zones["siren"], zones["territoire"], strict=True))
    return aires | {"zones": (fiche.EPCI, codes, carte.SURFACE)}


@lru_cache(maxsize=32)
def _points(donnees: Donnees, voulues: tuple[str, ...]) -> pd.DataFrame:
    """Points of the layers shown: id, genre, nom, detail, latitude, longitude."""
    cadres = []
    if "ateliers" in voulues:
        ateliers = donnees.table("ateliers")
        dates = [format_date(date, vide="date non publiée") for date in ateliers["date"]]
        cadres.append(ateliers.assign(genre="atelier", detail=dates))
    lieux = soft_table(donnees, "lieux")
    for table, titre in (("dispositifs", "nom"), ("actions", "titre_court")):
        if table in voulues:
            genre = table[:-1]
            siens, parents = lieux[lieux[genre] != ""], soft_table(donnees, table)
            titres = dict(zip(parents["id"], parents[titre], strict=True))
            details = [titres.get(cle, cle) for cle in siens[genre]]
            cadres.append(siens.assign(genre=genre, detail=details))
    colonnes = ["id", "genre", "nom", "detail", "latitude", "longitude"]
    pleins = [cadre[colonnes] for cadre in cadres if len(cadre)]
    return pd.concat(pleins, ignore_index=True) if pleins else pd.DataFrame(columns=colonnes)


@lru_cache(maxsize=64)
def _draw(donnees: Donnees, voulues: tuple[str, ...], choisi: str, phone: bool) -> Dessin:
    couches = {
        COUCHES[nom]: carte.Couche(soft_geo(donnees, fiche.FONDS[niveau]), codes, style)
        for nom, (niveau, codes, style) in _areas(donnees).items()
        if nom in voulues
    }
    return carte.map_territoires(
        couches,
        _points(donnees, voulues),
        choisi,
        every_territoire(donnees).get(choisi, ""),
        compact=phone,
        largeur=None if phone else LARGEUR_CARTE,
    )


def show_carte(ecran: EcranTerritoires) -> None:
    """The layers asked for; a click opens the sheet of an area, or of the territory of a point."""
    donnees, etat = ecran.donnees, ecran.etat

    def open_area(choisi: str) -> None:
        if choisi:
            ecran.go(territoire="" if choisi == etat.territoire else choisi)

    def open_point(point: str) -> None:
        genre, _, identifiant = point.partition(":")
        table = "ateliers" if genre == "atelier" else "lieux"
        open_area(fiche.territoire_of(donnees, table, identifiant))

    genres = set(_points(donnees, etat.couches)["genre"])
    legende = [f"{carte.SIGNES[g]} {LEGENDE[g]}" for g in carte.FORMES if g in genres]
    if "zones" in etat.couches and not soft_table(donnees, "zones_prioritaires").empty:
        legende.append("zone foncée : intercommunalité prioritaire")
    show_figure(
        "Carte des territoires",
        _draw(donnees, etat.couches, etat.territoire, is_narrow()),
        source=carte_source(donnees),
        cle="carte-territoires",
        on_select=lambda ids: open_point(ids[0]),
        on_area=lambda ids: open_area(ids[0]),
        scrolls=True,
        aide="Cliquez sur un territoire ou sur un point pour ouvrir la fiche de son territoire.",
        legende=" · ".join(legende),
    )


def show_selecteur(ecran: EcranTerritoires) -> None:
    """The same choice by keyboard as by a click on the map."""
    show_select(
        "Territoire", "w-territoire", every_territoire(ecran.donnees), ecran.etat.territoire,
        lambda lieu: ecran.go(territoire=lieu), "Choisissez un territoire",
    )  # fmt: skip
