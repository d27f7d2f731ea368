"""Broken folders: one fault each in a copy of the fictional region.

What the checker must say of each stands in `pannes.csv`.
"""

from pathlib import Path

from tests.aides.dossiers import (
    Damage,
    add_column,
    change_bytes,
    change_cell,
    change_package,
    change_rows,
    remove,
    withdraw_territories,
    write_rows,
)


def damage_each(*damages: Damage) -> Damage:
    """One fault that takes several cells."""

    def damage(dossier: Path) -> None:
        for each in damages:
            each(dossier)

    return damage


def add_comites(departement: str, cts: str, autre: str) -> Damage:
    """The column `comite`, as the first département and the two CTS name one."""
    return add_column("territoires.csv", ["comite", "", departement, *[""] * 4, cts, autre])


PANNES: dict[str, Damage] = {
    "missing required file": remove("themes.csv"),
    "listed file absent": remove("glossaire.csv"),
    "listed outline absent": remove("geo/departements.geojson"),
    "unlisted known file": change_package(lambda p: p["resources"].pop()),
    "unlisted unknown file": lambda d: write_rows(d / "notes.csv", [["id"], ["1"]]),
    "empty file": change_bytes("participation.csv", lambda b: b""),
    "header only in required": change_bytes("sources.csv", lambda b: b.splitlines(True)[0]),
    "unclosed quote": change_bytes(
        "participation.csv", lambda b: b.replace(b"libraires,3", b'"libraires,3')
    ),
    "missing column": change_rows("participation.csv", lambda r: [ligne.pop(2) for ligne in r]),
    "misspelt column": change_cell("participation.csv", 1, "categorie", "Catégorir"),
    "extra column": add_column("participation.csv", ["note", "a", "b", "c"]),
    "nameless column": add_column("participation.csv", ["", "a", "b", "c"]),
    "duplicate column": add_column("participation.csv", ["part", "1", "2", "3"]),
    "blank row": change_rows("participation.csv", lambda r: r.insert(2, [""] * 6)),
    "too many cells": change_rows("participation.csv", lambda r: r[2].insert(2, "lecteurs")),
    "too few cells": change_rows("participation.csv", lambda r: r[2].pop()),
    "no integer": change_cell("ateliers.csv", 3, "participants", "trente-huit"),
    "NaN": change_cell("participation.csv", 2, "part", "NaN"),
    "no such day": change_cell("sources.csv", 2, "date", "2031-02-30"),
    "duplicate id": change_cell("propositions.csv", 4, "id", "HOR-L-01"),
    "empty id": change_cell("propositions.csv", 4, "id", ""),
    "required empty": change_cell("propositions.csv", 4, "intitule", ""),
    "enumeration": change_cell("propositions.csv", 4, "portee", "régionale"),
    "code twice in a list": change_cell("codes.csv", 3, "code", "idee"),
    "unknown role of a code": change_cell("codes.csv", 5, "roles", "termine"),
    "unknown list of codes": change_cell("codes.csv", 2, "liste", "statuts"),
    "pattern": change_cell("ateliers.csv", 2, "code_insee", "9600"),
    "minimum": change_cell("ateliers.csv", 2, "participants", "-4"),
    "maximum": change_cell("ateliers.csv", 2, "latitude", "445.2"),
    "unique rank by schema": change_cell("themes.csv", 3, "ordre", "1"),
    "rank twice in a list": change_cell("propositions.csv", 3, "ordre", "1"),
    "rank twice in a file": change_cell("reperes.csv", 4, "ordre", "2"),
    "unknown theme": change_cell("propositions.csv", 2, "theme", "horaire"),
    "unknown workshop in a list": change_cell("propositions.csv", 3, "atelier", "AT-01 | AT-09"),
    "unknown source": change_cell("territoires.csv", 3, "source", "livre"),
    "unknown engagement": change_cell("composantes.csv", 4, "engagement", "E7"),
    "unknown parent": change_cell("territoires.csv", 7, "parent", "D98"),
    "unknown territory of a figure": change_cell("reperes.csv", 2, "territoire", "R98"),
    "reference to a file not given": withdraw_territories,
    "target: no such file": change_cell("reserves.csv", 3, "cibles", "proposition"),
    "target: no such row": change_cell("reserves.csv", 2, "cibles", "reperes:periode"),
    "target: no such column": change_cell("reserves.csv", 2, "cibles", "ateliers.jour"),
    "theme count": change_cell("themes.csv", 2, "nb_locales", "3"),
    "row removed": change_rows("propositions.csv", lambda r: r.pop()),
    "row count": change_package(lambda p: p["resources"][0].update(lignes=5)),
    "parts": change_cell("participation.csv", 4, "part", "34.4"),
    "date out of period": change_cell("ateliers.csv", 2, "date", "2031-04-04"),
    "period reversed": change_package(lambda p: p["concertation"].update(fin="2031-01-01")),
    "period no date": change_package(lambda p: p["concertation"].update(fin="mars")),
    "consultation without name": change_package(lambda p: p["concertation"].pop("nom")),
    "zone of nowhere": change_package(lambda p: p["concertation"].update(fuseau="Paris")),
    "no consultation": change_package(lambda p: p.pop("concertation")),
    "consultation of another territory": change_package(
        lambda p: p["concertation"].update(territoire="R28")
    ),
    "range reversed": change_cell("reperes.csv", 4, "valeur_max", "8"),
    "dates reversed": change_cell("reperes.csv", 3, "date_fin", "2031-03-01"),
    "parent of a wrong level": change_cell("territoires.csv", 7, "parent", "R99"),
    "committee of nobody": add_comites("", "D98", ""),
    "committee of itself": add_comites("D96", "", ""),
    "committee of another place": add_comites("", "D99", ""),
    "committee of a committee": add_comites("R99", "D96", ""),
    "no parent": change_cell("territoires.csv", 3, "parent", ""),
    "insee of another departement": change_cell("ateliers.csv", 2, "code_insee", "99001"),
    "arrondissement of another departement": change_cell(
        "ateliers.csv", 2, "code_arrondissement", "991"
    ),
    "departement against both": change_cell("ateliers.csv", 2, "code_departement", "99"),
    "unknown arrondissement": change_cell("ateliers.csv", 2, "code_arrondissement", "969"),
    "name of another code": change_cell("ateliers.csv", 2, "departement", "Bas-Valmont"),
    "unknown cts": change_cell("ateliers.csv", 2, "cts", "Portcendre"),
    "point elsewhere": change_cell("ateliers.csv", 2, "longitude", "-19.71"),
    "half a point": change_cell("ateliers.csv", 2, "longitude", ""),
    "broken package": change_bytes(
        "datapackage.json", lambda b: b.replace(b'"title": "Assises', b'"title" "Assises')
    ),
    "package is a list": change_bytes("datapackage.json", lambda b: b"[]"),
    "path outside": change_package(lambda p: p["resources"].append({"path": "../secret.csv"})),
    "broken outline file": change_bytes("geo/arrondissements.geojson", lambda b: b[:40]),
    "no collection": change_bytes("geo/arrondissements.geojson", lambda b: b"{}"),
    "outline without code": change_bytes(
        "geo/arrondissements.geojson", lambda b: b.replace(b'"code": "962"', b'"kode": "962"')
    ),
    "outline without numbers": change_bytes(
        "geo/arrondissements.geojson", lambda b: b.replace(b"-20.5", b'"x"')
    ),
    "link without justification": change_cell("liens.csv", 3, "justification", ""),
    "link to no such row": change_cell("liens.csv", 3, "cible", "VA-9"),
    "link from no such row": change_cell("liens.csv", 4, "origine", "LIE-L-09"),
    "link to no such type": change_cell("liens.csv", 3, "cible_type", "mesure"),
    "explicit link without a quotation": change_cell("liens.csv", 2, "extrait", ""),
    "link twice": change_rows("liens.csv", lambda r: r[5].__setitem__(slice(1, 5), r[2][1:5])),
    "link to itself": change_rows("liens.csv", lambda r: r[5].__setitem__(slice(1, 3), r[5][3:5])),
    "echo of a mere title": change_cell("liens.csv", 5, "force", "faible"),
    "mere title of a developed priority": change_cell("liens.csv", 6, "force", "intitule"),
    "mere title of an action": change_cell("liens.csv", 3, "force", "intitule"),
    "priority said to be developed": change_cell("priorites.csv", 4, "elements_publies", "oui"),
    "priority said to be empty": change_cell("priorites.csv", 2, "elements_publies", "non"),
    "rank twice in a roadmap": change_cell("priorites.csv", 3, "ordre", "1"),
    "indicator of two objects": change_cell("indicateurs.csv", 2, "dispositif", "boites-a-livres"),
    "place of no object": change_cell("lieux.csv", 2, "action", ""),
    "place elsewhere": change_cell("lieux.csv", 2, "longitude", "-19.4"),
    "unknown chantier": change_cell("actions.csv", 3, "chantier", "VC-9"),
    "action ends before it begins": change_cell("actions.csv", 2, "fin", "2031-01-01"),
    "unknown action in a list": change_cell("financements.csv", 5, "action", "VA-2 | VA-9"),
    "measure of a reversed range": change_cell("mesures.csv", 9, "valeur_max", "7"),
    "detail without its sort": change_cell("indicateurs.csv", 6, "detail", ""),
    "sort without a whole": change_cell("financements.csv", 5, "detail", "partiel"),
    "whole that is its own detail": change_cell("indicateurs.csv", 3, "parent", "tournees-matin"),
    "detail whose own id is wrong": change_cell("indicateurs.csv", 4, "id", "Tournées"),
    "whole of another action": change_cell("indicateurs.csv", 6, "parent", "soirees"),
    "detail above its whole": change_cell("mesures.csv", 6, "valeur", "301"),
    "sum that does not hold": change_cell("mesures.csv", 3, "valeur", "24"),
    "sum of two periods": change_cell("mesures.csv", 3, "periode_texte", "en 2032"),
    "sum of two territories": change_cell("indicateurs.csv", 3, "territoire", "D99"),
    "sum of two units": change_cell("indicateurs.csv", 4, "unite", "trajets"),
    "sum of two perimeters": damage_each(
        change_cell("financements.csv", 2, "perimetre", "vallée haute"),
        change_cell("financements.csv", 3, "perimetre", "Portcendre"),
    ),
    "money that does not add up": change_cell("financements.csv", 4, "montant", "2500"),
    "money of two periods": change_cell("financements.csv", 3, "periode_texte", "sur trois ans"),
    "money of two natures": change_cell("financements.csv", 4, "nature", "total"),
    "money above its whole": change_cell("financements.csv", 3, "montant", "9500"),
}
