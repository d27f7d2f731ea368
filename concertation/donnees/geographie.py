"""Rules about territories: hierarchy, codes, outlines, points."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import shapely
import shapely.geometry

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie, DonneeIndisponible
from concertation.donnees.grille import Ligne
from concertation.donnees.lecture import read_nombre
from concertation.donnees.phrases import enumerate_values, say
from concertation.donnees.schemas import CARTES, fichier_carte
from concertation.donnees.vue import Vue, lineage

# What a territory may be a part of.
PARENTS: dict[str, tuple[str, ...]] = {
    "region": (),
    "departement": ("region",),
    "arrondissement": ("departement",),
    "cts": ("departement", "region"),
    "epci": ("departement", "region"),
    "commune": ("arrondissement", "departement"),
}
# About 2 km: coasts and borders of the outlines are simplified.
TOLERANCE_DEGRES = 0.02


def check_territoire(vue: Vue) -> Iterator[Anomalie]:
    """The territory of the consultation is one of the territories."""
    valeur = vue.paquet.concertation.get("territoire", "")
    if valeur and vue.is_given("territoires"):
        message = vue.explain_unknown(valeur, "territoires")
        if message:
            yield vue.paquet.locate("territoire", valeur, message)


def check_hierarchie(vue: Vue) -> Iterator[Anomalie]:
    """A territory is part of the next level up, and only a region of none."""
    niveaux = {ligne("id"): ligne("niveau") for ligne in vue.lignes["territoires"]}
    for ligne in vue.lignes["territoires"]:
        sien, parent = ligne("niveau"), ligne("parent")
        admis, niveau = PARENTS.get(sien), niveaux.get(parent)
        if admis is None or "parent" not in ligne.cellules or (parent and not niveau):
            continue  # a fault told elsewhere
        if niveau is None and admis:
            phrase = (
                "la cellule est vide : le parent d’un territoire de niveau {0!q} est un "
                "territoire de niveau {1!e}."
            )
            yield vue.tell("territoires", ligne, "parent", phrase, sien, admis)
        elif niveau is not None and niveau not in admis:
            phrase = (
                "{0!q} est de niveau {1!q} ; niveau admis pour le parent d’un territoire de niveau "
                "{2!q} : {3}."
            )
            attendu = enumerate_values(admis) or "aucun"
            yield vue.tell("territoires", ligne, "parent", phrase, parent, niveau, sien, attendu)


def check_comites(vue: Vue) -> Iterator[Anomalie]:
    """The committee that a territory names is that of a larger one, which names none itself."""
    lignes = {ligne("id"): ligne for ligne in vue.lignes["territoires"]}
    parents = {cle: ligne("parent") for cle, ligne in lignes.items()}
    for cle, ligne in lignes.items():
        comite = ligne("comite")
        if comite not in lignes:
            continue  # none, or a fault told elsewhere
        if comite not in lineage(parents, cle)[1:]:
            phrase = "{0!q} ne contient pas {1!q} : un comité est celui d’un territoire plus large."
            yield vue.tell("territoires", ligne, "comite", phrase, comite, cle)
        elif lignes[comite]("comite"):
            phrase = "{0!q} renvoie lui-même au comité d’un autre territoire, {1!q}."
            yield vue.tell("territoires", ligne, "comite", phrase, comite, lignes[comite]("comite"))


def _find_code_fault(ligne: Ligne) -> tuple[str, str] | None:
    """Which of a workshop's three codes contradicts the others: column and sentence."""
    code = ligne("code_departement")
    autres = {c: ligne(c) for c in ("code_insee", "code_arrondissement")}
    if not code or not all(autres.values()):
        return None
    fautifs = {c: valeur for c, valeur in autres.items() if not valeur.startswith(code)}
    if len(fautifs) == 2:
        phrase = "{0!q} ne commence ni {1!q} (code_insee) ni {2!q} (code_arrondissement)."
        return "code_departement", say(phrase, code, *fautifs.values())
    for colonne, valeur in fautifs.items():
        phrase = "{0!q} n’est pas dans le département {1!q} : il doit commencer par {1!q}."
        return colonne, say(phrase, valeur, code)
    return None


