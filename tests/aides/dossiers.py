"""Folders to break: copies of the fictional region, and small ways to damage them."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

VALMONT = Path(__file__).parents[1] / "regions" / "valmont"

# Files that Valmont doesn't publish, so that the rules about them can be broken too.
COMPLEMENTS = {
    "engagements.csv": (
        "id,ordre,titre_court,intitule,themes,lecture,echeance,suivi,source\n"
        "E1,1,Bibliobus,Doubler les tournées,lieux | horaires,,,,compte-rendu\n"
        "E2,2,Liseuses,Prêter cent liseuses,numerique,,,,compte-rendu\n"
    ),
    "composantes.csv": (
        "id,engagement,ordre,intitule,unite_observable,couverture_visee,denominateur,porteur,"
        "remarque,source\n"
        "E1a,E1,1,Tournées du matin,,,,,,compte-rendu\n"
        "E1b,E1,2,Tournées du soir,,,,,,compte-rendu\n"
        "E2a,E2,1,Achat,,,,,,compte-rendu\n"
    ),
    "reserves.csv": (
        "id,titre,constat,conduite,cibles,documents\n"
        "R01,Dates,Deux dates,La plus large,ateliers.date | reperes:assises,compte-rendu\n"
        "R02,Comptes,Aucun total,Compter,propositions,\n"
    ),
    "glossaire.csv": (
        "id,terme,expansion,definition,synonymes,origine,documents\n"
        "bib,BIB,Bibliothèque,Un lieu de lecture.,bibliothèque,document,compte-rendu\n"
    ),
    "zones_prioritaires.csv": (
        "id,ordre,nom_document,nom_officiel,siren,code_departement,arrondissements,population,"
        "territoire,extrait,source\n"
        "ZP-1,1,Pays du Gué,CC du Gué,999000001,96,A961 | A962,1200,D96,Pays du Gué,compte-rendu\n"
    ),
    "codes.csv": (
        "id,liste,code,mot,court,icone,signe,teinte,motif,roles\n"
        "statut-idee,statut,idee,À l’étude,,lightbulb,circle-open,,,\n"
        "statut-lance,statut,lancee,Lancée,,rocket_launch,triangle-right,bleu,,\n"
        "statut-arret,statut,arretee,À l’arrêt,,block,x,rouge,x,bloque\n"
        "statut-finie,statut,finie,Terminée,,check,circle,vert,,fini\n"
        "portee-locale,portee,locale,De quartier,,home,square,,,instruite\n"
        "portee-vallee,portee,vallee,De vallée,,landscape,square,,/,instruite\n"
        "portee-nationale,portee,nationale,Nationale,,public,square,,x,transmise\n"
    ),
    "contacts.csv": (
        "id,ordre,genre,libelle,adresse,dispositif,extrait,source\n"
        "boites-page,1,lien,Page des boîtes,,boites-a-livres,Les boîtes,compte-rendu\n"
    ),
    "comparaison.csv": (
        "id,region,ordre,intitule,resume,themes,lecture,source\n"
        "AX-1,Région voisine,1,Ouvrir,Ouvrir tard,horaires,Lecture fictive,compte-rendu\n"
    ),
    "comparaison_chiffres.csv": (
        "id,axe,ordre,libelle,valeur,valeur_max,unite,qualificatif,date,periode_texte,perimetre,"
        "extrait,source\n"
        "ax-1-heures,AX-1,1,Heures,30,,heures,plus de,,,,plus de 30 heures,compte-rendu\n"
    ),
}


def copy_region(dossier: Path) -> Path:
    """A writable copy of Valmont, with every optional table."""
    shutil.copytree(VALMONT, dossier)
    for nom, texte in COMPLEMENTS.items():
        (dossier / nom).write_text(texte, encoding="utf-8")

    def announce(paquet: dict[str, Any]) -> None:
        paquet["resources"] += [{"name": nom[:-4], "path": nom} for nom in COMPLEMENTS]

    change_package(announce)(dossier)
    return dossier


Damage = Callable[[Path], Any]


def read_rows(chemin: Path) -> list[list[str]]:
    """Every record, the header first."""
    with chemin.open(newline="", encoding="utf-8") as flux:
        return list(csv.reader(flux))


def write_rows(chemin: Path, lignes: list[list[str]]) -> None:
    """The reverse of `read_rows`."""
    with chemin.open("w", newline="", encoding="utf-8") as flux:
        csv.writer(flux, lineterminator="\n").writerows(lignes)


def change_rows(fichier: str, change: Callable[[list[list[str]]], Any]) -> Damage:
    """`change` edits the records in place."""

    def damage(dossier: Path) -> None:
        lignes = read_rows(dossier / fichier)
        change(lignes)
        write_rows(dossier / fichier, lignes)

    return damage


def change_cell(fichier: str, ligne: int, colonne: str, valeur: str) -> Damage:
    """`ligne` as a spreadsheet counts, the header being line 1."""

    def change(lignes: list[list[str]]) -> None:
        lignes[ligne - 1][lignes[0].index(colonne)] = valeur

    return change_rows(fichier, change)


def add_column(fichier: str, cellules: list[str]) -> Damage:
    """A last column, its label first."""
    return change_rows(
        fichier, lambda r: [ligne.append(c) for ligne, c in zip(r, cellules, strict=True)]
    )


def change_bytes(fichier: str, change: Callable[[bytes], bytes]) -> Damage:
    """`change` gives the new content."""

    def damage(dossier: Path) -> None:
        chemin = dossier / fichier
        chemin.write_bytes(change(chemin.read_bytes()))

    return damage


def change_package(change: Callable[[dict[str, Any]], Any]) -> Damage:
    """`change` edits datapackage.json in place."""

    def damage(dossier: Path) -> None:
        chemin = dossier / "datapackage.json"
        paquet = json.loads(chemin.read_text(encoding="utf-8"))
        change(paquet)
        chemin.write_text(json.dumps(paquet, ensure_ascii=False, indent=2), encoding="utf-8")

    return damage


def withdraw_territories(dossier: Path) -> None:
    """A region that publishes no territories, and yet names one."""
    remove("territoires.csv")(dossier)

    def forget(paquet: dict[str, Any]) -> None:
        restes = [r for r in paquet["resources"] if r["path"] != "territoires.csv"]
        paquet["resources"] = restes

    change_package(forget)(dossier)
    for nom in ("reperes", "actions", "financements", "indicateurs", "perspectives", "dispositifs"):
        change_rows(f"{nom}.csv", forget_territories)(dossier)
    change_cell("reperes.csv", 4, "territoire", "R99")(dossier)


def forget_territories(lignes: list[list[str]]) -> None:
    """No row names its territory any more."""
    colonne = lignes[0].index("territoire")
    for ligne in lignes[1:]:
        ligne[colonne] = ""


def remove(fichier: str) -> Damage:
    """The file is gone."""
    return lambda dossier: (dossier / fichier).unlink()
