"""Rules about territories: hierarchy, codes, outlines, points."""

from collections import defaultdict
from collections.abc import Iterator

import shapely

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.lecture import read_nombre
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.schemas import fichier_carte
from concertation.donnees.vue import Ligne, Vue

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
    if valeur and vue.is_sure("territoires", "id"):
        ids = [ligne("id") for ligne in vue.lignes["territoires"]]
        if valeur not in ids:
            message = phrases.unknown_id(valeur, "territoires.csv", ids)
            yield vue.paquet.locate("territoire", valeur, message)


def check_hierarchie(vue: Vue) -> Iterator[Anomalie]:
    """A territory is part of the next level up, and only a region of none."""
    niveaux = {ligne("id"): ligne("niveau") for ligne in vue.lignes["territoires"]}
    for ligne in vue.lignes["territoires"]:
        admis = PARENTS.get(ligne("niveau"))
        niveau = niveaux.get(ligne("parent"))
        if admis is None or "parent" not in ligne.cellules or (ligne("parent") and not niveau):
            continue  # a fault told elsewhere
        if niveau is None and admis:
            message = (
                f"la cellule est vide{ESPACE}: le parent d'un territoire de niveau "
                f"{quote(ligne('niveau'))} est un territoire de niveau "
                f"{phrases.enumerate_values(admis)}."
            )
            yield vue.tell("territoires", ligne, "parent", message)
        elif niveau is not None and niveau not in admis:
            attendu = phrases.enumerate_values(admis) if admis else "aucun"
            message = (
                f"{quote(ligne('parent'))} est de niveau {quote(niveau)}{ESPACE}; niveau admis "
                f"pour le parent d'un territoire de niveau {quote(ligne('niveau'))}{ESPACE}: "
                f"{attendu}."
            )
            yield vue.tell("territoires", ligne, "parent", message)


def _find_code_fault(ligne: Ligne) -> tuple[str, str] | None:
    """Which of a workshop's three codes contradicts the others: column and sentence."""
    code, insee, arrondissement = (
        ligne(c) for c in ("code_departement", "code_insee", "code_arrondissement")
    )
    if not (code and insee and arrondissement):
        return None
    insee_faux, arrondissement_faux = (
        not insee.startswith(code),
        not arrondissement.startswith(code),
    )
    if insee_faux and arrondissement_faux:
        return "code_departement", (
            f"{quote(code)} ne commence ni {quote(insee)} (code_insee) ni "
            f"{quote(arrondissement)} (code_arrondissement)."
        )
    if insee_faux or arrondissement_faux:
        colonne, valeur = (
            ("code_insee", insee) if insee_faux else ("code_arrondissement", arrondissement)
        )
        return colonne, (
            f"{quote(valeur)} n'est pas dans le département {quote(code)}{ESPACE}: il doit "
            f"commencer par {quote(code)}."
        )
    return None


def check_codes(vue: Vue) -> Iterator[Anomalie]:
    """Codes of a workshop agree with each other and, with their names, with the territories."""
    noms: dict[str, dict[str, str]] = defaultdict(dict)
    if vue.is_sure("territoires", "niveau", "code", "nom"):
        for territoire in vue.lignes["territoires"]:
            code = territoire("code") or territoire("nom")
            noms[territoire("niveau")][code] = territoire("nom")
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
                message = (
                    f"{quote(nom)} n'est pas le nom du code {quote(code)}{ESPACE}: territoires.csv "
                    f"écrit {quote(connus[code])}."
                )
                yield vue.tell("ateliers", ligne, niveau, message)
        cts = {t("nom"): t("nom") for t in vue.lignes["territoires"] if t("niveau") == "cts"}
        if ligne("cts") and noms and ligne("cts") not in cts:
            message = (
                f"{quote(ligne('cts'))} n'est pas un CTS de territoires.csv{ESPACE}; "
                f"noms admis{ESPACE}: {phrases.enumerate_values(cts) or 'aucun'}."
            )
            yield vue.tell("ateliers", ligne, "cts", message)


def check_contours(vue: Vue) -> Iterator[Anomalie]:
    """Every outline can be drawn."""
    for nom, formes in vue.contours.items():
        for code, forme in formes.items():
            if forme is None:
                message = f"le contour du code {quote(code)} n'a pas de coordonnées lisibles."
                yield Anomalie(fichier_carte(nom), None, None, code, message)


def check_points(vue: Vue) -> Iterator[Anomalie]:
    """The point of a workshop or of a place has two coordinates, in its département."""
    for nom in ("ateliers", "lieux"):
        yield from _check_points_of(vue, nom)


def _check_points_of(vue: Vue, nom: str) -> Iterator[Anomalie]:
    contours = vue.contours.get("departements", {})
    for ligne in vue.lignes[nom]:
        if not {"latitude", "longitude"} <= ligne.cellules.keys():
            continue
        latitude, longitude = read_nombre(ligne("latitude")), read_nombre(ligne("longitude"))
        if latitude is None and longitude is None:
            continue
        if latitude is None or longitude is None:
            vide = "latitude" if latitude is None else "longitude"
            message = (
                f"la cellule est vide{ESPACE}: donnez la latitude et la longitude, ou aucune "
                "des deux."
            )
            yield vue.tell(nom, ligne, vide, message)
            continue
        forme = contours.get(ligne("code_departement"))
        if forme is None or _find_code_fault(ligne):
            continue
        if forme.distance(shapely.Point(longitude, latitude)) > TOLERANCE_DEGRES:
            point = f"{ligne('latitude')}, {ligne('longitude')}"
            message = (
                f"le point ({point}) est hors du département {quote(ligne('code_departement'))}"
                f"{ESPACE}: vérifiez la latitude et la longitude, en degrés."
            )
            yield vue.tell(nom, ligne, "latitude", message)