def check_codes(vue: Vue) -> Iterator[Anomalie]:
    """Codes of a workshop agree with each other and, with their names, with the territories."""
    noms: dict[str, dict[str, str]] = defaultdict(dict)
    if vue.is_sure("territoires", "niveau", "code", "nom"):
        for territoire in vue.lignes["territoires"]:
            code = territoire("code") or territoire("nom")
            noms[territoire("niveau")][code] = territoire("nom")
    cts = {t("nom"): None for t in vue.lignes["territoires"] if t("niveau") == "cts"}
    for ligne in vue.lignes["ateliers"]:
        faute = _find_code_fault(ligne)
        if faute:
            yield vue.tell("ateliers", ligne, *faute)
            continue
        for niveau in ("departement", "arrondissement"):
            colonne, connus = f"code_{niveau}", noms[niveau]
            code, nom = ligne(colonne), ligne(niveau)
            if not connus or not code:
                continue
            if code not in connus:
                message = phrases.unknown_id(code, "territoires.csv", connus)
                yield vue.tell("ateliers", ligne, colonne, message)
                break
            if nom and nom != connus[code]:
                phrase = "{0!q} n’est pas le nom du code {1!q} : territoires.csv écrit {2!q}."
                yield vue.tell("ateliers", ligne, niveau, phrase, nom, code, connus[code])
        if ligne("cts") and noms and ligne("cts") not in cts:
            phrase = "{0!q} n’est pas un CTS de territoires.csv ; noms admis : {1}."
            admis = enumerate_values(cts) or "aucun"
            yield vue.tell("ateliers", ligne, "cts", phrase, ligne("cts"), admis)


def _draw_contours(vue: Vue, nom: str) -> dict[str, Any]:
    """Outlines of a map by code; None for one that can't be drawn."""
    try:
        contours = vue.donnees.geo(nom)["features"]
    except DonneeIndisponible:
        return {}
    formes = {}
    for contour in contours:
        try:
            forme = shapely.geometry.shape(contour["geometry"])
        except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
            forme = None
        formes[contour["properties"]["code"]] = forme or None
    return formes


def check_contours(vue: Vue) -> Iterator[Anomalie]:
    """Every outline can be drawn."""
    for nom in CARTES:
        for code, forme in _draw_contours(vue, nom).items():
            if forme is None:
                message = say("le contour du code {0!q} n’a pas de coordonnées lisibles.", code)
                yield Anomalie(fichier_carte(nom), None, None, code, message)


def check_points(vue: Vue) -> Iterator[Anomalie]:
    """The point of a workshop or of a place has two coordinates, in its département."""
    contours = _draw_contours(vue, "departements")
    for nom in ("ateliers", "lieux"):
        for ligne in vue.lignes[nom]:
            faute = _find_point_fault(ligne, contours)
            if faute:
                yield vue.tell(nom, ligne, *faute)


def _find_point_fault(ligne: Ligne, contours: dict[str, Any]) -> tuple[str, ...] | None:
    """Column, sentence and its values."""
    latitude, longitude = read_nombre(ligne("latitude")), read_nombre(ligne("longitude"))
    if not {"latitude", "longitude"} <= ligne.cellules.keys():
        return None
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        phrase = "la cellule est vide : donnez la latitude et la longitude, ou aucune des deux."
        return "latitude" if latitude is None else "longitude", say(phrase)
    departement = ligne("code_departement")
    forme = contours.get(departement)
    if forme is None or _find_code_fault(ligne):
        return None
    if forme.distance(shapely.Point(longitude, latitude)) <= TOLERANCE_DEGRES:
        return None
    point = f"{ligne('latitude')}, {ligne('longitude')}"
    phrase = (
        "le point ({0}) est hors du département {1!q} : vérifiez la latitude et la longitude, en "
        "degrés."
    )
    return "latitude", phrase, point, departement


REGLES = (
    check_territoire, check_hierarchie, check_comites, check_codes, check_contours, check_points,
)  # fmt: skip
